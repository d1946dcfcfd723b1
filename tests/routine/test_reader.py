"""What a right routine file means, down to the bounds; and what the messages of a wrong one say."""

from __future__ import annotations

from typing import Any

import pytest

from app import paths
from app.document.problems import Place, Problem
from app.movements.loader import Catalogue
from app.movements.model import DoseKind, When
from app.routine.model import (
    HoldTarget,
    MovementStep,
    RepeatStep,
    RestStep,
    Routine,
    Sides,
    StepDose,
    VoiceLevel,
)
from app.routine.reader import BrokenRoutine, load_routine, read_routine
from app.units import Range
from tests.fakes import routine

SMALLEST = "limber: 1\nname: Test\nsteps:\n  - movement: cat-cow\n"


def read(text: str | bytes, catalogue: Catalogue) -> Routine:
    return read_routine(text.encode() if isinstance(text, str) else text, "test", catalogue)


def problems(text: str | bytes, catalogue: Catalogue) -> tuple[Problem, ...]:
    with pytest.raises(BrokenRoutine) as caught:
        read(text, catalogue)
    return caught.value.problems


def in_steps(steps: str) -> str:
    return f"limber: 1\nname: Test\nsteps:\n{steps}\n"


def step(text: str, catalogue: Catalogue) -> Any:
    """The only step of a routine; its keys are separated by `;` for the sake of tables."""
    return routine("- " + text.replace("; ", "\n  "), catalogue).steps[0]


def test_smallest_file_gets_the_defaults(catalogue: Catalogue) -> None:
    assert read(SMALLEST, catalogue) == Routine(
        id="test",
        name="Test",
        steps=(MovementStep("cat-cow", place=Place(4, 5)),),
        when=When.ANY,
        description="",
        lead_in_ms=None,
        transition_ms=None,
        switch_ms=None,
        tempo_ms=None,
        hold_target=None,
        voice=VoiceLevel.FULL,
    )


def test_every_key_arrives(catalogue: Catalogue) -> None:
    text = """\
# A comment before everything.
limber: 1           # one behind a value
name: Post-run cooldown
when: post-run
description: >-
  Ten quiet minutes
  while the legs are still warm.
lead-in: 15s
transition: 12 s
switch: 0:07
tempo: 3.5s
hold-target: middle
voice: brief
steps:
  - movement: kneeling-hip-flexor
    hold: 30-45s
    sets: 3
    sides: left-first
    note: Smaller arc today.
    transition: 20s
    switch: 5s
  - movement: ninety-ninety
    reps: 10-12
    tempo: 4s

  # One between two steps.
  - movement: downward-dog
    breaths: 3
  - rest: 20s
    say: Sip some water.
  - repeat: 2
    steps:
      - movement: cat-cow
"""
    assert read(text, catalogue) == Routine(
        id="test",
        name="Post-run cooldown",
        steps=(
            MovementStep(
                "kneeling-hip-flexor",
                StepDose(DoseKind.HOLD, Range(30_000, 45_000)),
                sets=3,
                sides=Sides.LEFT_FIRST,
                note="Smaller arc today.",
                transition_ms=20_000,
                switch_ms=5_000,
                place=Place(15, 5),
            ),
            MovementStep(
                "ninety-ninety",
                StepDose(DoseKind.REPS, Range(10, 12)),
                tempo_ms=4_000,
                place=Place(22, 5),
            ),
            MovementStep(
                "downward-dog", StepDose(DoseKind.BREATHS, Range(3, 3)), place=Place(27, 5)
            ),
            RestStep(20_000, "Sip some water.", Place(29, 5)),
            RepeatStep(2, (MovementStep("cat-cow", place=Place(33, 9)),), Place(31, 5)),
        ),
        when=When.POST_RUN,
        description="Ten quiet minutes while the legs are still warm.",
        lead_in_ms=15_000,
        transition_ms=12_000,
        switch_ms=7_000,
        tempo_ms=3_500,
        hold_target=HoldTarget.MIDDLE,
        voice=VoiceLevel.BRIEF,
    )


