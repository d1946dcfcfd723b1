"""The slab: the coloured panel with a bowed edge that stands on the side that works."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.bow import DEEPEST, bow_edge, bow_shape
from app.ui.fingerpost import paint_post
from app.ui.painting import painting
from app.ui.slab_layout import Arrangement, Words, arrange
from app.ui.theme import Colours, SideColours, Theme
from app.ui.view import Mood, StageView

# Of the bow: the solid edge of a tinted slab, and the bright one of a full one.
_EDGE_READY: Final = 0.36
_EDGE: Final = 0.14
_INNER: Final = 0.4


class Slab(QWidget):
    """Paints fingerpost, name, number, lane and dose; repaints only when one of them changes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Shows nothing until it is given a view."""
        super().__init__(parent)
        self._theme = theme
        self._view: StageView | None = None
        self._cap = 20.0
        self._bow = 20.0
        self._margin = 20.0
        self.setMouseTracking(True)
        self.setAccessibleName("The work")
        theme.changed.connect(self.update)

    @property
    def view(self) -> StageView | None:
        """What is shown."""
        return self._view

    def show_view(self, view: StageView) -> None:
        """Show another moment."""
        before, self._view = self._view, view
        if before == view:
            return
        if before is not None and before.still_parts == view.still_parts:
            top = int(self._arrangement(view).moving_top)
            self.update(0, top, self.width(), self.height() - top)
            return
        self.setAccessibleDescription(view.spoken)
        self.update()

    def set_scale(self, cap: float, bow: float, margin: float) -> None:
        """`cap` is the height of the capitals of running text, `margin` the safe one; pixels."""
        self._cap, self._bow, self._margin = cap, bow, margin
        self.update()

    @property
    def is_left(self) -> bool:
        """Whether it stands on the left; work without a side stands on the right."""
        return self._view is not None and self._view.side is Side.LEFT

    def sizeHint(self) -> QSize:
        """Laid out by the stage."""
        return QSize(400, 600)

    def text_rect(self) -> QRectF:
        """Where words may stand."""
        inner = self._bow * DEEPEST + self._cap * _INNER
        left, right = (self._margin, inner) if self.is_left else (inner, self._margin)
        above = self._cap * 0.8
        width, height = self.width() - left - right, self.height() - 2 * above
        return QRectF(left, above, width, height)

    def _arrangement(self, view: StageView) -> Arrangement:
        return arrange(view, self.text_rect(), self._cap)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what the event asks for; the rest is clipped away."""
        if self._view is None:
            return
        with painting(self) as painter:
            self._paint(painter, self._view)

    def _paint(self, painter: QPainter, view: StageView) -> None:
        side = side_colours(self._theme.colours, view.side)
        ground, ink, edge = _ground(self._theme.colours, side, view.mood)
        size = (float(self.width()), float(self.height()), self._bow)
        painter.fillPath(bow_shape(*size, left=self.is_left), QColor(ground))
        if edge:
            share = _EDGE_READY if view.mood is Mood.READY else _EDGE
            pen = QPen(QColor(edge), max(2.0, self._bow * share))
            painter.strokePath(bow_edge(*size, left=self.is_left), pen)
        self._paint_words(painter, view, side, ink)

    def _paint_words(self, painter: QPainter, view: StageView, side: SideColours, ink: str) -> None:
        at = self._arrangement(view)
        left = self.text_rect().left()
        if view.side and at.post:
            fill, word = self._post_colours(side, view.mood)
            paint_post(painter, at.post, view.side, at.post_cap, fill, word)
        painter.setPen(QColor(ink))
        for words in (at.title, at.name, at.dose, at.set_text):
            if words is not None:
                _paint_lines(painter, words, left)
        at.number.paint(painter, left, at.baseline, view.number, view.unit, ink)
        if at.lane:
            self._paint_lane(painter, view, at.lane, side, ink)

    def _post_colours(self, side: SideColours, mood: Mood) -> tuple[str, str]:
        if mood is Mood.READY:
            return side.mark, side.on_mark
        if mood is Mood.STILL:
            return self._theme.colours.ink, self._theme.colours.paper
        return side.post, side.on_post

    def _paint_lane(
        self, painter: QPainter, view: StageView, rect: QRectF, side: SideColours, ink: str
    ) -> None:
        still = view.mood is Mood.STILL
        track = self._theme.colours.sand_track if still else side.track
        if view.pips:
            _paint_pips(painter, view, rect, ink, track)
        else:
            _paint_hold(painter, view, rect, ink, track)


def _paint_lines(painter: QPainter, words: Words, left: float) -> None:
    fitted = words.fitted
    painter.setFont(fitted.font)
    for index, line in enumerate(fitted.lines):
        baseline = words.top + fitted.cap + index * fitted.pitch
        painter.drawText(QPointF(left, baseline), line)


def _paint_pips(painter: QPainter, view: StageView, rect: QRectF, ink: str, track: str) -> None:
    """A pip for each rep or breath; the one that runs is taller."""
    gap = min(rect.height() * 0.4, rect.width() / view.pips * 0.3)
    width = (rect.width() - gap * (view.pips - 1)) / view.pips
    for index in range(view.pips):
        pip = QRectF(rect.left() + index * (width + gap), rect.top(), width, rect.height())
        grow = rect.height() * 0.25 if index == view.pip - 1 else 0.0
        colour = ink if index < view.pip else track
        _fill(painter, pip.adjusted(0, -grow, 0, grow), colour)


def _paint_hold(painter: QPainter, view: StageView, rect: QRectF, ink: str, track: str) -> None:
    """A thick lane to the low end of the range, a thinner one from there to the target."""
    split = rect.width() * view.low
    thick = QRectF(rect.left(), rect.top(), split, rect.height())
    lanes = [thick]
    if view.low < 1:
        gap, thin = rect.height() * 0.3, rect.height() * 0.45
        rest = rect.width() - split - gap
        lanes.append(QRectF(thick.right() + gap, rect.center().y() - thin / 2, rest, thin))
    reached = rect.left() + rect.width() * view.done
    for lane in lanes:
        _fill(painter, lane, track)
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), reached - rect.left(), rect.height()))
        _fill(painter, lane, ink)
        painter.restore()


def _fill(painter: QPainter, rect: QRectF, colour: str) -> None:
    radius = min(rect.height() * 0.3, rect.width() / 2)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.fillPath(path, QColor(colour))


def side_colours(colours: Colours, side: Side | None) -> SideColours:
    """The colours of a side, or of work that has none."""
    if side is None:
        return colours.none
    return colours.right if side is Side.RIGHT else colours.left


def _ground(colours: Colours, side: SideColours, mood: Mood) -> tuple[str, str, str]:
    """Fill, ink and edge of the slab."""
    match mood:
        case Mood.READY:
            return side.tint, colours.ink, side.mark
        case Mood.STILL:
            return colours.sand, colours.ink, ""
        case _:
            return side.slab, side.text, side.edge
