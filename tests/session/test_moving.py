"""What the runner presses: next, previous, again, longer, skip."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.events import Changed, CueDue, Event, Finished, Jumped, SegmentEntered, Skipped
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind, Phase, Segment
from tests.fakes import timeline

PIGEON = "- movement: pigeon-pose"

Begin = Callable[..., "Stage"]


class Stage:
    """A running session that one can lead to a place."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
        self.session = session
        self.clock = clock
        self.events: list[Event] = []
        session.listen(self.events.append)
        session.start()
        session.tick()

    def after(self, ms: int) -> list[CueDue]:
        due: list[CueDue] = []
        for passed in range(0, ms, 1000):
            self.clock.advance(min(1000, ms - passed))
            due += self.session.tick()
        return due

    def to(self, index: int, ms: int = 0) -> None:
        """`ms` into the `index`-th segment, by time alone."""
        self.after(self.session.timeline.segments[index].start_ms + ms - self.session.position_ms)

    def lengths(self) -> list[int]:
        return [block.length_ms for _, block in self.session.timeline.blocks]

    @property
    def here(self) -> tuple[int, int]:
        """The segment's number, and milliseconds from its start."""
        segments = self.session.timeline.segments
        assert self.session.segment is not None
        index = segments.index(self.session.segment)
        return index, self.session.position_ms - segments[index].start_ms


@pytest.fixture
def begin(catalogue: Catalogue, compiler: Compiler) -> Begin:
    def made(steps: str = PIGEON) -> Stage:
        clock = ManualClock(5)
        return Stage(Session(timeline(steps, catalogue, compiler), clock, compiler), clock)

    return made


class TestNext:
    def test_it_goes_to_the_start_of_the_next_segment(self, begin: Begin) -> None:
        stage = begin()
        stage.after(3_000)
        stage.session.next()
        assert stage.here == (1, 0)
        (due,) = stage.session.tick()
        assert (due.cue.kind, due.late_ms) == (CueKind.WORK, 0)

    def test_the_other_side_of_a_hold_gets_what_this_one_had(self, begin: Begin) -> None:
        stage = begin()
        stage.to(1, 71_250)
        stage.session.next()
        assert stage.lengths()[3] == 71_250

    def test_reps_are_rounded_up_to_whole_ones(self, begin: Begin) -> None:
        stage = begin("- movement: heel-drop")
        stage.to(1, 15_000)
        stage.session.next()
        other = stage.session.timeline.segments[3]
        assert (other.end_ms - other.start_ms, other.bout and other.bout.rep_count) == (21_000, 3)

    def test_whoever_leafs_through_takes_nothing_from_the_other_side(self, begin: Begin) -> None:
        stage = begin()
        stage.to(1, 4_999)
        stage.session.next()
        assert stage.lengths()[3] == 90_000
        stage = begin()
        stage.to(1, 5_000)
        stage.session.next()
        assert stage.lengths()[3] == 5_000

    def test_each_set_is_for_itself(self, begin: Begin) -> None:
        stage = begin(f"{PIGEON}\n  sets: 2")
        stage.to(1, 60_000)
        stage.session.next()
        assert stage.lengths()[1::2] == [90_000, 60_000, 90_000, 90_000]

    def test_each_direction_and_each_dose_is_for_itself(self, begin: Begin) -> None:
        stage = begin("- movement: ankle-circles")
        stage.to(3, 8_000)
        stage.session.next()
        assert stage.lengths()[1::2] == [20_000, 20_000, 20_000, 8_000]
        stage = begin("- movement: half-kneeling-ankle-lunge")
        stage.to(2, 10_000)
        stage.session.next()
        assert stage.lengths()[1:] == [45_000, 30_000, 8_000, 45_000, 10_000]

    def test_getting_ready_and_rests_are_simply_left(self, begin: Begin) -> None:
        stage = begin("- rest: 20s\n- movement: bridge")
        before = stage.lengths()
        for _ in range(3):
            stage.after(6_000)
            stage.session.next()
        assert stage.lengths() == before

    def test_from_the_last_segment_it_ends_the_session(self, begin: Begin) -> None:
        stage = begin("- rest: 20s")
        stage.after(2_000)
        stage.session.pause()
        del stage.events[:]
        stage.session.next()
        assert stage.session.state is State.FINISHED
        told = [type(event) for event in stage.events if not isinstance(event, Changed)]
        assert told == [Jumped, CueDue, Finished]

    def test_the_last_words_name_the_time_it_really_took(self, begin: Begin) -> None:
        stage = begin("- movement: cat-cow\n- movement: pigeon-pose")
        for _ in range(5):
            stage.after(4_000)
            stage.session.next()
        stage.after(2_000)
        stage.session.next()
        done = stage.events[-2]
        assert isinstance(done, CueDue)
        assert done.cue.text == "Done. Twenty-two seconds."

    def test_at_the_very_end_it_does_not_end_it_twice(self, begin: Begin) -> None:
        """The tick inside a command may itself reach the end."""
        for command in ("next", "previous", "restart_step", "longer", "skip"):
            stage = begin("- movement: low-squat")
            stage.after(stage.session.timeline.total_ms - 500)
            stage.clock.advance(700)
            getattr(stage.session, command)()
            told = [type(event) for event in stage.events]
            done = [e for e in stage.events if isinstance(e, CueDue)][-1]
            assert (done.cue.kind, told.count(Finished), told[-1]) == (CueKind.DONE, 1, Finished)
            assert stage.session.position_ms == stage.session.timeline.total_ms


