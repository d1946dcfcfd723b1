"""What the windows are given; the composition root fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.history.left_out import LeftOut
    from app.movements.loader import Catalogue
    from app.routine.library import Library
    from app.routine.model import Routine, VoiceLevel
    from app.session.engine import Session
    from app.timeline.model import Timeline
    from app.voice.port import Voice


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

    def tonight(self, routine: Routine) -> Timeline:
        """A routine compiled without the movements left out."""

    def tonight_ms(self, routine: Routine) -> int:
        """How long that takes."""

    def new_session(self, timeline: Timeline) -> Session:
        """A session on the machine's clock."""

    def open_voice(self, level: VoiceLevel) -> Voice:
        """Engine, cache and player."""
