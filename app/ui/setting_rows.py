"""Rows of the settings: something to choose or to tick, and a label with its control."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.painting import painting
from app.ui.radio_group import tab_to_the_chosen
from app.ui.setting_controls import Scale
from app.ui.theme import FOCUS_RING, GAPS, RADIUS_BUTTON, Theme
from app.ui.typeface import HEAD, MEDIUM, SEMI, SMALL, TEXT, room_font

# Shares of the height of a line of text: the mark, the first column, and from which width on the
# second column stands beside the first instead of below it.
_MARK: Final = 1.0
_FIRST: Final = 8.3
_BESIDE_FROM: Final = 25.0
_PAD: Final = GAPS[3]
_ABOVE: Final = 10
_NO_LIMIT: Final = 16_777_215
_Key = TypeVar("_Key")
_WRAP: Final = Qt.TextFlag.TextWordWrap


class _Words:
    """A word and its explanation: where they stand at a width."""

    def __init__(self, word: str, line: str) -> None:
        self.word, self.line = word, line
        self.word_font: QFont = room_font(TEXT, SEMI)
        self.line_font: QFont = room_font(TEXT, MEDIUM)

    def mark(self) -> int:
        return round(QFontMetrics(self.word_font).height() * _MARK)

    def places(self, width: int) -> tuple[QRect, QRect]:
        """The boxes of both in a row of this width."""
        metrics, mark = QFontMetrics(self.word_font), self.mark()
        left, height = _PAD + mark + GAPS[2], metrics.height()
        room = max(1, width - left - _PAD)
        if width >= _BESIDE_FROM * height:
            second = _PAD + round(_FIRST * height)
            word = QRect(left, _ABOVE, second - left, height)
            return word, self._box(second, _ABOVE, width - second - _PAD)
        tall = metrics.boundingRect(0, 0, room, 10**6, _WRAP, self.word).height()
        word = QRect(left, _ABOVE, room, tall)
        return word, self._box(left, _ABOVE + tall + 2, room)

    def _box(self, left: int, top: int, width: int) -> QRect:
        metrics = QFontMetrics(self.line_font)
        tall = metrics.boundingRect(0, 0, width, 10**6, _WRAP, self.line).height()
        return QRect(left, top, width, tall)

    def height(self, width: int) -> int:
        return max(box.bottom() + 1 for box in self.places(width)) + _ABOVE


class Tick(QCheckBox):
    """Something that is on or off: a mark, a word and what it means, all of it to be clicked."""

    def __init__(self, theme: Theme, word: str, line: str, parent: QWidget) -> None:
        """`line` says what the word means."""
        super().__init__(word, parent)
        self._theme, self._words = theme, _Words(word, line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(word)
        self.setAccessibleDescription(line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    @property
    def line(self) -> str:
        """What the word means."""
        return self._words.line

    def set_line(self, line: str) -> None:
        """Another line."""
        if line != self._words.line:
            self._words.line = line
            self.setAccessibleDescription(line)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """See `heightForWidth`."""
        return QSize(240, self._words.height(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        """The words wrap; how high they get then, `heightForWidth` tells."""
        return QSize(160, self._words.height(_NO_LIMIT))

    def heightForWidth(self, width: int) -> int:
        """Narrower means higher."""
        return self._words.height(width)

    def hitButton(self, _pos: QPoint) -> bool:
        """The whole row."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, words and mark."""
        with painting(self) as painter:
            self._paint_ground(painter)
            mirrored = self.isRightToLeft()
            boxes = list(self._words.places(self.width()))
            if mirrored:
                boxes = [_mirrored(box, self.width()) for box in boxes]
            colours = self._theme.colours
            self._paint_words(painter, boxes, (colours.ink, colours.muted))
            size = self._words.mark()
            metrics = QFontMetrics(self._words.word_font)
            top = boxes[0].top() + (metrics.height() - size) / 2
            left = self.width() - _PAD - size if mirrored else _PAD
            self.paint_mark(painter, QRectF(left, top, size, size).adjusted(1, 1, -1, -1))

    def _paint_ground(self, painter: QPainter) -> None:
        """The ground of what is chosen or under the pointer, and the ring of the focus."""
        colours = self._theme.colours
        inside = QRectF(self.rect()).adjusted(4, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() and self.autoExclusive():
            painter.setBrush(QColor(colours.none.tint))
            painter.drawRoundedRect(inside, RADIUS_BUTTON, RADIUS_BUTTON)
        elif self.underMouse():
            painter.setBrush(QColor(colours.well))
            painter.drawRoundedRect(inside, RADIUS_BUTTON, RADIUS_BUTTON)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = FOCUS_RING / 2
            ring = inside.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(ring, RADIUS_BUTTON - 1, RADIUS_BUTTON - 1)

    def _paint_words(self, painter: QPainter, boxes: list[QRect], inks: tuple[str, str]) -> None:
        words = self._words
        texts = ((words.word, words.word_font), (words.line, words.line_font))
        flag = Qt.AlignmentFlag
        side = flag.AlignRight if self.isRightToLeft() else flag.AlignLeft
        for box, (text, font), ink in zip(boxes, texts, inks, strict=True):
            painter.setPen(QColor(ink))
            painter.setFont(font)
            painter.drawText(box, side | _WRAP, text)

    def paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        """A box, with a tick in it where it is on."""
        colours, on = self._theme.colours, self.isChecked()
        painter.setPen(QPen(QColor(colours.accent if on else colours.control), 2))
        painter.setBrush(QColor(colours.accent if on else colours.card))
        painter.drawRoundedRect(mark, mark.width() * 0.24, mark.width() * 0.24)
        if on:
            pen = QPen(QColor(colours.on_accent), max(2.0, mark.width() * 0.13))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            x, y, s = mark.left(), mark.top(), mark.width()
            shape = ((0.25, 0.52), (0.43, 0.7), (0.76, 0.32))
            painter.drawPolyline([QPointF(x + a * s, y + b * s) for a, b in shape])


class Option(Tick):
    """One of several, of which one holds; a screen reader hears a radio button."""

    def __init__(self, theme: Theme, word: str, line: str, parent: QWidget) -> None:
        """`line` says what the word means."""
        super().__init__(theme, word, line, parent)
        # This alone makes a radio button of any button, also to Qt's accessibility.
        self.setAutoExclusive(True)

    def paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        """A circle, with a dot in it where it is chosen."""
        colours, on = self._theme.colours, self.isChecked()
        painter.setPen(QPen(QColor(colours.accent if on else colours.control), 2))
        painter.setBrush(QColor(colours.card))
        painter.drawEllipse(mark)
        if on:
            rim = mark.width() * 0.26
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(mark.adjusted(rim, rim, -rim, -rim))


def _mirrored(box: QRect, width: int) -> QRect:
    return QRect(width - box.x() - box.width(), box.y(), box.width(), box.height())


class Card(QFrame):
    """A head, and a card below it with rows."""

    def __init__(self, head: str, parent: QWidget) -> None:
        """`head` is read out before each row."""
        super().__init__(parent)
        self.setAccessibleName(head)
        title = QLabel(head, self)
        title.setFont(room_font(HEAD, SEMI))
        title.setWordWrap(True)
        self._body = QFrame(self)
        self._body.setObjectName("sheet")
        self.rows = QVBoxLayout(self._body)
        self.rows.setContentsMargins(1, GAPS[1], 1, GAPS[1])
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAPS[2])
        column.addWidget(title)
        column.addWidget(self._body)

    @property
    def body(self) -> QWidget:
        """The parent of the rows."""
        return self._body

    def add(self, row: QWidget) -> None:
        """A row below the others."""
        self.rows.addWidget(row)

    def add_options(
        self,
        theme: Theme,
        options: Iterable[tuple[_Key, str, str]],
        chosen: Callable[[_Key], object],
    ) -> dict[_Key, Option]:
        """A row for each (value, word, line); `chosen` is told the value that a person chooses."""
        group = QButtonGroup(self)
        made: dict[_Key, Option] = {}
        for value, word, line in options:
            option = Option(theme, word, line, self._body)
            option.clicked.connect(lambda _=False, value=value: chosen(value))
            group.addButton(option)
            self.add(option)
            made[value] = option
        tab_to_the_chosen(group)
        return made


