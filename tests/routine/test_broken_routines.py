"""Every file of `tests/broken_routines/` against the table beside it; what all messages share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from app import paths
from app.document.problems import Problem, Severity
from app.errors import UserError
from app.movements.loader import Catalogue
from app.routine.reader import BrokenRoutine, load_routine, read_routine

FOLDER: Final = Path(__file__).parent.parent / "broken_routines"
CATALOGUE: Final = Catalogue(paths.resources() / "movements")
CODES: Final = frozenset(
    """not-utf8 not-yaml many-documents not-a-mapping duplicate-key unknown-key missing-key
    unknown-version unknown-movement wrong-type bad-value bad-duration bad-range out-of-bounds
    two-doses two-kinds unsuitable-dose one-sided empty-steps alias tag too-deep too-many
    too-long""".split()
)

Found = tuple[int, int, str]


def table() -> dict[str, list[Found]]:
    """The expectations by the file's name without its ending."""
    lines = (FOLDER / "expected.txt").read_text(encoding="utf-8").splitlines()
    wanted: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line or line.startswith("#"):
            continue
        text = line
        if not line.startswith(" "):
            name, text = line.split(maxsplit=1)
            assert name not in wanted, f"{name} stands twice in the table"
        wanted[name] = wanted.get(name, "") + text
    return {name: [read_found(part) for part in text.split(",")] for name, text in wanted.items()}


def read_found(text: str) -> Found:
    place, code = text.split()
    line, column = place.split(":")
    return int(line), int(column), code


EXPECTED: Final = table()
FILES: Final = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def problems(name: str) -> tuple[Problem, ...]:
    with pytest.raises(BrokenRoutine) as caught:
        load_routine(FOLDER / f"{name}.yaml", CATALOGUE)
    return caught.value.problems


def messages() -> Iterator[tuple[str, str, str]]:
    for name in FILES:
        for problem in problems(name):
            yield name, problem.code, problem.message


def test_table_and_folder_name_the_same_files() -> None:
    assert sorted(EXPECTED) == FILES
    assert len(FILES) >= 60


def test_table_is_sorted_by_place() -> None:
    assert [name for name, wanted in EXPECTED.items() if wanted != sorted(wanted)] == []


def test_table_has_every_code_that_a_small_file_can_have() -> None:
    assert {code for wanted in EXPECTED.values() for _, _, code in wanted} == CODES


@pytest.mark.parametrize("name", FILES)
def test_file_has_exactly_the_problems_of_the_table(name: str) -> None:
    found = [(p.place.line, p.place.column, p.code) for p in problems(name)]
    assert sorted(found) == EXPECTED[name]


@pytest.mark.parametrize("name", FILES)
def test_problems_come_by_place_and_are_errors(name: str) -> None:
    places = [problem.place for problem in problems(name)]
    assert places == sorted(places)
    assert {problem.severity for problem in problems(name)} == {Severity.ERROR}


@pytest.mark.parametrize("name", FILES)
def test_no_two_problems_say_the_same(name: str) -> None:
    assert len(set(problems(name))) == len(problems(name))


