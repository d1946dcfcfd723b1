"""Where figure, words and list stand on the large card of the home page: arithmetic alone."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF

from app.ui.bow import DEEPEST
from app.ui.theme import GAPS
from app.ui.typeface import scaled

# From these widths on there is room for the list, and for the figure.
_LIST_FROM: Final = 980
_FIGURE_FROM: Final = 460
_FIGURE: Final = 0.405
_LIST: Final = 0.245
_LIST_MOST: Final = 400
_BOW: Final = 34.0
# The corners of the card are round; the picture keeps clear of them.
_INSET: Final = 6


class HeroLayout(NamedTuple):
    """All in pixels, from the left. `edge` is where the slab's bow is deepest, 0 for no picture.

    `figure` and `steps` are empty where they have no room.
    """

    card: QRectF
    edge: float
    bow: float
    figure: QRect
    words: QRect
    steps: QRect


def hero_layout(width: int, height: int, *, broken: bool) -> HeroLayout:
    """Share a width out; a broken file has neither picture nor list."""
    card = QRectF(0.5, 0.5, width - 1.0, height - 1.0)
    list_from = scaled(_LIST_FROM)
    side = GAPS[5] if width >= list_from else GAPS[4]
    top = GAPS[5] if height >= 300 else GAPS[4]
    if broken or width < scaled(_FIGURE_FROM):
        words = QRect(side, top, width - 2 * side, height - 2 * top)
        return HeroLayout(card, 0.0, 0.0, QRect(), words, QRect())
    edge = round(width * _FIGURE)
    figure = QRect(_INSET, _INSET, edge - round(0.2 * _BOW) - _INSET - 2, height - 2 * _INSET)
    left = edge + round(DEEPEST * _BOW) + GAPS[2]
    right, steps = width - side, QRect()
    if width >= list_from:
        room = min(scaled(_LIST_MOST), round(width * _LIST))
        steps = QRect(right - room, top, room, height - 2 * top)
        right = steps.left() - GAPS[5]
    words = QRect(left, top, right - left, height - 2 * top)
    return HeroLayout(card, float(edge), _BOW, figure, words, steps)
