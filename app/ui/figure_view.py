"""Where a picture is seen: it paints itself again when another frame is due, and only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from app.figure.motion import Shown
from app.movements.model import Side
from app.ui.figure_place import Fit, side_by_side
from app.ui.painting import painting
from app.ui.theme import RADIUS_CARD, Theme
from app.ui.timers import interval

if TYPE_CHECKING:
    from app.ui.drawing import Drawing, Look
    from app.ui.pictures import Mat, Pictures

# 30 a second at most; a figure has about ten frames a second.
LOOK_MS: Final = 33
# Of the second view: shares of the height, its shape, its distance from the corner.
_INSETS: Final = (0.38, 0.3, 0.24)
_CLOSE_UPS: Final = (0.54, 0.46, 0.38, 0.3)
_INSET_SHAPE: Final = 1.1
_INSET_GAP: Final = 0.03
# Of two ends side by side: the share of the height that the view from near takes.
_END_CARD: Final = 0.5

Ground = Callable[[QPainter], None]


class FigureView(QWidget):
    """Shows one drawing. Whoever owns it says what is seen, when `look` asks for it.

    `look` is called up to 30 times a second while the view is seen and `plays`.
    """

    def __init__(
        self, pictures: Pictures, theme: Theme, parent: QWidget, look: Callable[[], None]
    ) -> None:
        """Empty."""
        super().__init__(parent)
        self._pictures, self._theme = pictures, theme
        self._drawing: Drawing | None = None
        self._shown = Shown(())
        self._mat: Mat = ("", "")
        self._corner = Side.LEFT
        self._ground: Ground | None = None
        self._margins = (0.0, 0.0)
        self._fit = Fit.WHOLE
        self._placed: tuple[object, QRectF] | None = None
        self._plays = False
        self._iconified = False
        self._key: object = None
        self._looker = interval(self, LOOK_MS, look)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    # What is seen.

    @property
    def drawing(self) -> Drawing | None:
        """What is shown."""
        return self._drawing

    @property
    def shown(self) -> Shown:
        """The moment that is shown, and which way."""
        return self._shown

    @property
    def plays(self) -> bool:
        """Whether it moves while it is seen."""
        return self._plays

    def set_ground(self, ground: Ground) -> None:
        """What lies behind the picture; it must fill the whole."""
        self._ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_margins(self, beside: float, above: float) -> None:
        """What is kept free on both sides, and above and below, as shares of width and height."""
        self._margins = (beside, above)
        self.update()

    def set_fit(self, fit: Fit) -> None:
        """Whether a mat may leave the picture, and where."""
        if fit is not self._fit:
            self._fit = fit
            self.update()

    def set_drawing(self, drawing: Drawing | None, name: str, side: Side | None) -> None:
        """Another movement, or another side of it."""
        told = f"Picture: {name}" + (f", {side} side" if side else "")
        if told != self.accessibleName():
            self.setAccessibleName(told)
        self.setAccessibleDescription(drawing.problem if drawing else "")
        if drawing is not self._drawing:
            if self._drawing is not None:
                self._drawing.play(False, lambda: None)
            self._drawing, self._key = drawing, None
            self._go()
            self.update()

    def set_shown(self, shown: Shown, mat: Mat, corner: Side = Side.LEFT) -> None:
        """What is seen of it, on which mat; `corner` is where a second view stands."""
        self._shown = shown
        key = (self._drawing.key(shown) if self._drawing else None, mat, corner)
        if key != self._key:
            self._mat, self._corner, self._key = mat, corner, key
            self.update()

    def set_moment(self, shown: Shown) -> None:
        """The same on the same mat, at another moment."""
        self.set_shown(shown, self._mat, self._corner)

    def set_playing(self, plays: bool) -> None:
        """Move, or stand as it is."""
        if plays != self._plays:
            self._plays = plays
            self._go()

    # When it moves.

    def _go(self) -> None:
        moving = self._plays and self.isVisible() and not self._iconified
        if moving and self._drawing is not None and self._drawing.tracks:
            self._looker.start()
        else:
            self._looker.stop()
        if self._drawing is not None:
            self._drawing.play(moving, self.update)

    def showEvent(self, event: QShowEvent) -> None:
        """It moves again."""
        super().showEvent(event)
        self._iconified = False
        self._go()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees does not move, neither on a page behind nor in an icon."""
        super().hideEvent(event)
        self._iconified = event.spontaneous()
        self._go()

    # How it is painted.

    def sizeHint(self) -> QSize:
        """Laid out by whoever owns it."""
        return QSize(360, 240)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the picture, and its second view."""
        with painting(self) as painter:
            if self._ground is not None:
                self._ground(painter)
            if self._drawing is not None:
                self._paint(painter, self._drawing)

    def _paint(self, painter: QPainter, drawing: Drawing) -> None:
        from app.ui.drawing import Look

        look = Look(self._pictures.palette(self._mat), fit=self._fit)
        beside, above = self.width() * self._margins[0], self.height() * self._margins[1]
        box = QRectF(self.rect()).adjusted(beside, above, -beside, -above)
        if drawing.has_close_up and len(self._shown.moments) > 1:
            self._paint_ends(painter, drawing, box, look)
            return
        drawing.paint(painter, box, self._shown, look)
        if drawing.has_second(self._shown) and len(self._shown.moments) == 1:
            inset = self._inset(drawing, box, look)
            self._paint_second(painter, drawing, inset, self._shown, look)

    def _paint_ends(self, painter: QPainter, drawing: Drawing, box: QRectF, look: Look) -> None:
        """Side by side, and above each what it is about, from near."""
        moments, gap = self._shown.moments, self.height() * _INSET_GAP
        box = box.adjusted(gap, gap, -gap, 0)
        figure, card = drawing.proportion(0), drawing.proportion(1)
        look = look._replace(fit=Fit.MIDDLE if self._fit is Fit.MIDDLE else Fit.WHOLE)
        for room, moment in zip(side_by_side(box, len(moments)), moments, strict=True):
            high = min(room.height() * _END_CARD, room.width() / card)
            below = min(room.height() - high - 2 * gap, room.width() / figure)
            inset = QRectF(0, 0, high * card, high)
            inset.moveCenter(room.center())
            inset.moveBottom(room.bottom() - below - gap)
            one = self._shown._replace(moments=(moment,))
            drawing.paint(painter, room.adjusted(0, room.height() - below, 0, 0), one, look)
            self._paint_second(painter, drawing, inset, one, look)

    def _paint_second(
        self, painter: QPainter, drawing: Drawing, inset: QRectF, shown: Shown, look: Look
    ) -> None:
        """The second view on a card; a close-up has a frame of its own."""
        if drawing.has_close_up:
            drawing.paint(painter, inset, shown, look._replace(view=1, fit=Fit.MIDDLE))
            return
        colours = self._theme.colours
        painter.setBrush(QColor(colours.card))
        painter.setPen(QPen(QColor(colours.hairline), 1.5))
        card = QPainterPath()
        card.addRoundedRect(inset, RADIUS_CARD, RADIUS_CARD)
        painter.drawPath(card)
        painter.setClipPath(card)
        drawing.paint(painter, inset, shown, look._replace(view=1, fit=Fit.BODY))

    def _inset(self, drawing: Drawing, box: QRectF, look: Look) -> QRectF:
        """Where the second view covers nothing of the first: in the free corner, if it can be."""
        key = (drawing, box.size().toTuple(), self._shown.mirrored, self._corner, self._fit)
        if self._placed is None or self._placed[0] != key:
            places = self._places(drawing)
            best = places[drawing.clearest(box, places, self._shown, look)]
            self._placed = (key, best)
        return self._placed[1]

    def _places(self, drawing: Drawing) -> list[QRectF]:
        """Both upper corners, the free one first; the same again, smaller."""
        gap, places = self.height() * _INSET_GAP, []
        shape = drawing.proportion(1) if drawing.has_close_up else _INSET_SHAPE
        for share in _CLOSE_UPS if drawing.has_close_up else _INSETS:
            height = min(self.height() * share, self.width() * share / shape)
            width = height * shape
            corners = [gap, self.width() - gap - width]
            if self._corner is Side.RIGHT:
                corners.reverse()
            places += [QRectF(left, gap, width, height) for left in corners]
        return places
