"""What is seen, at every moment of a session: pure, and without a single figure file."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app import paths
from app.figure.format import Moment, Track
from app.figure.motion import (
    BREATH_MS,
    ENTER,
    HOLD,
    WORK,
    Shown,
    Tracks,
    glow,
    key_moment,
    pictured,
    shown_alone,
    shown_at,
)
from app.movements.loader import Catalogue
from app.movements.model import Side
from app.timeline.compiler import Compiler
from app.timeline.model import Phase, Segment, Timeline
from tests.fakes import timeline

IDS = Catalogue(paths.resources() / "movements").ids


def track(count: int, reps: int = 1, marks: tuple[tuple[str, float], ...] = ()) -> Track:
    return Track(tuple(range(count)), tuple(i / count for i in range(count)), reps, 4.0, marks)


ALL = {ENTER: track(40), WORK: track(24), HOLD: track(8)}


def plan(steps: str, catalogue: Catalogue, compiler: Compiler, head: str = "") -> Timeline:
    return timeline(steps, catalogue, compiler, head)


def segment(plan: Timeline, phase: Phase, side: Side | None = None, number: int = 0) -> Segment:
    found = [s for s in plan.segments if s.phase is phase and (side is None or s.side is side)]
    return found[number]


def at(part: Segment, ms: float, tracks: Tracks = ALL) -> Moment:
    """The one moment that is seen `ms` after the start of a segment."""
    (moment,) = shown_at(part, part.start_ms + ms, tracks).moments
    return moment


# Work.


def test_rep_follows_the_tempo(catalogue: Catalogue, compiler: Compiler) -> None:
    reps = segment(plan("  - movement: cat-cow\n", catalogue, compiler), Phase.REPS)
    assert at(reps, 0) == Moment(WORK, 0)
    assert at(reps, 1500) == Moment(WORK, 0.25)
    assert at(reps, 6000) == Moment(WORK, 0)
    assert at(reps, 5 * 6000 + 3000) == Moment(WORK, 0.5)
    faster = plan("  - movement: cat-cow\n    tempo: 3s\n", catalogue, compiler)
    assert at(segment(faster, Phase.REPS), 1500) == Moment(WORK, 0.5)


def test_last_rep_ends_where_it_ends(catalogue: Catalogue, compiler: Compiler) -> None:
    reps = segment(plan("  - movement: cat-cow\n", catalogue, compiler), Phase.REPS)
    assert at(reps, reps.block.length_ms) == Moment(WORK, 1)
    assert at(reps, reps.block.length_ms + 999) == Moment(WORK, 1)
    assert at(reps, -50) == Moment(WORK, 0)


def test_turn_of_several_reps_takes_as_many_tempos(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    switches = segment(plan("  - movement: ninety-ninety\n", catalogue, compiler), Phase.REPS)
    tracks = {WORK: track(24, reps=2)}
    assert at(switches, 4000, tracks) == Moment(WORK, 0.5)
    assert at(switches, 6000, tracks) == Moment(WORK, 0.75)
    letters = segment(plan("  - movement: ankle-alphabet\n", catalogue, compiler), Phase.REPS)
    alphabet = {WORK: track(260, reps=26)}
    assert at(letters, 13 * 1500, alphabet) == Moment(WORK, 0.5)
    assert at(letters, 26 * 1500, alphabet) == Moment(WORK, 1)


def test_held_transitions_move_at_their_own_tempo_and_then_stay(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    held = plan("  - movement: ninety-ninety\n    tempo: 9s\n", catalogue, compiler)
    part, tracks = segment(held, Phase.REPS), {WORK: track(24, reps=2)}
    assert at(part, 2000, tracks) == Moment(WORK, 0.25)
    assert at(part, 4000, tracks) == at(part, 8999, tracks) == Moment(WORK, 0.5)
    assert at(part, 11_000, tracks) == Moment(WORK, 0.75)


def test_closing_circles_run_backwards(catalogue: Catalogue, compiler: Compiler) -> None:
    circles = plan("  - movement: standing-hip-circles\n", catalogue, compiler)
    opening, closing = (segment(circles, Phase.REPS, Side.RIGHT, n) for n in (0, 1))
    for ms in (0, 700, 1500, 2999, 4000, 30_000):
        assert at(closing, ms).at == pytest.approx(1 - at(opening, ms).at)
    pause = segment(circles, Phase.SWITCH)
    assert at(pause, 500) == Moment(WORK, 1)


def test_hold_breathes_ten_times_a_minute(catalogue: Catalogue, compiler: Compiler) -> None:
    hold = segment(plan("  - movement: pigeon-pose\n", catalogue, compiler), Phase.HOLD)
    assert at(hold, 0) == Moment(HOLD, 0)
    assert at(hold, 60_000 + BREATH_MS / 2) == Moment(HOLD, 0.5)


def test_breaths_begin_with_the_breath_in(catalogue: Catalogue, compiler: Compiler) -> None:
    part = segment(plan("  - movement: downward-dog\n", catalogue, compiler), Phase.BREATHS)
    assert at(part, 2000) == Moment(HOLD, 0.25)
    assert at(part, 8000 + 4000) == Moment(HOLD, 0.5)


def test_rolling_moves_although_it_is_timed(catalogue: Catalogue, compiler: Compiler) -> None:
    part = segment(plan("  - movement: calf-foam-roll\n", catalogue, compiler), Phase.HOLD)
    assert at(part, 2000) == at(part, 6000) == Moment(WORK, 0.5)
    assert at(part, BREATH_MS / 2, {HOLD: track(8)}) == Moment(HOLD, 0.5)


@pytest.mark.parametrize("tracks", [{WORK: track(9)}, {HOLD: track(9)}, {ENTER: track(9)}])
@pytest.mark.parametrize("movement_id", IDS)
def test_figure_that_lacks_a_track_shows_another(
    movement_id: str, tracks: Tracks, catalogue: Catalogue, compiler: Compiler
) -> None:
    whole = plan(f"  - movement: {movement_id}\n", catalogue, compiler)
    for part in whole.segments:
        for ms in range(0, part.block.length_ms + 1, 700):
            moment = at(part, ms, tracks)
            assert moment.track in tracks
            assert 0 <= moment.at <= 1


# Getting there.


def test_way_in_is_shown_between_two_looks_at_where_it_leads(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    part = segment(plan("  - movement: pigeon-pose\n", catalogue, compiler), Phase.SWITCH)
    seen = [at(part, ms) for ms in range(0, part.block.length_ms, 50)]
    names = [moment.track for moment in seen]
    turns = [name for name, before in zip(names, ["", *names], strict=False) if name != before]
    assert turns == [HOLD, ENTER, HOLD]
    way = [moment.at for moment in seen if moment.track == ENTER]
    assert way[0] == pytest.approx(0, abs=0.02)
    assert way[-1] == pytest.approx(1, abs=0.02)
    assert all(later > before for before, later in pairwise(way))
    assert {moment for moment in seen if moment.track == HOLD} == {Moment(HOLD, 0)}


@pytest.mark.parametrize("movement_id", IDS)
def test_countdown_shows_where_the_work_begins(
    movement_id: str, catalogue: Catalogue, compiler: Compiler
) -> None:
    """Who looks up in the last three seconds sees what the work then begins with."""
    whole = plan(f"  - movement: {movement_id}\n", catalogue, compiler)
    for before, part in pairwise(whole.segments):
        if part.phase.is_work and not before.phase.is_work and before.item == part.item:
            for ms in (1, 1000, 2000, 2990):
                assert at(before, before.block.length_ms - ms) == at(part, 0)


def test_long_preparation_shows_the_way_again(catalogue: Catalogue, compiler: Compiler) -> None:
    steps = "  - movement: cat-cow\n"
    part = segment(plan(steps, catalogue, compiler, "lead-in: 30s"), Phase.PREPARE)
    names = [at(part, ms).track for ms in range(0, part.block.length_ms, 50)]
    begins = [a for a, b in pairwise(names) if (a, b) == (WORK, ENTER)]
    assert len(begins) == part.block.length_ms // 9500 > 1
    assert names[-1] == WORK


def test_short_pause_shows_the_goal_alone(catalogue: Catalogue, compiler: Compiler) -> None:
    steps = "  - movement: pigeon-pose\n    switch: 4s\n"
    part = segment(plan(steps, catalogue, compiler), Phase.SWITCH)
    assert {at(part, ms) for ms in range(0, 4001, 50)} == {Moment(HOLD, 0)}


def test_between_two_sets_nobody_gets_up(catalogue: Catalogue, compiler: Compiler) -> None:
    rest = segment(plan("  - movement: bridge\n", catalogue, compiler), Phase.REST)
    assert {at(rest, ms) for ms in range(0, 6001, 100)} == {Moment(HOLD, 0)}


def test_rest_of_the_routine_shows_what_comes(catalogue: Catalogue, compiler: Compiler) -> None:
    steps = (
        "  - movement: cat-cow\n  - rest: 20s\n  - movement: pigeon-pose\n    sides: left-first\n"
    )
    whole = plan(steps + "  - rest: 5s\n", catalogue, compiler)
    rest = segment(whole, Phase.REST)
    coming = pictured(whole, rest.start_ms + 100)
    assert coming is not None
    assert coming.movement_id == "pigeon-pose"
    shown = shown_at(coming, rest.start_ms + 100, ALL)
    assert shown == Shown((Moment(HOLD, 0),), mirrored=True)
    assert pictured(whole, whole.total_ms) is None


# Sides.


@pytest.mark.parametrize("movement_id", IDS)
def test_left_is_right_mirrored_and_what_has_no_side_never_is(
    movement_id: str, catalogue: Catalogue, compiler: Compiler
) -> None:
    whole = plan(f"  - movement: {movement_id}\n", catalogue, compiler)
    for part in whole.segments:
        mirrored = shown_at(part, part.start_ms + 1234, ALL).mirrored
        assert mirrored is (part.side is Side.LEFT)
    rights, lefts = (
        [s for s in whole.segments if s.side is side and s.phase.is_work] for side in Side
    )
    for right, left in zip(rights, lefts, strict=True):
        for ms in range(0, right.block.length_ms, 777):
            assert at(right, ms) == at(left, ms)


def test_own_picture_has_no_tracks_and_still_a_side(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    part = segment(plan("  - movement: pigeon-pose\n", catalogue, compiler), Phase.SWITCH)
    assert shown_at(part, part.start_ms, {}) == Shown((), mirrored=True)


# Nothing moves.


def test_still_shows_both_ends_of_a_rep(catalogue: Catalogue, compiler: Compiler) -> None:
    reps = segment(plan("  - movement: cat-cow\n", catalogue, compiler), Phase.REPS)
    ends = (Moment(WORK, 0), Moment(WORK, 0.5))
    for ms in (0, 1000, 5999):
        assert shown_at(reps, reps.start_ms + ms, ALL, still=True).moments == ends
    marked = ALL | {WORK: track(24, marks=(("start", 0.0), ("end-range", 0.4)))}
    shown = shown_at(reps, reps.start_ms, marked, still=True)
    assert shown.moments == (Moment(WORK, 0), Moment(WORK, 0.4))


@pytest.mark.parametrize("phase", [Phase.PREPARE, Phase.SWITCH, Phase.HOLD])
def test_still_shows_one_position_of_a_hold(
    phase: Phase, catalogue: Catalogue, compiler: Compiler
) -> None:
    part = segment(plan("  - movement: pigeon-pose\n", catalogue, compiler), phase)
    for ms in range(0, part.block.length_ms, 900):
        shown = shown_at(part, part.start_ms + ms, ALL, still=True)
        assert shown.moments == (Moment(HOLD, 0),)


# Outside a session.


def test_alone_it_comes_in_and_goes_on(catalogue: Catalogue) -> None:
    movement = catalogue.get("cat-cow")
    seen = [shown_alone(movement, None, ms, ALL).moments[0] for ms in range(0, 40_000, 100)]
    names = [moment.track for moment in seen]
    assert names == sorted(names, key=[ENTER, WORK].index)
    turns = [a for a, b in pairwise(seen) if b.at < a.at]
    assert len(turns) == 6


@pytest.mark.parametrize("still", [True, False])
@pytest.mark.parametrize("movement_id", IDS)
def test_alone_there_is_always_something_to_see(
    movement_id: str, still: bool, catalogue: Catalogue
) -> None:
    movement = catalogue.get(movement_id)
    for tracks in (ALL, {HOLD: track(3)}, {WORK: track(3, reps=26)}, {ENTER: track(2)}):
        for side in (None, *Side):
            for ms in range(0, 12_000, 500):
                shown = shown_alone(movement, side, ms, tracks, still=still)
                assert shown.mirrored is (side is Side.LEFT)
                assert 1 <= len(shown.moments) <= (2 if still else 1)
                assert all(m.track in tracks and 0 <= m.at <= 1 for m in shown.moments)


def test_telling_moment_is_the_far_end() -> None:
    assert key_moment(ALL) == Moment(WORK, 0.5)
    assert key_moment({HOLD: track(8), ENTER: track(8)}) == Moment(HOLD, 0)
    assert key_moment({ENTER: track(8)}) == Moment(ENTER, 1)
    assert key_moment({WORK: track(24, reps=2)}) == Moment(WORK, 0.5)


# What lights up.


def test_muscle_lights_up_on_the_way_into_the_position() -> None:
    """Nothing is stretched while one is still on the way; where the work begins it glows fully."""
    assert [glow(Moment(ENTER, at)) for at in (0.0, 0.3, 0.5)] == [0, 0, 0]
    steps = [glow(Moment(ENTER, at / 200)) for at in range(201)]
    assert steps == sorted(steps)
    assert steps[-1] == 1
    assert 0.4 <= glow(Moment(ENTER, 0.75)) <= 0.6
    assert len(set(steps)) <= 9, "each step is a picture to be kept"
    for name in (WORK, HOLD):
        assert {glow(Moment(name, at / 10)) for at in range(11)} == {1}


def test_goal_and_telling_moment_glow(catalogue: Catalogue, compiler: Compiler) -> None:
    part = segment(plan("  - movement: pigeon-pose\n", catalogue, compiler), Phase.PREPARE)
    for tracks in (ALL, {HOLD: track(3)}, {ENTER: track(9)}):
        assert glow(key_moment(tracks)) == 1
        assert glow(at(part, part.block.length_ms, tracks)) == 1
