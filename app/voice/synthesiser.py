"""The port to a speech engine, and the search for one on this computer."""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from typing import Protocol

from app.voice.clips import Clip


class SynthesisError(Exception):
    """A text that could not be rendered. Its message is one plain sentence for a person."""


class BrokenSynthesiser(SynthesisError):
    """The engine has given up for good: asking for another text is of no use."""


class Synthesiser(Protocol):
    """Turns a text into a clip. One text at a time; may be called from any thread."""

    @property
    def name(self) -> str:
        """The engine, as it goes into the key of a cached clip."""

    def render(self, text: str, voice: str, rate: int) -> Clip:
        """Speak `text` into a clip; `voice` '' is an English one, `rate` in words a minute.

        Blocks until it is done. Raises `SynthesisError`.
        """

    def close(self) -> None:
        """Let go of everything; a render that still runs in another thread ends with an error."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why there is no speech engine: one plain sentence."""

    reason: str


def find_synthesiser() -> Synthesiser | Unavailable:
    """The engine of this computer. Starts nothing yet and takes a few milliseconds."""
    if reason := _what_is_missing():
        return Unavailable(reason)
    from app.voice.pyttsx3_engine import Pyttsx3Synthesiser

    return Pyttsx3Synthesiser()


def _what_is_missing() -> str:
    if sys.platform == "darwin":
        return "" if shutil.which("say") else "No voice: this Mac has no `say` command."
    if importlib.util.find_spec("pyttsx3") is None:
        return "No voice: the Python package pyttsx3 is not installed."
    if sys.platform != "win32" and not _has_espeak():
        return "No voice: neither espeak-ng nor the package espeakng-loader is installed."
    return ""


def _has_espeak() -> bool:
    if importlib.util.find_spec("espeakng_loader") is not None:
        return True
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        return False
    return True
