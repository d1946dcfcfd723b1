"""The room of the settings: every section by keyboard, every choice at once, every fault told."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget

from app import paths
from app.history.settings import Settings, SettingsStore
from app.routine.model import HoldTarget, Usual, VoiceLevel
from app.ui.files_section import FilesSection
from app.ui.picture_section import PictureSection
from app.ui.screen_section import ScreenSection
from app.ui.section import Section
from app.ui.session_section import SessionSection
from app.ui.setting_rows import Option, Tick
from app.ui.settings_room import SECTIONS, SettingsRoom
from app.ui.theme import CONTRAST, DARK
from app.ui.voice_section import VoiceSection
from tests.ui.conftest import Rig

KEY = Qt.Key
KINDS: dict[str, type[Section]] = {
    "Voice": VoiceSection,
    "Picture": PictureSection,
    "Screen": ScreenSection,
    "Session": SessionSection,
    "Files": FilesSection,
}


def opened(rig: Rig, name: str = "") -> SettingsRoom:
    """The room, with a section open."""
    rig.show().show_settings(name)
    return rig.window.settings_room


def screen(rig: Rig) -> ScreenSection:
    found = opened(rig, "Screen").current
    assert isinstance(found, ScreenSection)
    return found


def session(rig: Rig) -> SessionSection:
    found = opened(rig, "Session").current
    assert isinstance(found, SessionSection)
    return found


def files(rig: Rig) -> FilesSection:
    found = opened(rig, "Files").current
    assert isinstance(found, FilesSection)
    return found


def is_whole(row: Tick) -> bool:
    """Whether there is room for all of its words."""
    return row.height() >= row.heightForWidth(row.width())


def kept(rig: Rig) -> Settings:
    """What is in the file."""
    return SettingsStore(rig.own.parent / "settings.json").current


# The sections.


def test_arrows_lead_through_the_sections_and_escape_home(rig: Rig) -> None:
    rig.show()
    QTest.keyClick(rig.window, KEY.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    room = rig.window.settings_room
    assert rig.window.currentWidget() is room
    for name, kind in KINDS.items():
        assert isinstance(room.current, kind), name
        assert room.current.isVisible()
        QTest.keyClick(rig.window.focusWidget(), KEY.Key_Down)
    QTest.keyClick(rig.window.focusWidget(), KEY.Key_Escape)
    assert rig.window.currentWidget() is rig.window.home


def test_the_gear_opens_what_was_seen_last_and_the_voice_its_own(rig: Rig) -> None:
    room = opened(rig, "Session")
    rig.window.go_home()
    rig.window.header.settings.click()
    assert isinstance(room.current, SessionSection)
    rig.window.header.voice.click()
    assert isinstance(room.current, VoiceSection)
    rig.window.go_back()
    assert rig.window.currentWidget() is rig.window.home, "one room, one step back"


@pytest.mark.parametrize("name", SECTIONS)
def test_tab_goes_into_each_section_and_round(rig: Rig, name: str) -> None:
    room = opened(rig, name)
    first = rig.window.focusWidget()
    inside: list[QWidget] = []
    for _ in range(24):
        QTest.keyClick(rig.window.focusWidget(), KEY.Key_Tab)
        widget = rig.window.focusWidget()
        if widget is first:
            break
        if room.current.isAncestorOf(widget):
            inside.append(widget)
    assert widget is first, "no trap"
    assert inside
    assert len(set(inside)) == len(inside)
    assert all(each.accessibleName() for each in inside)


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("size", [(480, 360), (899, 600), (900, 600), (1024, 768), (3840, 2160)])
def test_nothing_reaches_beyond_the_edge(rig: Rig, name: str, size: tuple[int, int]) -> None:
    room = opened(rig, name)
    rig.window.resize(*size)
    rig.qtbot.waitUntil(lambda: room.width() == size[0])
    area = room.current.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    ground = area.widget()
    assert ground is not None
    # A layout that has found out how wide it is asks for its height once more.
    rig.qtbot.waitUntil(lambda: ground.width() == area.viewport().width())
    for row in room.current.findChildren(Tick):
        rig.qtbot.waitUntil(partial(is_whole, row))
    assert not rig.window.grab().isNull()


def test_what_has_the_focus_is_in_sight(rig: Rig) -> None:
    room = opened(rig, "Session")
    rig.window.resize(600, 360)
    rig.qtbot.waitUntil(lambda: room.width() == 600)
    area = room.current.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    for _ in range(6):
        QTest.keyClick(rig.window.focusWidget(), KEY.Key_Tab)
        widget = rig.window.focusWidget()
        if area.isAncestorOf(widget):
            top = widget.mapTo(area, widget.rect().topLeft()).y()
            assert 0 <= top <= area.height() - widget.height()


def test_tab_goes_to_the_choice_that_holds_and_arrows_change_it(rig: Rig) -> None:
    found = screen(rig)
    QTest.keyClick(rig.window.focusWidget(), KEY.Key_Tab)
    assert found.appearances["system"].hasFocus()
    QTest.keyClick(rig.window.focusWidget(), KEY.Key_Tab)
    assert found.distances["mat"].hasFocus()
    QTest.keyClick(rig.window.focusWidget(), KEY.Key_Down)
    assert kept(rig).distance == "gym"
    QTest.keyClick(rig.window.focusWidget(), KEY.Key_Backtab)
    assert found.appearances["system"].hasFocus()


def test_a_row_tells_a_screen_reader_what_it_is(rig: Rig) -> None:
    found = session(rig)
    option, tick = found.targets[HoldTarget.LOW], found.counting
    roles = [QAccessible.queryAccessibleInterface(row).role() for row in (option, tick)]
    assert roles == [QAccessible.Role.RadioButton, QAccessible.Role.CheckBox]
    assert isinstance(option, Option)
    assert option.accessibleDescription() == option.line


# Screen.


def test_an_appearance_is_seen_at_once_and_kept(rig: Rig) -> None:
    found = screen(rig)
    theme = rig.window._theme
    found.appearances["dark"].click()
    assert theme.colours is DARK
    found.appearances["contrast"].click()
    assert theme.colours is CONTRAST
    assert kept(rig).appearance == "contrast"
    found.appearances["system"].click()
    assert theme.appearance == "system"


def test_each_distance_says_how_large_the_text_is(rig: Rig) -> None:
    found = screen(rig)
    rig.window.resize(1920, 1080)
    rig.qtbot.waitUntil(lambda: found.window().width() == 1920)

    def height(name: str) -> float:
        words = found.distances[name].line.split()
        return float(words[words.index("cm") - 1])

    rig.qtbot.waitUntil(lambda: height("desk") < height("mat") < height("gym"))
    for name in ("gym", "desk"):
        found.distances[name].click()
        assert kept(rig).distance == name
        assert f"{height(name):.1f} cm" in found.panel.lines[0]
        assert found.panel.accessibleDescription() == " ".join(found.panel.lines)


def test_a_window_too_small_for_the_distance_says_so(rig: Rig) -> None:
    found = screen(rig)
    rig.window.resize(500, 380)
    found.distances["gym"].click()
    rig.qtbot.waitUntil(lambda: "smaller than it should be" in found.distances["gym"].line)
    assert any("too small" in line for line in found.panel.lines)


def test_still_stops_all_pictures(rig: Rig) -> None:
    found = screen(rig)
    found.motions[True].click()
    assert kept(rig).picture.still
    assert rig.window.pictures.settings.still
    found.motions[False].click()
    assert not rig.settings.current.picture.still


# Session.


def test_what_is_usual_is_chosen_and_kept(rig: Rig) -> None:
    found = session(rig)
    found.targets[HoldTarget.MIDDLE].click()
    found.ready.buttons[1].click()
    found.switch.buttons[2].click()
    found.counting.click()
    assert kept(rig).usual == Usual(HoldTarget.MIDDLE, 15_000, 16_000)
    assert not kept(rig).counting
    assert "75 s" in found.panel.accessibleDescription()


def test_what_was_chosen_is_shown_when_the_section_comes_again(rig: Rig) -> None:
    usual = Usual(HoldTarget.LOW, 20_000, 12_000)
    rig.settings.change(rig.settings.current._replace(usual=usual, counting=False))
    found = session(rig)
    assert found.targets[HoldTarget.LOW].isChecked()
    assert (found.ready.current, found.switch.current) == (2, 1)
    assert not found.counting.isChecked()


# Files.


def test_a_folder_is_made_and_opened(rig: Rig, user_folder: Path) -> None:
    found = files(rig)
    seen: list[Path] = []

    def open_folder(folder: Path) -> bool:
        seen.append(folder)
        return folder.is_dir()

    found.open_folder = open_folder
    for row in (found.routines, found.movements, found.state):
        usual = row.hint
        row.button.click()
        assert row.hint == usual
    assert seen == [rig.own, paths.user_movements(), rig.own.parent]


def test_a_folder_that_nothing_opens_is_told(rig: Rig) -> None:
    found = files(rig)
    found.open_folder = lambda _: False
    found.routines.button.click()
    assert "Nothing was found" in found.routines.hint


def test_a_folder_that_cannot_be_made_is_told(rig: Rig) -> None:
    found = files(rig)
    rig.own.rmdir()
    rig.own.write_text("a file is in the way")
    found.routines.button.click()
    assert "cannot be made" in found.routines.hint


# The file of the settings.


def test_a_damaged_file_is_told_in_every_section(rig: Rig) -> None:
    rig.own.parent.joinpath("settings.json").write_text("no settings at all")
    room = opened(rig, "Files")
    assert "damaged and is kept as settings-damaged.json" in room.problem
    room.show_section("Screen")
    assert "damaged" in room.problem
    found = room.current
    assert isinstance(found, ScreenSection)
    found.distances["desk"].click()
    assert not room.problem, "what is chosen now is kept"


def test_choices_that_cannot_be_kept_hold_and_are_told(rig: Rig) -> None:
    path = rig.own.parent / "settings.json"
    path.mkdir()
    (path / "full").touch()
    room = opened(rig, "Voice")
    assert "cannot be read" in room.problem
    path.rename(path.with_name("moved"))
    found = room.current
    assert isinstance(found, VoiceSection)
    found.form.levels[VoiceLevel.TONES].click()
    rig.qtbot.waitUntil(lambda: not room.problem)
    assert kept(rig).level is VoiceLevel.TONES


def test_the_level_is_told_on_the_head_at_once(rig: Rig) -> None:
    rig.file("short.yaml")
    found = opened(rig, "Voice").current
    assert isinstance(found, VoiceSection)
    found.form.levels[VoiceLevel.SILENT].click()
    rig.qtbot.waitUntil(lambda: rig.window.header.voice.text() == "Voice: silent")
