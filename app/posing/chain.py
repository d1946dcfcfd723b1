"""The skeleton as arrays: points, turns and how every one of them moves with every unknown.

The unknowns of a pose are the six of the root (a shift in metres, a turn in radians, both from
where the root is now) and the angles of `FREEDOMS` in radians.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from app.posing.body import BONES, Body
from app.posing.skeleton import FREEDOMS, Array, Pose, cross_matrix, turn

COUNT: Final = 6 + len(FREEDOMS)
INDEX: Final = {freedom.name: 6 + i for i, freedom in enumerate(FREEDOMS)}
_BONE: Final = {bone: i for i, bone in enumerate(BONES)}
LOW: Final = np.radians([freedom.low for freedom in FREEDOMS])
HIGH: Final = np.radians([freedom.high for freedom in FREEDOMS])
_AXES: Final = np.array([freedom.axis for freedom in FREEDOMS])
_EYE: Final = np.eye(3)
_OF_BONE: Final = {
    bone: tuple(i for i, freedom in enumerate(FREEDOMS) if freedom.bone == bone) for bone in BONES
}


def _slope(swing: Array) -> Array:
    """The left Jacobian of a rotation vector: how the turn moves with the vector."""
    angle = float(np.sqrt(swing @ swing))
    k = cross_matrix(swing)
    if angle < 1e-6:
        return np.asarray(np.eye(3) + k / 2)
    first = (1 - np.cos(angle)) / angle**2
    second = (angle - np.sin(angle)) / angle**3
    return np.asarray(np.eye(3) + first * k + second * (k @ k))


class Chain:
    """A body's skeleton, ready to be posed again and again."""

    def __init__(self, body: Body) -> None:
        """Tables of the body's rest pose."""
        self.body: Final = body
        joints = np.array([body.joints[bone] for bone in BONES])
        self.parent: Final = [
            -1 if (above := body.parents[bone]) is None else _BONE[above] for bone in BONES
        ]
        self.offset: Final = np.array(
            [joints[i] - joints[p] if p >= 0 else joints[i] for i, p in enumerate(self.parent)]
        )
        self.carries: Final = np.zeros((len(BONES), COUNT))
        for i, bone in enumerate(BONES):
            if self.parent[i] >= 0:
                self.carries[i] = self.carries[self.parent[i]]
            self.carries[i, [6 + f for f in _OF_BONE[bone]]] = 1.0
            self.carries[i, :6] = 1.0

    def state(self, root: Array, rotation: Array, angles: Array) -> State:
        """The bones for a root's place and angles in radians, in the order of `FREEDOMS`."""
        return State(self, root, rotation, angles)

    def of(self, pose: Pose) -> State:
        """The bones of a pose."""
        angles = np.radians([pose.angles.get(freedom.name, 0.0) for freedom in FREEDOMS])
        return State(self, np.array(pose.root), np.array(pose.rotation), angles)


class State:
    """A posed skeleton. `turns` (bones, 3, 3) and `origins` (bones, 3) are in the world."""

    def __init__(self, chain: Chain, root: Array, rotation: Array, angles: Array) -> None:
        """Places every bone."""
        self.chain: Final = chain
        self.root: Final = root
        self.rotation: Final = rotation
        self.angles: Final = angles
        count = len(BONES)
        self.turns: Final = np.zeros((count, 3, 3))
        self.origins: Final = np.zeros((count, 3))
        self.axes: Final = np.zeros((COUNT, 3))
        self.pivots: Final = np.zeros((COUNT, 3))
        self.axes[3:6] = np.eye(3)
        self.pivots[3:6] = root
        for i, bone in enumerate(BONES):
            self._place(i, bone)
        # axis x (point - pivot) = axis x point - this
        self._leads: Final = np.cross(self.axes, self.pivots)

    def _place(self, i: int, bone: str) -> None:
        above = self.chain.parent[i]
        if above < 0:
            self.turns[i], self.origins[i] = self.rotation, self.root
            return
        parent = self.turns[above]
        self.origins[i] = origin = self.origins[above] + parent @ self.chain.offset[i]
        swing, twist = np.zeros(3), np.zeros(3)
        free = _OF_BONE[bone]
        if not free:
            self.turns[i] = parent
            return
        for f in free:
            into = twist if FREEDOMS[f].twist else swing
            into += self.angles[f] * _AXES[f]
        swung = parent @ turn(swing)
        slope = parent @ _slope(swing)
        for f in free:
            self.axes[6 + f] = (swung if FREEDOMS[f].twist else slope) @ _AXES[f]
            self.pivots[6 + f] = origin
        self.turns[i] = swung @ turn(twist)

    def moved(self, step: Array) -> State:
        """The state after a step of all unknowns."""
        rotation = turn(step[3:6]) @ self.rotation
        return State(self.chain, self.root + step[:3], rotation, self.angles + step[6:])

    def pose(self) -> Pose:
        """The state as root and named angles in degrees."""
        degrees = np.degrees(self.angles)
        named = {f.name: float(degrees[i]) for i, f in enumerate(FREEDOMS)}
        return Pose(self.root.copy(), self.rotation.copy(), named)

    def point(self, bone: int, local: Array) -> Array:
        """Where a point in a bone's own frame stands."""
        return np.asarray(self.turns[bone] @ local + self.origins[bone])

    def slope(self, point: Array, weights: Array) -> Array:
        """How a point moves with each unknown: (3, COUNT).

        `weights` (COUNT) says how far each unknown carries it: 1 for the joints above it, 0 for
        others, one half for a joint that the flesh follows half way.
        """
        moved = self.axes @ cross_matrix(point) - self._leads
        moved[:3] = _EYE
        return np.asarray((moved * weights[:, None]).T)

    def swing(self, way: Array, weights: Array) -> Array:
        """How a direction fixed to a bone turns with each unknown: (3, COUNT)."""
        return np.asarray((self.axes @ cross_matrix(way) * weights[:, None]).T)


def bone_index(bone: str) -> int:
    """The row of a bone in the arrays."""
    return _BONE[bone]
