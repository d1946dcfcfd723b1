"""A voice tried out: whatever engine and loudspeaker do, the page has an honest line to show."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.audio.player import SilentPlayer
from app.audio.score import Note, Score
from app.audio.tones import tone
from app.session.clock import Course, exact_ms, wait
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Speech, Synthesiser, SynthesisError, Unavailable, VoiceChoice
from app.voice.trial import Trial, has_piper
from app.voice.trial_words import Status
from tests.voice.fakes_voice import square

AMERICAN = VoiceChoice("gmw/en-us", "English (America)", ("en-us", "en"))
SCOTTISH = VoiceChoice("gmw/en-gb-scotland", "English (Scotland)", ("en-gb-scotland", "en"))
GERMAN = VoiceChoice("gmw/de", "German", ("de",))
WORDS = "Right knee forward."
USUAL = VoiceSettings()


class Engine:
    """Speaks and lists at once, or when it is let, unless it is told to fail."""

    name = "fake"

    def __init__(self, *voices: VoiceChoice, stands_in: str = "") -> None:
        self.listed = voices
        self.stands_in = stands_in
        self.failure: Exception | None = None
        self.asked: list[tuple[str, str, int]] = []
        self.closed = False
        self.started = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def _wait(self) -> None:
        self.started.set()
        self.gate.wait()
        if self.closed:
            raise SynthesisError("Closed.")
        if self.failure:
            raise self.failure

    def render(self, text: str, voice: str, rate: int) -> Speech:
        self.asked.append((text, voice, rate))
        self._wait()
        return Speech(square(20), self.stands_in)

    def voices(self) -> tuple[VoiceChoice, ...]:
        self._wait()
        return self.listed

    def rest(self) -> None:
        raise AssertionError("a trial closes its engines")

    def close(self) -> None:
        self.closed = True
        self.gate.set()


class Player:
    """Remembers what it was to play; `settled` and `problem` as a test sets them."""

    def __init__(self) -> None:
        self.settled = True
        self.lead_ms: int | None = None
        self.problem = ""
        self.followed: list[tuple[list[Note], Course]] = []
        self.stops = 0
        self.closed = False

    def follow(self, score: Score, course: Course) -> None:
        self.followed.append((list(score.notes(0, 1_000_000)), course))

    def stop(self) -> None:
        self.stops += 1

    def close(self) -> None:
        self.closed = True


class Room:
    """A trial with one engine after the other, the last for ever, and a player."""

    def __init__(self) -> None:
        self.engines: list[Synthesiser | Unavailable] = [Engine(AMERICAN, GERMAN)]
        self.found: list[VoiceSettings] = []
        self.player = Player()
        self.opened = 0
        self.trial = Trial(self.find, self.open_player, lead_ms=0)

    def find(self, settings: VoiceSettings) -> Synthesiser | Unavailable:
        self.found.append(settings)
        return self.engines.pop(0) if len(self.engines) > 1 else self.engines[0]

    def open_player(self) -> Player:
        self.opened += 1
        return self.player

    def line(self) -> str:
        """The status when nothing is under way any more."""
        until(lambda: not self.trial.status.busy and not self.trial.is_playing)
        return self.trial.status.text

    def look(self, settings: VoiceSettings = USUAL) -> str:
        self.trial.look(settings)
        return self.line()

    def play(self, settings: VoiceSettings = USUAL) -> str:
        self.trial.play(settings, WORDS)
        return self.line()


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.trial.close()


def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        wait(0.005)
    pytest.fail("it has not come to pass")


# Which voices there are.


def test_nothing_is_asked_before_the_page_asks(room: Room) -> None:
    assert room.trial.status == Status()
    assert room.trial.voices == ()
    assert not room.found
    assert not room.opened


def test_the_voices_are_listed_and_the_one_that_will_speak_is_named(room: Room) -> None:
    assert room.look() == "English (America) will speak."
    assert room.trial.voices == (AMERICAN, GERMAN)
    assert not room.trial.status.fault
    assert room.found == [USUAL]
    assert not room.opened, "to look at voices no loudspeaker is needed"


def test_while_they_are_looked_for_that_is_said(room: Room) -> None:
    engine = Engine(AMERICAN)
    engine.gate.clear()
    room.engines = [engine]
    room.trial.look(USUAL)
    assert room.trial.status == Status("Looking for voices…", busy=True)
    engine.gate.set()
    assert room.line() == "English (America) will speak."
    until(lambda: engine.closed)


def test_a_voice_installed_later_is_found_and_the_list_stays_until_then(room: Room) -> None:
    later = Engine(AMERICAN, SCOTTISH)
    later.gate.clear()
    room.engines = [Engine(AMERICAN), later]
    room.look()
    room.trial.look(USUAL)
    assert room.trial.voices == (AMERICAN,)
    assert room.trial.status.text == "English (America) will speak."
    later.gate.set()
    until(lambda: room.trial.voices == (AMERICAN, SCOTTISH))


def test_an_engine_installed_later_is_found(room: Room) -> None:
    room.engines = [Unavailable("No voice: none is installed."), Engine(AMERICAN)]
    assert room.look() == "No voice: none is installed."
    assert room.trial.status.fault
    room.trial.look(USUAL)
    until(lambda: room.trial.status == Status("English (America) will speak."))


def test_only_the_last_look_counts(room: Room) -> None:
    slow = Engine(GERMAN)
    slow.gate.clear()
    room.engines = [slow, Engine(AMERICAN)]
    room.trial.look(USUAL)
    assert slow.started.wait(10)
    assert room.look() == "English (America) will speak."
    assert slow.closed
    assert room.trial.voices == (AMERICAN,)


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        (SynthesisError("No voice: the engine hangs."), "No voice: the engine hangs."),
        (RuntimeError("oh"), "No voice: the engine cannot list its voices."),
    ],
)
def test_an_engine_that_cannot_list_is_a_sentence(
    room: Room, failure: Exception, line: str
) -> None:
    logging.disable()
    engine = Engine(AMERICAN)
    engine.failure = failure
    room.engines = [engine]
    try:
        assert room.look() == line
    finally:
        logging.disable(logging.NOTSET)
    assert room.trial.status.fault
    assert room.trial.voices == ()


def test_the_line_follows_the_settings_without_another_look(room: Room) -> None:
    room.engines = [Engine(AMERICAN, SCOTTISH, GERMAN)]
    room.look()
    room.trial.adopt(USUAL._replace(voice=SCOTTISH.id))
    assert room.trial.status.text == "English (Scotland) will speak."
    room.trial.adopt(USUAL._replace(language="de"))
    assert room.trial.status.text == "German will speak."
    assert len(room.found) == 1


def test_a_language_without_a_voice_is_told(room: Room) -> None:
    room.engines = [Engine(AMERICAN)]
    line = room.look(USUAL._replace(language="de"))
    assert line == "This computer has no voice for German; English (America) will speak."
    assert room.trial.status.fault


def test_a_voice_that_is_gone_is_told(room: Room) -> None:
    line = room.look(USUAL._replace(voice="Anna"))
    assert line == "This computer has no voice Anna; English (America) will speak."


def test_piper_tells_what_it_lacks(room: Room, tmp_path: Path) -> None:
    line = room.look(USUAL._replace(engine="piper", piper_voice=str(tmp_path / "eva.onnx")))
    assert line.startswith("Piper cannot speak because")
    assert room.trial.status.fault


def test_the_voices_of_another_engine_are_not_shown(room: Room) -> None:
    room.look()
    held = Engine()
    held.gate.clear()
    room.engines = [held]
    room.trial.look(USUAL._replace(engine="piper"))
    assert room.trial.voices == ()
    assert room.trial.status.busy


# A sample.


def test_a_tone_and_then_the_words_are_played_as_loud_as_they_are_set(room: Room) -> None:
    before = exact_ms()
    room.play(USUAL._replace(voice=GERMAN.id, rate=140, voice_volume=80, tone_volume=25))
    ((notes, course),) = room.player.followed
    begin, words = notes
    assert (begin.clip, begin.gain, begin.spoken) == (tone("start"), 0.25, False)
    assert (words.clip, words.gain, words.spoken) == (square(20), 0.8, True)
    assert words.at_ms > begin.at_ms + begin.clip.length_ms
    assert before <= course.clock_at(0) <= exact_ms()


def test_the_engine_gets_what_is_set_and_is_let_go_of(room: Room) -> None:
    engine = Engine(AMERICAN)
    room.engines = [engine]
    room.play(USUAL._replace(language="de", rate=140))
    assert engine.asked == [(WORDS, "de", 140)]
    assert engine.closed


def test_every_sample_has_an_engine_of_its_own_and_all_have_one_player(room: Room) -> None:
    one, two = Engine(AMERICAN), Engine(AMERICAN)
    room.engines = [one, two]
    room.play()
    room.play()
    assert len(one.asked) == len(two.asked) == 1
    assert room.opened == 1
    assert len(room.player.followed) == 2


def test_the_line_tells_each_step(room: Room) -> None:
    engine = Engine(AMERICAN)
    room.engines = [Engine(AMERICAN), engine]
    room.look()
    engine.gate.clear()
    room.player.settled = False
    room.trial.play(USUAL, WORDS)
    assert room.trial.status == Status("Listening for the voice…", busy=True)
    assert room.trial.is_playing
    engine.gate.set()
    until(lambda: room.trial.status == Status("Waking the loudspeaker…", busy=True))
    assert not room.player.followed
    room.player.settled = True
    until(lambda: room.trial.status.text == "Speaking with English (America).")
    assert room.line().startswith("That was English (America). If you heard nothing,")
    assert not room.trial.status.fault


def test_a_stand_in_is_named(room: Room) -> None:
    line = "Piper cannot speak because its file is damaged, so this computer's own voice does."
    room.engines = [Engine(AMERICAN, stands_in=line)]
    assert room.play() == line
    assert room.trial.status.fault
    assert len(room.player.followed[0][0]) == 2


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        (SynthesisError("No voice: it has no disk."), "No voice: it has no disk."),
        (OSError("oh"), "No voice: the engine has failed; the log says why."),
    ],
)
def test_without_words_the_tone_is_still_heard(room: Room, failure: Exception, line: str) -> None:
    logging.disable()
    engine = Engine(AMERICAN)
    engine.failure = failure
    room.engines = [engine]
    try:
        assert room.play() == line
    finally:
        logging.disable(logging.NOTSET)
    assert room.trial.status.fault
    assert [note.spoken for note in room.player.followed[0][0]] == [False]


def test_without_an_engine_the_tone_is_still_heard(room: Room) -> None:
    room.engines = [Unavailable("No voice: none is installed.")]
    assert room.play() == "No voice: none is installed."
    assert len(room.player.followed[0][0]) == 1


def test_without_a_loudspeaker_that_is_said(room: Room) -> None:
    room.player.problem = "No sound: this computer has no loudspeaker."
    assert room.play() == "No sound: this computer has no loudspeaker."
    assert room.trial.status.fault
    assert not room.player.followed


def test_a_loudspeaker_lost_on_the_way_is_told(room: Room) -> None:
    room.trial.play(USUAL, WORDS)
    until(lambda: bool(room.player.followed))
    room.player.problem = "No sound: the loudspeaker is gone."
    assert room.line() == "No sound: the loudspeaker is gone."


def test_a_player_that_cannot_be_opened_is_a_sentence() -> None:
    def refuse() -> SilentPlayer:
        raise OSError("no more processes")

    logging.disable()
    trial = Trial(lambda _: Engine(AMERICAN), refuse)
    try:
        trial.play(USUAL, WORDS)
        until(lambda: not trial.status.busy)
    finally:
        logging.disable(logging.NOTSET)
    assert trial.status == Status("No sound: the test has failed; the log says why.", fault=True)
    trial.close()


def test_a_voice_turned_down_to_nothing_is_no_riddle(room: Room) -> None:
    assert room.play(USUAL._replace(voice_volume=0)) == "The voice is turned down to nothing."


def test_other_settings_silence_the_sample_and_take_back_its_line(room: Room) -> None:
    room.look()
    room.trial.play(USUAL, WORDS)
    until(lambda: bool(room.player.followed))
    room.trial.adopt(USUAL._replace(voice_volume=50))
    assert room.player.stops == 1
    assert room.trial.status.text == "English (America) will speak."
    assert not room.trial.is_playing


def test_a_new_sample_takes_the_place_of_one_that_hangs(room: Room) -> None:
    stuck = Engine(AMERICAN)
    stuck.gate.clear()
    room.engines = [stuck, Engine(AMERICAN)]
    room.trial.play(USUAL, WORDS)
    assert stuck.started.wait(10)
    room.play()
    assert stuck.closed
    assert len(room.player.followed) == 1


# The end.


def test_closing_lets_go_of_everything_also_in_the_middle(room: Room) -> None:
    looking, playing = Engine(AMERICAN), Engine(AMERICAN)
    for engine in (looking, playing):
        engine.gate.clear()
    room.engines = [looking, playing]
    room.trial.look(USUAL)
    assert looking.started.wait(10)
    room.trial.play(USUAL, WORDS)
    assert playing.started.wait(10)
    room.trial.close()
    assert looking.closed
    assert playing.closed
    assert room.player.closed
    assert not room.player.followed


def test_a_player_that_comes_after_the_end_is_closed_too() -> None:
    player, opening, gate = Player(), threading.Event(), threading.Event()

    def slowly() -> Player:
        opening.set()
        gate.wait()
        return player

    trial = Trial(lambda _: Engine(AMERICAN), slowly)
    trial.play(USUAL, WORDS)
    assert opening.wait(10)
    trial.close()
    gate.set()
    until(lambda: player.closed)
    assert not player.followed


def test_an_engine_that_comes_after_the_end_is_closed_too() -> None:
    engine, finding, gate = Engine(AMERICAN), threading.Event(), threading.Event()

    def slowly(_: VoiceSettings) -> Engine:
        finding.set()
        gate.wait()
        return engine

    trial = Trial(slowly, Player)
    trial.look(USUAL)
    assert finding.wait(10)
    trial.close()
    gate.set()
    until(lambda: engine.closed)


def test_closing_twice_or_with_a_player_that_fails_is_no_fault(room: Room) -> None:
    class Stubborn(Player):
        def close(self) -> None:
            raise OSError("busy")

    logging.disable()
    room.player = Stubborn()
    try:
        room.play()
        room.trial.close()
        room.trial.close()
    finally:
        logging.disable(logging.NOTSET)


def test_piper_is_looked_for_by_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    assert not has_piper()
    (tmp_path / "piper").mkdir()
    (tmp_path / "piper" / "__init__.py").touch()
    assert has_piper()
