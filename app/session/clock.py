"""The only module that reads a clock.

A suspended machine must show up as a gap, so the clock that goes on counting in a suspend is
used where there is one (`CLOCK_BOOTTIME` on Linux; elsewhere the monotonic clock does).
"""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Milliseconds since some fixed moment; never runs backwards."""

    def now_ms(self) -> int:
        """The time now."""


class MonotonicClock:
    """The machine's clock, at `speed` times its rate."""

    def __init__(self, speed: float = 1.0) -> None:
        """`speed` above 1 lets a session run faster, for rehearsals."""
        self._speed = speed
        self._id = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC) if _HAS_GETTIME else None

    def now_ms(self) -> int:
        """The time now, in milliseconds of the session."""
        ns = time.monotonic_ns() if self._id is None else time.clock_gettime_ns(self._id)
        return int(ns * self._speed) // 1_000_000


_HAS_GETTIME = hasattr(time, "clock_gettime_ns")


class ManualClock:
    """A clock that only moves when told to."""

    def __init__(self, start_ms: int = 0) -> None:
        """Begins at `start_ms`."""
        self._now = start_ms

    def now_ms(self) -> int:
        """The time as it was last set."""
        return self._now

    def advance(self, by_ms: int) -> None:
        """Let `by_ms` milliseconds pass."""
        self._now += by_ms


def wait(seconds: float) -> None:
    """Let real time pass; here, so that nothing else needs the time module."""
    time.sleep(seconds)
