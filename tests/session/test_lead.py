"""The lead of a session, in which its first sound reaches the loudspeaker, and its course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.movements.loader import Catalogue
from app.session.clock import Course, ManualClock, exact_ms
from app.session.engine import GAP_MS, LEAD_MS, Session
from app.session.events import CueDue, Event, Jumped, Paused, PauseReason, Resumed, Started
from app.session.states import State
from app.timeline.compiler import Compiler
from tests.fakes import timeline

STEPS: Final = "- movement: low-squat\n- movement: pigeon-pose"


class Stage:
    """A session with a lead; the clock, and the course at each event."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
        self.session = session
        self.clock = clock
        self.told: list[tuple[Event, Course | None]] = []
        session.listen(lambda event: self.told.append((event, session.course)))

    def after(self, ms: int) -> tuple[CueDue, ...]:
        self.clock.advance(ms)
        return self.session.tick()

    @property
    def course(self) -> Course:
        assert self.session.course
        return self.session.course

    @property
    def starts_in_ms(self) -> float:
        """Until time runs again."""
        return self.course.clock_at(self.session.position_ms) - self.clock.now_ms()

    def course_at(self, kind: type[Event]) -> Course | None:
        return [course for event, course in self.told if isinstance(event, kind)][-1]


Begin = Callable[..., Stage]


@pytest.fixture
def begin(catalogue: Catalogue, compiler: Compiler) -> Begin:
    plan = timeline(STEPS, catalogue, compiler)

    def made(lead_ms: int = LEAD_MS, *, started: bool = True) -> Stage:
        clock = ManualClock(987_654)
        stage = Stage(Session(plan, clock, compiler, lead_ms=lead_ms), clock)
        if started:
            stage.session.start()
        return stage

    return made


def test_there_is_a_course_only_while_time_runs(begin: Begin) -> None:
    stage = begin(started=False)
    assert stage.session.course is None
    stage.session.start()
    assert stage.session.course
    stage.session.pause()
    assert stage.session.course is None
    stage.session.resume()
    assert stage.session.course
    stage.session.stop()
    assert stage.session.course is None


def test_no_cue_during_the_lead_and_all_of_them_after_it(begin: Begin) -> None:
    stage = begin()
    for _ in range(LEAD_MS - 1):
        assert stage.after(1) == ()
    assert stage.session.position_ms == 0
    assert [due.cue.at_ms for due in stage.after(1)] == [0]


def test_without_a_lead_the_first_tick_performs(begin: Begin) -> None:
    assert begin(lead_ms=0).session.tick()


@pytest.mark.parametrize("told_ms", [60, LEAD_MS, 300])
def test_a_start_has_the_lead_that_the_loudspeaker_needs(begin: Begin, told_ms: int) -> None:
    stage = begin(started=False)
    stage.session.start(told_ms)
    assert stage.course_at(Started) == Course(stage.clock.now_ms() + told_ms, 0)
    assert stage.after(told_ms - 1) == ()
    assert stage.after(1)
    stage.session.pause()
    stage.after(5000)
    stage.session.resume()
    assert stage.starts_in_ms == LEAD_MS, "what performs is written further ahead"


def test_a_session_that_is_not_heard_needs_no_lead(begin: Begin) -> None:
    stage = begin(0, started=False)
    stage.session.start(60)
    assert stage.session.tick()


def test_the_course_is_exact_from_its_first_event_on(begin: Begin) -> None:
    stage = begin()
    start = stage.clock.now_ms() + LEAD_MS
    assert stage.course_at(Started) == Course(start, 0)
    for ms in (LEAD_MS - 30, 7, 400, 1999, 50):
        stage.after(ms)
        assert stage.course.clock_at(0) == start
        assert stage.session.position_ms == max(0, stage.clock.now_ms() - start)


