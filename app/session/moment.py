"""A moment of a session as a screen shows it: pure, and the same for window and terminal."""

from __future__ import annotations

from dataclasses import dataclass

from app.movements.model import DoseKind
from app.timeline.model import Block, Phase, Segment, Timeline


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a session stands. `rep` counts from 1 in reps and breaths, else it is None.

    `coming` is the next stretch of work, None when there is none.
    """

    segment: Segment
    index: int
    elapsed_ms: int
    left_ms: int
    total_left_ms: int
    rep: int | None
    coming: Block | None


def moment_at(timeline: Timeline, position_ms: int) -> Moment:
    """The moment at a position of a timeline that has at least one segment."""
    index = timeline.index_at(position_ms)
    segment = timeline.segments[index]
    elapsed = min(position_ms, segment.end_ms) - segment.start_ms
    return Moment(
        segment,
        index,
        elapsed,
        segment.end_ms - segment.start_ms - elapsed,
        timeline.total_ms - min(position_ms, timeline.total_ms),
        _rep(segment, elapsed),
        _coming(timeline, index),
    )


def _rep(segment: Segment, elapsed_ms: int) -> int | None:
    bout = segment.bout
    if not segment.phase.is_work or bout is None or bout.kind is DoseKind.HOLD:
        return None
    count, tempo = bout.rep_count or 1, bout.tempo_ms or 1
    return min(count, elapsed_ms // tempo + 1)


def _coming(timeline: Timeline, index: int) -> Block | None:
    """The next work or rest of the routine behind the current one.

    While getting ready or switching, that is what comes after the work that is being led to.
    """
    segments = timeline.segments[index:]
    leads = segments[0].phase in (Phase.PREPARE, Phase.SWITCH)
    later = [
        s.block
        for s in segments[1:]
        if s.phase.is_work or (s.phase is Phase.REST and s.movement_id is None)
    ]
    skip = 1 if leads else 0
    return later[skip] if len(later) > skip else None
