"""The ring goes where the keyboard goes, and with what it surrounds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.focus import FocusRing
from app.ui.theme import Theme
from app.ui.tokens import FOCUS_GAP, FOCUS_RING

REACH = FOCUS_GAP + FOCUS_RING


class Painted(QPushButton):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


@pytest.fixture
def ring(qapp: QApplication) -> Iterator[FocusRing]:
    ring = FocusRing(qapp, Theme(qapp, "light"))
    yield ring
    qapp.focusChanged.disconnect(ring._go)
    qapp.setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(400, 300)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def around(widget: QWidget, ground: QWidget) -> QRect:
    corner = widget.mapTo(ground, widget.rect().topLeft())
    return widget.rect().translated(corner).adjusted(-REACH, -REACH, REACH, REACH)


def is_seen(ring: FocusRing) -> bool:
    frame = ring.frame
    return frame is not None and frame.isVisible()


def test_it_follows_the_keyboard(window: QWidget, ring: FocusRing) -> None:
    one, two = QPushButton("One", window), QLineEdit(window)
    one.setGeometry(20, 20, 80, 40)
    two.setGeometry(20, 100, 160, 40)
    for widget in (one, two):
        widget.show()
        widget.setFocus()
        assert ring.frame is not None
        assert ring.frame.isVisible()
        assert ring.frame.geometry() == around(widget, window)
    # Not even before the loop has taken the first away does it come back.
    one.resize(90, 50)
    assert len([f for f in window.findChildren(QWidget) if f.isVisible()]) == 3


def test_it_moves_with_its_widget(window: QWidget, ring: FocusRing) -> None:
    box = QWidget(window)
    box.setGeometry(50, 50, 200, 100)
    button = QPushButton("One", box)
    button.setGeometry(10, 10, 80, 40)
    box.show()
    button.setFocus()
    box.move(70, 80)
    button.resize(100, 50)
    assert ring.frame is not None
    assert ring.frame.geometry() == around(button, window)
    box.hide()
    assert not is_seen(ring)


def test_inside_a_scroll_area_it_scrolls_too(window: QWidget, ring: FocusRing) -> None:
    area = QScrollArea(window)
    area.resize(300, 200)
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(number), inside) for number in range(20)]
    for button in buttons:
        column.addWidget(button)
    area.setWidget(inside)
    area.show()
    buttons[3].setFocus()
    assert ring.frame is not None
    assert ring.frame.parentWidget() is inside
    assert ring.frame.geometry() == around(buttons[3], inside)


def test_who_paints_itself_and_who_is_no_control_gets_none(
    window: QWidget, ring: FocusRing
) -> None:
    for widget in (Painted("One", window), QListView(window)):
        widget.show()
        widget.setFocus()
        assert widget.hasFocus()
        assert ring.frame is None


def test_a_window_that_goes_takes_it_along(window: QWidget, ring: FocusRing, qtbot: QtBot) -> None:
    button = QPushButton("One", window)
    button.show()
    button.setFocus()
    assert ring.frame is not None
    button.deleteLater()
    qtbot.waitUntil(lambda: not is_seen(ring))
