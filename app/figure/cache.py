"""Keeps painted frames: what was painted once in a size and in colours is nearly free again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.figure.format import Moment
from app.figure.loading import Figure
from app.figure.motion import glow
from app.figure.painting import paint_frame
from app.figure.palette import FigurePalette


class _Key(NamedTuple):
    figure: int
    frame: int
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
    used: int
    """The number of the picture that last used it."""


class FigureCache:
    """Painted frames. Where a cycle does not fit as a whole, a part of it stays.

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
        key = _Key(id(figure), frame, view, size, ratio, mirrored, palette, glow(moment))
        self._painted += 1
        kept = self._kept.get(key)
        pixmap = self._paint(key, figure) if kept is None else kept.pixmap
        if kept is not None or self._has_room(key, pixmap):
            self._kept[key] = _Kept(figure, pixmap, self._painted)
            self._kept.move_to_end(key)
        painter.drawPixmap(QPointF(rect.left(), rect.top()), pixmap)

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

    def _paint(self, key: _Key, figure: Figure) -> QPixmap:
        """Every picture on one easel, from which it is taken.

        With each pixmap that is painted on PySide (6.11) leaves six references to None for ever.
        """
        blank = QPixmap(*key.size)
        blank.setDevicePixelRatio(key.ratio)
        blank.fill(Qt.GlobalColor.transparent)
        self._easel.swap(blank)
        painter = QPainter(self._easel)
        try:
            box = QRectF(0, 0, key.size[0] / key.ratio, key.size[1] / key.ratio)
            lit = key.lit
            paint_frame(painter, box, figure, key.frame, key.mirrored, key.palette, key.view, lit)
        finally:
            painter.end()
        painted = QPixmap()
        self._easel.swap(painted)
        return painted


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
