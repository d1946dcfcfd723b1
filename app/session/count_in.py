"""Time to get ready again before a session that was cut off goes on.

It stands before the session's position and is no part of the plan: nothing of it is counted as
done, and whoever moves the session leaves it.
"""

from __future__ import annotations

from app.timeline.model import Block, Cue


class CountIn:
    """The seconds before the position, with their cues at times of the session."""

    def __init__(self, block: Block, position_ms: int) -> None:
        """The cues of `block` come before `position_ms`, its last one at the position itself."""
        self.length_ms = block.length_ms
        self.cues = tuple(cue.moved(position_ms - block.length_ms) for cue in block.cues)
        self.begin()

    def begin(self) -> None:
        """From its start; after a pause in the middle of it once more."""
        self.left_ms = self.length_ms
        self._next = 0

    def due(self, at_ms: int) -> tuple[Cue, ...]:
        """Each cue once, as soon as the time before the position has come to it."""
        first = self._next
        while self._next < len(self.cues) and self.cues[self._next].at_ms <= at_ms:
            self._next += 1
        return self.cues[first : self._next]
