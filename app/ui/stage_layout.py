"""Where the parts of the stage stand in a window of any size. Pure arithmetic in pixels.

S, the cap height of running text, is what the eye needs from where the runner is (`app.ui.sight`),
and more where the window has room for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.ui.bow import BOW, DEEPEST

MARGIN: Final = 0.05
"""What words keep free at every edge of the window, as a share of its width or height."""

# S is no smaller than this, however near the runner is: the room is there.
_S_OF_HEIGHT: Final = 0.05
_S_OF_WIDTH: Final = 0.0375
# Without being told what the eye needs: a 24-inch screen at three metres.
_USUAL_OF_HEIGHT: Final = 0.06
_USUAL_OF_WIDTH: Final = 0.045
_STRIP: Final = 0.158
# The signs and words of the strip, above the margin at its foot.
_STRIP_ROW: Final = 1.75
_SLAB: Final = 0.418
_SLAB_NARROW: Final = 0.48
# Width by height: from here on down the slab takes more of the width.
_WIDE: Final = 1.6
_NARROW: Final = 4 / 3
# S by the width: from here on up the words are large for their window, and so is their slab.
_LARGE: Final = (0.036, 0.05)
# S by the height: from here on the picture needs the caption's second line.
_ONE_LINE: Final = 0.095
# The small window that stays on top: all its own shares.
_CORNER_S: Final = 0.05
_CORNER_STRIP: Final = 0.18
_CORNER_SLAB: Final = 0.445


@dataclass(frozen=True, slots=True)
class StageLayout:
    """Left ends, widths and heights; `words_left` and `words_right` are the board's margins.

    `margin` is kept free beside, `above` at the top and at the foot. `picture_left` counts from the
    board's left end; a picture reaches from the window's edge to where the slab begins.
    """

    cap: float
    bow: float
    margin: float
    above: float
    caption_lines: int
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


def usual_cap(width: int, height: int) -> float:
    """S on a 24-inch screen at three metres, whose window is all of it."""
    return min(height * _USUAL_OF_HEIGHT, width * _USUAL_OF_WIDTH)


def stage_layout(
    width: int, height: int, slab_on_left: bool, cap: float | None = None, *, corner: bool = False
) -> StageLayout:
    """The layout of a window, with the slab on the left or on the right.

    `cap`: S in pixels as the eye needs it. `corner`: the small window that stays on top.
    """
    if corner:
        cap = height * _CORNER_S
        strip, slab = round(height * _CORNER_STRIP), round(width * _CORNER_SLAB)
    else:
        wanted = usual_cap(width, height) if cap is None else cap
        cap = max(wanted, min(height * _S_OF_HEIGHT, width * _S_OF_WIDTH))
        strip = round(max(height * _STRIP, cap * _STRIP_ROW + height * MARGIN))
        slab = round(width * _slab_share(width, height, cap))
    bow, margin = width * BOW, width * MARGIN
    # The board reaches under the slab's bowed edge; its words keep clear of it.
    under = round(bow * (DEEPEST + 0.1))
    board = width - slab + under
    near = under + cap * 0.5
    return StageLayout(
        cap=cap,
        bow=bow,
        margin=margin,
        above=height * MARGIN,
        caption_lines=1 if cap > height * _ONE_LINE else 2,
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


def _slab_share(width: int, height: int, cap: float) -> float:
    """Wider in a narrow window, and where the words are large for the window they are in."""
    narrow = (_WIDE - width / max(1, height)) / (_WIDE - _NARROW)
    large = (cap / max(1, width) - _LARGE[0]) / (_LARGE[1] - _LARGE[0])
    return _SLAB + (_SLAB_NARROW - _SLAB) * min(1.0, max(0.0, narrow, large))
