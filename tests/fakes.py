"""Hand-written fakes, and the few words that build a routine in a test."""

from __future__ import annotations

from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.model import Routine
from app.routine.reader import read_routine
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline


def routine(steps: str, catalogue: Catalogue, head: str = "") -> Routine:
    """A routine named Test with the given steps, each line of which is a YAML list item."""
    text = f"limber: 1\nname: Test\n{head}\nsteps:\n{steps}\n"
    return read_routine(text.encode(), "test", catalogue)


def timeline(steps: str, catalogue: Catalogue, compiler: Compiler, head: str = "") -> Timeline:
    """The same, compiled."""
    return compiler.compile(decide(routine(steps, catalogue, head), catalogue))
