"""The very first page: three things, none of which must be answered, and never again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget

from app.history.settings import Settings, SettingsStore
from app.house import House
from app.routine.model import VoiceLevel
from app.ui.first_run import FirstRun
from tests.ui.conftest import Rig


def shown(rig: Rig) -> FirstRun:
    """The page, as the first of all starts shows it."""
    rig.show().show_first_run()
    page = rig.window.currentWidget()
    assert isinstance(page, FirstRun)
    return page


def kept(rig: Rig) -> Settings:
    """What is in the file."""
    return SettingsStore(rig.own.parent / "settings.json").current


def test_escape_skips_it_and_nothing_is_asked_again(rig: Rig) -> None:
    _ = rig.settings.current
    assert rig.settings.is_new
    page = shown(rig)
    assert rig.window.header.isHidden()
    QTest.keyClick(page.play, Qt.Key.Key_Escape)
    assert rig.window.currentWidget() is rig.window.home
    assert not rig.window.header.isHidden()
    again = SettingsStore(rig.own.parent / "settings.json")
    assert again.current == Settings()
    assert not again.is_new


def test_the_choices_hold_at_once(rig: Rig) -> None:
    page = shown(rig)
    assert page.heard.current == -1, "nobody has answered yet"
    page.heard.buttons[1].click()
    page.distance.buttons[2].click()
    assert (kept(rig).level, kept(rig).distance) == (VoiceLevel.SILENT, "gym")
    page.heard.buttons[0].click()
    assert kept(rig).level is None
    page.distance.buttons[2].setFocus()
    QTest.keyClick(page.distance.buttons[2], Qt.Key.Key_Return)
    assert rig.window.currentWidget() is rig.window.home


def test_a_sample_is_played_and_what_came_of_it_is_said(rig: Rig) -> None:
    page = shown(rig)
    assert "spoken" in page.status
    page.play.setFocus()
    QTest.keyClick(page.play, Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: page.status in ("No voice here.", "No sound here."))
    assert rig.window.currentWidget() is page


def test_the_button_goes_on(rig: Rig) -> None:
    page = shown(rig)
    page.go_on.click()
    assert rig.window.currentWidget() is rig.window.home


def test_all_of_it_is_reached_by_keyboard_and_in_sight(rig: Rig) -> None:
    page = shown(rig)
    rig.window.resize(480, 360)
    rig.qtbot.waitUntil(lambda: page.width() == 480)
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    ground = area.widget()
    assert ground is not None
    rig.qtbot.waitUntil(lambda: ground.width() == area.viewport().width())
    reached: list[QWidget] = []
    for _ in range(8):
        widget = rig.window.focusWidget()
        assert widget is not None
        top = widget.mapTo(area, widget.rect().topLeft()).y()
        assert 0 <= top <= area.height() - widget.height()
        reached.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert {page.play, page.go_on, page.distance.buttons[1]} <= set(reached)


@pytest.mark.parametrize("before", ["nothing", "settings", "session"])
def test_it_comes_only_where_nothing_was_chosen_or_begun(user_folder: Path, before: str) -> None:
    house = House()
    if before == "settings":
        house.settings.change(Settings())
    elif before == "session":
        house.begun.note()
    assert House().is_first_run is (before == "nothing")


def test_a_damaged_file_is_no_first_run(user_folder: Path) -> None:
    path = House().settings.path
    path.parent.mkdir(parents=True)
    path.write_text("damaged")
    assert not House().is_first_run
