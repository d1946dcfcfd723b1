"""Lines with a width: kept as their spine, drawn as a filled shape that may taper.

The code of a line is 4 x half its width in eighths of a unit, plus 1 if it tapers at its start,
plus 2 if it tapers at its end; never 0, which is an area.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Final

from app.figure.format import Contour

_EIGHTHS: Final = 8


def line_code(half: float, tapers: tuple[bool, bool]) -> int:
    """The code of a line, `half` as wide, in units."""
    eighths = min(max(round(half * _EIGHTHS), 1), 63)
    return 4 * eighths + tapers[0] + 2 * tapers[1]


def ribbon(xs: Sequence[float], ys: Sequence[float], code: int) -> Contour:
    """The closed contour around a spine: its two ends, and guides between them."""
    half = (code >> 2) / _EIGHTHS
    last = len(xs) - 1
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for at in range(last + 1):
        before, after = max(at - 1, 0), min(at + 1, last)
        dx, dy = float(xs[after] - xs[before]), float(ys[after] - ys[before])
        size = hypot(dx, dy) or 1.0
        dx, dy = dx / size * half, dy / size * half
        x, y = float(xs[at]), float(ys[at])
        if (at == 0 and code & 1) or (at == last and code & 2):
            dx = dy = 0.0
        elif at == 0:
            x, y = x - dx, y - dy
        elif at == last:
            x, y = x + dx, y + dy
        left.append((x - dy, y + dx))
        right.append((x + dy, y - dx))
    if code & 2:
        right.pop()
    right.reverse()
    if code & 1:
        right.pop()
    points = left + right
    corners = bytearray(len(points))
    corners[0], corners[last] = code & 1, (code >> 1) & 1
    return [x for x, _ in points], [y for _, y in points], bytes(corners)
