"""How much a routine may hold: 500 movements, 4 hours, 3 repeats deep, 256 KiB, 20 levels."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from app.document.nodes import MAX_BYTES
from app.movements.loader import Catalogue
from app.routine.model import RepeatStep, Routine
from app.routine.reader import BrokenRoutine, read_routine
from app.timeline.compiler import Compiler
from tests.fakes import timeline

Found = list[tuple[int, int, str]]
HOURS_4 = 4 * 60 * 60 * 1000


def read(steps: str, catalogue: Catalogue, head: str = "") -> Routine:
    text = f"limber: 1\nname: Test\n{head}\nsteps:\n{steps}\n"
    return read_routine(text.encode(), "test", catalogue)


def fault(text: str | bytes, catalogue: Catalogue) -> BrokenRoutine:
    with pytest.raises(BrokenRoutine) as caught:
        read_routine(text.encode() if isinstance(text, str) else text, "test", catalogue)
    return caught.value


def problems(steps: str, catalogue: Catalogue, head: str = "") -> Found:
    found = fault(f"limber: 1\nname: Test\n{head}\nsteps:\n{steps}\n", catalogue).problems
    return [(problem.place.line, problem.place.column, problem.code) for problem in found]


def message(steps: str, catalogue: Catalogue, head: str = "") -> str:
    return fault(f"limber: 1\nname: Test\n{head}\nsteps:\n{steps}\n", catalogue).problems[0].message


def nested(*times: int, inner: str = "movement: ankle-circles, reps: 1") -> str:
    """Repeats inside one another, in flow style, around one step."""
    text = f"{{{inner}}}"
    for count in reversed(times):
        text = f"{{repeat: {count}, steps: [{text}]}}"
    return f"- {text}"


# Movement steps.


@pytest.mark.parametrize(
    "steps",
    [
        "- {movement: cat-cow, reps: 1}\n" * 500,
        nested(50, 10),
        nested(5, 10, 10),
        nested(50, 9) + "\n" + "- {movement: cat-cow, reps: 1}\n" * 50,
        nested(50, 10) + "\n- rest: 5s\n- rest: 5s",
        nested(50, 5, inner="repeat: 2, steps: [{movement: cat-cow, reps: 1}, {rest: 1}]"),
    ],
)
def test_five_hundred_movement_steps_fit(steps: str, catalogue: Catalogue) -> None:
    assert read(steps, catalogue, "transition: 1s\nswitch: 1s")


@pytest.mark.parametrize(
    "steps",
    [
        "- {movement: cat-cow, reps: 1}\n" * 501,
        nested(50, 10) + "\n- movement: cat-cow",
        nested(3, 50) + "\n" + "- movement: cat-cow\n" * 351,
        nested(50, 50, 50),
        nested(50, inner="repeat: 11, steps: [{rest: 1s}, {movement: cat-cow}]"),
    ],
)
def test_more_are_too_many(steps: str, catalogue: Catalogue) -> None:
    assert problems(steps, catalogue) == [(4, 1, "too-many")]


@pytest.mark.parametrize(
    ("steps", "count"), [("- movement: cat-cow\n" * 501, "501"), (nested(50, 50, 50), "125000")]
)
def test_message_counts_them(steps: str, count: str, catalogue: Catalogue) -> None:
    text = message(steps, catalogue)
    assert count in text
    assert "500" in text


def test_rests_are_no_movement_steps(catalogue: Catalogue) -> None:
    assert read(nested(50, 50, inner="rest: 5s"), catalogue)


# Four hours.

REST_10 = "- rest: 10 min\n"
FOUR_HOURS = [
    # Without a movement there is no lead-in.
    ("", REST_10 * 24),
    ("lead-in: 2 min", REST_10 * 24),
    ("", nested(24, inner="rest: 10 min")),
    ("", nested(50, 48, inner="rest: 6s")),
    # The first movement is preceded by the lead-in alone, also behind a rest.
    ("lead-in: 60s\ntransition: 50s", REST_10 * 23 + "- {movement: bridge, hold: 540s}"),
    ("lead-in: 60s\ntransition: 50s", "- {movement: bridge, hold: 540s}\n" + REST_10 * 23),
    # Every further movement has its transition, also the same one the second time round.
    (
        "lead-in: 60s",
        nested(2, inner="movement: bridge, hold: 240s, transition: 60s") + "\n" + REST_10 * 23,
    ),
    # Sides, switches and sets.
    (
        "lead-in: 40s\nswitch: 20s",
        "- {movement: pigeon-pose, hold: 60-125s, sets: 2}\n" + REST_10 * 23,
    ),
    (
        "lead-in: 44s\nhold-target: low",
        "- {movement: bridge, hold: 275-300s, sets: 2}\n" + REST_10 * 23,
    ),
]


@pytest.mark.parametrize(("head", "steps"), FOUR_HOURS)
def test_four_hours_fit(head: str, steps: str, catalogue: Catalogue, compiler: Compiler) -> None:
    assert timeline(steps, catalogue, compiler, head).total_ms == HOURS_4


@pytest.mark.parametrize(("head", "steps"), FOUR_HOURS)
def test_a_second_more_is_too_long(head: str, steps: str, catalogue: Catalogue) -> None:
    found = problems(f"{steps}\n- rest: 1s", catalogue, head)
    assert found == [(4 + head.count("\n"), 1, "too-long")]


def test_a_millisecond_more_is_too_long(catalogue: Catalogue) -> None:
    assert problems(REST_10 * 23 + "- rest: 599s\n- rest: 1.001s", catalogue)[0][2] == "too-long"


def test_message_tells_the_length(catalogue: Catalogue) -> None:
    text = message(nested(25, inner="rest: 10 min"), catalogue)
    assert "250 min" in text
    assert "4 hours" in text


def test_file_with_a_fault_is_not_measured(catalogue: Catalogue) -> None:
    """What the fault leaves out would have to be guessed."""
    assert problems(REST_10 * 25, catalogue, "voice: loud") == [(3, 8, "bad-value")]


# Repeats in repeats.


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_repeats_nest_three_deep(depth: int, catalogue: Catalogue) -> None:
    steps = read(nested(*[2] * depth), catalogue).steps
    for _ in range(depth):
        assert isinstance(steps[0], RepeatStep)
        assert steps[0].times == 2
        steps = steps[0].steps


@pytest.mark.parametrize("depth", [4, 5, 8])
def test_deeper_repeats_are_refused_once(depth: int, catalogue: Catalogue) -> None:
    assert problems(nested(*[1] * depth), catalogue) == [(4, 1, "too-deep")]
    assert "3 deep" in message(nested(*[1] * depth), catalogue)


def test_message_names_the_line_of_the_deep_repeat(catalogue: Catalogue) -> None:
    deep = nested(1, 1, 1, 1)
    assert "line 5" in message(deep, catalogue)


# The file.

SMALL = "limber: 1\nname: Test\nsteps:\n  - movement: cat-cow\n"


def test_file_of_the_largest_size_is_read(catalogue: Catalogue) -> None:
    text = SMALL + "#" * (MAX_BYTES - len(SMALL))
    assert read_routine(text.encode(), "test", catalogue).name == "Test"


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 300 * 1024])
def test_larger_file_is_refused_at_its_steps(size: int, catalogue: Catalogue) -> None:
    found = fault(SMALL + "#" * (size - len(SMALL)), catalogue).problems
    assert [(p.place.line, p.place.column, p.code) for p in found] == [(3, 1, "too-large")]
    assert "256 KiB" in found[0].message


@pytest.mark.parametrize("levels", [20, 21])
def test_levels(levels: int, catalogue: Catalogue) -> None:
    inner = levels - 1
    found = fault(f"limber: 1\nname: T\nsteps: {'[' * inner}{']' * inner}\n", catalogue).problems
    assert [p.code for p in found] == ["too-deep" if levels == 21 else "wrong-type"]


def calls_to_read(text: str, catalogue: Catalogue) -> int:
    """How many Python functions it takes: the cost without a stopwatch."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        fault(text, catalogue)
    finally:
        sys.setprofile(before)
    return count


BOMB = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
)


@pytest.mark.parametrize(
    ("steps", "code", "most"),
    [
        ("- 1\n" * 60_000, "too-many", 400_000),
        ("- {}\n" * 50_000, "too-many", 400_000),
        ("- " * 100_000, "too-deep", 1_000),
        ("- rest: 1\n" * 100_000, "too-large", 100),
        ("- movement: cat-cow\n" * 12_000, "too-many", 2_000_000),
        (nested(50, 50, 50), "too-many", 1_000),
        (nested(50, 50, 50, inner="rest: 10 min"), "too-long", 1_000),
        ("- *a1\n- *a1\n" + BOMB, "alias", 30_000),
    ],
)
def test_monster_is_refused_with_bounded_work(
    steps: str, code: str, most: int, catalogue: Catalogue
) -> None:
    text = f"limber: 1\nname: Test\nsteps:\n{steps}\n"
    assert code in {problem.code for problem in fault(text, catalogue).problems}
    assert calls_to_read(text, catalogue) < most
