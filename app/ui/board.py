"""The calm side of the stage: the caption, large, with chevrons behind it while sides change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.painting import painting
from app.ui.slab import side_colours
from app.ui.textfit import LOOSE, Fitted, Size, fit
from app.ui.theme import Theme
from app.ui.typeface import MEDIUM, SEMI
from app.ui.view import Mood, StageView

_CHEVRONS: Final = 3
# Of S, and the lines that each may take: large and calm, and small before it is ever cut.
_CAPTION: Final = ((1.3, 3), (1.15, 4), (1.0, 5), (0.85, 6), (0.7, 8), (0.55, 11), (0.42, 16))
_REMARK: Final = ((0.72, 2), (0.6, 2), (0.5, 3))
_NOTICE: Final = ((0.42, 2), (0.36, 3))
_LEAST_CAP: Final = 8.0


class Board(QWidget):
    """Paints one caption; above it what was just changed, beneath it what is missing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._theme = theme
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
            self.update()
            self.announce(text)

    def set_notice(self, text: str) -> None:
        """Show one plain line, such as why there is no sound."""
        if text != self._notice:
            self._notice = text
            self.update()

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
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, chevrons and words."""
        with painting(self) as painter:
            colours = self._theme.colours
            side = side_colours(colours, self._side)
            switching = self._mood is Mood.SWITCH
            painter.fillRect(self.rect(), QColor(side.tint if switching else colours.paper))
            if switching and self._side:
                self._paint_chevrons(painter, self._side, side.mat)
            self._paint_words(painter)

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
        left, right = self._insets
        above = self._cap * 0.8
        box = QRectF(left, above, max(40.0, self.width() - left - right), self.height() - 2 * above)
        if self._remark:
            remark = self._fitted(self._remark, box, _REMARK, SEMI)
            self._paint(painter, remark, box.left(), box.top(), colours.quiet)
            box.setTop(box.top() + remark.height + self._cap)
        if self._notice:
            notice = self._fitted(self._notice, box, _NOTICE, MEDIUM)
            box.setBottom(box.bottom() - notice.height)
            self._paint(painter, notice, box.left(), box.bottom(), colours.quiet)
            box.setBottom(box.bottom() - self._cap * 0.7)
        if self._caption:
            caption = self._fitted(self._caption, box, _CAPTION, SEMI)
            top = box.top() + max(0.0, (box.height() - caption.height) / 2)
            self._paint(painter, caption, box.left(), top, colours.ink)

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
