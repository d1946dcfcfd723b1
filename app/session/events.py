"""What a session tells its listeners."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.timeline.model import Cue, Segment, Timeline

_log = logging.getLogger(__name__)


class PauseReason(StrEnum):
    """Why a session pauses."""

    ASKED = "asked"
    GAP = "gap"
    SLEEP = "sleep"


@dataclass(frozen=True, slots=True)
class Started:
    """The session begins."""


@dataclass(frozen=True, slots=True)
class CueDue:
    """A cue is to be heard and shown now; `at_ms` is the session's time, at or after the cue's."""

    cue: Cue
    at_ms: int

    @property
    def late_ms(self) -> int:
        """How long after its planned moment the cue is performed."""
        return self.at_ms - self.cue.at_ms


@dataclass(frozen=True, slots=True)
class SegmentEntered:
    """Another segment is running."""

    segment: Segment


@dataclass(frozen=True, slots=True)
class Paused:
    """Time stands still."""

    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Resumed:
    """Time goes on."""


@dataclass(frozen=True, slots=True)
class Jumped:
    """The position was moved by hand; what is being said belongs to the past."""

    position_ms: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The rest of the session has become longer or shorter."""

    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Skipped:
    """A movement was left out because it hurts."""

    movement_id: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The end was reached."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The session was ended before its end."""


Event = (
    Started
    | CueDue
    | SegmentEntered
    | Paused
    | Resumed
    | Jumped
    | Changed
    | Skipped
    | Finished
    | Stopped
)

Listener = Callable[[Event], None]


class Listeners:
    """Those who are told; none of them can stop the session."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._all: list[Listener] = []

    def add(self, listener: Listener) -> None:
        """Tell it every event from now on."""
        self._all.append(listener)

    def tell(self, event: Event) -> None:
        """Tell all; one that raises is logged and does no harm."""
        for listener in self._all:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - nothing a listener does may stop the session
                _log.exception("A listener failed at %s", event)
