"""Where a figure stands in a room, and how large: pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QRect, QRectF

# Between two pictures that stand side by side, as a share of the width.
_BETWEEN: Final = 0.03
# How much larger a figure may become where its mat may leave the picture.
_MOST: Final = 1.3
# What is kept free around a body, as a share of the room.
_AROUND: Final = 0.03
_CLOSE: Final = 0.08


class Fit(Enum):
    """How large a figure is made: all of it is seen, or its mat may leave the picture.

    It stands on the floor of its room; `MIDDLE` hangs in the middle of a high one.
    """

    WHOLE = auto()
    MIDDLE = auto()
    BLEED_LEFT = auto()
    BLEED_RIGHT = auto()
    BODY = auto()


CLOSER: Final = frozenset({Fit.BLEED_LEFT, Fit.BLEED_RIGHT, Fit.BODY})
"""Those that need to know what the body takes."""


def placed(
    size: tuple[float, float], body: QRectF | None, room: QRectF, fit: Fit, *, mirrored: bool
) -> QRect:
    """The box of a figure in whole pixels; it may be larger than the room where a mat may leave it.

    `size` and `body`, the part of it that the body takes, are in units.
    """
    width, height = size
    whole = min(room.width() / width, room.height() / height)
    box = _standing(size, whole, room)
    if fit is Fit.MIDDLE:
        box.moveTop(round(room.center().y() - box.height() / 2))
    if body is None or fit in (Fit.WHOLE, Fit.MIDDLE):
        return box
    if mirrored:
        body = QRectF(width - body.right(), body.top(), body.width(), body.height())
    if fit is Fit.BODY:
        return _close(size, body, room)
    left = fit is Fit.BLEED_LEFT
    wanted = width - body.left() if left else body.right()
    free = room.width() * (1 - _AROUND)
    scale = min(free / wanted, room.height() / height, whole * _MOST)
    box = _standing(size, max(scale, whole), room)
    if box.width() > room.width():
        edge = room.right() - box.width() if left else room.left()
        box.moveLeft(round(edge))
    return box


def _standing(size: tuple[float, float], scale: float, room: QRectF) -> QRect:
    """In the middle of a room, and on its floor."""
    box = QRect(0, 0, max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    box.moveLeft(round(room.center().x() - box.width() / 2))
    box.moveTop(round(room.bottom() - box.height()))
    return box


def _close(size: tuple[float, float], body: QRectF, room: QRectF) -> QRect:
    """The body fills the room."""
    scale = min(room.width() / body.width(), room.height() / body.height()) * (1 - 2 * _CLOSE)
    box = QRect(0, 0, max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    box.moveLeft(round(room.center().x() - body.center().x() * scale))
    box.moveTop(round(room.center().y() - body.center().y() * scale))
    return box


def side_by_side(room: QRectF, count: int) -> Sequence[QRectF]:
    """Rooms of the same size beside each other."""
    gap = room.width() * _BETWEEN if count > 1 else 0.0
    width = (room.width() - gap * (count - 1)) / max(1, count)
    return [
        QRectF(room.left() + at * (width + gap), room.top(), width, room.height())
        for at in range(count)
    ]
