"""What is written of a running session, and when."""

from __future__ import annotations

import pytest

from app.history.cut_session import Beginning
from app.history.keeper import Keeper, step_at
from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.states import State
from app.session.tally import Tally
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from tests.fakes import timeline
from tests.history.kept import NOON_S, FakeNotes

STEPS = "- movement: low-squat\n- rest: 20s\n- movement: pigeon-pose"


class Kept:
    """A session that is ticked and kept as on the stage."""

    def __init__(self, plan: Timeline, compiler: Compiler) -> None:
        self.clock = ManualClock()
        self.wall_s = NOON_S
        self.session = Session(plan, self.clock, compiler)
        self.tally = Tally(self.session)
        self.notes = FakeNotes()
        self.level = VoiceLevel.FULL
        self.keeper = Keeper(
            self.session,
            self.tally,
            self.notes,
            Beginning("Test", "test", "", b"limber: 1"),
            lambda: self.level,
            lambda: self.wall_s,
        )

    def run(self, ms: int) -> int:
        """Let it run; how often it was written."""
        before = len(self.notes.all)
        for _ in range(ms // 50):
            self.clock.advance(50)
            self.wall_s += 0.05
            self.session.tick()
            self.keeper.beat()
        return len(self.notes.all) - before


@pytest.fixture
def plan(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


@pytest.fixture
def kept(plan: Timeline, compiler: Compiler) -> Kept:
    return Kept(plan, compiler)


def test_nothing_is_kept_before_it_begins(kept: Kept) -> None:
    assert kept.notes.all == []
    kept.session.start()
    assert len(kept.notes.all) == 1


def test_it_is_written_before_a_second_has_passed(kept: Kept) -> None:
    kept.session.start()
    kept.run(100)
    assert 10 < kept.run(10_000) <= 14
    assert kept.session.position_ms - kept.notes.last.place.snapshot.position_ms < 1000


def test_a_pause_is_written_at_once_and_then_nothing(kept: Kept) -> None:
    kept.session.start()
    kept.run(1_450)
    kept.session.pause()
    assert kept.notes.last.place.snapshot == kept.session.snapshot()
    assert kept.notes.last.place.wall_s == kept.wall_s
    assert kept.run(60_000) == 0


def test_every_change_is_written_at_the_next_beat(kept: Kept) -> None:
    kept.session.start()
    kept.run(5_000)
    for change in (kept.session.next, kept.session.longer, kept.session.previous):
        change()
        kept.keeper.beat()
        assert kept.notes.last.place.snapshot == kept.session.snapshot()
    kept.session.skip()
    kept.keeper.beat()
    assert kept.notes.last.place.snapshot.left_out == kept.session.snapshot().left_out
    assert kept.notes.last.place.tally["skipped"] == ["low-squat"]


def test_while_it_stands_too(kept: Kept) -> None:
    kept.session.start()
    kept.run(5_000)
    kept.session.pause()
    kept.session.next()
    kept.keeper.beat()
    assert kept.notes.last.place.snapshot == kept.session.snapshot()


def test_what_was_done_so_far_is_in_it(kept: Kept, plan: Timeline, compiler: Compiler) -> None:
    kept.session.start()
    kept.run(plan.segments[1].start_ms + 7_000)
    kept.session.pause()
    again = Tally(Session(plan, ManualClock(), compiler), kept.notes.last.place.tally)
    assert again.done == kept.tally.done
    assert again.total_ms == kept.tally.total_ms == plan.segments[1].start_ms + 7_000


@pytest.mark.parametrize("before", [None, {}, [], {"total_ms": "x"}, {"total_ms": 1}, 7])
def test_a_tally_that_makes_no_sense_begins_anew(
    before: object, plan: Timeline, compiler: Compiler
) -> None:
    assert Tally(Session(plan, ManualClock(), compiler), before).total_ms == 0


def test_the_level_of_the_moment_is_kept(kept: Kept) -> None:
    kept.session.start()
    kept.level = VoiceLevel.TONES
    kept.run(1_100)
    assert kept.notes.last.place.level is VoiceLevel.TONES


def test_a_session_that_is_over_is_not_kept(kept: Kept, plan: Timeline) -> None:
    kept.session.start()
    kept.run(plan.total_ms + 100)
    assert kept.session.state is State.FINISHED
    assert kept.notes.cleared


def test_nor_is_one_that_the_runner_ended(kept: Kept) -> None:
    kept.session.start()
    kept.run(3_000)
    kept.session.stop()
    assert kept.notes.cleared


def test_a_program_that_is_closed_keeps_the_place_to_the_tick(kept: Kept) -> None:
    kept.session.start()
    kept.run(3_450)
    kept.keeper.close()
    assert kept.notes.last.place.snapshot.position_ms == 3_450
    assert kept.notes.closed
    assert not kept.notes.cleared


def test_a_jump_of_the_clock_on_the_wall_moves_nothing(kept: Kept) -> None:
    """NTP, the end of summer time, a hand: it is only ever written down."""
    kept.session.start()
    kept.run(5_000)
    for jump_s in (3600.0, -7200.0, -NOON_S, 10**9):
        position = kept.session.position_ms
        kept.wall_s += jump_s
        written = kept.run(2_000)
        assert kept.session.state is State.RUNNING
        assert kept.session.position_ms == position + 2_000
        assert written >= 2


def test_steps_are_movements_and_a_rest_belongs_to_the_one_before(plan: Timeline) -> None:
    steps = [step_at(plan, segment.start_ms) for segment in plan.segments]
    assert steps[0] == (1, 2)
    rest = next(s for s in plan.segments if s.movement_id is None)
    assert step_at(plan, rest.start_ms) == (1, 2)
    assert steps[-1] == (2, 2)