def test_a_pause_in_the_lead_loses_nothing(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS // 2)
    stage.session.pause()
    assert stage.after(60_000) == ()
    stage.session.resume()
    assert stage.course_at(Resumed) == Course(stage.clock.now_ms() + LEAD_MS, 0)
    assert stage.after(LEAD_MS - 1) == ()
    assert [due.cue.at_ms for due in stage.after(1)] == [0]


def test_time_goes_on_where_it_stood_after_a_pause(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS + 1500)
    stage.clock.advance(33)
    stage.session.pause()
    assert stage.session.position_ms == 1533
    stage.clock.advance(600_000)
    stage.session.resume()
    assert stage.course == Course(stage.clock.now_ms() + LEAD_MS, 1533)
    stage.after(LEAD_MS + 20)
    assert stage.session.position_ms == 1553


def test_a_jump_waits_until_what_was_cut_has_faded(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS + 1500)
    stage.session.next()
    target = stage.session.timeline.segments[1].start_ms
    course = stage.course_at(Jumped)
    assert course == stage.course
    assert course.position_ms == target == stage.session.position_ms
    lead = int(stage.starts_in_ms)
    assert LEAD_MS + 200 <= lead <= LEAD_MS + 300
    assert stage.after(lead - 1) == ()
    assert stage.after(1)[0].cue.at_ms == target
    assert stage.course.clock_at(0) == course.clock_at(0)


def test_two_jumps_in_a_row_lead_to_the_second_place(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS + 1500)
    segments = stage.session.timeline.segments
    stage.session.next()
    stage.after(40)
    stage.session.next()
    assert stage.session.position_ms == segments[2].start_ms
    lead = int(stage.starts_in_ms)
    assert stage.after(lead - 1) == ()
    assert all(due.cue.at_ms == segments[2].start_ms for due in stage.after(1))
    assert stage.session.segment == segments[2]


def test_a_jump_while_paused_runs_only_when_resumed(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS + 1500)
    stage.session.pause()
    stage.session.next()
    assert stage.session.course is None
    assert stage.course_at(Jumped) is None
    stage.clock.advance(9000)
    stage.session.resume()
    assert stage.course.position_ms == stage.session.timeline.segments[1].start_ms
    assert stage.starts_in_ms == LEAD_MS


def test_a_longer_segment_leaves_the_course_as_it_is(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS + 1500)
    before = stage.course.clock_at(0)
    stage.clock.advance(17)
    stage.session.longer()
    assert stage.course.clock_at(0) == before
    assert stage.course.position_ms == 1517


def test_a_gap_during_the_lead_is_a_gap(begin: Begin) -> None:
    stage = begin()
    stage.after(LEAD_MS + GAP_MS + 1)
    assert stage.session.state is State.PAUSED
    assert any(event == Paused(PauseReason.GAP) for event, _ in stage.told)


@pytest.mark.parametrize("lead_ms", [0, LEAD_MS])
def test_a_clock_that_runs_backwards_moves_nothing_back(begin: Begin, lead_ms: int) -> None:
    stage = begin(lead_ms)
    stage.after(lead_ms + 1500)
    heard = len(stage.told)
    assert stage.after(-50) == ()
    assert stage.session.position_ms == 1500
    assert stage.after(40) == ()
    assert stage.session.position_ms in (1500, 1540)
    assert len(stage.told) == heard
    stage.after(400)
    assert 1500 < stage.session.position_ms <= 1950


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from("tick tick pause next".split()))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_cue_comes_before_its_moment_on_the_course(
    begin: Begin, deeds: list[tuple[int, str]]
) -> None:
    """Whatever is pressed: what is performed has come to its moment, by the course told last."""
    stage = begin()
    early: list[CueDue] = []

    def watch(event: Event) -> None:
        # The last words come with the end, at whose press the session is over.
        if isinstance(event, CueDue) and event.cue.at_ms < stage.session.timeline.total_ms:
            assert stage.session.course
            if stage.session.course.clock_at(event.cue.at_ms) > stage.clock.now_ms():
                early.append(event)

    stage.session.listen(watch)
    for ms, deed in deeds:
        stage.clock.advance(ms)
        {"tick": stage.session.tick, "pause": stage.session.toggle, "next": stage.session.next}[
            deed
        ]()
    assert early == []


def test_the_exact_clock_is_the_machines() -> None:
    times = [exact_ms() for _ in range(1000)]
    assert times == sorted(times)
    assert Course(1000, 20).position_at(1500) == 520
    assert Course(1000, 20).clock_at(520) == 1500


@pytest.mark.parametrize(("stood_ms", "more_ms"), [(0, 250), (100, 150), (250, 0), (60_000, 0)])
def test_time_waits_longer_after_a_pause_that_was_short(
    begin: Begin, stood_ms: int, more_ms: int
) -> None:
    """What the pause cut off has to pass unheard before anything else sounds."""
    stage = begin()
    stage.after(LEAD_MS + 1500)
    stage.session.pause()
    stage.clock.advance(stood_ms)
    stage.session.resume()
    assert stage.starts_in_ms == LEAD_MS + more_ms
