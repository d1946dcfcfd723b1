"""What is kept of a session comes back as it was, or is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.history.cut_session import CutSession, Damaged
from tests.history.kept import BEGINNING, TEXT, place, written

FILE = Path("session-1.json")


def test_all_of_it_comes_back() -> None:
    assert CutSession.from_json(FILE, written()) == CutSession(FILE, BEGINNING, place())


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", "größe: 1\n".encode(), b"", b'a: "\\"\r\n'])
def test_the_routine_is_kept_byte_for_byte(text: bytes) -> None:
    beginning = BEGINNING._replace(text=text)
    assert CutSession.from_json(FILE, written(beginning)).beginning.text == text


def damaged(**fields: object) -> bytes:
    return json.dumps(json.loads(written()) | fields).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 4096,
        b"[]",
        b"null",
        b"[" * 100_000,
        written()[:-1],
        written()[: len(written()) // 2],
        written() + b"x",
        b"\xff" + written(),
        damaged(limber=2),
        damaged(text="limber: 1\n"),
        damaged(text=3),
        damaged(sha256=None),
        damaged(snapshot=None),
        damaged(snapshot={}),
        damaged(step="soon"),
        damaged(left_ms=float("inf")),
        damaged(level="loud"),
        damaged(wall_s="noon"),
        damaged(left_out=3),
        damaged(usual=["far", 0, 0]),
        damaged(usual=None),
        json.dumps({"limber": 1}).encode(),
    ],
)
def test_anything_else_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        CutSession.from_json(FILE, data)


def test_what_is_practised_has_a_file_name_that_tells_its_id() -> None:
    assert BEGINNING._replace(path="", routine_id="cat-cow").file == Path("cat-cow.yaml")
    assert BEGINNING.file == Path("/home/me/legs.yaml")
    assert BEGINNING.text is TEXT
