"""The session by example: its states, its time, and what a tick performs."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.events import (
    CueDue,
    Event,
    Finished,
    Jumped,
    Paused,
    PauseReason,
    Resumed,
    SegmentEntered,
    Started,
    Stopped,
)
from app.session.states import TRANSITIONS, Command, State
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind
from tests.fakes import timeline

STEPS = "- movement: low-squat\n- movement: pigeon-pose"

Begin = Callable[..., "Stage"]


class Stage:
    """A session, its clock, and everything it told."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
        self.session = session
        self.clock = clock
        self.events: list[Event] = []
        session.listen(self.events.append)

    def after(self, ms: int, step_ms: int = 1000) -> tuple[CueDue, ...]:
        """Let time pass in ticks; what was performed."""
        due: list[CueDue] = []
        for passed in range(0, ms, step_ms):
            self.clock.advance(min(step_ms, ms - passed))
            due += self.session.tick()
        return tuple(due)

    def told(self) -> list[type[Event]]:
        return [type(event) for event in self.events]


@pytest.fixture
def begin(catalogue: Catalogue, compiler: Compiler) -> Begin:
    def made(steps: str = STEPS, *, started: bool = True) -> Stage:
        clock = ManualClock(987_654)
        stage = Stage(Session(timeline(steps, catalogue, compiler), clock, compiler), clock)
        if started:
            stage.session.start()
            stage.session.tick()
        return stage

    return made


class TestStates:
    def test_the_table(self) -> None:
        """Written out, so that a change to it is meant."""
        table = {(a.value, command.value): b.value for (a, command), b in TRANSITIONS.items()}
        assert table == {
            ("ready", "start"): "running",
            ("ready", "stop"): "stopped",
            ("running", "pause"): "paused",
            ("running", "finish"): "finished",
            ("running", "stop"): "stopped",
            ("paused", "resume"): "running",
            ("paused", "finish"): "finished",
            ("paused", "stop"): "stopped",
        }

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("command", ["start", "pause", "resume", "stop"])
    def test_a_command_that_has_no_place_changes_nothing(
        self, state: State, command: str, begin: Begin
    ) -> None:
        stage = begin(started=state is not State.READY)
        if state is State.PAUSED:
            stage.session.pause()
        elif state is State.STOPPED:
            stage.session.stop()
        elif state is State.FINISHED:
            while stage.session.state is State.RUNNING:
                stage.session.next()
        assert stage.session.state is state
        before = len(stage.events)
        getattr(stage.session, command)()
        after = TRANSITIONS.get((state, Command(command)), state)
        assert stage.session.state is after
        assert (len(stage.events) > before) is (after is not state)

    @pytest.mark.parametrize("state", [State.READY, State.FINISHED, State.STOPPED])
    @pytest.mark.parametrize(
        "command", ["next", "previous", "restart_step", "longer", "skip", "tick", "toggle"]
    )
    def test_nothing_moves_a_session_that_is_not_on(
        self, state: State, command: str, begin: Begin
    ) -> None:
        stage = begin(started=state is not State.READY)
        if state is State.STOPPED:
            stage.session.stop()
        while state is State.FINISHED and stage.session.state is not state:
            stage.session.next()
        before, position = len(stage.events), stage.session.position_ms
        assert not getattr(stage.session, command)()
        assert (stage.session.state, stage.session.position_ms) == (state, position)
        assert len(stage.events) == before

    def test_what_it_tells(self, begin: Begin) -> None:
        stage = begin()
        stage.session.pause()
        stage.session.resume()
        stage.session.stop()
        assert stage.told() == [Started, SegmentEntered, CueDue, Paused, Resumed, Stopped]

    def test_the_one_big_key(self, begin: Begin) -> None:
        stage = begin()
        stage.session.toggle()
        assert stage.session.state == "paused"
        stage.session.toggle()
        assert stage.session.state == "running"


