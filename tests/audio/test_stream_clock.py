"""The stream clock before pretended devices: periods, clocks that drift, answers that come late."""

from __future__ import annotations

import math
import random
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.audio.player_worker import pause_ms
from app.audio.qt_player import CLOSE_TICK_MS, TICK_MS
from app.audio.stream_clock import StreamClock

SETTLED: Final = 80
SURE: Final = 230
"""Looks after which the longest period has been met near its beginning."""


class Device:
    """Takes its stream in whole periods, at its own rate; whoever asks is held up at times."""

    def __init__(
        self, period_ms: float, ppm: float = 0.0, seed: int = 0, busy: float = 0.0
    ) -> None:
        self._random = random.Random(seed)
        self._period_ms = period_ms
        self._rate = 1 + ppm / 1_000_000
        self._busy = busy
        self.start_ms = self._random.uniform(0, 3 * period_ms)
        self.now_ms = 0.0
        self.looks = 0
        self.clock = StreamClock()

    @property
    def played_ms(self) -> float:
        passed = (self.now_ms - self.start_ms) * self._rate
        return max(0.0, math.floor(passed / self._period_ms) * self._period_ms)

    def look(self) -> float | None:
        """One tick of the player; the error of the clock in milliseconds, late being positive."""
        self.looks += 1
        tick_ms = TICK_MS if self.clock.is_settled else CLOSE_TICK_MS
        self.now_ms += pause_ms(self.looks, tick_ms) + self._random.expovariate(1 / 0.1)
        played = self.played_ms
        self.now_ms += self._random.expovariate(1 / 0.03)
        if self._random.random() < self._busy:
            self.now_ms += self._random.uniform(1, 60)
        if played:
            self.clock.observe(played, self.now_ms)
        heard = self.clock.heard_ms(played)
        return None if heard is None else heard - (self.start_ms + played / self._rate)

    def run(self, looks: int) -> list[float]:
        errors = (self.look() for _ in range(looks))
        return [error for error in errors if error is not None]

    def run_dry(self, for_ms: float) -> None:
        """Nothing is played for a while: from then on all of the stream is that much later."""
        self.now_ms += for_ms
        self.start_ms += for_ms


def test_it_knows_nothing_at_first() -> None:
    clock = StreamClock()
    assert not clock.is_settled
    assert clock.heard_ms(0) is None
    for played in range(10, 10 * SETTLED, 10):
        clock.observe(played, 500 + played)
        assert not clock.is_settled
    clock.observe(10 * SETTLED, 500 + 10 * SETTLED)
    assert clock.is_settled
    assert clock.heard_ms(10 * SETTLED + 100) == 600 + 10 * SETTLED


@pytest.mark.parametrize("busy", [0.0, 0.3])
@pytest.mark.parametrize(
    ("period_ms", "usually_ms", "at_most_ms"),
    [(5.0, 0.3, 0.6), (10.0, 0.5, 0.7), (11.61, 0.8, 1.0), (21.33, 1.0, 2.3), (40.0, 1.9, 4.1)],
)
def test_its_first_word_can_be_believed(
    period_ms: float, usually_ms: float, at_most_ms: float, busy: float
) -> None:
    """A session that begins with the program hangs its first sound on it."""
    firsts = sorted(
        abs(Device(period_ms, seed=seed, busy=busy).run(3 * SETTLED)[0]) for seed in range(200)
    )
    assert firsts[189] < usually_ms
    assert firsts[-1] < at_most_ms


@given(
    period_ms=st.floats(5, 20),
    ppm=st.floats(-300, 300),
    seed=st.integers(0, 999),
    busy=st.sampled_from([0.0, 0.3]),
)
@example(period_ms=10.0, ppm=0.0, seed=1, busy=0.0)
@example(period_ms=20.0, ppm=-300.0, seed=2, busy=0.3)
@example(period_ms=20.0, ppm=0.0, seed=0, busy=0.3)
@settings(deadline=None, max_examples=40)
def test_it_is_right_to_a_millisecond(period_ms: float, ppm: float, seed: int, busy: float) -> None:
    device = Device(period_ms, ppm, seed, busy)
    device.run(SURE)
    errors = sorted(abs(error) for error in device.run(600))
    # Looks that are held up last longer, and clocks part meanwhile.
    assert errors[len(errors) * 9 // 10] < (1.5 if busy else 1.0)
    assert errors[-1] < 2.5


@given(period_ms=st.floats(20, 40), ppm=st.floats(-300, 300), seed=st.integers(0, 999))
@example(period_ms=40.0, ppm=300.0, seed=1)
@settings(deadline=None, max_examples=40)
def test_a_long_period_costs_a_little(period_ms: float, ppm: float, seed: int) -> None:
    device = Device(period_ms, ppm, seed)
    device.run(SURE)
    errors = sorted(abs(error) for error in device.run(600))
    assert errors[len(errors) // 2] < 1.0
    assert errors[-1] < 3.5


@given(period_ms=st.floats(5, 40), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=40)
def test_once_settled_it_is_never_worse_than_a_tick(period_ms: float, seed: int) -> None:
    errors = Device(period_ms, 0.0, seed).run(SURE)
    assert all(-0.5 < error < 8 for error in errors)


@given(period_ms=st.floats(100, 200), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=40)
def test_close_looks_within_one_long_period_are_no_running_dry(period_ms: float, seed: int) -> None:
    """As Bluetooth's are."""
    assert max(Device(period_ms, 0.0, seed).run(600)) < 16


@pytest.mark.parametrize("period_ms", [5.0, 11.61, 20.0, 40.0])
@pytest.mark.parametrize("dry_ms", [25.0, 60.0, 400.0])
def test_it_snaps_when_the_device_has_run_dry(period_ms: float, dry_ms: float) -> None:
    device = Device(period_ms, 100.0, seed=3)
    device.run(300)
    device.run_dry(dry_ms)
    device.run(40)
    assert abs(device.run(1)[0]) < 4
    device.run(SURE)
    assert max(map(abs, device.run(100))) < 2.5


def test_being_held_up_for_a_fifth_of_a_second_is_no_running_dry() -> None:
    device = Device(11.61, seed=4)
    device.run(300)
    for _ in range(16):
        device.clock.observe(device.played_ms, device.now_ms + 200)
    assert abs(device.run(1)[0]) < 1


def test_it_moves_later_only_slowly() -> None:
    """A drift is followed; a jump that is too small to be a stream run dry makes no jump."""
    clock = StreamClock()
    for played in range(0, 4000, 10):
        clock.observe(played, 500 + played)
    moves = []
    for played in range(4000, 8000, 10):
        before = clock.heard_ms(0)
        clock.observe(played, 505 + played)
        after = clock.heard_ms(0)
        assert before is not None
        assert after is not None
        moves.append(after - before)
    assert max(moves) <= 0.0201
    assert 504 < 500 + sum(moves) <= 505


def test_an_earlier_stream_is_believed_at_once() -> None:
    clock = StreamClock()
    for played in range(0, 1000, 10):
        clock.observe(played, 500 + played)
    clock.observe(1100, 1593)
    assert clock.heard_ms(0) == 493
