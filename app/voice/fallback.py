"""Piper, and the computer's own voice, which speaks whenever Piper does not."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Final, NamedTuple

from app.voice.synthesiser import (
    BrokenSynthesiser,
    Speech,
    Synthesiser,
    SynthesisError,
    VoiceChoice,
)

_log = logging.getLogger(__name__)

_PACKAGE: Final = "piper"
_CHOOSE: Final = "choose another voice file in the settings"


class Problem(NamedTuple):
    """Why Piper does not speak, and what the runner can do: two parts of one sentence."""

    reason: str
    remedy: str = _CHOOSE

    @property
    def beside(self) -> str:
        """The sentence where another voice speaks."""
        return (
            f"Piper cannot speak because {self.reason}, "
            f"so this computer's own voice does; {self.remedy}."
        )

    @property
    def alone(self) -> str:
        """The sentence where nothing speaks."""
        return (
            f"No voice: Piper cannot speak because {self.reason}, "
            f"and this computer has no voice of its own; {self.remedy}."
        )


def why_not_piper(voice_file: str) -> Problem | None:
    """What can be seen to be missing without loading anything; None when nothing is."""
    if importlib.util.find_spec(_PACKAGE) is None:
        return Problem("it is not installed", "install the Python package piper-tts")
    if not voice_file:
        return Problem("no voice file is chosen", "choose one in the settings")
    model = Path(voice_file).expanduser()
    if model.suffix != ".onnx":
        return Problem(f"{model.name} is not a voice file, whose name ends in .onnx")
    if not model.is_file():
        return Problem(f"there is no file {model}")
    if not Path(f"{model}.json").is_file():
        return Problem(
            f"{model.name}.json is missing",
            "put that file, which comes with the voice, beside it",
        )
    return None


class FallbackSynthesiser:
    """A `Synthesiser` that asks `first` and lets `second` speak what that one cannot."""

    def __init__(self, first: Synthesiser | Problem, second: Synthesiser) -> None:
        """With a `Problem` known beforehand nothing but `second` speaks. Closes both."""
        self._first = None if isinstance(first, Problem) else first
        self._problem = first if isinstance(first, Problem) else None
        self._second = second
        # A name of its own: were it the second's, clips of the cache would hide the problem.
        self.name = self._first.name if self._first else f"{_PACKAGE} missing"

    def render(self, text: str, voice: str, rate: int) -> Speech:
        """Speak, with whichever voice can; see `Synthesiser.render`."""
        problem = self._problem
        if self._first and problem is None:
            try:
                return self._first.render(text, voice, rate)
            except SynthesisError as error:
                problem = Problem(error.reason)
                _log.warning("%s", problem.beside)
                if isinstance(error, BrokenSynthesiser):
                    self._problem = problem
        assert problem is not None
        clip, _ = self._second.render(text, voice, rate)
        return Speech(clip, problem.beside)

    def voices(self) -> tuple[VoiceChoice, ...]:
        """The voices of whichever engine speaks; see `Synthesiser.voices`."""
        if self._first and self._problem is None:
            try:
                return self._first.voices()
            except SynthesisError as error:
                _log.warning("%s", error)
        return self._second.voices()

    def rest(self) -> None:
        """Let both engines rest."""
        for engine in (self._first, self._second):
            if engine:
                engine.rest()

    def close(self) -> None:
        """Close both engines."""
        for engine in (self._first, self._second):
            if engine:
                engine.close()
