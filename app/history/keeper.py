"""Writes a running session into its journal: at every change, and before a second has passed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from app.history.cut_session import Beginning, Place
from app.routine.model import VoiceLevel
from app.session.clock import wall_s
from app.session.engine import Session
from app.session.events import CueDue, Event, Finished, Paused, Started, Stopped
from app.session.tally import Tally
from app.timeline.model import Timeline
from app.units import SECOND

# So that even with a tick and a write on top no more than a second is lost.
_EVERY_MS: Final = 3 * SECOND // 4


class Notes(Protocol):
    """Where it is written; `app.history.journal.Journal` is one."""

    def note(self, data: bytes) -> None:
        """Keep this from now on, without making anybody wait."""

    def clear(self) -> None:
        """Nothing is to be kept any more."""

    def close(self) -> None:
        """What was noted last stays."""


class Keeper:
    """Listens to one session. Whoever ticks it calls `beat` at each tick."""

    def __init__(
        self,
        session: Session,
        tally: Tally,
        notes: Notes,
        beginning: Beginning,
        level: Callable[[], VoiceLevel],
        wall: Callable[[], float] = wall_s,
    ) -> None:
        """`level` is asked how much is heard, which the runner may change at any time."""
        self._session, self.tally, self._notes = session, tally, notes
        self._level, self._wall = level, wall
        self.beginning = beginning
        self._head = beginning.to_json()
        self._noted_ms = session.position_ms
        self._due = False
        # What a snapshot computes once is computed before the session runs.
        session.snapshot()
        session.listen(self._hear)

    def beat(self) -> None:
        """Write, if anything has changed or a second has passed since it was written."""
        passed_ms = self._session.position_ms - self._noted_ms
        if self._due or passed_ms >= _EVERY_MS:
            self._write()

    def close(self) -> None:
        """The program ends, and the session is to go on at its next start."""
        if self._noted_ms != self._session.position_ms:
            self._write()
        self._notes.close()

    def _hear(self, event: Event) -> None:
        if isinstance(event, Finished | Stopped):
            self._notes.clear()
        elif isinstance(event, Started | Paused):
            # Nothing ticks while it stands.
            self._write()
        elif not isinstance(event, CueDue):
            # Told in the middle of a change; at the next beat it is a whole one.
            self._due = True

    def _write(self) -> None:
        session, self._due = self._session, False
        self.tally.sample()
        self._noted_ms = session.position_ms
        place = Place(
            session.snapshot(),
            *step_at(session.timeline, session.position_ms),
            session.timeline.total_ms - session.position_ms,
            self._level(),
            self._wall(),
            self.tally.to_json(),
        )
        self._notes.note(self._head + place.to_json())


def step_at(timeline: Timeline, position_ms: int) -> tuple[int, int]:
    """Which movement of the session a position belongs to, counted from 1, and how many there are.

    A rest belongs to the movement before it.
    """
    index = timeline.index_at(position_ms)
    items = [item for item, block in timeline.blocks if block.exercise]
    begun = {item for item, block in timeline.blocks[: index + 1] if block.exercise}
    return max(1, len(begun)), len(set(items))
