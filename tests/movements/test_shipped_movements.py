"""The shipped movements against design decisions written down by hand, not read back from YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pytest

from app import paths
from app.movements.loader import Catalogue
from app.movements.model import (
    Area,
    BreathWords,
    Direction,
    Dose,
    DoseKind,
    Movement,
    Need,
    Part,
    Role,
    TargetSide,
    When,
)
from app.units import Range

ANKLE, HIP, THORACIC = Area.ANKLE, Area.HIP, Area.THORACIC
DYNAMIC, STATIC, ROLLING = Role.DYNAMIC, Role.STATIC, Role.ROLLING
BEFORE: Final = frozenset({When.PRE_RUN, When.REST_DAY})
AFTER: Final = frozenset({When.POST_RUN, When.REST_DAY})
ALWAYS: Final = BEFORE | AFTER
BOTH_WAYS: Final = (Direction.OPENING, Direction.CLOSING)

CATALOGUE: Final = Catalogue(paths.resources() / "movements")


def hold(
    low_s: int,
    high_s: int | None = None,
    sets: int = 1,
    when: frozenset[When] = frozenset(),
    name: str = "",
) -> Dose:
    amount = Range(low_s * 1000, (high_s or low_s) * 1000)
    return Dose(DoseKind.HOLD, amount, Range(sets, sets), when=when, name=name)


def reps(
    low: int,
    high: int,
    tempo_s: float,
    when: frozenset[When] = frozenset(),
    name: str = "",
) -> Dose:
    return Dose(
        DoseKind.REPS, Range(low, high), tempo_ms=round(tempo_s * 1000), when=when, name=name
    )


def breaths(count: int, low_sets: int = 1, high_sets: int = 1) -> Dose:
    return Dose(DoseKind.BREATHS, Range(count, count), Range(low_sets, high_sets))


@dataclass(frozen=True)
class Expected:
    """What the design says of one movement; everything unsaid keeps the model's default."""

    code: str
    name: str
    areas: tuple[Area, ...]
    role: Role
    when: frozenset[When]
    two_sided: bool
    doses: tuple[Dose, ...]
    variants: tuple[Dose, ...] = ()
    target_side: TargetSide = TargetSide.LEAD
    directions: tuple[Direction, ...] = ()
    even_reps: bool = False
    static_always: bool = False
    pre_run_tempo_ms: int | None = None
    counted: str = "reps"
    breath_words: BreathWords | None = None
    switch_s: int | None = None
    needs: tuple[Need, ...] = ()


