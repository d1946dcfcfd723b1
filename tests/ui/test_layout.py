"""Geometry: nothing leaves its place, at any size, with any word."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.movements.loader import Catalogue
from app.movements.model import Side
from app.session.clock import ManualClock
from app.session.engine import Session
from app.timeline.compiler import Compiler
from app.ui.board import Board
from app.ui.digits import fitted_digits
from app.ui.session_bar import laid_out, stretches
from app.ui.slab_layout import Arrangement, arrange
from app.ui.stage_layout import stage_layout
from app.ui.textfit import Size, fit
from app.ui.theme import Theme
from app.ui.view import Mood, StageView, stage_view
from tests.fakes import timeline

SIZES = [(480, 360), (640, 480), (1024, 768), (1366, 768), (1920, 1080), (3840, 2160), (700, 1400)]
ROUTINES = """
  - movement: kneeling-hip-flexor
    sets: 3
  - movement: worlds-greatest-stretch
  - movement: ankle-circles
  - rest: 20s
  - movement: cat-cow
"""


@pytest.fixture
def views(catalogue: Catalogue, compiler: Compiler) -> list[StageView]:
    """One view of every segment, running and paused."""
    found = []
    plan = timeline(ROUTINES, catalogue, compiler)
    session = Session(plan, ManualClock(), compiler)
    session.start()
    for _ in plan.segments:
        session.tick()
        view = stage_view(session)
        found += [view, replace(view, mood=Mood.STILL, title="Paused")]
        session.next()
    return found


def rows(at: Arrangement) -> list[tuple[float, float]]:
    """Top and bottom of every part, from the top down."""
    found = [(at.baseline - at.number.cap, at.baseline)]
    found += [
        (words.top, words.top + words.fitted.height)
        for words in (at.title, at.name, at.dose, at.set_text)
        if words is not None
    ]
    found += [(rect.top(), rect.bottom()) for rect in (at.post, at.lane) if rect is not None]
    return sorted(found)


@pytest.mark.parametrize("size", SIZES)
def test_slab_holds_every_part_without_overlap(
    qtbot: QtBot, views: list[StageView], size: tuple[int, int]
) -> None:
    place = stage_layout(*size, False)
    width = place.slab_width - place.bow * 2 - place.margin
    box = QRectF(0, place.cap * 0.8, width, place.top_height - place.cap * 1.6)
    for view in views:
        at = arrange(view, box, place.cap)
        parts = rows(at)
        assert parts[0][0] >= box.top() - 0.5
        assert parts[-1][1] <= box.bottom() + 0.5
        for (_, bottom), (top, _) in pairwise(parts):
            assert bottom <= top + 0.5, view
        for words in (at.title, at.name, at.dose, at.set_text):
            assert words is None or words.fitted.width <= box.width() + 1
        number, unit = (view.widest_seconds, "s") if at.in_seconds else view.widest[0]
        assert at.number.width(number, "" if at.bare else unit) <= box.width() + 1


@pytest.mark.parametrize("size", SIZES[1:-1])
def test_number_is_the_largest_thing_and_text_stays_readable(
    qtbot: QtBot, views: list[StageView], size: tuple[int, int]
) -> None:
    place = stage_layout(*size, False)
    width = place.slab_width - place.bow * 2 - place.margin
    box = QRectF(0, place.cap * 0.8, width, place.top_height - place.cap * 1.6)
    for view in views:
        at = arrange(view, box, place.cap)
        texts = [w.fitted.cap for w in (at.title, at.name, at.dose, at.set_text) if w]
        assert at.number.cap > max(texts)
        assert min(texts) >= place.cap * 0.6


def test_set_is_told_before_the_dose(qtbot: QtBot, views: list[StageView]) -> None:
    tight = next(v for v in views if v.set_text and v.title == "Paused")
    place = stage_layout(1920, 1080, False)
    at = arrange(tight, QRectF(0, 0, 600, 740), place.cap)
    assert at.set_text is not None
    assert at.dose is None


def test_number_does_not_move_while_it_counts(qtbot: QtBot) -> None:
    digits = fitted_digits((("10", "s"),), 400, 120, (60, 40))
    widths = {digits.width(str(number), "s") for number in range(10, 60)}
    assert len(widths) == 1


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_words_of_the_board_keep_clear_of_the_slab(size: tuple[int, int], left: bool) -> None:
    at = stage_layout(*size, left)
    first = at.board_left + at.words_left
    last = at.board_left + at.board_width - at.words_right
    if left:
        assert first >= at.slab_left + at.slab_width
    else:
        assert last <= at.slab_left
    assert 0 < at.margin <= min(first, size[0] - last) + 1
    assert at.top_height + at.strip_height == size[1]


def test_text_is_wrapped_then_shrunk_then_cut(qtbot: QtBot) -> None:
    sizes = (Size(40, 1), Size(30, 2))
    assert fit("Pigeon", 1000, sizes).lines == ("Pigeon",)
    two = fit("Kneeling hip flexor stretch", 400, sizes)
    assert len(two.lines) == 2
    cut = fit("Kneeling hip flexor stretch " * 9, 400, sizes)
    assert len(cut.lines) == 2
    assert cut.lines[-1].endswith("…")
    for fitted in (two, cut):
        metrics = QFontMetricsF(fitted.font)
        assert all(metrics.horizontalAdvance(line) <= 405 for line in fitted.lines)
    assert fit("", 400, sizes).lines == ()


def test_bar_has_a_stretch_for_every_moment(catalogue: Catalogue, compiler: Compiler) -> None:
    plan = timeline(ROUTINES, catalogue, compiler)
    parts = stretches(plan)
    assert parts[0].start_ms == 0
    assert parts[-1].end_ms == plan.total_ms
    assert all(a.end_ms == b.start_ms for a, b in pairwise(parts))
    assert {part.side for part in parts} == {Side.RIGHT, Side.LEFT, None}


def test_bar_is_as_wide_as_it_may_be_and_width_is_time(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    placed = laid_out(stretches(timeline(ROUTINES, catalogue, compiler)), 1600, 40)
    scales = {round(width / (part.end_ms - part.start_ms), 6) for part, _, width in placed}
    assert len(scales) == 1
    _, left, width = placed[-1]
    assert left + width == pytest.approx(1600)


def test_bar_merges_the_sides_only_where_blades_would_be_slivers(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    steps = "  - movement: pigeon-pose\n  - movement: ankle-circles\n    reps: 2\n"
    parts = stretches(timeline(steps, catalogue, compiler))
    wide = [part.side for part, _, _ in laid_out(parts, 3000, 40)]
    assert None not in wide
    narrow = [part.side for part, _, _ in laid_out(parts, 230, 40)]
    assert narrow == [Side.RIGHT, Side.LEFT, None]


def test_bar_of_the_longest_routine_stays_inside(catalogue: Catalogue, compiler: Compiler) -> None:
    steps = "  - repeat: 50\n    steps:\n      - movement: ankle-circles\n        reps: 2\n"
    for _, left, width in laid_out(stretches(timeline(steps, catalogue, compiler)), 500, 30):
        assert left >= 0
        assert width > 0
        assert left + width <= 500.5


def rows_apart(one: QImage, other: QImage) -> set[int]:
    """The rows in which two pictures differ, where words begin."""
    places = product(range(one.height()), range(40, 300))
    return {y for y, x in places if one.pixel(x, y) != other.pixel(x, y)}


@pytest.mark.parametrize("size", [(700, 500), (900, 620), (1180, 800), (1920, 1080)])
def test_what_is_missing_is_told_below_the_caption(qtbot: QtBot, size: tuple[int, int]) -> None:
    """Also where it takes two lines: they once ran into each other."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = QWidget()
    qtbot.addWidget(window)
    board = Board(Theme(app), window)
    board.resize(*size)
    board.set_picture(QWidget(board))
    board.set_pictured(True)
    board.set_scale(size[1] * 0.06, (40.0, size[0] * 0.4))
    board.set_notice("No sound: this computer has no loudspeaker or headphones.")
    notice = board.grab().toImage()
    board.set_caption("You need a mat and a wall.")
    both = board.grab().toImage()
    ground = QImage(notice)
    ground.fill(notice.pixelColor(1, notice.height() - 2))
    words, told = rows_apart(both, notice), rows_apart(notice, ground)
    assert words
    assert max(words) < min(told)
