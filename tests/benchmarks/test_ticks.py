"""10,000 ticks of a session of four hours, against as many turns of an empty loop."""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.routine.doses import Programme, decide
from app.routine.model import MovementStep, Routine
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from app.units import HOUR
from tests.benchmarks.side_by_side import in_turns, show

pytestmark = pytest.mark.benchmark

TICKS = 10_000
RUNS = 15


def four_hours(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    ids = catalogue.ids
    steps = tuple(MovementStep(ids[number % len(ids)]) for number in range(200))
    whole = decide(Routine("long", "Long", steps), catalogue)
    for count in range(1, len(whole.items) + 1):
        part = Programme(whole.routine, whole.lead_in_ms, whole.items[:count], whole.places)
        if (timeline := compiler.compile(part)).total_ms >= 4 * HOUR:
            return timeline
    raise AssertionError("200 movements take more than four hours")


def test_ticks(catalogue: Catalogue, compiler: Compiler) -> None:
    timeline = four_hours(catalogue, compiler)
    step_ms = timeline.total_ms // TICKS
    heard = 0

    def perform() -> None:
        nonlocal heard
        clock = ManualClock()
        session = Session(timeline, clock, compiler)
        session.start()
        heard = 0
        for _ in range(TICKS):
            clock.advance(step_ms)
            heard += len(session.tick())
        assert session.state is State.RUNNING or session.position_ms == timeline.total_ms

    def loop() -> None:
        clock = ManualClock()
        for _ in range(TICKS):
            clock.advance(step_ms)
            clock.now_ms()

    ours, empty = in_turns(perform, loop, RUNS)
    what = f"{TICKS} ticks of {timeline.total_ms / HOUR:.1f} h, {heard} cues performed"
    show(what, ours, "an empty loop over the clock", empty, "at most 100 ms")


def test_a_change_in_a_long_session(catalogue: Catalogue, compiler: Compiler) -> None:
    """What one press of + costs: it must not be felt."""
    timeline = four_hours(catalogue, compiler)

    def press() -> None:
        session = Session(timeline, ManualClock(), compiler)
        session.start()
        session.tick()
        session.next()
        session.longer()
        session.tick()

    ours, compiled = in_turns(press, lambda: timeline.replaced(timeline.blocks).cues, RUNS)
    show("next and longer", ours, "laying out the cues once", compiled, "below 50 ms")
