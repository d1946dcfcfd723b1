from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.audio.clips import Clip
from app.voice.engine import RenderError
from app.voice.say_engine import SayEngine
from tests.voice.fakes_voice import square

_LISTED = """Anna                de_DE    # Hallo! Ich heiße Anna.
Bad News            en_US    # Hello! My name is Bad News.
Samantha            en_US    # Hello! My name is Samantha.
"""


class FakeSay:
    """The `say` command, which knows the voices it lists."""

    def __init__(self) -> None:
        self.calls: list[tuple[list[str], str]] = []
        self.installed = {"", "Anna", "Bad News", "Samantha"}

    def run(self, command: list[str], **options: Any) -> SimpleNamespace:
        if "?" in command:
            return SimpleNamespace(stdout=_LISTED)
        self.calls.append((command, options["input"].decode()))
        voice = command[command.index("-v") + 1] if "-v" in command else ""
        if voice in self.installed:
            square(10).to_wav(Path(command[command.index("-o") + 1]))
        return SimpleNamespace()


def test_say_gets_the_text_by_a_pipe_and_an_english_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = FakeSay()
    monkeypatch.setattr(subprocess, "run", say.run)
    engine = SayEngine(tmp_path)
    engine.render("-v: hold.", (), 170, tmp_path / "a.wav")
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
    engine = SayEngine(tmp_path)
    assert engine.render("Hold.", ("Daniel",), 170, tmp_path / "a.wav") == "Samantha"
    assert engine.render("Hold.", ("Daniel", "de"), 170, tmp_path / "a.wav") == "Anna"
    assert [command[-1] for command, _ in say.calls[-2:]] == ["Samantha", "Anna"]


def test_say_takes_its_own_voice_when_one_was_removed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = FakeSay()
    monkeypatch.setattr(subprocess, "run", say.run)
    engine = SayEngine(tmp_path)
    say.installed.remove("Anna")
    assert engine.render("Halt.", ("de",), 170, tmp_path / "a.wav") == "the computer's own voice"


def test_a_say_that_writes_nothing_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = FakeSay()
    say.installed.clear()
    monkeypatch.setattr(subprocess, "run", say.run)
    with pytest.raises(RenderError, match="wrote no sound"):
        SayEngine(tmp_path)
