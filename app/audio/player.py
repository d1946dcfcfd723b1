"""The port to the loudspeaker."""

from __future__ import annotations

from typing import Protocol

from app.audio.score import Score
from app.session.clock import Course


class Player(Protocol):
    """Performs a score along the course of a session. No call blocks or raises."""

    @property
    def problem(self) -> str:
        """One plain sentence why nothing is heard, or ''. May change at any time."""

    @property
    def settled(self) -> bool:
        """Whether it is known if anything can be heard: waking a device takes up to 2 s."""

    @property
    def lead_ms(self) -> int | None:
        """A course that begins so long after it was given is heard from its first sound on.

        None where that is not known. While a course is followed it says nothing of another one.
        """

    def follow(self, score: Score, course: Course) -> None:
        """From now on let the score's notes begin when the course comes to them.

        On the course that it follows already, what has begun goes on and does not begin again;
        everything else is asked anew.
        """

    def stop(self) -> None:
        """Fade out what sounds within 60 ms; nothing follows until there is a course again."""

    def close(self) -> None:
        """Let go of the device. Nothing is heard afterwards."""


class SilentPlayer:
    """A player for a computer that cannot be heard; `problem` says why."""

    settled = True
    lead_ms = None

    def __init__(self, reason: str) -> None:
        """`reason` is one plain sentence."""
        self.problem = reason

    def follow(self, score: Score, course: Course) -> None:
        """Nothing is heard; the captions carry the words."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def close(self) -> None:
        """There is nothing to let go of."""
