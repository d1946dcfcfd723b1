from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.errors import UserError
from app.routine.arrivals import MOST_FILES, copy_in, find_files, free_target, is_same, target_of


def file(folder: Path, name: str, text: str = "limber: 1\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_files_and_folders_give_their_routine_files(tmp_path: Path) -> None:
    one = file(tmp_path, "one.yaml")
    two = file(tmp_path / "more", "two.YML")
    file(tmp_path / "more", ".hidden.yaml")
    file(tmp_path / "more" / "deeper", "three.yaml")
    found = find_files([one, tmp_path / "more", file(tmp_path, "notes.txt"), tmp_path / "gone"])
    assert found.files == (one, two)
    assert found.others == ("notes.txt", "gone")


def test_a_whole_disk_is_not_taken(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 3):
        file(tmp_path, f"{number:04}.yaml")
    found = find_files([tmp_path])
    assert len(found.files) == MOST_FILES
    assert found.too_many


def test_copies_end_in_yaml_and_make_the_folder(tmp_path: Path) -> None:
    source, folder = file(tmp_path, "legs.yml", "text"), tmp_path / "own" / "routines"
    copy_in(source, target_of(source, folder))
    assert (folder / "legs.yaml").read_text() == "text"
    assert source.exists()
    assert [path.name for path in folder.iterdir()] == ["legs.yaml"]


@pytest.mark.parametrize("links", [True, False])
def test_nothing_is_ever_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def no_links(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_links)
    source, old = file(tmp_path, "legs.yaml", "new"), file(tmp_path / "own", "legs.yaml", "old")
    with pytest.raises(FileExistsError):
        copy_in(source, old)
    assert old.read_text() == "old"
    beside = free_target(source, old.parent)
    copy_in(source, beside)
    assert beside.name == "legs-2.yaml"
    assert beside.read_text() == "new"
    assert free_target(source, old.parent).name == "legs-3.yaml"


def test_the_same_file_is_told_from_another(tmp_path: Path) -> None:
    one, same = file(tmp_path, "a.yaml", "x"), file(tmp_path, "b.yaml", "x")
    assert is_same(one, same)
    assert not is_same(one, file(tmp_path, "c.yaml", "y"))
    assert not is_same(one, tmp_path / "gone.yaml")


def test_what_cannot_be_copied_is_a_sentence(tmp_path: Path) -> None:
    large = file(tmp_path, "large.yaml", "x" * (1 << 20) + "x")
    with pytest.raises(UserError, match=r"large.yaml is too large for a routine\."):
        copy_in(large, tmp_path / "own" / "large.yaml")
    (tmp_path / "wall").write_text("no folder")
    with pytest.raises(UserError, match="cannot be copied"):
        copy_in(file(tmp_path, "a.yaml"), tmp_path / "wall" / "a.yaml")
