"""Sphere tracing through a `Field`, compiled by numba.

A picture is cut into square tiles; of each tile only the blobs in its cone are looked at. Results
are arrays over pixels: depth along the ray in metres (inf where nothing is hit), part index (-1),
normal, and for pixels that miss the nearest approach in pixels, which makes silhouettes smooth.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit

from app.posing.distance_kernels import (
    CHOSEN,
    COUNTS,
    FIRST,
    HERE_PARTS,
    HERE_SEAMS,
    LAST,
    NEAR,
    PART_ROWS,
    PARTS,
    PRESENT,
    SEAMS,
    SLOTS,
    distance,
)

_TILE: Final = 16  # pixels
_CELL: Final = 4  # pixels; the rays of a cell go together until one of them may touch
_MAX_STEPS: Final = 96
_REACH: Final = 3.5  # pixels beside the body in which the nearest approach is told
_MOST: Final = 160  # blobs or parts in one tile


class Lens(NamedTuple):
    """The camera: where it is, its axes (unit vectors), and the picture one metre ahead.

    `left` and `top` are those of the picture on that plane, `step` the size of a pixel there.
    """

    eye: Any
    right: Any
    up: Any
    forward: Any
    left: float
    top: float
    step: float


class Out(NamedTuple):
    """What is filled: see the module; `normal` is (h, w, 3), all others (h, w)."""

    depth: Any
    part: Any
    normal: Any
    miss: Any


@njit(cache=True, fastmath=True)
def _ray(lens: Lens, px: float, py: float) -> tuple[float, float, float, float]:
    """The direction through a point of the picture, and how long it is before it is made 1."""
    u, v = lens.left + px * lens.step, lens.top - py * lens.step
    x = lens.forward[0] + u * lens.right[0] + v * lens.up[0]
    y = lens.forward[1] + u * lens.right[1] + v * lens.up[1]
    z = lens.forward[2] + u * lens.right[2] + v * lens.up[2]
    length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length, length


@njit(cache=True, fastmath=True)
def _cull(
    eye: Any, rows: Any, index: Any, here: Any, way: Any, spread: float
) -> tuple[float, float]:
    """Collects what a cone from the eye can meet; returns the nearest and the farthest depth."""
    count, used = 0, 0
    nearest, farthest = 1e9, 0.0
    parts, part_rows = index[0, PARTS], index[0, PART_ROWS]
    for part in range(parts):
        begin = used
        for b in range(index[1 + part, FIRST], index[1 + part, LAST]):
            row = rows[b]
            dx, dy, dz = row[19] - eye[0], row[20] - eye[1], row[21] - eye[2]
            along = dx * way[0] + dy * way[1] + dz * way[2]
            off = math.sqrt(max(dx * dx + dy * dy + dz * dz - along * along, 0.0))
            if off - spread * along > row[22] + row[23]:
                continue
            here[CHOSEN, used] = b
            used += 1
            nearest = min(nearest, along - row[22] - 0.02)
            farthest = max(farthest, along + row[22] + 0.02)
        here[PRESENT, part] = used > begin
        rows[part_rows + part, NEAR] = 1e9
        if used > begin:
            here[HERE_PARTS, count] = part
            here[SLOTS, count] = begin
            count += 1
            here[SLOTS, count] = used
    here[COUNTS, 0], here[COUNTS, 1] = count, 0
    for s in range(index[0, SEAMS]):
        pair = index[1 + parts + s]
        if here[PRESENT, pair[0]] and here[PRESENT, pair[1]]:
            here[HERE_SEAMS, here[COUNTS, 1]] = s
            here[COUNTS, 1] += 1
    return nearest, farthest


@njit(cache=True, fastmath=True)
def _advance(rows: Any, index: Any, here: Any, ray: Any, end: float, spread: float) -> float:
    """How far a whole cone of rays may go before one of them can touch anything.

    `ray` is an eye, a direction and where to start.
    """
    t = ray[6]
    for _ in range(_MAX_STEPS):
        x, y, z = ray[0] + ray[3] * t, ray[1] + ray[4] * t, ray[2] + ray[5] * t
        d, _which = distance(rows, index, here, x, y, z)
        free = 0.9 * d - spread * t
        if free < 0.25 * spread * t:
            break
        t += free / (1.0 + spread)
        if t > end:
            break
    return float(t)


@njit(cache=True, fastmath=True)
def _hit(
    rows: Any, index: Any, here: Any, ray: Any, end: float, size: float
) -> tuple[float, int, float]:
    """Follows one ray: how far to its hit, the part (-1), and its nearest approach in pixels.

    `size` is that of a pixel one metre away.
    """
    t, closest = ray[6], 1e9
    for _ in range(_MAX_STEPS):
        x, y, z = ray[0] + ray[3] * t, ray[1] + ray[4] * t, ray[2] + ray[5] * t
        d, which = distance(rows, index, here, x, y, z)
        closest = min(closest, d / (size * t))
        if d < 0.4 * size * t:
            return t + d, which, 0.0
        t += d * 0.95
        if t > end:
            break
    return t, -1, closest


@njit(cache=True, fastmath=True)
def _normal(rows: Any, index: Any, here: Any, point: Any, soft: float, out: Any) -> None:
    """The slope of the field at a point, over four points about it."""
    nx, ny, nz = 0.0, 0.0, 0.0
    for k in range(4):
        ex = soft if k in (0, 3) else -soft
        ey = soft if k in (2, 3) else -soft
        ez = soft if k in (1, 3) else -soft
        d, _which = distance(rows, index, here, point[0] + ex, point[1] + ey, point[2] + ez)
        nx, ny, nz = nx + ex * d, ny + ey * d, nz + ez * d
    size = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    out[0], out[1], out[2] = nx / size, ny / size, nz / size


@njit(cache=True, fastmath=True)
def _aim(lens: Lens, px: float, py: float, ray: Any) -> float:
    """Points a ray through a place of the picture; returns how long it is per metre of depth."""
    ray[3], ray[4], ray[5], length = _ray(lens, px, py)
    return length


@njit(cache=True, fastmath=True)
def trace(  # noqa: C901, PLR0915 - a kernel is faster whole
    lens: Lens, rows: Any, index: Any, soft: float, out: Out
) -> None:
    """Fills `out` with what the camera sees of a field.

    Args:
        lens: the camera.
        rows: the field, see `distance_kernels.packed`.
        index: where what is in it.
        soft: half the distance over which a normal is measured, metres: rounds small creases.
        out: depth inf, part -1 and miss large to begin with.
    """
    depth, part, normal, miss = out.depth, out.part, out.normal, out.miss
    height, width = depth.shape
    here = np.zeros((6, max(_MOST, index[0, PARTS]) + 1), np.int64)
    ray, point = np.zeros(7), np.zeros(3)
    ray[:3] = lens.eye
    step = lens.step
    for y0 in range(0, height, _TILE):
        for x0 in range(0, width, _TILE):
            length = _aim(lens, x0 + _TILE / 2, y0 + _TILE / 2, ray)
            spread = (_TILE * 0.75 + _REACH) * step / length
            ray[6], end = _cull(lens.eye, rows, index, here, ray[3:6], spread)
            if here[COUNTS, 0] == 0:
                continue
            start = _advance(rows, index, here, ray, end, spread)
            if start > end:
                continue
            for cell in range((_TILE // _CELL) ** 2):
                cx, cy = x0 + cell % 4 * _CELL, y0 + cell // 4 * _CELL
                length = _aim(lens, cx + _CELL / 2, cy + _CELL / 2, ray)
                ray[6] = start
                spread = (_CELL * 0.75 + _REACH) * step / length
                near = _advance(rows, index, here, ray, end, spread)
                if near > end:
                    continue
                ray[6] = near
                for py in range(cy, min(cy + _CELL, height)):
                    for px in range(cx, min(cx + _CELL, width)):
                        length = _aim(lens, px + 0.5, py + 0.5, ray)
                        t, which, miss[py, px] = _hit(rows, index, here, ray, end, step / length)
                        if which < 0:
                            continue
                        depth[py, px], part[py, px] = t / length, which
                        # Of four pixels that meet the same part one normal is measured.
                        qx, qy = px & ~1, py & ~1
                        if (px != qx or py != qy) and part[qy, qx] == which:
                            normal[py, px] = normal[qy, qx]
                            continue
                        point[:] = ray[:3] + ray[3:6] * t
                        _normal(rows, index, here, point, soft, normal[py, px])
