"""What the windows are given; the composition root fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.history.keeping import Keeping
    from app.history.left_out import LeftOut
    from app.history.settings import SettingsStore
    from app.movements.loader import Catalogue
    from app.routine.library import Library
    from app.routine.model import Routine, VoiceLevel
    from app.session.engine import Session
    from app.timeline.model import Timeline
    from app.voice.export import Recording
    from app.voice.port import Voice, VoiceSettings
    from app.voice.synthesiser import VoiceChoice
    from app.voice.trial_words import Status


class VoiceTrial(Protocol):
    """Voices to look through and to listen to; `app.voice.trial.Trial` is one."""

    @property
    def voices(self) -> tuple[VoiceChoice, ...]:
        """What the last look has found."""

    @property
    def status(self) -> Status:
        """One honest line."""

    @property
    def is_playing(self) -> bool:
        """Whether a sample is on its way or sounds."""

    def look(self, settings: VoiceSettings) -> None:
        """List the voices of the engine anew."""

    def adopt(self, settings: VoiceSettings) -> None:
        """Take other settings."""

    def play(self, settings: VoiceSettings, text: str) -> None:
        """A tone, then the words."""

    def close(self) -> None:
        """Let go of engine and loudspeaker."""


class Services(Protocol):
    """The rooms behind the window, each entered for the first time when it is needed.

    They are properties so that the first window is painted before a file is read or YAML is known.
    """

    @property
    def catalogue(self) -> Catalogue:
        """The movements."""

    @property
    def library(self) -> Library:
        """The routines."""

    @property
    def left_out(self) -> LeftOut:
        """The movements that hurt."""

    @property
    def keeping(self) -> Keeping:
        """What runs, and what was cut off."""

    @property
    def settings(self) -> SettingsStore:
        """What the runner has chosen once and for all."""

    @property
    def is_first_run(self) -> bool:
        """Whether nothing was ever chosen and no session ever begun here."""

    @property
    def figures(self) -> Path:
        """The folder of the drawn figures: one folder for each body, one file a movement in it."""

    @property
    def languages(self) -> Sequence[tuple[str, str]]:
        """The code and the own name of each language that there are words in."""

    def sample(self, language: str) -> str:
        """A sentence of a session in a language, to try a voice with."""

    def open_trial(self) -> VoiceTrial:
        """A look at the voices of this computer; whoever opens it closes it."""

    def plan(self, routine: Routine) -> Timeline:
        """A whole routine compiled."""

    def tonight(self, routine: Routine) -> Timeline:
        """A routine compiled without the movements left out."""

    def tonight_ms(self, routine: Routine) -> int:
        """How long that takes."""

    def new_session(self, timeline: Timeline) -> Session:
        """A session on the machine's clock."""

    def open_voice(self, level: VoiceLevel) -> Voice:
        """Engine, cache and player."""

    def recording(self, routine: Routine, level: VoiceLevel | None = None) -> Recording:
        """A session without the movements left out, to be saved; None is the routine's level."""

    def warm_sound(self) -> None:
        """Wake the loudspeaker: a session may begin soon."""

    def cool_sound(self) -> None:
        """Let the loudspeaker sleep: none has begun."""
