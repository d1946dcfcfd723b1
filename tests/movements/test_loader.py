"""The loader's own errors with their places, lazy reading, own movements and their pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from app.errors import UserError
from app.movements.loader import BrokenMovement, Catalogue, read_movement
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

HEAD = """\
limber: 1
name: Calf rock
areas: [ankle]
role: dynamic
when: [pre-run]
sides: one
"""
# Seven and eight are the lines of the dose; keys that a test adds begin in line nine.
MINIMAL = f"""\
{HEAD}doses:
  - reps: 10
"""

Found = list[tuple[int, int, str]]


def write(folder: Path, text: str | bytes, name: str = "calf-rock.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(folder: Path, text: str) -> Movement:
    return read_movement(write(folder, text))


def broken(folder: Path, text: str | bytes) -> BrokenMovement:
    with pytest.raises(BrokenMovement) as caught:
        read_movement(write(folder, text))
    return caught.value


def problems(folder: Path, text: str | bytes) -> Found:
    found = broken(folder, text).problems
    return [(problem.place.line, problem.place.column, problem.code) for problem in found]


def message(folder: Path, text: str) -> str:
    return str(broken(folder, text).problems[0].message)


def test_smallest_file_gets_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, MINIMAL) == Movement(
        id="calf-rock",
        name="Calf rock",
        short_name="Calf rock",
        areas=(Area.ANKLE,),
        role=Role.DYNAMIC,
        when=frozenset({When.PRE_RUN}),
        two_sided=False,
        doses=(Dose(DoseKind.REPS, Range(10, 10), tempo_ms=4000),),
    )


def test_every_key_arrives(tmp_path: Path) -> None:
    text = """\
limber: 1
name: Calf rock
short-name: Rock
code: X1
areas: [ankle, hip]
target: Calf
role: static
when: [post-run, rest-day]
sides: two
lead: front leg
target-side: other
directions: [opening, closing]
even-reps: yes
static-always: yes
counted: rocks
doses:
  - reps: 8-10
    tempo: 1.5s
    sets: 2-3
    when: [any]
    name: slow
variants:
  - hold: 1:30
parts:
  - movement: heel-drop
    hold: 20s
    action: the part's action
pre-run-tempo: 2s
inhale: In
exhale: Out
transition: 12s
switch: 0
action: "{side} foot forward"
setup: Stand tall.
technique:
  - One.
  - Two.
