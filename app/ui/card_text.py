"""Short paragraphs on a card: wrapped, with a bold beginning, cut behind their last line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from app.ui.typeface import BOLD


def elided(text: str, font: QFont, width: float) -> str:
    """One line, cut where it does not fit."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def paint_paragraph(
    painter: QPainter, text: str, rect: QRectF, font: QFont, ink: str, *, bold: int = 0
) -> float:
    """Paint as many lines as have room in `rect`; where the last one ends, in pixels.

    The first `bold` characters are bold. What has no room ends in "…".
    """
    layout = QTextLayout(_cut(text, font, rect, bold), font)
    _wrap(layout, rect.width(), bold)
    painter.setPen(QColor(ink))
    layout.draw(painter, rect.topLeft())
    return rect.top() + layout.boundingRect().height()


def _wrap(layout: QTextLayout, width: float, bold: int) -> None:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if bold:
        heavy = QTextLayout.FormatRange()
        heavy.start, heavy.length = 0, bold
        dress = QTextCharFormat()
        dress.setFontWeight(QFont.Weight(BOLD))
        heavy.format = dress
        layout.setFormats([heavy])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()


def _cut(text: str, font: QFont, rect: QRectF, bold: int) -> str:
    """The text, or its beginning and a sign that there is more."""
    layout = QTextLayout(text, font)
    _wrap(layout, rect.width(), bold)
    room = max(1, int(rect.height() / max(1.0, QFontMetricsF(font).height())))
    if layout.lineCount() <= room:
        return text
    last = layout.lineAt(room - 1)
    end = last.textStart() + max(0, last.textLength() - 2)
    return text[:end].rstrip(" .,;:") + "…"
