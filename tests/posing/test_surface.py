"""The flesh as lumps: supports, nodes, the fill between lumps, and what they collide with."""

from __future__ import annotations

import numpy as np
import pytest

from app.posing.bases import base_pose
from app.posing.crowd import sunk
from app.posing.drawn import Skin
from app.posing.geometry import lump_gaps
from app.posing.nodes import NODE_NAMES
from app.posing.props import SIZES, Prop
from app.posing.skeleton import FREEDOMS, Pose, forward, rest, turn
from app.posing.solver import Solver


def wild(seed: int) -> Pose:
    """Some pose, turned anyhow."""
    random = np.random.default_rng(seed)
    angles = {f.name: float(random.uniform(f.low, f.high)) * 0.6 for f in FREEDOMS}
    return Pose(np.array((0.0, 0.0, 1.0)), turn(random.uniform(-2, 2, 3)), angles)


@pytest.mark.parametrize("seed", range(4))
def test_a_support_is_the_farthest_point_of_the_turned_ellipsoid(robin: Solver, seed: int) -> None:
    flesh = robin.surface.posed(robin.surface.chain.of(wild(seed)))
    random = np.random.default_rng(seed)
    balls = random.normal(size=(4000, 3))
    balls /= np.linalg.norm(balls, axis=1, keepdims=True)
    way = np.array((0.3, -0.5, -0.8)) / np.linalg.norm((0.3, -0.5, -0.8))
    found, reach = flesh.support(way), flesh.reach(way)
    for lump in range(0, len(found), 7):
        skin = flesh.centre[lump] + (balls * robin.surface.radii[lump]) @ flesh.turned[lump].T
        farthest = float((skin @ way).max())
        assert farthest <= found[lump] @ way + 1e-9
        assert farthest == pytest.approx(found[lump] @ way, abs=0.002)
        assert reach[lump] == pytest.approx((found[lump] - flesh.centre[lump]) @ way)


@pytest.mark.parametrize("name", NODE_NAMES)
def test_every_node_lies_on_the_skin_or_just_under_it(robin: Solver, name: str) -> None:
    surface = robin.surface
    spot = surface.nodes[name]
    assert len(spot.lumps) > 0
    assert np.linalg.norm(spot.node.outward) == pytest.approx(1.0)
    pose = rest(surface.body)
    point = surface.chain.of(pose).point(spot.bone, spot.local)
    places = forward(surface.body, pose)
    away = Skin(surface.body, surface.blobs, places).distance(point[None])[0]
    assert abs(away) < 0.05


def test_left_and_right_nodes_are_mirror_images(robin: Solver) -> None:
    nodes = robin.surface.nodes
    for name, spot in nodes.items():
        if name.endswith(".L"):
            other = nodes[name[:-2] + ".R"]
            assert np.allclose(spot.local * (1, -1, 1), other.local, atol=1e-6)
            assert len(spot.lumps) == len(other.lumps)


@pytest.mark.parametrize("base", ["stand", "all-fours", "supine"])
def test_the_lowest_point_is_that_of_the_drawn_skin(robin: Solver, base: str) -> None:
    """No point a little below the lowest is inside the drawing."""
    surface = robin.surface
    pose = base_pose(surface.body, base)
    state = surface.chain.of(pose)
    height = float(surface.posed(state).lowest()[:, 2].min())
    state = surface.chain.of(pose._replace(root=pose.root - (0, 0, height)))
    low = surface.posed(state, surface.swell(state)).lowest()
    places = forward(surface.body, state.pose())
    under = low[low[:, 2] < 0.02]
    under[:, 2] = low[:, 2].min() - 0.004
    assert Skin(surface.body, surface.blobs, places).distance(under).min() > 0


def test_gaps_between_lumps_are_those_of_balls(robin: Solver) -> None:
    """For lumps that are balls, or nearly, the distance is known."""
    surface = robin.surface
    flesh = surface.posed(surface.chain.of(rest(surface.body)))
    round_ones = np.flatnonzero(np.ptp(surface.radii, axis=1) < 1e-9)
    one, other = round_ones[:-1], round_ones[1:]
    span = np.linalg.norm(flesh.centre[one] - flesh.centre[other], axis=1)
    expected = span - surface.radii[one, 0] - surface.radii[other, 0]
    assert np.allclose(lump_gaps(flesh, one, other)[0], expected, atol=1e-6)


def test_standing_nobody_collides_and_nothing_sinks(solvers: dict[str, Solver]) -> None:
    for solver in solvers.values():
        scene = solver.scene(base_pose(solver.surface.body, "stand"), {})
        assert len(solver.crowd.meeting(scene)[0]) == 0
        assert all(depth < 0.012 for _, _, depth, _, _ in sunk(scene))


def test_a_hand_in_the_belly_is_noticed(robin: Solver) -> None:
    pose = base_pose(robin.surface.body, "stand")
    inside = {"shoulder.R.rotation": -80.0, "elbow.R.flexion": 95.0, "shoulder.R.abduction": -10.0}
    scene = robin.scene(pose._replace(angles={**pose.angles, **inside}), {})
    rows, over, _ = robin.crowd.meeting(scene)
    names = {robin.crowd.labels[robin.crowd.first[row]] for row in rows}
    names |= {robin.crowd.labels[robin.crowd.second[row]] for row in rows}
    assert over.max() > 0.03
    assert names & {"forearm.R", "hand.R", "fingers.R"}


@pytest.mark.parametrize("kind", ["wall", "box", "roller", "ball", "cushion", "block"])
def test_a_prop_tells_how_far_and_which_way_out(kind: str) -> None:
    prop = Prop(kind, kind, (0.3, -0.1, 0.0), SIZES[kind], 30.0)
    points = np.random.default_rng(1).uniform((-0.6, -0.7, 0.0), (0.9, 0.6, 0.5), (200, 3))
    far, out = prop.distance(points)
    assert np.allclose(np.linalg.norm(out, axis=1), 1.0)
    back, _ = prop.distance(points - out * far[:, None])
    assert np.abs(back).max() < 1e-6
    step, _ = prop.distance(points + out * 1e-4)
    assert np.allclose(step - far, 1e-4, atol=1e-6)
