"""The fingerpost: a sign whose point shows the side, with the side's word at its tail."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath

from app.movements.model import Side
from app.ui.typeface import BOLD, cap_font

TIP: Final = 0.46
"""The length of the point as a share of the sign's height."""

_RADIUS: Final = 0.075
_TAIL_PAD: Final = 0.4

WORDS: Final = {Side.RIGHT: "Right", Side.LEFT: "Left"}


def blade(rect: QRectF, side: Side | None, tip: float, radius: float = 0.0) -> QPainterPath:
    """A sign that points to its side; without a side a plain block. `tip` in pixels."""
    path = QPainterPath()
    if side is None:
        path.addRoundedRect(rect, radius, radius)
        return path
    tip = min(tip, rect.width())
    right = side is Side.RIGHT
    tail, point = (rect.left(), rect.right()) if right else (rect.right(), rect.left())
    neck = point - tip if right else point + tip
    inward = radius if right else -radius
    path.moveTo(tail + inward, rect.top())
    path.lineTo(neck, rect.top())
    path.lineTo(point, rect.center().y())
    path.lineTo(neck, rect.bottom())
    path.lineTo(tail + inward, rect.bottom())
    path.quadTo(QPointF(tail, rect.bottom()), QPointF(tail, rect.bottom() - radius))
    path.lineTo(tail, rect.top() + radius)
    path.quadTo(QPointF(tail, rect.top()), QPointF(tail + inward, rect.top()))
    path.closeSubpath()
    return path


def post_width(side: Side, cap: float, height: float) -> float:
    """The least width of a sign of this height with its word in it."""
    word = QFontMetricsF(cap_font(cap, BOLD)).horizontalAdvance(WORDS[side])
    return word + height * (TIP + 1.5 * _TAIL_PAD)


def paint_post(
    painter: QPainter, rect: QRectF, side: Side, cap: float, fill: str, ink: str
) -> None:
    """Paint the sign with its word; `cap` is the height of the word's capitals."""
    path = blade(rect, side, rect.height() * TIP, rect.height() * _RADIUS)
    painter.fillPath(path, QColor(fill))
    font = cap_font(cap, BOLD)
    width = QFontMetricsF(font).horizontalAdvance(WORDS[side])
    pad = rect.height() * _TAIL_PAD
    x = rect.left() + pad if side is Side.RIGHT else rect.right() - pad - width
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawText(QPointF(x, rect.center().y() + cap / 2), WORDS[side])
