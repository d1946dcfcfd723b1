"""How far the drawn skin stands out from the lumps where parts flow into each other.

The picture unites flesh smoothly, which fills the folds between lumps by some millimetres. The same
union as in `rays.py`, in numpy and for few points, so that contacts are those of the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from app.posing.body import Body
from app.posing.field import Field, field_of
from app.posing.flesh_kit import Blob
from app.posing.skeleton import Array, Place


class Skin:
    """The drawn skin of a posed body."""

    def __init__(self, body: Body, blobs: tuple[Blob, ...], places: Mapping[str, Place]) -> None:
        """`places` as of `skeleton.forward`."""
        self._field: Final = field_of(body, blobs, places)

    def distance(self, points: Array) -> Array:
        """Signed distance (n,) of points (n, 3), metres; inside below 0."""
        field = self._field
        single = _blobs(field, points)
        near = np.array([_part(field, part, single, points) for part in range(len(field.parts))])
        best = near.min(axis=0)
        for (one, other), seam in zip(field.seam_parts, field.seams, strict=True):
            far = np.linalg.norm(points - seam[:3], axis=1)
            w = np.clip(2.0 * (1.0 - far / seam[3]), 0.0, 1.0)
            if w.any():
                k = np.maximum(seam[4] * w * w * (3.0 - 2.0 * w), 1e-9)
                best = np.minimum(best, _union(near[one], near[other], k))
        return np.asarray(best)


def _union(a: Array, b: Array, k: Array | float) -> Array:
    h = np.maximum(k - np.abs(a - b), 0.0)
    return np.asarray(np.minimum(a, b) - h * h * 0.25 / k)


def _blobs(field: Field, points: Array) -> Array:
    """Distances (blobs, n)."""
    rows = field.blobs
    turned = rows[:, 3:12].reshape(-1, 3, 3)
    local = np.einsum("bij,bnj->bni", turned, points[None] - rows[:, None, :3])
    radii = rows[:, None, 12:15]
    scaled = local / np.maximum(radii, 1e-6)
    k0 = np.linalg.norm(scaled, axis=2)
    k1 = np.linalg.norm(scaled / np.maximum(radii, 1e-6), axis=2)
    round_ones = k0 * (k0 - 1.0) / np.maximum(k1, 1e-9)
    return np.where(rows[:, 17:18] == 0.0, round_ones, _cones(rows, local))


def _cones(rows: Array, local: Array) -> Array:
    flat = rows[:, None, 15:17]
    across = np.linalg.norm(local[:, :, :2] / np.maximum(flat, 1e-6), axis=2)
    along = local[:, :, 2]
    ra, rb, h = rows[:, 12:13], rows[:, 13:14], np.maximum(rows[:, 14:15], 1e-6)
    slope = np.clip((ra - rb) / h, -1.0, 1.0)
    cosine = np.sqrt(1.0 - slope * slope)
    k = cosine * along - slope * across
    near = np.hypot(across, along) - ra
    far = np.hypot(across, along - h) - rb
    side = across * cosine + along * slope - ra
    found = np.where(k < 0.0, near, np.where(k > cosine * h, far, side))
    return np.asarray(found * np.minimum(1.0, rows[:, 15:17].min(axis=1))[:, None])


def _part(field: Field, part: int, single: Array, points: Array) -> Array:
    first, last = field.runs[part]
    found = np.full(len(points), 1e9)
    for row in range(first, last):
        found = _union(found, single[row], float(field.blobs[row, 18]))
    for row in range(*field.cut_runs[part]):
        found = np.maximum(found, points @ field.cuts[row, :3] + field.cuts[row, 3])
    return np.asarray(found)
