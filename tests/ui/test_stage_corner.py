"""The small window that stays on top: there and back, with the session going on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QApplication

from app.session.states import State
from app.ui.corner import SIZE
from app.ui.keys import Action
from tests.ui.conftest import Rig

KEY = Qt.Key
pytestmark = pytest.mark.filterwarnings("ignore")


def small(rig: Rig) -> bool:
    return rig.window.size() == SIZE


def test_key_makes_it_small_on_top_and_back_where_it_was(rig: Rig) -> None:
    session = rig.begin()
    rig.window.setGeometry(QRect(40, 50, 1000, 700))
    before, flags = rig.window.geometry(), rig.window.windowFlags()
    rig.qtbot.keyClick(rig.window.stage, KEY.Key_C)
    assert small(rig)
    assert rig.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert rig.window.isVisible()
    rig.qtbot.keyClick(rig.window.stage, KEY.Key_C)
    assert (rig.window.geometry(), rig.window.windowFlags()) == (before, flags)
    assert session.state is State.RUNNING


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_F, KEY.Key_F11])
def test_escape_and_full_screen_lead_back_and_end_nothing(rig: Rig, key: Qt.Key) -> None:
    session = rig.begin()
    rig.window.stage.act(Action.CORNER)
    rig.qtbot.keyClick(rig.window.stage, key)
    assert not small(rig)
    assert session.state is State.RUNNING


def test_from_full_screen_and_back_to_it(rig: Rig) -> None:
    rig.begin()
    rig.window.stage.act(Action.FULL_SCREEN)
    rig.window.stage.act(Action.CORNER)
    assert not rig.window.isFullScreen()
    rig.window.stage.act(Action.CORNER)
    assert rig.window.isFullScreen()
    rig.window.stage.act(Action.LEAVE_FULL_SCREEN)
    assert not rig.window.isFullScreen()


def test_its_buttons_pause_go_on_and_lead_back(rig: Rig) -> None:
    session = rig.begin()
    stage = rig.window.stage
    stage.act(Action.CORNER)
    bar = stage.corner_bar
    assert bar.isVisible()
    assert stage.controls.isHidden()
    for state in ("paused", "running"):
        rig.qtbot.mouseClick(bar.button(Action.TOGGLE), Qt.MouseButton.LeftButton)
        assert rig.state() == state
        assert stage.controls.isHidden()
    rig.qtbot.mouseClick(bar.button(Action.NEXT), Qt.MouseButton.LeftButton)
    assert session.position_ms == rig.start_of("hold")
    rig.qtbot.mouseClick(bar.button(Action.CORNER), Qt.MouseButton.LeftButton)
    assert not small(rig)
    assert bar.isHidden()


def test_every_button_has_a_name(rig: Rig) -> None:
    rig.begin()
    bar = rig.window.stage.corner_bar
    names = [bar.button(action).accessibleName() for action in Action if action in _SHOWN]
    assert names == ["Pause", "Next", "Back to the large window"]


_SHOWN = (Action.TOGGLE, Action.NEXT, Action.CORNER)


def test_it_is_moved_by_its_middle_and_comes_back_there(rig: Rig) -> None:
    rig.begin()
    stage = rig.window.stage
    stage.act(Action.CORNER)
    window = stage.window()
    at = QPointF(window.pos() + QPoint(100, 80))
    stage.corner.grip(window, at)
    stage.corner.drag(window, at - QPointF(60, 40))
    stage.corner.let_go()
    moved = window.pos()
    stage.corner.drag(window, at)
    assert window.pos() == moved
    stage.act(Action.CORNER)
    stage.act(Action.CORNER)
    assert stage.window().pos() == moved


def test_at_the_end_the_window_is_large_again(rig: Rig) -> None:
    session = rig.begin()
    before = rig.window.geometry()
    rig.window.stage.act(Action.CORNER)
    rig.run_to(session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.currentWidget() is rig.window.summary)
    assert rig.window.geometry() == before


def test_session_goes_on_and_is_painted_in_every_phase(rig: Rig) -> None:
    session = rig.begin()
    rig.window.stage.act(Action.CORNER)
    for segment in session.timeline.segments:
        rig.run_to(segment.start_ms + 500)
        QApplication.processEvents()
        assert small(rig)
        assert not rig.window.grab().isNull()
    assert session.state is State.RUNNING
