"""The pill of the breath: it fills on the inhale and empties on the exhale."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from app.ui.typeface import BOLD, cap_font

# Of the height: what stands before the word, and the height of its capitals.
_PAD: Final = 0.44
WORD: Final = 0.62


def paint_pill(
    painter: QPainter, rect: QRectF, word: str, level: float, inks: tuple[str, str, str]
) -> None:
    """Paint it full up to `level`, from 0 to 1.

    `inks`: the full colour, the empty one, and a line around it, '' for none.

    The word is painted twice, each time in the other's colour, parted where the level stands.
    """
    full, empty, line = inks
    shape = QPainterPath()
    shape.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.fillPath(shape, QColor(empty))
    cap = rect.height() * WORD
    font = cap_font(cap, BOLD)
    width = QFontMetricsF(font).horizontalAdvance(word)
    room = rect.width() - 2 * rect.height() * _PAD
    if width > room > 0:
        cap *= room / width
        font = cap_font(cap, BOLD)
    at = QPointF(rect.left() + rect.height() * _PAD, rect.center().y() + cap / 2)
    painter.setFont(font)
    painter.setPen(QColor(full))
    painter.drawText(at, word)
    painter.save()
    painter.setClipRect(QRectF(rect.left(), rect.top(), rect.width() * level, rect.height()))
    painter.fillPath(shape, QColor(full))
    painter.setPen(QColor(empty))
    painter.drawText(at, word)
    painter.restore()
    if line:
        painter.strokePath(shape, QPen(QColor(line), 3))
