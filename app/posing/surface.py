"""The drawn flesh as the solver sees it: ellipsoids on bones, posed all at once.

A round cone is cut into ellipsoids close enough that their hull is the cone to a millimetre or
two. Everything that touches, stands or collides is asked of these.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from app.posing.body import BONES, Body
from app.posing.chain import COUNT, INDEX, Chain, State, bone_index
from app.posing.drawn import Skin
from app.posing.flesh import flesh
from app.posing.flesh_kit import AGAIN, HALF, Blob, base, rest_origin, side_of
from app.posing.nodes import NODE_NAMES, Node, node
from app.posing.skeleton import FREEDOMS, Array, Indices, Place


class _Lump(NamedTuple):
    """One ellipsoid in the frame of its flesh bone."""

    bone: str
    blob: int
    centre: Array
    rotation: Array
    radii: Array


def _lumps(blobs: tuple[Blob, ...]) -> list[_Lump]:
    found: list[_Lump] = []
    for i, blob in enumerate(blobs):
        rotation, centre = np.array(blob.rotation), np.array(blob.centre)
        if blob.kind != "cone":
            found.append(_Lump(blob.bone, i, centre, rotation, np.array(blob.radii)))
            continue
        near, far, length = blob.radii
        pieces = max(1, int(np.ceil(length / (1.1 * max(near, far)))))
        for k in range(pieces + 1):
            radius = near + (far - near) * k / pieces
            at = centre + rotation[:, 2] * (length * k / pieces)
            size = radius * np.array((*blob.flat, 1.0))
            found.append(_Lump(blob.bone, i, at, rotation, size))
    return found


def _skeleton_bone(name: str) -> str:
    """The bone that carries a bone of the flesh fully."""
    short, side = base(name), side_of(name)
    if short in HALF:
        return HALF[short][1] + side
    return AGAIN[short][1] + side if short in AGAIN else name


def _carried(chain: Chain, name: str) -> Array:
    """How far each unknown carries a bone of the flesh; its own joint half way in `HALF`."""
    bone = _skeleton_bone(name)
    weights = chain.carries[bone_index(bone)].copy()
    if base(name) in HALF:
        own = [INDEX[freedom.name] for freedom in FREEDOMS if freedom.bone == bone]
        weights[own] = 0.5
    return np.asarray(weights)


class Surface:
    """A body's flesh, ready to be posed: `bone`, `blob`, `radii`, `weights` over its lumps."""

    def __init__(self, body: Body) -> None:
        """Cuts the flesh and finds each node's own part of it."""
        self.body: Final = body
        self.chain: Final = Chain(body)
        self.blobs: Final = flesh(body)
        lumps = _lumps(self.blobs)
        self.names: Final = sorted({lump.bone for lump in lumps})
        self.bone: Final = np.array([self.names.index(lump.bone) for lump in lumps])
        self.carrier: Final = [_skeleton_bone(lump.bone) for lump in lumps]
        self.blob: Final = np.array([lump.blob for lump in lumps])
        self.centre: Final = np.array([lump.centre for lump in lumps])
        self.turned: Final = np.array([lump.rotation for lump in lumps])
        self.radii: Final = np.array([lump.radii for lump in lumps])
        per_name = np.array([_carried(self.chain, name) for name in self.names])
        self.weights: Final = per_name[self.bone].reshape(-1, COUNT)
        self._rows: Final = [bone_index(_skeleton_bone(name)) for name in self.names]
        halves = [i for i, name in enumerate(self.names) if base(name) in HALF]
        self._half: Final = np.array(halves, dtype=np.intp)
        self._above: Final = [self.chain.parent[self._rows[i]] for i in halves]
        self._again: Final = [
            (i, self.chain.parent[self._rows[i]], self._offset(name))
            for i, name in enumerate(self.names)
            if base(name) in AGAIN
        ]
        self.nodes: Final[dict[str, Spot]] = {}
        rest = self.posed(self.chain.state(np.array(body.joints["pelvis"]), np.eye(3), _ZERO))
        for name in NODE_NAMES:
            self.nodes[name] = self._spot(node(body, name), rest)

    def _offset(self, name: str) -> Array:
        """From the joint of the bone that carries a bone of the flesh to that bone's own."""
        joint = self.body.joints[_skeleton_bone(name)]
        return np.asarray(rest_origin(name, self.body.joints) - np.array(joint))

    def posed(self, state: State, swell: Array | None = None) -> Flesh:
        """The flesh in a pose; `swell` (n,) metres is added to how far each lump reaches down."""
        turns, origins = self._flesh_bones(state)
        turns, origins = turns[self.bone], origins[self.bone]
        centre = origins + np.einsum("nij,nj->ni", turns, self.centre)
        return Flesh(self, centre, turns @ self.turned, swell)

    def _flesh_bones(self, state: State) -> tuple[Array, Array]:
        """The turns and origins of `names`: what `with_flesh_bones` tells, all at once."""
        turns = state.turns[self._rows]
        origins = state.origins[self._rows]
        if len(self._half):
            above = state.turns[self._above]
            between = np.swapaxes(above, 1, 2) @ turns[self._half]
            u, _, vt = np.linalg.svd(between + np.eye(3))
            turns[self._half] = above @ (u @ vt)
        for i, parent, offset in self._again:
            child = turns[i]
            origins[i] = origins[i] + child @ offset
            turns[i] = child @ state.turns[parent].T @ child
        return turns, origins

    def swell(self, state: State, heights: tuple[float, ...] = (0.0,)) -> Array:
        """How far the drawn skin hangs below each lump, metres: the fill between lumps.

        Only lumps that come near one of the `heights`, where something may be touched, are asked.
        """
        low = self.posed(state).support(_DOWN)
        found = np.zeros(len(low))
        near = np.abs(low[:, 2:] - np.array(heights)).min(axis=1) < _NEAR
        near |= low[:, 2] < _NEAR
        if near.any():
            found[near] = self._hanging(state, low[near])
        return found

    def _hanging(self, state: State, low: Array) -> Array:
        skin = Skin(self.body, self.blobs, _places(state))
        near = -skin.distance(low)
        deep = np.clip(near, 0.0, 0.02)
        far = skin.distance(low + deep[:, None] * _DOWN)
        # Deep inside, distances are too large; the skin is met in between.
        between = deep * near / np.maximum(near + far, 1e-9)
        return np.asarray(np.where(near <= 0, 0.0, np.where(far > 0, between, deep)))

    def _spot(self, here: Node, rest: Flesh) -> Spot:
        """A node bound to the lumps about it, its point slid along `outward` to the skin."""
        chain = _family(here)
        mine = np.array([base(self.names[b]) in chain for b in self.bone])
        mine &= np.array([side_of(self.names[b]) in ("", side_of(here.name)) for b in self.bone])
        out = rest.support(here.outward)
        level = (out - here.point) @ here.outward
        sideways = np.linalg.norm(out - here.point - np.outer(level, here.outward), axis=1)
        gaps = np.abs(level)
        near = mine & (sideways < here.reach) & (gaps < here.reach + 0.03)
        skin = near.copy()
        if here.bone == "pelvis":
            # What one sits on is whatever of seat and thigh comes lowest.
            near |= mine & (np.linalg.norm(rest.centre - here.point, axis=1) < 2 * here.reach)
        if not near.any():
            cost = np.where(mine, sideways + gaps, np.inf)
            near = skin = cost <= cost.min() + 0.01
        members = np.flatnonzero(near)
        point = here.point + here.outward * float(level[skin].max() if skin.any() else 0.0)
        joint = np.array(self.body.joints[here.bone])
        return Spot(here, bone_index(here.bone), members, point - joint)


