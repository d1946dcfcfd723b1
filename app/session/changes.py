"""What the runner may change in a session: lengths, and whole movements left out.

Every change gives a new value; the compiled plan stays as it was, so that a snapshot can name the
difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from app.routine.doses import Bout
from app.timeline.compiler import Compiler
from app.timeline.model import Cue, Segment, Timeline
from app.units import MINUTE, SECOND

LONGEST_MS: Final = 10 * MINUTE
# Whoever goes on sooner than this has not worked but leafed through; the other side stays whole.
WORKED_FROM_MS: Final = 5 * SECOND

Resize = tuple[int, int, int]
"""A block's place in the plan, its new length, and how much of it was done by then."""


@dataclass(frozen=True)
class Edited:
    """A timeline and where each of its blocks comes from in the plan."""

    timeline: Timeline
    origins: tuple[int, ...]

    @classmethod
    def of(cls, timeline: Timeline) -> Edited:
        """The plan, unchanged."""
        return cls(timeline, tuple(range(len(timeline.blocks))))

    @property
    def resized(self) -> tuple[Resize, ...]:
        """Every change of a length that still shows."""
        blocks = zip(self.origins, self.timeline.blocks, strict=True)
        return tuple((origin, *resize) for origin, (_, block) in blocks for resize in block.resizes)

    @classmethod
    def again(
        cls,
        plan: Timeline,
        left_out: Collection[int],
        resized: Iterable[Resize],
        compiler: Compiler,
    ) -> Edited:
        """The same changes, cue for cue, on a plan compiled anew."""
        blocks = list(plan.blocks)
        for origin, length, done in resized:
            item, block = blocks[origin]
            blocks[origin] = (item, compiler.resized(block, length, done))
        origins = tuple(index for index in range(len(blocks)) if index not in left_out)
        return cls(plan.replaced(tuple(blocks[index] for index in origins)), origins)

    def closed_by(self, cue: Cue) -> Edited:
        """The same with other last words."""
        return Edited(self.timeline.closed_by(cue), self.origins)

    def with_length(
        self, index: int, length_ms: int, compiler: Compiler, done_ms: int = 0
    ) -> Edited:
        """One block at another length, of which `done_ms` are performed."""
        item, block = self.timeline.blocks[index]
        if block.length_ms == length_ms:
            return self
        blocks = list(self.timeline.blocks)
        blocks[index] = (item, compiler.resized(block, length_ms, done_ms))
        return Edited(self.timeline.replaced(tuple(blocks)), self.origins)


def evened(edited: Edited, index: int, done_ms: int, compiler: Compiler) -> Edited:
    """After an early *next*: the side still to come gets what this one had, in whole reps."""
    partner = _other_side(edited.timeline, index)
    if partner is None or done_ms < WORKED_FROM_MS:
        return edited
    length = _whole_reps(edited.timeline.segments[index], done_ms)
    return edited.with_length(partner, length, compiler)


def made_whole(edited: Edited, index: int, compiler: Compiler) -> Edited:
    """On the way back to a segment: what is done again is done as long on the other side."""
    segments = edited.timeline.segments
    for again in range(index, len(segments)):
        if segments[again].item != segments[index].item:
            break
        if (partner := _other_side(edited.timeline, again)) is not None:
            edited = edited.with_length(partner, segments[again].block.length_ms, compiler)
    return edited


def lengthened(edited: Edited, index: int, by_ms: int, done_ms: int, compiler: Compiler) -> Edited:
    """A segment made longer, by whole reps, and the side still to come made as long."""
    segment = edited.timeline.segments[index]
    length = _whole_reps(segment, min(LONGEST_MS, segment.block.length_ms + by_ms))
    if length <= segment.block.length_ms:
        return edited
    partner = _other_side(edited.timeline, index)
    changed = edited.with_length(index, length, compiler, done_ms)
    return changed if partner is None else changed.with_length(partner, length, compiler)


def without(edited: Edited, movement_id: str, after: int) -> Edited:
    """The same without the later segments of a movement."""
    kept = [
        index
        for index, segment in enumerate(edited.timeline.segments)
        if index <= after or segment.movement_id != movement_id
    ]
    blocks = tuple(edited.timeline.blocks[index] for index in kept)
    origins = tuple(edited.origins[index] for index in kept)
    return Edited(edited.timeline.replaced(blocks), origins)


def _other_side(timeline: Timeline, index: int) -> int | None:
    """The later segment with the same work on the other side."""
    segment = timeline.segments[index]
    bout = segment.block.source
    if not isinstance(bout, Bout) or bout.side is None:
        return None
    wanted = (bout.kind, bout.direction, bout.set, bout.side.other)
    for later in range(index + 1, len(timeline.segments)):
        other = timeline.segments[later]
        found = other.block.source
        if other.item != segment.item:
            return None
        if isinstance(found, Bout) and (
            (found.kind, found.direction, found.set, found.side) == wanted
        ):
            return later
    return None


def _whole_reps(segment: Segment, length_ms: int) -> int:
    """A length rounded up to whole reps where the segment has a tempo, or to whole pairs."""
    source, exercise = segment.block.source, segment.block.exercise
    if not isinstance(source, Bout) or not source.tempo_ms:
        return length_ms
    unit = source.tempo_ms * (2 if exercise and exercise.movement.even_reps else 1)
    return -(-length_ms // unit) * unit
