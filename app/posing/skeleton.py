"""Joints and angles: a pose to the place of every bone.

Every joint turns by a swing (a rotation vector across the bone) after a twist (about the bone),
never by Euler angles. An angle has its clinical name and degrees; the same number means the same
on the left and on the right. Joints of the spine count bend and twist positive to the right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.posing.body import SIDES, Body

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


class Freedom(NamedTuple):
    """One angle of one joint. `axis` is its rotation axis at rest, a unit vector of the world.

    `low` and `high` are the clinical limits in degrees; `stiffness` weighs its distance from
    comfort against that of other angles when a pose leaves it open.
    """

    name: str
    bone: str
    axis: tuple[float, float, float]
    twist: bool
    low: float
    high: float
    stiffness: float


# bone: joint, then (angle, axis of the LEFT side or of the spine, twist?, low, high, stiffness)
_Row = tuple[str, tuple[float, float, float], bool, float, float, float]
_X: Final = (1.0, 0.0, 0.0)
_Y: Final = (0.0, 1.0, 0.0)
_Z: Final = (0.0, 0.0, 1.0)
_NX: Final = (-1.0, 0.0, 0.0)
_NY: Final = (0.0, -1.0, 0.0)
_NZ: Final = (0.0, 0.0, -1.0)


def _vertebrae(flexion: tuple[float, float], bend: float, twist: float) -> tuple[_Row, ...]:
    return (
        ("flexion", _Y, False, *flexion, 1.0),
        ("bend", _X, False, -bend, bend, 1.3),
        ("twist", _NZ, True, -twist, twist, 1.3),
    )


_SPINE: Final[Mapping[str, tuple[_Row, ...]]] = {
    "lumbar": _vertebrae((-28, 45), 20, 10),
    "waist": _vertebrae((-22, 32), 20, 22),
    "chest": _vertebrae((-20, 30), 18, 26),
    "neck": _vertebrae((-40, 40), 25, 38),
    "head": _vertebrae((-30, 30), 18, 42),
}
_PAIRED: Final[Mapping[str, tuple[str, tuple[_Row, ...]]]] = {
    "clavicle": (
        "clavicle",
        (("elevation", _X, False, -10, 42, 2.0), ("protraction", _NZ, False, -25, 32, 2.0)),
    ),
    "upper_arm": (
        "shoulder",
        (
            ("flexion", _NY, False, -60, 172, 0.5),
            ("abduction", _X, False, -60, 172, 0.5),
            ("rotation", _Z, True, -95, 95, 0.6),
        ),
    ),
    "forearm": (
        "elbow",
        (("flexion", _NY, False, 0, 150, 0.4), ("pronation", _NZ, True, -88, 85, 0.5)),
    ),
    "hand": (
        "wrist",
        (("flexion", _NX, False, -88, 80, 0.5), ("deviation", _NY, False, -35, 22, 1.0)),
    ),
    "fingers": ("fingers", (("curl", _NX, False, -30, 95, 0.3),)),
    "thumb": ("thumb", (("curl", _NZ, False, -40, 60, 0.15),)),
    "thigh": (
        "hip",
        (
            ("flexion", _NY, False, -38, 135, 0.6),
            ("abduction", _X, False, -45, 80, 0.9),
            ("rotation", _Z, True, -60, 100, 0.9),
        ),
    ),
    "shank": (
        "knee",
        (("flexion", _Y, False, 0, 158, 0.4), ("rotation", _Z, True, -22, 28, 4.0)),
    ),
    "foot": (
        "ankle",
        (("dorsiflexion", _NY, False, -76, 42, 0.6), ("inversion", _NX, False, -22, 38, 1.2)),
    ),
    "toes": ("toes", (("extension", _NY, False, -35, 78, 0.8),)),
}


def _mirrored(axis: tuple[float, float, float]) -> tuple[float, float, float]:
    """A rotation's axis on the other side: it is a pseudovector."""
    return (-axis[0], axis[1], -axis[2])


