"""The speaker beside a real session: what the player is told, and when words are said again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from app.audio.score import Note
from app.audio.tones import tone
from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.session.clock import Course
from app.session.engine import LEAD_MS, Session
from app.session.events import Event, Resumed
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Block, Cue, CueKind, Phase, Segment, Timeline
from app.timeline.placing import GAP_MS, QUIET_TAIL_MS
from app.voice.cue_score import words_ms, words_of
from app.voice.port import VoiceSettings
from app.voice.synthesiser import SynthesisError
from tests.fakes import timeline
from tests.voice.speaker_room import PER_LETTER_MS, STEPS, Room, SlowSpeech, spoken


@pytest.fixture
def room(tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> Iterator[Room]:
    plan = timeline(STEPS, catalogue, compiler)
    made = Room(tmp_path / "voice", lambda clock: Session(plan, clock, compiler, lead_ms=LEAD_MS))
    yield made
    made.engine.let_go()
    for each in made.speakers:
        each.close()


# --- rendering ahead -----------------------------------------------------------------------------


def test_texts_are_rendered_once_in_the_order_of_need(room: Room) -> None:
    room.attended()
    assert room.engine.asked == room.texts()


def test_a_session_taken_up_in_its_middle_has_its_next_words_first(
    room: Room, catalogue: Catalogue, compiler: Compiler
) -> None:
    room.session.start()
    room.to(60_000)
    room.session.pause()
    plan = timeline(STEPS, catalogue, compiler)
    room.session = Session.resumed(room.session.snapshot(), plan, room.clock, compiler)
    room.attended()
    first = next(cue.text for cue in room.cues if cue.text and cue.at_ms >= 60_000)
    assert room.engine.asked[0] == first
    assert set(room.engine.asked) == set(room.texts())


def test_a_second_session_finds_all_in_the_cache(room: Room) -> None:
    for _ in range(2):
        room.attended()
    assert room.engine.asked == room.texts()


@pytest.mark.parametrize("level", [VoiceLevel.TONES, VoiceLevel.SILENT])
def test_a_level_without_words_starts_no_engine(room: Room, level: VoiceLevel) -> None:
    made = room.attended(level)
    assert made.settled
    assert made._renderer
    assert made._renderer._thread is None


# --- what the player is told ---------------------------------------------------------------------


def test_nothing_is_followed_before_the_start(room: Room) -> None:
    room.attended()
    assert room.player.told == []
    room.session.start()
    assert room.player.told == [Course(room.clock.now_ms() + LEAD_MS, 0)]


@pytest.mark.parametrize("lead_ms", [None, 60])
def test_the_lead_is_the_one_that_the_player_needs(room: Room, lead_ms: int | None) -> None:
    made = room.attended()
    room.player.lead_ms = lead_ms
    room.session.start(made.lead_ms)
    assert room.player.told == [Course(room.clock.now_ms() + (lead_ms or LEAD_MS), 0)]


@pytest.mark.parametrize("level", list(VoiceLevel))
def test_each_level_has_exactly_its_notes(room: Room, level: VoiceLevel) -> None:
    room.attended(level)
    room.session.start()
    assert [(note.at_ms, note.clip) for note in room.words()] == [
        (words_ms(cue), spoken(words_of(cue, level))) for cue in room.cues if words_of(cue, level)
    ]
    sounds = [] if level is VoiceLevel.SILENT else [cue for cue in room.cues if cue.sound]
    assert [(note.at_ms, note.clip) for note in room.tones()] == [
        (cue.at_ms, tone(cue.sound or "")) for cue in sounds
    ]


def test_volumes_are_those_of_the_settings(room: Room) -> None:
    made = room.speaker(settings=VoiceSettings(voice_volume=50, tone_volume=0))
    made.attend(room.session)
    room.ready(made)
    room.session.start()
    assert {note.gain for note in room.words()} == {0.5}
    assert {note.gain for note in room.tones()} == {0.0}


def test_words_that_are_not_there_at_the_start_come_when_they_are(room: Room) -> None:
    room.engine = SlowSpeech(held=True)
    made = room.speaker()
    made.attend(room.session)
    room.session.start()
    assert room.words() == []
    assert room.tones()
    room.engine.let_go()
    room.ready(made)
    assert len(room.words()) == len([cue for cue in room.cues if cue.text])
    assert len(room.player.told) == 1, "nobody has to tell the player"


def test_a_pause_stops_and_a_resume_follows_from_there(room: Room) -> None:
    room.attended()
    room.session.start()
    room.to(20_500)
    room.session.pause()
    assert room.player.told[-1] == "stop"
    room.clock.advance(60_000)
    room.session.resume()
    assert room.following() == Course(room.clock.now_ms() + LEAD_MS, 20_500)
    assert len(room.player.told) == 3


def test_a_gap_and_a_stop_are_silent(room: Room) -> None:
    room.attended()
    room.session.start()
    room.clock.advance(10**7)
    room.session.tick()
    assert room.session.state is State.PAUSED
    assert room.player.told[-1] == "stop"
    room.session.resume()
    room.session.stop()
    assert room.player.told[-1] == "stop"


def test_the_last_words_are_not_cut_off_by_the_end(room: Room) -> None:
    room.attended()
    room.session.start()
    room.to(room.session.timeline.total_ms)
    assert room.session.state is State.FINISHED
    assert len(room.player.told) == 1
    last = room.words(room.session.timeline.total_ms)
    assert [note.clip for note in last] == [spoken(room.cues[-1].text)]


@pytest.mark.parametrize("jump", ["next", "previous", "restart_step", "skip"])
def test_a_jump_stops_and_follows_only_what_comes_from_there(room: Room, jump: str) -> None:
    made = room.attended()
    room.session.start()
    room.to(40_000)
    begun = len(room.player.told)
    getattr(room.session, jump)()
    room.ready(made)
    assert room.player.told[begun:].count("stop") == 1
    assert room.player.told[-2] == "stop"
    assert room.following() == room.session.course
    assert room.following().position_ms == room.session.position_ms
    heard = {note.clip for note in room.words(room.session.position_ms)}
    assert heard == {
        spoken(x.text) for x in room.cues if x.text and x.at_ms >= room.session.position_ms
    }


def test_a_jump_while_paused_is_heard_when_resumed(room: Room) -> None:
    room.attended()
    room.session.start()
    room.to(30_000)
    room.session.pause()
    room.session.next()
    assert room.player.told[-1] == "stop"
    room.session.resume()
    assert room.following().position_ms == room.session.position_ms
    assert room.following() == room.session.course


def test_longer_tells_the_new_plan_along_the_same_course_and_stops_nothing(room: Room) -> None:
    made = room.attended()
    room.session.start()
    before = room.following()
    room.to(40_000)
    end = room.cues[-1].at_ms
    room.session.longer()
    room.ready(made)
    assert "stop" not in room.player.told
    assert room.following().clock_at(0) == before.clock_at(0)
    assert room.following().position_ms == 40_000
    assert room.cues[-1].at_ms > end
    assert [note.at_ms for note in room.words()] == [words_ms(x) for x in room.cues if x.text]


def test_longer_renders_only_what_is_new(room: Room) -> None:
    made = room.attended()
    asked = len(room.engine.asked)
    room.session.start()
    room.to(40_000)
    room.session.longer()
    room.ready(made)
    new = room.engine.asked[asked:]
    assert new
    assert not set(new) & set(room.engine.asked[:asked])


def test_a_change_while_paused_starts_nothing(room: Room) -> None:
    room.attended()
    room.session.start()
    room.to(40_000)
    room.session.pause()
    told = len(room.player.told)
    room.session.longer()
    assert len(room.player.told) == told


# --- words that a pause cut off ------------------------------------------------------------------


def middle_of(cue: Cue) -> int:
    return words_ms(cue) + PER_LETTER_MS * len(cue.text) // 2


def paused_in(room: Room, cue: Cue) -> int:
    """Pause in the middle of a cue's words and go on; where that was."""
    room.to(middle_of(cue))
    position = room.session.position_ms
    room.session.pause()
    room.clock.advance(30_000)
    room.session.resume()
    return position


