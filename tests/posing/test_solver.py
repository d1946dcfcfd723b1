"""Goals become angles: within limits, to the millimetre, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.posing.crowd import sunk
from app.posing.keyframes import placed_props, solve_keyframes
from app.posing.model import PoseFile
from app.posing.posture import centre_of_mass
from app.posing.report import miss_lines
from app.posing.skeleton import FREEDOMS, forward
from app.posing.solver import Solution, Solver

Read = Callable[[str], PoseFile]

FILE = """\
pose: 1
views: [side]
props:
  wall: {{at: [0.45, 0]}}
keyframes:
  here:
    base: {base}
    goals:
{goals}
tracks: {{work: {{start: here, steps: [here]}}}}
"""


def solved(read: Read, solver: Solver, base: str, *goals: str) -> Solution:
    """One keyframe with some goals."""
    text = FILE.format(base=base, goals="\n".join(f"      - {goal}" for goal in goals))
    return solve_keyframes(solver, read(text))["here"]


STANDING = "floor: [heel, ball]"


def worst(solution: Solution, unit: str) -> float:
    """The largest miss in a unit."""
    return max((miss for _, miss, found in solution.misses if found == unit), default=0.0)


@pytest.mark.parametrize("name", ["ash", "robin"])
def test_feet_on_the_floor_and_a_hand_where_it_is_wanted(
    pose_file: Read, solvers: dict[str, Solver], name: str
) -> None:
    goals = (STANDING, "at: {palm.R: [0.35, -0.2, 1.2]}", "face: {palm.R: left}")
    found = solved(pose_file, solvers[name], "stand", *goals)
    assert worst(found, "cm") < 0.2
    assert worst(found, "degrees") < 4


def test_limits_hold_whatever_is_asked(pose_file: Read, robin: Solver) -> None:
    found = solved(pose_file, robin, "stand", "direction: {shank.R: up, forearm.L: back 3 left}")
    for freedom in FREEDOMS:
        angle = found.pose.angles[freedom.name]
        assert freedom.low - 1e-6 <= angle <= freedom.high + 1e-6


def test_what_cannot_be_is_told_in_centimetres_with_its_line(
    pose_file: Read, robin: Solver
) -> None:
    found = solved(pose_file, robin, "stand", STANDING, "at: {crown: [free, free, 2.3]}")
    lines = miss_lines("x.yaml", "robin", "here", found)
    assert any(line.startswith("x.yaml:10: MISS") and "cm" in line for line in lines)
    assert worst(found, "cm") > 30


def test_a_direction_points_there(pose_file: Read, robin: Solver) -> None:
    found = solved(pose_file, robin, "stand", STANDING, "direction: {upper_arm.R: right}")
    places = forward(robin.surface.body, found.pose)
    way = places["forearm.R"].origin - places["upper_arm.R"].origin
    assert way[1] / np.linalg.norm(way) < -0.99


def test_two_hands_meet(pose_file: Read, robin: Solver) -> None:
    found = solved(pose_file, robin, "stand", STANDING, "touch: [palm.L, palm.R]")
    assert worst(found, "cm") < 0.2


def test_a_prop_is_touched_and_not_entered(pose_file: Read, robin: Solver) -> None:
    file = FILE.format(base="stand", goals=f"      - {STANDING}\n      - touch: [palm, wall]")
    read = pose_file(file)
    found = solve_keyframes(robin, read)["here"]
    assert worst(found, "cm") < 0.2
    props = placed_props(robin.surface.body, read.keyframes["here"].props)
    assert all(depth < 0.006 for _, _, depth, _, _ in sunk(robin.scene(found.pose, props)))


def test_flesh_stays_above_the_floor_unasked(pose_file: Read, robin: Solver) -> None:
    found = solved(pose_file, robin, "supine", "floor: [buttock, back_of_head]")
    deepest = max((depth for _, _, depth, _, _ in sunk(robin.scene(found.pose, {}))), default=0)
    assert deepest < 0.007


def test_symmetric_is_symmetric(pose_file: Read, robin: Solver) -> None:
    goals = ("floor: [palm, kneecap]", "symmetric: all", "at: {palm.L: [0.2, 0.2, free]}")
    found = solved(pose_file, robin, "all-fours", *goals).pose.angles
    for name, value in found.items():
        if ".L." in name:
            assert value == pytest.approx(found[name.replace(".L.", ".R.")], abs=1.0)
    assert abs(found["waist.bend"]) < 1
    assert abs(found["chest.twist"]) < 1


def test_balance_brings_the_weight_over_one_foot(pose_file: Read, robin: Solver) -> None:
    goals = ("floor: [heel.R, ball.R]", "balance: sole.R", "hint: {hip.L.flexion: 60}")
    found = solved(pose_file, robin, "stand", *goals)
    scene = robin.scene(found.pose, {})
    point = centre_of_mass(scene)[0]
    sole = scene.state.point(scene.spot("sole.R").bone, scene.spot("sole.R").local)
    assert np.linalg.norm(point[:2] - sole[:2]) < 0.13
    assert abs(point[1] - sole[1]) < 0.06


def test_the_face_turns_to_a_hand(pose_file: Read, robin: Solver) -> None:
    goals = (STANDING, "direction: {upper_arm.L: left, forearm.L: left}", "look: fingertips.L")
    found = solved(pose_file, robin, "stand", *goals)
    places = forward(robin.surface.body, found.pose)
    nose = places["head"].rotation @ np.array((1.0, 0.0, 0.0))
    assert nose[1] > 0.8


def test_hips_sit_on_the_floor_in_pigeon(pose_file: Read, solvers: dict[str, Solver]) -> None:
    goals = (
        "floor: [buttock.R, shin_outer.R, ankle_outer.R]",
        "floor: [kneecap.L, shin.L, toe_tops.L]",
        "direction: {thigh.R: forward 2 right, shank.R: left 2 back}",
        "{direction: {thigh.L: back}, weight: 0.1}",
        "hint: {knee.R.flexion: 100, hip.R.rotation: 45, hip.R.flexion: 80, hip.L.flexion: -25}",
    )
    for solver in solvers.values():
        assert worst(solved(pose_file, solver, "all-fours", *goals), "cm") < 1.0


TWO = """\
pose: 1
views: [side]
keyframes:
  one:
    base: all-fours
    goals:
      - floor: [palm, kneecap, toe_tops]
  two:
    from: one
    goals:
      - keep: [palm, kneecap]
      - angle: {lumbar.flexion: 30, waist.flexion: 20}
tracks: {work: {start: one, steps: [two, one]}}
"""


def test_what_is_kept_stays(pose_file: Read, robin: Solver) -> None:
    found = solve_keyframes(robin, pose_file(TWO))
    before, after = (robin.scene(found[name].pose, {}) for name in ("one", "two"))
    for node in ("palm.L", "palm.R", "kneecap.L", "kneecap.R"):
        assert np.linalg.norm(before.skin(node)[0] - after.skin(node)[0]) < 0.002
    assert found["two"].pose.angles["lumbar.flexion"] == pytest.approx(30, abs=2)


def test_only_the_keyframes_that_one_needs_are_solved(pose_file: Read, robin: Solver) -> None:
    assert list(solve_keyframes(robin, pose_file(TWO), only="one")) == ["one"]