warnings: [Three.]
needs: [mat, tape-measure]
description: A rock.
source: ours
picture: rock.svg
"""
    assert read(tmp_path, text) == Movement(
        id="calf-rock",
        name="Calf rock",
        short_name="Rock",
        code="X1",
        areas=(Area.ANKLE, Area.HIP),
        target="Calf",
        role=Role.STATIC,
        when=frozenset({When.POST_RUN, When.REST_DAY}),
        two_sided=True,
        lead="front leg",
        target_side=TargetSide.OTHER,
        directions=(Direction.OPENING, Direction.CLOSING),
        even_reps=True,
        static_always=True,
        counted="rocks",
        doses=(
            Dose(
                DoseKind.REPS, Range(8, 10), Range(2, 3), 1500, frozenset({When.ANY}), name="slow"
            ),
        ),
        variants=(Dose(DoseKind.HOLD, Range(90_000, 90_000)),),
        parts=(Part("heel-drop", 20_000, "the part's action"),),
        pre_run_tempo_ms=2000,
        breath_words=BreathWords("In", "Out"),
        transition_ms=12_000,
        switch_ms=0,
        action="{side} foot forward",
        setup="Stand tall.",
        technique=("One.", "Two."),
        warnings=("Three.",),
        needs=(Need.MAT, Need.TAPE_MEASURE),
        description="A rock.",
        source="ours",
        picture=tmp_path.resolve() / "rock.svg",
    )


def test_parts_may_stand_in_place_of_doses(tmp_path: Path) -> None:
    movement = read(tmp_path, f"{HEAD}parts:\n  - hold: 20s\n")
    assert movement.doses == ()
    assert movement.parts == (Part(None, 20_000),)


def test_only_reps_have_a_tempo(tmp_path: Path) -> None:
    text = f"{HEAD}doses:\n  - breaths: 3\n  - hold: 30s\n"
    assert [dose.tempo_ms for dose in read(tmp_path, text).doses] == [None, None]


def test_example_of_the_readme_is_a_movement(tmp_path: Path) -> None:
    readme = (paths.resources() / "movements" / "README.md").read_text(encoding="utf-8")
    example = readme.split("```yaml\n")[1].split("```")[0]
    movement = read(tmp_path, example)
    assert movement.two_sided
    assert movement.picture == tmp_path.resolve() / "calf-rock.gif"


@pytest.mark.parametrize("key", ["limber", "name", "areas", "role", "when", "sides"])
def test_missing_key_is_named_at_the_start_of_the_file(tmp_path: Path, key: str) -> None:
    lines = [line for line in MINIMAL.splitlines() if not line.startswith(f"{key}:")]
    text = "\n".join(lines)
    assert problems(tmp_path, text) == [(1, 1, "missing-key")]
    assert f'"{key}"' in message(tmp_path, text)


def test_movement_without_doses_and_parts_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD) == [(1, 1, "missing-key")]
    assert '"doses" or "parts"' in message(tmp_path, HEAD)


def test_unknown_key_is_placed_at_the_key_with_a_hint(tmp_path: Path) -> None:
    text = MINIMAL + "tecnique: [Slowly.]\n"
    assert problems(tmp_path, text) == [(9, 1, "unknown-key")]
    assert 'Did you mean "technique"?' in message(tmp_path, text)


def test_second_of_two_equal_keys_is_the_fault(tmp_path: Path) -> None:
    assert problems(tmp_path, MINIMAL + "name: Again\n") == [(9, 1, "duplicate-key")]


def test_other_version_is_refused(tmp_path: Path) -> None:
    text = MINIMAL.replace("limber: 1", "limber: 2")
    assert problems(tmp_path, text) == [(1, 9, "unknown-version")]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("role: dynamic", "role: dynamc", (4, 7)),
        ("areas: [ankle]", "areas: [ankle, knee]", (3, 16)),
        ("when: [pre-run]", "when: [pre-run, before]", (5, 17)),
        ("sides: one", "sides: both", (6, 8)),
    ],
)
def test_bad_choice_is_placed_at_the_value(
    tmp_path: Path, old: str, new: str, place: tuple[int, int]
) -> None:
    assert problems(tmp_path, MINIMAL.replace(old, new)) == [(*place, "bad-value")]


def test_bad_choice_lists_the_choices(tmp_path: Path) -> None:
    text = message(tmp_path, MINIMAL.replace("role: dynamic", "role: dynamc"))
    assert "dynamic, static, rolling" in text
    assert 'Did you mean "dynamic"?' in text


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("even-reps: maybe", 12, "bad-value"),
        ("static-always: true", 16, "bad-value"),
        ("target-side: rear", 14, "bad-value"),
        ("directions: [open]", 14, "bad-value"),
        ("needs: [mat, sofa]", 14, "bad-value"),
        ("switch: 3 min", 9, "out-of-bounds"),
        ("transition: soon", 13, "bad-duration"),
        ("pre-run-tempo: 0.4s", 16, "out-of-bounds"),
        ("technique: Slowly.", 12, "wrong-type"),
        ("setup: [Stand tall.]", 8, "wrong-type"),
        (f"setup: {'a' * 501}", 8, "out-of-bounds"),
        (f"technique: [{'a' * 201}]", 13, "out-of-bounds"),
        (f"short-name: {'a' * 81}", 13, "out-of-bounds"),
        ("setup: !!str Stand tall.", 8, "tag"),
    ],
)
def test_fault_in_an_optional_key_is_placed_at_its_value(
    tmp_path: Path, line: str, column: int, code: str
) -> None:
    assert problems(tmp_path, f"{MINIMAL}{line}\n") == [(9, column, code)]


@pytest.mark.parametrize("name", ["name:", 'name: ""', "name: '  '"])
def test_name_must_say_something(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, MINIMAL.replace("name: Calf rock", name))[0][2] == "bad-value"


@pytest.mark.parametrize(
    ("dose", "column", "code"),
    [
        ("- sets: 2", 5, "missing-key"),
        ("- {reps: 10, hold: 30s}", 16, "two-doses"),
        ("- reps: 0", 11, "out-of-bounds"),
        ("- reps: 12-10", 11, "bad-range"),
        ("- hold: 11 min", 11, "out-of-bounds"),
        ("- hold: 0.5s", 11, "out-of-bounds"),
        ("- hold: 1:75", 11, "bad-duration"),
        ("- breaths: 51", 14, "out-of-bounds"),
        ("- {reps: 10, tempo: 31s}", 23, "out-of-bounds"),
        ("- {reps: 10, sets: 21}", 22, "out-of-bounds"),
        ("- {reps: 10, when: [dawn]}", 23, "bad-value"),
        ("- {reps: 10, rest: 5s}", 16, "unknown-key"),
        ("- ten", 5, "wrong-type"),
    ],
)
@pytest.mark.parametrize("key", ["doses", "variants"])
def test_fault_in_a_dose_is_placed_in_it(
    tmp_path: Path, key: str, dose: str, column: int, code: str
) -> None:
    rest = "" if key == "doses" else "doses:\n  - reps: 10\n"
    assert (8, column, code) in problems(tmp_path, f"{HEAD}{key}:\n  {dose}\n{rest}")


@pytest.mark.parametrize(
    ("part", "column", "code"),
    [
        ("- action: measure", 5, "missing-key"),
        ("- hold: 20 h", 11, "bad-duration"),
        ("- {hold: 20s, sets: 2}", 17, "unknown-key"),
        ("- heel-drop", 5, "wrong-type"),
    ],
)
def test_fault_in_a_part_is_placed_in_it(tmp_path: Path, part: str, column: int, code: str) -> None:
    assert (8, column, code) in problems(tmp_path, f"{HEAD}parts:\n  {part}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doses:\n  - reps: 0\n", (8, 11, "out-of-bounds")),
        ("doses:\n  - ten\n", (8, 5, "wrong-type")),
        ("doses: ten\n", (7, 8, "wrong-type")),
        ("parts:\n  - hold: 20 h\n", (8, 11, "bad-duration")),
    ],
)
def test_one_mistake_is_one_problem(
    tmp_path: Path, text: str, expected: tuple[int, int, str]
) -> None:
    assert problems(tmp_path, HEAD + text) == [expected]


def test_doses_must_be_a_list(tmp_path: Path) -> None:
    found = problems(tmp_path, f"{HEAD}doses:\n  reps: 10\n")
    assert (8, 3, "wrong-type") in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"limber: 1\nname: \xff\n", (2, 7, "not-utf8")),
        (b"limber: 1\nname: a\x07b\n", (2, 8, "not-yaml")),
        (b"limber: [1\n", (2, 1, "not-yaml")),
        (b"", (1, 1, "not-a-mapping")),
        (b"- limber\n", (1, 1, "not-a-mapping")),
        (b"#" * (256 * 1024 + 1), (1, 1, "too-large")),
    ],
)
def test_file_that_is_no_movement_at_all(
    tmp_path: Path, text: bytes, expected: tuple[int, int, str]
) -> None:
    assert problems(tmp_path, text) == [expected]


def test_all_faults_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    text = """\
limber: 3
areas: [ankle]
role: dynamic
when: [pre-run]
sides: both
doses:
  - reps: 10
    tempo: 40s
