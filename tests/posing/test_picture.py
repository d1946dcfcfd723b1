"""What a camera sees of a body, and what becomes of it: layers, lines, glow, shadow."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba", reason="needs limber[posing]")
pytest.importorskip("skimage", reason="needs limber[posing]")

from app.posing.body import BODIES
from app.posing.camera import Camera, Frame, camera, fitted, project
from app.posing.flesh_kit import base, side_of
from app.posing.glow import GLOWS, glow_field
from app.posing.layers import Layers
from app.posing.muscles import MUSCLES
from app.posing.picture import Buffers, Figure, figure_of, see
from app.posing.shadow import shadow_outlines
from app.posing.skeleton import Pose, forward, rest
from app.posing.solids import Solid, look

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
    return Layers(figure, eye, frame, seen, look(solids, eye, frame), 1.3)


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
