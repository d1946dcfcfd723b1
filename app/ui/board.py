"""The calm side of the stage: the picture with the caption below it, or the caption alone, large.

While sides change there are chevrons behind both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.painting import painting
from app.ui.remark import LEAST_CAP, REMARK, Remark
from app.ui.slab import side_colours
from app.ui.textfit import LOOSE, Fitted, Size, fit, fit_whole
from app.ui.theme import Theme
from app.ui.typeface import MEDIUM, SEMI
from app.ui.view import Mood, StageView

_CHEVRONS: Final = 3
# A line of a caption that held only a word or two would flit past: where the room is narrow for S,
# a caption is smaller than S, down to this share, so that a line is this many caps wide.
_CAPTION_LEAST: Final = 0.72
_CAPTION_WIDE: Final = 13.0
_KEPT: Final = 64  # texts that were fitted
# Of S, and the lines that each may take: large and calm, and small before it is ever cut.
_CAPTION: Final = ((1.3, 3), (1.15, 4), (1.0, 5), (0.85, 6), (0.7, 8), (0.55, 11), (0.42, 16))
_NOTICE: Final = ((0.42, 2), (0.36, 3))
_NOTICE_HEAD: Final = 0.7
# Below a picture: two lines, always in the same place, and smaller before they are cut.
_BELOW: Final = ((1.0, 2), (0.88, 2), (0.76, 2), (0.64, 3), (0.54, 3), (0.46, 4), (0.38, 5))
_BELOW_FOOT: Final = 0.66
_BELOW_HEAD: Final = 0.62
_PICTURE_HEAD: Final = 0.45


class Board(QWidget):
    """Paints one caption; above it what was just changed, beneath it what is missing.

    A picture is a widget of its own, so that it repaints alone.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._theme = theme
        self._picture: QWidget | None = None
        self._pictured = False
        self._room = (0, 0)
        self._chip = Remark(theme, self)
        self._caption = ""
        self._remark = ""
        self._notice = ""
        self._cap = 20.0
        self._lines = 2
        self._insets = (20.0, 20.0)
        self._fits: dict[tuple[object, ...], Fitted] = {}
        self._side: Side | None = None
        self._mood = Mood.READY
        self.setMouseTracking(True)
        # It fills all of itself, so nothing behind it is painted first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Caption")
        theme.changed.connect(self.update)

    @property
    def caption(self) -> str:
        """What is shown."""
        return self._caption

    @property
    def remark(self) -> str:
        """The line above, about what was just changed."""
        return self._remark

    @property
    def notice(self) -> str:
        """The line beneath."""
        return self._notice

    def set_caption(self, text: str) -> None:
        """Show a sentence."""
        if text != self._caption:
            self._caption = text
            self.setAccessibleDescription(text)
            self._update_words()

    def set_remark(self, text: str) -> None:
        """Show what was just changed, and let a screen reader say it."""
        if text != self._remark:
            self._remark = text
            self._show_remark()
            self.update()
            self.announce(text)

    def set_notice(self, text: str) -> None:
        """Show one plain line, such as why there is no sound."""
        if text != self._notice:
            self._notice = text
            self._place()
            self.update()

    def holds(self, caption: str) -> bool:
        """Whether a caption can be read from where the runner is, whole and at once."""
        width = self._words_box().width()
        size = Size(self._caption_cap, self._lines if self._pictured else 4)
        return fit_whole(caption, width, (size,), SEMI, LOOSE) is not None

    def _update_words(self) -> None:
        """Below a picture only the words change."""
        if not self._pictured or self._picture is None:
            self.update()
            return
        top = self._picture.geometry().bottom()
        self.update(0, top, self.width(), self.height() - top)

    # The picture.

    @property
    def pictured(self) -> bool:
        """Whether there is a picture above the caption."""
        return self._pictured

    def set_picture(self, picture: QWidget) -> None:
        """The widget that stands above the caption while there is something to see."""
        self._picture = picture
        picture.setVisible(self._pictured)
        self._chip.raise_()
        self._place()

    def set_pictured(self, pictured: bool) -> None:
        """Make room for the picture, or for the caption alone."""
        if pictured != self._pictured:
            self._pictured = pictured
            if self._picture is not None:
                self._picture.setVisible(pictured)
            self._show_remark()
            self.update()

    def set_room(self, left: int, width: int) -> None:
        """Where a picture may stand, in pixels from the left end."""
        self._room = (left, width)
        self._place()

    def _place(self) -> None:
        top = round(self._cap * _PICTURE_HEAD)
        bottom = round(self._foot() - self._cap * (self._below_room + _BELOW_HEAD))
        if self._picture is not None:
            self._picture.setGeometry(self._room[0], top, self._room[1], max(0, bottom - top))
        self._show_remark()

    def _show_remark(self) -> None:
        """Over a picture what was just changed needs a ground of its own."""
        self._chip.setVisible(self._pictured and bool(self._remark))
        if self._pictured and self._remark and self._picture is not None:
            box = self._words_box()
            box.setBottom(self._picture.geometry().bottom())
            self._chip.show_text(self._remark, box, self._cap)

    @property
    def _caption_cap(self) -> float:
        """The cap height of captions below a picture, in pixels."""
        share = self._words_box().width() / (self._cap * _CAPTION_WIDE)
        return self._cap * min(1.0, max(_CAPTION_LEAST, share))

    @property
    def _below_room(self) -> float:
        """The height of the caption below a picture, of S."""
        return (1 + LOOSE * (self._lines - 1)) * self._caption_cap / self._cap

    def _words_box(self) -> QRectF:
        left, right = self._insets
        above = self._cap * 0.8
        width = max(40.0, self.width() - left - right)
        return QRectF(left, above, width, self.height() - 2 * above)

    def _foot(self) -> float:
        """Where the caption below a picture ends, above the line about what is missing."""
        if not self._notice:
            return self.height() - self._cap * _BELOW_FOOT
        box = self._words_box()
        return box.bottom() - self._fitted_notice(box).height - self._cap * _NOTICE_HEAD

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the picture anew."""
        self._place()

    def announce(self, text: str) -> None:
        """Let a screen reader say a text where one is listening."""
        if text and QAccessible.isActive():
            # Since Qt 6.8.
            from PySide6.QtGui import QAccessibleAnnouncementEvent

            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def set_view(self, view: StageView) -> None:
        """Take on the colour of a moment."""
        if (view.side, view.mood) != (self._side, self._mood):
            self._side, self._mood = view.side, view.mood
            self.update()

    def set_scale(self, cap: float, insets: tuple[float, float], lines: int = 2) -> None:
        """`cap` is S in pixels, `insets` the margins of words, `lines` those of a caption."""
        self._cap, self._insets, self._lines = cap, insets, lines
        self._fits.clear()
        self._place()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, chevrons and words."""
        with painting(self) as painter:
            self._paint_ground(painter)
            self._paint_words(painter)

    def paint_behind(self, painter: QPainter) -> None:
        """The part of the ground that lies behind the picture, which paints it itself."""
        if self._picture is not None:
            self._paint_ground_from(painter, self._picture.pos())

    def paint_ground_at(self, painter: QPainter, at: QPoint) -> None:
        """The ground as a neighbour that begins `at` a place beside it sees it."""
        self._paint_ground_from(painter, at - self.pos())

    def _paint_ground_from(self, painter: QPainter, at: QPoint) -> None:
        painter.save()
        painter.translate(-at)
        self._paint_ground(painter)
        painter.restore()

    def _paint_ground(self, painter: QPainter) -> None:
        colours = self._theme.colours
        side = side_colours(colours, self._side)
        switching = self._mood is Mood.SWITCH
        painter.fillRect(self.rect(), QColor(side.tint if switching else colours.paper))
        if switching and self._side:
            self._paint_chevrons(painter, self._side, side.mat)

    def _paint_chevrons(self, painter: QPainter, side: Side, colour: str) -> None:
        """Three broad arrows that point to the new side."""
        w, h = float(self.width()), float(self.height())
        width, step, point = w * 0.09, w * 0.27, w * 0.15
        for index in range(_CHEVRONS):
            x = w * 0.1 + index * step
            corners = [(x, 0.0), (x + point, h / 2), (x, h)]
            corners += [(x + width, h), (x + width + point, h / 2), (x + width, 0.0)]
            path = QPainterPath()
            for number, (at, y) in enumerate(corners):
                corner = QPointF(at if side is Side.RIGHT else w - at, y)
                if number:
                    path.lineTo(corner)
                else:
                    path.moveTo(corner)
            path.closeSubpath()
            painter.fillPath(path, QColor(colour))

    def _paint_words(self, painter: QPainter) -> None:
        colours = self._theme.colours
        box = self._words_box()
        if self._remark and not self._pictured:
            remark = self._fitted(self._remark, box, REMARK, SEMI)
            self._paint(painter, remark, box.left(), box.top(), colours.quiet)
            box.setTop(box.top() + remark.height + self._cap)
        if self._notice:
            notice = self._fitted_notice(box)
            box.setBottom(box.bottom() - notice.height)
            self._paint(painter, notice, box.left(), box.bottom(), colours.quiet)
            box.setBottom(box.bottom() - self._cap * _NOTICE_HEAD)
        if self._caption and self._pictured:
            self._paint_below(painter, box)
        elif self._caption:
            caption = self._fitted(self._caption, box, _CAPTION, SEMI)
            top = box.top() + max(0.0, (box.height() - caption.height) / 2)
            self._paint(painter, caption, box.left(), top, colours.ink)

    def _paint_below(self, painter: QPainter, box: QRectF) -> None:
        """The last line always stands in the same place."""
        foot = self._foot()
        room = QRectF(box)
        room.setTop(foot - self._cap * self._below_room)
        room.setBottom(foot)
        share = self._caption_cap / self._cap
        steps = tuple((share * step, lines) for step, lines in _BELOW)
        caption = self._fitted(self._caption, room, steps, SEMI)
        top = foot - caption.height
        self._paint(painter, caption, box.left(), top, self._theme.colours.ink)

    def _fitted_notice(self, box: QRectF) -> Fitted:
        return self._fitted(self._notice, box, _NOTICE, MEDIUM)

    def _fitted(
        self, text: str, box: QRectF, steps: Sequence[tuple[float, int]], weight: int
    ) -> Fitted:
        """The largest size of `steps` whose lines fit the box, in width and in height."""
        key = (text, box.width(), box.height(), tuple(steps), weight)
        if key not in self._fits:
            if len(self._fits) > _KEPT:
                self._fits.clear()
            self._fits[key] = self._fit(text, box, steps, weight)
        return self._fits[key]

    def _fit(
        self, text: str, box: QRectF, steps: Sequence[tuple[float, int]], weight: int
    ) -> Fitted:
        sizes = []
        for share, lines in steps:
            cap = max(LEAST_CAP, self._cap * share)
            room = int((box.height() - cap) / (cap * LOOSE)) + 1
            sizes.append(Size(cap, max(1, min(lines, room))))
        return fit(text, box.width(), sizes, weight, LOOSE)

    def _paint(
        self, painter: QPainter, fitted: Fitted, left: float, top: float, colour: str
    ) -> None:
        painter.setFont(fitted.font)
        painter.setPen(QColor(colour))
        for index, line in enumerate(fitted.lines):
            painter.drawText(QPointF(left, top + fitted.cap + index * fitted.pitch), line)
