"""Where a session can stand, and what moves it from there."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a session stands."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class Command(StrEnum):
    """What moves a session from one state to another."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    STOP = "stop"


TRANSITIONS: Final[dict[tuple[State, Command], State]] = {
    (State.READY, Command.START): State.RUNNING,
    (State.RUNNING, Command.PAUSE): State.PAUSED,
    (State.PAUSED, Command.RESUME): State.RUNNING,
    (State.RUNNING, Command.FINISH): State.FINISHED,
    (State.PAUSED, Command.FINISH): State.FINISHED,
    (State.READY, Command.STOP): State.STOPPED,
    (State.RUNNING, Command.STOP): State.STOPPED,
    (State.PAUSED, Command.STOP): State.STOPPED,
}
