"""Frames between keyframes: shared there and back, planted, in steps that no eye stumbles over."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from app.posing.frames import Frame, Motion
from app.posing.keyframes import solve_keyframes
from app.posing.letters import strokes
from app.posing.model import PoseFile
from app.posing.motion import between, blend_of, curve, eased
from app.posing.skeleton import forward, rest, turn
from app.posing.solver import Solver
from app.posing.tracks import Weaver

Read = Callable[[str], PoseFile]

HEAD = """\
pose: 1
views: [side]
planted: [sole]
keyframes:
  up:
    base: stand
    goals:
      - floor: [heel, ball]
      - symmetric: all
  down:
    from: up
    goals:
      - keep: [sole]
      - hint: {knee.flexion: 60, hip.flexion: 55, ankle.dorsiflexion: 22}
      - symmetric: all
"""


def motion(read: Read, solver: Solver, tracks: str) -> Motion:
    """The frames of a knee bend with some tracks."""
    file = read(HEAD + "tracks:\n" + tracks)
    return Weaver(solver, file, solve_keyframes(solver, file)).motion()


@pytest.fixture(scope="module")
def bend(
    tmp_path_factory: pytest.TempPathFactory, solvers: dict[str, Solver]
) -> tuple[Motion, Solver]:
    """Down and up again in a second, and a breath below."""
    from app.posing.pose_reader import read_pose_file

    path = tmp_path_factory.mktemp("poses") / "bend.yaml"
    tracks = """\
  work: {start: up, seconds: 1, steps: [{to: down, share: 2}, {to: down, share: 1}, up]}
  hold: {breathe: down}
"""
    path.write_text(HEAD + "tracks:\n" + tracks, encoding="utf-8")
    file = read_pose_file(path)
    solver = solvers["robin"]
    return Weaver(solver, file, solve_keyframes(solver, file)).motion(), solver


def frames(found: Motion, track: str) -> list[Frame]:
    return [found.frames[number] for number in found.tracks[track].sequence]


def test_there_and_back_shares_its_frames(bend: tuple[Motion, Solver]) -> None:
    sequence = bend[0].tracks["work"].sequence
    down = sequence.index(max(sequence[: len(sequence) // 2 + 1]))
    assert sequence[0] == sequence[-1]
    assert len(set(sequence)) <= len(sequence) // 2 + 2
    assert down > 0


def test_times_go_from_nought_to_one_and_follow_the_shares(bend: tuple[Motion, Solver]) -> None:
    track = bend[0].tracks["work"]
    assert track.times[0] == 0.0
    assert track.times[-1] == pytest.approx(1.0)
    assert list(track.times) == sorted(track.times)
    names = [bend[0].frames[number].keyframe for number in track.sequence]
    first, last = names.index("down"), len(names) - 1 - names[::-1].index("down")
    assert track.times[first] == pytest.approx(0.5)
    assert track.times[last] == pytest.approx(0.75)


def test_steps_are_small_and_soles_stay(bend: tuple[Motion, Solver]) -> None:
    found, solver = bend
    path = frames(found, "work")
    for one, other in pairwise(path):
        for name, angle in other.pose.angles.items():
            assert abs(angle - one.pose.angles[name]) < 12
    start = solver.scene(path[0].pose, {})
    for frame in path:
        scene = solver.scene(frame.pose, {})
        for node in ("sole.L", "sole.R"):
            assert np.linalg.norm(scene.skin(node)[0] - start.skin(node)[0]) < 0.003
    assert {"sole.L", "sole.R"} <= set(path[1].planted)


def test_a_breath_lifts_the_chest_and_comes_back(bend: tuple[Motion, Solver]) -> None:
    found, solver = bend
    path = frames(found, "hold")
    assert path[0] is path[-1]
    breaths = [frame.breath for frame in path]
    middle = len(path) // 2
    assert breaths == breaths[::-1]
    assert breaths[middle] == max(breaths) == pytest.approx(1.0)
    body = solver.surface.body
    low, high = (forward(body, path[i].pose)["neck"].origin for i in (0, middle))
    assert 0.003 < np.linalg.norm(high - low) < 0.05


def test_a_curve_goes_round_through_its_keyframes(pose_file: Read, robin: Solver) -> None:
    tracks = """\
  work:
    start: up
    seconds: 1
    steps: [{to: down, ease: through}, {to: up, ease: through}]
"""
    found = motion(pose_file, robin, tracks)
    track = found.tracks["work"]
    assert track.sequence[0] == track.sequence[-1]
    bent = [found.frames[number].pose.angles["knee.R.flexion"] for number in track.sequence]
    assert max(bent) > 45
    assert bent[len(bent) // 2] == pytest.approx(max(bent), abs=6)


def test_an_alphabet_is_a_walk_over_a_grid(pose_file: Read, robin: Solver) -> None:
    tracks = """\
  work:
    trace: up
    across: [ankle.R.inversion, -10, 20]
    up: [ankle.R.dorsiflexion, -30, 10]
"""
    found = motion(pose_file, robin, tracks.replace("up:", "up :"))
    track = found.tracks["work"]
    assert track.reps == 26
    assert len(found.frames) <= 35
    path = frames(found, "work")
    for one, other in pairwise(path):
        for name in ("ankle.R.inversion", "ankle.R.dorsiflexion"):
            assert abs(one.pose.angles[name] - other.pose.angles[name]) < 12


def test_letters_go_from_neighbour_to_neighbour() -> None:
    letters = strokes()
    assert len(letters) == 26
    cells = [cell for letter in letters for cell in letter]
    for (x, y), (u, v) in zip(cells, cells[1:] + cells[:1], strict=True):
        assert max(abs(x - u), abs(y - v)) <= 1
        assert 0 <= x <= 4
        assert 0 <= y <= 6


@pytest.mark.parametrize("ease", ["smooth", "linear"])
def test_easing_is_symmetric(ease: str) -> None:
    assert eased(0.0, ease) == 0.0
    assert eased(1.0, ease) == pytest.approx(1.0)
    for share in (0.1, 0.3, 0.45):
        assert eased(share, ease) + eased(1 - share, ease) == pytest.approx(1.0)


def test_half_way_is_half_the_turn(robin: Solver) -> None:
    one = blend_of(rest(robin.surface.body))
    other = one._replace(rotation=turn(np.array((0.0, 1.2, 0.0))), angles=one.angles + 0.4)
    half = between(one, other, 0.5)
    assert np.allclose(half.rotation, turn(np.array((0.0, 0.6, 0.0))))
    assert np.allclose(half.angles, one.angles + 0.2)


def test_a_closed_curve_meets_its_stops_and_itself(robin: Solver) -> None:
    still = blend_of(rest(robin.surface.body))
    stops = [
        still._replace(root=np.array((np.cos(a), np.sin(a), 1.0)))
        for a in np.linspace(0, 2 * np.pi, 7)
    ]
    times = list(np.linspace(0, 1, 7))
    for stop, time in zip(stops, times, strict=True):
        assert np.allclose(curve(stops, times, time, closed=True).root, stop.root, atol=1e-9)
    radius = [
        np.linalg.norm(curve(stops, times, t, closed=True).root[:2]) for t in np.arange(50) / 50
    ]
    assert min(radius) > 0.97
    step = 1e-4
    before = curve(stops, times, 1 - step, closed=True).root - stops[-1].root
    after = stops[0].root - curve(stops, times, step, closed=True).root
    assert np.allclose(before, after, atol=1e-5)
