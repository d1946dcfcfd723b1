"""Props as flat shapes: straight ones from their corners, round ones from what the rays met."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.spatial import ConvexHull

from app.posing.camera import Camera, Frame, project
from app.posing.curves import Curve
from app.posing.flesh_kit import Floats
from app.posing.layers import soft
from app.posing.picture import light_of
from app.posing.solids import Solid, look
from app.posing.tracing import Pen

_MAT_CORNER: Final = 0.055  # metres
_MAT_EDGE: Final = 0.014  # metres; a thin mat would show no edge at all
_FLAT: Final = {"box", "block", "wall", "tape"}

Shapes = list[tuple[str, tuple[Curve, ...]]]


def prop_shapes(solids: tuple[Solid, ...], eye: Camera, frame: Frame) -> Shapes:
    """The layers of all props."""
    found: Shapes = []
    for solid in solids:
        if solid.layer == "mat":
            found += _mat(solid, eye, frame)
        elif solid.layer in _FLAT:
            found += _faces(solid, eye, frame)
        else:
            found += _round(solid, eye, frame)
    return found


def on_screen(points: Floats, eye: Camera, frame: Frame) -> Floats:
    """World points (n, 3) to pixels (n, 2), x to the right and y down."""
    flat = project(eye, points)
    return np.column_stack(
        [(flat[:, 0] - frame.left) / frame.step, (frame.top - flat[:, 1]) / frame.step]
    )


def _mat(solid: Solid, eye: Camera, frame: Frame) -> Shapes:
    half = solid.half
    corner = min(_MAT_CORNER, float(half[:2].min()))
    arc = np.linspace(0, np.pi / 2, 5)
    ring = []
    for quarter, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        turn = arc + quarter * np.pi / 2
        middle = (half[:2] - corner) * (sx, sy)
        ring.append(middle + corner * np.column_stack([np.cos(turn), np.sin(turn)]))
    flat = np.vstack(ring)
    top = solid.centre + np.column_stack([flat, np.full(len(flat), half[2])]) @ solid.rotation.T
    under = on_screen(top - (0, 0, _MAT_EDGE), eye, frame)
    above = on_screen(top, eye, frame)
    both = np.vstack([above, under])
    hull = both[ConvexHull(both).vertices]
    return [("mat-edge", (_polygon(hull),)), ("mat", (_polygon(above),))]


def _polygon(points: Floats) -> Curve:
    found = Pen().placed(Curve(points, np.ones(len(points), bool)))
    assert found is not None, "corners stay, however close"
    return found


def _faces(solid: Solid, eye: Camera, frame: Frame) -> Shapes:
    """The lightest of a box's faces, in the plain colour, before all that is seen of the box."""
    light = light_of(eye)
    seen = []
    for axis in range(3):
        for sign in (1.0, -1.0):
            normal = solid.rotation[:, axis] * sign
            middle = solid.centre + normal * solid.half[axis]
            if normal @ (eye.eye - middle) <= 0:
                continue
            one, other = (axis + 1) % 3, (axis + 2) % 3
            u = solid.rotation[:, one] * solid.half[one]
            v = solid.rotation[:, other] * solid.half[other]
            ring = np.array([middle + u + v, middle - u + v, middle - u - v, middle + u - v])
            area = float(solid.half[one] * solid.half[other])
            bright = area if solid.layer == "wall" else float(normal @ light)
            seen.append((bright, on_screen(ring, eye, frame)))
    seen.sort(key=lambda face: -face[0])
    found: Shapes = [(solid.layer, (_polygon(seen[0][1]),))] if seen else []
    if len(seen) > 1 and solid.layer != "tape":
        # One shape, since the ground would shine through between two that only touch.
        every = np.vstack([ring for _, ring in seen])
        hull = every[ConvexHull(every).vertices]
        found.insert(0, (f"{solid.layer}-shade", (_polygon(hull),)))
    return found


def _round(solid: Solid, eye: Camera, frame: Frame) -> Shapes:
    things = look((solid,), eye, frame)
    own = things.which == 0
    lit = own & (things.normal @ light_of(eye) > 0.45)
    pen = Pen()
    shapes: Shapes = [
        (f"{solid.layer}-shade", tuple(pen.traced("prop", soft(own)))),
        (solid.layer, tuple(pen.traced("prop", soft(lit)))),
    ]
    return [(layer, curves) for layer, curves in shapes if curves]
