"""Cameras: few, named views, and the box that holds every frame of a movement.

A view looks at the figure from `azimuth` degrees (0 is before it, 90 at its left, -90 at its
right) and `elevation` degrees above the floor. Lead side right: the figure faces right on screen
in the side view.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from app.posing.flesh_kit import Floats

DISTANCE: Final = 7.0  # metres from the target: a long lens, gentle perspective

VIEWS: Final = {
    "side": (-90.0, 8.0),
    "side-high": (-80.0, 22.0),
    "three-quarter-front": (-45.0, 14.0),
    "three-quarter-rear": (-135.0, 18.0),
    "front": (0.0, 8.0),
    "rear": (180.0, 10.0),
    "left-side": (90.0, 8.0),
    "left-three-quarter-front": (45.0, 14.0),
    "left-three-quarter-rear": (135.0, 18.0),
    "above": (-75.0, 55.0),
    "close-up-foot": (-60.0, 12.0),
}


class Camera(NamedTuple):
    """An eye in the world with its axes, unit vectors (3)."""

    eye: Floats
    right: Floats
    up: Floats
    forward: Floats


class Frame(NamedTuple):
    """The part of the plane one metre ahead that is a picture: left, top, pixel size, pixels."""

    left: float
    top: float
    step: float
    width: int
    height: int


def camera(azimuth: float, elevation: float, target: Floats, distance: float = DISTANCE) -> Camera:
    """A camera that looks at `target` (3, metres); angles in degrees."""
    a, e = np.radians([azimuth, elevation])
    away = np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)])
    forward = -away
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    return Camera(target + away * distance, right, np.cross(right, forward), forward)


def project(eye: Camera, points: Floats) -> Floats:
    """World points (n, 3) to x to the right, y up on the plane one metre ahead, and depth."""
    away = points - eye.eye
    depth = away @ eye.forward
    return np.column_stack([away @ eye.right / depth, away @ eye.up / depth, depth])


def fitted(low: Floats, high: Floats, pixels: int, margin: float = 0.03) -> Frame:
    """The frame around a rectangle of that plane; its longer side has `pixels` pixels."""
    size = high - low
    edge = margin * float(size.max())
    step = float(size.max() + 2 * edge) / pixels
    width, height = (int(np.ceil((side + 2 * edge) / step)) for side in size)
    return Frame(float(low[0] - edge), float(high[1] + edge), step, width, height)
