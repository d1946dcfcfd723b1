"""Where things stand on a page that is read from right to left.

As `QStyle.visualRect` and `visualPos`, of which PySide makes 4 ms before the first paint.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt

_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft


def mirrored_rect(direction: Qt.LayoutDirection, room: QRect, rect: QRect) -> QRect:
    """A rectangle that was laid out from left to right, in a room that is read so or so."""
    if direction is not _RIGHT_TO_LEFT:
        return QRect(rect)
    return rect.translated(room.left() + room.right() - rect.left() - rect.right(), 0)


def mirrored_point(direction: Qt.LayoutDirection, room: QRect, point: QPoint) -> QPoint:
    """The same of a point."""
    if direction is not _RIGHT_TO_LEFT:
        return QPoint(point)
    return QPoint(room.left() + room.right() - point.x(), point.y())