colour: red
"""
    assert problems(tmp_path, text) == [
        (1, 1, "missing-key"),
        (1, 9, "unknown-version"),
        (5, 8, "bad-value"),
        (8, 12, "out-of-bounds"),
        (9, 1, "unknown-key"),
    ]


def test_optional_keys_are_told_together_with_required_ones(tmp_path: Path) -> None:
    text = MINIMAL.replace("role: dynamic", "role: dynamc") + "switch: soon\n"
    assert (9, 9, "bad-duration") in problems(tmp_path, text)


def test_message_names_file_place_and_code(tmp_path: Path) -> None:
    fault = broken(tmp_path, MINIMAL + "rest: 5s\n")
    assert str(fault).startswith(f"{tmp_path / 'calf-rock.yaml'}:9:1: error[unknown-key]: ")
    assert fault.path == tmp_path / "calf-rock.yaml"
    assert isinstance(fault, UserError)


def test_file_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_movement(tmp_path / "nowhere.yaml")


# The catalogue.


def test_ids_are_file_names_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    for name in ("heel-drop.yaml", "bridge.yaml", "README.md", "bridge.svg"):
        write(tmp_path, MINIMAL, name)
    catalogue = Catalogue(tmp_path)
    assert catalogue.ids == ("bridge", "heel-drop")
    assert [movement.id for movement in catalogue] == ["bridge", "heel-drop"]
    assert "bridge" in catalogue
    assert "README" not in catalogue
    assert catalogue.path("bridge") == tmp_path / "bridge.yaml"


def test_unknown_id_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Catalogue(tmp_path).get("handstand")


def test_broken_file_harms_no_other(tmp_path: Path) -> None:
    write(tmp_path, MINIMAL)
    write(tmp_path, "limber: 9\n", "broken.yaml")
    catalogue = Catalogue(tmp_path)
    assert "broken" in catalogue
    assert catalogue.get("calf-rock").name == "Calf rock"
    with pytest.raises(BrokenMovement, match=r"broken\.yaml"):
        catalogue.get("broken")


def test_file_is_read_when_it_is_first_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "not yet written")
    catalogue = Catalogue(tmp_path)
    path.write_text(MINIMAL, encoding="utf-8")
    assert catalogue.get("calf-rock").name == "Calf rock"


def test_file_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, MINIMAL)
    catalogue = Catalogue(tmp_path)
    first = catalogue.get("calf-rock")
    path.unlink()
    assert catalogue.get("calf-rock") is first


def test_mended_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "limber: 9\n")
    catalogue = Catalogue(tmp_path)
    with pytest.raises(BrokenMovement):
        catalogue.get("calf-rock")
    path.write_text(MINIMAL, encoding="utf-8")
    assert catalogue.get("calf-rock").name == "Calf rock"


def test_own_movements_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    write(shipped, MINIMAL, "bridge.yaml")
    write(own, MINIMAL)
    catalogue = Catalogue(shipped, own)
    assert catalogue.ids == ("bridge", "calf-rock")
    assert catalogue.is_own("calf-rock")
    assert not catalogue.is_own("bridge")
    assert catalogue.get("calf-rock").name == "Calf rock"


def test_own_movement_cannot_replace_a_shipped_one(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    write(shipped, MINIMAL)
    write(own, MINIMAL.replace("Calf rock", "Something else"))
    catalogue = Catalogue(shipped, own)
    assert catalogue.get("calf-rock").name == "Calf rock"
    assert not catalogue.is_own("calf-rock")


def test_own_folder_need_not_exist(tmp_path: Path) -> None:
    write(tmp_path, MINIMAL)
    catalogue = Catalogue(tmp_path, tmp_path / "nowhere")
    assert catalogue.ids == ("calf-rock",)
    assert not catalogue.is_own("calf-rock")


# Pictures.


@pytest.mark.parametrize("name", ["rock.svg", "rock.PNG", "rock.gif", "more/rock.webp"])
def test_picture_in_the_folder_is_found(tmp_path: Path, name: str) -> None:
    movement = read(tmp_path, f"{MINIMAL}picture: {name}\n")
    assert movement.picture == (tmp_path / name).resolve()


@pytest.mark.parametrize(
    "name",
    [
        "../rock.svg",
        "more/../../rock.svg",
        "../calf-rock-pictures/rock.svg",
        "rock.exe",
        "rock",
        '""',
        ".",
        r'"a\0.svg"',
    ],
)
def test_other_picture_is_refused(tmp_path: Path, name: str) -> None:
    found = problems(tmp_path / "movements", f"{MINIMAL}picture: {name}\n")
    assert found == [(9, 10, "bad-value")]


def test_absolute_picture_outside_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path, b"", "rock.svg")
    text = f"{MINIMAL}picture: '{outside}'\n"
    if len(str(outside)) > 80:
        pytest.skip("the temporary folder's name is longer than any picture's")
    assert problems(tmp_path / "movements", text) == [(9, 10, "bad-value")]


def test_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path, b"", "rock.svg")
    inside = tmp_path / "movements"
    inside.mkdir()
    try:
        (inside / "rock.svg").symlink_to(outside)
    except OSError:
        pytest.skip("links cannot be made here")
    assert problems(inside, f"{MINIMAL}picture: rock.svg\n") == [(9, 10, "bad-value")]
