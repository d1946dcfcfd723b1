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


class FigureCache:
    """Painted frames, the least used forgotten first.

    Args of `__init__`:
        most_bytes: of all pixmaps together.
    """

    def __init__(self, most_bytes: int = 96 << 20) -> None:
        """Empty."""
        self._most: Final = most_bytes
        self._held = 0
        self._kept: OrderedDict[_Key, tuple[Figure, QPixmap]] = OrderedDict()

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
        kept = self._kept.get(key)
        if kept is None:
            kept = (figure, _painted(key, figure))
            self._keep(key, kept)
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(QPointF(rect.left(), rect.top()), kept[1])

    def _keep(self, key: _Key, kept: tuple[Figure, QPixmap]) -> None:
        self._kept[key] = kept
        self._held += _bytes(kept[1])
        while self._held > self._most and len(self._kept) > 1:
            _, (_, old) = self._kept.popitem(last=False)
            self._held -= _bytes(old)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _painted(key: _Key, figure: Figure) -> QPixmap:
    pixmap = QPixmap(*key.size)
    pixmap.setDevicePixelRatio(key.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        box = QRectF(0, 0, key.size[0] / key.ratio, key.size[1] / key.ratio)
        paint_frame(painter, box, figure, key.frame, key.mirrored, key.palette, key.view, key.lit)
    finally:
        painter.end()
    return pixmap
