"""Tells when this machine stood still, so that nothing is held against the program for it.

A virtual machine is taken off its processors now and then, for as long as its host likes. A sound
server that was away for 20 ms has a hole of its own making, whoever plays through it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

LEAST_S: Final = 0.010
"""A sound server and a player each sleep through less than this without being missed."""

_LOOK_S: Final = 0.004
_BEFORE_S: Final = 0.1
_AFTER_S: Final = 1.5
_PATIENCE_S: Final = 5.0
_PRIORITY: Final = 30  # above that of the sound server


class Hold(NamedTuple):
    """One processor was away from one moment to another (s, the clock of a recorder)."""

    from_s: float
    to_s: float


class Witness:
    """Watches every processor from its making until `stop`.

    It is woken ahead of all programs, the sound server too, so that only the host can make it late.
    Where it may not be, it sees nothing and so excuses nothing.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        if first := ahead_of_all(_PRIORITY):
            self._process = subprocess.Popen(
                [*first, sys.executable, "-I", str(Path(__file__))],
                stdout=subprocess.PIPE,
                text=True,
            )

    def stop(self) -> list[Hold]:
        """What it saw, in no order."""
        if self._process is None:
            return []
        self._process.terminate()
        written, _ = self._process.communicate(timeout=_PATIENCE_S)
        self._process = None
        return [Hold(*map(float, line.split())) for line in written.splitlines()]


def in_doubt(holds: Iterable[Hold], from_s: float, to_s: float) -> bool:
    """Whether what sounds in a stretch may have suffered: a player takes a while to catch up."""
    return any(hold.from_s - _BEFORE_S < to_s and from_s < hold.to_s + _AFTER_S for hold in holds)


def ahead_of_all(priority: int) -> list[str]:
    """What makes a command run ahead of all programs, of those too that have a lower priority.

    Nothing where that is not allowed.
    """
    tool = shutil.which("chrt")
    if tool is None:
        return []
    first = [tool, "-f", str(priority)]
    allowed = subprocess.run([*first, "true"], check=False, capture_output=True)
    return first if allowed.returncode == 0 else []


def _watch(processor: int) -> None:
    with suppress(OSError):  # it was switched off
        os.sched_setaffinity(0, {processor})
    while True:
        asleep_s = time.monotonic()
        time.sleep(_LOOK_S)
        awake_s = time.monotonic()
        if awake_s - asleep_s - _LOOK_S >= LEAST_S:
            print(asleep_s + _LOOK_S, awake_s, flush=True)


if __name__ == "__main__":
    for each in sorted(os.sched_getaffinity(0)):
        threading.Thread(target=_watch, args=(each,), daemon=True).start()
    parent = os.getppid()
    while os.getppid() == parent:  # a test that fails does not stop its recorder
        time.sleep(1.0)
