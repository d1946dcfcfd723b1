"""What the runner may change in a session: lengths, and whole movements left out.

Every change gives a new value; the compiled plan stays as it was, so that a snapshot can name the
difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.routine.doses import Bout
from app.timeline.compiler import Compiler
from app.timeline.model import Block, Cue, Segment, Timeline
from app.units import MINUTE, SECOND

LONGEST_MS: Final = 10 * MINUTE
# Whoever goes on sooner than this has not worked but leafed through; the other side stays whole.
WORKED_FROM_MS: Final = 5 * SECOND


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
    def lengths(self) -> list[tuple[int, int]]:
        """For each block its place in the plan and its length now."""
        blocks = self.timeline.blocks
        return [(o, block.length_ms) for o, (_, block) in zip(self.origins, blocks, strict=True)]

    @classmethod
    def from_lengths(
        cls, plan: Timeline, lengths: Iterable[tuple[int, int]], compiler: Compiler
    ) -> Edited:
        """The inverse of `lengths`, on a plan compiled anew."""
        blocks, origins = [], []
        for origin, length in lengths:
            item, block = plan.blocks[origin]
            same = block.length_ms == length
            blocks.append((item, block if same else compiler.resized(block, length)))
            origins.append(origin)
        return cls(plan.replaced(tuple(blocks)), tuple(origins))

    def closed_by(self, cue: Cue) -> Edited:
        """The same with other last words."""
        return Edited(self.timeline.closed_by(cue), self.origins)

    def with_block(self, index: int, block: Block) -> Edited:
        """Another block in place of one."""
        blocks = list(self.timeline.blocks)
        blocks[index] = (blocks[index][0], block)
        return Edited(self.timeline.replaced(tuple(blocks)), self.origins)


def evened(edited: Edited, index: int, done_ms: int, compiler: Compiler) -> Edited:
    """After an early *next*: the side still to come gets what this one had, in whole reps."""
    partner = _other_side(edited.timeline, index)
    if partner is None or done_ms < WORKED_FROM_MS:
        return edited
    segment = edited.timeline.segments[partner]
    length = _whole_reps(segment, done_ms)
    if length >= segment.block.length_ms:
        return edited
    return edited.with_block(partner, compiler.resized(segment.block, length))


def lengthened(edited: Edited, index: int, by_ms: int, done_ms: int, compiler: Compiler) -> Edited:
    """A segment made longer, by whole reps, and the side still to come made as long."""
    segment = edited.timeline.segments[index]
    length = _whole_reps(segment, min(LONGEST_MS, segment.block.length_ms + by_ms))
    if length <= segment.block.length_ms:
        return edited
    partner = _other_side(edited.timeline, index)
    changed = edited.with_block(index, compiler.resized(segment.block, length, done_ms))
    if partner is None:
        return changed
    other = edited.timeline.segments[partner].block
    return changed.with_block(partner, compiler.resized(other, length))


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
    """A length rounded up to whole reps where the segment has a tempo."""
    source = segment.block.source
    if not isinstance(source, Bout) or not source.tempo_ms:
        return length_ms
    return -(-length_ms // source.tempo_ms) * source.tempo_ms
