"""The movements that hurt, kept in a small file."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from app.history.left_out import LeftOut


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "left-out.json"


def test_without_a_file_nothing_is_left_out(path: Path) -> None:
    assert LeftOut(path).ids == frozenset()
    assert not path.exists()


def test_what_is_left_out_is_found_by_the_next_start(path: Path) -> None:
    left_out = LeftOut(path)
    left_out.add("pigeon-pose")
    left_out.add("cat-cow")
    left_out.add("cat-cow")
    assert left_out.ids == LeftOut(path).ids == {"cat-cow", "pigeon-pose"}
    assert json.loads(path.read_text(encoding="utf-8")) == ["cat-cow", "pigeon-pose"]


def test_it_can_be_put_back(path: Path) -> None:
    LeftOut(path).add("cat-cow")
    again = LeftOut(path)
    again.put_back("cat-cow")
    again.put_back("never-there")
    assert again.ids == LeftOut(path).ids == frozenset()


@pytest.mark.parametrize(
    "damaged",
    [b"", b"[", b'{"a": 1}', b"[1, 2]", b"null", b"\xff\xfe", b'["a"', b"[" * 100_000],
    ids=["empty", "cut", "object", "numbers", "null", "not-utf8", "half", "deep"],
)
def test_a_damaged_file_is_set_aside_and_never_overwritten(damaged: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(damaged)
    left_out = LeftOut(path)
    assert left_out.ids == frozenset()
    left_out.add("cat-cow")
    assert LeftOut(path).ids == {"cat-cow"}
    assert path.with_suffix(".damaged.json").read_bytes() == damaged


def test_where_nothing_can_be_written_the_choice_holds_for_this_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    left_out = LeftOut(blocked / "left-out.json")
    with caplog.at_level(logging.WARNING):
        left_out.add("cat-cow")
    assert left_out.ids == {"cat-cow"}
    assert "Cannot write" in caplog.text
