"""A moment of a session as a screen shows it."""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.session.moment import Moment, moment_at
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from tests.fakes import timeline

STEPS = "- movement: heel-drop\n- rest: 20s\n- movement: bridge"


@pytest.fixture(scope="module")
def compiled(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


def at(compiled: Timeline, index: int, ms: int = 0) -> Moment:
    return moment_at(compiled, compiled.segments[index].start_ms + ms)


def test_what_has_passed_and_what_is_left(compiled: Timeline) -> None:
    moment = at(compiled, 1, 10_250)
    assert (moment.index, moment.elapsed_ms, moment.left_ms) == (1, 10_250, 24_750)
    segment = compiled.segments[1]
    assert moment.total_left_ms == compiled.total_ms - segment.start_ms - 10_250


@pytest.mark.parametrize(("ms", "rep"), [(0, 1), (6_999, 1), (7_000, 2), (28_000, 5), (34_999, 5)])
def test_the_rep_that_runs(ms: int, rep: int, compiled: Timeline) -> None:
    assert at(compiled, 1, ms).rep == rep


def test_a_rep_never_counts_beyond_the_dose(compiled: Timeline) -> None:
    last = moment_at(compiled, compiled.total_ms)
    assert (last.rep, last.left_ms, last.total_left_ms) == (3, 0, 0)


def test_only_work_in_reps_or_breaths_has_a_rep(
    compiled: Timeline, catalogue: Catalogue, compiler: Compiler
) -> None:
    assert [at(compiled, index).rep for index in (0, 2, 4, 5)] == [None] * 4
    hold = timeline("- movement: pigeon-pose", catalogue, compiler)
    assert at(hold, 1).rep is None


@pytest.mark.parametrize(
    ("index", "coming"),
    [
        (0, ("Heel drop", "left")),
        (1, ("Heel drop", "left")),
        (2, ("Rest", None)),
        (3, ("Rest", None)),
        (4, ("Bridge", None)),
        (5, ("Bridge", None)),
        (6, ("Bridge", None)),
        (7, ("Bridge", None)),
    ],
)
def test_what_comes_behind_the_work_that_is_on(
    index: int, coming: tuple[str, str | None], compiled: Timeline
) -> None:
    """While getting ready or switching, that is what comes behind the work being led to."""
    block = at(compiled, index).coming
    assert block is not None
    side = block.bout and block.bout.side
    assert (block.label, side and side.value) == coming


def test_nothing_comes_behind_the_last(compiled: Timeline) -> None:
    assert at(compiled, len(compiled.segments) - 1).coming is None
