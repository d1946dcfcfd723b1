from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from app.voice.child import ChildSynthesiser
from app.voice.fallback import FallbackSynthesiser
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Unavailable, find_synthesiser


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pretend a computer: its platform, its packages, whether it has espeak-ng and `say`."""

    def pretend(platform: str, packages: set[str], *, espeak: bool = False, say: str = "") -> None:
        def find_spec(name: str) -> object | None:
            return object() if name in packages else None

        def load(name: str) -> object:
            if not espeak:
                raise OSError(f"{name}: cannot open shared object file")
            return object()

        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(importlib.util, "find_spec", find_spec)
        monkeypatch.setattr(ctypes, "CDLL", load)
        monkeypatch.setattr(shutil, "which", lambda _: say or None)

    return pretend


@pytest.mark.parametrize(
    ("platform", "packages", "has", "name"),
    [
        ("linux", {"pyttsx3"}, {"espeak": True}, "pyttsx3-espeak"),
        ("linux", {"pyttsx3", "espeakng_loader"}, {}, "pyttsx3-espeak"),
        ("win32", {"pyttsx3"}, {}, "pyttsx3-sapi5"),
        ("darwin", set(), {"say": "/usr/bin/say"}, "say"),
    ],
)
def test_an_engine_is_found(
    computer: Any, platform: str, packages: set[str], has: dict[str, Any], name: str
) -> None:
    computer(platform, packages, **has)
    found = find_synthesiser()
    assert isinstance(found, ChildSynthesiser)
    assert found.name == name


@pytest.mark.parametrize(
    ("platform", "packages", "espeak", "missing"),
    [
        ("linux", {"pyttsx3"}, False, "espeak-ng"),
        ("linux", {"espeakng_loader"}, True, "pyttsx3"),
        ("win32", set(), True, "pyttsx3"),
        ("darwin", {"pyttsx3"}, True, "say"),
    ],
)
def test_what_is_missing_is_named_in_one_sentence(
    computer: Any, platform: str, packages: set[str], espeak: bool, missing: str
) -> None:
    computer(platform, packages, espeak=espeak)
    found = find_synthesiser()
    assert isinstance(found, Unavailable)
    assert found.reason.startswith("No voice: ")
    assert missing in found.reason
    assert found.reason.endswith(".")


# --- Piper ---------------------------------------------------------------------------------------

ALL = {"pyttsx3", "espeakng_loader", "piper"}


def voice_file(folder: Path, name: str = "v.onnx") -> str:
    (folder / name).write_bytes(b"model")
    (folder / f"{name}.json").write_text("{}")
    return str(folder / name)


def piper(path: str) -> VoiceSettings:
    return VoiceSettings(engine="piper", piper_voice=path)


def test_piper_has_the_computers_own_voice_behind_it(computer: Any, tmp_path: Path) -> None:
    computer("linux", ALL)
    found = find_synthesiser(piper(voice_file(tmp_path)))
    assert isinstance(found, FallbackSynthesiser)
    assert found.name.startswith("piper ")


def test_piper_speaks_alone_where_the_computer_has_no_voice(computer: Any, tmp_path: Path) -> None:
    computer("linux", {"piper"})
    found = find_synthesiser(piper(voice_file(tmp_path)))
    assert isinstance(found, ChildSynthesiser)


def test_another_voice_in_the_same_file_has_another_name(computer: Any, tmp_path: Path) -> None:
    """The name is part of the key under which a clip is kept."""
    computer("linux", ALL)
    path = voice_file(tmp_path)
    names = set[str]()
    for size, time in ((5, 1), (6, 1), (6, 2)):
        Path(path).write_bytes(bytes(size))
        os.utime(path, (time, time))
        found = find_synthesiser(piper(path))
        assert not isinstance(found, Unavailable)
        names.add(found.name)
    Path(path).rename(tmp_path / "w.onnx")
    Path(f"{path}.json").rename(tmp_path / "w.onnx.json")
    found = find_synthesiser(piper(str(tmp_path / "w.onnx")))
    assert not isinstance(found, Unavailable)
    assert len({*names, found.name}) == 4


@pytest.mark.parametrize(
    ("packages", "file", "reason"),
    [
        (set[str](), "v.onnx", "is not installed"),
        ({"piper"}, "", "no voice file is chosen"),
        ({"piper"}, "none.onnx", "there is no file"),
        ({"piper"}, "bare.onnx", "bare.onnx.json is missing"),
        ({"piper"}, "v.onnx.json", "v.onnx.json is not a voice file"),
        ({"piper"}, "folder.onnx", "there is no file"),
    ],
)
def test_what_keeps_piper_from_speaking_is_one_sentence_with_a_way_out(
    computer: Any, tmp_path: Path, packages: set[str], file: str, reason: str
) -> None:
    voice_file(tmp_path)
    (tmp_path / "bare.onnx").write_bytes(b"model")
    (tmp_path / "folder.onnx").mkdir()
    computer("linux", packages)
    found = find_synthesiser(piper(file and str(tmp_path / file)))
    assert isinstance(found, Unavailable)
    assert found.reason.startswith("No voice: Piper cannot speak because ")
    assert reason in found.reason
    assert found.reason.endswith(".")
    computer("linux", packages | {"pyttsx3", "espeakng_loader"})
    beside = find_synthesiser(piper(file and str(tmp_path / file)))
    assert isinstance(beside, FallbackSynthesiser)
    assert beside.name == "piper missing"


def test_the_search_loads_no_engine() -> None:
    find_synthesiser(piper("/nowhere.onnx"))
    assert not {"piper", "onnxruntime", "pyttsx3"} & set(sys.modules)
