"""Keeps painted frames: what was painted once in a size and in colours is nearly free again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.figure.format import Moment
from app.figure.loading import Figure
from app.figure.motion import glow
from app.figure.painting import Part, paint_frame, reach
from app.figure.palette import FigurePalette


class _Key(NamedTuple):
    figure: int
    picture: tuple[int, ...]
    """The number of the frame, or those of the shapes where frames share them."""
    part: Part
    view: int
    size: tuple[int, int]
    ratio: float
    mirrored: bool
    palette: FigurePalette
    lit: float


# What was not painted for so many pictures is not painted any more: a cycle is shorter.
_STALE: Final = 240


class _Kept(NamedTuple):
    figure: Figure
    pixmap: QPixmap
    at: QPoint
    """Where it lies in its box, in pixels of the device."""
    used: int
    """The number of the picture that last used it."""


class FigureCache:
    """Painted frames, no larger than what is on them, and the mat, which they share, once.

    Where a cycle does not fit as a whole, a part of it stays.
    Forgetting the oldest first would forget each frame of a cycle right before its turn.

    Args of `__init__`:
        most_bytes: of all pixmaps together.
    """

    def __init__(self, most_bytes: int = 96 << 20) -> None:
        """Empty."""
        self._most: Final = most_bytes
        self._held = 0
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._painted = 0
        self._easel = QPixmap()

    @property
    def held(self) -> int:
        """Bytes of the pixmaps that are kept."""
        return self._held

    def clear(self) -> None:
        """Forgets everything."""
        self._kept.clear()
        self._held = 0

    def paint(  # noqa: PLR0913, PLR0917 - as `painting.paint`
        self,
        painter: QPainter,
        rect: QRectF,
        figure: Figure,
        moment: Moment,
        mirrored: bool,
        palette: FigurePalette,
        view: int = 0,
    ) -> None:
        """As `painting.paint`, from a kept picture where there is one."""
        ratio = painter.device().devicePixelRatio()
        size = (max(1, round(rect.width() * ratio)), max(1, round(rect.height() * ratio)))
        frame = figure.frame(moment)
        self._painted += 1
        for part, picture, lit in _pictures(figure, frame, view, glow(moment)):
            key = _Key(id(figure), picture, part, view, size, ratio, mirrored, palette, lit)
            kept = self._kept.get(key)
            pixmap, at = self._paint(key, figure, frame) if kept is None else kept[1:3]
            if kept is not None or self._has_room(key, pixmap):
                self._kept[key] = _Kept(figure, pixmap, at, self._painted)
                self._kept.move_to_end(key)
            painter.drawPixmap(rect.topLeft() + QPointF(at) / ratio, pixmap)

    def _has_room(self, key: _Key, pixmap: QPixmap) -> bool:
        """Forget what is of another figure or of no use any more; whether that is enough."""
        wanted = _bytes(pixmap)
        while self._kept and self._held + wanted > self._most:
            oldest, kept = next(iter(self._kept.items()))
            if oldest.figure == key.figure and self._painted - kept.used < _STALE:
                return False
            del self._kept[oldest]
            self._held -= _bytes(kept.pixmap)
        self._held += wanted
        return True

    def _paint(self, key: _Key, figure: Figure, frame: int) -> tuple[QPixmap, QPoint]:
        """Every picture on one easel, from which it is taken.

        With each pixmap that is painted on PySide (6.11) leaves six references to None for ever.
        """
        box = QRectF(0, 0, key.size[0] / key.ratio, key.size[1] / key.ratio)
        what = (figure, frame, key.mirrored)
        reached = reach(box, *what, key.view, key.part)
        place = QRectF(reached.topLeft() * key.ratio, reached.size() * key.ratio).toAlignedRect()
        place = place.adjusted(-1, -1, 1, 1) & QRect(0, 0, *key.size)
        blank = QPixmap(place.size())
        blank.setDevicePixelRatio(key.ratio)
        blank.fill(Qt.GlobalColor.transparent)
        self._easel.swap(blank)
        painter = QPainter(self._easel)
        try:
            painter.translate(QPointF(-place.topLeft()) / key.ratio)
            paint_frame(painter, box, *what, key.palette, key.view, key.lit, key.part)
        finally:
            painter.end()
        painted = QPixmap()
        self._easel.swap(painted)
        return painted, place.topLeft()


def _pictures(
    figure: Figure, frame: int, view: int, lit: float
) -> list[tuple[Part, tuple[int, ...], float]]:
    """Of what a frame is put together: part, picture, and how strongly it glows."""
    if figure.views[view].close:
        return [(Part.ALL, (frame,), lit)]
    mat = tuple(shape for layer, shape in figure.shapes(frame, view) if Part.MAT.has(layer))
    rest = (Part.REST, (frame,), lit)
    return [(Part.MAT, mat, 0.0), rest] if mat else [rest]


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
