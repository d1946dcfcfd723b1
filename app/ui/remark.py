"""What was just changed, on a ground of its own over a picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.painting import painting
from app.ui.textfit import LOOSE, Fitted, Size, fit
from app.ui.theme import RADIUS_CHIP, Theme
from app.ui.typeface import SEMI

REMARK: Final = ((0.72, 2), (0.6, 2), (0.5, 3))
"""Of S, and the lines that each size may take."""

LEAST_CAP: Final = 8.0
"""The smallest words on the board, in pixels."""


class Remark(QWidget):
    """What was just changed, on a ground of its own over a picture."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden."""
        super().__init__(parent)
        self._theme = theme
        self._fitted: Fitted | None = None
        self._pad = 0.0
        self.setMouseTracking(True)
        self.hide()

    def show_text(self, text: str, box: QRectF, cap: float) -> None:
        """At the foot of a box, where no second view stands; `cap` is S in pixels."""
        pad = self._pad = cap * 0.45
        sizes = [Size(max(LEAST_CAP, cap * share), lines) for share, lines in REMARK]
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
