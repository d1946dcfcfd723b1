"""What a camera sees of a body, and what becomes of it: layers, lines, glow, shadow."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("numba", reason="needs limber[posing]")
pytest.importorskip("skimage", reason="needs limber[posing]")

from scipy import ndimage

from app.posing.body import BODIES
from app.posing.camera import Camera, Frame, camera, fitted, project
from app.posing.curves import Curve
from app.posing.flesh_kit import base, side_of
from app.posing.glow import GLOWS, glow_field
from app.posing.ink import lines_of
from app.posing.kinship import apart
from app.posing.layers import Layers
from app.posing.muscles import MUSCLES
from app.posing.picture import Buffers, Figure, figure_of, see
from app.posing.preview import _edges
from app.posing.prop_layers import prop_shapes
from app.posing.shadow import shadow_outlines
from app.posing.skeleton import Pose, forward, rest
from app.posing.solids import Solid, look, pressed, rays_of
from app.posing.tracing import Pen

BODY = BODIES["robin"]


def posed(**angles: float) -> Figure:
    pose = rest(BODY)
    turned = {name.replace("_", "."): value for name, value in angles.items()}
    return figure_of(BODY, forward(BODY, Pose(pose.root, pose.rotation, turned)))


def shot(figure: Figure, azimuth: float, pixels: int = 320) -> tuple[Camera, Frame, Buffers]:
    eye = camera(azimuth, 5.0, np.array((0.0, 0.0, 0.9)))
    bounds = figure.field.bounds
    flat = project(eye, bounds[:, :3])
    reach = bounds[:, 3:] / flat[:, 2:]
    frame = fitted((flat[:, :2] - reach).min(0), (flat[:, :2] + reach).max(0), pixels)
    return eye, frame, see(figure, eye, frame)


def layers(figure: Figure, azimuth: float, solids: tuple[Solid, ...] = ()) -> Layers:
    eye, frame, seen = shot(figure, azimuth)
    return Layers(figure, eye, frame, seen, solids, 1.3)


def test_surface_is_where_the_field_says() -> None:
    """Depth and normal of the middle of the chest from the front: nearest part, facing us."""
    figure = posed()
    eye, frame, seen = shot(figure, 0.0)
    hit = seen.part >= 0
    assert 0.05 < hit.mean() < 0.5
    assert np.allclose(np.linalg.norm(seen.normal[hit], axis=1), 1.0)
    assert seen.depth[hit].min() > 6.5
    assert (seen.normal[hit] @ eye.forward < 0.35).mean() > 0.99
    assert (seen.miss[~hit] > 0).all()
    assert frame.height > frame.width


def test_arm_against_the_body_does_not_melt_into_it() -> None:
    figure = posed()
    _, _, seen = shot(figure, 0.0, 500)
    names = np.array([*figure.field.parts, ""])[seen.part]
    assert {"forearm.L", "hand.L", "shorts", "shirt", "head", "hair"} <= set(names.ravel())


def test_every_visible_pixel_belongs_to_a_layer() -> None:
    figure = posed(shoulder_R_flexion=60, hip_R_flexion=70, knee_R_flexion=80)
    found = layers(figure, -60.0)
    fields = found.fields()
    filled = np.max([fields[name] for name in ("skin", "shorts", "top", "hair", "band")], axis=0)
    assert (filled[found.visible] > 0).mean() > 0.995
    assert (fields["outline"][found.visible] > 0).all()


def test_face_is_seen_from_the_front_alone() -> None:
    assert (layers(posed(), 0.0).fields()["face"] > 0).any()
    assert not (layers(posed(), 180.0).fields()["face"] > 0).any()


def test_wall_hides_what_is_behind_it_and_nothing_else() -> None:
    free = layers(posed(), 0.0).visible
    wall = Solid("wall", "box", np.array((0.6, 0.5, 1.0)), np.eye(3), np.array((0.02, 0.5, 1.2)))
    hidden = layers(posed(), 0.0, (wall,)).visible
    behind = Solid("wall", "box", np.array((-0.6, 0, 1.0)), np.eye(3), np.array((0.02, 1, 1.2)))
    assert 0.3 < hidden.sum() / free.sum() < 0.7
    assert (layers(posed(), 0.0, (behind,)).visible == free).all()


def test_limb_before_the_body_has_a_line() -> None:
    crossed = posed(shoulder_R_flexion=40, elbow_R_flexion=110, shoulder_R_rotation=-60)
    assert len(layers(crossed, 0.0).lines()) >= 3


def test_every_muscle_has_a_glow() -> None:
    assert {base(name) for name in MUSCLES} == set(GLOWS)


@pytest.mark.parametrize("muscle", sorted(GLOWS))
def test_glow_is_on_the_claimed_side_and_seen_from_somewhere(muscle: str) -> None:
    figure = posed(shoulder_L_abduction=70, shoulder_R_abduction=70, ankle_R_dorsiflexion=-70)
    seen_pixels = 0
    for azimuth in (-135.0, -45.0, 45.0, 135.0):
        found = layers(figure, azimuth)
        eye, _, seen = shot(figure, azimuth)
        part = np.where(found.visible, seen.part, -1)
        deep = glow_field(figure, [f"{muscle}.R"], found.points, part)
        lit = deep > 0
        seen_pixels += int(lit.sum())
        assert not {side_of(figure.field.parts[k]) for k in np.unique(part[lit])} & {".L"}
        del eye
    assert seen_pixels > 15


def test_shadow_lies_under_the_body() -> None:
    figure = posed()
    eye = camera(-60.0, 10.0, np.array((0.0, 0.0, 0.9)))
    outlines = shadow_outlines(figure.field, (), eye)
    points = np.vstack(outlines)
    assert (points[:, 2] == 0).all()
    assert np.abs(points[:, :2]).max() < 0.9
    assert any((abs(o[:, 0].mean()) < 0.35) and len(o) > 30 for o in outlines)


def test_nothing_is_drawn_on_what_hides_a_limb() -> None:
    """Neither a line nor a rim of skin around the part of the body that a wall stands before."""
    figure = posed()
    wall = Solid("wall", "box", np.array((0.6, 0.5, 1.0)), np.eye(3), np.array((0.02, 0.5, 1.2)))
    found = layers(figure, 0.0, (wall,))
    eye, frame, seen = shot(figure, 0.0)
    deep = look((wall,), eye, frame).which >= 0
    deep &= np.roll(deep, 3, 1) & np.roll(deep, -3, 1)
    assert (seen.part[deep] >= 0).any()
    for name, field in found.fields().items():
        assert not (field[deep] > 0).any(), name


@pytest.mark.parametrize(
    ("kind", "half"), [("box", (0.3, 0.3, 0.3)), ("cylinder", (0.3,) * 3), ("ball", (0.3,) * 3)]
)
@pytest.mark.parametrize(("deep", "seen"), [(0.01, True), (0.03, False)])
def test_flesh_that_sinks_a_little_into_a_solid_is_seen(
    kind: str, half: tuple[float, float, float], deep: float, seen: bool
) -> None:
    """As a calf that rests on a roller; what lies at its far side stays behind it."""
    eye, frame, _ = shot(posed(), 0.0)
    solid = Solid("roller", kind, np.array((0.0, 0.0, 0.9)), np.eye(3), np.array(half))
    things, rays = look((solid,), eye, frame), rays_of(eye, frame)
    row, column = frame.height // 2, frame.width // 2
    assert things.which[row, column] == 0
    points = np.zeros((*things.which.shape, 3))
    for x, wanted in ((0.3 - deep, seen), (-0.3 + deep, False)):
        points[..., :] = (x, 0.0, 0.9) if kind != "cylinder" else (0.0, 0.0, 0.9 + abs(x))
        if kind == "cylinder" and x < 0:
            continue
        assert pressed((solid,), things, points, rays)[row, column] == wanted


def test_ground_is_not_seen_through_a_chink() -> None:
    """Where two legs almost touch there is one line, not a blot of two."""
    found = layers(posed(), 0.0)
    closed = ndimage.binary_closing(found.visible, np.ones((3, 3)), iterations=2)
    assert (closed & ~found.visible).sum() < 12


def test_legs_of_one_pair_of_shorts_are_parted_by_depth_alone() -> None:
    parts = ("shorts_leg.L", "shorts_leg.R", "thigh.L", "thigh.R")
    found = apart(parts)
    assert not found[0, 1]
    assert found[2, 3]


def test_specks_are_no_shade() -> None:
    def field(side: int, sign: float) -> NDArray[np.float32]:
        found = np.full((200, 200), -sign, np.float32)
        found[50 : 50 + side, 50 : 50 + side] = sign
        return found

    pen = Pen()
    assert not pen.traced("skin-shade", field(11, 1.0))
    assert len(pen.traced("skin-shade", field(16, 1.0))) == 1
    for side, count in ((24, 1), (32, 2)):  # a light speck within shade
        dark = np.pad(field(side, -1.0), 2, constant_values=-1.0)
        assert len(pen.traced("skin-shade", dark)) == count


def test_what_is_smaller_than_the_grid_is_not_drawn() -> None:
    tiny = Curve(np.array([(5.0, 5.0), (5.1, 5.0), (5.1, 5.1)]), np.zeros(3, bool))
    assert Pen().placed(tiny) is None
    line = Curve(np.array([(5.0, 5.0), (5.1, 5.0)]), np.zeros(2, bool), 17)
    assert Pen().placed(line) is None
    square = Curve(np.array([(5, 5), (9, 5), (9, 9), (5, 9)], float), np.zeros(4, bool))
    assert Pen().placed(square) is not None


@pytest.mark.parametrize("fine", [False, True])
def test_a_line_along_the_silhouette_is_a_blot(fine: bool) -> None:
    """But of fingers and toes."""
    visible = np.zeros((80, 120), bool)
    visible[10:70, 10:110] = True
    strength, delicate = np.zeros(visible.shape), np.full(visible.shape, fine)
    strength[12, 30:90] = 1.0
    assert len(lines_of(strength, visible, delicate, 1.3)) == fine
    strength[:] = 0.0
    strength[40, 30:90] = 1.0
    assert len(lines_of(strength, visible, delicate, 1.3)) == 1


def test_every_side_of_a_box_belongs_to_one_shape() -> None:
    """No ground shines through where two of them meet."""
    solid = Solid("box", "box", np.array((0.0, 0.0, 0.2)), np.eye(3), np.array((0.2, 0.2, 0.2)))
    eye, frame, _ = shot(posed(), 30.0)
    shapes = prop_shapes((solid,), eye, frame)
    assert [(layer, len(curves)) for layer, curves in shapes] == [("box-shade", 1), ("box", 1)]
    assert len(shapes[0][1][0].points) == 6


def test_shadow_has_no_specks() -> None:
    figure = posed(shoulder_R_abduction=80, shoulder_L_abduction=80)
    for outline in shadow_outlines(figure.field, (), camera(-60.0, 10.0, np.array((0, 0, 0.9)))):
        x, y, _ = outline.T
        assert abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2 > 0.015


def test_drawn_calf_flows_into_the_heel() -> None:
    """Seen from the side its outline has no dent where the calf ends."""
    figure = posed()
    eye, frame, seen = shot(figure, -90.0, 1500)
    depth = np.where(seen.part >= 0, seen.depth, 0.0)
    points = eye.eye + rays_of(eye, frame) * depth[..., None]
    shank = seen.part == figure.field.parts.index("shank.R")
    heights = np.arange(0.16, 0.34, 0.02)
    near = [shank & (np.abs(points[..., 2] - height) < 0.003) for height in heights]
    backs = np.array([points[..., 0][band].min() for band in near])
    assert np.diff(backs, 2).min() > -0.006


def test_preview_draws_no_edges_on_a_floor_that_runs_away() -> None:
    floor = np.tile(np.linspace(5.0, 9.0, 60)[:, None], (1, 40))
    assert not _edges(floor)[2:-2, 2:-2].any()
    floor[20:40, 10:30] = 4.0
    assert _edges(floor)[2:-2, 2:-2].any()