def without_places(found: Routine) -> Routine:
    return found._replace(steps=tuple(s._replace(place=Place()) for s in found.steps))


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.encode("utf-8-sig"),
        SMALLEST.replace("\n", "\r\n").encode(),
        SMALLEST.replace("\n", "\r").encode(),
        SMALLEST.replace("\n", "\r\n").encode("utf-8-sig"),
        SMALLEST.rstrip().encode(),
        b"---\n" + SMALLEST.encode() + b"...\n",
        b"{limber: 1, name: Test, steps: [{movement: cat-cow}]}",
        b"limber: 1\nname: Test\nsteps: [movement: cat-cow]\n",
        b'"limber": "1"\n\'name\': \'Test\'\n"steps":\n- "movement": "cat-cow"\n',
        b"steps:\n- movement: cat-cow\nname: Test\nlimber: 1\n",
        b"? limber\n: 1\n? name\n: Test\n? steps\n: - movement: cat-cow\n",
        b"limber: 1\nname: '  Test '\nsteps:\n  - movement: cat-cow\n    note:\n",
        b"# \xe2\x80\x94\nlimber: 1 # x\nname: Test\n\nsteps: # y\n  # z\n- movement: cat-cow #\n",
    ],
)
def test_the_same_routine_in_other_clothes(text: bytes, catalogue: Catalogue) -> None:
    assert without_places(read(text, catalogue)) == without_places(read(SMALLEST, catalogue))


@pytest.mark.parametrize("word", ["No", "on", "Yes", "off", "null", "~", "1:30", "007", "1e3", "="])
def test_words_of_yaml_stay_text(word: str, catalogue: Catalogue) -> None:
    text = f"limber: 1\nname: {word}\ndescription: {word}\nsteps:\n- movement: cat-cow\n"
    found = read(f"{text}  note: {word}\n- rest: 5s\n  say: {word}\n", catalogue)
    first, second = found.steps
    assert isinstance(first, MovementStep)
    assert isinstance(second, RestStep)
    assert [found.name, found.description, first.note, second.say] == [word] * 4


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("90", 90, 90),
        ("90s", 90, 90),
        ("90 seconds", 90, 90),
        ("1m30s", 90, 90),
        ("1 min 30 sec", 90, 90),
        ("1:30", 90, 90),
        ("1.5 min", 90, 90),
        ('"1:30"', 90, 90),
        ("' 90 s '", 90, 90),
        ("60-90s", 60, 90),
        ("60s-90s", 60, 90),
        ("1:00-1:30", 60, 90),
        ("60 - 90 s", 60, 90),
        ("60\u201390s", 60, 90),
        ("1-1.5 min", 60, 90),
        ('"60-90"', 60, 90),
    ],
)
def test_hold(written: str, low: int, high: int, catalogue: Catalogue) -> None:
    found = step(f"movement: pigeon-pose; hold: {written}", catalogue)
    assert found.dose == StepDose(DoseKind.HOLD, Range(1000 * low, 1000 * high))


@pytest.mark.parametrize("key", ["lead-in", "transition", "switch"])
def test_minute_and_a_half_is_never_a_number_in_base_sixty(key: str, catalogue: Catalogue) -> None:
    found = routine("- movement: cat-cow", catalogue, f"{key}: 1:30")
    assert getattr(found, f"{key.replace('-', '_')}_ms") == 90_000


@pytest.mark.parametrize(
    ("key", "value", "ms"),
    [
        ("lead-in", "0", 0),
        ("lead-in", "2 min", 120_000),
        ("transition", "0s", 0),
        ("transition", "2:00", 120_000),
        ("switch", "0", 0),
        ("switch", "120", 120_000),
        ("tempo", "0.5s", 500),
        ("tempo", "30s", 30_000),
    ],
)
def test_bounds_of_the_whole_belong_to_it(
    key: str, value: str, ms: int, catalogue: Catalogue
) -> None:
    found = routine("- movement: cat-cow", catalogue, f"{key}: {value}")
    assert getattr(found, f"{key.replace('-', '_')}_ms") == ms


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("movement: pigeon-pose; hold: 1s", "dose", (DoseKind.HOLD, (1_000, 1_000))),
        ("movement: pigeon-pose; hold: 10 min", "dose", (DoseKind.HOLD, (600_000, 600_000))),
        ("movement: pigeon-pose; hold: 1s-10 min", "dose", (DoseKind.HOLD, (1_000, 600_000))),
        ("movement: cat-cow; reps: 1-200", "dose", (DoseKind.REPS, (1, 200))),
        ("movement: bridge; breaths: 1-50", "dose", (DoseKind.BREATHS, (1, 50))),
        ("movement: pigeon-pose; sets: 1", "sets", 1),
        ("movement: pigeon-pose; sets: 20", "sets", 20),
        ("movement: cat-cow; tempo: 0.5", "tempo_ms", 500),
        ("movement: cat-cow; tempo: 30s", "tempo_ms", 30_000),
        ("movement: cat-cow; transition: 0", "transition_ms", 0),
        ("movement: cat-cow; transition: 2m", "transition_ms", 120_000),
        ("movement: pigeon-pose; switch: 0", "switch_ms", 0),
        ("movement: pigeon-pose; switch: 2m0s", "switch_ms", 120_000),
        ("rest: 1s", "rest_ms", 1_000),
        ("rest: 10:00", "rest_ms", 600_000),
        ("repeat: 1; steps: [{rest: 1}]", "times", 1),
        ("repeat: 50; steps: [{rest: 1}]", "times", 50),
    ],
)
def test_bounds_of_a_step_belong_to_it(
    text: str, field: str, value: object, catalogue: Catalogue
) -> None:
    assert getattr(step(text, catalogue), field) == value


