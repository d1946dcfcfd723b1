"""Puts blobs, sculpted on the middle body, onto the bones of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from app.posing.body import Body
from app.posing.flesh_kit import AGAIN, HALF, MIDDLE, Blob, Floats, Vec, base, rest_origin

_MIDDLE_HEIGHT: Final = 1.70
_MIRROR: Final = np.array([1.0, -1.0, 1.0])

# Parts that both sides have in common, whatever bones their flesh sits on.
_WHOLE: Final = {"shorts"}

# Of each body: how much wider than the middle one a region is (x and y), lengths keep.
GIRTH: Final[Mapping[str, Mapping[str, float]]] = {
    "ash": {"arm": 0.92, "leg": 0.99, "torso": 0.95, "head": 1.0, "hand": 0.94, "foot": 0.96},
    "robin": {"arm": 1.03, "leg": 0.99, "torso": 1.0, "head": 0.96, "hand": 1.0, "foot": 1.0},
}


class Sculptor:
    """Collects the blobs of one body.

    All lengths given to its methods are metres in rest coordinates of the middle body. A bone name
    without side that exists on both sides makes two blobs, the second mirrored.
    """

    def __init__(self, body: Body) -> None:
        self.body = body
        self.name = body.name
        self._scale = body.height / _MIDDLE_HEIGHT
        self._found: list[Blob] = []
        self._where = ("", "", "skin", 0.02, "torso")

    @property
    def blobs(self) -> tuple[Blob, ...]:
        """What was collected."""
        return tuple(self._found)

    def on(self, bone: str, part: str, material: str, blend: float, girth: str) -> None:
        """What follows belongs to this bone and part; `blend` rounds the seams within the part."""
        self._where = (bone, part, material, blend, girth)

    def ellipsoid(self, centre: Vec, radii: Vec, tilt: Vec = (0.0, 0.0, 0.0)) -> None:
        """An ellipsoid; `tilt` turns it about x, then y, then z, in degrees."""
        self._add("ellipsoid", np.array(centre), np.array(centre), radii, (1.0, 1.0), _turned(tilt))

    def cone(
        self,
        start: Vec,
        end: Vec,
        radii: tuple[float, float],
        flat: tuple[float, float] = (1.0, 1.0),
        wide: Vec = (1.0, 0.0, 0.0),
    ) -> None:
        """A round cone; its section is `flat[0]` as thick along `wide`, `flat[1]` across."""
        first, last = np.array(start), np.array(end)
        axis = (last - first) / np.linalg.norm(last - first)
        across = np.array(wide) - axis * (axis @ np.array(wide))
        across /= np.linalg.norm(across)
        rotation = np.column_stack([across, np.cross(axis, across), axis])
        self._add("cone", first, last, (*radii, 0.0), flat, rotation)

    def local(self, bone: str, point: Vec) -> Floats:
        """A point of the middle body in the frame of this body's bone."""
        return (np.array(point) - _middle_origin(base(bone))) * self._scale

    def scaled(self, lengths: Vec) -> Floats:
        """Lengths of the middle body in this one."""
        return np.array(lengths) * self._scale

    def _add(
        self,
        kind: str,
        start: Floats,
        end: Floats,
        radii: Vec,
        flat: tuple[float, float],
        rotation: Floats,
    ) -> None:
        bone, part, material, blend, region = self._where
        girth = GIRTH[self.name][region]
        size = np.array(radii) * self._scale * girth
        if kind == "cone":
            size[2] = np.linalg.norm(end - start) * self._scale
        paired = f"{bone}.L" in self.body.joints or bone in HALF or bone in AGAIN
        for side in (".L", ".R") if paired else ("",):
            origin = rest_origin(bone + side, self.body.joints)
            assert len(origin) == 3
            mirror = np.ones(3) if side != ".R" else _MIRROR
            turned = rotation * mirror[:, None]
            if side == ".R":
                turned = turned * np.array([1.0, -1.0, 1.0])  # keep it a rotation
            named = part + side if paired and part not in _WHOLE else part
            self._found.append(
                Blob(
                    bone + side,
                    named,
                    material,
                    kind,
                    _vec(self.local(bone, _vec(start)) * mirror),
                    _vec(self.local(bone, _vec(end)) * mirror),
                    _vec(size),
                    flat,
                    (_vec(turned[0]), _vec(turned[1]), _vec(turned[2])),
                    blend * self._scale,
                )
            )


def _middle_origin(name: str) -> Floats:
    if name in HALF:
        name = HALF[name][1]
    return np.array(AGAIN[name][2] if name in AGAIN else MIDDLE[name])


def _vec(values: Floats) -> Vec:
    x, y, z = (float(value) for value in values)
    return (x, y, z)


def _turned(tilt: Vec) -> Floats:
    x, y, z = np.radians(tilt)
    about_x = np.array([[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_z = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x)
