"""What the windows are given; the composition root fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.history.left_out import LeftOut
from app.movements.loader import Catalogue
from app.routine.library import Library
from app.routine.model import Routine, VoiceLevel
from app.session.engine import Session
from app.timeline.model import Cue, Timeline


class Voice(Protocol):
    """What the stage asks of the voice; `app.voice.speaker.Speaker` is one."""

    level: VoiceLevel

    @property
    def problem(self) -> str:
        """One plain line why it is quiet, or nothing."""

    def prepare(self, cues: tuple[Cue, ...]) -> None:
        """Begin to render in the background."""

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until the first words are ready, or are known never to be."""

    def speak(self, cue: Cue) -> None:
        """Let a cue be heard now."""

    def hush(self) -> None:
        """Stop what is being heard."""

    def close(self) -> None:
        """Let go of engine and device."""


@dataclass(frozen=True, slots=True)
class Services:
    """The rooms behind the window. `plan` compiles a routine without the movements left out."""

    catalogue: Catalogue
    library: Library
    left_out: LeftOut
    plan: Callable[[Routine], Timeline]
    new_session: Callable[[Timeline], Session]
    open_voice: Callable[[VoiceLevel], Voice]
