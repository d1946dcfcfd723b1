"""How large a figure is made and where it stands: nothing of a body is ever cut."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QRectF

from app.ui.figure_place import Fit, placed, side_by_side

ROOMS = [QRectF(0, 0, 1117, 617), QRectF(12, 30, 532, 420), QRectF(0, 0, 40, 300)]
FIGURES = [
    ((2600.0, 1304.0), QRectF(452, 23, 1867, 1233)),
    ((900.0, 2600.0), QRectF(100, 200, 500, 2300)),
    ((2600.0, 2600.0), QRectF(0, 0, 2600, 2600)),
]
CASES = list(product(FIGURES, ROOMS, [False, True]))


def body_in(
    room: QRectF, fit: Fit, figure: tuple[tuple[float, float], QRectF], turned: bool
) -> QRectF:
    """Where the body lands, in the room's own coordinates."""
    size, body = figure
    box = placed(size, body, room, fit, mirrored=turned)
    scale = box.width() / size[0]
    left = size[0] - body.right() if turned else body.left()
    return QRectF(
        box.left() + left * scale,
        box.top() + body.top() * scale,
        body.width() * scale,
        body.height() * scale,
    )


@pytest.mark.parametrize(("figure", "room", "turned"), CASES)
@pytest.mark.parametrize("fit", list(Fit))
def test_no_part_of_the_body_leaves_the_room(
    figure: tuple[tuple[float, float], QRectF], room: QRectF, turned: bool, fit: Fit
) -> None:
    body = body_in(room, fit, figure, turned)
    assert room.adjusted(-2, -2, 2, 2).contains(body)


@pytest.mark.parametrize(("figure", "room", "turned"), CASES)
def test_whole_figure_stands_on_the_floor_in_the_middle(
    figure: tuple[tuple[float, float], QRectF], room: QRectF, turned: bool
) -> None:
    box = placed(*figure, room, Fit.WHOLE, mirrored=turned)
    assert room.adjusted(-1, -1, 1, 1).contains(QRectF(box))
    assert box.top() + box.height() == pytest.approx(room.bottom(), abs=1)
    assert QRectF(box).center().x() == pytest.approx(room.center().x(), abs=1)
    full = box.width() > room.width() - 2 or box.height() > room.height() - 2
    assert full


def test_figure_hangs_in_the_middle_of_a_high_room_where_it_should() -> None:
    room = QRectF(10, 20, 300, 900)
    box = QRectF(placed(*FIGURES[0], room, Fit.MIDDLE, mirrored=False))
    assert box.center().y() == pytest.approx(room.center().y(), abs=1)


def test_mat_may_leave_on_the_side_that_is_free_and_makes_the_body_larger() -> None:
    size, body = FIGURES[0]
    room = ROOMS[1]
    whole = placed(size, body, room, Fit.WHOLE, mirrored=False)
    left = placed(size, body, room, Fit.BLEED_LEFT, mirrored=False)
    right = placed(size, body, room, Fit.BLEED_RIGHT, mirrored=True)
    assert whole.width() * 1.05 < left.width() <= whole.width() * 1.3 + 1
    assert left.left() < room.left()
    assert left.left() + left.width() == pytest.approx(room.right(), abs=1)
    assert right.width() == left.width()
    assert right.left() == pytest.approx(room.left(), abs=1)


def test_close_body_fills_its_room() -> None:
    for figure, room in product(FIGURES, ROOMS):
        body = body_in(room, Fit.BODY, figure, False)
        filled = max(body.width() / room.width(), body.height() / room.height())
        assert filled == pytest.approx(0.84, abs=0.05)
        assert body.center().x() == pytest.approx(room.center().x(), abs=1.5)


def test_two_pictures_have_the_same_room_each() -> None:
    one, two = side_by_side(ROOMS[0], 2)
    assert one.size() == two.size()
    assert one.right() < two.left()
    assert one.left() == ROOMS[0].left()
    assert two.right() == pytest.approx(ROOMS[0].right())
    assert side_by_side(ROOMS[0], 1) == [ROOMS[0]]
