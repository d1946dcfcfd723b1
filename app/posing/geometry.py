"""Distances between lumps of flesh, and flat outlines: what stands over what."""

from __future__ import annotations

import numpy as np

from app.posing.skeleton import Array, Indices
from app.posing.surface import Flesh


def lump_gaps(flesh: Flesh, first: Indices, second: Indices) -> tuple[Array, Array]:
    """How far pairs of lumps are apart (n,; below 0: how deep) and the way from one to the other.

    The way is turned a few times towards the one that parts them most: any way gives a lower
    bound, the best is exact.
    """
    span = flesh.centre[second] - flesh.centre[first]
    way = span / np.maximum(np.linalg.norm(span, axis=1, keepdims=True), 1e-9)
    best, chosen = _parted(flesh, first, second, way), way
    for _ in range(4):
        near = flesh.support(way, first)
        far = flesh.support(-way, second)
        turn = far - near
        size = np.linalg.norm(turn, axis=1, keepdims=True)
        # Apart: look along the gap. Sunk in: lean the way against the sideways part of it.
        inside = ((turn * way).sum(1) < 0)[:, None]
        side = turn - (turn * way).sum(1, keepdims=True) * way
        way = np.where(inside, way + 4.0 * side, turn / np.maximum(size, 1e-9))
        way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
        gap = _parted(flesh, first, second, way)
        better = gap > best
        best = np.where(better, gap, best)
        chosen = np.where(better[:, None], way, chosen)
    return best, chosen


def _parted(flesh: Flesh, first: Indices, second: Indices, way: Array) -> Array:
    span = ((flesh.centre[second] - flesh.centre[first]) * way).sum(1)
    return np.asarray(span - flesh.reach(way, first) - flesh.reach(way, second))


def outline(points: Array) -> Array:
    """The convex hull of flat points (n, 2), against the clock."""
    order = points[np.lexsort((points[:, 1], points[:, 0]))]
    halves = []
    for run in (order, order[::-1]):
        hull: list[Array] = []
        for point in run:
            while len(hull) > 1 and _left_turn(hull[-2], hull[-1], point) <= 0:
                hull.pop()
            hull.append(point)
        halves.append(hull[:-1])
    return np.array(halves[0] + halves[1])


def _left_turn(a: Array, b: Array, c: Array) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def outside_by(hull: Array, point: Array) -> tuple[Array, Array]:
    """For each edge of a hull how far outside of it a flat point lies, and the way out."""
    edges = np.roll(hull, -1, axis=0) - hull
    out = np.column_stack([edges[:, 1], -edges[:, 0]])
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return ((point - hull) * out).sum(1), out
