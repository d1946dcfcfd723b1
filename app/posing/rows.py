"""Wishes as equations: residuals, how they move with the unknowns, and what is missed.

A residual of 1 is one millimetre, two degrees of a direction, or what the row's own scale says;
the solver makes the sum of squares small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from app.posing.chain import COUNT, INDEX, bone_index
from app.posing.geometry import lump_gaps, outline, outside_by
from app.posing.model import (
    Angle,
    At,
    Balance,
    Direction,
    Face,
    Floor,
    Goal,
    Keep,
    Look,
    Symmetric,
    Touch,
)
from app.posing.posture import UP, Scene, centre_of_mass
from app.posing.props import Prop
from app.posing.skeleton import FREEDOMS, Array

METRE: Final = 1000.0  # residual of one metre
RADIAN: Final = 32.0  # residual of one radian of a direction: contacts come first
_STILL: Final = 80.0  # and of one that a kept node has lost
_HINT: Final = 1 / np.radians(5.0)
_FIRM: Final = 1 / np.radians(1.0)
_ALIKE: Final = 1 / np.radians(0.7)
_LOOK: Final = 1 / np.radians(5.0)
_DRAW: Final = 20.0  # the weak pull that brings two nodes' middles together, residual of a metre
_EDGE: Final = 0.02  # how far inside its support the centre of mass is asked to be, metres


class Rows(NamedTuple):
    """Some residuals (n,), their slopes (n, COUNT), and the miss in `unit` (cm or degrees)."""

    values: Array
    slopes: Array
    miss: float
    unit: str


def rows_of(scene: Scene, goal: Goal) -> Rows:
    """One goal's residuals."""
    found = _WORDS[type(goal.wish)](scene, goal.wish)
    weight = float(np.sqrt(goal.weight))
    return found._replace(values=found.values * weight, slopes=found.slopes * weight)


def _direction(scene: Scene, wish: Direction) -> Rows:
    return _toward(*scene.bone_way(wish.bone), np.array(wish.to))


def _face(scene: Scene, wish: Face) -> Rows:
    spot = scene.spot(wish.node)
    return _toward(*scene.turned(spot.bone, spot.node.outward), np.array(wish.to))


def _floor(scene: Scene, wish: Floor) -> Rows:
    spot = scene.spot(wish.node)
    height = wish.height * scene.scale if wish.on is None else scene.props[wish.on].top
    low = scene.flesh.lowest(spot.lumps)
    first = int(low[:, 2].argmin())
    lump, point = int(spot.lumps[first]), low[first]
    gap = float(point[2] - height)
    slopes = scene.lump(lump, point)[2:3]
    return Rows(np.array([gap * METRE]), slopes * METRE, abs(gap) * 100, "cm")


def _toward(way: Array, slopes: Array, wanted: Array) -> Rows:
    angle = float(np.arctan2(np.linalg.norm(np.cross(way, wanted)), way @ wanted))
    return Rows((way - wanted) * RADIAN, slopes * RADIAN, float(np.degrees(angle)), "degrees")


def _at(scene: Scene, wish: At) -> Rows:
    free = [i for i, value in enumerate(wish.where) if value is not None]
    place = np.array([value or 0.0 for value in wish.where]) * scene.scale
    point, slopes = scene.skin(wish.node)
    if wish.origin is not None:
        start, drag = scene.skin(wish.origin)
        point, slopes = point - start, slopes - drag
    away = (point - place)[free]
    return Rows(away * METRE, slopes[free] * METRE, float(np.linalg.norm(away)) * 100, "cm")


def _touch(scene: Scene, wish: Touch) -> Rows:
    if wish.other in scene.props:
        return _touch_prop(scene, wish, scene.props[wish.other])
    one, other = scene.spot(wish.node).lumps, scene.spot(wish.other).lumps
    first, second = (grid.ravel() for grid in np.meshgrid(one, other, indexing="ij"))
    gap, way = lump_gaps(scene.flesh, first, second)
    best = int(gap.argmin())
    a, b, n = int(first[best]), int(second[best]), way[best]
    at_a = scene.flesh.support(n, np.array([a]))[0]
    at_b = scene.flesh.support(-n, np.array([b]))[0]
    slope = n @ (scene.lump(b, at_b) - scene.lump(a, at_a))
    left = float(gap[best]) - wish.gap
    here, move = scene.skin(wish.node)
    there, drag = scene.skin(wish.other)
    values = np.concatenate([[left * METRE], (here - there) * _DRAW])
    slopes = np.vstack([slope[None] * METRE, (move - drag) * _DRAW])
    return Rows(values, slopes, abs(left) * 100, "cm")


