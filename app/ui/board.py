"""The calm side of the stage: the picture with the caption below it, or the caption alone, large.

While sides change there are chevrons behind both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible, QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.painting import painting
from app.ui.slab import side_colours
from app.ui.textfit import LOOSE, Fitted, Size, fit
from app.ui.theme import RADIUS_CHIP, Theme
from app.ui.typeface import MEDIUM, SEMI
from app.ui.view import Mood, StageView

_CHEVRONS: Final = 3
# Of S, and the lines that each may take: large and calm, and small before it is ever cut.
_CAPTION: Final = ((1.3, 3), (1.15, 4), (1.0, 5), (0.85, 6), (0.7, 8), (0.55, 11), (0.42, 16))
_REMARK: Final = ((0.72, 2), (0.6, 2), (0.5, 3))
_NOTICE: Final = ((0.42, 2), (0.36, 3))
_LEAST_CAP: Final = 8.0
# Below a picture: two lines, always in the same place, and smaller before they are cut.
_BELOW: Final = ((1.0, 2), (0.88, 2), (0.76, 2), (0.64, 3), (0.54, 3), (0.46, 4), (0.38, 5))
_BELOW_ROOM: Final = 1 + LOOSE
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
        self._chip = _Remark(theme, self)
        self._caption = ""
        self._remark = ""
        self._notice = ""
        self._cap = 20.0
        self._insets = (20.0, 20.0)
        self._side: Side | None = None
        self._mood = Mood.READY
        self.setMouseTracking(True)
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
            self.update()

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
        bottom = round(self._foot() - self._cap * (_BELOW_ROOM + _BELOW_HEAD))
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

    def _words_box(self) -> QRectF:
        left, right = self._insets
        above = self._cap * 0.8
        width = max(40.0, self.width() - left - right)
        return QRectF(left, above, width, self.height() - 2 * above)

    def _foot(self) -> float:
        """Where the caption below a picture ends, above the line about what is missing."""
        foot = self.height() - self._cap * _BELOW_FOOT
        return foot - self._cap * 0.9 if self._notice else foot

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

    def set_scale(self, cap: float, left: float, right: float) -> None:
        """`cap` is S in pixels; `left` and `right` are the margins that words keep."""
        self._cap, self._insets = cap, (left, right)
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
            painter.save()
            painter.translate(-self._picture.pos())
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
            remark = self._fitted(self._remark, box, _REMARK, SEMI)
            self._paint(painter, remark, box.left(), box.top(), colours.quiet)
            box.setTop(box.top() + remark.height + self._cap)
        if self._notice:
            notice = self._fitted(self._notice, box, _NOTICE, MEDIUM)
            box.setBottom(box.bottom() - notice.height)
            self._paint(painter, notice, box.left(), box.bottom(), colours.quiet)
            box.setBottom(box.bottom() - self._cap * 0.7)
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
        room.setTop(foot - self._cap * _BELOW_ROOM)
        room.setBottom(foot)
        caption = self._fitted(self._caption, room, _BELOW, SEMI)
        top = foot - caption.height
        self._paint(painter, caption, box.left(), top, self._theme.colours.ink)

    def _fitted(
        self, text: str, box: QRectF, steps: Sequence[tuple[float, int]], weight: int
    ) -> Fitted:
        """The largest size of `steps` whose lines fit the box, in width and in height."""
        sizes = []
        for share, lines in steps:
            cap = max(_LEAST_CAP, self._cap * share)
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


class _Remark(QWidget):
    """What was just changed, on a ground of its own over a picture."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fitted: Fitted | None = None
        self._pad = 0.0
        self.setMouseTracking(True)
        self.hide()

    def show_text(self, text: str, box: QRectF, cap: float) -> None:
        """At the foot of a box, where no second view stands; `cap` is S in pixels."""
        pad = self._pad = cap * 0.45
        sizes = [Size(max(_LEAST_CAP, cap * share), lines) for share, lines in _REMARK]
        fitted = self._fitted = fit(text, box.width() - 2 * pad, sizes, SEMI, LOOSE)
        width, height = fitted.width + 2 * pad, fitted.height + 2 * pad
        self.setGeometry(QRectF(box.left(), box.bottom() - height, width, height).toAlignedRect())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and words."""
        if self._fitted is None:
            return
        with painting(self) as painter:
            painter.setPen(QColor(self._theme.colours.hairline))
            painter.setBrush(QColor(self._theme.colours.card))
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rect, RADIUS_CHIP, RADIUS_CHIP)
            painter.setPen(QColor(self._theme.colours.ink))
            painter.setFont(self._fitted.font)
            for index, line in enumerate(self._fitted.lines):
                y = self._pad + self._fitted.cap + index * self._fitted.pitch
                painter.drawText(QPointF(self._pad, y), line)
