"""What a screen asks of the voice; `app.voice.speaker.Speaker` is one, tests bring their own."""

from __future__ import annotations

from typing import Protocol

from app.routine.model import VoiceLevel
from app.timeline.model import Cue


class Voice(Protocol):
    """Speaks cues when it is told to; nothing in it ever raises into a session."""

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
