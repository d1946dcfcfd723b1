"""Where in a view of a figure its body is, over all frames: what may be cut off, what covered."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from app.figure.format import LAYERS, Contour
from app.figure.loading import Figure

# Cells of the longer side.
_CELLS: Final = 40
_OUTLINE: Final = LAYERS.index("outline")


class BodyMap(NamedTuple):
    """`bounds` is the body without mat, wall and shadow, in units; `cells` those it comes into."""

    bounds: QRectF
    cell: float
    cells: frozenset[tuple[int, int]]

    def covered(self, rect: QRectF) -> int:
        """How much of the body a rectangle would cover, in cells."""
        left, right = rect.left() / self.cell - 1, rect.right() / self.cell
        top, bottom = rect.top() / self.cell - 1, rect.bottom() / self.cell
        return sum(left < x < right and top < y < bottom for x, y in self.cells)


def body_map(figure: Figure, view: int) -> BodyMap:
    """The map of a view."""
    frames = range(figure.frames)
    shapes = {shape for frame in frames for shape in figure.shapes(frame, view)}
    contours = [
        contour
        for layer, number in shapes
        if layer == _OUTLINE
        for contour in figure.contours(number)
    ]
    size = figure.box(view)
    cell = max(size) / _CELLS
    cells = frozenset(place for contour in contours for place in _touched(contour, cell))
    xs = [x for xs, _, _ in contours for x in (min(xs), max(xs))]
    ys = [y for _, ys, _ in contours for y in (min(ys), max(ys))]
    if not xs:
        return BodyMap(QRectF(0, 0, *size), cell, cells)
    bounds = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
    return BodyMap(bounds, cell, cells)


def _touched(contour: Contour, cell: float) -> set[tuple[int, int]]:
    """The cells along a contour, from point to point; as near as a cell counts."""
    xs, ys, _ = contour
    found = set()
    for (x, y), (next_x, next_y) in pairwise(zip([*xs, xs[0]], [*ys, ys[0]], strict=True)):
        steps = 1 + int(max(abs(next_x - x), abs(next_y - y)) / cell)
        for step in range(steps):
            share = step / steps
            place = (x + (next_x - x) * share, y + (next_y - y) * share)
            found.add((int(place[0] // cell), int(place[1] // cell)))
    return found
