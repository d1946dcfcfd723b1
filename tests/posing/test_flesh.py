"""The bodies as they are sculpted: whole, even, and standing on the floor."""

from __future__ import annotations

import numpy as np
import pytest

from app.posing.body import BODIES, Body
from app.posing.flesh import flesh
from app.posing.flesh_kit import Blob, Placed, placed, support, with_flesh_bones
from app.posing.sculptor import Sculptor
from app.posing.skeleton import Pose, forward, rest


@pytest.fixture(params=list(BODIES))
def body(request: pytest.FixtureRequest) -> Body:
    return BODIES[request.param]


def standing(body: Body, **angles: float) -> Placed:
    pose = rest(body)
    turned = {name.replace("_", "."): value for name, value in angles.items()}
    return placed(flesh(body), forward(body, Pose(pose.root, pose.rotation, turned)), body.joints)


def test_body_is_as_tall_as_it_says_and_stands_on_its_soles(body: Body) -> None:
    solid = standing(body)
    assert support(solid, (0, 0, -1))[:, 2].min() == pytest.approx(0.0, abs=0.002)
    skull = [blob.part == "head" for blob in solid.blobs]
    crown = support(solid, (0, 0, 1))[skull, 2].max()
    assert crown == pytest.approx(body.height, abs=0.015)


def test_left_and_right_are_alike(body: Body) -> None:
    spots = support(standing(body), (0.3, 0.8, 0.2)), support(standing(body), (0.3, -0.8, 0.2))
    one, other = (
        np.sort(spot @ (0.3, sign * 0.8, 0.2)) for spot, sign in zip(spots, (1, -1), strict=True)
    )
    assert np.allclose(one, other)


def test_farthest_point_is_farther_than_any_other(body: Body) -> None:
    """Of ellipsoids and of flat cones, against points sampled on their surface."""
    solid = standing(body, hip_L_flexion=70, knee_L_flexion=80, shoulder_R_abduction=60)
    direction = np.array((0.3, -0.5, 0.8)) / np.linalg.norm((0.3, -0.5, 0.8))
    farthest = support(solid, direction) @ direction
    rng = np.random.default_rng(1)
    balls = rng.normal(size=(400, 3))
    balls /= np.linalg.norm(balls, axis=1, keepdims=True)
    for n in range(len(solid.blobs)):
        stretch = np.array([*solid.flat[n], 1.0])
        if solid.cone[n]:
            far = balls * solid.radii[n, 1] + (0, 0, solid.radii[n, 2])
            local = np.vstack([balls * solid.radii[n, 0], far]) * stretch
        else:
            local = balls * solid.radii[n]
        reach = (solid.centre[n] + local @ solid.rotation[n].T) @ direction
        assert reach.max() <= farthest[n] + 1e-9
        assert reach.max() >= farthest[n] - 0.004


def test_flesh_between_two_bones_turns_half_way(body: Body) -> None:
    pose = rest(body)
    places = forward(body, Pose(pose.root, pose.rotation, {"knee.R.flexion": 90.0}))
    found = with_flesh_bones(places, body.joints)
    turned = found["thigh.R"].rotation.T @ found["knee.R"].rotation
    assert np.degrees(np.arccos((np.trace(turned) - 1) / 2)) == pytest.approx(45)
    assert np.allclose(found["knee.R"].origin, found["shank.R"].origin)


def test_fingers_curl_at_two_joints(body: Body) -> None:
    pose = rest(body)
    places = forward(body, Pose(pose.root, pose.rotation, {"fingers.L.curl": 40.0}))
    found = with_flesh_bones(places, body.joints)
    turned = found["hand.L"].rotation.T @ found["fingertips.L"].rotation
    assert np.degrees(np.arccos((np.trace(turned) - 1) / 2)) == pytest.approx(80)


def test_blobs_are_given_in_the_frame_of_their_bone() -> None:
    hand = Sculptor(BODIES["robin"])
    hand.on("thigh", "thigh", "skin", 0.02, "leg")
    hand.ellipsoid((0.01, 0.12, 0.885), (0.02, 0.03, 0.04))
    left, right = hand.blobs
    assert isinstance(left, Blob)
    assert left.centre == pytest.approx(np.array((0.01, 0.03, 0.0)) * 1.78 / 1.70)
    assert right.centre == pytest.approx(np.array((0.01, -0.03, 0.0)) * 1.78 / 1.70)
    assert (left.bone, right.part) == ("thigh.L", "thigh.R")
