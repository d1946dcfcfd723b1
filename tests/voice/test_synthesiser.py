from __future__ import annotations

import ctypes
import importlib.util
import shutil
import sys
from typing import Any

import pytest

from app.voice.pyttsx3_engine import Pyttsx3Synthesiser
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
    assert isinstance(found, Pyttsx3Synthesiser)
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
