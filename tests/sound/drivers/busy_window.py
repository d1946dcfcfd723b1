"""The program with a window that is busy: its thread works 30 of every 40 ms, in Python.

python tests/sound/drivers/busy_window.py start ROUTINE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

BUSY_S = 0.030
EVERY_MS = 40


def main() -> int:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from app import boot

    boot.prepare(window=True)
    from PySide6.QtCore import QTimer  # noqa: TID251

    from app.main import main as program
    from app.ui.window import Window

    paint = Window.paintEvent
    timers: list[QTimer] = []

    def painted(window: Window, event: object) -> None:
        paint(window, event)  # type: ignore[arg-type]
        if not timers:  # this is called at every paint: Qt keeps the first override that it met
            timers.append(QTimer(window))
            timers[0].timeout.connect(burn)
            timers[0].start(EVERY_MS)

    Window.paintEvent = painted  # type: ignore[method-assign, assignment]
    return program(sys.argv[1:])


def burn() -> None:
    """Hold the thread and the interpreter."""
    end = time.perf_counter() + BUSY_S
    while time.perf_counter() < end:
        sum(range(100))


if __name__ == "__main__":
    raise SystemExit(main())
