"""The calm side of the stage: the caption, large, with chevrons behind it while sides change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.ui.slab import side_colours
from app.ui.textfit import LOOSE, Size, fit
from app.ui.theme import Theme
from app.ui.typeface import MEDIUM, SEMI
from app.ui.view import Mood, StageView

_CHEVRONS: Final = 3


class Board(QWidget):
    """Paints one caption and, small beneath it, one plain line about what is missing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._theme = theme
        self._caption = ""
        self._notice = ""
        self._cap = 20.0
        self._under = (0.0, 0.0)
        self._side: Side | None = None
        self._mood = Mood.READY
        self.setAccessibleName("Caption")
        theme.changed.connect(self.update)

    @property
    def caption(self) -> str:
        """What is shown."""
        return self._caption

    @property
    def notice(self) -> str:
        """The line beneath."""
        return self._notice

    def set_caption(self, text: str) -> None:
        """Show a sentence, and let a screen reader say it."""
        if text == self._caption:
            return
        self._caption = text
        self.setAccessibleDescription(text)
        if text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.update()

    def set_notice(self, text: str) -> None:
        """Show one plain line, such as why there is no sound."""
        if text != self._notice:
            self._notice = text
            self.update()

    def set_view(self, view: StageView) -> None:
        """Take on the colour of a moment."""
        if (view.side, view.mood) != (self._side, self._mood):
            self._side, self._mood = view.side, view.mood
            self.update()

    def set_scale(self, cap: float, left: float, right: float) -> None:
        """`cap` is the height of running text's capitals; `left`, `right` lie under the slab."""
        self._cap, self._under = cap, (left, right)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, chevrons, caption and notice."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colours = self._theme.colours
            side = side_colours(colours, self._side)
            switching = self._mood is Mood.SWITCH
            painter.fillRect(self.rect(), QColor(side.tint if switching else colours.paper))
            if switching and self._side:
                self._chevrons(painter, self._side, side.mat)
            self._words(painter)
        finally:
            painter.end()

    def _chevrons(self, painter: QPainter, side: Side, colour: str) -> None:
        """Three broad arrows that point to the new side."""
        w, h = float(self.width()), float(self.height())
        width, step = w * 0.1, w * 0.26
        point = w * 0.14
        for index in range(_CHEVRONS):
            x = w * 0.12 + index * step
            path = QPainterPath()
            for shift, ends in ((0.0, (0.0, h / 2, h)), (width, (h, h / 2, 0.0))):
                for y in ends:
                    tip = point if y == h / 2 else 0.0
                    corner = QPointF(self._turned(x + shift + tip, w, side), y)
                    if path.elementCount():
                        path.lineTo(corner)
                    else:
                        path.moveTo(corner)
            path.closeSubpath()
            painter.fillPath(path, QColor(colour))

    @staticmethod
    def _turned(x: float, width: float, side: Side) -> float:
        return x if side is Side.RIGHT else width - x

    def _words(self, painter: QPainter) -> None:
        colours = self._theme.colours
        margin = max(24.0, self.width() * 0.08)
        left, right = self._under
        width = self.width() - 2 * margin - left - right
        box = QRectF(margin + left, margin, width, self.height() - 2 * margin)
        if self._caption:
            cap = self._cap
            sizes = tuple(
                Size(cap * s, n) for s, n in ((1.25, 3), (1.1, 4), (1.0, 6), (0.8, 8), (0.6, 11))
            )
            fitted = fit(self._caption, box.width(), sizes, SEMI, LOOSE)
            painter.setFont(fitted.font)
            painter.setPen(QColor(colours.ink))
            top = box.top() + max(0.0, (box.height() - fitted.height) / 2)
            for index, line in enumerate(fitted.lines):
                baseline = top + fitted.cap + index * fitted.pitch
                painter.drawText(QPointF(box.left(), baseline), line)
        if self._notice:
            sizes = (Size(max(9.0, self._cap * 0.45), 2),)
            fitted = fit(self._notice, box.width(), sizes, MEDIUM, LOOSE)
            painter.setFont(fitted.font)
            painter.setPen(QColor(colours.quiet))
            for index, line in enumerate(fitted.lines):
                baseline = box.bottom() - (len(fitted.lines) - 1 - index) * fitted.pitch
                painter.drawText(QPointF(box.left(), baseline + margin * 0.4), line)
