"""Sliders and pickers of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QMouseEvent,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QSlider,
    QStyle,
    QWidget,
)

from app.ui.painting import painting
from app.ui.theme import FOCUS_RING, GAPS, Colours, Theme
from app.ui.typeface import MEDIUM, SEMI, SMALL, TEXT, room_font

_HANDLE: Final = 22
# Beside the groove, for the ring of the focus.
_ROOM: Final = 6
_TALL: Final = 34
_SHOWN: Final = 12
_WIDEST: Final = 200


def controls_sheet(c: Colours, *, mirrored: bool) -> str:
    """QSS for pickers and scales, which paint over what Qt draws."""
    # Qt calls the left part "sub-page", also where the values begin at the right.
    filled, empty = ("add", "sub") if mirrored else ("sub", "add")
    return f"""
    QComboBox::down-arrow {{ image: none; }}
    QSlider {{ padding: 0 {_ROOM}px; }}
    QSlider::{filled}-page:horizontal {{ background: {c.accent}; border-radius: 3px; }}
    QSlider::{empty}-page:horizontal {{ background: {c.none.track}; border-radius: 3px; }}
    """


class Picker(QComboBox):
    """One of a list, each with a value. The wheel scrolls the page and never changes it."""

    picked = Signal(str)
    """The value that the person has chosen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self._theme = theme
        self.setView(QListView(self))
        self.setFont(room_font(TEXT, MEDIUM))
        self.view().setFont(room_font(TEXT, MEDIUM))
        self.setMaxVisibleItems(_SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Names may be long: the box does not grow with them.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(lambda index: self.picked.emit(self.itemData(index) or ""))

    def offer(self, groups: Sequence[Sequence[tuple[str, str]]], value: str) -> None:
        """Fill the list with (value, name), a line between groups, and show one of them."""
        self.blockSignals(True)
        self.clear()
        for group in groups:
            if self.count() and group:
                self.insertSeparator(self.count())
            for key, name in group:
                self.addItem(name, key)
        self.setCurrentIndex(max(0, self.findData(value)))
        self.blockSignals(False)

    def values(self) -> list[str]:
        """The values on offer, from top to bottom."""
        found = (self.itemData(index) for index in range(self.count()))
        return [value for value in found if value is not None]

    def wheelEvent(self, event: QWheelEvent) -> None:
        """It belongs to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign that there is a list."""
        super().paintEvent(event)
        with painting(self) as painter:
            pen = QPen(QColor(self._theme.colours.muted), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            right = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
            x, y = (self.width() - 22.0 if right else 22.0), self.height() / 2
            painter.drawPolyline([QPointF(x - 5, y - 3), QPointF(x, y + 3), QPointF(x + 5, y - 3)])


class Scale(QWidget):
    """A slider and its value in words."""

    moved = Signal(int)
    """The value that the person has chosen."""

    def __init__(
        self,
        theme: Theme,
        bounds: tuple[int, int],
        words: Callable[[int], str],
        parent: QWidget,
        usual: int | None = None,
    ) -> None:
        """`words` tells a value; `usual` is marked below the slider."""
        super().__init__(parent)
        self._theme, self._words, self._usual = theme, words, usual
        self.slider = _Slider(theme, bounds, self)
        self._value = QLabel(self)
        self._value.setFont(room_font(TEXT, SEMI))
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        metrics = QFontMetrics(self._value.font())
        widest = max(metrics.horizontalAdvance(words(value)) for value in (*bounds, _WIDEST))
        self._value.setFixedWidth(widest + GAPS[0])
        self._note = room_font(SMALL, MEDIUM)
        below = QFontMetrics(self._note).height() + GAPS[0] if usual is not None else 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, below)
        row.setSpacing(GAPS[3])
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)
        self.setFocusProxy(self.slider)
        self.slider.valueChanged.connect(self._moved)
        theme.changed.connect(self.update)

    @property
    def line_height(self) -> int:
        """The height of the slider without what is written below it."""
        return max(self.slider.height(), self._value.sizeHint().height())

    @property
    def text(self) -> str:
        """The value in words."""
        return self._value.text()

    def set_value(self, value: int) -> None:
        """Show a value; nothing is told."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self._value.setText(self._words(value))

    def setAccessibleName(self, name: str) -> None:
        """It is the slider that is reached."""
        super().setAccessibleName(name)
        self.slider.setAccessibleName(name)

    def _moved(self, value: int) -> None:
        self._value.setText(self._words(value))
        self.moved.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark the usual value."""
        if self._usual is None:
            return
        colours, at = self._theme.colours, self.slider.geometry()
        x = at.left() + self.slider.place(self._usual)
        metrics = QFontMetricsF(self._note)
        text = f"usual {self._usual}"
        width = metrics.horizontalAdvance(text)
        left = min(max(0.0, x - width / 2), self.width() - width)
        with painting(self) as painter:
            painter.setPen(QPen(QColor(colours.control), 2))
            painter.drawLine(QPointF(x, at.bottom() - 5), QPointF(x, at.bottom() + 1))
            painter.setFont(self._note)
            painter.setPen(QColor(colours.muted))
            painter.drawText(QPointF(left, at.bottom() + GAPS[0] + metrics.ascent()), text)


class _Slider(QSlider):
    """A click goes to its place; the wheel scrolls the page."""

    def __init__(self, theme: Theme, bounds: tuple[int, int], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setRange(*bounds)
        self.setSingleStep(5)
        self.setPageStep(20)
        self.setMinimumWidth(90)
        self.setFixedHeight(_TALL)

    def sizeHint(self) -> QSize:
        return QSize(220, _TALL)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if event.button() is Qt.MouseButton.LeftButton and not self._handle().contains(x, 0):
            self.setValue(
                QStyle.sliderValueFromPosition(
                    self.minimum(),
                    self.maximum(),
                    round(x - _ROOM - _HANDLE / 2),
                    self._span(),
                    self.isRightToLeft(),
                )
            )
        super().mousePressEvent(event)

    def place(self, value: int) -> float:
        """Where the middle of the handle is at a value."""
        return (
            _ROOM
            + _HANDLE / 2
            + QStyle.sliderPositionFromValue(
                self.minimum(), self.maximum(), value, self._span(), self.isRightToLeft()
            )
        )

    def _span(self) -> int:
        """How far the handle can go."""
        return self.width() - 2 * _ROOM - _HANDLE

    def _handle(self) -> QRectF:
        """The handle's width, over the whole height."""
        x = self.place(self.value())
        return QRectF(x - _HANDLE / 2, 0, _HANDLE, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with painting(self) as painter:
                painter.setPen(QPen(QColor(self._theme.colours.accent), FOCUS_RING))
                size = _HANDLE / 2 + 4.0
                painter.drawEllipse(self._handle().center(), size, size)
