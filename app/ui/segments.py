"""A choice of one among a few, side by side in a well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent, QPen, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.ui.painting import painting
from app.ui.radio_group import PaintedChoice, tab_to_the_chosen
from app.ui.theme import FOCUS_RING, GAPS, LINE_CONTROL, RADIUS_BUTTON, Theme
from app.ui.typeface import MEDIUM, SEMI, TEXT, room_font

_PAD: Final = 20
_NARROW_PAD: Final = 10
_INSET: Final = 4


class Segments(QWidget):
    """Arrows and clicks choose; a screen reader hears radio buttons."""

    chosen = Signal(int)
    """The number of the choice, from 0, when a person has made it."""

    def __init__(self, theme: Theme, name: str, words: Sequence[str], parent: QWidget) -> None:
        """`name` says what is chosen. Nothing is chosen yet."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        row.setSpacing(0)
        self.buttons = [_Segment(theme, word, self) for word in words]
        for number, button in enumerate(self.buttons):
            self._group.addButton(button, number)
            row.addWidget(button)
        # Clicked by arrow keys, too; not by `select`.
        self._group.idClicked.connect(self.chosen)
        tab_to_the_chosen(self._group)
        theme.changed.connect(self.update)

    @property
    def current(self) -> int:
        """The number that is chosen, -1 where none is."""
        return self._group.checkedId()

    def select(self, number: int) -> None:
        """Choose without telling."""
        self.buttons[number].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Make do with less room."""
        for button in self.buttons:
            button.set_pad(_NARROW_PAD if narrow else _PAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well."""
        with painting(self) as painter:
            colours = self._theme.colours
            # Where the well is as dark as the page a line tells where it ends.
            line = colours.hairline if colours.well == colours.paper else colours.well
            painter.setPen(QPen(QColor(line), 1))
            painter.setBrush(QColor(colours.well))
            radius = RADIUS_BUTTON + _INSET
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rect, radius, radius)


class _Segment(PaintedChoice):
    """One of the choices, painted by itself."""

    def __init__(self, theme: Theme, word: str, parent: QWidget) -> None:
        super().__init__(theme, word, parent)
        self._pad = _PAD

    def set_pad(self, pad: int) -> None:
        """What is free at both sides of the word."""
        if pad != self._pad:
            self._pad = pad
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the word at its boldest."""
        metrics = QFontMetrics(room_font(TEXT, SEMI))
        width = metrics.horizontalAdvance(self.text()) + 2 * self._pad
        return QSize(width, metrics.height() + 2 * GAPS[1] + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The word, on a card where it is chosen."""
        with painting(self) as painter:
            colours, chosen = self._theme.colours, self.isChecked()
            rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if chosen:
                painter.setPen(QPen(QColor(colours.control), LINE_CONTROL))
                painter.setBrush(QColor(colours.card))
                painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
            if self.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), FOCUS_RING))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                inner = rect.adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(inner, RADIUS_BUTTON - 1, RADIUS_BUTTON - 1)
            seen = chosen or self.underMouse()
            painter.setFont(room_font(TEXT, SEMI if chosen else MEDIUM))
            painter.setPen(QColor(colours.ink if seen else colours.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
