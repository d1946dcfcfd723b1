"""The port to a speech engine, and the search for one on this computer."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from app.audio.clips import Clip

if TYPE_CHECKING:
    from app.voice.port import VoiceSettings

PIPER: Final = "piper"
_ENGINE_NAMES: Final = {"darwin": "say", "win32": "pyttsx3-sapi5"}


class SynthesisError(Exception):
    """A text that could not be rendered. Its message is one plain sentence for a person."""

    def __init__(self, sentence: str, reason: str = "") -> None:
        """`reason` is the part of a sentence that tells why."""
        super().__init__(sentence)
        self.reason = reason or sentence.rstrip(".")


class BrokenSynthesiser(SynthesisError):
    """The engine has given up for good: asking for another text is of no use."""


class Speech(NamedTuple):
    """A text as it sounds, trimmed and as loud as all others.

    `stands_in` is '' when the voice that was asked for spoke it; else one plain sentence which
    voice does instead, and why. Such a clip is not worth keeping.
    """

    clip: Clip
    stands_in: str = ""


class VoiceChoice(NamedTuple):
    """A voice of an engine. `id` is what `render` takes; `languages` are codes such as "en-gb"."""

    id: str
    name: str
    languages: tuple[str, ...]


class Synthesiser(Protocol):
    """Turns a text into a clip. One text at a time; may be called from any thread."""

    @property
    def name(self) -> str:
        """The engine, as it goes into the key of a cached clip."""

    def render(self, text: str, voice: str, rate: int) -> Speech:
        """Speak `text` into a clip, at `rate` in words a minute.

        `voice` is an identifier, a name or the code of a language; '' is the language of the
        settings. Blocks until it is done. Raises `SynthesisError`.
        """

    def voices(self) -> tuple[VoiceChoice, ...]:
        """The voices that can be asked for, those installed a moment ago among them.

        Blocks until the engine has told. Raises `SynthesisError`.
        """

    def rest(self) -> None:
        """Nothing is asked for now: let go of what costs memory. A later text takes longer."""

    def close(self) -> None:
        """Let go of everything; a render that still runs in another thread ends with an error."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why there is no speech engine: one plain sentence."""

    reason: str


def find_synthesiser(settings: VoiceSettings | None = None) -> Synthesiser | Unavailable:
    """The engine that the settings ask for; the computer's own stands in for a missing Piper.

    Starts nothing yet and takes a few milliseconds. Looks anew each time, so that what was
    installed meanwhile is found.
    """
    from app.voice.port import VoiceSettings

    importlib.invalidate_caches()
    settings = settings or VoiceSettings()
    system = _find_system(settings.language)
    if settings.engine != PIPER:
        return system
    from app.voice.fallback import FallbackSynthesiser, why_not_piper

    problem = why_not_piper(settings.piper_voice)
    if isinstance(system, Unavailable):
        return Unavailable(problem.alone) if problem else _piper(settings)
    return FallbackSynthesiser(problem or _piper(settings), system)


def _find_system(language: str) -> Synthesiser | Unavailable:
    if reason := _what_is_missing():
        return Unavailable(reason)
    from app.voice.child import ChildSynthesiser, worker_command
    from app.voice.pyttsx3_engine import USE_BUNDLED

    # A system's espeak-ng may lack its data, which ends the child: then the bundled one.
    environments: tuple[dict[str, str], ...] = ({}, {USE_BUNDLED: "1"})
    name = _ENGINE_NAMES.get(sys.platform, "pyttsx3-espeak")
    return ChildSynthesiser(worker_command(), name, language, environments=environments)


def _piper(settings: VoiceSettings) -> Synthesiser:
    from app.voice.child import ChildSynthesiser, Patience, worker_command

    model = Path(settings.piper_voice).expanduser().absolute()
    command = [*worker_command(), PIPER, str(model)]
    # Somebody else stands by to speak, so that waiting long and trying twice only costs words.
    patience = Patience(start_s=15, render_s=8, tries_per_text=1, losses=2)
    return ChildSynthesiser(command, _identity(model), settings.language, patience=patience)


def _identity(model: Path) -> str:
    """A name that changes with the file, so that no clip of another voice comes from the cache."""
    try:
        status = model.stat()
    except OSError:
        return f"{PIPER} {model}"
    return f"{PIPER} {model} {status.st_size} {status.st_mtime_ns}"


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
