"""The routines that ship, against what the design says of each."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import pytest

from app import paths
from app.advice.rules import BALANCE, advise, area_work_ms
from app.movements.loader import Catalogue
from app.routine.doses import Programme, decide
from app.routine.library import Library
from app.routine.reader import load_routine
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline


class Expected(NamedTuple):
    """What the design gives: movements by their codes, and minutes."""

    name: str
    when: str
    codes: str
    minutes: tuple[float, float]


EXPECTED: Final = {
    "pre-run-warm-up": Expected("Pre-run warm-up", "pre-run", "A8 A1 A4 A5", (5, 8)),
    "post-run-cooldown": Expected("Post-run cooldown", "post-run", "A3 A6 A7 A10", (9, 11.5)),
    "two-minute-opener": Expected("Two-minute opener", "any", "A5", (1.5, 2.5)),
    "five-minute-daily": Expected("Five-minute daily", "any", "A8 A1 A5", (4.5, 5.5)),
    "rest-day": Expected("Rest day", "rest-day", "A1 A2 B4 A4 A3 A6 A9 A10", (15, 20)),
    "all-ten": Expected("All ten", "any", "A8 A1 A2 A4 A5 A3 A6 A7 A9 A10", (15, 20)),
    "ankle-reset": Expected("Ankle reset", "any", "B11 B1 B2 B11 B4 B5", (6, 10)),
    "yoga-for-runners": Expected("Yoga for runners", "post-run", "B6 B7 B8 B9 B10", (4, 8)),
}
SHORT_UNITS: Final = re.compile(r"\b(s|sec|secs|min|mins|cm|kg)\b")


def decided(name: str, catalogue: Catalogue) -> Programme:
    path = paths.shipped_routines() / f"{name}.yaml"
    return decide(load_routine(path, catalogue), catalogue)


def compiled(name: str, catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return compiler.compile(decided(name, catalogue))


def test_these_ship(catalogue: Catalogue) -> None:
    library = Library(catalogue, paths.shipped_routines(), paths.shipped_routines() / "none")
    entries = library.entries()
    assert {entry.id for entry in entries} == set(EXPECTED)
    assert [entry.problems for entry in entries] == [()] * len(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
class TestEach:
    def test_it_is_what_it_says(self, name: str, catalogue: Catalogue) -> None:
        programme, expected = decided(name, catalogue), EXPECTED[name]
        routine = programme.routine
        assert (routine.name, routine.when) == (expected.name, expected.when)
        assert [e.movement.code for e in programme.exercises] == expected.codes.split()
        assert routine.description

    def test_no_rule_has_anything_to_say(
        self, name: str, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        programme = decided(name, catalogue)
        assert advise(programme, lambda: compiler.compile(programme).total_ms) == ()

    def test_every_movement_suits_its_time(self, name: str, catalogue: Catalogue) -> None:
        programme = decided(name, catalogue)
        if programme.routine.when != "any":
            for exercise in programme.exercises:
                assert programme.routine.when in exercise.movement.when

    def test_it_is_as_long_as_the_design_has_it(
        self, name: str, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        low, high = EXPECTED[name].minutes
        assert low <= compiled(name, catalogue, compiler).total_ms / 60_000 <= high

    def test_what_is_spoken_is_whole_sentences_in_words(
        self, name: str, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        for cue in compiled(name, catalogue, compiler).cues:
            for text in (cue.text, cue.brief):
                if text:
                    assert re.fullmatch(r"[A-Z][^0-9{}&/]*\.", text), text
                    assert "  " not in text
                    assert not SHORT_UNITS.search(text), text

    def test_what_is_shown_has_no_placeholder(
        self, name: str, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        timeline = compiled(name, catalogue, compiler)
        shown = [cue.caption for cue in timeline.cues] + [s.block.dose for s in timeline.segments]
        for caption in shown:
            assert not re.search(r"[{}]|  |\.\.|^ | $", caption), caption

    def test_full_words_are_said_for_every_movement(
        self, name: str, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        """No announcement had to take a short form."""
        timeline = compiled(name, catalogue, compiler)
        said = {cue.text for cue in timeline.cues if cue.kind == "announce"}
        for exercise in decided(name, catalogue).exercises:
            side = exercise.work[0].side
            setup = exercise.movement.setup
            if side:
                setup = setup.replace("{side}", side).replace("{other}", side.other)
            assert any(setup in text for text in said), setup


def test_the_rest_day_is_5_to_8_to_5(catalogue: Catalogue) -> None:
    work = area_work_ms(decided("rest-day", catalogue))
    total = sum(work.values())
    for area, part in BALANCE.items():
        assert abs(100 * work[area] / total - 100 * part / sum(BALANCE.values())) <= 5


def test_the_yoga_flow_steps_out_of_the_dog(catalogue: Catalogue) -> None:
    assert decided("yoga-for-runners", catalogue).exercises[1].note == "Step through from the dog."


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("two-minute-opener", ""),
        ("five-minute-daily", "You need a mat and a wall."),
        ("yoga-for-runners", "You need a mat, a cushion and yoga blocks."),
    ],
)
def test_what_must_lie_ready_is_said_first(
    name: str, needs: str, catalogue: Catalogue, compiler: Compiler
) -> None:
    welcome = compiled(name, catalogue, compiler).cues[0].text
    assert needs in welcome
    assert ("You need" in welcome) is bool(needs)
