"""The session: a performance that the runner moves and changes, and that can be taken up again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from app.session.changes import Edited, evened, lengthened, made_whole, without
from app.session.clock import Clock
from app.session.count_in import CountIn
from app.session.events import Skipped
from app.session.performance import GAP_MS, LEAD_MS, Performance
from app.session.snapshot import Snapshot, fingerprint, shape
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Block, Segment, Timeline
from app.units import SECOND

__all__ = ["AGAIN_WITHIN_MS", "GAP_MS", "LEAD_MS", "LONGER_MS", "Session"]

LONGER_MS: Final = 15 * SECOND
# Pressed this soon after a segment began, "previous" means the one before.
AGAIN_WITHIN_MS: Final = 2 * SECOND


class Session(Performance):
    """What a stage performs: it is moved and changed by hand, and can be taken up again."""

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self._planned)

    @cached_property
    def _shape(self) -> str:
        return shape(self._planned)

    def next(self) -> None:
        """On to the next segment; the other side then gets what this one had."""
        if segment := self._caught_up():
            done = self._position - segment.start_ms
            self._change(evened(self._edited, self._index, done, self._compiler))
            self._jump(segment.end_ms)

    def previous(self) -> None:
        """Again from the start of this segment; at its very start, from the one before."""
        if segment := self._caught_up():
            soon = self._position - segment.start_ms <= AGAIN_WITHIN_MS
            self._again_from(max(0, self._index - 1) if soon else self._index)

    def restart_step(self) -> None:
        """Again from where the movement of this segment begins, its getting ready included."""
        if segment := self._caught_up():
            items = [other.item for other in self.timeline.segments]
            self._again_from(items.index(segment.item))

    def longer(self, by_ms: int = LONGER_MS) -> None:
        """More of this segment, and as much of its other side that is still to come."""
        if segment := self._caught_up():
            done = self._position - segment.start_ms
            self._change(lengthened(self._edited, self._index, by_ms, done, self._compiler))
            self._retell_end()

    def skip(self) -> str | None:
        """Leave this movement out of the rest of the session; its id, or None in a rest."""
        if (segment := self._caught_up()) is None:
            return None
        movement = segment.movement_id
        if movement is not None:
            self._change(without(self._edited, movement, after=self._index))
            self._tell(Skipped(movement))
        self._jump(segment.end_ms)
        return movement

    # Resuming a session that was cut off.

    def snapshot(self) -> Snapshot:
        """All that is needed to go on from here, to the millisecond."""
        index = self._index
        origins = self._edited.origins
        gone = set(range(len(self._planned.blocks))).difference(origins)
        start = self.timeline.segments[index].start_ms if origins else 0
        return Snapshot(
            self._planned.id,
            self._fingerprint,
            self._position,
            self._heard,
            self._performed,
            tuple(sorted(gone)),
            self._edited.resized,
            self._shape,
            (origins[index] if origins else 0, self._position - start),
        )

    def take_up(self, snapshot: Snapshot, count_in: Callable[[Segment, int], Block] | None) -> None:
        """Before its start: stand, paused, where another one was cut off, `start` then goes on.

        `count_in` makes the time to get ready from the segment and the position, which goes on only
        after it. Raises `snapshot.Stale` when the routine is not the one that was begun.
        """
        snapshot.check(self._planned)
        changes = snapshot.left_out, snapshot.resized
        self._edited = Edited.again(self._planned, *changes, self._compiler)
        self._state = State.PAUSED
        self._position = snapshot.position_in(self._edited, self._fingerprint)
        self._performed = snapshot.performed_ms
        # Only what stands at the position itself may still wait to be performed.
        heard = snapshot.heard_ms if snapshot.fingerprint == self._fingerprint else self._position
        self._heard = max(self._position - 1, min(heard, self._position))
        self._retell_end()
        self._find_cue()
        self._entered = self._index
        if count_in and self.segment:
            self._count_in = CountIn(count_in(self.segment, self._position), self._position)

    @classmethod
    def resumed(
        cls, snapshot: Snapshot, timeline: Timeline, clock: Clock, compiler: Compiler
    ) -> Session:
        """A paused session at a snapshot's place; `timeline` is the routine compiled anew."""
        session = cls(timeline, clock, compiler)
        session.take_up(snapshot, None)
        return session

    def _again_from(self, index: int) -> None:
        """Back to the start of a segment, both sides of what follows as long as each other."""
        self._change(made_whole(self._edited, index, self._compiler))
        self._jump(self.timeline.segments[index].start_ms)
