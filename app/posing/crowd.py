"""What flesh must not do by itself: sink into the floor, into a prop, or into other flesh."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.posing.flesh_kit import base, side_of
from app.posing.geometry import lump_gaps
from app.posing.posture import UP, Scene
from app.posing.props import SOLID
from app.posing.skeleton import Array, Indices, rest
from app.posing.surface import Surface

# How deep flesh presses into what is hard before it counts, metres.
PRESS: Final = 0.002
# Regions of the body; flesh of one region, or of two that share a joint, never collides.
_REGION: Final = {
    "pelvis": "pelvis",
    "lumbar": "belly",
    "waist": "ribs",
    "chest": "ribs",
    "clavicle": "shoulder",
    "shoulder": "shoulder",
    "upper_arm": "upper_arm",
    "elbow": "elbow",
    "forearm": "forearm",
    "wrist": "hand",
    "hand": "hand",
    "fingers": "hand",
    "fingertips": "hand",
    "thumb": "hand",
    "hip": "hip",
    "thigh": "thigh",
    "knee": "knee",
    "shank": "shank",
    "ankle": "foot",
    "foot": "foot",
    "toes": "foot",
    "neck": "neck",
    "head": "head",
}
_JOINED: Final = {
    frozenset(pair)
    for pair in (
        ("pelvis", "belly"),
        ("belly", "ribs"),
        ("pelvis", "ribs"),
        ("pelvis", "hip"),
        ("pelvis", "thigh"),
        ("belly", "hip"),
        ("ribs", "shoulder"),
        ("ribs", "neck"),
        ("shoulder", "upper_arm"),
        ("shoulder", "neck"),
        ("upper_arm", "elbow"),
        ("elbow", "forearm"),
        ("forearm", "hand"),
        ("neck", "head"),
        ("hip", "thigh"),
        ("thigh", "knee"),
        ("knee", "shank"),
        ("shank", "foot"),
    )
}
# How deep soft flesh gives way to soft flesh, metres: (region, region) or one with any other.
_SOFT: Final = {
    frozenset(("thigh", "shank")): 0.07,
    frozenset(("upper_arm", "forearm")): 0.04,
    frozenset(("thigh", "belly")): 0.06,
    frozenset(("thigh", "ribs")): 0.05,
    frozenset(("hip", "ribs")): 0.06,
    frozenset(("shank", "pelvis")): 0.04,
    frozenset(("foot", "pelvis")): 0.035,
    frozenset(("thigh", "thigh")): 0.05,
    frozenset(("hip", "shank")): 0.04,
    frozenset(("hip", "foot")): 0.035,
    frozenset(("hip", "hip")): 0.5,
    frozenset(("thigh", "hip")): 0.5,
    frozenset(("upper_arm", "ribs")): 0.045,
    frozenset(("upper_arm", "belly")): 0.03,
    frozenset(("upper_arm", "pelvis")): 0.03,
    frozenset(("forearm", "pelvis")): 0.025,
    frozenset(("hand", "thigh")): 0.02,
    frozenset(("shoulder", "head")): 0.04,
    frozenset(("shoulder", "shoulder")): 0.5,
    frozenset(("head", "ribs")): 0.03,
    frozenset(("upper_arm", "head")): 0.02,
}
_USUAL: Final = 0.015
# Two that fold at the joint between them: near it they always meet.
_FOLDING: Final = {frozenset(("thigh", "shank")), frozenset(("upper_arm", "forearm"))}
_NEAR_JOINT: Final = 0.03  # metres at rest


def _pair(one: str, other: str) -> frozenset[str]:
    return frozenset((one, other))


class Crowd:
    """Which lumps of a body may meet, and how deep."""

    def __init__(self, surface: Surface, allow: tuple[tuple[str, str], ...] = ()) -> None:
        """`allow` are pairs of bones that may press into each other."""
        names = [surface.names[bone] for bone in surface.bone]
        regions = [_REGION[base(name)] for name in names]
        keys = [region + side_of(name) for region, name in zip(regions, names, strict=True)]
        kinds = sorted(set(keys))
        allowed = {_pair(_full(a), _full(b)) for a, b in allow}
        table = np.full((len(kinds), len(kinds)), np.nan)
        needed = np.zeros((len(kinds), len(kinds)))
        for i, one in enumerate(kinds):
            for j, other in enumerate(kinds[i + 1 :], i + 1):
                table[i, j] = _depth(one, other, allowed)
                needed[i, j] = _NEAR_JOINT if _pair(base(one), base(other)) in _FOLDING else 0.0
        kind = np.array([kinds.index(key) for key in keys])
        order = np.argsort(kind, kind="stable")
        first, second = (order[index] for index in np.triu_indices(len(order), 1))
        depth = table[kind[first], kind[second]]
        apart = _apart_at_rest(surface)[first, second]
        usable = ~np.isnan(depth) & (apart > needed[kind[first], kind[second]])
        self.first: Final = first[usable]
        self.second: Final = second[usable]
        self.depth: Final = depth[usable]
        size = surface.radii.max(axis=1)
        self.near: Final = size[self.first] + size[self.second]
        self.labels: Final = names

    def around(self, scene: Scene, more: float = 0.1) -> Indices:
        """Rows of pairs that may meet in a pose near this one: within `more` metres of it."""
        centre = scene.flesh.centre
        squares = (centre**2).sum(1)
        apart = squares[:, None] + squares[None] - 2 * centre @ centre.T
        reach = self.near - self.depth + more
        return np.flatnonzero(apart[self.first, self.second] < reach**2)

    def meeting(self, scene: Scene, rows: Indices | None = None) -> tuple[Indices, Array, Array]:
        """Pairs of lumps deeper in each other than they may: rows, depth too much, the way.

        Only `rows` are asked, where they are given: what `around` told of a pose near this one.
        """
        rows = self.around(scene, 0.0) if rows is None else rows
        span = scene.flesh.centre[self.second[rows]] - scene.flesh.centre[self.first[rows]]
        close = rows[(span**2).sum(1) < (self.near[rows] - self.depth[rows]) ** 2]
        if not len(close):
            return close, np.zeros(0), np.zeros((0, 3))
        gap, way = lump_gaps(scene.flesh, self.first[close], self.second[close])
        over = -gap - self.depth[close]
        bad = over > 0
        return close[bad], over[bad], way[bad]


def _apart_at_rest(surface: Surface) -> Array:
    """How far lumps are apart, standing; those that overlap there are never asked about."""
    body = surface.body
    flesh = surface.posed(surface.chain.of(rest(body)))
    size = surface.radii.max(axis=1)
    span = np.linalg.norm(flesh.centre[:, None] - flesh.centre[None], axis=2)
    return np.asarray(span - size[:, None] - size[None])


def _full(name: str) -> str:
    return _REGION.get(base(name), base(name)) + side_of(name)


def _depth(one: str, other: str, allowed: set[frozenset[str]]) -> float:
    """How deep two regions may be in each other; nan when it is never asked."""
    if _pair(one, other) in allowed:
        return float("nan")
    a, b = base(one), base(other)
    sides = {side_of(one), side_of(other)} - {""}
    if _pair(a, b) in _JOINED and (len(sides) < 2):
        return float("nan")
    return _SOFT.get(_pair(a, b), _USUAL)


def sunk(scene: Scene, press: float = PRESS) -> list[tuple[int, Array, float, Array, str]]:
    """Lumps in the floor or in a prop: (lump, deepest point, depth, way out, what)."""
    found: list[tuple[int, Array, float, Array, str]] = []
    low = scene.flesh.lowest()
    for lump in np.flatnonzero(low[:, 2] < -press):
        found.append((int(lump), low[lump], float(-low[lump, 2]), UP, "floor"))
    for prop in scene.props.values():
        if prop.kind not in SOLID:
            continue
        far, out = prop.distance(scene.flesh.centre)
        deep = scene.flesh.reach(out) + scene.flesh.swell * (out[:, 2] > 0.5) - far
        allowed = press if prop.kind != "cushion" else 0.03
        for lump in np.flatnonzero(deep > allowed):
            way = out[lump]
            point = scene.flesh.support(-way, np.array([lump]))[0]
            found.append((int(lump), point, float(deep[lump]), way, prop.name))
    return found
