"""The overlay that shows the keys."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.keys import ALSO, HELP
from app.ui.painting import painting
from app.ui.theme import LINE_CONTROL, Theme
from app.ui.tokens import MEDIUM, RADIUS_HERO, SEMI
from app.ui.typeface import BOLD, cap_font

_TITLE: Final = "Keys"
_CLOSE: Final = "Any key closes this."
_VEIL: Final = 0.45
# Shares of S, and the least that can be read in a small window; pixels.
_LARGEST: Final = 0.62
_LEAST: Final = 7.0
# Of the words' cap height.
_PAD: Final = 2.4
_ROW: Final = 2.9
_KEY_PAD: Final = 0.7
_GAP: Final = 1.1
_BETWEEN: Final = 3.0
_HEAD: Final = 3.6
_NOTE: Final = 2.2
_SMALLER: Final = 0.86


class Plan(NamedTuple):
    """One way to lay the keys out: cap height, columns, and what it takes; pixels."""

    cap: float
    columns: int
    key_width: float
    column_width: float
    width: float
    height: float


class Help(QWidget):
    """A card over the dimmed stage; hidden at first. A click or any key makes it go."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden."""
        super().__init__(parent)
        self._theme = theme
        self._cap = 16.0
        self._note = ""
        self.setAccessibleName(_TITLE)
        self._tell()
        self.hide()

    def set_note(self, text: str) -> None:
        """One muted line under the keys; '' for none."""
        self._note = text
        self._tell()
        self.update()

    def _tell(self) -> None:
        told = [f"{key}: {what}" for key, what in HELP] + list(self._lines())
        self.setAccessibleDescription(". ".join(told))

    def _lines(self) -> tuple[str, ...]:
        return (*ALSO, *filter(None, [self._note]))

    def place(self, around: QRect, cap: float) -> None:
        """Over all of `around`; the words as large as they can be, `cap` is S in pixels."""
        self._cap = cap
        self.setGeometry(around)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Closes it, and does nothing else."""
        self.hide()
        event.accept()

    # How it is painted.

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint veil, card, keys and words."""
        with painting(self) as painter:
            colours = self._theme.colours
            veil = QColor("#000000")
            veil.setAlphaF(_VEIL)
            painter.fillRect(self.rect(), veil)
            plan = self.plan()
            card = QRectF(0, 0, plan.width, plan.height)
            card.moveCenter(QRectF(self.rect()).center())
            painter.setBrush(QColor(colours.card))
            painter.setPen(QPen(QColor(colours.control), LINE_CONTROL))
            painter.drawRoundedRect(card, RADIUS_HERO, RADIUS_HERO)
            self._paint_words(painter, card, plan)

    def plan(self) -> Plan:
        """The largest words, in one column or two, that the window holds."""
        room = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        cap = max(_LEAST, self._cap * _LARGEST)
        while True:
            for columns in (1, 2):
                plan = self._planned(cap, columns)
                if plan.width <= room.width() and plan.height <= room.height():
                    return plan
            if cap <= _LEAST * 0.7:
                return self._planned(cap, 2)._replace(width=room.width(), height=room.height())
            cap *= 0.95

    def _planned(self, cap: float, columns: int) -> Plan:
        bold, semi = (QFontMetricsF(cap_font(cap, weight)) for weight in (BOLD, SEMI))
        keys = max(bold.horizontalAdvance(key) for key, _ in HELP) + 2 * _KEY_PAD * cap
        words = max(semi.horizontalAdvance(what) for _, what in HELP)
        column = keys + _GAP * cap + words
        small = QFontMetricsF(cap_font(cap * _SMALLER, MEDIUM))
        notes = max(small.horizontalAdvance(line) for line in self._lines())
        inner = max(columns * column + (columns - 1) * _BETWEEN * cap, notes)
        rows = -(-len(HELP) // columns)
        height = _HEAD + rows * _ROW + 0.6 + len(self._lines()) * _NOTE
        return Plan(
            cap, columns, keys, column, inner + 2 * _PAD * cap, (height + 2 * _PAD - 1) * cap
        )

    def _paint_words(self, painter: QPainter, card: QRectF, plan: Plan) -> None:
        colours, cap = self._theme.colours, plan.cap
        left, y = card.left() + _PAD * cap, card.top() + _PAD * cap
        _write(
            painter, QPointF(left, y + cap * 1.4), _TITLE, cap_font(cap * 1.4, BOLD), colours.ink
        )
        small = cap_font(cap * _SMALLER, MEDIUM)
        right = card.right() - _PAD * cap - QFontMetricsF(small).horizontalAdvance(_CLOSE)
        _write(painter, QPointF(right, y + cap * 1.4), _CLOSE, small, colours.muted)
        y += _HEAD * cap
        rows = -(-len(HELP) // plan.columns)
        for number, (key, what) in enumerate(HELP):
            column, row = divmod(number, rows)
            x = left + column * (plan.column_width + _BETWEEN * cap)
            self._paint_key(painter, QPointF(x, y + row * _ROW * cap), (key, what), plan)
        y += rows * _ROW * cap + 0.6 * cap
        for line in self._lines():
            y += cap * _NOTE
            _write(painter, QPointF(left, y - cap), line, small, colours.muted)

    def _paint_key(self, painter: QPainter, at: QPointF, row: tuple[str, str], plan: Plan) -> None:
        """A key as it looks, and what it does."""
        colours, cap = self._theme.colours, plan.cap
        font = cap_font(cap, BOLD)
        width = QFontMetricsF(font).horizontalAdvance(row[0]) + 2 * _KEY_PAD * cap
        frame = QRectF(at.x(), at.y(), max(width, 2.1 * cap), 2.1 * cap)
        painter.setBrush(QColor(colours.strip))
        painter.setPen(QPen(QColor(colours.control), LINE_CONTROL))
        painter.drawRoundedRect(frame, cap * 0.4, cap * 0.4)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, row[0])
        words = QPointF(at.x() + plan.key_width + _GAP * cap, frame.center().y() + cap / 2)
        _write(painter, words, row[1], cap_font(cap, SEMI), colours.ink)


def _write(painter: QPainter, at: QPointF, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(at, text)
