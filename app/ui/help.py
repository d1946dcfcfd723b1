"""The overlay that shows the keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.keys import HELP
from app.ui.painting import painting
from app.ui.theme import RADIUS_CARD, Theme
from app.ui.typeface import BOLD, MEDIUM, cap_font


class Help(QWidget):
    """A card in the middle of the stage; hidden at first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden."""
        super().__init__(parent)
        self._theme = theme
        self._cap = 16.0
        self.setAccessibleName("Keys")
        self.setAccessibleDescription(". ".join(f"{key}: {what}" for key, what in HELP))
        self.hide()

    def place(self, around: QRect, cap: float) -> None:
        """In the middle of `around`, as large as its words need."""
        self._cap = min(cap * 0.75, around.height() / (len(HELP) * 2.3 + 4.0))
        metrics = QFontMetricsF(cap_font(self._cap, MEDIUM))
        widest = max(metrics.horizontalAdvance(what) for _, what in HELP)
        width = min(around.width() - 24.0, widest + self._cap * 13)
        height = self._cap * (len(HELP) * 2.3 + 2.2)
        rect = QRectF(0, 0, width, height)
        rect.moveCenter(QRectF(around).center())
        self.setGeometry(rect.toRect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, keys and words."""
        with painting(self) as painter:
            colours = self._theme.colours
            painter.setBrush(QColor(colours.card))
            painter.setPen(QColor(colours.control))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS_CARD, RADIUS_CARD)
            y = self._cap * 2.4
            for key, what in HELP:
                painter.setFont(cap_font(self._cap, BOLD))
                painter.setPen(QColor(colours.ink))
                painter.drawText(QPointF(self._cap * 1.8, y), key)
                painter.setFont(cap_font(self._cap, MEDIUM))
                painter.setPen(QColor(colours.muted))
                painter.drawText(QPointF(self._cap * 9.5, y), what)
                y += self._cap * 2.3
