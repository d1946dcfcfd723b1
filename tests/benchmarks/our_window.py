"""Our window, measured as `bare_window.py` measures its label: same events, same output.

    python tests/benchmarks/our_window.py START_NS UNTIL [ARGUMENTS...]

UNTIL is `painted`, to the end of the first paint of the window and of all that is in it; `running`,
to the first tick of a session whose time runs; or `settled`, the memory ten seconds after the first
paint. ARGUMENTS are the program's.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace

ROOT = Path(__file__).resolve().parents[2]
SETTLED_MS = 10_000


def pss_kib() -> int:
    """The memory of this process, what it shares counted by its part."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class Report:
    """What was measured so far; ends the program with it."""

    def __init__(self, started_ns: int) -> None:
        self._started_ns = started_ns
        self._found: dict[str, float] = {}

    def note(self, what: str) -> None:
        """The time of this process and of the clock until now, once."""
        if f"{what}_ms" not in self._found:
            self._found[f"{what}_ms"] = (time.monotonic_ns() - self._started_ns) / 1e6
            self._found[f"{what}_cpu_ms"] = time.process_time_ns() / 1e6

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been noted yet."""
        return not self._found

    def end(self) -> None:
        from PySide6.QtWidgets import QApplication  # noqa: TID251

        print(json.dumps({**self._found, "pss_kib": pss_kib()}), flush=True)
        QApplication.exit(0)


def watch(report: Report, until: str) -> None:
    """Note the first paint and the first running tick, and end after what is asked for."""
    from PySide6.QtCore import QTimer  # noqa: TID251

    from app.ui.window import Window

    paint = Window.paintEvent

    def painted(window: Window, event: Any) -> None:
        if report.is_empty:
            # Before that of the program, which then begins to read: all that is seen is painted.
            QTimer.singleShot(0, lambda: report.note("first_frame"))
            paint(window, event)
            report.note("first_paint")
            follow(report, until)
        else:
            paint(window, event)

    # It stays: PySide remembers where it found an override, and asks no one to keep that alive.
    Window.paintEvent = painted  # type: ignore[method-assign, assignment]


def follow(report: Report, until: str) -> None:
    """End the program when what is asked for has come."""
    from PySide6.QtCore import QTimer  # noqa: TID251

    if until == "running":
        watch_stage(report)
    else:
        # Qt holds no object of Python's by its method: the lambda does.
        after_ms = SETTLED_MS if until == "settled" else 0
        QTimer.singleShot(after_ms, lambda: report.end())  # noqa: PLW0108


def watch_stage(report: Report) -> None:
    """What is begun comes after this: the stage is imported after the first paint, as ever."""
    from PySide6.QtCore import QTimer  # noqa: TID251

    from app.ui.stage import Stage

    tick = Stage.tick

    def ticked(stage: Stage) -> None:
        tick(stage)
        if stage.session is not None and stage.session.position_ms > 0:
            Stage.tick = tick  # type: ignore[method-assign]
            report.note("running")
            QTimer.singleShot(0, lambda: report.end())  # noqa: PLW0108

    Stage.tick = ticked  # type: ignore[method-assign, assignment]


def main() -> int:
    started_ns, until, *arguments = sys.argv[1:]
    sys.path.insert(0, str(ROOT))
    from app import boot

    boot.prepare(window=True)
    from app.house import House
    from app.main import main as program

    opened = House.open_window

    def watched(house: House, asked: Namespace) -> int:
        # Not sooner: what the program has done by then is part of its launch.
        watch(Report(int(started_ns)), until)
        return opened(house, asked)

    House.open_window = watched  # type: ignore[method-assign, assignment]
    return program(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