class TestTime:
    def test_a_session_takes_exactly_as_long_as_planned(self, begin: Begin) -> None:
        stage = begin()
        total = stage.session.timeline.total_ms
        stage.after(total - 1, step_ms=1999)
        assert stage.session.state == "running"
        last = stage.after(1)
        assert [due.cue.kind for due in last] == [CueKind.DONE]
        assert stage.session.state == "finished"
        assert stage.told().count(Finished) == 1

    def test_no_time_passes_while_it_is_paused(self, begin: Begin) -> None:
        stage = begin()
        stage.after(5_250)
        stage.clock.advance(400)
        stage.session.pause()
        assert stage.session.position_ms == 5_650
        assert stage.after(60_000) == ()
        stage.session.resume()
        stage.after(350)
        assert stage.session.position_ms == 6_000

    def test_two_seconds_are_no_gap_and_more_is_one(self, begin: Begin) -> None:
        stage = begin()
        stage.clock.advance(2_000)
        stage.session.tick()
        assert (stage.session.state, stage.session.position_ms) == (State.RUNNING, 2_000)
        stage.clock.advance(2_001)
        assert stage.session.tick() == ()
        assert (stage.session.state, stage.session.position_ms) == (State.PAUSED, 2_000)
        assert stage.events[-1] == Paused(PauseReason.GAP)

    def test_nothing_that_is_stale_is_performed_after_a_gap(self, begin: Begin) -> None:
        """Whoever opens the lid after an hour goes on where the lid was closed."""
        stage = begin()
        stage.after(20_000)
        performed = stage.told().count(CueDue)
        stage.clock.advance(3_600_000)
        stage.session.tick()
        assert stage.told().count(CueDue) == performed
        stage.session.resume()
        assert all(due.late_ms < 1_000 for due in stage.after(10_000))

    def test_pausing_in_a_gap_is_the_gap(self, begin: Begin) -> None:
        stage = begin()
        stage.clock.advance(60_000)
        stage.session.pause()
        assert stage.events[-1] == Paused(PauseReason.GAP)
        assert stage.told().count(Paused) == 1

    def test_a_clock_that_runs_backwards_moves_nothing(self, begin: Begin) -> None:
        stage = begin()
        stage.after(3_000)
        stage.clock.advance(-10_000)
        stage.session.tick()
        assert stage.session.position_ms == 3_000
        stage.after(1_000)
        assert stage.session.position_ms == 4_000

    def test_a_wider_gap_can_be_asked_for(self, catalogue: Catalogue, compiler: Compiler) -> None:
        clock = ManualClock()
        session = Session(timeline(STEPS, catalogue, compiler), clock, compiler, gap_ms=60_000)
        session.start()
        clock.advance(60_000)
        session.tick()
        assert session.position_ms == 60_000

    def test_when_the_next_cue_is_due(self, begin: Begin) -> None:
        stage = begin()
        second = stage.session.timeline.cues[1].at_ms
        assert stage.session.until_next_ms() == second
        stage.after(1_500)
        assert stage.session.until_next_ms() == second - 1_500
        stage.session.pause()
        assert stage.session.until_next_ms() is None


class TestPerforming:
    def test_the_first_tick_performs_what_stands_at_the_start(self, begin: Begin) -> None:
        stage = begin(started=False)
        stage.session.start()
        assert stage.told() == [Started]
        assert [due.cue.at_ms for due in stage.session.tick()] == [0]
        assert stage.session.tick() == ()

    def test_a_cue_knows_how_late_it_is(self, begin: Begin) -> None:
        stage = begin()
        second = stage.session.timeline.cues[1].at_ms
        stage.after(second - 300, step_ms=1_000)
        (due,) = stage.after(700)
        assert (due.at_ms, due.late_ms) == (second + 400, 400)

    def test_a_segment_is_entered_before_its_cues_are_performed(self, begin: Begin) -> None:
        stage = begin()
        first, second = stage.session.timeline.segments[:2]
        stage.after(first.end_ms, step_ms=1_700)
        entered = [event for event in stage.events if isinstance(event, SegmentEntered)]
        assert [event.segment for event in entered] == [first, second]
        tone = next(
            index
            for index, event in enumerate(stage.events)
            if isinstance(event, CueDue) and event.cue.kind is CueKind.WORK
        )
        assert stage.events[tone - 1] == SegmentEntered(second)

    def test_a_listener_that_fails_harms_nobody(
        self, begin: Begin, caplog: pytest.LogCaptureFixture
    ) -> None:
        stage = begin(started=False)

        def fail(_: Event) -> None:
            raise RuntimeError("no loudspeaker")

        heard: list[Event] = []
        stage.session.listen(fail)
        stage.session.listen(heard.append)
        with caplog.at_level(logging.ERROR):
            stage.session.start()
            stage.after(20_000)
        assert heard == stage.events
        assert len(caplog.records) == len(heard)
        assert "no loudspeaker" in caplog.text

    def test_the_end_is_told_once_when_one_jumps_to_it(self, begin: Begin) -> None:
        stage = begin("- movement: low-squat")
        stage.session.next()
        del stage.events[:]
        stage.session.next()
        assert [kind for kind in stage.told() if kind is not SegmentEntered] == stage.told()
        assert stage.told()[-3:] == [Jumped, CueDue, Finished]
        assert stage.session.state is State.FINISHED

    def test_a_session_with_nothing_in_it_ends_at_once(
        self, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        nothing = timeline("- rest: 1s", catalogue, compiler).replaced(())
        session = Session(nothing, ManualClock(), compiler)
        assert session.segment is None
        session.start()
        for command in (session.next, session.previous, session.restart_step, session.longer):
            command()
        assert [due.cue.kind for due in session.tick()] in ([], [CueKind.DONE])
        assert session.state is State.FINISHED
