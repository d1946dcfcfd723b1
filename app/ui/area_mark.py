"""The body map: a small standing figure whose worked areas are solid nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.movements.model import Area

if TYPE_CHECKING:
    from app.ui.theme import Colours

SHAPE: Final = 0.62
"""Width by height."""

# In shares of the height, from the middle of the top.
_HEAD: Final = 0.1
_NECK, _HIPS, _FEET = 0.21, 0.54, 0.9
_SHOULDERS: Final = 0.27
_STRIDE: Final = 0.2
_REACH: Final = 0.24
_HANDS: Final = 0.52
_LINE: Final = 0.062
_NODE: Final = 0.125


def paint_areas(painter: QPainter, rect: QRectF, areas: Iterable[Area], colours: Colours) -> None:
    """Paint the figure in the middle of `rect`, as high as it; read best from 24 pixels on."""
    height = min(rect.height(), rect.width() / SHAPE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x(), rect.center().y() - height / 2)
    cap = Qt.PenCapStyle.RoundCap
    painter.setPen(
        QPen(QColor(colours.muted), max(1.4, _LINE * height), Qt.PenStyle.SolidLine, cap)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_body(height))
    painter.setBrush(QColor(colours.accent))
    # A rim in the ground's colour keeps node and line apart.
    painter.setPen(QPen(QColor(colours.card), max(1.0, 0.03 * height)))
    for area in areas:
        for place in _places(area):
            painter.drawEllipse(place * height, _NODE * height, _NODE * height)
    painter.restore()


def _body(height: float) -> QPainterPath:
    path = QPainterPath()
    head = _HEAD * height - 0.5
    path.addEllipse(QPointF(0, _HEAD * height + 0.5), head, head)
    for x in (-1, 1):
        for start, end in (
            ((0, _HIPS), (x * _STRIDE, _FEET)),
            ((0, _SHOULDERS), (x * _REACH, _HANDS)),
        ):
            path.moveTo(QPointF(*start) * height)
            path.lineTo(QPointF(*end) * height)
    path.moveTo(QPointF(0, _NECK) * height)
    path.lineTo(QPointF(0, _HIPS) * height)
    return path


def _places(area: Area) -> tuple[QPointF, ...]:
    match area:
        case Area.ANKLE:
            feet = _FEET - 0.02
            return QPointF(-_STRIDE, feet), QPointF(_STRIDE, feet)
        case Area.HIP:
            return (QPointF(0, _HIPS),)
        case Area.THORACIC:
            return (QPointF(0, _SHOULDERS + 0.03),)
