"""When a frame of a stream is heard, by the clock of the machine.

A device tells how much it has taken, in steps of its own period, and whoever asks may be held up
before the answer is timed. Both errors make the stream seem late, never early: so the earliest of
many answers is right to a fraction of a millisecond, also with every core busy.

At first many answers are wanted in little time, since the first sound of a session may hang on
them; later a look every 10 ms is enough.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Final

# Two seconds of looks find the beginning of a device's period to a fiftieth of it, also where it is
# 40 ms, while two clocks part by half a millisecond at the most.
_WINDOW: Final = 192
# When the best of so many looks is late, the stream has run dry and stays late from then on.
_RECENT: Final = 36
# So many meet the beginning of a period of 10 ms to half a millisecond in 99 of 100 cases.
_ENOUGH: Final = 80
_SNAP_MS: Final = 8.0
# A tick of 10 ms may move the mapping so far: 2 parts in a thousand; clocks differ by one tenth.
_SLEW_MS: Final = 0.02


class StreamClock:
    """Fed with what the device tells; knows nothing at first."""

    def __init__(self) -> None:
        """For one stream."""
        self._starts: deque[float] = deque(maxlen=_WINDOW)
        self._start_ms: float | None = None

    def observe(self, played_ms: float, now_ms: float) -> None:
        """The stream had been played up to `played_ms` when the clock showed `now_ms`.

        `now_ms` must be read after `played_ms`.
        """
        self._starts.append(now_ms - played_ms)
        if self._start_ms is not None:
            self._follow(self._start_ms)
        elif len(self._starts) == _ENOUGH:
            self._start_ms = min(self._starts)
            # The others lie close together: a whole lot of them may fall into one long period.
            self._starts = deque([self._start_ms], _WINDOW)

    def _follow(self, start_ms: float) -> None:
        recent = list(islice(reversed(self._starts), _RECENT))
        if min(recent) - start_ms > _SNAP_MS:
            self._starts = deque(reversed(recent), _WINDOW)
            self._start_ms = min(recent)
        else:
            # Earlier than was thought can only be true; later may be chance.
            self._start_ms = start_ms + min(_SLEW_MS, min(self._starts) - start_ms)

    @property
    def is_settled(self) -> bool:
        """Whether it can tell."""
        return self._start_ms is not None

    def heard_ms(self, stream_ms: float) -> float | None:
        """The moment of the clock at which a moment of the stream is heard; None at first."""
        return None if self._start_ms is None else self._start_ms + stream_ms
