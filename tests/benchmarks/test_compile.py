"""Compiling 500 steps: all movements with their own doses, written out and repeated.

Their work takes far more than the four hours that a file may have, so these routines are put
together here and not read from a text.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.model import MovementStep, RepeatStep, Routine, Step
from app.session.snapshot import fingerprint
from app.timeline.compiler import Compiler
from app.timeline.plan import plan, plan_text
from tests.benchmarks.side_by_side import in_turns, show

pytestmark = pytest.mark.benchmark

RUNS = 15
STEPS = 500


def routine(*steps: Step) -> Routine:
    return Routine("long", "Long", steps)


def written(catalogue: Catalogue) -> Routine:
    """Every movement in turn: equal steps, which share their blocks."""
    ids = catalogue.ids
    return routine(*(MovementStep(ids[number % len(ids)]) for number in range(STEPS)))


def repeated(catalogue: Catalogue) -> Routine:
    once = tuple(MovementStep(name) for name in catalogue.ids)
    return routine(RepeatStep(STEPS // len(once) + 1, once))


def all_different(catalogue: Catalogue) -> Routine:
    """A note of its own at every step: nothing can be shared."""
    ids = catalogue.ids
    return routine(
        *(MovementStep(ids[number % len(ids)], note=f"Number {number}.") for number in range(STEPS))
    )


@pytest.mark.parametrize("make", [written, repeated, all_different])
def test_compile(
    make: Callable[[Catalogue], Routine], catalogue: Catalogue, compiler: Compiler
) -> None:
    made = make(catalogue)
    programme = decide(made, catalogue)
    timeline = compiler.compile(programme)
    values = plan(timeline)
    ours, dump = in_turns(
        lambda: compiler.compile(programme), lambda: json.dumps(values, indent=1), RUNS
    )
    what = f"compile, {make.__name__}: {len(timeline.blocks)} segments, {len(timeline.cues)} cues"
    show(what, ours, "json.dumps of its plan", dump, "at most 15 ms")
    whole, _ = in_turns(lambda: compiler.compile(decide(made, catalogue)).cues, lambda: None, RUNS)
    print(f"  with the doses decided and the cues laid out: least {whole.least:.2f} ms")
    text, mark = in_turns(lambda: plan_text(timeline), lambda: fingerprint(timeline), 5)
    print(f"  its plan as text: least {text.least:.2f} ms; its fingerprint: {mark.least:.2f} ms")
