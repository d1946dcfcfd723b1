"""Without a mouse: Tab reaches all there is, the focus is seen, and Esc leads back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from app.session.states import State
from app.ui.focus import FocusRing
from app.ui.keys import Action
from app.ui.settings_room import SECTIONS
from app.ui.tab_order import tab_stops
from tests.ui.conftest import SHORT, Rig
from tests.ui.pages import (
    PAGES,
    home_many,
    home_one,
    movements,
    settings,
    settle,
    stage_keys,
    stage_running,
    summary,
)
from tests.ui.walking import focus, focusable, walk

# Of a ring 3 pixels wide around the smallest control.
SEEN = 200
# All of the stage listens to keys, so that it needs no ring.
RINGLESS = ("Stage",)
# The keys go at the first Tab; offscreen a window without a frame does not become active.
WALKED = [name for name in PAGES if name not in ("stage_keys", "stage_small")]


@pytest.fixture
def alone(rig: Rig, qapp: QApplication) -> Iterator[Rig]:
    """A window with the ring of the focus, as the application makes it."""
    rig.window.resize(1180, 800)
    if QApplication.mouseButtons() is not Qt.MouseButton.NoButton:
        # A test before this one let a button go where nobody was any more.
        QTest.mouseRelease(QPushButton(), Qt.MouseButton.LeftButton)
    ring = FocusRing(qapp, rig.window._theme)
    yield rig
    qapp.focusChanged.disconnect(ring._go)


def active(rig: Rig, page: QWidget) -> QWidget:
    settle(rig)
    page.activateWindow()
    rig.qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.mark.parametrize("name", WALKED)
def test_tab_reaches_all_and_is_seen_where_it_is(alone: Rig, name: str) -> None:
    page = active(alone, PAGES[name](alone))
    there = walk(page)
    assert focusable(page)
    assert [one for one in focusable(page) if not any(one is stop.widget for stop in there)] == []
    unseen = [stop for stop in there if stop.seen < SEEN]
    assert [stop for stop in unseen if type(stop.widget).__name__ not in RINGLESS] == []
    back = [stop.widget for stop in walk(page, back=True)]
    assert {id(one) for one in back} == {id(stop.widget) for stop in there}


def test_home_is_walked_from_top_to_bottom(alone: Rig) -> None:
    page = active(alone, home_many(alone))
    alone.window.header.tabs[0].setFocus()
    stops = [alone.window.header.tabs[0], *(stop.widget for stop in walk(page))]
    home = alone.window.home.page
    wanted = [
        home.fits.segments,
        home.hero.button,
        home.left_out,
        home.head.search,
        home.head.folder_button,
        home.grid,
    ]
    places = [
        next(at for at, stop in enumerate(stops) if one is stop or one.isAncestorOf(stop))
        for one in wanted
    ]
    assert places == sorted(places)


def test_what_comes_later_has_its_place_in_the_order(alone: Rig) -> None:
    page = active(alone, home_one(alone))
    home = alone.window.home
    home.notices.tell("Something happened.", (("Well", lambda: None),), key="test")
    settle(alone)
    home.page.fits.segments.buttons[1].setFocus()
    assert home.notices.buttons("test")[0] is walk(page, back=True)[0].widget


def test_movements_are_walked_from_the_search_to_the_button(alone: Rig) -> None:
    active(alone, movements(alone))
    room = alone.window.movements_page
    assert alone.window.focusWidget() is room.grid
    stops = [stop.widget for stop in walk(alone.window, back=True)]
    assert stops.index(room.filter.need) < stops.index(room.filter.search)
    assert room.panel.button in stops


def test_the_focus_of_a_long_page_is_in_sight(alone: Rig) -> None:
    """Tab comes to the cards, far below, and goes round to what is at the top."""
    page = active(alone, home_many(alone))
    alone.window.resize(700, 500)
    settle(alone)
    area = alone.window.home.page
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    alone.window.header.keys.setFocus()
    alone.qtbot.keyClick(page, Qt.Key.Key_Tab)
    stop = focus(page)
    assert area.isAncestorOf(stop)
    assert area.viewport().rect().contains(stop.mapTo(area.viewport(), stop.rect().center()))


@pytest.mark.parametrize("name", SECTIONS)
def test_esc_leads_home_from_any_control(alone: Rig, name: str) -> None:
    bring = settings(name)
    page = active(alone, bring(alone))
    for stop in walk(page):
        if not alone.window.settings_room.isAncestorOf(stop.widget):
            continue
        bring(alone)
        stop.widget.setFocus()
        alone.qtbot.keyClick(stop.widget, Qt.Key.Key_Escape)
        assert alone.window.currentWidget() is alone.window.home


def test_esc_leads_home_from_the_movements_in_two_steps_at_most(alone: Rig) -> None:
    page = active(alone, movements(alone))
    for stop in walk(page):
        if not alone.window.movements_page.isAncestorOf(stop.widget):
            continue
        alone.window.show_movements()
        stop.widget.setFocus()
        if isinstance(stop.widget, QLineEdit):
            alone.qtbot.keyClicks(stop.widget, "hip")
            alone.qtbot.keyClick(stop.widget, Qt.Key.Key_Escape)
            assert stop.widget.text() == ""
        alone.qtbot.keyClick(stop.widget, Qt.Key.Key_Escape)
        assert alone.window.currentWidget() is alone.window.home


def test_of_a_choice_tab_reaches_what_is_chosen_and_arrows_the_rest(alone: Rig) -> None:
    page = active(alone, home_one(alone))
    segments = alone.window.home.page.fits.segments
    segments.select(2)
    group = segments.findChild(QButtonGroup)
    assert group is not None
    stops = [stop.widget for stop in walk(page) if segments.isAncestorOf(stop.widget)]
    assert stops == [group.checkedButton()]
    stops[0].setFocus()
    alone.qtbot.keyClick(stops[0], Qt.Key.Key_Right)
    assert page.focusWidget() is segments.buttons[3]


def test_an_empty_list_is_passed_over(alone: Rig) -> None:
    active(alone, alone.show())
    assert alone.window.home.list not in [stop.widget for stop in walk(alone.window)]


def test_a_summary_ends_with_one_enter(alone: Rig) -> None:
    page = active(alone, summary(alone))
    alone.qtbot.keyClick(focus(page), Qt.Key.Key_Return)
    assert alone.window.currentWidget() is alone.window.home


# The stage keeps the keys.


def test_a_routine_that_arrives_does_not_take_the_keys_from_a_session(alone: Rig) -> None:
    page = active(alone, alone.show())
    alone.begin()
    alone.file("another.yaml", SHORT)
    home = alone.window.home
    home.refresh()
    alone.qtbot.waitUntil(lambda: not home.is_reading)
    assert page.focusWidget() is alone.window.stage
    home.show_routine(alone.own / "another.yaml")
    alone.qtbot.waitUntil(lambda: not home.is_reading)
    alone.qtbot.keyClick(focus(page), Qt.Key.Key_Space)
    assert alone.session.state is State.PAUSED


def test_tab_closes_the_keys_before_it_goes_anywhere(alone: Rig) -> None:
    page = active(alone, stage_keys(alone))
    stage = alone.window.stage
    alone.qtbot.keyClick(focus(page), Qt.Key.Key_Tab)
    assert not stage.help.isVisible()
    assert page.focusWidget() is stage
    alone.qtbot.keyClick(stage, Qt.Key.Key_Tab)
    assert page.focusWidget() is stage.controls.button(Action.PREVIOUS)


def test_what_lies_under_the_keys_cannot_be_pressed(alone: Rig) -> None:
    page = active(alone, stage_running(alone))
    stage = alone.window.stage
    end = stage.controls.button(Action.END)
    end.setFocus()
    alone.qtbot.keyClick(end, "?")
    assert stage.help.isVisible()
    alone.qtbot.keyClick(focus(page), Qt.Key.Key_Return)
    assert alone.window.question is None
    assert not stage.help.isVisible()


def test_tab_stops_are_those_of_the_layout(alone: Rig) -> None:
    home_one(alone)
    home = alone.window.home.page
    assert tab_stops(home.hero.button) == [home.hero.button]
    assert home.hero.button in tab_stops(home.hero)
