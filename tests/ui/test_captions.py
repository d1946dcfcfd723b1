from __future__ import annotations

import pytest

from app.timeline.model import Cue, CueKind
from app.ui.captions import Captions, is_shown, pages


def cue(caption: str, at_ms: int = 1000, length_ms: int = 4000) -> Cue:
    return Cue(at_ms, CueKind.ANNOUNCE, caption, None, caption, length_ms=length_ms)


def test_short_sentences_share_a_page_and_long_ones_stand_alone() -> None:
    assert pages("Switch. Left knee forward.") == ("Switch. Left knee forward.",)
    assert pages(
        "Pigeon pose. Right knee forward. Hold 60–90 s. Set knee behind the right wrist."
    ) == ("Pigeon pose. Right knee forward. Hold 60–90 s.", "Set knee behind the right wrist.")


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_has_no_pages(text: str) -> None:
    assert pages(text) == ()


def test_pages_follow_the_voice_and_the_last_one_stays() -> None:
    captions = Captions()
    captions.take(cue("A" * 50 + ". " + "B" * 50 + ".", length_ms=10_000))
    assert captions.at(0).startswith("A"), "also before its moment, so that nothing flashes"
    assert captions.at(5000).startswith("A")
    assert captions.at(6100).startswith("B")
    assert captions.at(10**9).startswith("B")


def test_what_is_not_said_stays_long_enough_to_be_read() -> None:
    captions = Captions()
    captions.take(cue("A" * 50 + ". " + "B" * 50 + ".", at_ms=0, length_ms=0))
    assert captions.at(3000).startswith("A")
    assert captions.at(3500).startswith("B")


def test_clear_leaves_nothing() -> None:
    captions = Captions()
    captions.take(cue("Halfway."))
    captions.clear()
    assert captions.at(1000) == ""


@pytest.mark.parametrize("kind", [CueKind.COUNT, CueKind.COUNTDOWN])
def test_what_the_digits_show_is_no_caption(kind: CueKind) -> None:
    assert not is_shown(Cue(0, kind, "", "beep", "3"))
    assert is_shown(cue("Halfway."))
    assert not is_shown(cue(""))
