"""The slab: the coloured panel with a bowed edge that stands on the side that works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.bow import DEEPEST, bow_edge, bow_shape
from app.ui.breath_pill import paint_pill
from app.ui.fingerpost import paint_post
from app.ui.lanes import paint_hold, paint_pips
from app.ui.painting import painting
from app.ui.slab_layout import Arrangement, Words, arrange
from app.ui.theme import Colours, SideColours, Theme
from app.ui.timers import interval
from app.ui.tokens import TINT_MS
from app.ui.view import INHALE, Mood, StageView

if TYPE_CHECKING:
    from app.ui.board import Board

# Of the bow: the solid edge of a tinted slab, and the bright one of a full one.
_EDGE_READY: Final = 0.36
_EDGE: Final = 0.14
_INNER: Final = 0.3
# What hangs below the last line.
_FOOT: Final = 0.72
# Twenty steps a second: each moves the level by a few pixels, and only they are painted.
BREATH_MS: Final = 50


class Slab(QWidget):
    """Paints fingerpost, name, number, lane and dose; repaints only when one of them changes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Shows nothing until it is given a view."""
        super().__init__(parent)
        self._theme = theme
        self._view: StageView | None = None
        self._cap = 20.0
        self._bow = 20.0
        self._margins = (20.0, 20.0)
        self._behind: Board | None = None
        self._breath: Callable[[], float | None] = lambda: None
        self._breathing = interval(self, BREATH_MS, self._breathe)
        self._level = 0.0
        self._stills = False
        self._solid = 1.0
        self._tinting = QVariantAnimation(self)
        self._tinting.setStartValue(0.0)
        self._tinting.setEndValue(1.0)
        self._tinting.setDuration(TINT_MS)
        self._tinting.valueChanged.connect(self._tint)
        self.setMouseTracking(True)
        self.setAccessibleName("The work")
        theme.changed.connect(self.update)

    @property
    def view(self) -> StageView | None:
        """What is shown."""
        return self._view

    def set_breath(self, breath: Callable[[], float | None]) -> None:
        """`breath` tells how full the lungs are now, from 0 to 1."""
        self._breath = breath

    def set_behind(self, board: Board) -> None:
        """The board reaches under the bow; what is seen of it there, the slab paints itself."""
        self._behind = board
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def rest(self) -> None:
        """Nothing moves any more: the session is over."""
        self._breathing.stop()
        self._tinting.stop()
        self._solid = 1.0

    def set_still(self, still: bool) -> None:
        """Cuts, where otherwise a colour would deepen and the pill would flow."""
        self._stills = still

    def show_view(self, view: StageView) -> None:
        """Show another moment."""
        before, self._view = self._view, view
        if before == view:
            return
        self._pace_breath(view)
        if before is not None and before.still_parts == view.still_parts:
            at, words = self._arrangement(view), self.text_rect()
            # A digit's bearing may reach a little to the left of its place.
            left = words.left() - self._cap * _INNER / 2
            moving = QRectF(QPointF(left, at.moving_top), QPointF(words.right(), at.moving_bottom))
            self.update(moving.toAlignedRect())
            if before.breath != view.breath:
                self.update(self._pill(at).toAlignedRect())
            return
        self._deepen(before, view)
        self.setAccessibleDescription(view.spoken)
        self.update()

    def set_scale(self, cap: float, bow: float, margins: tuple[float, float]) -> None:
        """`cap` is the height of running text's capitals, `margins` beside and above; pixels."""
        self._cap, self._bow, self._margins = cap, bow, margins
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
        beside, above = self._margins
        inner = self._bow * DEEPEST + self._cap * _INNER
        left, right = (beside, inner) if self.is_left else (inner, beside)
        width, height = self.width() - left - right, self.height() - above - self._cap * _FOOT
        return QRectF(left, above, width, height)

    def arrangement(self) -> Arrangement | None:
        """Where everything stands now."""
        return self._arrangement(self._view) if self._view else None

    def _arrangement(self, view: StageView) -> Arrangement:
        return arrange(view, self.text_rect(), self._cap)

    # What moves.

    def _deepen(self, before: StageView | None, view: StageView) -> None:
        """The tint of getting ready becomes solid when the work begins, in a quarter second."""
        begins = before is not None and before.mood is Mood.READY and view.mood is Mood.WORK
        if begins and not self._stills and self.isVisible():
            self._tinting.start()
        elif view.mood is not Mood.WORK or before is None or before.side is not view.side:
            self._tinting.stop()
            self._solid = 1.0

    def _tint(self, value: float) -> None:
        self._solid = value
        self.update()

    def _pace_breath(self, view: StageView) -> None:
        breathes = bool(view.breath) and not view.paused and not self._stills
        if breathes is not self._breathing.isActive():
            (self._breathing.start if breathes else self._breathing.stop)()
        self._level = self._level_now(view)

    def _level_now(self, view: StageView) -> float:
        level = self._breath()
        if self._stills or level is None:
            return float(view.breath == INHALE)
        return level

    def _breathe(self) -> None:
        view = self._view
        if view is None or not self.isVisible():
            return
        before, self._level = self._level, self._level_now(view)
        place = self._pill(self._arrangement(view))
        low, high = sorted((before, self._level))
        left, width = place.left() + place.width() * low - 2, place.width() * (high - low) + 4
        self.update(QRectF(left, place.top(), width, place.height()).toAlignedRect())

    def _pill(self, at: Arrangement) -> QRectF:
        """Where the breath is shown."""
        return at.pill or at.post or QRectF()

    # How it is painted.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event asks for; the rest is clipped away."""
        if self._view is None:
            return
        with painting(self) as painter:
            self._paint(painter, self._view, QRectF(event.rect()))

    def _paint(self, painter: QPainter, view: StageView, dirty: QRectF) -> None:
        side = side_colours(self._theme.colours, view.side)
        ground, ink, edge = ground_of(self._theme.colours, view)
        if self._solid < 1.0:
            ground = _between(side.tint, ground, self._solid).name()
            ink = ink if self._solid > 0.5 else self._theme.colours.ink
        if self._is_plain(dirty):
            painter.fillRect(dirty, QColor(ground))
        else:
            if self._behind is not None:
                self._behind.paint_ground_at(painter, self.pos())
            paint_ground(painter, self._shape(), ground, edge, self.edge_px(view))
        self._paint_words(painter, view, side, ink, dirty)

    def _is_plain(self, dirty: QRectF) -> bool:
        """Whether a part of the slab keeps clear of its bow."""
        deep = self._bow * (DEEPEST + 0.2) + 2
        if self.is_left:
            return dirty.right() < self.width() - deep
        return dirty.left() > deep

    def _shape(self) -> tuple[float, float, float, bool]:
        return float(self.width()), float(self.height()), self._bow, self.is_left

    def edge_px(self, view: StageView) -> float:
        """The width of the line along the bow."""
        share = _EDGE_READY if view.mood is Mood.READY else _EDGE
        return max(self._theme.colours.edge_px, self._bow * share)

    def _paint_words(
        self, painter: QPainter, view: StageView, side: SideColours, ink: str, dirty: QRectF
    ) -> None:
        at = self._arrangement(view)
        left = self.text_rect().left()
        self._paint_signs(painter, view, at, (side, ink, dirty))
        painter.setPen(QColor(ink))
        for words in (at.title, at.name, at.dose, at.set_text):
            if words is not None and _touches(words, dirty):
                _paint_lines(painter, words, left)
        if at.moving_bottom >= dirty.top() and at.moving_top <= dirty.bottom():
            number, unit = (view.seconds, "s") if at.in_seconds else (view.number, view.unit)
            unit = "" if at.bare else unit
            at.number.paint(painter, left, at.baseline, number, unit, ink)
            if at.lane:
                self._paint_lane(painter, view, at.lane, side, ink)

    def _paint_signs(
        self,
        painter: QPainter,
        view: StageView,
        at: Arrangement,
        how: tuple[SideColours, str, QRectF],
    ) -> None:
        side, ink, dirty = how
        if view.side and at.post and at.post.intersects(dirty):
            fill, word = self._post_colours(side, view.mood)
            paint_post(painter, at.post, view.side, at.post_cap, fill, word)
        pill = at.pill or (at.post if not view.side else None)
        if pill and view.breath and pill.intersects(dirty):
            ground = ground_of(self._theme.colours, view)[0]
            empty = _deeper(ground, ink)
            inks = (ink, empty, ink if QColor(empty) == QColor(ground) else "")
            paint_pill(painter, pill, view.breath, self._level, inks)
        if view.paused and at.title:
            cap = at.title.fitted.cap
            right = self.text_rect().right()
            _paint_bars(painter, QRectF(right - cap, at.title.top, cap, cap), ink)

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
            paint_pips(painter, rect, (view.pips, view.pip), ink, track)
        else:
            paint_hold(painter, rect, (view.low, view.done), ink, track)


