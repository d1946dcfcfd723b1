"""The bow: the curved inner edge of every slab, in one place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

BOW: Final = 0.026
"""How far the edge bows, as a share of the window's width."""

ROOM_BOW: Final = 30.0
"""How far the edge of a slab in a room bows, in pixels."""

DEEPEST: Final = 1.7
"""How far in the edge lies at top and bottom, in bows; words keep clear of it."""


def bow_edge(width: float, height: float, bow: float, *, left: bool) -> QPainterPath:
    """The edge from top to bottom of a slab that stands on the left or on the right."""
    ends, middle = DEEPEST * bow, -0.2 * bow
    if left:
        ends, middle = width - ends, width - middle
    path = QPainterPath(QPointF(ends, 0))
    path.cubicTo(
        QPointF(middle, height * 0.3), QPointF(middle, height * 0.7), QPointF(ends, height)
    )
    return path


def bow_shape(width: float, height: float, bow: float, *, left: bool) -> QPainterPath:
    """The whole slab."""
    path = bow_edge(width, height, bow, left=left)
    outer = 0.0 if left else width
    path.lineTo(outer, height)
    path.lineTo(outer, 0.0)
    path.closeSubpath()
    return path


def paint_room_slab(
    painter: QPainter, size: tuple[int, int], fill: str, edge: tuple[str, float], *, left: bool
) -> None:
    """A slab of a room from top to bottom; `edge` is a colour, '' for none, and a width."""
    bowed = (float(size[0]), float(size[1]), ROOM_BOW)
    painter.fillPath(bow_shape(*bowed, left=left), QColor(fill))
    if edge[0]:
        painter.strokePath(bow_edge(*bowed, left=left), QPen(QColor(edge[0]), edge[1]))
