from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.voice import worker
from app.voice.clips import Clip
from app.voice.worker import (
    Pyttsx3Engine,
    RenderError,
    SayEngine,
    choose_voice,
    has_frames,
    load_espeak,
    short_path,
)
from tests.voice.fakes_voice import FakePyttsx3, FakeVoice, square


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SETTLE_S", 0.0)


def engine_over(
    fake: FakePyttsx3, folder: Path, monkeypatch: pytest.MonkeyPatch, platform: str = "linux"
) -> Pyttsx3Engine:
    monkeypatch.setitem(sys.modules, "pyttsx3", fake)
    monkeypatch.setattr(worker, "load_espeak", lambda _: None)
    monkeypatch.setattr(sys, "platform", platform)
    return Pyttsx3Engine(folder)


def test_it_warms_up_with_nothing_set_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3()
    engine_over(fake, tmp_path, monkeypatch)
    assert fake.calls == [
        ("init", "espeak"),
        ("run", "Ready.", "gmw/de", 200),
        ("set", "volume", 1.0),
    ]


def test_properties_are_set_only_on_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    fake.calls.clear()
    for rate in (170, 170, 200):
        engine.render("Halfway.", "", rate, tmp_path / "a.wav")
    assert fake.calls == [
        ("set", "voice", "gmw/en-us"),
        ("set", "rate", 170),
        ("run", "Halfway.", "gmw/en-us", 170),
        ("run", "Halfway.", "gmw/en-us", 170),
        ("set", "rate", 200),
        ("run", "Halfway.", "gmw/en-us", 200),
    ]


def test_no_save_begins_before_a_property_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3(slow_properties=4)
    engine = engine_over(fake, tmp_path, monkeypatch)
    engine.render("Halfway.", "", 170, tmp_path / "a.wav")
    assert fake.calls[-1] == ("run", "Halfway.", "gmw/en-us", 170)


def test_a_save_that_writes_nothing_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_over(FakePyttsx3(lost_saves=2), tmp_path, monkeypatch)
    engine.render("Halfway.", "", 170, tmp_path / "a.wav")
    assert has_frames(tmp_path / "a.wav")
    assert not list(tmp_path.glob("*.part"))


def test_after_three_tries_it_is_an_error_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    fake.lost_saves = 3
    with pytest.raises(RenderError, match="no sound"):
        engine.render("Halfway.", "", 170, tmp_path / "a.wav")
    assert not (tmp_path / "a.wav").exists()


def test_the_engine_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch)
    fake.error = "the stream cannot be opened"
    with pytest.raises(RenderError, match="cannot be opened"):
        engine.render("Halfway.", "", 170, tmp_path / "a.wav")


def test_on_windows_the_loop_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakePyttsx3()
    engine = engine_over(fake, tmp_path, monkeypatch, platform="win32")
    engine.render("Halfway.", "", 170, tmp_path / "a.wav")
    assert fake.calls[0] == ("init", "sapi5")
    assert ("loop", False) in fake.calls
    assert fake.calls[-1] == ("iterate", "Halfway.", "gmw/en-us", 170)


# --- voices --------------------------------------------------------------------------------------

VOICES = FakePyttsx3().voices


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("", "gmw/en-us"),
        ("gmw/en", "gmw/en"),
        ("GMW/EN", "gmw/en"),
        ("German", "gmw/de"),
        ("en-GB", "gmw/en"),
        ("nobody", "gmw/en-us"),
    ],
)
def test_a_voice_is_found_by_id_name_or_language(wanted: str, chosen: str) -> None:
    assert choose_voice(wanted, VOICES, "gmw/de") == chosen


def test_among_unknown_voices_the_current_english_one_stays() -> None:
    zira = FakeVoice("HKEY/Zira", "Microsoft Zira", ["en-US"])
    hazel = FakeVoice("HKEY/Hazel", "Microsoft Hazel", ["en-GB"])
    hedda = FakeVoice("HKEY/Hedda", "Microsoft Hedda", ["de-DE"])
    plain = FakeVoice("HKEY/Old", "Old", [b"\x05en"])
    assert choose_voice("", [hedda, plain], "HKEY/Hedda") == "HKEY/Old"
    assert choose_voice("Microsoft Hedda", [hedda, zira], "HKEY/Zira") == "HKEY/Hedda"
    assert choose_voice("", [hedda, hazel, zira], "HKEY/Zira") == "HKEY/Zira"
    assert choose_voice("", [hedda], "HKEY/Hedda") == "HKEY/Hedda"
    assert choose_voice("", [], "x") == "x"


# --- espeak's data -------------------------------------------------------------------------------


