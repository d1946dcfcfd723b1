"""The list of sections at the left of the settings: arrows and clicks choose, Tab goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QWidget

from app.ui.icons import paint_icon
from app.ui.painting import painting
from app.ui.radio_group import PaintedChoice, tab_to_the_chosen
from app.ui.theme import FOCUS_RING, GAPS, LINE_CONTROL, RADIUS_BUTTON, Theme
from app.ui.typeface import MEDIUM, SEMI, TEXT, room_font, scaled

_ICON: Final = 22
_ABOVE: Final = 11


class SectionList(QWidget):
    """One below the other, or side by side where it is narrow."""

    chosen = Signal(int)
    """The number of the section, from 0, when a person has chosen it."""

    def __init__(self, theme: Theme, sections: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """`sections` are pairs of word and icon. The first one is chosen."""
        super().__init__(parent)
        self.setAccessibleName("Sections")
        self._group = QButtonGroup(self)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAPS[0])
        self.items = [_Item(theme, word, icon, self) for word, icon in sections]
        for number, item in enumerate(self.items):
            self._group.addButton(item, number)
            self._row.addWidget(item)
        self._row.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        tab_to_the_chosen(self._group)
        self.items[0].setChecked(True)

    @property
    def current(self) -> int:
        """The number that is chosen."""
        return self._group.checkedId()

    @property
    def has_focus(self) -> bool:
        """Whether one of its sections has the focus."""
        return any(item.hasFocus() for item in self.items)

    def select(self, number: int) -> None:
        """Choose without telling."""
        self.items[number].setChecked(True)

    def focus_current(self) -> None:
        """Give the focus to the section that is chosen."""
        self.items[self.current].setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """A row of words instead of a column with signs."""
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if narrow else way.TopToBottom)
        for item in self.items:
            item.set_narrow(narrow)


class _Item(PaintedChoice):
    """The sign and the word of a section; a tint and a frame where it is the one that is shown."""

    def __init__(self, theme: Theme, word: str, icon: str, parent: QWidget) -> None:
        super().__init__(theme, word, parent)
        self._icon, self._narrow = icon, False

    def set_narrow(self, narrow: bool) -> None:
        """Without the sign."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()

    def _indent(self) -> int:
        return GAPS[2] if self._narrow else GAPS[2] + scaled(_ICON) + GAPS[2]

    def sizeHint(self) -> QSize:
        """Room for the word at its boldest."""
        metrics = QFontMetrics(room_font(TEXT, SEMI))
        width = self._indent() + metrics.horizontalAdvance(self.text()) + GAPS[2]
        return QSize(width, metrics.height() + 2 * _ABOVE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, sign and word."""
        colours, chosen = self._theme.colours, self.isChecked()
        with painting(self) as painter:
            rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            if chosen:
                painter.setPen(QPen(QColor(colours.accent), LINE_CONTROL))
                painter.setBrush(QColor(colours.none.tint))
                painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
            elif self.underMouse():
                painter.setBrush(QColor(colours.well))
                painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
            if self.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), FOCUS_RING))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                inner = rect.adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(inner, RADIUS_BUTTON - 1, RADIUS_BUTTON - 1)
            mirrored = self.isRightToLeft()
            if not self._narrow:
                x = self.width() - GAPS[2] - scaled(_ICON) if mirrored else GAPS[2]
                box = QRectF(x, (self.height() - scaled(_ICON)) / 2, scaled(_ICON), scaled(_ICON))
                paint_icon(painter, self._icon, box, colours.ink if chosen else colours.muted)
            painter.setFont(room_font(TEXT, SEMI if chosen else MEDIUM))
            painter.setPen(QColor(colours.ink if chosen else colours.muted))
            words, indent = self.rect(), self._indent()
            words = words.adjusted(*((0, 0, -indent, 0) if mirrored else (indent, 0, 0, 0)))
            side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, flags, self.text())
