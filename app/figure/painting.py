"""Paints a frame of a figure: a few filled paths, any size, any colours, mirrored or not."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QTransform

from app.figure.format import GLOWING, LAYERS, Contour, Moment
from app.figure.loading import Figure
from app.figure.motion import glow
from app.figure.palette import FigurePalette, layer_colours

_LENS, _MAT_EDGE, _MAT = (LAYERS.index(name) for name in ("lens", "mat-edge", "mat"))
_GROUND: Final = frozenset({_MAT_EDGE, _MAT})
_LENS_EDGE: Final = 0.006  # of the longer side
_LENS_CORNER: Final = 0.06
_MOST_PATHS: Final = 4000  # kept of one figure; a frame has about thirty


class Part(Enum):
    """What is painted of a picture: the mat never moves and lies behind all that does."""

    ALL = "all"
    MAT = "mat"
    REST = "rest"

    def has(self, layer: int) -> bool:
        """Whether a layer, as an index into `LAYERS`, is of this part."""
        return self is Part.ALL or (layer in _GROUND) == (self is Part.MAT)


def paint(  # noqa: PLR0913, PLR0917 - a picture needs them all
    painter: QPainter,
    rect: QRectF,
    figure: Figure,
    moment: Moment,
    mirrored: bool,
    palette: FigurePalette,
    view: int = 0,
) -> None:
    """Paints the figure as large as it fits into a box, in the middle of it.

    Args:
        painter: left as it was found.
        rect: the box, in the painter's coordinates.
        figure: loaded.
        moment: which track and how far, see `Figure.frame`.
        mirrored: left for right.
        palette: its colours.
        view: number of the camera.
    """
    frame = figure.frame(moment)
    paint_frame(painter, rect, figure, frame, mirrored, palette, view, glow(moment))


def paint_frame(  # noqa: PLR0913, PLR0917 - as `paint`
    painter: QPainter,
    rect: QRectF,
    figure: Figure,
    frame: int,
    mirrored: bool,
    palette: FigurePalette,
    view: int = 0,
    lit: float = 1.0,
    part: Part = Part.ALL,
) -> None:
    """As `paint`, for the number of a frame; `lit` is how strongly its muscle glows, 0 to 1."""
    brushes = _brushes(palette, figure.body, lit)
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setTransform(_placing(rect, figure, view, mirrored), combine=True)
        if figure.views[view].close:
            _lens(painter, *figure.box(view), brushes)
        for layer, shape in figure.shapes(frame, view):
            if part.has(layer) and (lit > 0 or layer not in GLOWING):
                painter.fillPath(_path(figure, shape), brushes[layer])
    finally:
        painter.restore()


def reach(
    rect: QRectF, figure: Figure, frame: int, mirrored: bool, view: int, part: Part
) -> QRectF:
    """What `paint_frame` paints on of a box, a little more at the most; empty for nothing."""
    if figure.views[view].close:
        return rect
    found = QRectF()
    for layer, shape in figure.shapes(frame, view):
        if part.has(layer):
            found = found.united(_path(figure, shape).controlPointRect())
    return _placing(rect, figure, view, mirrored).mapRect(found)


def _placing(rect: QRectF, figure: Figure, view: int, mirrored: bool) -> QTransform:
    """From the units of a view into the middle of a box."""
    width, height = figure.box(view)
    scale = min(rect.width() / width, rect.height() / height)
    placing = QTransform.fromTranslate(rect.center().x(), rect.center().y())
    placing.scale(-scale if mirrored else scale, scale)
    return placing.translate(-width / 2, -height / 2)


def _lens(painter: QPainter, width: float, height: float, brushes: tuple[QBrush, ...]) -> None:
    """The frame of a close-up; what follows is seen through it alone."""
    edge, round_ = max(width, height) * _LENS_EDGE, max(width, height) * _LENS_CORNER
    for inset, layer in ((0.0, _MAT_EDGE), (edge, _LENS)):
        frame = QPainterPath()
        box = QRectF(inset, inset, width - 2 * inset, height - 2 * inset)
        frame.addRoundedRect(box, round_ - inset, round_ - inset)
        painter.fillPath(frame, brushes[layer])
    painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)


@lru_cache(maxsize=64)
def _brushes(palette: FigurePalette, body: str, lit: float) -> tuple[QBrush, ...]:
    colours = layer_colours(palette, body)
    found = []
    for number, layer in enumerate(LAYERS):
        name, opacity = colours[layer]
        colour = QColor(name)
        colour.setAlphaF(opacity * lit if number in GLOWING else opacity)
        found.append(QBrush(colour))
    return tuple(found)


def _path(figure: Figure, shape: int) -> QPainterPath:
    found = figure.cache.get(shape)
    if isinstance(found, QPainterPath):
        return found
    path = QPainterPath()
    for contour in figure.contours(shape):
        _add(path, contour)
    if len(figure.cache) >= _MOST_PATHS:
        figure.cache.clear()
    figure.cache[shape] = path
    return path


def _add(path: QPainterPath, contour: Contour) -> None:
    """Adds a closed contour; the curve passes half way between two guides."""
    xs, ys, corner = contour
    first = corner.find(1)
    if first < 0:
        path.moveTo((xs[-1] + xs[0]) / 2, (ys[-1] + ys[0]) / 2)
        for x, y, next_x, next_y in zip(xs, ys, [*xs[1:], xs[0]], [*ys[1:], ys[0]], strict=True):
            path.quadTo(x, y, (x + next_x) / 2, (y + next_y) / 2)
        path.closeSubpath()
        return
    xs, ys = [*xs[first:], *xs[: first + 1]], [*ys[first:], *ys[: first + 1]]
    corner = corner[first:] + corner[: first + 1]
    path.moveTo(xs[0], ys[0])
    for index in range(1, len(xs)):
        x, y = xs[index], ys[index]
        if corner[index]:
            if corner[index - 1]:
                path.lineTo(x, y)
        elif corner[index + 1]:
            path.quadTo(x, y, xs[index + 1], ys[index + 1])
        else:
            path.quadTo(x, y, (x + xs[index + 1]) / 2, (y + ys[index + 1]) / 2)
    path.closeSubpath()
