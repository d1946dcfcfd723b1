"""Which routines there are, broken ones too, and which file is meant by an id or a path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app import paths
from app.errors import UserError
from app.movements.loader import Catalogue
from app.routine.library import Library

GOOD = "limber: 1\nname: {}\nsteps:\n  - movement: cat-cow\n"


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or GOOD.format(path.stem.title()), encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Two shipped routines and two of the runner's own, seen from another folder."""
    for name in ("shipped/warm-up", "shipped/cooldown", "own/evening", "own/attic"):
        write(tmp_path / f"{name}.yaml")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Library(catalogue, tmp_path / "shipped", tmp_path / "own")


def test_shipped_routines_come_first_and_each_folder_by_name(library: Library) -> None:
    assert [entry.id for entry in library.entries()] == ["cooldown", "warm-up", "attic", "evening"]
    assert [entry.own for entry in library.entries()] == [False, False, True, True]
    assert [entry.name for entry in library.entries()] == [
        *("Cooldown", "Warm-Up"),
        *("Attic", "Evening"),
    ]
    assert [entry.problems for entry in library.entries()] == [()] * 4


def test_folder_of_the_runner_may_not_exist(library: Library, catalogue: Catalogue) -> None:
    alone = Library(catalogue, library.shipped, library.own / "nowhere")
    assert [entry.id for entry in alone.entries()] == ["cooldown", "warm-up"]


def test_other_files_are_no_routines(library: Library) -> None:
    for name in ("notes.txt", "evening.yaml~", "evening.yml.bak", "README"):
        write(library.own / name)
    assert len(library.paths()) == 4


def test_saved_file_is_there_at_once(library: Library) -> None:
    path = write(library.own / "new.yaml")
    assert library.paths()[-1] == path
    assert library.entry(path).name == "New"
    write(path, GOOD.format("Renamed"))
    assert library.entry(path).name == "Renamed"
    path.unlink()
    assert len(library.paths()) == 4


def test_broken_routine_harms_no_other(library: Library) -> None:
    write(library.own / "broken.yaml", "limber: 1\nnmae: x\nsteps: []\n")
    entry = next(entry for entry in library.entries() if entry.id == "broken")
    assert entry.routine is None
    assert entry.name == "broken.yaml"
    assert [problem.code for problem in entry.problems] == [
        "missing-key",
        "unknown-key",
        "empty-steps",
    ]
    assert len(library.entries()) == 5


def test_what_cannot_be_opened_is_one_problem(library: Library) -> None:
    (library.own / "folder.yaml").mkdir()
    entry = library.entry(library.own / "folder.yaml")
    assert entry.routine is None
    assert [(problem.place, problem.code) for problem in entry.problems] == [((1, 1), "unreadable")]
    assert "cannot be read" in entry.problems[0].message


def test_file_that_vanished_is_one_problem(library: Library) -> None:
    assert library.entry(library.own / "gone.yaml").problems[0].code == "unreadable"


# What a word means.


@pytest.mark.parametrize("wanted", ["warm-up", "cooldown"])
def test_id_is_a_shipped_routine(library: Library, wanted: str) -> None:
    assert library.find(wanted) == library.shipped / f"{wanted}.yaml"


def test_id_may_be_one_of_the_runners_own(library: Library) -> None:
    assert library.find("evening") == library.own / "evening.yaml"


def test_shipped_id_wins_over_the_runners_own_and_over_the_current_folder(
    library: Library,
) -> None:
    write(library.own / "warm-up.yaml")
    write(Path("warm-up"))
    assert library.find("warm-up") == library.shipped / "warm-up.yaml"
    assert library.find("./warm-up") == Path("warm-up")


@pytest.mark.parametrize("wanted", ["mine.yaml", "./mine.yaml", "folder/mine.yaml", "mine"])
def test_path_is_a_path(library: Library, wanted: str) -> None:
    write(Path(wanted))
    assert library.find(wanted) == Path(wanted)
    assert library.entry(library.find(wanted)).name == "Mine"


def test_absolute_path_and_home_are_paths(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "elsewhere" / "far.yaml")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert library.find(str(path)) == path
    assert library.find("~/elsewhere/far.yaml") == path


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("warmup", "warm-up"),
        ("Warm-Up", "warm-up"),
        ("cool-down", "cooldown"),
        ("evning", "evening"),
    ],
)
def test_near_miss_is_asked_about(library: Library, wanted: str, meant: str) -> None:
    with pytest.raises(UserError, match=f'Did you mean "{meant}"'):
        library.find(wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        "handstand",
        "nowhere/mine.yaml",
        "",
        ".",
        "~nobody-of-this-name/mine.yaml",
        "x" * 5_000,
        "mine\0.yaml",
        "folder/" * 2_000,
        "warm-up/mine.yaml",
    ],
)
def test_anything_else_is_a_sentence_with_a_way_out(library: Library, wanted: str) -> None:
    with pytest.raises(UserError, match=r'"limber list" shows them all\.$') as caught:
        library.find(wanted)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may enter all")
def test_folder_that_may_not_be_entered_is_a_sentence(library: Library, tmp_path: Path) -> None:
    closed = write(tmp_path / "closed" / "mine.yaml")
    closed.parent.chmod(0)
    try:
        with pytest.raises(UserError):
            library.find(str(closed))
    finally:
        closed.parent.chmod(0o700)


def test_shipped_ids_are_found(catalogue: Catalogue, tmp_path: Path) -> None:
    shipped = Library(catalogue, paths.shipped_routines(), tmp_path)
    assert shipped.entries()
    for entry in shipped.entries():
        assert shipped.find(entry.id) == entry.path
        assert entry.problems == ()
