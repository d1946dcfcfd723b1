"""Where everything stands on a routine card, and in a grid of them: arithmetic alone."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QFontMetrics, QFontMetricsF

from app.ui.theme import GAPS
from app.ui.typeface import LARGE, MEDIUM, SEMI, TEXT, room_font, scaled

_GAP: Final = 20
_MOST, _LEAST = 5, 2
# A card narrower than this gives its column to the others.
_NARROWEST: Final = 216
# And one as narrow as this has no room for two words.
_WORDED: Final = 150
_SHAPE: Final = 226 / 256
_HIGHEST: Final = 268
# Around the cards, so that the ring of the focus is not cut off.
EDGE: Final = 8
_PAD: Final = 16
_BUTTON: Final = 34
_PLAY: Final = 44


class GridLayout(NamedTuple):
    """Columns of cards in a width; pixels."""

    columns: int
    width: float
    height: int

    def rect(self, at: int) -> QRect:
        """The card at a number, from 0."""
        row, column = divmod(at, self.columns)
        left = EDGE + round(column * (self.width + _GAP))
        right = EDGE + round(column * (self.width + _GAP) + self.width)
        return QRect(left, EDGE + row * self.pitch, right - left, self.height)

    @property
    def pitch(self) -> int:
        """From row to row."""
        return self.height + _GAP

    def at(self, point: QPoint) -> int:
        """The number of the card that a point is nearest to, or that would stand there."""
        column = int((point.x() - EDGE) // (self.width + _GAP))
        column = max(0, min(self.columns - 1, column))
        return (point.y() - EDGE) // self.pitch * self.columns + column

    def total(self, count: int) -> int:
        """The height of them all."""
        rows = -(-count // self.columns)
        return rows * self.pitch - _GAP + 2 * EDGE if rows else 0


def grid_layout(width: int) -> GridLayout:
    """Two to five columns, as many as have room."""
    room = width - 2 * EDGE
    narrowest = scaled(_NARROWEST)
    least = _LEAST if room >= _LEAST * scaled(_WORDED) else 1
    columns = max(least, min(_MOST, (room + _GAP) // (narrowest + _GAP)))
    card = (room - _GAP * (columns - 1)) / columns
    words = _words_height()
    height = max(round(card * _SHAPE), words + 112)
    return GridLayout(columns, card, min(height, max(scaled(_HIGHEST), words + 112)))


def _words_height() -> int:
    """Name and meta, with what is around them."""
    name = QFontMetrics(room_font(LARGE, SEMI)).height()
    meta = QFontMetrics(room_font(TEXT, MEDIUM)).height()
    return name + meta + 2 * GAPS[2] + GAPS[0]


class Part(StrEnum):
    """What of a card can be pressed by itself."""

    PLAY = "play"
    OPEN = "open"
    ALL = "all"


class CardParts(NamedTuple):
    """The parts of a card whose routine can be begun."""

    picture: QRect
    name: QRect
    meta: QRect
    body: QRectF
    play: QRect


def card_parts(rect: QRect) -> CardParts:
    """From the left; a mirrored layout mirrors them."""
    words = _words_height()
    picture = QRect(rect.left(), rect.top(), rect.width(), rect.height() - words)
    name = QFontMetrics(room_font(LARGE, SEMI)).height()
    top = picture.bottom() + 1 + GAPS[2]
    width = rect.width() - 2 * _PAD
    sign = words - 2 * GAPS[2]
    body = QRectF(rect.right() - _PAD - sign * 0.62, top, sign * 0.62, sign)
    play = QRect(0, 0, _PLAY, _PLAY)
    play.moveBottomRight(picture.bottomRight() - QPoint(GAPS[1], GAPS[1]))
    return CardParts(
        picture,
        QRect(rect.left() + _PAD, top, width - round(body.width()) - GAPS[0], name),
        QRect(
            rect.left() + _PAD,
            top + name + GAPS[0],
            width - round(body.width()) - GAPS[1],
            sign - name - GAPS[0],
        ),
        body,
        play,
    )


class BrokenParts(NamedTuple):
    """The parts of the card of a file that cannot be read."""

    head: QRect
    name: QRect
    text: QRectF
    buttons: dict[Part, QRect]


def broken_parts(rect: QRect, words: dict[Part, str]) -> BrokenParts:
    """`words` are those of the buttons."""
    inner = rect.adjusted(_PAD, GAPS[2] + 2, -_PAD, -GAPS[2] - 2)
    head = QFontMetrics(room_font(TEXT, SEMI)).height()
    name = QFontMetrics(room_font(LARGE, SEMI)).height()
    font = QFontMetricsF(room_font(TEXT - 1, SEMI))
    button = max(_BUTTON, round(font.height()) + 14)
    buttons, left = {}, inner.left()
    for part, word in words.items():
        width = round(font.horizontalAdvance(word)) + 2 * GAPS[2]
        buttons[part] = QRect(left, inner.bottom() - button, width, button)
        left += width + GAPS[1]
    top = inner.top() + head + GAPS[1]
    text = top + name + GAPS[0]
    return BrokenParts(
        QRect(inner.left(), inner.top(), inner.width(), head),
        QRect(inner.left(), top, inner.width(), name),
        QRectF(inner.left(), text, inner.width(), inner.bottom() - button - GAPS[1] - text),
        buttons,
    )
