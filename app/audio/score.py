"""What sounds when: clips at their moments of a session.

A player asks the score for what begins in a stretch of the session, a tenth of a second before it
is heard; until then a clip may still arrive, a level or a volume still change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from app.audio.clips import Clip


class Note(NamedTuple):
    """A clip that begins at `at_ms` of the session, `gain` times as strong as it is.

    What is `spoken` never sounds while other words do; a tone may.
    """

    at_ms: int
    clip: Clip
    gain: float = 1.0
    spoken: bool = True


class Score(Protocol):
    """Asked from the player's thread, so that it must be quick and must not wait."""

    def notes(self, from_ms: int, to_ms: int) -> Sequence[Note]:
        """Everything that begins in `[from_ms, to_ms)`, in order."""


class FixedScore:
    """Notes that are all known: a sample to listen to, or a session on its way into a file."""

    def __init__(self, *notes: Note) -> None:
        """In any order."""
        self._notes = sorted(notes, key=lambda note: note.at_ms)

    def notes(self, from_ms: int, to_ms: int) -> Sequence[Note]:
        """See `Score`."""
        return [note for note in self._notes if from_ms <= note.at_ms < to_ms]
