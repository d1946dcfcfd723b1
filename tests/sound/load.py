"""A busy machine, and what a program costs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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


def family(pid: int) -> set[int]:
    """A process and all that it has started, and what these have started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            parents[int(folder.name)] = int(text.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu_s(pid: int, of: str = "") -> float:
    """Seconds of processor time that a process and all its children have taken so far.

    `of` counts only those with this word in their command.
    """
    return sum(own_cpu_s(each) for each in family(pid) if of in _command(each))


def own_cpu_s(pid: int) -> float:
    """The same of one process.

    By the scheduler's own nanoseconds: the ticks of `stat` miss whatever works for less than 10 ms
    at a time, which is all that a player does.
    """
    return sum(_thread_s(thread) for thread in Path(f"/proc/{pid}").glob("task/*"))


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    return ""


def _thread_s(thread: Path) -> float:
    with suppress(OSError):
        return int((thread / "schedstat").read_text().split()[0]) / 1e9
    return 0.0
