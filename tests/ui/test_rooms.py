"""The head above all rooms, and the ways between them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from app.routine.model import VoiceLevel
from app.ui.fits import Fit
from tests.ui.conftest import BROKEN, SHORT, Rig

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def chain(rig: Rig) -> list[QWidget]:
    """What the Tab key reaches, from where the focus is and once around."""
    found: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in found:
        found.append(widget)
        QTest.keyClick(widget, KEY.Key_Tab)
    return found


def test_tabs_and_keys_lead_to_the_rooms_and_back(rig: Rig) -> None:
    window = rig.show()
    home, tab = window.header.tabs
    assert home.is_current
    tab.click()
    assert window.currentWidget() is window.movements_page
    assert tab.is_current
    assert not home.is_current
    QTest.keyClick(window, KEY.Key_1, CONTROL)
    assert window.currentWidget() is window.home
    QTest.keyClick(window, KEY.Key_2, CONTROL)
    QTest.keyClick(window, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.currentWidget() is window.home
    assert home.is_current


def test_escape_leads_back_out_of_a_room(rig: Rig) -> None:
    window = rig.show()
    window.show_movements()
    QTest.keyClick(window.currentWidget(), KEY.Key_Escape)
    assert window.currentWidget() is window.home


def test_a_session_has_the_window_to_itself(rig: Rig) -> None:
    session = rig.begin()
    window = rig.window
    assert window.header.isHidden()
    for key in (KEY.Key_1, KEY.Key_2):
        QTest.keyClick(window, key, CONTROL)
    window.show_movements()
    window.go_back()
    assert window.currentWidget() is window.stage
    rig.run_to(session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: window.currentWidget() is window.summary)
    assert window.header.isHidden()
    window.go_home()
    assert not window.header.isHidden()


def test_the_head_says_how_much_is_said(rig: Rig) -> None:
    rig.file("short.yaml", SHORT + "voice: brief\n")
    window = rig.show()
    assert window.header.voice.text() == "Voice: brief"
    rig.settings.change(rig.settings.current._replace(level=VoiceLevel.TONES))
    window.home.refresh()
    assert window.header.voice.accessibleName() == "Voice: tones"


def test_keys_are_shown_on_a_question_mark(rig: Rig) -> None:
    rig.file("short.yaml")
    window = rig.show()
    rig.qtbot.keyClicks(window.home.list, "?")
    assert window.key_sheet is not None
    assert "Ctrl+2: movements" in window.key_sheet.accessibleDescription()
    QTest.keyClick(window.key_sheet, KEY.Key_Escape)
    assert not window.key_sheet.isVisible()


def test_one_enter_from_launch_to_session(rig: Rig) -> None:
    rig.file("short.yaml")
    window = rig.show()
    rig.qtbot.waitUntil(window.home.hero.button.isVisible)
    assert window.focusWidget() is window.home.hero.button
    QTest.keyClick(window.home.hero.button, KEY.Key_Return)
    rig.qtbot.waitUntil(lambda: window.is_performing)


def test_tab_key_goes_from_top_to_bottom(rig: Rig) -> None:
    rig.file("short.yaml")
    window = rig.show()
    with rig.qtbot.waitActive(window):
        window.activateWindow()
    home = window.home
    window.header.tabs[0].setFocus()
    found = chain(rig)
    page = home.page
    wanted: list[QWidget] = [
        *window.header.tabs,
        window.header.voice,
        window.header.settings,
        window.header.keys,
        page.fits.segments.buttons[list(Fit).index(Fit.POST_RUN)],
        home.hero.button,
        home.hero.save_button,
        page.head.search,
        page.head.folder_button,
        home.list,
    ]
    assert found == wanted
    for widget in found:
        assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())


def test_another_answer_offers_another_routine_and_is_remembered(rig: Rig) -> None:
    rig.file("a.yaml", SHORT + "when: post-run\n")
    rig.file("b.yaml", SHORT.replace("Short one", "Warm") + "when: pre-run\n")
    home = rig.show().home
    assert home.hero.row is not None
    assert home.hero.row.name == "Short one"
    home.page.fits.segments.buttons[0].click()
    assert home.hero.row.name == "Warm"
    assert home.rows.row(0).name == "Warm"
    assert rig.settings.current.offers.chosen["last"] == "pre-run"


def test_arrows_change_the_answer(rig: Rig) -> None:
    rig.file("b.yaml", SHORT + "when: rest-day\n")
    home = rig.show().home
    segments = home.page.fits.segments
    with rig.qtbot.waitActive(rig.window):
        rig.window.activateWindow()
    segments.buttons[segments.current].setFocus()
    QTest.keyClick(segments.buttons[segments.current], KEY.Key_Right)
    assert home.rows.occasion is Fit.REST_DAY


@pytest.mark.parametrize("size", [(480, 360), (640, 480), (1024, 768), (1440, 900), (1920, 1080)])
def test_nothing_is_wider_than_the_window(rig: Rig, size: tuple[int, int]) -> None:
    rig.file("short.yaml", SHORT.replace("Short one", "A name that is far too long " * 4))
    rig.file("legs.yaml", BROKEN)
    window = rig.show()
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and window.header.isAncestorOf(widget):
            right = widget.mapTo(window, widget.rect().topRight()).x()
            assert right < window.width(), widget
    content = window.home.page.widget()
    assert content is not None
    assert content.width() == window.home.page.viewport().width()
    columns = window.home.list.columns
    assert 2 <= columns <= 5
    assert (columns == 5) == (size[0] >= 1440)


def test_all_problems_of_a_file_are_told_each_with_its_line(rig: Rig) -> None:
    path = rig.file("legs.yaml", BROKEN)
    opened: list[tuple[object, ...]] = []
    home = rig.show().home
    home.open_file = lambda *asked: opened.append(asked)
    assert home.hero.all_button.text() == "See both"
    home.hero.all_button.click()
    sheet = home.problems_sheet
    assert sheet is not None
    buttons = [b for b in sheet.findChildren(QPushButton) if b.text().startswith("Open line")]
    assert [b.text() for b in buttons] == ["Open line 4", "Open line 5"]
    buttons[1].click()
    assert opened == [(path, 5)]
    sheet.close()


def test_the_buttons_of_a_broken_card_can_be_clicked(rig: Rig) -> None:
    rig.file("short.yaml")
    path = rig.file("legs.yaml", BROKEN)
    opened: list[tuple[object, ...]] = []
    window = rig.show()
    window.resize(1440, 900)
    QApplication.processEvents()
    home = window.home
    home.open_file = lambda *asked: opened.append(asked)
    at = home.rows.index_of(path)
    assert at is not None
    rect = home.list.visualRect(home.rows.index(at))
    left, middle = rect.left() + 40, rect.bottom() - 32
    spot = rect.topLeft()
    spot.setX(left)
    spot.setY(middle)
    QTest.mouseClick(home.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened == [(path, 4)]
    spot.setX(left + 120)
    QTest.mouseClick(home.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert home.problems_sheet is not None
    home.problems_sheet.close()