@pytest.mark.parametrize("name", FILES)
def test_places_lie_in_the_file(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_bytes().decode("utf-8-sig", errors="replace")
    lines = re.split("\r\n|[\r\n]", text)
    for problem in problems(name):
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


# What the program is made of has no place in a sentence for a runner.
FOREIGN: Final = re.compile(
    r"\bNone\b|\bNoneType\b|Traceback|\bException\b|Error\b|<[A-Za-z.]+|\.py\b|\\x|object at"
    r"|(?<!!)\b(?:str|int|float|bool|dict|tuple|bytes|Enum|Scalar|Sequence|Mapping|Node)\b"
    r"|\b(?:DoseKind|Sides|When|VoiceLevel|HoldTarget|Range)\b"
)


@pytest.mark.parametrize("name", FILES)
def test_messages_are_sentences_for_a_runner(name: str) -> None:
    for problem in problems(name):
        text = problem.message
        assert FOREIGN.search(text) is None, text
        assert re.search(r"[.?]$", text), text
        assert "\n" not in text
        assert text.isprintable(), repr(text)
        assert text == text.strip()
        assert "  " not in text
        assert not re.search(r"[.?][.?]$", text), text


def test_message_is_one_sentence_or_two() -> None:
    for _, _, text in messages():
        bare = re.sub(r'"[^"]*"', "x", text)
        assert 1 <= len(re.findall(r"[.?](?:\s|$)", bare)) <= 3, text
        assert len(text) <= 300, text


# What a message says.


def said(head: str, steps: str, catalogue: Catalogue = CATALOGUE) -> str:
    """The messages of a routine whose lines are separated by `;`."""
    lines = ["limber: 1", "name: Test", *head.split("; "), "steps:", f"- {steps}"]
    text = "\n".join(line for line in lines if line).replace("; ", "\n  ")
    with pytest.raises(BrokenRoutine) as caught:
        read_routine(text.encode(), "test", catalogue)
    return "\n".join(problem.message for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("head", "steps", "meant"),
    [
        ("descripton: x", "rest: 5s", "description"),
        ("Voice: full", "rest: 5s", "voice"),
        ("lead_in: 5s", "rest: 5s", "lead-in"),
        ("hold target: low", "rest: 5s", "hold-target"),
        ("voice: breif", "rest: 5s", "brief"),
        ("voice: FULL", "rest: 5s", "full"),
        ("when: prerun", "rest: 5s", "pre-run"),
        ("when: post run", "rest: 5s", "post-run"),
        ("hold-target: hihg", "rest: 5s", "high"),
        ("", "movment: cat-cow", "movement"),
        ("", "resst: 5s", "rest"),
        ("", "movement: cat-cow; rep: 10", "reps"),
        ("", "movement: cat-cow; HOLD: 10s", "hold"),
        ("", "movement: catcow", "cat-cow"),
        ("", "movement: Pigeon Pose", "pigeon-pose"),
        ("", "movement: worlds-greatest-strech", "worlds-greatest-stretch"),
        ("", "movement: pigeon-pose; sides: letf", "left"),
        ("", "rest: 1:75", "2m15s"),
        ("", "rest: 1_0", "10"),
        ("", "movement: pigeon-pose; hold: 90-60s", "60-90s"),
        ("", "movement: pigeon-pose; hold: 60\u201490s", "60-90s"),
        ("", "movement: cat-cow; reps: \u0661\u0660", "10"),
        ("", "movement: pigeon-pose; sets: 3x", "3"),
    ],
)
def test_near_miss_is_asked_about(head: str, steps: str, meant: str) -> None:
    assert f'id you mean "{meant}"?' in said(head, steps)


@pytest.mark.parametrize(
    ("head", "steps", "parts"),
    [
        ("voice: loud", "rest: 5s", '"loud" "voice" full brief tones silent'),
        ("when: dawn", "rest: 5s", '"dawn" pre-run post-run rest-day any'),
        ("colour: red", "rest: 5s", '"colour" description hold-target steps'),
        ("lead-in: 3 min", "rest: 5s", '"lead-in" 0s 2&min 3&min'),
        ("tempo: 31s", "rest: 5s", "tempo 0.5s 30s 31s"),
        ("voice: [full]", "rest: 5s", '"voice" list'),
        ("voice: {a: b}", "rest: 5s", '"voice" group'),
        ("", "rest: 601", "1s 10&min 10m1s"),
        ("", "movement: cat-cow; reps: 0", "1 200 0"),
        ("", "movement: pigeon-pose; sets: 21", "1 20 21"),
        ("", "movement: pigeon-pose; sets: -1", "1 20 -1"),
        ("", "movement: bridge; breaths: 3-51", "1 50 51"),
        ("", "movement: cat-cow; transition: 121s", "0s 2&min 2m1s"),
        ("", "repeat: 51; steps: [{rest: 5s}]", "repeat 1 50 51"),
        ("", f"movement: cat-cow; note: {'n' * 501}", "note 501 500"),
        ("", "movement: handstand", '"handstand" limber&movements'),
        ("", "movement: cat-cow; hold: 30s", '"cat-cow" reps hold'),
        ("", "movement: thread-the-needle; breaths: 3", "hold&or&reps breaths"),
        ("", "movement: knee-to-wall-test; sets: 2", '"knee-to-wall-test" sets'),
        ("", "movement: ninety-ninety; reps: 11", '"ninety-ninety" even transitions'),
        ("", "movement: cat-cow; sides: left", '"cat-cow" sides Remove'),
        ("", "movement: pigeon-pose; tempo: 4s", '"tempo" reps'),
        ("", "movement: cat-cow; rest: 5s", '"rest" movement,&rest,&repeat'),
        ("", "movement: bridge; breaths: 3; hold: 9s", '"hold" "breaths"'),
        ("", "rest: 5s; sets: 2", '"sets" rest&step say'),
        ("", "note: x", "movement,&rest,&repeat none"),
        ("", "repeat: 2", '"steps" repeat'),
        ("", "cat-cow", '"movement:&cat-cow"'),
        ("", "rest: soon", '"rest:&soon" "1m30s"'),
        ("", "movement: cat-cow; reps: ten", '"reps:&ten" "10"'),
        ("steps: []", "rest: 5s", '"steps" twice'),
    ],
)
def test_message_names_the_value_and_what_was_expected(head: str, steps: str, parts: str) -> None:
    text = said(head, steps)
    assert [part for part in parts.split() if part.replace("&", " ") not in text] == []


@pytest.mark.parametrize(
    ("text", "key"), [("name: T\nsteps: [rest: 5]", "limber"), ("limber: 1\nsteps: []", "name")]
)
def test_missing_key_is_named(text: str, key: str) -> None:
    with pytest.raises(BrokenRoutine, match=f'The key "{key}" is missing'):
        read_routine(text.encode(), "test", CATALOGUE)


def test_error_prints_a_line_for_each_problem() -> None:
    with pytest.raises(BrokenRoutine) as caught:
        read_routine(b"limber: 1\nnmae: x\nsteps: []\n", "test", CATALOGUE, "my file.yaml")
    assert caught.value.file == "my file.yaml"
    lines = str(caught.value).splitlines()
    assert lines == [problem.line("my file.yaml") for problem in caught.value.problems]
    assert lines[0].startswith("my file.yaml:1:1: error[missing-key]: ")


def test_file_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.yaml cannot be read: .*\.$"):
        load_routine(tmp_path / "nowhere.yaml", CATALOGUE)


# Movements of the runner's own.

OWN: Final = "limber: 1\nname: Own\nareas: [hip]\nrole: dynamic\nwhen: [any]\nsides: "


@pytest.fixture
def own(tmp_path: Path) -> Catalogue:
    for name, text in {
        "course": "one\nparts: [{hold: 20s}]\n",
        "hold-then-reps": "one\ndoses: [{hold: 20s}, {reps: 5}]\n",
        "broken": "one\ndoses: []\n",
    }.items():
        (tmp_path / f"{name}.yaml").write_text(OWN + text, encoding="utf-8")
    return Catalogue(paths.resources() / "movements", tmp_path)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("movement: course; sides: left", '"course" has no sides. Remove "sides".'),
        ("movement: course; hold: 30s", '"course" takes no hold: it has its own course.'),
        ("movement: hold-then-reps; hold: 9s; tempo: 4s", "goes with reps"),
        ("movement: broken; reps: 500", "The file of this movement has a fault: "),
        ("movement: broken; reps: 500", "between 1 and 200"),
        ("movement: hold-then-rep", 'Did you mean "hold-then-reps"?'),
    ],
)
def test_step_asks_too_much_of_an_own_movement(steps: str, message: str, own: Catalogue) -> None:
    assert message in said("", steps, own)


def test_tempo_suits_a_movement_with_reps_among_its_doses(own: Catalogue) -> None:
    text = b"limber: 1\nname: T\nsteps:\n- movement: hold-then-reps\n  tempo: 2s\n"
    read_routine(text, "test", own)
