"""The least window that PySide6 can show: a label. What ours is compared with.

    python tests/benchmarks/bare_window.py [START_NS]

START_NS is `time.monotonic_ns()` of whoever starts this process; without it the kernel's own
start time serves, to a hundredth of a second. Prints one JSON object: milliseconds from there to
the end of the first paint, how much of that is this process at work, and the proportional set size
in KiB (null where there is no /proc). With START_NS 0 the window stays until it is ended.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

# The comparison itself needs Qt, and nothing of the program.
from PySide6.QtCore import QTimer  # noqa: TID251
from PySide6.QtGui import QPaintEvent  # noqa: TID251
from PySide6.QtWidgets import QApplication, QLabel  # noqa: TID251


def started_ns() -> int:
    """When this process began, on the monotonic clock."""
    if len(sys.argv) > 1:
        return int(sys.argv[1])
    behind_the_name = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2]
    ticks = int(behind_the_name.split()[19])
    since_boot = ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    slept = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns()
    return since_boot - slept


def pss_kib() -> int | None:
    """The memory of this process, what it shares counted by its part."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class Label(QLabel):
    """A label that tells when it has been painted for the first time."""

    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's spelling
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            found = so_far("first_paint")
            if sys.argv[1:] != ["0"]:
                QTimer.singleShot(0, lambda: report(found))


def so_far(what: str) -> dict[str, float]:
    """Milliseconds until now, and how many of them this process was at work."""
    since_ms = (time.monotonic_ns() - started_ns()) / 1e6
    return {f"{what}_ms": since_ms, f"{what}_cpu_ms": time.process_time_ns() / 1e6}


def report(found: dict[str, float]) -> None:
    print(json.dumps({**found, **so_far("first_frame"), "pss_kib": pss_kib()}), flush=True)
    QApplication.quit()


def main() -> int:
    application = QApplication(sys.argv[:1])
    label = Label("Limber")
    label.setWindowTitle("A label")
    label.resize(640, 480)
    label.show()
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
