"""Bodies, joints and angles: what each number means, and that left is right mirrored."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.posing.body import BODIES, BONES, PARENTS
from app.posing.chain import COUNT, Chain
from app.posing.motion import turn_vector
from app.posing.skeleton import FREEDOMS, Array, Pose, forward, mirrored, rest, turn

ROBIN = BODIES["robin"]


def posed(**angles: float) -> dict[str, Array]:
    """Where the joints are with some angles; `hip_R_flexion` stands for `hip.R.flexion`."""
    named = {name.replace("_", "."): value for name, value in angles.items()}
    pose = rest(ROBIN)._replace(angles=named)
    return {bone: place.origin for bone, place in forward(ROBIN, pose).items()}


@pytest.mark.parametrize("name", list(BODIES))
def test_a_body_stands_on_the_floor_and_is_as_tall_as_it_says(name: str) -> None:
    body = BODIES[name]
    assert body.tips["crown"][2] == pytest.approx(body.height)
    assert 0 < body.tips["toes.L"][2] < 0.03


@pytest.mark.parametrize("name", list(BODIES))
def test_every_bone_stands_behind_its_parent_and_has_a_mirror_image(name: str) -> None:
    seen: set[str | None] = {None}
    for bone in BONES:
        assert PARENTS[bone] in seen
        seen.add(bone)
    joints = BODIES[name].joints
    for bone, (x, y, z) in joints.items():
        if bone.endswith(".L"):
            assert joints[bone[:-2] + ".R"] == (x, -y, z)


def test_flexion_lifts_the_thigh_forward_and_the_knee_folds_back() -> None:
    joints = posed(hip_R_flexion=90)
    assert joints["shank.R"][0] > 0.4
    assert joints["shank.R"][2] == pytest.approx(joints["thigh.R"][2], abs=0.01)
    joints = posed(knee_L_flexion=90)
    assert joints["foot.L"][0] < -0.35


@pytest.mark.parametrize(("side", "way"), [("L", 1), ("R", -1)])
def test_the_same_number_means_the_same_on_both_sides(side: str, way: int) -> None:
    assert posed(**{f"hip_{side}_abduction": 40})[f"shank.{side}"][1] * way > 0.3
    assert posed(**{f"shoulder_{side}_abduction": 90})[f"forearm.{side}"][1] * way > 0.4
    assert posed(**{f"hip_{side}_rotation": 40})[f"toes.{side}"][1] * way > 0.15
    assert posed(**{f"ankle_{side}_dorsiflexion": 30})[f"toes.{side}"][2] > 0.06
    turned = forward(ROBIN, rest(ROBIN)._replace(angles={f"elbow.{side}.pronation": 80}))
    palm = turned[f"hand.{side}"].rotation @ np.array((0, -way, 0))
    assert palm[0] < -0.9, "a pronated palm looks back"
    sole = forward(ROBIN, rest(ROBIN)._replace(angles={f"ankle.{side}.inversion": 30}))
    assert (sole[f"foot.{side}"].rotation @ np.array((0, 0, -1)))[1] * way < -0.4


def test_the_spine_counts_bend_and_twist_to_the_right() -> None:
    assert posed(lumbar_bend=20)["head"][1] < -0.1
    twisted = forward(ROBIN, rest(ROBIN)._replace(angles={"chest.twist": 20}))
    assert (twisted["chest"].rotation @ np.array((1, 0, 0)))[1] < -0.3


angle = st.floats(-60, 60)


@settings(max_examples=25, deadline=None)
@given(st.lists(angle, min_size=len(FREEDOMS), max_size=len(FREEDOMS)), st.tuples(*[angle] * 3))
def test_a_mirrored_pose_is_the_mirror_image(values: list[float], about: tuple[float, ...]) -> None:
    angles = {freedom.name: value for freedom, value in zip(FREEDOMS, values, strict=True)}
    pose = Pose(np.array((0.1, 0.2, 0.9)), turn(np.radians(about)), angles)
    here, there = forward(ROBIN, pose), forward(ROBIN, mirrored(pose))
    for bone, place in here.items():
        name, dot, side = bone.partition(".")
        other = there[name + dot + {"L": "R", "R": "L", "": ""}[side]]
        assert np.allclose(place.origin * (1, -1, 1), other.origin, atol=1e-9)
    assert np.allclose(forward(ROBIN, mirrored(mirrored(pose)))["head"].origin, here["head"].origin)


@settings(max_examples=20, deadline=None)
@given(st.lists(angle, min_size=len(FREEDOMS), max_size=len(FREEDOMS)))
def test_the_fast_chain_is_the_plain_skeleton_and_its_slopes_are_right(values: list[float]) -> None:
    angles = {freedom.name: value for freedom, value in zip(FREEDOMS, values, strict=True)}
    pose = Pose(np.array((0.0, 0.1, 0.8)), turn(np.array((0.3, -0.4, 0.2))), angles)
    chain = Chain(ROBIN)
    state = chain.of(pose)
    places = forward(ROBIN, pose)
    for i, bone in enumerate(BONES):
        assert np.allclose(state.turns[i], places[bone].rotation)
        assert np.allclose(state.origins[i], places[bone].origin)
    row = BONES.index("fingers.R")
    local = np.array((0.01, 0.02, -0.08))
    point = state.point(row, local)
    slopes = state.slope(point, chain.carries[row])
    for unknown in range(COUNT):
        step = np.zeros(COUNT)
        step[unknown] = 1e-6
        moved = state.moved(step).point(row, local)
        assert np.allclose((moved - point) / 1e-6, slopes[:, unknown], atol=1e-4)


@given(st.tuples(*[st.floats(-1.8, 1.8)] * 3))
def test_a_turn_and_its_vector_are_each_others_reverse(vector: tuple[float, ...]) -> None:
    assert np.allclose(turn_vector(turn(np.array(vector))), vector, atol=1e-6)


def test_half_a_turn_has_a_vector_too() -> None:
    whole = turn(np.array((0.0, np.pi, 0.0)))
    assert np.allclose(turn(turn_vector(whole)), whole, atol=1e-6)
