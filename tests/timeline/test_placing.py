"""What fits into a stretch of time and what yields, with a voice of a second a word."""

from __future__ import annotations

import pytest

from app.timeline.model import Cue, CueKind, Form, Line
from app.timeline.placing import GAP_MS, SOUND_MS, Wish, countdown, cue_length, place
from app.timeline.words import Wording

LENGTH = 30_000


def speech_ms(text: str) -> int:
    return 1000 * len(text.split())


def wish(kind: CueKind, at_ms: int, *texts: str, sound: str | None = None) -> Wish:
    return Wish(kind, at_ms, Wording(tuple(Line(text, text) for text in texts)), sound)


def placed(*wishes: Wish, length_ms: int = LENGTH) -> list[tuple[int, str]]:
    """The moment and the text, or else the sound, of each cue that found a place."""
    cues = place(wishes, length_ms, speech_ms).cues
    return [(cue.at_ms, cue.text or cue.sound or "") for cue in cues]


def test_what_does_not_collide_stays_where_it_is() -> None:
    assert placed(wish(CueKind.COUNT, 3_000, "two"), wish(CueKind.HALFWAY, 15_000, "halfway")) == [
        (3_000, "two"),
        (15_000, "halfway"),
    ]


def test_of_two_at_one_moment_the_lower_one_moves_within_its_slack() -> None:
    assert placed(
        wish(CueKind.TECHNIQUE, 10_000, "hips down"), wish(CueKind.HALFWAY, 9_500, "halfway")
    ) == [(9_500, "halfway"), (10_500 + GAP_MS, "hips down")]


def test_it_takes_its_short_form_where_the_long_one_is_too_late() -> None:
    low_end = wish(CueKind.LOW_END, 10_000, "sixty seconds stay or leave", "stay")
    halfway = wish(CueKind.REST, 12_000, "a", sound=None)
    assert placed(low_end, halfway) == [(10_000, "stay"), (12_000, "a")]


def test_it_is_left_out_where_nothing_fits() -> None:
    counts = [wish(CueKind.COUNT, 5_000, "two")]
    assert placed(wish(CueKind.TECHNIQUE, 4_000, "one two three four"), *counts) == [
        (4_000, "one two three four")
    ]


@pytest.mark.parametrize(("at", "there"), [(25_000, True), (25_001, False)])
def test_words_end_four_seconds_before_the_end(at: int, there: bool) -> None:
    assert bool(placed(wish(CueKind.SWITCH, at, "left"))) is there


def test_a_sound_may_stand_in_the_last_seconds() -> None:
    chime = wish(CueKind.LOW_END, 29_360, "", sound="low-end")
    assert placed(chime) == [(29_360, "low-end")]
    assert placed(wish(CueKind.LOW_END, 29_361, "", sound="low-end")) == []


def test_beeps_yield_to_nothing() -> None:
    """A chime that falls on them moves or goes; a lost beep would miscount the seconds."""
    chime = wish(CueKind.LOW_END, 28_900, "", sound="low-end")
    assert placed(*countdown(LENGTH), chime) == [
        (27_000, "beep"),
        (28_000, "beep"),
        (29_000, "beep"),
        (29_000 + SOUND_MS["beep"] + GAP_MS, "low-end"),
    ]


@pytest.mark.parametrize(("length_ms", "beeps"), [(4_000, 0), (4_001, 3)])
def test_only_a_stretch_above_four_seconds_is_counted_down(length_ms: int, beeps: int) -> None:
    assert len(countdown(length_ms)) == beeps


def test_the_brief_words_go_with_the_full_ones() -> None:
    wording = Wording((Line("one two three", "123"), Line("", "123")), "one")
    (full,) = place([Wish(CueKind.REST, 0, wording, "switch")], 10_000, speech_ms).cues
    (bare,) = place([Wish(CueKind.REST, 0, wording, "switch")], 5_000, speech_ms).cues
    assert full == Cue(0, CueKind.REST, "one two three", "switch", "123", "one", 3_600)
    assert bare == Cue(0, CueKind.REST, "", "switch", "123", "", 480, Form.SOUND)


@pytest.mark.parametrize(
    ("text", "sound", "ms"),
    [("", None, 0), ("", "beep", 120), ("a b", None, 2_000), ("a b", "beep", 2_240)],
)
def test_a_cue_is_its_sound_a_gap_and_its_words(text: str, sound: str | None, ms: int) -> None:
    assert cue_length(text, sound, speech_ms) == ms


def test_every_kind_has_a_rank() -> None:
    for kind in CueKind:
        assert placed(wish(kind, 0, "word")) == [(0, "word")]


def forms(*wishes: Wish, length_ms: int = LENGTH) -> list[tuple[str, str]]:
    """The form of each cue that found a place."""
    return [(cue.text or "-", cue.form) for cue in place(wishes, length_ms, speech_ms).cues]


def test_each_cue_tells_in_which_form_it_is_heard() -> None:
    announce = wish(CueKind.ANNOUNCE, 0, "a b c d", "a b", sound="switch")
    assert forms(announce, length_ms=12_000) == [("a b c d", "full")]
    assert forms(announce, length_ms=8_000) == [("a b", "short")]
    bare = wish(CueKind.SWITCH, 0, "a b", "", sound="switch")
    assert forms(bare, length_ms=4_500) == [("-", "sound")]


@pytest.mark.parametrize(
    ("others", "length_ms", "why"),
    [
        ([wish(CueKind.LOW_END, 15_000, "a b")], LENGTH, "yields to low-end"),
        ([wish(CueKind.LOW_END, 13_000, "a b c d")], LENGTH, "yields to low-end"),
        ([], 16_500, "quiet-end"),
    ],
)
def test_what_found_no_room_tells_why(others: list[Wish], length_ms: int, why: str) -> None:
    late = wish(CueKind.HALFWAY, 15_000, "it is halfway")
    made = place([*others, late], length_ms, speech_ms)
    assert [(each.at_ms, each.kind, each.text, each.why) for each in made.yielded] == [
        (15_000, CueKind.HALFWAY, "it is halfway", why)
    ]


def test_a_wish_may_bring_its_own_slack() -> None:
    tone = wish(CueKind.WORK, 0, "", sound="start")
    number = wish(CueKind.COUNT, 0, "two")
    assert placed(tone, number._replace(slack_ms=400)) == [(0, "start")]
    assert placed(tone, number._replace(slack_ms=500)) == [(0, "start"), (480, "two")]
