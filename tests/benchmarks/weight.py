"""What running processes weigh and cost, by what Linux tells of them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from app.session.clock import wait
from tests.sound.load import cpu_s, family, own_cpu_s


class Weight(NamedTuple):
    """Of a process, in MiB: its part of what it shares and all its own; its own alone."""

    pss: float
    private: float


class Cost(NamedTuple):
    """Of a window's process, and of all that it has started."""

    window: Weight
    children: tuple[tuple[str, Weight], ...]
    percent: float
    """Of one core, of the window's process."""
    percent_of_all: float


def weigh(pid: int) -> Weight:
    """A process that runs."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    sizes = {name: int(rest.split()[0]) for name, _, rest in (x.partition(":") for x in lines[1:])}
    return Weight(sizes["Pss"] / 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024)


def cost(pid: int, for_s: float) -> Cost:
    """Watch a process for some seconds; weigh it at their end."""
    others = sorted(family(pid) - {pid})
    before = own_cpu_s(pid), cpu_s(pid)
    wait(for_s)
    after = own_cpu_s(pid), cpu_s(pid)
    own, whole = (100 * (b - a) / for_s for a, b in zip(before, after, strict=True))
    return Cost(weigh(pid), tuple((name_of(x), weigh(x)) for x in others), own, whole)


def name_of(pid: int) -> str:
    """The telling word of its command: the module of a child of ours, else the program."""
    words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    return next((word for word in words if word.startswith("app.")), Path(words[0]).name)
