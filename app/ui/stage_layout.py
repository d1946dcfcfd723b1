"""Where the parts of the stage stand in a window of any size. Pure arithmetic in pixels.

S, the cap height of running text, is 6 % of the height: what a 24-inch screen needs at three
metres. In a narrow window it follows the width, so that words still find room beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.ui.bow import BOW, DEEPEST

MARGIN: Final = 0.05
_S_OF_HEIGHT: Final = 0.06
_S_OF_WIDTH: Final = 0.045
_STRIP: Final = 0.158
_SLAB: Final = 0.418
_SLAB_NARROW: Final = 0.48
# Width by height: from here on down the slab takes more of the width.
_WIDE: Final = 1.6
_NARROW: Final = 4 / 3


@dataclass(frozen=True, slots=True)
class StageLayout:
    """Left ends, widths and heights; `words_left` and `words_right` are the board's margins.

    `picture_left` counts from the board's left end; a picture reaches from the window's edge to
    where the slab begins.
    """

    cap: float
    bow: float
    margin: float
    top_height: int
    strip_height: int
    slab_left: int
    slab_width: int
    board_left: int
    board_width: int
    words_left: float
    words_right: float
    picture_left: int
    picture_width: int


def stage_layout(width: int, height: int, slab_on_left: bool) -> StageLayout:
    """The layout of a window, with the slab on the left or on the right."""
    strip = round(height * _STRIP)
    aspect = width / max(1, height)
    share = (_WIDE - aspect) / (_WIDE - _NARROW)
    slab = round(width * (_SLAB + (_SLAB_NARROW - _SLAB) * min(1.0, max(0.0, share))))
    bow, margin = width * BOW, width * MARGIN
    # The board reaches under the slab's bowed edge; its words keep clear of it.
    under = round(bow * (DEEPEST + 0.1))
    board = width - slab + under
    cap = min(height * _S_OF_HEIGHT, width * _S_OF_WIDTH)
    near = under + cap * 0.5
    return StageLayout(
        cap=cap,
        bow=bow,
        margin=margin,
        top_height=height - strip,
        strip_height=strip,
        slab_left=0 if slab_on_left else width - slab,
        slab_width=slab,
        board_left=width - board if slab_on_left else 0,
        board_width=board,
        words_left=near if slab_on_left else margin,
        words_right=margin if slab_on_left else near,
        picture_left=under if slab_on_left else 0,
        picture_width=width - slab,
    )
