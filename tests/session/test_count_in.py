"""A session that was cut off goes on after time enough to get back to the mat."""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.events import CueDue, Event, Paused, PauseReason, Resumed
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Cue, CueKind, Phase, Timeline
from tests.fakes import timeline

STEPS = "- movement: low-squat\n- movement: pigeon-pose\n- rest: 20s"


class Again:
    """A session cut off at a position and taken up."""

    def __init__(self, plan: Timeline, compiler: Compiler, ms: int, lead_ms: int = 0) -> None:
        self.clock = ManualClock()
        first = Session(plan, self.clock, compiler)
        first.start()
        while first.position_ms < ms:
            self.clock.advance(min(1000, ms - first.position_ms))
            first.tick()
        self.session = Session(plan, self.clock, compiler, lead_ms=lead_ms)
        self.session.take_up(first.snapshot(), compiler.count_in)
        self.events: list[Event] = []
        self.session.listen(self.events.append)

    def wait(self, ms: int) -> list[Cue]:
        """What is performed in this time, ticked every 50 ms."""
        cues = []
        for _ in range(ms // 50):
            self.clock.advance(50)
            cues += [due.cue for due in self.session.tick()]
        return cues


@pytest.fixture
def plan(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


@pytest.fixture
def hold_ms(plan: Timeline) -> int:
    segments = plan.segments
    hold = [s for s in segments if s.phase is Phase.HOLD and s.movement_id == "pigeon-pose"]
    return hold[0].start_ms + 42_000


@pytest.fixture
def again(plan: Timeline, compiler: Compiler, hold_ms: int) -> Again:
    return Again(plan, compiler, hold_ms)


def test_it_stands_until_it_is_started_and_then_waits_for_the_runner(
    again: Again, hold_ms: int
) -> None:
    session = again.session
    assert (session.state, session.position_ms) == (State.PAUSED, hold_ms)
    session.start()
    again.wait(9_000)
    assert session.state is State.RUNNING
    assert session.position_ms == hold_ms
    assert session.count_in
    assert session.count_in.left_ms == 1_000
    again.wait(3_000)
    assert session.position_ms == hold_ms + 2_000
    assert session.count_in is None
    assert [type(event) for event in again.events if not isinstance(event, CueDue)] == [Resumed]


def test_the_words_say_where_it_goes_on_then_beeps_and_the_tone(again: Again, hold_ms: int) -> None:
    again.session.start()
    cues = again.wait(10_000)
    assert [(cue.kind, cue.at_ms - hold_ms) for cue in cues] == [
        (CueKind.ANNOUNCE, -10_000),
        (CueKind.COUNTDOWN, -3_000),
        (CueKind.COUNTDOWN, -2_000),
        (CueKind.COUNTDOWN, -1_000),
        (CueKind.WORK, 0),
    ]
    assert cues[0].caption == "Going on with 48 s left. Pigeon pose. Right knee forward."
    assert cues[0].text.startswith("Going on with forty-eight seconds left.")


def test_the_course_begins_with_the_first_word_and_stays_the_same_line(again: Again) -> None:
    again.session.start()
    before = again.session.course
    again.wait(10_500)
    after = again.session.course
    assert before
    assert after
    assert before.position_ms == again.session.position_ms - 10_500
    assert before.clock_at(0) == after.clock_at(0)


@pytest.mark.parametrize("lead_ms", [0, 120])
def test_nothing_of_it_is_counted_as_done(
    lead_ms: int, plan: Timeline, compiler: Compiler, hold_ms: int
) -> None:
    again = Again(plan, compiler, hold_ms, lead_ms)
    done = again.session.snapshot().performed_ms
    again.session.start()
    again.wait(9_000)
    assert again.session.snapshot().performed_ms == done
    assert again.session.snapshot().position_ms == hold_ms


def test_whoever_pauses_in_it_is_counted_in_anew(again: Again, hold_ms: int) -> None:
    again.session.start()
    again.wait(8_000)
    again.session.pause()
    again.wait(60_000)
    again.session.resume()
    assert next(cue.kind for cue in again.wait(9_000)) is CueKind.ANNOUNCE
    assert again.session.position_ms == hold_ms


def test_whoever_moves_on_leaves_it(again: Again) -> None:
    again.session.start()
    again.wait(1_000)
    again.session.next()
    assert again.session.count_in is None
    position = again.session.position_ms
    again.wait(1_000)
    assert again.session.position_ms == position + 1_000


def test_a_suspend_in_it_pauses(again: Again, hold_ms: int) -> None:
    again.session.start()
    again.wait(1_000)
    again.clock.advance(3_600_000)
    again.session.tick()
    assert again.events[-1] == Paused(PauseReason.GAP)
    assert again.session.position_ms == hold_ms


def test_in_a_rest_nothing_has_to_be_taken_up(plan: Timeline, compiler: Compiler) -> None:
    again = Again(plan, compiler, plan.segments[-1].start_ms + 5_000)
    again.session.start()
    cues = again.wait(10_000)
    assert cues[0].caption == "Going on. Rest."
    assert CueKind.WORK not in [cue.kind for cue in cues]
