"""The shadow on the floor: one soft flat shape, found on a grid of the floor itself."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numba import njit
from scipy import ndimage

from app.posing.camera import Camera
from app.posing.field import Field
from app.posing.flesh_kit import Floats
from app.posing.images import contours_of, filled
from app.posing.solids import Solid, corners

_CELL: Final = 0.012  # metres
_BLUR: Final = 0.032  # metres
_LEAST: Final = 0.018  # square metres; smaller ones, dark or light, are specks


def shadow_light(eye: Camera) -> Floats:
    """Towards the light that casts it: nearly above, a little from the camera's right."""
    level = eye.forward * np.array([1.0, 1.0, 0.0])
    level /= max(float(np.linalg.norm(level)), 1e-6)
    light = np.array([0.0, 0.0, 1.0]) + 0.28 * eye.right - 0.12 * level
    return np.asarray(light / np.linalg.norm(light))


def shadow_outlines(field: Field, solids: tuple[Solid, ...], eye: Camera) -> list[Floats]:
    """Closed outlines (n, 3) of the shadow on the floor, world metres."""
    light = shadow_light(eye)
    lumps = _lumps(field)
    foot = lumps[:, :2] - light[:2] / light[2] * lumps[:, 2:3]
    reach = lumps[:, 12:15].max(1, keepdims=True) * 1.3 + 0.08
    low, high = (foot - reach).min(0), (foot + reach).max(0)
    cast = [corners(solid) for solid in solids if solid.layer not in {"mat", "wall", "tape"}]
    for points in cast:
        low = np.minimum(low, points[:, :2].min(0) - 0.1)
        high = np.maximum(high, points[:, :2].max(0) + 0.1)
    size = np.ceil((high - low) / _CELL).astype(int)
    covered = np.zeros((size[0], size[1]))
    _cover(lumps, light, low, _CELL, covered)
    for points in cast:
        covered = np.maximum(covered, _hull(points, light, low, covered.shape))
    smooth = ndimage.gaussian_filter(covered, _BLUR / _CELL)
    found = []
    for contour in contours_of(smooth, 0.42):
        flat = low + (contour + 0.5) * _CELL
        if abs(_area(flat)) < _LEAST:
            continue
        found.append(np.column_stack([flat, np.zeros(len(flat))]))
    return found


def _area(ring: Floats) -> float:
    x, y = ring.T
    return 0.5 * float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


def _lumps(field: Field) -> Floats:
    """Every blob as ellipsoids: centre, rotation^T, radii."""
    found = []
    for row in field.blobs:
        if row[17] == 0:
            found.append(row[:15])
            continue
        axis = row[3:12].reshape(3, 3)[2]
        ra, rb, length = row[12:15]
        pieces = max(2, math.ceil(length / max(ra, rb) * 1.5))
        for k in range(pieces + 1):
            lump = row[:15].copy()
            lump[:3] += axis * (length * k / pieces)
            lump[12:15] = (ra + (rb - ra) * k / pieces) * np.array([row[15], row[16], 1.0])
            found.append(lump)
    return np.array(found)


@njit(cache=True)
def _cover(lumps: Any, light: Any, low: Any, cell: float, out: Any) -> None:
    """Of each cell how surely the way to the light is barred, 0 to 1."""
    for n in range(len(lumps)):
        row = lumps[n]
        dx = np.empty(3)
        for k in range(3):
            dx[k] = (
                row[3 + 3 * k] * light[0] + row[4 + 3 * k] * light[1] + row[5 + 3 * k] * light[2]
            ) / row[12 + k]
        size = dx[0] * dx[0] + dx[1] * dx[1] + dx[2] * dx[2]
        big = max(row[12], row[13], row[14])
        fx, fy = row[0] - light[0] / light[2] * row[2], row[1] - light[1] / light[2] * row[2]
        reach = big * 1.3 + 2 * cell
        i0, i1 = int((fx - reach - low[0]) / cell), int((fx + reach - low[0]) / cell) + 1
        j0, j1 = int((fy - reach - low[1]) / cell), int((fy + reach - low[1]) / cell) + 1
        for i in range(max(i0, 0), min(i1, out.shape[0])):
            for j in range(max(j0, 0), min(j1, out.shape[1])):
                px = low[0] + (i + 0.5) * cell - row[0]
                py = low[1] + (j + 0.5) * cell - row[1]
                pz = -row[2]
                a = (row[3] * px + row[4] * py + row[5] * pz) / row[12]
                b = (row[6] * px + row[7] * py + row[8] * pz) / row[13]
                c = (row[9] * px + row[10] * py + row[11] * pz) / row[14]
                along = a * dx[0] + b * dx[1] + c * dx[2]
                near = math.sqrt(max(a * a + b * b + c * c - along * along / size, 0.0))
                cover = (1.0 - near) * big / cell + 0.5
                if cover > out[i, j]:
                    out[i, j] = min(cover, 1.0)


def _hull(points: Floats, light: Floats, low: Floats, shape: tuple[int, ...]) -> Floats:
    from scipy.spatial import ConvexHull

    flat = points[:, :2] - light[:2] / light[2] * points[:, 2:3]
    ring = (flat[ConvexHull(flat).vertices] - low) / _CELL - 0.5
    return filled(ring, (shape[0], shape[1]))
