"""Our window, measured as `bare_window.py` measures its label: same events, same output.

    python tests/benchmarks/our_window.py START_NS [ROUTINE]

Without a routine: home, to the end of its first paint. With one: the memory of an open session,
ten seconds after its first paint.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTLED_MS = 10_000


def pss_kib() -> int:
    """The memory of this process, what it shares counted by its part."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> int:
    started_ns = int(sys.argv[1])
    routine = sys.argv[2:]
    sys.path.insert(0, str(ROOT))
    from app import boot

    boot.prepare(window=True)
    from app.main import main as program
    from app.ui.window import Window

    paint = Window.paintEvent

    def painted(window: Window, event: object) -> None:
        paint(window, event)  # type: ignore[arg-type]
        Window.paintEvent = paint  # type: ignore[method-assign]
        first_paint_ms = (time.monotonic_ns() - started_ns) / 1e6
        from PySide6.QtCore import QTimer  # noqa: TID251

        after = SETTLED_MS if routine else 0
        QTimer.singleShot(after, end_with(first_paint_ms))

    Window.paintEvent = painted  # type: ignore[method-assign, assignment]
    return program(["start", *routine] if routine else [])


def end_with(first_paint_ms: float) -> Callable[[], None]:
    def end() -> None:
        from PySide6.QtWidgets import QApplication  # noqa: TID251

        print(json.dumps({"first_paint_ms": round(first_paint_ms, 1), "pss_kib": pss_kib()}))
        sys.stdout.flush()
        QApplication.exit(0)

    return end


if __name__ == "__main__":
    raise SystemExit(main())