def test_a_short_path_is_taken_as_it_is(tmp_path: Path) -> None:
    assert short_path(Path("/usr/share/espeak-ng-data"), tmp_path) == Path(
        "/usr/share/espeak-ng-data"
    )


def deep_data(folder: Path) -> Path:
    data = folder / ("x" * 80) / ("y" * 80) / "espeak-ng-data"
    data.mkdir(parents=True)
    (data / "phontab").write_text("here")
    return data


def test_a_long_path_is_linked(tmp_path: Path) -> None:
    short = short_path(deep_data(tmp_path), tmp_path)
    assert len(str(short)) <= 150
    assert (short / "phontab").read_text() == "here"


def test_a_long_path_is_copied_where_links_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("a privilege is not held")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    short = short_path(deep_data(tmp_path), tmp_path)
    assert not short.is_symlink()
    assert (short / "phontab").read_text() == "here"


def test_without_any_espeak_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(worker.USE_BUNDLED, "1")
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(RenderError, match="espeak-ng could not be loaded"):
        load_espeak(tmp_path)


# --- say -----------------------------------------------------------------------------------------

_LISTED = """Anna                de_DE    # Hallo! Ich heiße Anna.
Bad News            en_US    # Hello! My name is Bad News.
Samantha            en_US    # Hello! My name is Samantha.
"""


class FakeSay:
    """The `say` command, which knows the voices it lists."""

    def __init__(self) -> None:
        self.calls: list[tuple[list[str], str]] = []

    def run(self, command: list[str], **options: Any) -> SimpleNamespace:
        if "?" in command:
            return SimpleNamespace(stdout=_LISTED)
        self.calls.append((command, options["input"].decode()))
        voice = command[command.index("-v") + 1] if "-v" in command else ""
        if voice in ("", "Anna", "Bad News", "Samantha"):
            square(10).to_wav(Path(command[command.index("-o") + 1]))
        return SimpleNamespace()


def test_say_gets_the_text_by_a_pipe_and_an_english_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = FakeSay()
    monkeypatch.setattr(subprocess, "run", say.run)
    engine = SayEngine(tmp_path)
    engine.render("-v: hold.", "", 170, tmp_path / "a.wav")
    command, text = say.calls[-1]
    assert text == "-v: hold."
    assert command[command.index("-v") + 1] == "Samantha"
    assert command[command.index("-r") + 1] == "170"
    assert "--data-format=LEI16@22050" in command
    assert Clip.from_wav(tmp_path / "a.wav").length_ms == 10


def test_say_without_the_wanted_voice_takes_the_english_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = FakeSay()
    monkeypatch.setattr(subprocess, "run", say.run)
    SayEngine(tmp_path).render("Hold.", "Daniel", 170, tmp_path / "a.wav")
    assert [command[-1] for command, _ in say.calls[-2:]] == ["Daniel", "Samantha"]


# --- the loop ------------------------------------------------------------------------------------


class LoopEndedError(Exception):
    """No more requests."""


class FakeEngine:
    name = "fake"

    def render(self, text: str, voice: str, rate: int, path: Path) -> None:
        if text == "bad":
            raise RenderError("the engine wrote no sound")
        square(10).to_wav(path)


def serve(requests: list[dict[str, object]]) -> list[Any]:
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    for request in requests:
        waiting.put(request)

    def get() -> dict[str, Any]:
        try:
            return waiting.get_nowait()
        except queue.Empty:
            raise LoopEndedError from None

    replies = StringIO()
    with pytest.raises(LoopEndedError):
        worker.serve(FakeEngine(), get, replies)
    return [json.loads(line) for line in replies.getvalue().splitlines()]


def test_each_request_gets_one_answer(tmp_path: Path) -> None:
    def ask(number: int, text: str) -> dict[str, object]:
        path = str(tmp_path / f"{number}.wav")
        return {"id": number, "text": text, "voice": "", "rate": 170, "path": path}

    answers = serve([ask(1, "good"), ask(2, "bad"), ask(3, "good"), {"id": 4}])
    assert answers == [
        {"id": 1, "error": ""},
        {"id": 2, "error": "the engine wrote no sound"},
        {"id": 3, "error": ""},
        {"id": 4, "error": "'path'"},
    ]
    assert has_frames(tmp_path / "3.wav")


def test_a_write_that_fails_in_a_callback_ends_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ctypes does with an error in a callback of espeak; the engine itself would then hang."""
    ends: list[int] = []
    monkeypatch.setattr(os, "_exit", ends.append)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    replies = StringIO()
    worker.end_on_lost_errors(replies)
    lost: Any = SimpleNamespace(exc_value=RuntimeError("no space left"))
    sys.unraisablehook(lost)
    assert json.loads(replies.getvalue()) == {"broken": "no space left", "error": "no space left"}
    assert ends == [3]
