"""The things a figure works with: sizes, places, and how far a point is from them.

A prop stands on the floor (z = 0, the mat's upper face). Metres, degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from app.posing.skeleton import Array

# Sizes when a file names none: length (x), width (y), height (z) before `turn`.
SIZES: Final[Mapping[str, tuple[float, float, float]]] = {
    "mat": (1.85, 0.66, 0.006),
    "wall": (0.06, 1.0, 2.0),
    "box": (0.40, 0.50, 0.12),
    "roller": (0.44, 0.14, 0.14),
    "ball": (0.07, 0.07, 0.07),
    "cushion": (0.42, 0.34, 0.13),
    "block": (0.23, 0.15, 0.09),
    "tape": (0.30, 0.03, 0.001),
}
# What a body may stand on, lean on or press against.
SOLID: Final = ("wall", "box", "roller", "ball", "cushion", "block")


class Prop(NamedTuple):
    """One prop. `at` is the middle of its foot; of a wall, a point on its face towards the body.

    `turn` is degrees about the vertical, left positive. A roller lies along y before its turn; a
    wall looks back (-x) before its turn, so that a body in front of it faces it.
    """

    name: str
    kind: str
    at: tuple[float, float, float]
    size: tuple[float, float, float]
    turn: float = 0.0

    @property
    def top(self) -> float:
        """The height of its upper face."""
        return self.at[2] + self.size[2]

    def axes(self) -> Array:
        """Its own x, y, z as rows in the world."""
        a = np.radians(self.turn)
        return np.array(((np.cos(a), np.sin(a), 0), (-np.sin(a), np.cos(a), 0), (0, 0, 1.0)))

    def distance(self, points: Array) -> tuple[Array, Array]:
        """Signed distance (n,) of points from the surface and the way out (n, 3), unit vectors."""
        axes = self.axes()
        local = (points - np.array(self.at)) @ axes.T
        measure = _MEASURES[self.kind]
        gap, out = measure(local, np.array(self.size))
        return gap, out @ axes


def _plane(local: Array, size: Array) -> tuple[Array, Array]:
    del size
    return -local[:, 0], np.broadcast_to(np.array((-1.0, 0.0, 0.0)), local.shape)


def _cuboid(local: Array, size: Array) -> tuple[Array, Array]:
    half = size / 2
    centred = local - np.array((0.0, 0.0, half[2]))
    over = np.abs(centred) - half
    outside = np.maximum(over, 0.0)
    far = np.linalg.norm(outside, axis=1)
    inner = over.max(axis=1)
    side = over.argmax(axis=1)
    flat = np.zeros_like(local)
    flat[np.arange(len(local)), side] = 1.0
    way = np.where((far > 1e-9)[:, None], outside / np.maximum(far, 1e-9)[:, None], flat)
    return np.where(far > 1e-9, far, inner), way * np.where(centred < 0, -1.0, 1.0)


def _cylinder(local: Array, size: Array) -> tuple[Array, Array]:
    # Rollers are longer than any limb is wide: the ends do not matter.
    radius = size[2] / 2
    across = local - np.array((0.0, 0.0, radius))
    across[:, 1] = np.maximum(np.abs(across[:, 1]) - size[0] / 2, 0.0) * np.sign(across[:, 1])
    far = np.linalg.norm(across, axis=1)
    return far - radius, across / np.maximum(far, 1e-9)[:, None]


def _sphere(local: Array, size: Array) -> tuple[Array, Array]:
    centred = local - np.array((0.0, 0.0, size[2] / 2))
    far = np.linalg.norm(centred, axis=1)
    return far - size[2] / 2, centred / np.maximum(far, 1e-9)[:, None]


_MEASURES: Final = {
    "wall": _plane,
    "box": _cuboid,
    "roller": _cylinder,
    "ball": _sphere,
    "cushion": _cuboid,
    "block": _cuboid,
}
