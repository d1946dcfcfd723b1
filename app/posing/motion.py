"""Ways between poses: blends of two, smooth curves through many, breath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from app.posing.chain import HIGH, LOW
from app.posing.posture import Anchor
from app.posing.props import Prop
from app.posing.skeleton import FREEDOMS, Array, Pose, turn

# What a full breath in does to the angles (degrees): ribs lift, the belly gives, shoulders rise.
_BREATH: Final = {
    "lumbar.flexion": -1.0,
    "waist.flexion": -2.2,
    "chest.flexion": -3.0,
    "neck.flexion": 2.2,
    "clavicle.L.elevation": 2.6,
    "clavicle.R.elevation": 2.6,
    "shoulder.L.abduction": 1.2,
    "shoulder.R.abduction": 1.2,
}


class Blend(NamedTuple):
    """A pose as the solver takes it: angles in radians in the order of `FREEDOMS`."""

    root: Array
    rotation: Array
    angles: Array

    def pose(self) -> Pose:
        """With names and degrees."""
        degrees = np.degrees(self.angles)
        named = {f.name: float(degrees[i]) for i, f in enumerate(FREEDOMS)}
        return Pose(self.root, self.rotation, named)


def blend_of(pose: Pose) -> Blend:
    """A pose as arrays."""
    angles = np.radians([pose.angles.get(freedom.name, 0.0) for freedom in FREEDOMS])
    return Blend(np.array(pose.root), np.array(pose.rotation), angles)


def turn_vector(rotation: Array) -> Array:
    """The rotation vector (radians) of a rotation; the reverse of `turn`."""
    cosine = np.clip((np.trace(rotation) - 1) / 2, -1.0, 1.0)
    angle = float(np.arccos(cosine))
    skew = np.array(
        (
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        )
    )
    if angle < 1e-9:
        return np.asarray(skew / 2)
    if np.pi - angle < 1e-4:
        # Half a turn: the skew part vanishes, the axis is the largest column of R + I.
        whole = rotation + np.eye(3)
        axis = whole[:, int(np.linalg.norm(whole, axis=0).argmax())]
        return np.asarray(axis / np.linalg.norm(axis) * angle)
    return np.asarray(skew / (2 * np.sin(angle)) * angle)


def between(one: Blend, other: Blend, share: float) -> Blend:
    """A share of the way from one pose to another: swing and twist vectors, never Euler angles."""
    way = turn_vector(other.rotation @ one.rotation.T)
    return Blend(
        one.root + share * (other.root - one.root),
        turn(share * way) @ one.rotation,
        one.angles + share * (other.angles - one.angles),
    )


def eased(share: float, ease: str) -> float:
    """Where a movement is after a share of its time; symmetric, so that back is there reversed."""
    return share if ease == "linear" else float((1 - np.cos(np.pi * share)) / 2)


def curve(stops: Sequence[Blend], times: Sequence[float], at: float, *, closed: bool) -> Blend:
    """A smooth curve through poses at given times (Catmull-Rom; round and round when `closed`)."""
    count = len(stops)
    last = count - 1
    i = int(np.clip(np.searchsorted(times, at, side="right") - 1, 0, last - 1))
    span = times[i + 1] - times[i]
    u = (at - times[i]) / span

    def index(k: int) -> int:
        return k % last if closed else min(max(k, 0), last)

    # Every stop relative to the one before this piece, so that turns can be added up.
    base = stops[i]
    relative = [difference(base, stops[index(i + k)]) for k in (-1, 0, 1, 2)]
    before = times[i] - times[i - 1] if i > 0 else (times[-1] - times[-2] if closed else span)
    after = times[i + 2] - times[i + 1] if i + 2 <= last else (times[1] if closed else span)
    slope_here = (relative[2] - relative[0]) / (span + before) * span
    slope_there = (relative[3] - relative[1]) / (span + after) * span
    h = np.array((2 * u**3 - 3 * u**2 + 1, u**3 - 2 * u**2 + u, -2 * u**3 + 3 * u**2, u**3 - u**2))
    flat = h[0] * relative[1] + h[1] * slope_here + h[2] * relative[2] + h[3] * slope_there
    return shifted(base, flat)


def difference(base: Blend, other: Blend) -> Array:
    """From one pose to another: metres, a rotation vector and angles in radians, (6 + n)."""
    way = turn_vector(other.rotation @ base.rotation.T)
    return np.concatenate([other.root - base.root, way, other.angles - base.angles])


def shifted(base: Blend, flat: Array) -> Blend:
    """A pose and a difference added up."""
    angles = np.clip(base.angles + flat[6:], LOW, HIGH)
    return Blend(base.root + flat[:3], turn(flat[3:6]) @ base.rotation, angles)


def breathed(blend: Blend, depth: float) -> Blend:
    """A pose with a share of a breath in it."""
    change = np.radians([_BREATH.get(freedom.name, 0.0) * depth for freedom in FREEDOMS])
    return blend._replace(angles=np.clip(blend.angles + change, LOW, HIGH))


def prop_between(one: Prop, other: Prop, share: float) -> Prop:
    """A prop on its way from one place to another."""
    x, y, z = (a + share * (b - a) for a, b in zip(one.at, other.at, strict=True))
    return one._replace(at=(x, y, z), turn=one.turn + share * (other.turn - one.turn))


def anchor_between(one: Anchor, other: Anchor, share: float) -> Anchor:
    """An anchor that two keyframes agree on, but for a millimetre or two."""
    way = turn_vector(other.turned @ one.turned.T)
    return Anchor(one.point + share * (other.point - one.point), turn(share * way) @ one.turned)