EXPECTED: Final = {
    "wall-ankle-drill": Expected(
        "A1", "Ankle dorsiflexion drill", (ANKLE,), DYNAMIC, ALWAYS, True,
        (reps(10, 15, 3),), needs=(Need.WALL,),
    ),
    "ankle-circles": Expected(
        "A2", "Ankle circles", (ANKLE,), DYNAMIC, ALWAYS, True,
        (reps(10, 10, 2),), directions=BOTH_WAYS,
    ),
    "ankle-alphabet": Expected(
        "A2b", "Ankle alphabet", (ANKLE,), DYNAMIC, ALWAYS, True,
        (reps(26, 26, 1.5),), counted="letters",
    ),
    "kneeling-hip-flexor": Expected(
        "A3", "Kneeling hip flexor stretch", (HIP,), STATIC, AFTER, True,
        (hold(30, 45, sets=3),), target_side=TargetSide.OTHER, static_always=True,
        needs=(Need.MAT,),
    ),
    "standing-hip-circles": Expected(
        "A4", "Standing hip circles", (HIP,), DYNAMIC, BEFORE, True,
        (reps(10, 10, 3),), directions=BOTH_WAYS, needs=(Need.WALL,),
    ),
    "worlds-greatest-stretch": Expected(
        "A5", "World's Greatest Stretch", (HIP, THORACIC), DYNAMIC, BEFORE, True,
        (reps(5, 8, 7),),
    ),
    "pigeon-pose": Expected(
        "A6", "Pigeon pose", (HIP,), STATIC, AFTER, True,
        (hold(60, 90),), switch_s=12, needs=(Need.MAT,),
    ),
    "ninety-ninety": Expected(
        "A7", "90/90 hip switch", (HIP,), DYNAMIC, ALWAYS, False,
        (reps(10, 12, 4),), (reps(10, 12, 9, AFTER, "held"),),
        even_reps=True, counted="transitions", needs=(Need.MAT,),
    ),
    "cat-cow": Expected(
        "A8", "Cat-cow", (THORACIC,), DYNAMIC, ALWAYS, False,
        (reps(10, 12, 6),), counted="cycles",
        breath_words=BreathWords("Inhale, belly down", "Exhale, round up"), needs=(Need.MAT,),
    ),
    "thread-the-needle": Expected(
        "A9", "Thread the needle", (THORACIC,), DYNAMIC, ALWAYS, True,
        (reps(8, 10, 5),), (hold(30, when=AFTER, name="held"),), needs=(Need.MAT,),
    ),
    "open-book": Expected(
        "A10", "Open book", (THORACIC,), DYNAMIC, AFTER, True,
        (reps(10, 10, 6),), static_always=True, switch_s=12, needs=(Need.MAT,),
    ),
    "foot-ball-roll": Expected(
        "B1", "Foot ball roll", (ANKLE,), ROLLING, ALWAYS, True, (hold(30),), needs=(Need.BALL,),
    ),
    "calf-foam-roll": Expected(
        "B2", "Calf foam roll", (ANKLE,), ROLLING, ALWAYS, True,
        (hold(120),), (hold(30, name="short"),), needs=(Need.ROLLER,),
    ),
    "heel-drop": Expected(
        "B3", "Heel drop", (ANKLE,), DYNAMIC, AFTER, True, (reps(4, 5, 7),), needs=(Need.BOX,),
    ),
    "half-kneeling-ankle-lunge": Expected(
        "B4", "Half-kneeling ankle lunge", (ANKLE,), DYNAMIC, ALWAYS, True,
        (reps(12, 15, 3), hold(30, when=AFTER | {When.ANY})),
        pre_run_tempo_ms=2000, needs=(Need.MAT,),
    ),
    "low-squat": Expected(
        "B5", "Low squat", (ANKLE, HIP), DYNAMIC, ALWAYS, False, (reps(10, 12, 3),),
    ),
    "downward-dog": Expected(
        "B6", "Downward dog", (ANKLE,), STATIC, AFTER, False,
        (breaths(3),), (hold(24, name="timed"),), needs=(Need.MAT,),
    ),
    "low-lunge": Expected(
        "B7", "Low lunge", (HIP,), STATIC, AFTER, True,
        (breaths(3),), (hold(24, name="timed"),), target_side=TargetSide.OTHER,
        needs=(Need.MAT,),
    ),
    "intense-side-stretch": Expected(
        "B8", "Intense side stretch", (HIP, THORACIC), STATIC, AFTER, True,
        (breaths(3),), (hold(24, name="timed"),), switch_s=28, needs=(Need.MAT, Need.BLOCKS),
    ),
    "reclined-hero": Expected(
        "B9", "Reclined hero", (HIP,), STATIC, AFTER, False,
        (breaths(5),), (hold(40, name="timed"),), needs=(Need.MAT, Need.CUSHION),
    ),
    "bridge": Expected(
        "B10", "Bridge", (HIP,), STATIC, AFTER, False,
        (breaths(3, 2, 3),), (hold(24, name="timed"),), needs=(Need.MAT,),
    ),
    "knee-to-wall-test": Expected(
        "B11", "Knee-to-wall test", (ANKLE,), DYNAMIC, ALWAYS, True, (),
        needs=(Need.WALL, Need.TAPE_MEASURE, Need.BALL, Need.ROLLER, Need.MAT),
    ),
}  # fmt: skip
IDS: Final = tuple(EXPECTED)

# On the floor, or rolled over: these get 12 s to be reached, all others the routine's default.
FLOOR_STARTS: Final = {
    "kneeling-hip-flexor",
    "pigeon-pose",
    "ninety-ninety",
    "cat-cow",
    "thread-the-needle",
    "open-book",
    "calf-foam-roll",
    "half-kneeling-ankle-lunge",
    "downward-dog",
    "low-lunge",
    "reclined-hero",
    "bridge",
    "knee-to-wall-test",
}

