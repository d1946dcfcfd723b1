"""Slow voices are remembered, and given more time by the next plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.voice.paces import PaceBook
from app.wording.pace import Pace

TEXT = "Right knee forward."
USUAL_MS = Pace().speech_ms(TEXT)


def noted(book: PaceBook, voice: str, factor: float, times: int = 3) -> PaceBook:
    """The book after the voice took so much longer at so many texts."""
    for _ in range(times):
        book.note(voice, 170, TEXT, round(USUAL_MS * factor))
    return book


def test_one_odd_text_does_not_make_a_voice_slow(tmp_path: Path) -> None:
    book = noted(PaceBook(tmp_path / "pace.json"), "a", 2.0, times=2)
    for text in ("IMG 20260501", "伸展", "Walk 1.5 km"):
        for _ in range(5):
            book.note("a", 170, text, 60_000)
    assert book.pace("a", 170) == Pace()
    assert noted(book, "a", 1.5, times=1).pace("a", 170).factor == pytest.approx(1.5)


def test_a_voice_that_keeps_to_the_estimate_leaves_no_trace(tmp_path: Path) -> None:
    book = PaceBook(tmp_path / "pace.json")
    book.note("system: en", 170, TEXT, USUAL_MS)
    book.note("system: en", 100, TEXT, Pace(100).speech_ms(TEXT))
    assert book.pace("system: en", 170) == Pace(170, 1.0)
    assert list(tmp_path.iterdir()) == []


def test_a_slower_voice_is_remembered_at_every_rate(tmp_path: Path) -> None:
    book = PaceBook(tmp_path / "new" / "pace.json")
    noted(book, "piper: a.onnx", 1.32)
    noted(book, "piper: a.onnx", 1.1)
    again = PaceBook(tmp_path / "new" / "pace.json")
    assert again.pace("piper: a.onnx", 120).rate == 120
    assert again.pace("piper: a.onnx", 120).factor == pytest.approx(1.35)
    assert again.pace("system: en", 120) == Pace(120)


def test_no_voice_is_slower_than_three_times(tmp_path: Path) -> None:
    book = PaceBook(tmp_path / "pace.json")
    noted(book, "a", 100)
    assert book.pace("a", 170).factor == 3.0
    (tmp_path / "pace.json").write_text('{"a": 1e9, "b": 0.1}', encoding="utf-8")
    assert PaceBook(tmp_path / "pace.json").pace("a", 170).factor == 3.0
    assert PaceBook(tmp_path / "pace.json").pace("b", 170).factor == 1.0


@pytest.mark.parametrize("found", ["", "[]", '{"a": "slow"}', '{"a": null}', "\0"])
def test_a_damaged_file_is_as_good_as_none(found: str, tmp_path: Path) -> None:
    (tmp_path / "pace.json").write_text(found, encoding="utf-8")
    book = PaceBook(tmp_path / "pace.json")
    assert book.pace("a", 170) == Pace()
    noted(book, "a", 2)
    assert PaceBook(tmp_path / "pace.json").pace("a", 170).factor == pytest.approx(2.0)


def test_a_disk_that_refuses_is_borne(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    book = PaceBook(tmp_path / "file" / "pace.json")
    noted(book, "a", 2)
    assert book.pace("a", 170).factor == pytest.approx(2.0), "for this run"
