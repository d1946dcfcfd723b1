"""The pictures of the movements: loaded when one is first seen, in the body that was chosen."""

from __future__ import annotations

import logging
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap

from app.ui.motion import system_is_still
from app.ui.theme import Theme
from app.ui.timers import interval

if TYPE_CHECKING:
    from app.figure.cache import FigureCache
    from app.figure.palette import FigurePalette
    from app.history.settings import PictureSettings
    from app.movements.model import Movement
    from app.ui.drawing import Drawing
    from app.ui.services import Services

# Open figures and small pictures that are kept; the latter take some tens of KiB each.
_OPEN: Final = 4
_SMALL: Final = 160
# Of painted frames on the stage.
_KEPT_BYTES: Final = 48 << 20
# Width by height of a close picture at least.
_SLIMMEST: Final = 0.6

Mat = tuple[str, str]
"""The colours of a mat and of its edge."""

_log = logging.getLogger(__name__)


class _Small(NamedTuple):
    """What a small picture shows and how."""

    movement: Movement
    size: tuple[int, int]
    ratio: float
    mirrored: bool
    mat: Mat
    close: bool
    dress: tuple[str, PictureSettings]


class Pictures(QObject):
    """Finds, keeps and colours them; the first one that is asked for imports what it takes."""

    changed = Signal()
    """Another body or other colours: all that shows pictures paints itself again."""
    arrived = Signal()
    """A small picture that was asked for is there."""

    def __init__(self, services: Services, theme: Theme, parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._services, self._theme = services, theme
        self._open: OrderedDict[tuple[str, str, Path | None], Drawing | None] = OrderedDict()
        self._small: OrderedDict[_Small, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[_Small, None] = OrderedDict()
        self._maker = interval(self, 0, self._make_one)
        theme.changed.connect(self.changed)

    @property
    def settings(self) -> PictureSettings:
        """Body, colours and whether anything moves."""
        return self._services.settings.current.picture

    @property
    def still(self) -> bool:
        """Whether nothing may move: the runner or the system wants it so."""
        return self.settings.still or system_is_still()

    def chosen(self) -> None:
        """The settings have changed."""
        self._open.clear()
        self._wanted.clear()
        self.changed.emit()

    def drawing(self, movement: Movement) -> Drawing | None:
        """The picture of a movement; None where there is none to be had."""
        key = (self.settings.body, movement.id, movement.picture)
        if key in self._open:
            self._open.move_to_end(key)
        else:
            self._open[key] = self._find(movement, self._cache)
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return self._open[key]

    @cached_property
    def _cache(self) -> FigureCache:
        from app.figure.cache import FigureCache

        return FigureCache(_KEPT_BYTES)

    def rest(self) -> None:
        """Let go of what only a running session needs."""
        if "_cache" in self.__dict__:
            self._cache.clear()

    def _find(self, movement: Movement, cache: FigureCache | None = None) -> Drawing | None:
        from app.ui.drawing import FigureDrawing, OwnDrawing, Sentence

        if movement.picture is not None:
            from app.movements.pictures import BadPicture
            from app.ui.own_picture import open_picture

            try:
                picture = open_picture(movement.picture)
            except BadPicture as fault:
                return Sentence(str(fault), self._theme)
            return OwnDrawing(picture, mirrors=movement.picture_mirrors)
        from app.figure.loading import load_figure

        path = self._services.figures / self.settings.body / f"{movement.id}.fig"
        try:
            return FigureDrawing(load_figure(path), cache)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            _log.exception("Cannot show %s", path)
            return None

    def palette(self, mat: Mat) -> FigurePalette:
        """The colours of a figure on a mat."""
        from app.figure.palette import figure_palette

        chosen = self.settings
        return figure_palette(self._theme.scheme, chosen.skin, chosen.clothes, mat)

    # Small ones.

    @property
    def _dress(self) -> tuple[str, PictureSettings]:
        return self._theme.scheme, self.settings

    def small(
        self,
        movement: Movement,
        size: QSize,
        ratio: float,
        mat: Mat,
        *,
        mirrored: bool = False,
        close: bool = False,
    ) -> QPixmap | None:
        """A small picture; None where it is not there yet, and `arrived` tells when it is.

        It is null (`isNull`) where there is none to be had.
        `close`: the body fills it, whatever becomes of the mat, and it is no wider than the body.
        """
        box = (size.width(), size.height())
        key = _Small(movement, box, ratio, mirrored, mat, close, self._dress)
        if key in self._small:
            self._small.move_to_end(key)
            return self._small[key]
        if not size.isEmpty():
            self._wanted[key] = None
            self._maker.start()
        return None

    def _make_one(self) -> None:
        """One at a time, so that the window stays awake; the last one asked for comes first."""
        if not self._wanted:
            self._maker.stop()
            self.arrived.emit()
            return
        key, _ = self._wanted.popitem()
        if key.dress == self._dress:
            self._small[key] = self._made(key)
        while len(self._small) > _SMALL:
            self._small.popitem(last=False)

    def _made(self, key: _Small) -> QPixmap:
        from app.figure.motion import Shown, key_moment
        from app.ui.drawing import Look
        from app.ui.figure_place import Fit

        drawing = self._find(key.movement)
        if drawing is None or drawing.problem:
            return QPixmap()
        width, height = key.size
        fit = Fit.WHOLE
        if key.close and (shape := drawing.shape):
            width, fit = min(width, round(height * max(_SLIMMEST, shape))), Fit.BODY
        pixmap = QPixmap(QSize(width, height) * key.ratio)
        pixmap.setDevicePixelRatio(key.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        moments = (key_moment(drawing.tracks),) if drawing.tracks else ()
        painter = QPainter(pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            look = Look(self.palette(key.mat), fit=fit)
            box = QRectF(0, 0, width, height)
            drawing.paint(painter, box, Shown(moments, key.mirrored), look)
        finally:
            painter.end()
        return pixmap