@pytest.mark.parametrize(
    ("key", "length"), [("name", 1), ("name", 80), ("description", 0), ("description", 500)]
)
def test_texts_of_the_greatest_length(key: str, length: int, catalogue: Catalogue) -> None:
    text = SMALLEST if key == "name" else SMALLEST + "description: x\n"
    value = "\U0001f463" * length
    old = "name: Test" if key == "name" else "description: x"
    assert getattr(read(text.replace(old, f"{key}: {value}"), catalogue), key) == value


def test_notes_of_the_greatest_length(catalogue: Catalogue) -> None:
    assert step(f"movement: cat-cow; note: {'n' * 500}", catalogue).note == "n" * 500
    assert step(f"rest: 5s; say: {'n' * 500}", catalogue).say == "n" * 500


@pytest.mark.parametrize(
    ("written", "sides"),
    [
        ("", Sides.BOTH),
        ("; sides: both", Sides.BOTH),
        ("; sides: left-first", Sides.LEFT_FIRST),
        ("; sides: left", Sides.LEFT),
        ("; sides: 'right'", Sides.RIGHT),
    ],
)
def test_sides(written: str, sides: Sides, catalogue: Catalogue) -> None:
    assert step(f"movement: pigeon-pose{written}", catalogue).sides is sides


@pytest.mark.parametrize("when", list(When))
@pytest.mark.parametrize("voice", list(VoiceLevel))
@pytest.mark.parametrize("target", list(HoldTarget))
def test_choices(when: When, voice: VoiceLevel, target: HoldTarget, catalogue: Catalogue) -> None:
    head = f"when: {when.value}\nvoice: {voice.value}\nhold-target: {target.value}"
    found = routine("- movement: cat-cow", catalogue, head)
    assert (found.when, found.voice, found.hold_target) == (when, voice, target)


# The "Doses" paragraph.
ALLOWED = {
    "hold": "A3 A6 B1 B2 A9 B4 B6 B7 B8 B9 B10".split(),
    "reps": "A1 A2 A2b A4 A5 A7 A8 A10 B3 B5 A9 B4".split(),
    "breaths": "B6 B7 B8 B9 B10".split(),
}
CODES = {movement.code: movement.id for movement in Catalogue(paths.resources() / "movements")}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("key", ["hold", "reps", "breaths", "tempo", "sets"])
def test_step_may_ask_for_what_the_movement_allows(
    code: str, key: str, catalogue: Catalogue
) -> None:
    fits = {"tempo": code in ALLOWED["reps"], "sets": code != "B11"}
    text = in_steps(f"- movement: {CODES[code]}\n  {key}: 10")
    if fits.get(key, code in ALLOWED.get(key, ())):
        read(text, catalogue)
    else:
        assert [(p.place, p.code) for p in problems(text, catalogue)] == [
            (Place(5, 3), "unsuitable-dose")
        ]


@pytest.mark.parametrize("code", CODES)
def test_no_movement_needs_a_dose(code: str, catalogue: Catalogue) -> None:
    assert step(f"movement: {CODES[code]}", catalogue).dose is None


@pytest.mark.parametrize("reps", ["10", "2", "10-12", "12-12", "200"])
def test_even_transitions(reps: str, catalogue: Catalogue) -> None:
    assert step(f"movement: ninety-ninety; reps: {reps}", catalogue).dose.kind is DoseKind.REPS


@pytest.mark.parametrize("movement", ["half-kneeling-ankle-lunge", "thread-the-needle", "cat-cow"])
def test_tempo_may_stand_without_reps(movement: str, catalogue: Catalogue) -> None:
    assert step(f"movement: {movement}; tempo: 2s", catalogue).tempo_ms == 2_000


def test_shipped_routines_are_right(catalogue: Catalogue) -> None:
    files = sorted(paths.shipped_routines().glob("*.yaml"))
    assert [load_routine(path, catalogue).id for path in files] == [path.stem for path in files]