class Field(QWidget):
    """A label, its control beside it or, where that is narrow, below it, and a hint."""

    def __init__(self, label: str, control: QWidget, parent: QWidget) -> None:
        """The control is named by the label unless it has a name of its own."""
        super().__init__(parent)
        self.label = QLabel(label, self)
        self.label.setFont(room_font(TEXT, SEMI))
        self.label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        self.control = control
        control.setParent(self)
        self._hint = QLabel(self)
        self._hint.setObjectName("muted")
        self._hint.setFont(room_font(SMALL, MEDIUM))
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        self._hint.hide()
        right = QVBoxLayout()
        right.setSpacing(GAPS[0])
        right.addWidget(control)
        right.addWidget(self._hint)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(_PAD, _ABOVE, _PAD, _ABOVE)
        self._row.addWidget(self.label)
        self._row.addLayout(right, 1)
        self._arrange()

    @property
    def hint(self) -> str:
        """What is said below the control."""
        return self._hint.text()

    def set_hint(self, text: str) -> None:
        """Say something below the control; '' for nothing."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self.control.setAccessibleDescription(text)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with the control below the label, so that it can get there."""
        words = QFontMetrics(self.label.font()).horizontalAdvance(self.label.text())
        width = max(words, self.control.minimumSizeHint().width()) + 2 * _PAD
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other or one below the other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        line = QFontMetrics(self.label.font()).height()
        beside = self.width() >= _BESIDE_FROM * line
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._row.setSpacing(GAPS[3] if beside else GAPS[0])
        width = round(line * _FIRST) - GAPS[3]
        self.label.setMinimumWidth(width if beside else 0)
        self.label.setMaximumWidth(width if beside else _NO_LIMIT)
        # In line with the control, whatever is said below it.
        self.label.setMinimumHeight(self._height() if beside else 0)
        top = Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0)
        self._row.setAlignment(self.label, top)

    def _height(self) -> int:
        """Of that part of the control that the label stands beside."""
        control = self.control
        return control.line_height if isinstance(control, Scale) else control.sizeHint().height()


def rule(parent: QWidget) -> QFrame:
    """A hairline between rows that are of different kinds."""
    line = QFrame(parent)
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line
