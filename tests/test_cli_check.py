"""`limber check`: every problem of every file, plain and as JSON, and the exit status."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from app.errors import EXIT_DONE, EXIT_USER
from app.main import main

GOOD = "limber: 1\nname: Good\nsteps:\n  - movement: cat-cow\n"
BROKEN = "limber: 1\nnmae: Bad\nsteps:\n  - movement: cat-cow\n    hold: 700s\n"
ADVISED = "limber: 1\nname: Short\nsteps:\n  - movement: pigeon-pose\n    hold: 30s\n"
FORBIDDEN = "limber: 1\nname: Cold\nwhen: pre-run\nsteps:\n  - movement: pigeon-pose\n"
MOVEMENT = """\
limber: 1
name: Calf rock
areas: [ankle]
role: dynamic
when: [pre-run]
sides: one
doses:
  - reps: 10
"""
LINE = re.compile(r"(.+?):([0-9]+):([0-9]+): (error|warning)\[([a-z0-9-]+)\]: (\S.*[.?])")

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("user_folder")


def write(path: Path, text: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """One file of each kind, by what is in it."""
    texts = {"good": GOOD, "broken": BROKEN, "advised": ADVISED, "forbidden": FORBIDDEN}
    found = {name: write(tmp_path / f"{name}.yaml", text) for name, text in texts.items()}
    found["folder"] = str(tmp_path / "folder")
    Path(found["folder"]).mkdir()
    return found | {"missing": str(tmp_path / "missing.yaml")}


def check(capsys: Capture, *arguments: str) -> tuple[int, list[tuple[str, ...]]]:
    """The exit status and the lines, each in its parts; nothing may be said elsewhere."""
    status = main(["check", *arguments])
    said = capsys.readouterr()
    assert said.err == ""
    lines = [LINE.fullmatch(line) for line in said.out.splitlines()]
    assert None not in lines, said.out
    return status, [line.groups() for line in lines if line]


def check_json(capsys: Capture, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    status = main(["check", "--json", *arguments])
    said = capsys.readouterr()
    assert said.err == ""
    return status, json.loads(said.out)


STATUS = {
    "good": (EXIT_DONE, []),
    "advised": (EXIT_DONE, [("4", "5", "warning", "pigeon-hold")]),
    "forbidden": (
        EXIT_USER,
        [
            ("5", "5", "error", "static-before-run"),
            ("5", "5", "error", "pigeon-before-run"),
            ("1", "1", "warning", "pre-run-length"),
        ],
    ),
    "broken": (
        EXIT_USER,
        [
            ("1", "1", "error", "missing-key"),
            ("2", "1", "error", "unknown-key"),
            ("5", "5", "error", "unsuitable-dose"),
            ("5", "11", "error", "out-of-bounds"),
        ],
    ),
    "missing": (EXIT_USER, [("1", "1", "error", "unreadable")]),
    "folder": (EXIT_USER, [("1", "1", "error", "unreadable")]),
}


@pytest.mark.parametrize("name", STATUS)
def test_each_problem_has_a_line_and_errors_make_the_status(
    files: dict[str, str], name: str, capsys: Capture
) -> None:
    status, lines = check(capsys, files[name])
    assert status == STATUS[name][0]
    assert {line[0] for line in lines} <= {files[name]}
    assert sorted(line[1:5] for line in lines) == sorted(STATUS[name][1])


@pytest.mark.parametrize("names", [*([name] for name in STATUS), list(STATUS), ["good", "good"]])
def test_json_has_the_same_problems(
    files: dict[str, str], names: list[str], capsys: Capture
) -> None:
    paths = [files[name] for name in names]
    status, lines = check(capsys, *paths)
    status_json, rows = check_json(capsys, *paths)
    assert status_json == status
    for row in rows:
        assert list(row) == ["file", "line", "column", "severity", "code", "message"]
        assert isinstance(row["line"], int)
        assert isinstance(row["column"], int)
    assert [tuple(map(str, row.values())) for row in rows] == lines


def test_every_broken_file_says_the_same_in_both_ways(capsys: Capture) -> None:
    folder = Path(__file__).parent / "broken_routines"
    paths = [str(path) for path in sorted(folder.glob("*.yaml"))]
    status, lines = check(capsys, *paths)
    assert status == EXIT_USER
    assert sorted({line[0] for line in lines}) == sorted(paths)
    assert [tuple(map(str, row.values())) for row in check_json(capsys, *paths)[1]] == lines


def test_several_files_come_in_the_order_asked_for(files: dict[str, str], capsys: Capture) -> None:
    names = ["missing", "good", "broken", "advised", "broken"]
    status, lines = check(capsys, *(files[name] for name in names))
    assert status == EXIT_USER
    said = [line[0] for line in lines]
    assert said == [files[name] for name in names for _ in STATUS[name][1]]


def test_warnings_alone_are_no_mistake(files: dict[str, str], capsys: Capture) -> None:
    status, lines = check(capsys, files["advised"], files["good"])
    assert (status, len(lines)) == (EXIT_DONE, 1)


def test_one_error_among_many_files_is_enough(files: dict[str, str], capsys: Capture) -> None:
    assert check(capsys, files["good"], files["forbidden"], files["advised"])[0] == EXIT_USER


def test_nothing_to_say_is_said_in_json_too(files: dict[str, str], capsys: Capture) -> None:
    assert main(["check", files["good"], "--json"]) == EXIT_DONE
    assert json.loads(capsys.readouterr().out) == []


def test_problems_of_one_file_come_by_place(files: dict[str, str], capsys: Capture) -> None:
    for name in STATUS:
        places = [(int(line[1]), int(line[2])) for line in check(capsys, files[name])[1]]
        assert places == sorted(places)


def test_file_is_named_as_it_was_asked_for(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.path.join("a folder", "H\u00fcfte \U0001f463.yaml")
    write(tmp_path / name, BROKEN)
    assert {line[0] for line in check(capsys, name)[1]} == {name}
    assert {row["file"] for row in check_json(capsys, name)[1]} == {name}


def test_values_arrive_in_json_as_they_were_written(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.yaml", GOOD.replace("cat-cow", "K\u00e4tzchen \U0001f463"))
    assert "K\u00e4tzchen \U0001f463" in check_json(capsys, path)[1][0]["message"]


def test_each_problem_is_one_line_whatever_the_file_holds(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.yaml", 'limber: "1\\n2"\nname: x\nsteps:\n- "a\\eb\\Lc": |\n    d\n')
    assert [line[4] for line in check(capsys, path)[1]] == [
        "unknown-version",
        "unknown-key",
        "missing-key",
    ]


def test_no_file_is_a_mistake_of_the_user(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["check"])
    assert caught.value.code == EXIT_USER
    assert "FILE" in capsys.readouterr().err


# Movements.


def test_file_in_a_movements_folder_is_read_as_one(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "movements" / "calf-rock.yaml", MOVEMENT)
    assert check(capsys, path) == (EXIT_DONE, [])
    assert check(capsys, write(tmp_path / "other" / "calf-rock.yaml", MOVEMENT))[0] == EXIT_USER


def test_problems_of_a_movement(tmp_path: Path, capsys: Capture) -> None:
    text = MOVEMENT.replace("role: dynamic", "role: dynamc") + "colour: red\n"
    path = write(tmp_path / "movements" / "calf-rock.yaml", text)
    status, lines = check(capsys, path)
    assert status == EXIT_USER
    assert [line[1:5] for line in lines] == [
        ("4", "7", "error", "bad-value"),
        ("9", "1", "error", "unknown-key"),
    ]
    assert [row["code"] for row in check_json(capsys, path)[1]] == ["bad-value", "unknown-key"]


def test_movement_is_found_from_its_own_folder_too(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "movements" / "calf-rock.yaml", MOVEMENT)
    monkeypatch.chdir(tmp_path / "movements")
    assert check(capsys, "calf-rock.yaml") == (EXIT_DONE, [])


def test_routine_may_use_a_movement_of_the_runners_own(
    user_folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    write(user_folder / "movements" / "calf-rock.yaml", MOVEMENT)
    path = write(tmp_path / "mine.yaml", GOOD.replace("cat-cow", "calf-rock"))
    assert check(capsys, path) == (EXIT_DONE, [])


def test_fault_of_a_movement_is_a_problem_of_the_routine_that_uses_it(
    user_folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    own = write(user_folder / "movements" / "calf-rock.yaml", MOVEMENT + "colour: red\n")
    path = write(tmp_path / "mine.yaml", GOOD.replace("cat-cow", "calf-rock"))
    status, [line] = check(capsys, path)
    assert status == EXIT_USER
    assert line[1:5] == ("4", "15", "error", "broken-movement")
    assert f"{own}:9:1: error[unknown-key]" in line[5]