def paint_ground(
    painter: QPainter,
    shape: tuple[float, float, float, bool],
    fill: QColor | str,
    edge: str,
    edge_px: float,
) -> None:
    """The slab's shape and the line along its bow; `shape` is width, height, bow, on the left."""
    width, height, bow, left = shape
    painter.fillPath(bow_shape(width, height, bow, left=left), QColor(fill))
    if edge:
        painter.strokePath(bow_edge(width, height, bow, left=left), QPen(QColor(edge), edge_px))


def _touches(words: Words, dirty: QRectF) -> bool:
    """Whether any of the words lie in what is to be painted, with what hangs below them."""
    fitted = words.fitted
    foot = words.top + fitted.height + fitted.cap * 0.5
    return words.top - fitted.cap * 0.5 <= dirty.bottom() and foot >= dirty.top()


def _paint_lines(painter: QPainter, words: Words, left: float) -> None:
    fitted = words.fitted
    painter.setFont(fitted.font)
    for index, line in enumerate(fitted.lines):
        baseline = words.top + fitted.cap + index * fitted.pitch
        painter.drawText(QPointF(left, baseline), line)


def _paint_bars(painter: QPainter, rect: QRectF, ink: str) -> None:
    """The sign of a pause, for who is too far away to read the word."""
    width = rect.width() * 0.34
    for x in (rect.left(), rect.right() - width):
        painter.fillRect(QRectF(x, rect.top(), width, rect.height()), QColor(ink))


def _between(first: str, last: str, share: float) -> QColor:
    one, two = QColor(first), QColor(last)
    parts = zip(one.getRgb()[:3], two.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def _deeper(ground: str, ink: str) -> str:
    """The empty part of the pill: the ground, away from the ink."""
    lit = QColor(ink).lightnessF() > 0.5
    away = "#000000" if lit else "#FFFFFF"
    return _between(ground, away, 0.3).name()


def side_colours(colours: Colours, side: Side | None) -> SideColours:
    """The colours of a side, or of work that has none."""
    if side is None:
        return colours.none
    return colours.right if side is Side.RIGHT else colours.left


def ground_of(colours: Colours, view: StageView) -> tuple[str, str, str]:
    """Fill, ink and edge of the slab."""
    side = side_colours(colours, view.side)
    match view.mood:
        case Mood.READY:
            return side.tint, colours.ink, side.outline
        case Mood.STILL:
            return colours.sand, colours.ink, colours.sand_edge
        case _:
            return side.slab, side.text, side.edge
