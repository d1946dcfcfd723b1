"""A busy machine, and what a program costs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@contextmanager
def all_cores_busy() -> Iterator[None]:
    """As many processes as there are cores, none of which ever rests."""
    command = [sys.executable, "-c", "while True: pass"]
    idlers = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in idlers:
            process.kill()
            process.wait()


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process and all its children have taken so far."""
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended meanwhile
            continue
        fields = text.rpartition(")")[2].split()
        stats[int(folder.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    family = {pid}
    while more := {child for child, (parent, _) in stats.items() if parent in family} - family:
        family |= more
    return sum(stats[member][1] for member in family if member in stats) / _TICKS_A_SECOND