def test_words_that_a_pause_cut_off_are_said_again_where_there_is_room(room: Room) -> None:
    room.attended()
    room.session.start()
    hold = next(x for x in room.session.timeline.segments if x.phase is Phase.HOLD)
    cue = room.cue(CueKind.TECHNIQUE, from_ms=hold.start_ms)
    position = paused_in(room, cue)
    assert Note(position, spoken(cue.text)) in room.words(position, position + 1)


def test_they_are_not_said_where_other_words_or_the_quiet_end_would_be_met(room: Room) -> None:
    made = room.attended()
    room.session.start()
    for cue in [cue for cue in room.cues if cue.text][:-1]:
        if cue.at_ms < room.session.position_ms:
            continue
        position = paused_in(room, cue)
        segment = room.session.segment
        assert segment
        begins = [note.clip for note in room.words(position, position + 1)]
        room_to = min(
            [x.at_ms - GAP_MS for x in room.cues if x.at_ms >= position and (x.text or x.sound)]
            + [segment.end_ms - QUIET_TAIL_MS]
        )
        fits = position + spoken(cue.text).length_ms <= room_to
        assert begins == ([spoken(cue.text)] if fits else [])
    assert made.problem == ""


class StillSession:
    """A session that stands in one segment, between hand-written cues."""

    def __init__(self, position_ms: int, segment: Segment, *cues: Cue) -> None:
        self.position_ms, self.segment = position_ms, segment
        self.timeline = Timeline("still", "Still", (), cues)
        self.course = Course(0, position_ms)
        self.count_in = None

    def listen(self, listener: Callable[[Event], None]) -> None:
        self._listener = listener

    def resume(self) -> None:
        self._listener(Resumed())


