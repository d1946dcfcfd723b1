"""What is remembered between two starts, each file read when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app import paths

if TYPE_CHECKING:
    from app.history.begun import Begun
    from app.history.left_out import LeftOut
    from app.history.settings import SettingsStore
    from app.routine.model import Usual
    from app.voice.paces import PaceBook
    from app.voice.port import VoiceSettings


class Memory:
    """The part of the house that knows the runner."""

    @cached_property
    def settings(self) -> SettingsStore:
        """What the runner has chosen once and for all."""
        from app.history.settings import SettingsStore

        return SettingsStore(paths.settings_file())

    @property
    def voice_settings(self) -> VoiceSettings:
        """How the runner wants to be spoken to."""
        return self.settings.current.voice

    @property
    def usual(self) -> Usual:
        """What the runner wants wherever a routine does not say."""
        return self.settings.current.usual

    @cached_property
    def paces(self) -> PaceBook:
        """How slow the voices are."""
        from app.voice.paces import PaceBook

        return PaceBook(paths.cache_folder() / "pace.json")

    @cached_property
    def left_out(self) -> LeftOut:
        """The movements that hurt."""
        from app.history.left_out import LeftOut

        return LeftOut(paths.state_folder() / "left-out.json")

    @cached_property
    def begun(self) -> Begun:
        """Whether there was a session before."""
        from app.history.begun import Begun

        return Begun(paths.state_folder() / "begun")

    @property
    def is_first_run(self) -> bool:
        """Whether nothing was ever chosen and no session ever begun here."""
        _ = self.settings.current
        return self.settings.is_new and not self.begun.ever
