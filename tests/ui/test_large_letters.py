"""Letters twice as large, a mirrored window, a small one: nothing is cut, nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.painting import painting
from app.ui.stage import Stage
from app.ui.typeface import TEXT, load_typeface, room_font, scaled, set_text_scale
from tests.ui.clipping import clipped, cut_words, overlapping, painted_words
from tests.ui.conftest import Rig
from tests.ui.pages import BOXES, PAGES, ROOMS, home_many, movements, settle, stage_left
from tests.ui.pages import stage_running as stage_right

SIZES = [(1024, 768), (1920, 1080)]
RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft


@contextmanager
def letters(app: QApplication, scale: float) -> Iterator[None]:
    """As the application does it at its start."""
    before, style = app.font(), app.style().name()
    load_typeface()
    set_text_scale(scale)
    app.setStyle("Fusion")
    app.setFont(room_font(TEXT))
    try:
        yield
    finally:
        set_text_scale(1)
        app.setFont(before)
        app.setStyle(style)


@pytest.fixture
def usual(qapp: QApplication) -> Iterator[None]:
    with letters(qapp, 1):
        yield


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    with letters(qapp, 2):
        yield


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(RIGHT_TO_LEFT)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def wrong_on(rig: Rig, name: str, size: tuple[int, int]) -> list[str]:
    """What cannot be read on a page of a size."""
    rig.window.resize(*size)
    page = PAGES[name](rig)
    if name not in (*BOXES, "stage_small"):
        page.resize(*size)
    settle(rig)
    with painted_words() as words:
        page.grab()
    return sorted({*clipped(page), *cut_words(words), *overlapping(words)})


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_letters_may_be_twice_as_large(rig: Rig, name: str, size: tuple[int, int]) -> None:
    assert wrong_on(rig, name, size) == []


@pytest.mark.usefixtures("usual", "mirrored")
@pytest.mark.parametrize("name", PAGES)
def test_the_window_may_be_mirrored(rig: Rig, name: str) -> None:
    assert wrong_on(rig, name, SIZES[0]) == []


@pytest.mark.usefixtures("large", "mirrored")
@pytest.mark.parametrize("name", ROOMS)
def test_it_may_be_both(rig: Rig, name: str) -> None:
    assert wrong_on(rig, name, (1280, 800)) == []


@pytest.mark.usefixtures("usual")
@pytest.mark.parametrize("name", PAGES)
def test_the_window_may_be_small(rig: Rig, name: str) -> None:
    assert wrong_on(rig, name, (640, 480)) == []


# Which side is which.


@pytest.mark.usefixtures("usual", "mirrored")
def test_the_stage_is_not_mirrored_for_right_is_right(rig: Rig) -> None:
    stage = _stage(stage_right(rig), rig)
    assert stage.slab.geometry().right() == stage.rect().right()
    rig.run_to(rig.start_of("hold", "left") + 1000)
    assert stage.slab.x() == 0


@pytest.mark.usefixtures("usual", "mirrored")
def test_what_is_painted_on_the_stage_is_the_same(rig: Rig, qapp: QApplication) -> None:
    page = stage_left(rig)
    page.resize(*SIZES[0])
    settle(rig)
    turned = page.grab().toImage()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    settle(rig)
    assert page.grab().toImage() == turned


@pytest.mark.usefixtures("usual", "mirrored")
def test_left_is_on_the_left_beside_a_movement_too(rig: Rig) -> None:
    movements(rig).resize(1180, 800)
    settle(rig)
    left, right = rig.window.movements_page.panel.sides.values()
    assert (left.text(), right.text()) == ("Left", "Right")
    assert left.x() < right.x()


@pytest.mark.usefixtures("usual", "mirrored")
def test_rooms_are_mirrored(rig: Rig) -> None:
    page = home_many(rig)
    page.resize(1180, 800)
    settle(rig)
    head = rig.window.header
    assert head.tabs[0].x() > head.tabs[1].x() > head.keys.x()
    grid = rig.window.home.list
    first, second = (grid.visualRect(rig.window.home.rows.index(at)) for at in (0, 1))
    assert first.x() > second.x()


def _stage(page: QWidget, rig: Rig) -> Stage:
    page.resize(*SIZES[0])
    settle(rig)
    return rig.window.stage


@pytest.mark.usefixtures("mirrored")
def test_words_run_as_their_letters_do(qtbot: QtBot) -> None:
    """In a mirrored window "90 s" is not "s 90"."""
    images = []
    for direction in Qt.LayoutDirection.LeftToRight, RIGHT_TO_LEFT:
        widget = _Written()
        widget.setLayoutDirection(direction)
        widget.resize(200, 60)
        qtbot.addWidget(widget)
        images.append(widget.grab().toImage())
    assert images[0] == images[1]


class _Written(QWidget):
    def paintEvent(self, _event: object) -> None:
        with painting(self) as painter:
            painter.setFont(room_font(24))
            painter.drawText(QPointF(10, 40), "90 s.")


# What finds all this must find it.


def test_the_finder_sees_what_is_cut(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    label = QLabel("Much longer than there is room for", window)
    label.setGeometry(0, 0, 40, 20)
    outside = QPushButton("Out", window)
    outside.setGeometry(260, 100, 90, 40)
    below = QLabel("Much", window)
    below.setGeometry(10, 5, 60, 20)
    window.show()
    found = " | ".join(clipped(window))
    assert "QLabel 'Much longer than there is room for': needs" in found
    assert "QPushButton 'Out': 260,100 90x40 in 300x200" in found
    assert "lie on each other" in found


def test_the_finder_sees_painted_words(qapp: QApplication) -> None:
    image = QImage(100, 50, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(room_font(20))
    with painted_words() as words:
        painter.drawText(QRectF(0, 0, 30, 20), 0, "Too long for it")
        painter.drawText(QRectF(0, 0, 90, 30), 0, "Rout…")
        painter.drawText(QRectF(0, 0, 90, 30), 0, "Fits")
    painter.end()
    found = cut_words(words)
    assert len(found) == 2
    assert "'Too long for it' needs" in found[0]
    assert "was shortened" in found[1]


def test_heights_go_with_the_letters() -> None:
    set_text_scale(2)
    try:
        assert scaled(100) == 200
    finally:
        set_text_scale(1)
