"""The chapters of a session: one for each exercise, and for each side where it has two in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from app.audio.audio_tags import Chapter
from app.movements.model import Side
from app.timeline.model import Segment, Timeline


def chapters_of(
    timeline: Timeline, end_ms: int, side_name: Callable[[Side], str] = str
) -> tuple[Chapter, ...]:
    """From the first word about an exercise to the first about the next; the last to `end_ms`.

    What comes before the first exercise belongs to it, a rest to the exercise before it.
    """
    marks = list(_marks(timeline, side_name))
    starts = [0, *(start for start, _ in marks[1:]), end_ms]
    return tuple(
        Chapter(start, end, name)
        for (_, name), start, end in zip(marks, starts, starts[1:], strict=False)
    )


def _marks(timeline: Timeline, side_name: Callable[[Side], str]) -> Iterator[tuple[int, str]]:
    """Where each chapter begins, and its name."""
    work = (segment for segment in timeline.segments if segment.movement_id)
    for _, found in groupby(work, key=lambda segment: (segment.item, segment.side)):
        first = next(found)
        parts = [first.block.label]
        if first.side:
            parts.append(side_name(first.side))
        yield first.start_ms, ", ".join(parts + _numbered(first))


def _numbered(segment: Segment) -> list[str]:
    """Which set it is, where the sides take turns: else all sets of a side are one chapter."""
    bout, exercise = segment.bout, segment.block.exercise
    if bout is None or exercise is None or bout.sets == 1:
        return []
    return [f"{bout.set}/{bout.sets}"] if len({each.side for each in exercise.work}) > 1 else []
