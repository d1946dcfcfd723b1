"""The bow: the curved inner edge of every slab, in one place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

BOW: Final = 0.026
"""How far the edge bows, as a share of the window's width."""

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
