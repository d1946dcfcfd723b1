"""How far a stream at rest is written ahead: as little as its device has shown to get along with.

What is written ahead of a device cannot be changed any more, so that the first sound of a session
waits behind it. A device takes its sound in bites of its own period, and a computer that is busy
looks at it late: the largest bite between two looks tells of both.
"""

from __future__ import annotations

from typing import Final

UNKNOWN_MS: Final = 100
"""So much while a device has not been watched for long enough."""

MOST_MS: Final = 300
"""So much while a session runs, so that a computer that is busy for a moment is not heard to be."""

_LEAST_MS: Final = 40
# The next bite may be the largest one yet, and the look after it as late as any.
_BITES: Final = 2
# At first a device fills buffers of its own, which tells nothing of what it takes later.
_SETTLING: Final = 50
_ENOUGH: Final = 150
# At ten milliseconds a look a stall is half forgotten after seven seconds.
_FADING: Final = 0.999


class Reserve:
    """Fed with what the device tells at every look; for one stream."""

    def __init__(self) -> None:
        """Knows nothing of its device."""
        self._looks = 0
        self._played_ms = self._largest_ms = 0.0

    def observe(self, played_ms: float) -> None:
        """The stream had been played so far at a look."""
        bite_ms, self._played_ms = played_ms - self._played_ms, played_ms
        self._looks += 1
        if self._looks > _SETTLING:
            self._largest_ms = max(bite_ms, self._largest_ms * _FADING)

    @property
    def ahead_ms(self) -> float:
        """So much has to be written ahead for the device never to run dry between two looks."""
        if self._looks < _ENOUGH:
            return UNKNOWN_MS
        return min(MOST_MS, max(_LEAST_MS, _BITES * self._largest_ms))
