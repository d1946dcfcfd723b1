"""The one module that reads a clock."""

from __future__ import annotations

import time

import pytest

from app.session.clock import ManualClock, MonotonicClock, exact_ms


def test_a_manual_clock_moves_when_it_is_told_to() -> None:
    clock = ManualClock(40)
    assert clock.now_ms() == clock.now_ms() == 40
    clock.advance(2)
    assert clock.now_ms() == 42


def test_the_machines_clock_never_runs_backwards() -> None:
    clock = MonotonicClock()
    times = [clock.now_ms() for _ in range(1000)]
    assert times == sorted(times)


@pytest.mark.parametrize("wall", [0.0, 4e9, float("nan")])
def test_whoever_sets_the_clock_on_the_wall_moves_no_session(
    wall: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, exact = MonotonicClock().now_ms(), exact_ms()
    monkeypatch.setattr(time, "time", lambda: wall)
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert before <= MonotonicClock().now_ms() < before + 60_000
    assert exact <= exact_ms() < exact + 60_000


def test_a_rehearsal_runs_faster() -> None:
    before = MonotonicClock().now_ms()
    fast = MonotonicClock(speed=1000.0).now_ms()
    after = MonotonicClock().now_ms()
    assert before * 1000 <= fast <= (after + 1) * 1000
