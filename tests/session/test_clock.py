"""The one module that reads a clock."""

from __future__ import annotations

from app.session.clock import ManualClock, MonotonicClock


def test_a_manual_clock_moves_when_it_is_told_to() -> None:
    clock = ManualClock(40)
    assert clock.now_ms() == clock.now_ms() == 40
    clock.advance(2)
    assert clock.now_ms() == 42


def test_the_machines_clock_never_runs_backwards() -> None:
    clock = MonotonicClock()
    times = [clock.now_ms() for _ in range(1000)]
    assert times == sorted(times)


def test_a_rehearsal_runs_faster() -> None:
    before = MonotonicClock().now_ms()
    fast = MonotonicClock(speed=1000.0).now_ms()
    after = MonotonicClock().now_ms()
    assert before * 1000 <= fast <= (after + 1) * 1000
