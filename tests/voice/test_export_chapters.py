from __future__ import annotations

from itertools import pairwise

import pytest

from app.movements.loader import Catalogue
from app.movements.model import Side
from app.timeline.compiler import Compiler
from app.voice.chapters import chapters_of
from tests.fakes import timeline


def names(steps: str, catalogue: Catalogue, compiler: Compiler) -> list[str]:
    made = timeline(steps, catalogue, compiler)
    chapters = chapters_of(made, made.total_ms + 700)
    # From the first moment to the last, without a gap.
    assert chapters[0].start_ms == 0
    assert chapters[-1].end_ms == made.total_ms + 700
    for before, after in pairwise(chapters):
        assert before.end_ms == after.start_ms
        assert before.start_ms < before.end_ms
    # Each begins where a segment does.
    starts = {segment.start_ms for segment in made.segments}
    assert all(chapter.start_ms in starts for chapter in chapters)
    return [chapter.name for chapter in chapters]


def test_sides_are_chapters_of_their_own(catalogue: Catalogue, compiler: Compiler) -> None:
    steps = "  - movement: pigeon-pose\n    hold: 30s\n  - movement: cat-cow\n    reps: 4"
    found = names(steps, catalogue, compiler)
    assert found == ["Pigeon pose, right", "Pigeon pose, left", "Cat-cow"]


def test_side_begins_with_the_words_that_lead_to_it(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    made = timeline("  - movement: pigeon-pose\n    hold: 30s", catalogue, compiler)
    second = chapters_of(made, made.total_ms)[1]
    begun = next(segment for segment in made.segments if segment.start_ms == second.start_ms)
    assert begun.phase == "switch"


def test_sets_in_which_sides_take_turns_are_numbered(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    steps = "  - movement: pigeon-pose\n    hold: 30s\n    sets: 2"
    assert names(steps, catalogue, compiler) == [
        "Pigeon pose, right, 1/2",
        "Pigeon pose, left, 1/2",
        "Pigeon pose, right, 2/2",
        "Pigeon pose, left, 2/2",
    ]


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ("  - movement: cat-cow\n    reps: 4\n    sets: 3", ["Cat-cow"]),
        (
            "  - movement: pigeon-pose\n    hold: 30s\n    sets: 3\n    sides: left",
            ["Pigeon pose, left"],
        ),
    ],
)
def test_sets_of_one_kind_are_one_chapter(
    steps: str, wanted: list[str], catalogue: Catalogue, compiler: Compiler
) -> None:
    assert names(steps, catalogue, compiler) == wanted


def test_rests_belong_to_what_is_before_them_and_the_first_to_what_follows(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    steps = "  - rest: 20s\n  - movement: cat-cow\n    reps: 2\n  - rest: 20s\n"
    steps += "  - movement: cat-cow\n    reps: 2\n  - rest: 20s"
    assert names(steps, catalogue, compiler) == ["Cat-cow", "Cat-cow"]


def test_sides_are_named_in_the_language_of_the_words(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    made = timeline("  - movement: pigeon-pose\n    hold: 30s", catalogue, compiler)
    german = {Side.RIGHT: "rechts", Side.LEFT: "links"}
    found = [each.name for each in chapters_of(made, made.total_ms, lambda side: german[side])]
    assert found == ["Pigeon pose, rechts", "Pigeon pose, links"]