# "What the cues must carry" and the safety words of the design; each must be found in the texts.
CARRIES: Final = {
    "wall-ankle-drill": (
        r"ten to fifteen centimetres from the wall", r"heel stays down|plant the heel",
        r"knee over the second toe", r"over the weeks.* further back",
    ),
    "ankle-circles": (r"sit or lie", r"whole circle"),
    "ankle-alphabet": (r"each letter.* full range", r"sit or lie"),
    "kneeling-hip-flexor": (
        r"shift your hips forward", r"tuck the tailbone", r"squeeze the glute of the rear leg",
        r"pad the knee",
    ),
    "standing-hip-circles": (r"wall,? if needed", r"forward and up, out, back and down"),
    "worlds-greatest-stretch": (
        r"hands inside that foot", r"towards the front leg", r"eyes follow the hand",
        r"two to three seconds",
    ),
    "pigeon-pose": (
        r"knee behind the \{side\} wrist", r"foot towards the other hip", r"back leg straight",
        r"hips sink", r"in the hip, not the knee", r"figure four on your back",
    ),
    "ninety-ninety": (r"both sitting bones", r"lean to the front hip", r"smooth"),
    "cat-cow": (r"inhale.* cow", r"exhale.* cat"),
    "thread-the-needle": (r"shoulder and temple.* floor", r"other hand planted"),
    "open-book": (
        r"knees.* pressed together", r"if the knees part, make the arc smaller",
        r"eyes follow the hand",
    ),
    "foot-ball-roll": (r"ball of the foot, arch and heel", r"press.* release", r"moderate"),
    "calf-foam-roll": (r"moderate pressure, never excruciating", r"tender spot for ten seconds"),
    "heel-drop": (r"low box", r"lower with control", r"control to the ball of the foot"),
    "half-kneeling-ankle-lunge": (
        r"knee past the toes", r"vary the angle", r"without any bouncing", r"knee discomfort",
        r"pad the knee",
    ),
    "low-squat": (
        r"hip-width", r"heels down", r"tipping forward", r"shallow with knee arthritis",
        r"quickly but controlled", r"only as deep as is pain-free with the heels down",
    ),
    "downward-dog": (r"bend your knees", r"walk on the spot", r"press the floor away"),
    "low-lunge": (r"lower the \{other\} knee", r"toe untucked", r"hips sink forward", r"pad the"),
    "intense-side-stretch": (r"fold from the hips", r"pelvis level", r"blocks"),
    "reclined-hero": (
        r"cushion under your seat", r"any depth", r"knee pain", r"walk the hands up to come out",
        r"skip it with knee, ankle or back problems",
    ),
    "bridge": (r"upper arms and feet", r"lift on the inhale"),
    "knee-to-wall-test": (
        r"shoes off", r"big toe to wall in centimetres", r"heel down", r"foot straight",
        r"stop if it hurts",
    ),
}  # fmt: skip

MAX_ANNOUNCEMENT: Final = 15


def words(text: str) -> int:
    """How many words a text has; a compound with hyphens (and "90/90") is one."""
    return len(text.split())


def spoken_number(value: int) -> int:
    """How many words a number below a thousand has: `forty-five` one, `a hundred ten` three."""
    return 1 if value < 100 else 3


