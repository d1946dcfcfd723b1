"""Two things measured in turns, so that a busy machine slows both alike, and printed in a line."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]


class Times(NamedTuple):
    """Milliseconds of several runs; the least disturbed run is the truest."""

    runs: tuple[float, ...]

    @property
    def least(self) -> float:
        return min(self.runs)

    @property
    def median(self) -> float:
        return statistics.median(self.runs)


def timed(action: Callable[[], object]) -> float:
    """Milliseconds of one run, the collector's work left out of it."""
    gc.collect()
    start = time.perf_counter_ns()
    action()
    return (time.perf_counter_ns() - start) / 1e6


def in_turns(
    ours: Callable[[], object], baseline: Callable[[], object], runs: int
) -> tuple[Times, Times]:
    """Both once to warm up, then each in turn."""
    ours()
    baseline()
    pairs = [(timed(ours), timed(baseline)) for _ in range(runs)]
    first, second = zip(*pairs, strict=True)
    return Times(first), Times(second)


def process(*arguments: str) -> Callable[[], object]:
    """A whole Python process, started and ended, its output thrown away.

    The first run writes the bytecode that the others find, also where the environment forbids it.
    """
    command: Sequence[str] = [sys.executable, *arguments]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)


def show(what: str, ours: Times, against: str, baseline: Times, goal: str) -> float:
    """Print a line; the ratio of the least disturbed runs."""
    ratio = ours.least / baseline.least
    print(
        f"\n{what}: least {ours.least:.2f} ms, median {ours.median:.2f} ms"
        f"\n  {against}: least {baseline.least:.2f} ms, median {baseline.median:.2f} ms"
        f"\n  ratio {ratio:.2f} of the least, {ours.median / baseline.median:.2f} of the medians"
        f"; {len(ours.runs)} runs in turns; goal: {goal}"
    )
    return ratio