def _touch_prop(scene: Scene, wish: Touch, prop: Prop) -> Rows:
    lumps = scene.spot(wish.node).lumps
    far, out = prop.distance(scene.flesh.centre[lumps])
    gap = far - scene.flesh.reach(out, lumps) - scene.flesh.swell[lumps] * (out[:, 2] > 0.5)
    best = int(gap.argmin())
    lump, way = int(lumps[best]), out[best]
    point = scene.flesh.support(-way, np.array([lump]))[0]
    left = float(gap[best]) - wish.gap
    slopes = (way @ scene.lump(lump, point))[None]
    return Rows(np.array([left * METRE]), slopes * METRE, abs(left) * 100, "cm")


def _balance(scene: Scene, wish: Balance) -> Rows:
    lumps = np.concatenate([scene.spot(node).lumps for node in wish.nodes])
    hull = outline(scene.flesh.support(-UP, lumps)[:, :2])
    point, slopes = centre_of_mass(scene)
    over, out = outside_by(hull, point[:2])
    worst = int(over.argmax())
    left = max(float(over[worst]) + _EDGE, 0.0)
    row = out[worst] @ slopes[:2] if left else np.zeros(COUNT)
    miss = max(float(over[worst]), 0.0) * 100
    return Rows(np.array([left * METRE / 4]), row[None] * METRE / 4, miss, "cm")


def _angle(scene: Scene, wish: Angle) -> Rows:
    index = INDEX[wish.name]
    left = float(scene.state.angles[index - 6] - np.radians(wish.degrees))
    scale = _FIRM if wish.firm else _HINT
    slopes = np.zeros((1, COUNT))
    slopes[0, index] = scale
    return Rows(np.array([left * scale]), slopes, float(abs(np.degrees(left))), "degrees")


_LEGS: Final = ("hip", "knee", "ankle", "toes")


def _symmetric(scene: Scene, wish: Symmetric) -> Rows:
    rows: list[tuple[int, int | None]] = []
    for freedom in FREEDOMS:
        joint, _, rest = freedom.name.partition(".")
        if wish.part == "spine" and rest in ("bend", "twist"):
            rows.append((INDEX[freedom.name], None))
        elif rest.startswith("L.") and wish.part == ("legs" if joint in _LEGS else "arms"):
            rows.append((INDEX[freedom.name], INDEX[f"{joint}.R.{rest[2:]}"]))
    values, slopes = np.zeros(len(rows)), np.zeros((len(rows), COUNT))
    for i, (one, other) in enumerate(rows):
        values[i] = scene.state.angles[one - 6]
        slopes[i, one] = _ALIKE
        if other is not None:
            values[i] -= scene.state.angles[other - 6]
            slopes[i, other] = -_ALIKE
    return Rows(values * _ALIKE, slopes, float(np.degrees(np.abs(values).max())), "degrees")


def _look(scene: Scene, wish: Look) -> Rows:
    row = bone_index("head")
    way, slopes = scene.turned(row, np.array((1.0, 0.0, 0.0)))
    if wish.to is not None:
        wanted = np.array(wish.to)
    else:
        eyes = scene.state.point(row, np.array((0.08, 0.0, 0.09)) * scene.scale)
        span = scene.skin(wish.node or "nose")[0] - eyes
        wanted = span / max(float(np.linalg.norm(span)), 1e-6)
    found = _toward(way, slopes, wanted)
    scale = _LOOK / RADIAN
    # Eyes turn in their sockets: the first 15 degrees are theirs.
    return found._replace(
        values=found.values * scale,
        slopes=found.slopes * scale,
        miss=max(found.miss - 15.0, 0.0),
    )


def kept_rows(scene: Scene, node: str) -> Rows:
    """A node stays at its anchor, and its bone as turned as it was."""
    anchor = scene.kept[node]
    spot = scene.spot(node)
    point, slopes = scene.skin(node)
    away = point - anchor.point
    values, moves = [away * METRE], [slopes * METRE]
    if node.partition(".")[0] in _TURNED:
        for axis in range(3):
            way, swing = scene.turned(spot.bone, np.eye(3)[axis])
            values.append((way - anchor.turned[:, axis]) * _STILL)
            moves.append(swing * _STILL)
    miss = float(np.linalg.norm(away)) * 100
    return Rows(np.concatenate(values), np.vstack(moves), miss, "cm")


# Flat places that press: with them the bone keeps its turn, others may roll on their point.
_TURNED: Final = ("palm", "sole", "sit_bone", "buttock", "tailbone", "shoulder_blade")

_WORDS: Final[Mapping[type, Callable[[Scene, Any], Rows]]] = {
    Floor: _floor,
    Direction: _direction,
    Face: _face,
    At: _at,
    Touch: _touch,
    Balance: _balance,
    Angle: _angle,
    Symmetric: _symmetric,
    Look: _look,
    Keep: lambda scene, wish: kept_rows(scene, wish.node),
}