class TestPrevious:
    def test_it_begins_the_segment_again(self, begin: Begin) -> None:
        stage = begin()
        stage.to(1, 2_001)
        stage.session.previous()
        assert stage.here == (1, 0)
        assert [due.cue.kind for due in stage.session.tick()] == [CueKind.WORK]

    def test_soon_after_its_start_it_goes_to_the_one_before(self, begin: Begin) -> None:
        stage = begin()
        stage.to(1, 2_000)
        stage.session.previous()
        assert stage.here == (0, 0)
        stage.session.previous()
        assert stage.here == (0, 0)

    def test_a_segment_that_began_since_the_last_tick_counts(self, begin: Begin) -> None:
        stage = begin()
        stage.to(1, 0)
        stage.after(89_500)
        stage.clock.advance(1_000)
        stage.session.previous()
        assert stage.here == (1, 0)

    def test_what_is_done_again_is_done_whole_on_both_sides(self, begin: Begin) -> None:
        """The side still to come was shortened for a side that is now done anew."""
        stage = begin()
        stage.to(1, 20_000)
        stage.session.next()
        assert stage.lengths()[3] == 20_000
        stage.session.previous()
        assert stage.here == (1, 0)
        assert stage.lengths()[3] == 90_000
        stage.after(60_000)
        stage.session.next()
        assert stage.lengths()[3] == 60_000


class TestRestartStep:
    def test_it_begins_the_movement_with_its_getting_ready(self, begin: Begin) -> None:
        stage = begin(f"- movement: low-squat\n{PIGEON}")
        stage.to(5, 30_000)
        stage.session.restart_step()
        assert stage.here == (2, 0)
        assert [due.cue.kind for due in stage.session.tick()] == [CueKind.ANNOUNCE]

    def test_both_sides_are_whole_again(self, begin: Begin) -> None:
        stage = begin(f"{PIGEON}\n  sets: 2")
        stage.to(1, 20_000)
        stage.session.next()
        stage.session.restart_step()
        assert stage.lengths()[1::2] == [90_000] * 4


