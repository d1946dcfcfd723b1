from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.routine.model import VoiceLevel
from app.timeline.placing import GAP_MS
from app.voice import qt_player, speaker
from app.voice.cache import ClipCache
from app.voice.clips import Clip, silence
from app.voice.player import SilentPlayer
from app.voice.speaker import FAILED, Speaker, open_speaker
from app.voice.synthesiser import BrokenSynthesiser, SynthesisError, Unavailable
from app.voice.tones import tone
from tests.voice.fakes_voice import RATE_HZ, FakeCue, FakePlayer, FakeSynthesiser, clip_of

LONG_S = 60.0

WELCOME = FakeCue(0, text="Welcome to the evening.", brief="Welcome.")
WORK = FakeCue(9000, sound="start")
HALFWAY = FakeCue(30_000, text="Halfway.", brief="Halfway.")
SWITCH = FakeCue(40_000, text="Switch. Left knee forward.", brief="Left.", sound="switch")
LATE = FakeCue(50_000, text="Halfway.")
CUES = (WELCOME, WORK, HALFWAY, SWITCH, LATE)


class Room:
    """A speaker with its pretended engine and player."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = FakeSynthesiser()
        self.player = FakePlayer()
        self.speakers: list[Speaker] = []

    def speaker(self, level: VoiceLevel = VoiceLevel.FULL) -> Speaker:
        made = Speaker(self.engine, ClipCache(self.folder), self.player, level)
        self.speakers.append(made)
        return made

    def ready(self, made: Speaker, *texts: str) -> None:
        """Wait until these texts are rendered."""
        renderer = made._renderer
        assert renderer
        with renderer._changed:
            assert renderer._changed.wait_for(
                lambda: all(text in renderer._clips for text in texts), LONG_S
            )

    def settled(self, made: Speaker, text: str) -> None:
        """Wait until a text has failed."""
        renderer = made._renderer
        assert renderer
        with renderer._changed:
            assert renderer._changed.wait_for(lambda: text in renderer._failed, LONG_S)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "voice")
    yield made
    made.engine.let_go()
    for each in made.speakers:
        each.close()


def test_texts_are_rendered_once_in_the_order_of_need(room: Room) -> None:
    made = room.speaker()
    made.prepare(reversed(CUES))
    room.ready(made, WELCOME.text, HALFWAY.text, SWITCH.text)
    assert room.engine.asked == [WELCOME.text, HALFWAY.text, SWITCH.text]


def test_a_session_may_begin_in_its_middle(room: Room) -> None:
    made = room.speaker()
    made.prepare(CUES, from_ms=35_000)
    room.ready(made, WELCOME.text, HALFWAY.text, SWITCH.text)
    assert room.engine.asked == [SWITCH.text, HALFWAY.text, WELCOME.text]


def test_a_second_session_finds_all_in_the_cache(room: Room) -> None:
    for _ in range(2):
        made = room.speaker()
        made.prepare(CUES)
        room.ready(made, WELCOME.text, HALFWAY.text, SWITCH.text)
    assert len(room.engine.asked) == 3


def test_the_cue_is_heard(room: Room) -> None:
    made = room.speaker()
    made.prepare(CUES)
    room.ready(made, WELCOME.text, SWITCH.text)
    made.speak(WELCOME)
    made.speak(WORK)
    assert room.player.played == [clip_of(WELCOME.text), tone("start")]


def test_a_sound_comes_before_its_words(room: Room) -> None:
    made = room.speaker()
    made.prepare(CUES)
    room.ready(made, SWITCH.text)
    made.speak(SWITCH)
    assert room.player.played == [
        tone("switch"),
        silence(GAP_MS, RATE_HZ),
        clip_of(SWITCH.text),
    ]


def test_words_that_are_late_are_never_heard(room: Room) -> None:
    room.engine = FakeSynthesiser(held=True)
    made = room.speaker()
    made.prepare(CUES)
    made.speak(WELCOME)
    made.speak(SWITCH)
    assert room.player.played == [tone("switch")]
    room.engine.let_go()
    room.ready(made, WELCOME.text, SWITCH.text)
    assert room.player.played == [tone("switch")]


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        (VoiceLevel.FULL, [clip_of("Switch. Left knee forward."), clip_of("Halfway.")]),
        (VoiceLevel.BRIEF, [clip_of("Left.")]),
        (VoiceLevel.TONES, []),
        (VoiceLevel.SILENT, []),
    ],
)
def test_each_level_says_its_own(room: Room, level: VoiceLevel, heard: list[Clip]) -> None:
    made = room.speaker(level)
    made.prepare(CUES)
    said = {VoiceLevel.FULL: (SWITCH.text, LATE.text), VoiceLevel.BRIEF: (SWITCH.brief,)}
    room.ready(made, *said.get(level, ()))
    for cue in (WORK, SWITCH, LATE):
        made.speak(cue)
    sounds = [] if level is VoiceLevel.SILENT else [tone("start"), tone("switch")]
    words = [clip for clip in room.player.played if clip.pcm.strip(b"\0") and clip not in sounds]
    assert words == heard
    assert [clip for clip in room.player.played if clip in sounds] == sounds


@pytest.mark.parametrize("level", [VoiceLevel.TONES, VoiceLevel.SILENT])
def test_a_level_without_words_starts_no_engine(room: Room, level: VoiceLevel) -> None:
    made = room.speaker(level)
    made.prepare(CUES)
    assert made.wait_ready(LONG_S)
    assert made._renderer
    assert made._renderer._thread is None
    assert room.engine.asked == []


def test_a_change_of_level_renders_what_is_still_to_come_first(room: Room) -> None:
    made = room.speaker(VoiceLevel.TONES)
    made.prepare(CUES)
    made.speak(HALFWAY)
    made.level = VoiceLevel.BRIEF
    room.ready(made, WELCOME.brief, HALFWAY.brief, SWITCH.brief)
    assert made.level is VoiceLevel.BRIEF
    assert room.engine.asked == [HALFWAY.brief, SWITCH.brief, WELCOME.brief]


def test_a_change_of_level_overtakes_what_waits(room: Room) -> None:
    room.engine = FakeSynthesiser(held=True)
    made = room.speaker()
    made.prepare(CUES)
    assert room.engine.started.wait(LONG_S)
    made.level = VoiceLevel.BRIEF
    room.engine.let_go()
    room.ready(made, WELCOME.brief, HALFWAY.brief, SWITCH.brief)
    assert room.engine.asked == [WELCOME.text, WELCOME.brief, HALFWAY.brief, SWITCH.brief]


def test_less_voice_hushes_what_sounds_and_more_does_not(room: Room) -> None:
    made = room.speaker()
    made.level = VoiceLevel.BRIEF
    assert room.player.stops == 0
    made.level = VoiceLevel.TONES
    made.level = VoiceLevel.SILENT
    assert room.player.stops == 2
    made.level = VoiceLevel.FULL
    assert room.player.stops == 2


def test_hush_stops_the_player(room: Room) -> None:
    room.speaker().hush()
    assert room.player.stops == 1


def test_a_new_routine_forgets_the_clips_of_the_old_one(room: Room) -> None:
    made = room.speaker()
    made.prepare(CUES)
    room.ready(made, WELCOME.text, HALFWAY.text, SWITCH.text)
    made.prepare([HALFWAY])
    made.speak(WELCOME)
    made.speak(HALFWAY)
    assert room.player.played == [clip_of(HALFWAY.text)]


# --- being ready ---------------------------------------------------------------------------------


def test_ready_means_that_the_first_words_are_there(room: Room) -> None:
    room.engine = FakeSynthesiser(held=True)
    made = room.speaker()
    made.prepare(CUES)
    assert not made.wait_ready(0)
    assert not made.wait_ready(0.05)
    room.engine.let_go()
    assert made.wait_ready(LONG_S)
    made.speak(WELCOME)
    assert room.player.played == [clip_of(WELCOME.text)]


def test_ready_waits_for_a_device_that_wakes(room: Room) -> None:
    made = room.speaker(VoiceLevel.TONES)
    made.prepare(CUES)
    room.player.settled = False
    assert not made._settled()
    room.player.settled = True
    assert made._settled()
    room.player.settled = False
    made.level = VoiceLevel.SILENT
    assert made._settled()


def test_a_failure_ends_the_waiting(room: Room) -> None:
    room.engine.failures[WELCOME.text] = SynthesisError("The voice engine failed.")
    made = room.speaker()
    made.prepare(CUES)
    assert not made.wait_ready(LONG_S)
    assert made.problem == "The voice engine failed."


def test_nothing_to_say_is_ready(room: Room) -> None:
    made = room.speaker()
    assert made.wait_ready(LONG_S)
    made.prepare([WORK])
    assert made.wait_ready(LONG_S)


# --- what goes wrong -----------------------------------------------------------------------------


def test_one_text_that_fails_costs_that_text_alone(room: Room) -> None:
    room.engine.failures[HALFWAY.text] = SynthesisError("The voice engine failed.")
    made = room.speaker()
    made.prepare(CUES)
    room.ready(made, WELCOME.text, SWITCH.text)
    for cue in CUES:
        made.speak(cue)
    assert clip_of(SWITCH.text) in room.player.played
    assert clip_of(HALFWAY.text) not in room.player.played
    made.level = VoiceLevel.BRIEF
    made.level = VoiceLevel.FULL
    made.wait_ready(LONG_S)
    assert room.engine.asked.count(HALFWAY.text) == 1, "what failed is not asked again"
    made.prepare([WELCOME])
    assert made.problem == ""


def test_an_engine_that_gave_up_is_asked_no_more(room: Room) -> None:
    room.engine.failures[WELCOME.text] = BrokenSynthesiser("No voice: it has stopped.")
    made = room.speaker()
    made.prepare(CUES)
    room.settled(made, SWITCH.text)
    assert room.engine.asked == [WELCOME.text]
    assert made.problem == "No voice: it has stopped."
    made.speak(SWITCH)
    assert room.player.played == [tone("switch")], "tones still sound"


def test_an_engine_that_breaks_its_promise_is_logged_and_survived(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.engine.failures[WELCOME.text] = ZeroDivisionError("a bug")
    made = room.speaker()
    made.prepare(CUES)
    room.ready(made, HALFWAY.text, SWITCH.text)
    assert made.problem == FAILED
    assert "ZeroDivisionError" in caplog.text


def test_without_an_engine_the_tones_still_sound(room: Room) -> None:
    made = Speaker(
        Unavailable("No voice: there is none."),
        ClipCache(room.folder),
        room.player,
        VoiceLevel.FULL,
    )
    made.prepare(CUES)
    assert made.wait_ready(LONG_S)
    for cue in CUES:
        made.speak(cue)
    assert room.player.played == [tone("start"), tone("switch")]
    assert made.problem == "No voice: there is none."
    made.level = VoiceLevel.TONES
    assert made.problem == ""
    made.close()
    assert room.player.closed


def test_the_worst_problem_is_told_and_none_where_silence_is_wanted(room: Room) -> None:
    room.engine.failures[WELCOME.text] = SynthesisError("The voice engine failed.")
    made = room.speaker()
    made.prepare(CUES)
    made.wait_ready(LONG_S)
    room.player.problem = "No sound: there is no loudspeaker."
    assert made.problem == "No sound: there is no loudspeaker."
    made.level = VoiceLevel.SILENT
    assert made.problem == ""


def test_an_unknown_sound_is_logged_and_survived(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    made = room.speaker()
    made.speak(FakeCue(0, sound="gong"))
    assert made.problem == FAILED
    assert "gong" in caplog.text


class RaisingPlayer(FakePlayer):
    """A player that keeps none of its promises."""

    def play(self, clip: Clip) -> None:
        raise OSError("device lost")

    def stop(self) -> None:
        raise OSError("device lost")

    def close(self) -> None:
        raise OSError("device lost")


def test_nothing_is_raised_into_the_session(room: Room) -> None:
    room.player = RaisingPlayer()
    made = room.speaker()
    made.prepare(CUES)
    room.ready(made, WELCOME.text)
    made.speak(WELCOME)
    made.hush()
    made.level = VoiceLevel.SILENT
    made.close()
    made.level = VoiceLevel.FULL
    assert made.problem == FAILED


def test_closing_in_the_middle_of_a_text_ends_the_thread(room: Room) -> None:
    room.engine = FakeSynthesiser(held=True)
    made = room.speaker()
    made.prepare(CUES)
    assert room.engine.started.wait(LONG_S)
    made.close()
    assert made._renderer
    assert made._renderer._thread
    assert not made._renderer._thread.is_alive()
    assert made.problem == "", "an end that was asked for is no problem"
    assert room.player.closed
    made.prepare(CUES)
    made.speak(WELCOME)
    made.close()


def test_calls_from_several_threads_do_no_harm(room: Room) -> None:
    made = room.speaker()
    levels = list(VoiceLevel)

    def change(seed: int) -> None:
        for turn in range(50):
            made.level = levels[(turn + seed) % 4]
            made.speak(CUES[turn % 5])
            made.prepare(CUES)

    threads = [threading.Thread(target=change, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.level = VoiceLevel.FULL
    made.prepare(CUES)
    room.ready(made, WELCOME.text, HALFWAY.text, SWITCH.text)
    assert made.problem == ""


# --- the whole -----------------------------------------------------------------------------------


def test_a_computer_with_nothing_has_a_silent_speaker_that_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker, "find_synthesiser", lambda: Unavailable("No voice: none."))
    monkeypatch.setattr(qt_player, "open_player", lambda: SilentPlayer("No sound: none."))
    made = open_speaker(VoiceLevel.FULL, tmp_path)
    made.prepare(CUES)
    made.speak(WORK)
    assert made.wait_ready(LONG_S)
    assert made.problem == "No sound: none."
    made.close()


def test_a_search_that_fails_is_a_speaker_without_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("a broken installation")

    monkeypatch.setattr(speaker, "find_synthesiser", fail)
    monkeypatch.setattr(qt_player, "open_player", FakePlayer)
    made = open_speaker(VoiceLevel.FULL, tmp_path)
    assert made.problem == FAILED
    assert "a broken installation" in caplog.text
    made.close()


def test_the_real_engine_speaks_through_cache_and_speaker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = FakePlayer()
    monkeypatch.setattr(qt_player, "open_player", lambda: player)
    lengths = []
    for _ in range(2):
        made = open_speaker(VoiceLevel.FULL, tmp_path / "voice", rate=170)
        made.prepare([WELCOME])
        if not made.wait_ready(LONG_S) or made._renderer is None:
            made.close()
            pytest.skip(made.problem)
        made.speak(WELCOME)
        lengths.append(player.played[-1].length_ms)
        made.close()
    assert lengths[0] == lengths[1] > 800


def test_no_heavy_import_comes_with_the_speaker() -> None:
    """The window imports it before its first paint."""
    code = "import app.voice.speaker, sys; print(*sys.modules)"
    root = Path(speaker.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not {"PySide6", "pyttsx3", "espeakng_loader"} & loaded
