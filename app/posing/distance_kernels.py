"""Distance to a `Field`, compiled by numba: blobs, parts with their cuts and holes, seams.

Kernels that are handed many arrays spend their time counting references, so all of a field is in
two: `rows`, one for each blob, part, cut, hole and seam, and `index`, which says where they are.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from app.posing.field import Field
from app.posing.flesh_kit import Floats

Ints = NDArray[np.int64]

# Columns of a row of `rows`; those of blobs are as in `Field.blobs`, divisions done.
_WIDE: Final = 26
NEAR: Final = 25  # of a part's row: its distance from the last point, scratch

# The first row of `index`; then one row for each part, then one for each seam.
PARTS, SEAMS, PART_ROWS, SEAM_ROWS = range(4)
# Columns of a part's row, all rows of `rows`; a seam's row has the numbers of its two parts.
FIRST, LAST, _CUT, _CUTS_END, _HOLE, _HOLES_END = range(6)

# Rows of `here`: what of the field can be met in one tile. The n-th part there has the blobs
# CHOSEN[SLOTS[n]] to CHOSEN[SLOTS[n + 1] - 1].
COUNTS, HERE_PARTS, SLOTS, CHOSEN, HERE_SEAMS, PRESENT = range(6)


def packed(field: Field) -> tuple[Floats, Ints]:
    """A field as `rows` and `index`."""
    parts, seams = len(field.runs), len(field.seams)
    blocks = [_ready(field.blobs), field.bounds, field.cuts, field.holes, field.seams]
    starts = np.cumsum([0, *(len(block) for block in blocks)])
    rows = np.zeros((starts[-1], _WIDE))
    for start, block in zip(starts, blocks, strict=False):
        rows[start : start + len(block), : block.shape[1]] = block
    rows[starts[1] : starts[2], NEAR] = 1e9
    index = np.zeros((1 + parts + seams, 6), np.int64)
    index[0, :4] = parts, seams, starts[1], starts[4]
    index[1 : 1 + parts, :2] = field.runs
    index[1 : 1 + parts, 2:4] = field.cut_runs + starts[2]
    index[1 : 1 + parts, 4:6] = field.hole_runs + starts[3]
    index[1 + parts :, :2] = field.seam_parts
    return rows, index


def _ready(blobs: Floats) -> Floats:
    """Rows of blobs (n, 24) with what the kernels would divide for again and again (n, 25)."""
    rows = np.zeros((len(blobs), 25))
    rows[:, :24] = blobs
    ball = blobs[:, 17] == 0
    turned = blobs[:, 3:12].reshape(-1, 3, 3)
    flat = np.column_stack([blobs[:, 15:17], np.ones(len(blobs))])
    size = np.where(ball[:, None], blobs[:, 12:15], flat)
    rows[:, 3:12] = (turned / size[:, :, None]).reshape(-1, 9)
    rows[ball, 12:15] = 1.0 / blobs[ball, 12:15]
    slope = (blobs[:, 12] - blobs[:, 13]) / np.maximum(blobs[:, 14], 1e-9)
    rows[:, 15] = slope
    rows[:, 16] = np.sqrt(np.maximum(1.0 - slope**2, 0.0))
    rows[:, 24] = flat.min(1)
    return rows


@njit(cache=True, fastmath=True, inline="always")
def _blob(row: Any, x: float, y: float, z: float) -> float:
    dx, dy, dz = x - row[0], y - row[1], z - row[2]
    u = row[3] * dx + row[4] * dy + row[5] * dz
    v = row[6] * dx + row[7] * dy + row[8] * dz
    w = row[9] * dx + row[10] * dy + row[11] * dz
    if row[17] == 0.0:
        square = u * u + v * v + w * w
        u, v, w = u * row[12], v * row[13], w * row[14]
        slope = u * u + v * v + w * w
        if slope < 1e-9:
            return float(-1.0 / max(row[12], row[13], row[14]))
        return float((square - math.sqrt(square)) / math.sqrt(slope))
    q = math.sqrt(u * u + v * v)
    k = row[16] * w - row[15] * q
    if k < 0.0:
        return float((math.sqrt(q * q + w * w) - row[12]) * row[24])
    if k > row[16] * row[14]:
        w -= row[14]
        return float((math.sqrt(q * q + w * w) - row[13]) * row[24])
    return float((q * row[16] + w * row[15] - row[12]) * row[24])


@njit(cache=True, fastmath=True, inline="always")
def _union(a: float, b: float, k: float) -> float:
    """Polynomial smooth minimum; the plain one when the two are more than k apart."""
    h = k - abs(a - b)
    if h <= 0.0:
        return min(a, b)
    return min(a, b) - h * h * 0.25 / k


@njit(cache=True, fastmath=True, inline="always")
def _cut(rows: Any, mine: Any, d: float, x: float, y: float, z: float) -> float:
    """The distance of a part after its cuts and holes; `mine` is its row of the index."""
    for c in range(mine[_CUT], mine[_CUTS_END]):
        d = max(d, rows[c, 0] * x + rows[c, 1] * y + rows[c, 2] * z + rows[c, 3])
    for c in range(mine[_HOLE], mine[_HOLES_END]):
        row = rows[c]
        dx, dy, dz = x - row[0], y - row[1], z - row[2]
        a = (row[3] * dx + row[4] * dy + row[5] * dz) / row[12]
        b = (row[6] * dx + row[7] * dy + row[8] * dz) / row[13]
        e = (row[9] * dx + row[10] * dy + row[11] * dz) / row[14]
        d = max(d, (1.0 - math.sqrt(a * a + b * b + e * e)) * min(row[12], row[13], row[14]))
    return d


@njit(cache=True, fastmath=True, inline="always")
def _seam(rows: Any, index: Any, s: int, x: float, y: float, z: float) -> float:
    """Distance to what two parts are together near their seam; large elsewhere."""
    row, pair = rows[index[0, SEAM_ROWS] + s], index[1 + index[0, PARTS] + s]
    one = rows[index[0, PART_ROWS] + pair[0], NEAR]
    other = rows[index[0, PART_ROWS] + pair[1], NEAR]
    if abs(one - other) >= row[4]:
        return 1e9
    dx, dy, dz = x - row[0], y - row[1], z - row[2]
    w = 1.0 - math.sqrt(dx * dx + dy * dy + dz * dz) / row[3]
    if w <= 0.0:
        return 1e9
    w = min(1.0, 2.0 * w)
    return _union(one, other, row[4] * w * w * (3.0 - 2.0 * w))


@njit(cache=True, fastmath=True)
def distance(rows: Any, index: Any, here: Any, x: float, y: float, z: float) -> tuple[float, int]:
    """Distance at a point and the nearest part."""
    best, which = 1e9, -1
    for n in range(here[COUNTS, 0]):
        part = here[HERE_PARTS, n]
        own = rows[index[0, PART_ROWS] + part]
        dx, dy, dz = x - own[0], y - own[1], z - own[2]
        far = best + 0.08 + own[3]
        if dx * dx + dy * dy + dz * dz > far * far:
            own[NEAR] = 1e9
            continue
        d = 1e9
        for slot in range(here[SLOTS, n], here[SLOTS, n + 1]):
            row = rows[here[CHOSEN, slot]]
            dx, dy, dz = x - row[19], y - row[20], z - row[21]
            far = d + row[18] + row[22]
            if dx * dx + dy * dy + dz * dz <= far * far or far <= 0.0:
                d = _union(d, _blob(row, x, y, z), row[18])
        d = _cut(rows, index[1 + part], d, x, y, z)
        own[NEAR] = d
        if d < best:
            best, which = d, part
    for n in range(here[COUNTS, 1]):
        best = min(best, _seam(rows, index, here[HERE_SEAMS, n], x, y, z))
    return best, which