class TestLonger:
    def test_fifteen_seconds_more_on_this_side_and_the_other(self, begin: Begin) -> None:
        stage = begin()
        stage.to(1, 30_000)
        stage.session.longer()
        assert stage.lengths()[1:] == [105_000, 12_000, 105_000]
        assert stage.here == (1, 30_000)

    def test_whole_reps(self, begin: Begin) -> None:
        stage = begin("- movement: heel-drop")
        stage.to(1, 1_000)
        stage.session.longer()
        assert stage.lengths()[1::2] == [56_000, 56_000]

    def test_90_90_stays_even(self, begin: Begin) -> None:
        """Fifteen seconds at five each would be three transitions: one side more than the other."""
        stage = begin("- movement: ninety-ninety\n  tempo: 5s")
        stage.to(1, 1_000)
        stage.session.longer()
        bout = stage.session.timeline.segments[1].bout
        assert bout is not None
        assert (bout.rep_count, stage.lengths()[1]) == (16, 80_000)

    def test_not_beyond_ten_minutes(self, begin: Begin) -> None:
        stage = begin("- movement: calf-foam-roll\n  hold: 590s")
        stage.to(1, 1_000)
        stage.session.longer()
        stage.session.longer()
        assert stage.lengths()[1::2] == [600_000, 600_000]

    @pytest.mark.parametrize("ms", [11_000, 46_000, 61_000])
    def test_nothing_is_said_twice(self, ms: int, begin: Begin) -> None:
        stage = begin()
        stage.to(1, ms)
        stage.session.longer()
        stage.session.longer()
        stage.to(2)
        for kind in (CueKind.TECHNIQUE, CueKind.HALFWAY, CueKind.LOW_END):
            said = [e for e in stage.events if isinstance(e, CueDue) and e.cue.kind is kind]
            assert len(said) <= 1

    def test_words_that_wait_for_the_next_tick_are_not_lost(self, begin: Begin) -> None:
        """Next, longer and only then on, all while paused."""
        stage = begin()
        stage.session.pause()
        stage.session.next()
        stage.session.longer()
        stage.session.resume()
        assert [due.cue.kind for due in stage.session.tick()] == [CueKind.WORK]

    def test_a_rest_too(self, begin: Begin) -> None:
        stage = begin("- rest: 20s\n  say: Sip.")
        stage.after(5_000)
        stage.session.longer()
        assert stage.lengths() == [35_000]
        assert stage.session.state is State.RUNNING


class TestSkip:
    STEPS = f"{PIGEON}\n- movement: low-squat\n- rest: 5s\n{PIGEON}"

    def test_the_movement_is_left_out_of_all_that_comes(self, begin: Begin) -> None:
        stage = begin(self.STEPS)
        stage.to(1, 30_000)
        assert stage.session.skip() == "pigeon-pose"
        later = stage.session.timeline.segments[2:]
        assert [s.movement_id for s in later] == ["low-squat", "low-squat", None]
        assert stage.here == (2, 0)
        assert Skipped("pigeon-pose") in stage.events

    def test_a_rest_is_only_left(self, begin: Begin) -> None:
        stage = begin("- rest: 20s\n- movement: cat-cow")
        assert stage.session.skip() is None
        assert stage.here == (1, 0)
        assert not any(isinstance(event, Skipped) for event in stage.events)

    def test_the_last_movement_ends_the_session(self, begin: Begin) -> None:
        stage = begin()
        assert stage.session.skip() == "pigeon-pose"
        assert stage.session.state is State.FINISHED
        assert isinstance(stage.events[-1], Finished)

    def test_where_it_now_stands_counts(self, begin: Begin) -> None:
        """What hurts is what runs now, not what ran at the last tick."""
        stage = begin("- movement: low-squat\n- movement: cat-cow")
        stage.to(2)
        stage.session.previous()
        stage.after(35_500)
        stage.clock.advance(900)
        assert stage.session.skip() == "cat-cow"

    def test_a_part_of_a_composite_goes_alone(self, begin: Begin) -> None:
        stage = begin("- movement: knee-to-wall-test")
        stage.to(4)
        assert stage.session.segment is not None
        assert stage.session.segment.movement_id == "foot-ball-roll"
        stage.session.skip()
        left: list[Segment] = list(stage.session.timeline.segments)
        works = [s.movement_id for s in left if s.phase is Phase.HOLD]
        assert (
            works == ["knee-to-wall-test"] * 2 + ["calf-foam-roll"] * 2 + ["knee-to-wall-test"] * 2
        )


def test_a_jump_shows_the_new_place_even_while_paused(begin: Begin) -> None:
    stage = begin()
    stage.session.pause()
    del stage.events[:]
    stage.session.next()
    kinds = [type(event) for event in stage.events if not isinstance(event, Changed)]
    assert kinds == [Jumped, SegmentEntered]
    assert stage.session.state is State.PAUSED
