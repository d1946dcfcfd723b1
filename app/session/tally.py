"""What was really done in a session: milliseconds of work by movement and side.

Only time that passed is counted. What was jumped over adds nothing; what was done again adds what
was done again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import Any, Final

from app.movements.model import Side
from app.session.engine import Session
from app.session.events import Changed, Event, Jumped, Skipped
from app.units import SECOND

# Sides that differ by less than a runner can feel are even: two seconds, or a twentieth.
EVEN_WITHIN_MS: Final = 2 * SECOND
_EVEN_SHARE: Final = 20


@dataclass(frozen=True, slots=True)
class Done:
    """The work done of one movement; `both_ms` is work that has no side."""

    movement_id: str
    name: str
    right_ms: int = 0
    left_ms: int = 0
    both_ms: int = 0

    @property
    def total_ms(self) -> int:
        """All of it."""
        return self.right_ms + self.left_ms + self.both_ms

    @property
    def has_sides(self) -> bool:
        """Whether any of it was on a side."""
        return bool(self.right_ms or self.left_ms)

    @property
    def is_even(self) -> bool:
        """Whether both sides had the same, as far as it can be felt."""
        return even(self.right_ms, self.left_ms)

    def plus(self, side: Side | None, ms: int) -> Done:
        """The same with more work on a side."""
        right = ms if side is Side.RIGHT else 0
        left = ms if side is Side.LEFT else 0
        both = ms if side is None else 0
        return Done(
            self.movement_id,
            self.name,
            self.right_ms + right,
            self.left_ms + left,
            self.both_ms + both,
        )


def even(right_ms: int, left_ms: int) -> bool:
    """Whether two sides' times are as good as equal."""
    within = max(EVEN_WITHIN_MS, max(right_ms, left_ms) // _EVEN_SHARE)
    return abs(right_ms - left_ms) <= within


class Tally:
    """A listener that adds up the work of one session.

    A jump is told after it has happened, so whoever moves the session calls `sample` before; time
    that was never sampled is not counted.
    """

    def __init__(self, session: Session, before: Any = None) -> None:
        """Begins at the session's position, and listens; `before` is the `to_json` of one cut off.

        Where that makes no sense, only what is done from now on is counted.
        """
        self._session = session
        self._counted_to = session.position_ms
        self._total_ms = 0
        self._done: dict[str, Done] = {}
        self._skipped: list[str] = []
        if before is not None:
            self._take_up(before)
        session.listen(self.hear)

    def _take_up(self, before: Any) -> None:
        with suppress(KeyError, TypeError, ValueError):
            total_ms = int(before["total_ms"])
            skipped = [str(id_) for id_ in before["skipped"]]
            done = [Done(str(id_), str(name), *map(int, ms)) for id_, name, *ms in before["done"]]
            self._total_ms, self._skipped = total_ms, skipped
            self._done = {each.movement_id: each for each in done}

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        done = [list(astuple(each)) for each in self._done.values()]
        return {"total_ms": self._total_ms, "skipped": self._skipped, "done": done}

    @property
    def total_ms(self) -> int:
        """All the time that was performed, getting ready and rests included."""
        return self._total_ms

    @property
    def done(self) -> tuple[Done, ...]:
        """The movements that got a second of work or more, in the order of their first work."""
        return tuple(done for done in self._done.values() if done.total_ms >= SECOND)

    @property
    def skipped(self) -> tuple[str, ...]:
        """The ids of the movements that were left out on the way."""
        return tuple(self._skipped)

    @property
    def right_ms(self) -> int:
        """The work of the right side."""
        return sum(done.right_ms for done in self.done)

    @property
    def left_ms(self) -> int:
        """The work of the left side."""
        return sum(done.left_ms for done in self.done)

    def hear(self, event: Event) -> None:
        """Count up to the event, and go on from where it leads.

        A change may be told in the middle of a jump, when the position is the new one already.
        """
        if isinstance(event, Jumped):
            self._counted_to = event.position_ms
        elif not isinstance(event, Changed):
            self.sample()
        if isinstance(event, Skipped) and event.movement_id not in self._skipped:
            self._skipped.append(event.movement_id)

    def sample(self) -> None:
        """Count what was performed up to the session's position now."""
        start, end = self._counted_to, self._session.position_ms
        if end <= start:
            return
        self._counted_to = end
        self._total_ms += end - start
        timeline = self._session.timeline
        for segment in timeline.segments[timeline.index_at(start) : timeline.index_at(end) + 1]:
            ms = min(end, segment.end_ms) - max(start, segment.start_ms)
            movement = segment.movement_id
            if ms > 0 and movement is not None and segment.phase.is_work:
                before = self._done.get(movement) or Done(movement, segment.block.label)
                self._done[movement] = before.plus(segment.side, ms)
