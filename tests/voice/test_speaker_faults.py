"""The speaker where something is missing or fails: nothing of it reaches the session."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.audio.player import SilentPlayer
from app.audio.score import Score
from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.session.clock import Course
from app.session.engine import LEAD_MS, Session
from app.timeline.compiler import Compiler
from app.voice import speaker
from app.voice.cache import ClipCache
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.renderer import FAILED
from app.voice.speaker import Speaker, open_speaker
from app.voice.synthesiser import BrokenSynthesiser, SynthesisError, Unavailable
from tests.fakes import timeline
from tests.voice.fakes_voice import FakePlayer
from tests.voice.speaker_room import STEPS, Room, spoken


@pytest.fixture
def room(tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> Iterator[Room]:
    plan = timeline(STEPS, catalogue, compiler)
    made = Room(tmp_path / "voice", lambda clock: Session(plan, clock, compiler, lead_ms=LEAD_MS))
    yield made
    made.engine.let_go()
    for each in made.speakers:
        each.close()


# --- what goes wrong -----------------------------------------------------------------------------


def test_one_text_that_fails_costs_that_text_alone(room: Room) -> None:
    lost = room.texts()[1]
    room.engine.failures[lost] = SynthesisError("The voice engine failed.")
    room.attended()
    room.session.start()
    assert {note.clip for note in room.words()} == {
        spoken(text) for text in room.texts() if text != lost
    }
    assert room.engine.asked.count(lost) == 1


def test_an_engine_that_gave_up_leaves_the_tones(room: Room) -> None:
    room.engine.failures[room.texts()[0]] = BrokenSynthesiser("No voice: it has stopped.")
    made = room.attended()
    room.session.start()
    assert len(room.engine.asked) == 1
    assert made.problem == "No voice: it has stopped."
    assert room.words() == []
    assert room.tones()


def test_without_an_engine_the_tones_still_sound(room: Room) -> None:
    nobody = Unavailable("No voice: there is none.")
    made = Speaker(nobody, ClipCache(room.folder), room.player, VoiceLevel.FULL)
    made.attend(room.session)
    assert made.settled
    room.session.start()
    assert room.words() == []
    assert room.tones()
    assert made.problem == "No voice: there is none."
    made.level = VoiceLevel.TONES
    assert made.problem == ""
    made.close()
    assert room.player.closed


def test_a_voice_that_stands_in_is_told_and_heard(room: Room) -> None:
    room.engine.stands_in = "This computer has no German voice: Fred speaks."
    made = room.attended()
    room.session.start()
    assert made.problem == room.engine.stands_in
    assert room.words()


@pytest.mark.parametrize(
    ("level", "problem"),
    [
        (VoiceLevel.FULL, "No sound: no device."),
        (VoiceLevel.BRIEF, "No sound: no device."),
        (VoiceLevel.TONES, "No sound: no device."),
        (VoiceLevel.SILENT, ""),
    ],
)
def test_the_worst_problem_is_told_and_none_where_silence_is_wanted(
    room: Room, level: VoiceLevel, problem: str
) -> None:
    room.engine.failures[room.texts()[0]] = SynthesisError("The voice engine failed.")
    made = room.attended()
    room.player.problem = "No sound: no device."
    made.level = level
    assert made.problem == problem
    room.player.problem = ""
    words = level in (VoiceLevel.FULL, VoiceLevel.BRIEF)
    assert made.problem == ("The voice engine failed." if words else "")


class RaisingPlayer(FakePlayer):
    """A player that keeps none of its promises."""

    def follow(self, score: Score, course: Course) -> None:
        raise OSError("device lost")

    def stop(self) -> None:
        raise OSError("device lost")

    def close(self) -> None:
        raise OSError("device lost")


def test_nothing_is_raised_into_the_session(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.player = RaisingPlayer()
    made = room.attended()
    room.session.start()
    room.to(30_000)
    room.session.pause()
    room.session.resume()
    room.session.next()
    made.level = VoiceLevel.SILENT
    made.close()
    made.level = VoiceLevel.FULL
    assert made.problem == FAILED
    assert made.settled
    assert "A listener failed" not in caplog.text
    assert "device lost" in caplog.text


def test_closed_it_bears_what_the_session_still_does(room: Room) -> None:
    made = room.attended()
    room.session.start()
    made.close()
    assert room.engine.closed
    assert room.player.closed
    room.session.longer()
    room.session.next()
    room.session.pause()
    room.session.resume()
    made.close()
    assert made.problem == ""


def test_a_level_changed_while_words_are_made_and_asked_for(room: Room) -> None:
    """The player's thread asks for notes all the time."""
    made = room.attended()
    room.session.start()
    done = threading.Event()
    failed: list[Any] = []

    def ask() -> None:
        while not done.is_set():
            try:
                room.player.notes()
            except Exception as error:  # noqa: BLE001
                failed.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    for level in list(VoiceLevel) * 5:
        made.level = level
        room.session.longer()
    done.set()
    thread.join()
    assert failed == []
    assert made.problem == ""


# --- the whole -----------------------------------------------------------------------------------


def test_a_computer_with_nothing_has_a_speaker_that_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Room
) -> None:
    monkeypatch.setattr(speaker, "find_synthesiser", lambda _: Unavailable("No voice: none."))
    player = SilentPlayer("No sound: none.")
    paces = PaceBook(tmp_path / "pace")
    made = open_speaker(VoiceLevel.FULL, tmp_path, player, VoiceSettings(), paces)
    made.attend(room.session)
    room.session.start()
    assert made.settled
    assert made.problem == "No sound: none."
    made.close()


def test_a_search_that_fails_is_a_speaker_without_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: VoiceSettings) -> None:
        raise RuntimeError("a broken installation")

    monkeypatch.setattr(speaker, "find_synthesiser", fail)
    paces = PaceBook(tmp_path / "pace")
    made = open_speaker(VoiceLevel.FULL, tmp_path, FakePlayer(), VoiceSettings(), paces)
    assert made.problem == FAILED
    assert "a broken installation" in caplog.text
    made.close()


def test_a_silent_speaker_has_nothing_to_say(room: Room) -> None:
    made = Speaker.silent()
    made.attend(room.session)
    room.session.start()
    assert made.settled
    assert made.problem == ""
    made.close()


def test_the_real_engine_speaks_through_cache_and_speaker(room: Room, tmp_path: Path) -> None:
    lengths: list[Sequence[int]] = []
    for _ in range(2):
        player = FakePlayer()
        made = open_speaker(
            VoiceLevel.BRIEF, room.folder, player, VoiceSettings(), PaceBook(tmp_path / "pace")
        )
        room.speakers.append(made)
        room.player = player
        room.session = Session(
            room.session.timeline, room.clock, room.session._compiler, lead_ms=LEAD_MS
        )
        made.attend(room.session)
        if made._renderer is None:
            pytest.skip(made.problem)
        room.ready(made)
        if made.problem:
            pytest.skip(made.problem)
        room.session.start()
        lengths.append([note.clip.length_ms for note in room.words()])
    assert lengths[0] == lengths[1]
    assert min(lengths[0]) > 200


def test_no_heavy_import_comes_with_the_speaker() -> None:
    """The window imports it before its first paint."""
    code = "import app.voice.speaker, sys; print(*sys.modules)"
    root = Path(speaker.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not {"PySide6", "pyttsx3", "espeakng_loader", "numpy", "soxr", "soundfile"} & loaded
