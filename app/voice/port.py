"""What a screen asks of the voice; `app.voice.speaker.Speaker` is one, tests bring their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from app.routine.model import VoiceLevel
from app.wording.pace import RATE_WPM

# The settings are read before the first paint, and they know the voice's.
if TYPE_CHECKING:
    from app.session.engine import Session


class VoiceSettings(NamedTuple):
    """How the runner wants to be spoken to.

    `engine` is "system" or "piper"; `voice` an identifier or a name of that engine, '' for the
    clearest one of the language; `piper_voice` the path of an `.onnx` file; `rate` in words a
    minute; volumes in per cent of the loudness that both are made to.
    """

    language: str = "en"
    engine: str = "system"
    voice: str = ""
    piper_voice: str = ""
    rate: int = RATE_WPM
    voice_volume: int = 100
    tone_volume: int = 100

    @property
    def wanted(self) -> str:
        """What an engine is asked for: the voice, else any of the language."""
        return self.voice or self.language

    @property
    def key(self) -> str:
        """The voice with its engine, for what is remembered of it."""
        return f"{self.engine}: {self.piper_voice if self.engine == 'piper' else self.wanted}"


class Voice(Protocol):
    """Accompanies a session; nothing in it ever raises into it."""

    level: VoiceLevel

    @property
    def problem(self) -> str:
        """One plain line why it is quiet, or nothing."""

    @property
    def settled(self) -> bool:
        """Whether it is known if the first words and sounds can be heard."""

    @property
    def lead_ms(self) -> int | None:
        """The lead with which a session that starts now is heard from its first sound on.

        None where that is not known.
        """

    def attend(self, session: Session) -> None:
        """Prepare the words of a session, and from now on speak and fall silent as it goes."""

    def close(self) -> None:
        """Let go of engine and device."""
