"""What was measured, in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pytest

from tests.sound.hearing import Heard, Samples, errors_ms

_ENOUGH = 0.6
"""Of the clips of a recording; of fewer nothing can be said."""


class Figures(NamedTuple):
    """|error - median| of onsets in milliseconds, and how many clips they are of."""

    clips: int
    p50: float
    p95: float
    p99: float
    greatest: float
    drift: float
    """How much later than its plan the last clip came than the first did."""


def judged(heard: Sequence[Heard]) -> list[Heard]:
    """Those during which the machine ran; skips the test when it stood still too often to tell."""
    rest = [one for one in heard if not one.in_doubt]
    if len(rest) < len(heard):
        print(f"  the machine stood still: {len(heard) - len(rest)} of {len(heard)} not judged")
    if len(rest) < _ENOUGH * len(heard):
        pytest.skip(f"this machine stood still during {len(heard) - len(rest)} of {len(heard)}")
    return rest


def figures(heard: Sequence[Heard]) -> Figures:
    """Of the clips that were found and can be judged."""
    errors = errors_ms([one for one in judged(heard) if not np.isnan(one.moment_s)])
    p50, p95, p99 = (float(np.percentile(np.abs(errors), part)) for part in (50, 95, 99))
    return Figures(len(errors), p50, p95, p99, float(np.max(np.abs(errors))), _drift_ms(errors))


def _drift_ms(errors: Samples) -> float:
    """Each end told by a few clips, which leaves out the chance of one."""
    few = max(1, min(5, len(errors) // 4))
    return float(np.median(errors[-few:]) - np.median(errors[:few]))


def show(*rows: tuple[str, Figures]) -> None:
    """Print them one beneath the other."""
    width = max(len(name) for name, _ in rows)
    print(f"\n{'onset against plan, ms':{width}}  clips    p50    p95    p99    max  drift")
    for name, row in rows:
        values = "  ".join(f"{value:5.1f}" for value in row[1:])
        print(f"{name:{width}}  {row.clips:5}  {values}")


def faults_of(heard: Sequence[Heard]) -> list[str]:
    """A line for each clip that is missing or damaged, through no fault of the machine."""
    lines = []
    for one in heard:
        if not one.is_whole and not one.in_doubt:
            what = "missing" if np.isnan(one.moment_s) else "damaged"
            lines.append(
                f"{one.planned.at_ms / 1000:8.3f} s {what}: {one.planned.name[:40]!r}, like "
                f"{one.like:.2f}, head {one.like_head:.2f}, tail {one.like_tail:.2f}, "
                f"holes {one.hole_ms:.0f} ms"
            )
    return lines


def outliers(heard: Sequence[Heard], limit_ms: float = 5.0) -> list[str]:
    """A line for each clip that came off its place by more than a limit."""
    found = [one for one in heard if not np.isnan(one.moment_s) and not one.in_doubt]
    return [
        f"{one.planned.at_ms / 1000:8.3f} s off by {error:+.1f} ms: {one.planned.name[:40]!r}"
        for one, error in zip(found, errors_ms(found), strict=True)
        if abs(error) > limit_ms
    ]
