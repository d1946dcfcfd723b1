"""The times of the catalogue's table, each written down by hand: from the first work to the end of
the last, both sides and their switches included, without getting ready.
"""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.timeline.compiler import Compiler
from app.timeline.model import Phase
from tests.fakes import timeline

# code: the step, what stands above the steps, seconds at the low and at the high end.
TABLE = {
    "A1": ("wall-ankle-drill", "", 68, 98),
    "A2": ("ankle-circles", "", 94, 94),
    "A2b": ("ankle-alphabet", "", 86, 86),
    "A3": ("kneeling-hip-flexor", "", 220, 310),
    "A3, one set": ("kneeling-hip-flexor\n  sets: 1", "", 68, 98),
    "A4": ("standing-hip-circles", "", 134, 134),
    "A5": ("worlds-greatest-stretch", "", 78, 120),
    "A6": ("pigeon-pose", "", 132, 192),
    "A7": ("ninety-ninety", "", 40, 48),
    "A7, held 5 s": ("ninety-ninety\n  tempo: 9s", "", 90, 108),
    "A8": ("cat-cow", "", 60, 72),
    "A9": ("thread-the-needle", "", 88, 108),
    "A9, held": ("thread-the-needle\n  hold: 30s", "", 68, 68),
    "A10": ("open-book", "", 132, 132),
    "B1": ("foot-ball-roll", "", 68, 68),
    "B2": ("calf-foam-roll", "", 248, 248),
    "B2, short": ("calf-foam-roll\n  hold: 30s", "", 68, 68),
    "B3": ("heel-drop", "", 64, 78),
    "B4": ("half-kneeling-ankle-lunge", "", 140, 158),
    "B4 before a run": ("half-kneeling-ankle-lunge", "when: pre-run", 56, 68),
    "B5": ("low-squat", "", 30, 36),
    "B6": ("downward-dog", "", 24, 24),
    "B7": ("low-lunge", "", 56, 56),
    "B8": ("intense-side-stretch", "", 76, 76),
    "B9": ("reclined-hero", "", 40, 40),
    "B10": ("bridge", "", 54, 84),
}


@pytest.mark.parametrize("code", TABLE)
@pytest.mark.parametrize("target", ["low", "high"])
def test_time(code: str, target: str, catalogue: Catalogue, compiler: Compiler) -> None:
    step, head, low, high = TABLE[code]
    text = f"- movement: {step}"
    compiled = timeline(text, catalogue, compiler, f"{head}\nhold-target: {target}")
    work = [s for s in compiled.segments if s.phase.is_work]
    assert work[-1].end_ms - work[0].start_ms == 1000 * (low if target == "low" else high)
    assert compiled.total_ms == work[-1].end_ms


@pytest.mark.parametrize(("when", "hold_s"), [("pre-run", 0), ("post-run", 30), ("rest-day", 30)])
def test_the_lunge_holds_only_where_a_hold_belongs(
    when: str, hold_s: int, catalogue: Catalogue, compiler: Compiler
) -> None:
    step = "- movement: half-kneeling-ankle-lunge\n  sides: left"
    compiled = timeline(step, catalogue, compiler, f"when: {when}")
    held = [s for s in compiled.segments if s.phase is Phase.HOLD]
    assert sum(s.end_ms - s.start_ms for s in held) == hold_s * 1000


def test_the_knee_to_wall_test(catalogue: Catalogue, compiler: Compiler) -> None:
    """Measure 20 s a side, roll the sole, roll the calf for 30 s a side, measure again."""
    compiled = timeline("- movement: knee-to-wall-test", catalogue, compiler)
    work = [
        (s.movement_id, s.side, s.end_ms - s.start_ms) for s in compiled.segments if s.phase.is_work
    ]
    parts = (
        ("knee-to-wall-test", 20_000),
        ("foot-ball-roll", 30_000),
        ("calf-foam-roll", 30_000),
        ("knee-to-wall-test", 20_000),
    )
    assert work == [(name, side, ms) for name, ms in parts for side in ("right", "left")]
    prepared = [s.movement_id for s in compiled.segments if s.phase is Phase.PREPARE]
    assert prepared == [name for name, _ in parts]