@pytest.mark.parametrize(
    ("end_ms", "next_ms", "begin_ms", "again"),
    [
        (10_000 + QUIET_TAIL_MS, 99_000, 0, True),
        (9999 + QUIET_TAIL_MS, 99_000, 0, False),
        (90_000, 10_000 + GAP_MS, 0, True),
        (90_000, 9999 + GAP_MS, 0, False),
        (90_000, 99_000, 8500, True),
        (90_000, 99_000, 8501, False),
    ],
)
def test_they_are_said_again_only_where_they_fit_into_their_own_segment(
    room: Room, end_ms: int, next_ms: int, begin_ms: int, again: bool
) -> None:
    text = "A" * 20  # one second
    cues = [Cue(at, CueKind.TECHNIQUE, x, None, x) for at, x in ((8500, text), (next_ms, "B"))]
    segment = Segment(begin_ms, Block(end_ms - begin_ms, Phase.HOLD, "", ()), 0)
    session = StillSession(9000, segment, *cues)
    made = room.speaker()
    made.attend(cast(Session, session))
    assert made._renderer
    made._renderer._clips[text] = spoken(text)
    session.resume()
    assert bool(room.words(9000, 9001)) is again


def test_a_pause_between_words_repeats_nothing(room: Room) -> None:
    room.attended()
    room.session.start()
    hold = next(x for x in room.session.timeline.segments if x.phase is Phase.HOLD)
    room.to(hold.start_ms + 5000)
    room.session.pause()
    room.session.resume()
    assert room.words(hold.start_ms + 5000, hold.start_ms + 5001) == []


def test_a_repeat_is_forgotten_with_the_next_jump(room: Room) -> None:
    room.attended()
    room.session.start()
    position = paused_in(room, room.cue(CueKind.TECHNIQUE))
    room.session.next()
    assert room.words(position, position + 1) == []


