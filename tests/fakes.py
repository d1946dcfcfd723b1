"""Hand-written fakes, and the few words that build a routine in a test."""

from __future__ import annotations

from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.model import Routine, VoiceLevel
from app.routine.reader import read_routine
from app.session.engine import Session
from app.session.events import Changed, CueDue, Event, Jumped, Paused, Stopped
from app.timeline.compiler import Compiler
from app.timeline.model import Cue, Timeline


def routine(steps: str, catalogue: Catalogue, head: str = "") -> Routine:
    """A routine named Test with the given steps, each line of which is a YAML list item."""
    text = f"limber: 1\nname: Test\n{head}\nsteps:\n{steps}\n"
    return read_routine(text.encode(), "test", catalogue)


def timeline(steps: str, catalogue: Catalogue, compiler: Compiler, head: str = "") -> Timeline:
    """The same, compiled."""
    return compiler.compile(decide(routine(steps, catalogue, head), catalogue))


class FakeVoice:
    """Remembers what a session told it; `fails` makes it raise as no voice should."""

    def __init__(self, level: VoiceLevel = VoiceLevel.FULL, problem: str = "") -> None:
        self.level = level
        self.problem = problem
        self.settled = True
        self.lead_ms: int | None = None
        self.said: list[Cue] = []
        self.attended: list[Timeline] = []
        self.hushed = 0
        self.fails = False
        self.closed = False

    def attend(self, session: Session) -> None:
        self.attended.append(session.timeline)
        session.listen(self._hear)

    def _hear(self, event: Event) -> None:
        match event:
            case CueDue(cue):
                self.said.append(cue)
                if self.fails:
                    raise RuntimeError("a voice that breaks its promise")
            case Paused() | Jumped() | Stopped():
                self.hushed += 1
            case Changed(timeline):
                self.attended.append(timeline)

    def close(self) -> None:
        self.closed = True
