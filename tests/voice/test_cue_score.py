"""Cues as notes: which of them sound, how strong, and what has no room."""

from __future__ import annotations

import logging
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audio.clips import Clip
from app.audio.score import FixedScore, Note
from app.audio.tones import tone
from app.routine.model import VoiceLevel
from app.timeline.placing import GAP_MS, SOUND_MS
from app.voice.cue_score import CueScore, Gains, words_ms, words_of
from tests.voice.fakes_voice import RATE_HZ, FakeCue, clip_of, square

WELCOME: Final = FakeCue(0, text="Welcome to the evening.", brief="Welcome.")
WORK: Final = FakeCue(9000, sound="start")
SWITCH: Final = FakeCue(40_000, text="Switch. Left knee forward.", brief="Left.", sound="switch")
HALFWAY: Final = FakeCue(50_000, text="Halfway.")
CUES: Final = (WELCOME, WORK, SWITCH, HALFWAY)
END_MS: Final = 60_000

BEHIND: Final = SOUND_MS["switch"] + GAP_MS


def score(level: VoiceLevel = VoiceLevel.FULL, gains: Gains = Gains()) -> CueScore:  # noqa: B008
    return CueScore(CUES, clip_of, level, gains)


def test_words_and_tones_begin_where_the_plan_has_them() -> None:
    assert score().notes(0, END_MS) == [
        Note(0, clip_of(WELCOME.text)),
        Note(9000, tone("start"), spoken=False),
        Note(40_000, tone("switch"), spoken=False),
        Note(40_000 + BEHIND, clip_of(SWITCH.text)),
        Note(50_000, clip_of(HALFWAY.text)),
    ]
    assert words_ms(SWITCH) == 40_000 + BEHIND
    assert words_ms(HALFWAY) == 50_000


@pytest.mark.parametrize(
    ("level", "sounds", "words"),
    [
        (VoiceLevel.FULL, [9000, 40_000], [WELCOME.text, SWITCH.text, HALFWAY.text]),
        (VoiceLevel.BRIEF, [9000, 40_000], [WELCOME.brief, SWITCH.brief]),
        (VoiceLevel.TONES, [9000, 40_000], []),
        (VoiceLevel.SILENT, [], []),
    ],
)
def test_each_level_has_exactly_its_notes(
    level: VoiceLevel, sounds: list[int], words: list[str]
) -> None:
    notes = score(level).notes(0, END_MS)
    assert [note.at_ms for note in notes if not note.spoken] == sounds
    assert [note.clip for note in notes if note.spoken] == [clip_of(text) for text in words]
    assert [said for cue in CUES if (said := words_of(cue, level))] == words


def test_volumes_are_apart_for_words_and_tones() -> None:
    notes = score(gains=Gains(voice=0.5, tones=0.0)).notes(0, END_MS)
    assert {(note.spoken, note.gain) for note in notes} == {(True, 0.5), (False, 0.0)}


@given(st.lists(st.integers(0, END_MS), max_size=12))
def test_however_it_is_asked_each_note_is_told_once(cuts: list[int]) -> None:
    made = score()
    edges = [0, *sorted(cuts), END_MS]
    found = [note for a, b in pairwise(edges) for note in made.notes(a, b)]
    assert found == list(made.notes(0, END_MS))


def test_words_behind_a_sound_are_found_from_between_the_two() -> None:
    assert [note.at_ms for note in score().notes(40_001, 41_000)] == [40_000 + BEHIND]


def test_a_clip_that_is_not_there_yet_is_no_note_until_it_is() -> None:
    clips: dict[str, Clip] = {}
    made = CueScore(CUES, clips.get, VoiceLevel.FULL)
    assert [note.spoken for note in made.notes(0, END_MS)] == [False, False]
    clips[SWITCH.text] = clip_of(SWITCH.text)
    assert Note(40_000 + BEHIND, clip_of(SWITCH.text)) in made.notes(0, END_MS)


def test_what_is_too_long_for_its_place_is_left_out_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    cues = (FakeCue(0, text="A", sound="beep"), FakeCue(1000, text="B"), FakeCue(1500, sound="end"))
    lengths = {"A": 1000 - SOUND_MS["beep"] - GAP_MS, "B": 500}
    made = CueScore(cues, lambda text: square(lengths[text]), VoiceLevel.FULL)
    assert [note.at_ms for note in made.notes(0, END_MS)] == [0, 240, 1000, 1500]
    lengths = {"A": lengths["A"] + 30, "B": 501}
    for _ in range(5):
        assert [note.at_ms for note in made.notes(0, END_MS)] == [0, 1500]
    assert [record.message for record in caplog.records] == [
        "too long for its place by 30 ms: A",
        "too long for its place by 1 ms: B",
    ]


def test_what_is_not_heard_at_a_level_takes_no_room() -> None:
    cues = (FakeCue(0, text="Long words.", brief="Long."), FakeCue(300, text="Others."))
    lengths = {"Long words.": 500, "Long.": 500, "Others.": 100}

    def times(level: VoiceLevel) -> list[int]:
        made = CueScore(cues, lambda text: square(lengths[text]), level)
        return [note.at_ms for note in made.notes(0, END_MS)]

    assert times(VoiceLevel.FULL) == [300]
    assert times(VoiceLevel.BRIEF) == [0]


def test_the_room_after_a_position() -> None:
    assert score().room_ms(1) == 8999
    assert score().room_ms(9000) == 0
    assert score(VoiceLevel.BRIEF).room_ms(40_001) is None
    assert score(VoiceLevel.SILENT).room_ms(0) is None


def test_other_notes_are_told_in_order_with_them() -> None:
    again = Note(20_000, square(100))
    made = CueScore(CUES, clip_of, VoiceLevel.FULL, also=(again,))
    times = [note.at_ms for note in made.notes(0, END_MS)]
    assert times == sorted([*times[:2], 20_000, *times[3:]])
    assert made.notes(20_000, 20_001) == [again]
    assert made.notes(20_001, 20_002) == []


def test_a_fixed_score_is_in_order_whatever_it_was_given() -> None:
    late, early = Note(500, square(10)), Note(-20, Clip(RATE_HZ, b""))
    assert FixedScore(late, early).notes(-100, 501) == [early, late]
    assert FixedScore(late, early).notes(-19, 500) == []


def test_what_is_brief_is_said_where_the_whole_has_no_time() -> None:
    cues = (FakeCue(0, text="The whole of it.", brief="Part."), FakeCue(1000, sound="end"))
    clips = {"The whole of it.": square(1200), "Part.": square(400)}
    made = CueScore(cues, clips.get, VoiceLevel.FULL)
    assert [note.clip for note in made.notes(0, 500)] == [square(400)]
    assert made.too_long == 1
    del clips["Part."]
    assert list(made.notes(0, 500)) == [], "it is asked for, and comes the next time"
