"""Props as solids for the picture, and the cameras a pose file asks for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app.posing.camera import VIEWS, Camera, camera
from app.posing.flesh_kit import Floats
from app.posing.model import View
from app.posing.props import Prop
from app.posing.solids import Solid


def solids_of(props: Iterable[Prop]) -> tuple[Solid, ...]:
    """Props as the rays meet them, mats first: they are painted in this order."""
    ordered = sorted(props, key=lambda prop: prop.kind != "mat")
    return tuple(_solid(prop) for prop in ordered)


def _solid(prop: Prop) -> Solid:
    axes = prop.axes().T
    half = np.array(prop.size) / 2
    up = np.array((0.0, 0.0, half[2]))
    at = np.array(prop.at)
    if prop.kind == "mat":
        return Solid("mat", "box", at - up, axes, half)
    if prop.kind == "wall":
        return Solid("wall", "box", at * (1, 1, 0) + axes[:, 0] * half[0] + up, axes, half)
    if prop.kind == "roller":
        along = np.column_stack([axes[:, 1], -axes[:, 0], axes[:, 2]])
        size = np.array((prop.size[0] / 2, half[2], half[2]))
        return Solid("roller", "cylinder", at + up, along, size)
    return Solid(prop.kind, "ball" if prop.kind == "ball" else "box", at + up, axes, half)


def angles_of(view: View) -> tuple[float, float]:
    """Azimuth and elevation of a pose file's view, degrees."""
    azimuth, elevation = VIEWS[view.camera]
    return azimuth + view.turn, elevation + view.tilt


def camera_of(view: View, target: Floats) -> Camera:
    """The camera of a pose file's view at a target (3), metres."""
    return camera(*angles_of(view), target)
