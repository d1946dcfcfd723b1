"""The only module that reads a clock.

A suspended machine must show up as a gap, so the clock that goes on counting in a suspend is
used where there is one (`CLOCK_BOOTTIME` on Linux; elsewhere the monotonic clock does).
"""

from __future__ import annotations

import sys
import time
from typing import NamedTuple, Protocol


class Clock(Protocol):
    """Milliseconds since some fixed moment; never runs backwards."""

    def now_ms(self) -> int:
        """The time now."""


class Course(NamedTuple):
    """Running time: at `clock_ms` of the clock the session stood at `position_ms`."""

    clock_ms: float
    position_ms: float

    def position_at(self, clock_ms: float) -> float:
        """The session's position at a moment of the clock."""
        return self.position_ms + clock_ms - self.clock_ms

    def clock_at(self, position_ms: float) -> float:
        """The moment of the clock at which the session comes to a position."""
        return self.clock_ms + position_ms - self.position_ms


class MonotonicClock:
    """The machine's clock, at `speed` times its rate."""

    def __init__(self, speed: float = 1.0) -> None:
        """`speed` above 1 lets a session run faster, for rehearsals."""
        self._speed = speed

    def now_ms(self) -> int:
        """The time now, in milliseconds of the session."""
        return int(_now_ns() * self._speed) // 1_000_000


# On macOS the raw clock counts through a sleep, and `time.monotonic` does not.
_CLOCK_ID = getattr(time, "CLOCK_BOOTTIME", None) or (
    getattr(time, "CLOCK_MONOTONIC_RAW", None) if sys.platform == "darwin" else None
)


def _now_ns() -> int:
    return time.monotonic_ns() if _CLOCK_ID is None else time.clock_gettime_ns(_CLOCK_ID)


def exact_ms() -> float:
    """The time of `MonotonicClock` at speed 1 with its fractions, for what is placed in sound."""
    return _now_ns() / 1_000_000


def wall_s() -> float:
    """Seconds since 1970 by the clock on the wall, which networks and people set at any moment.

    To tell people when something was; nothing may be measured with it.
    """
    return time.time()


def local_hour() -> int:
    """The hour of the day where we are, from 0 to 23."""
    return time.localtime().tm_hour


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