def _places(state: State) -> dict[str, Place]:
    return {bone: Place(state.turns[i], state.origins[i]) for i, bone in enumerate(BONES)}


_DOWN: Final = np.array((0.0, 0.0, -1.0))
_NEAR: Final = 0.05
_ZERO: Final = np.zeros(len(FREEDOMS))
_NEIGHBOURS: Final = {
    "pelvis": {"pelvis", "hip", "thigh"},
    "thigh": {"thigh"},
    "shank": {"shank", "knee"},
    "foot": {"foot", "ankle"},
    "forearm": {"forearm", "elbow"},
    "upper_arm": {"upper_arm", "shoulder"},
    "clavicle": {"clavicle", "shoulder", "upper_arm", "chest"},
    "hand": {"hand", "wrist"},
    "chest": {"chest", "waist"},
    "waist": {"waist", "chest", "lumbar"},
    "lumbar": {"lumbar", "waist", "pelvis"},
}


def _family(here: Node) -> set[str]:
    """The bones of the flesh that a node may be part of."""
    if here.bone.startswith("fingers"):
        return {"fingertips"}  # what lies on the floor last when a hand is flat
    return _NEIGHBOURS.get(base(here.bone), {base(here.bone)})


class Spot(NamedTuple):
    """A node of one body: its bone's row, its lumps, and its skin point in the bone's frame."""

    node: Node
    bone: int
    lumps: Indices
    local: Array


class Flesh:
    """The lumps of a body in a pose: `centre` (n, 3) and `turned` (n, 3, 3) in the world."""

    def __init__(
        self, surface: Surface, centre: Array, turned: Array, swell: Array | None = None
    ) -> None:
        """Made by `Surface.posed`."""
        self.swell: Final = np.zeros(len(centre)) if swell is None else swell
        self.surface: Final = surface
        self.centre: Final = centre
        self.turned: Final = turned

    def reach(self, direction: Array, lumps: Indices | slice = slice(None)) -> Array:
        """How far each lump reaches from its centre in a direction, one for all or one for each."""
        return np.asarray(np.linalg.norm(self._along(direction, lumps), axis=1))

    def support(self, direction: Array, lumps: Indices | slice = slice(None)) -> Array:
        """Of each lump the point farthest in a direction, one for all or one for each: (n, 3)."""
        along = self._along(direction, lumps)
        size = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
        local = self.surface.radii[lumps] * along / size
        out = np.einsum("nij,nj->ni", self.turned[lumps], local)
        return np.asarray(self.centre[lumps] + out)

    def _along(self, direction: Array, lumps: Indices | slice) -> Array:
        """Directions in the lumps' own frames, stretched by their radii: (n, 3)."""
        turned, radii = self.turned[lumps], self.surface.radii[lumps]
        each = direction if direction.ndim == 2 else np.broadcast_to(direction, (len(radii), 3))
        return np.asarray(np.einsum("nij,ni->nj", turned, each) * radii)

    def lowest(self, lumps: Indices | slice = slice(None)) -> Array:
        """Of each lump the lowest point of the skin that is drawn over it: (n, 3)."""
        found = self.support(_DOWN, lumps)
        found[:, 2] -= self.swell[lumps]
        return found
