"""How far a stream at rest is written ahead, before pretended devices."""

from __future__ import annotations

import random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from app.audio.player_worker import pause_ms
from app.audio.qt_player import TICK_MS
from app.audio.reserve import UNKNOWN_MS, Reserve

KNOWN: Final = 150
"""Looks after which a device is known."""


class Device:
    """Takes its stream in bites of a period; at first it fills a buffer of its own."""

    def __init__(self, period_ms: float, seed: int = 0, buffer_ms: float = 0.0) -> None:
        self._random = random.Random(seed)
        self._period_ms, self._buffer_ms = period_ms, buffer_ms
        self.now_ms = 0.0
        self.looks = 0
        self.reserve = Reserve()

    @property
    def played_ms(self) -> float:
        return self._buffer_ms + self.now_ms // self._period_ms * self._period_ms

    def look(self, late_ms: float = 0.0) -> float:
        """One tick of the player; how much the device has taken since the last."""
        before = self.played_ms
        self.looks += 1
        self.now_ms += pause_ms(self.looks, TICK_MS) + self._random.expovariate(1 / 0.1) + late_ms
        self.reserve.observe(self.played_ms)
        return self.played_ms - before

    def run(self, looks: int) -> float:
        """So many looks; the reserve after them."""
        for _ in range(looks):
            self.look()
        return self.reserve.ahead_ms


def test_a_device_that_is_not_known_yet_is_given_enough() -> None:
    assert Reserve().ahead_ms == UNKNOWN_MS
    device = Device(12)
    assert device.run(KNOWN - 1) == UNKNOWN_MS
    assert device.run(1) < UNKNOWN_MS


def test_the_buffer_that_a_device_fills_at_first_does_not_count() -> None:
    assert Device(12, buffer_ms=400).run(KNOWN) < UNKNOWN_MS


@given(period_ms=st.floats(1, 140), seed=st.integers(0, 999))
@settings(max_examples=60)
def test_no_device_runs_dry_once_it_is_known(period_ms: float, seed: int) -> None:
    device = Device(period_ms, seed)
    device.run(KNOWN)
    for _ in range(2 * KNOWN):
        ahead_ms = device.reserve.ahead_ms
        assert device.look() <= ahead_ms


@given(period_ms=st.floats(1, 12), seed=st.integers(0, 999))
@settings(max_examples=30)
def test_a_device_of_a_short_period_needs_half_of_what_an_unknown_one_does(
    period_ms: float, seed: int
) -> None:
    assert Device(period_ms, seed).run(KNOWN) <= 1.1 * UNKNOWN_MS / 2


def test_a_stall_counts_at_once_and_is_forgotten_slowly() -> None:
    device = Device(12)
    calm_ms = device.run(2 * KNOWN)
    device.look(late_ms=60)
    assert device.reserve.ahead_ms >= 2 * 60
    assert device.run(300) > 80
    assert device.run(3000) == calm_ms


def test_no_stall_makes_it_larger_than_what_a_session_is_given() -> None:
    device = Device(12)
    device.run(KNOWN)
    device.look(late_ms=5000)
    assert device.reserve.ahead_ms == 300
