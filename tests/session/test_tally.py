from __future__ import annotations

import random

import pytest

from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.states import State
from app.session.tally import Done, Tally, even
from app.timeline.compiler import Compiler
from app.timeline.model import Phase, Segment
from tests.fakes import timeline

STEPS = """
  - movement: pigeon-pose
    hold: 20s
  - rest: 5s
  - movement: cat-cow
    reps: 4
"""


class Bench:
    """A session with its tally, driven as the stage drives it: a tick, a sample, a command."""

    def __init__(self, catalogue: Catalogue, compiler: Compiler, steps: str = STEPS) -> None:
        self.clock = ManualClock()
        self.session = Session(timeline(steps, catalogue, compiler), self.clock, compiler)
        self.tally = Tally(self.session)
        self.session.start()

    def tick(self) -> None:
        self.session.tick()
        self.tally.sample()

    def run(self, ms: int) -> None:
        for _ in range(ms // 50):
            self.clock.advance(50)
            self.tick()

    def run_to(self, phase: Phase, side: str | None = None) -> Segment:
        """On to the start of a segment, every moment of it performed."""
        for segment in self.session.timeline.segments:
            if segment.phase is phase and (side is None or segment.side == side):
                self.run(segment.start_ms - self.session.position_ms)
                return segment
        raise LookupError(phase)

    def finish(self) -> None:
        while self.session.state is State.RUNNING:
            self.run(1000)


@pytest.fixture
def bench(catalogue: Catalogue, compiler: Compiler) -> Bench:
    return Bench(catalogue, compiler)


def test_whole_session_counts_every_side_in_full(bench: Bench) -> None:
    bench.finish()
    pigeon, cat = bench.tally.done
    assert pigeon == Done("pigeon-pose", "Pigeon pose", right_ms=20_000, left_ms=20_000)
    assert (cat.movement_id, cat.both_ms, cat.has_sides) == ("cat-cow", 24_000, False)
    assert bench.tally.total_ms == bench.session.timeline.total_ms
    assert (bench.tally.right_ms, bench.tally.left_ms) == (20_000, 20_000)
    assert pigeon.is_even


def test_what_was_jumped_over_is_not_counted(bench: Bench) -> None:
    bench.run_to(Phase.HOLD, "right")
    bench.run(4000)
    bench.session.next()
    bench.session.next()
    bench.session.next()
    bench.tick()
    assert [done.right_ms for done in bench.tally.done] == [4000]
    assert bench.tally.left_ms == 0


def test_early_next_tells_a_change_and_still_counts_only_what_was_done(bench: Bench) -> None:
    """From five seconds on *next* also shortens the other side, and the last words change."""
    bench.run_to(Phase.HOLD, "right")
    bench.run(11_000)
    bench.session.next()
    bench.finish()
    assert bench.tally.done[0].right_ms == 11_000
    assert bench.tally.done[0].left_ms == 11_000
    assert bench.tally.done[0].is_even


def test_going_back_counts_what_was_done_again(bench: Bench) -> None:
    bench.run_to(Phase.HOLD, "right")
    bench.run(6000)
    bench.session.previous()
    bench.run(3000)
    assert bench.tally.done[0].right_ms == 9000


def test_restart_counts_the_new_start_only_as_far_as_it_ran(bench: Bench) -> None:
    bench.run_to(Phase.HOLD, "left")
    bench.run(5000)
    bench.session.restart_step()
    bench.run(2000)
    assert (bench.tally.right_ms, bench.tally.left_ms) == (20_000, 5000)


def test_a_pause_and_a_gap_add_nothing(bench: Bench) -> None:
    bench.run_to(Phase.HOLD, "right")
    bench.run(2000)
    bench.session.pause()
    bench.clock.advance(600_000)
    bench.session.resume()
    bench.run(1000)
    bench.clock.advance(90_000)
    bench.tick()
    assert bench.session.state is State.PAUSED
    assert bench.tally.right_ms == 3000


def test_skip_counts_what_was_done_and_names_the_movement_once(bench: Bench) -> None:
    bench.run_to(Phase.HOLD, "right")
    bench.run(7000)
    bench.session.skip()
    bench.finish()
    assert bench.tally.skipped == ("pigeon-pose",)
    assert [(done.movement_id, done.total_ms) for done in bench.tally.done] == [
        ("pigeon-pose", 7000),
        ("cat-cow", 24_000),
    ]


def test_longer_counts_the_longer_time(bench: Bench) -> None:
    bench.run_to(Phase.HOLD, "right")
    bench.run(1000)
    bench.session.longer()
    bench.finish()
    assert (bench.tally.right_ms, bench.tally.left_ms) == (35_000, 35_000)


def test_leafing_through_leaves_nothing_to_list(bench: Bench) -> None:
    while bench.session.state is State.RUNNING:
        bench.run(50)
        bench.session.next()
    assert bench.tally.done == ()


def test_sampling_seldom_counts_the_same_as_sampling_often(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    often, seldom = Bench(catalogue, compiler), Bench(catalogue, compiler)
    often.finish()
    while seldom.session.state is State.RUNNING:
        seldom.clock.advance(1900)
        seldom.session.tick()
    assert seldom.tally.done == often.tally.done


@pytest.mark.parametrize("seed", range(12))
def test_never_more_than_the_clock_has_let_pass(
    catalogue: Catalogue, compiler: Compiler, seed: int
) -> None:
    bench = Bench(catalogue, compiler)
    dice = random.Random(seed)
    session = bench.session
    commands = (session.next, session.previous, session.restart_step, session.longer)
    ran = 0
    for _ in range(150):
        if session.state is not State.RUNNING:
            break
        bench.run(step := dice.choice((50, 500, 1900)) // 50 * 50)
        ran += step
        if dice.random() < 0.4:
            dice.choice(commands)()
    work = sum(done.total_ms for done in bench.tally.done)
    assert work <= bench.tally.total_ms <= ran
    if session.state is State.RUNNING:
        assert bench.tally.total_ms == ran


@pytest.mark.parametrize(
    ("right", "left", "expected"),
    [
        (60_000, 60_000, True),
        (60_000, 58_000, True),
        (60_000, 56_900, False),
        (5000, 2000, False),
        (0, 0, True),
    ],
)
def test_even_is_what_a_runner_cannot_feel(right: int, left: int, expected: bool) -> None:
    assert even(right, left) is expected