def spoken_dose(dose: Dose, movement: Movement) -> int:
    """How many words a dose has: "three sets of", "ten to fifteen", "reps", "each way"."""
    ends = (dose.amount.low, dose.amount.high)
    if dose.kind is DoseKind.HOLD:
        unit = 60_000 if all(end % 60_000 == 0 for end in ends) else 1000
        ends = (ends[0] // unit, ends[1] // unit)
    # "sixty to ninety" and the unit after it; a breath is a "deep breath".
    count = spoken_range(*ends) + (2 if dose.kind is DoseKind.BREATHS else 1)
    if dose.sets.high > 1:
        count += spoken_range(dose.sets.low, dose.sets.high) + 1
    return count + (2 if movement.directions and dose.kind is DoseKind.REPS else 0)


def spoken_range(low: int, high: int) -> int:
    return spoken_number(low) + (0 if low == high else 1 + spoken_number(high))


def spoken_doses(movement: Movement) -> list[int]:
    """The words of each dose that may be announced: the own ones joined by "then", each variant."""
    if movement.parts:
        return [spoken_dose(hold(20), movement)]
    own = [spoken_dose(dose, movement) for dose in movement.doses]
    return [sum(own) + len(own) - 1, *(spoken_dose(dose, movement) for dose in movement.variants)]


def actions(movement: Movement) -> tuple[str, ...]:
    return (movement.action, *(part.action for part in movement.parts if part.action))


def spoken(movement: Movement) -> tuple[str, ...]:
    """Every text of a movement that a voice may read, its name apart."""
    breath = movement.breath_words
    return (
        *actions(movement),
        movement.setup,
        *movement.technique,
        *movement.warnings,
        *((breath.inhale, breath.exhale) if breath else ()),
    )


def shown(movement: Movement) -> tuple[str, ...]:
    return (*spoken(movement), movement.description, movement.target, movement.lead)


def test_every_movement_ships_and_no_other() -> None:
    assert set(CATALOGUE.ids) == set(EXPECTED)
    assert len(CATALOGUE.ids) == 22


@pytest.mark.parametrize("movement_id", IDS)
def test_movement_is_dosed_and_placed_as_designed(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    expected = EXPECTED[movement_id]
    found = Expected(
        movement.code,
        movement.name,
        movement.areas,
        movement.role,
        movement.when,
        movement.two_sided,
        movement.doses,
        movement.variants,
        movement.target_side,
        movement.directions,
        movement.even_reps,
        movement.static_always,
        movement.pre_run_tempo_ms,
        movement.counted,
        movement.breath_words,
        None if movement.switch_ms is None else movement.switch_ms // 1000,
        movement.needs,
    )
    assert found == expected


@pytest.mark.parametrize("movement_id", IDS)
def test_getting_down_to_the_floor_takes_twelve_seconds(movement_id: str) -> None:
    expected = 12_000 if movement_id in FLOOR_STARTS else None
    assert CATALOGUE.get(movement_id).transition_ms == expected


def test_wall_test_measures_rolls_and_measures_again() -> None:
    assert CATALOGUE.get("knee-to-wall-test").parts == (
        Part(None, 20_000, "{side} foot facing the wall"),
        Part("foot-ball-roll", None),
        Part("calf-foam-roll", 30_000),
        Part(None, 20_000, "{side} foot again"),
    )


def test_only_the_wall_test_has_parts() -> None:
    assert [movement.id for movement in CATALOGUE if movement.parts] == ["knee-to-wall-test"]


def kinds(*names: str) -> frozenset[DoseKind]:
    return frozenset(map(DoseKind, names))


# The "Doses" paragraph of the routine format: what a step may ask for.
@pytest.mark.parametrize(
    ("codes", "allowed"),
    [
        ("A3 A6 B1 B2", kinds("hold")),
        ("A1 A2 A2b A4 A5 A7 A8 A10 B3 B5", kinds("reps")),
        ("A9 B4", kinds("reps", "hold")),
        ("B6 B7 B8 B9 B10", kinds("breaths", "hold")),
        ("B11", kinds()),
    ],
)
def test_a_step_may_dose_it_in_these_ways(codes: str, allowed: frozenset[DoseKind]) -> None:
    by_code = {movement.code: movement for movement in CATALOGUE}
    assert {code: by_code[code].kinds for code in codes.split()} == dict.fromkeys(
        codes.split(), allowed
    )


def test_long_hold_of_the_ankle_lunge_is_dropped_before_a_run() -> None:
    lunge = CATALOGUE.get("half-kneeling-ankle-lunge")
    both = [DoseKind.REPS, DoseKind.HOLD]
    assert [dose.kind for dose in lunge.own_doses(When.PRE_RUN)] == [DoseKind.REPS]
    for when in (When.POST_RUN, When.REST_DAY, When.ANY):
        assert [dose.kind for dose in lunge.own_doses(when)] == both


@pytest.mark.parametrize("movement_id", IDS)
def test_announcement_is_fifteen_words_at_most(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    longest = (
        words(movement.name)
        + max(map(words, actions(movement)))
        + max(spoken_doses(movement))
        + words(movement.setup)
    )
    assert longest <= MAX_ANNOUNCEMENT


@pytest.mark.parametrize(
    ("movement_id", "count"),
    [
        ("pigeon-pose", 4),  # sixty to ninety seconds
        ("calf-foam-roll", 2),  # two minutes
        ("kneeling-hip-flexor", 6),  # thirty to forty-five seconds, three sets
        ("ankle-circles", 4),  # ten reps each way
        ("half-kneeling-ankle-lunge", 7),  # twelve to fifteen reps, then thirty seconds
        ("bridge", 7),  # three deep breaths, two to three sets
    ],
)
def test_counter_of_this_test_counts_the_words_of_a_spoken_dose(
    movement_id: str, count: int
) -> None:
    assert spoken_doses(CATALOGUE.get(movement_id))[0] == count


@pytest.mark.parametrize("movement_id", IDS)
def test_parts_of_the_announcement_keep_their_share(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    assert 1 <= words(movement.name) <= 5
    assert all(1 <= words(action) <= 5 for action in actions(movement))
    assert 1 <= words(movement.setup) <= 6
    assert re.fullmatch(r"[A-Z][^.!?]*\.", movement.setup), "one sentence"


@pytest.mark.parametrize("movement_id", IDS)
def test_action_names_the_side_exactly_where_there_are_two(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    assert all(("{side}" in action) is movement.two_sided for action in actions(movement))
    assert bool(movement.lead) is movement.two_sided


@pytest.mark.parametrize("movement_id", IDS)
def test_placeholders_are_the_two_that_the_voice_knows(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    found = {name for text in shown(movement) for name in re.findall(r"\{(.*?)\}", text)}
    assert found <= ({"side", "other"} if movement.two_sided else set())
    assert "{" not in " ".join((*movement.technique, *movement.warnings, movement.description))


@pytest.mark.parametrize("movement_id", IDS)
def test_technique_is_a_few_lines_that_fit_a_breath(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    technique = movement.technique
    assert 2 <= len(technique) <= 4
    # Cues take turns with the bouts, so that each direction keeps its own.
    assert not movement.directions or len(technique) % len(movement.directions) == 0
    assert [line for line in technique if not 4 <= words(line) <= 10] == []
    assert len(set(technique)) == len(technique)


@pytest.mark.parametrize("movement_id", IDS)
def test_words_carry_what_the_design_demands(movement_id: str) -> None:
    text = " ".join(spoken(CATALOGUE.get(movement_id))).lower()
    assert [item for item in CARRIES[movement_id] if not re.search(item, text)] == []


@pytest.mark.parametrize("movement_id", IDS)
def test_voice_can_read_every_word_aloud(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    unreadable = re.compile(r"[^A-Za-z ,.'{}-]|\b(?:cm|mm|secs?|mins?|e\.g|i\.e)\b")
    assert [text for text in spoken(movement) if unreadable.search(text)] == []
    assert all(line.endswith(".") for line in (*movement.technique, *movement.warnings))
    assert not any(action.endswith(".") for action in actions(movement))


def test_breath_words_fit_half_a_cycle() -> None:
    breathing = [movement for movement in CATALOGUE if movement.breath_words]
    assert [movement.id for movement in breathing] == ["cat-cow"]
    for text in spoken(breathing[0])[-2:]:
        assert words(text) <= 3


@pytest.mark.parametrize("movement_id", IDS)
def test_tone_neither_cheers_nor_promises(movement_id: str) -> None:
    text = " ".join(shown(CATALOGUE.get(movement_id))).lower()
    cheering = r"!|\b(?:great|well done|perfect|amazing|good job|awesome|come on)\b"
    promising = r"injur|prevent|protect|heal\b|cure|guarantee|\bwill (?:improve|fix|increase)"
    assert re.findall(rf"{cheering}|{promising}", text) == []


@pytest.mark.parametrize("movement_id", IDS)
def test_shown_texts_are_there_and_short(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    assert movement.target
    assert len(re.findall(r"[.?](?:\s|$)", movement.description)) in {1, 2}
    assert re.match(rf"{movement.code[0]}: \S", movement.source)
    assert movement.picture is None
    assert words(movement.short_name) <= words(movement.name)
