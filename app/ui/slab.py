"""The slab: the coloured panel with a bowed edge that stands on the side that works."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.digits import fitted_digits
from app.ui.fingerpost import paint_post, post_width
from app.ui.textfit import Size, fit
from app.ui.theme import Colours, SideColours, Theme
from app.ui.typeface import BOLD, SEMI
from app.ui.view import Mood, StageView, spoken_view

BOW: Final = 0.026
"""How far the edge bows, as a share of the window's width."""

_POST_CAPS: Final = 1.5
_EDGE: Final = 6


class Slab(QWidget):
    """Paints fingerpost, name, number, lane and dose; repaints only when one of them changes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Shows nothing until it is given a view."""
        super().__init__(parent)
        self._theme = theme
        self._view: StageView | None = None
        self._cap = 20.0
        self._bow = 20.0
        self.setAccessibleName("The work")
        theme.changed.connect(self.update)

    def show_view(self, view: StageView) -> None:
        """Show another moment."""
        if view != self._view:
            self._view = view
            self.setAccessibleDescription(spoken_view(view))
            self.update()

    def set_scale(self, cap: float, bow: float) -> None:
        """`cap` is the height of the capitals of running text, `bow` that of the edge; pixels."""
        self._cap, self._bow = cap, bow
        self.update()

    @property
    def is_left(self) -> bool:
        """Whether it stands on the left; work without a side stands on the right."""
        return self._view is not None and self._view.side is Side.LEFT

    def sizeHint(self) -> QSize:
        """Laid out by the stage."""
        return QSize(400, 600)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all of it."""
        if self._view is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, self._view)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, view: StageView) -> None:
        colours = self._theme.colours
        side = side_colours(colours, view.side)
        ground, ink, edge = _ground(colours, side, view.mood)
        path = self._shape()
        painter.fillPath(path, QColor(ground))
        if edge:
            painter.strokePath(self._edge_line(), QPen(QColor(edge), _EDGE))
        self._paint_words(painter, view, side, ink)

    def _shape(self) -> QPainterPath:
        w, h = float(self.width()), float(self.height())
        path = self._edge_line()
        path.lineTo(0.0 if self.is_left else w, h)
        path.lineTo(0.0 if self.is_left else w, 0.0)
        path.closeSubpath()
        return path

    def _edge_line(self) -> QPainterPath:
        """The bowed edge, from top to bottom."""
        w, h, b = float(self.width()), float(self.height()), self._bow
        top, bulge = (w - b * 1.7, w + b * 0.2) if self.is_left else (b * 1.7, -b * 0.2)
        path = QPainterPath(QPointF(top, 0))
        path.cubicTo(QPointF(bulge, h * 0.3), QPointF(bulge, h * 0.7), QPointF(top, h))
        return path

    def _text_rect(self) -> QRectF:
        margin = max(self._cap * 1.1, 16.0)
        inner = self._bow * 1.7 + self._cap * 0.6
        left = margin if self.is_left else inner
        right = self.width() - (inner if self.is_left else margin)
        return QRectF(left, margin, right - left, self.height() - 2 * margin)

    def _paint_words(self, painter: QPainter, view: StageView, side: SideColours, ink: str) -> None:
        box, cap = self._text_rect(), self._cap
        y = box.top()
        painter.setPen(QColor(ink))
        if view.title:
            size = 1.9 if view.mood is Mood.SWITCH else 1.25
            y = self._lines(painter, view.title, box, y, (Size(cap * size, 1), Size(cap, 1)))
            y += cap * 0.75
        if view.side:
            y = self._post(painter, view, side, box, y) + cap * 0.9
            painter.setPen(QColor(ink))
        if view.name:
            sizes = tuple(Size(cap * s, n) for s, n in ((1.2, 1), (1.0, 1), (1.0, 2), (0.8, 3)))
            y = self._lines(painter, view.name, box, y, sizes) + cap * 0.9
        self._number(painter, view, box, y, ink)

    def _lines(
        self, painter: QPainter, text: str, box: QRectF, y: float, sizes: tuple[Size, ...]
    ) -> float:
        """Paint a text at the first size that fits; the y below it."""
        fitted = fit(text, box.width(), sizes, BOLD)
        painter.setFont(fitted.font)
        for index, line in enumerate(fitted.lines):
            painter.drawText(QPointF(box.left(), y + fitted.cap + index * fitted.pitch), line)
        return y + fitted.height

    def _post(
        self, painter: QPainter, view: StageView, side: SideColours, box: QRectF, y: float
    ) -> float:
        assert view.side is not None
        height = self._cap * 2.3
        cap = self._cap * _POST_CAPS
        while post_width(view.side, cap, height) > box.width() and cap > 8:
            cap, height = cap * 0.9, height * 0.9
        still = view.mood is Mood.STILL
        ready = view.mood is Mood.READY
        fill = side.mark if ready else side.post
        word = side.on_mark if ready else side.on_post
        if still:
            fill, word = self._theme.colours.ink, self._theme.colours.paper
        paint_post(painter, QRectF(box.left(), y, box.width(), height), view.side, cap, fill, word)
        return y + height

    def _number(self, painter: QPainter, view: StageView, box: QRectF, y: float, ink: str) -> None:
        """The number fills what is left above lane and dose."""
        cap = self._cap
        dose_cap = cap
        lane = cap * 0.42 if view.mood in (Mood.WORK, Mood.STILL) and view.name else 0.0
        below = (dose_cap + cap * 0.75 if view.dose else 0.0) + (lane + cap * 0.8 if lane else 0.0)
        room = box.bottom() - y - below
        digits = fitted_digits(
            view.widest, box.width(), max(cap, min(cap * 3.8, room)), (cap * 1.5, cap)
        )
        top = y + max(0.0, (room - digits.cap) / 2)
        digits.paint(painter, box.left(), top + digits.cap, view.number, view.unit, ink)
        y = box.bottom() - below + cap * 0.55
        if lane:
            self._lane(painter, view, QRectF(box.left(), y, box.width(), lane), ink)
            y += lane + cap * 0.75
        if view.dose:
            painter.setPen(QColor(ink))
            sizes = (Size(dose_cap, 1), Size(dose_cap * 0.85, 1), Size(dose_cap * 0.7, 1))
            fitted = fit(view.dose, box.width(), sizes, SEMI)
            painter.setFont(fitted.font)
            painter.drawText(QPointF(box.left(), box.bottom()), fitted.lines[0])

    def _lane(self, painter: QPainter, view: StageView, rect: QRectF, ink: str) -> None:
        """A hold: thick to the low end, thinner to the target. Reps and breaths: a pip each."""
        track = QColor(ink)
        track.setAlphaF(0.3)
        if view.pips:
            gap = min(rect.height() * 0.5, rect.width() / view.pips * 0.3)
            width = (rect.width() - gap * (view.pips - 1)) / view.pips
            for index in range(view.pips):
                pip = QRectF(rect.left() + index * (width + gap), rect.top(), width, rect.height())
                now = index == view.pip - 1
                grow = rect.height() * 0.3 if now else 0.0
                colour = QColor(ink) if index < view.pip else track
                painter.fillRect(pip.adjusted(0, -grow, 0, grow), colour)
            return
        split = rect.width() * view.low
        thin = rect.height() * 0.5
        parts = [QRectF(rect.left(), rect.top(), split, rect.height())]
        if view.low < 1:
            gap = rect.height() * 0.3
            parts.append(
                QRectF(
                    rect.left() + split + gap,
                    rect.center().y() - thin / 2,
                    rect.width() - split - gap,
                    thin,
                )
            )
        reached = rect.left() + rect.width() * view.done
        for part in parts:
            painter.fillRect(part, track)
            filled = QRectF(part)
            filled.setRight(min(part.right(), reached))
            if filled.width() > 0:
                painter.fillRect(filled, QColor(ink))


def side_colours(colours: Colours, side: Side | None) -> SideColours:
    """The colours of a side, or of work that has none."""
    if side is None:
        return colours.none
    return colours.right if side is Side.RIGHT else colours.left


def _ground(colours: Colours, side: SideColours, mood: Mood) -> tuple[str, str, str]:
    """Fill, ink and edge of the slab."""
    match mood:
        case Mood.READY:
            return side.tint, colours.ink, side.outline
        case Mood.STILL:
            return colours.sand, colours.ink, ""
        case _:
            return side.slab, side.text, side.edge
