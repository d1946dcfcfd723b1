"""What the compiler asks of a phrase book. The English one lives in `app/wording/phrases.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from app.movements.model import Need
from app.routine.doses import Bout, Exercise
from app.timeline.model import Line

SpeechLength = Callable[[str], int]
"""Milliseconds that a text takes to be spoken."""


class Wording(NamedTuple):
    """One message in its forms, the longest first, and what remains of it at level brief."""

    forms: tuple[Line, ...]
    brief: str = ""


class Words(Protocol):
    """Everything that a session says."""

    def welcome(
        self, name: str, total_ms: int, needs: tuple[Need, ...], *, newcomer: bool = False
    ) -> Wording:
        """The session's name, length, needs and line of safety; for a newcomer a little more."""

    def announce(self, exercise: Exercise, bout: Bout) -> Wording:
        """Name, side by a visible action, dose and set-up cue of the movement to come."""

    def lead(self, exercise: Exercise, bout: Bout, turn: int) -> Wording:
        """What starts now, in a few words, where no phase before had room to say it.

        `turn` counts the bouts; `bout` may be another length than the exercise has it.
        """

    def switch(self, exercise: Exercise, bout: Bout) -> Wording:
        """The change to the side of `bout`."""

    def direction(self, bout: Bout) -> Wording:
        """The change of direction on the same side."""

    def set_rest(self, bout: Bout) -> Wording:
        """The rest before another set."""

    def rest(self, say: str) -> Wording:
        """A rest of the routine, with the runner's own words."""

    def halfway(self) -> Wording:
        """The middle of a hold."""

    def low_end(self, bout: Bout) -> Wording:
        """The low end of a range is reached."""

    def technique(self, exercise: Exercise, bout: Bout, turn: int) -> Wording | None:
        """One technique cue; `turn` counts the bouts, so that the sides hear different ones."""

    def count(self, number: int) -> Wording | None:
        """A rep begins; None where nobody wants to hear numbers."""

    def inhale(self, exercise: Exercise, number: int) -> Wording | None:
        """The breath in of a rep or a breath, with its number where there is room.

        None just where `exhale` is: a movement follows the breath whole or not at all.
        """

    def exhale(self, exercise: Exercise) -> Wording | None:
        """The breath out."""

    def going_on(
        self, exercise: Exercise | None, bout: Bout | None, left_ms: int | None
    ) -> Wording:
        """Where a session goes on that was cut off; `left_ms` of a hold. None, None in a rest."""

    def done(self, total_ms: int) -> Wording:
        """The end."""

    def dose(self, exercise: Exercise, bout: Bout) -> str:
        """The dose for the eye, such as `Hold 60–90 s`."""

    def rest_label(self) -> str:
        """The name of a rest for the eye."""