def _freedoms() -> tuple[Freedom, ...]:
    found = [
        Freedom(f"{bone}.{name}", bone, axis, twist, low, high, stiffness)
        for bone, rows in _SPINE.items()
        for name, axis, twist, low, high, stiffness in rows
    ]
    for side in SIDES:
        for bone, (joint, rows) in _PAIRED.items():
            for name, axis, twist, low, high, stiffness in rows:
                here = axis if side == "L" else _mirrored(axis)
                full, on = f"{joint}.{side}.{name}", f"{bone}.{side}"
                found.append(Freedom(full, on, here, twist, low, high, stiffness))
    return tuple(found)


FREEDOMS: Final = _freedoms()
FREEDOM: Final[Mapping[str, Freedom]] = {freedom.name: freedom for freedom in FREEDOMS}


class Place(NamedTuple):
    """Where a bone is: a rest vector `v` of it stands at `rotation @ (v - joint) + origin`."""

    rotation: Array  # 3 x 3
    origin: Array  # 3, metres


class Pose(NamedTuple):
    """The pelvis' place in the world and the angles in degrees; an absent angle is zero.

    `rotation` is the 3 x 3 turn of the pelvis from rest, `root` the position of its joint.
    """

    root: Array
    rotation: Array
    angles: Mapping[str, float]


def rest(body: Body) -> Pose:
    """Standing at the origin."""
    return Pose(np.array(body.joints["pelvis"]), np.eye(3), {})


def cross_matrix(v: Array) -> Array:
    """The matrix K with K @ w = v x w."""
    x, y, z = v.tolist()
    return np.array(((0.0, -z, y), (z, 0.0, -x), (-y, x, 0.0)))


_EYE: Final = np.eye(3)


def turn(vector: Array) -> Array:
    """The rotation by a rotation vector in radians."""
    angle = math.sqrt(vector @ vector)
    if angle < 1e-12:
        return _EYE.copy()
    k = cross_matrix(vector / angle)
    turned: Array = _EYE + math.sin(angle) * k + (1 - math.cos(angle)) * (k @ k)
    return turned


_BY_BONE: Final[Mapping[str, tuple[Freedom, ...]]] = {
    bone: tuple(f for f in FREEDOMS if f.bone == bone) for bone in {f.bone for f in FREEDOMS}
}


def vectors(bone: str, angles: Mapping[str, float]) -> tuple[Array, Array]:
    """The swing and the twist of a bone's joint as rotation vectors in radians."""
    swing, twist = np.zeros(3), np.zeros(3)
    for freedom in _BY_BONE.get(bone, ()):
        into = twist if freedom.twist else swing
        into += np.radians(angles.get(freedom.name, 0.0)) * np.array(freedom.axis)
    return swing, twist


def forward(body: Body, pose: Pose) -> dict[str, Place]:
    """The place of every bone of a body in a pose."""
    places: dict[str, Place] = {}
    for bone, parent in body.parents.items():
        if parent is None:
            places[bone] = Place(np.array(pose.rotation), np.array(pose.root))
            continue
        swing, twist = vectors(bone, pose.angles)
        above = places[parent]
        offset = np.subtract(body.joints[bone], body.joints[parent])
        rotation = above.rotation @ turn(swing) @ turn(twist)
        places[bone] = Place(rotation, above.origin + above.rotation @ offset)
    return places


def world(body: Body, places: Mapping[str, Place], bone: str, point: Array) -> Array:
    """Where a rest point that belongs to a bone stands."""
    place = places[bone]
    found: Array = place.rotation @ (point - np.array(body.joints[bone])) + place.origin
    return found


_FLIP: Final = np.diag((1.0, -1.0, 1.0))


def _other(name: str) -> str:
    for one, two in ((".L", ".R"), (".R", ".L")):
        if name.endswith(one) or f"{one}." in name:
            return name.replace(one, two)
    return name


def mirrored(pose: Pose) -> Pose:
    """The pose with left and right exchanged, across the plane y = 0."""
    flipped = {
        _other(name): -value if name.endswith((".bend", ".twist")) else value
        for name, value in pose.angles.items()
    }
    return Pose(_FLIP @ pose.root, _FLIP @ pose.rotation @ _FLIP, flipped)