def test_at_another_level_other_words_were_cut_off(room: Room) -> None:
    made = room.attended()
    room.session.start()
    room.to(middle_of(room.cue(CueKind.TECHNIQUE)))
    position = room.session.position_ms
    room.session.pause()
    made.level = VoiceLevel.BRIEF
    room.ready(made)
    room.session.resume()
    assert room.words(position, position + 1) == []


# --- levels --------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [VoiceLevel.TONES, VoiceLevel.SILENT])
def test_going_quiet_stops_what_is_being_said(room: Room, level: VoiceLevel) -> None:
    made = room.attended()
    room.session.start()
    room.to(2000)
    made.level = level
    assert room.player.told[-2:] == ["stop", Course(room.clock.now_ms(), 2000)]
    assert room.words() == []
    assert bool(room.tones()) is (level is VoiceLevel.TONES)


def test_saying_less_lets_the_sentence_end(room: Room) -> None:
    made = room.attended()
    room.session.start()
    made.level = VoiceLevel.BRIEF
    room.ready(made)
    assert "stop" not in room.player.told
    assert {note.clip for note in room.words()} == {
        spoken(text) for text in room.texts(VoiceLevel.BRIEF)
    }


def test_going_louder_brings_the_coming_words_first(room: Room) -> None:
    made = room.attended(VoiceLevel.TONES)
    room.session.start()
    room.to(40_000)
    made.level = VoiceLevel.FULL
    room.ready(made)
    assert room.engine.asked[0] == next(x.text for x in room.cues if x.text and x.at_ms >= 40_000)
    assert "stop" not in room.player.told
    assert room.following().position_ms == 40_000
    assert room.words(40_000)


def test_a_level_may_be_set_without_a_session_or_while_paused(room: Room) -> None:
    made = room.speaker()
    made.level = VoiceLevel.SILENT
    made.level = VoiceLevel.FULL
    made.attend(room.session)
    made.level = VoiceLevel.BRIEF
    assert not any(isinstance(told, Course) for told in room.player.told)
    room.session.start()
    room.session.pause()
    made.level = VoiceLevel.TONES
    made.level = VoiceLevel.FULL
    assert room.player.told[-1] == "stop"


# --- being ready ---------------------------------------------------------------------------------


def test_settled_means_that_the_first_words_are_there(room: Room) -> None:
    room.engine = SlowSpeech(held=True)
    made = room.speaker()
    made.attend(room.session)
    assert not made.settled
    room.engine.let_go()
    room.ready(made)
    assert made.settled
    assert made.problem == ""


def test_settled_waits_for_a_device_that_wakes_unless_silence_is_wanted(room: Room) -> None:
    made = room.attended()
    room.player.settled = False
    assert not made.settled
    made.level = VoiceLevel.TONES
    assert not made.settled
    made.level = VoiceLevel.SILENT
    assert made.settled


def test_a_failure_settles(room: Room) -> None:
    room.engine.failures[room.texts()[0]] = SynthesisError("The voice engine failed.")
    made = room.attended()
    assert made.settled
    assert made.problem == "The voice engine failed."


def test_a_session_led_to_its_end_while_it_stands_says_its_last_words(room: Room) -> None:
    speaker = room.attended()
    room.session.start()
    room.session.pause()
    while room.session.state is State.PAUSED:
        room.session.next()
    assert room.session.state is State.FINISHED
    assert isinstance(room.player.told[-1], Course)
    end = room.session.timeline.total_ms
    assert room.player.told[-1].position_ms == end
    room.ready(speaker)
    assert [note.spoken for note in room.player.notes(end)] == [False, True]


def test_a_session_that_runs_to_its_end_keeps_its_course(room: Room) -> None:
    room.attended()
    room.session.start()
    while room.session.state is State.RUNNING:
        room.clock.advance(1000)
        room.session.tick()
    assert room.session.state is State.FINISHED
    assert len(room.player.told) == 1
