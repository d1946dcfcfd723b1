from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.errors import UserError
from app.routine.model import Routine
from app.session.states import State
from app.ui.hero_layout import hero_layout
from tests.ui.conftest import BROKEN, SHORT, Rig
from tests.ui.figures import write_figure


def test_panel_tells_what_the_selected_routine_holds(rig: Rig) -> None:
    rig.file("short.yaml")
    panel = rig.show().home.hero
    rig.qtbot.waitUntil(lambda: bool(panel.steps))
    assert [step[:3] for step in panel.steps] == [
        ("Pigeon pose", "Pigeon", "Hold 20–30 s"),
        ("Cat-cow", "Cat-cow", "2 cycles"),
    ]
    assert panel.button.accessibleName() == "Start: Short one"


def test_pictures_come_into_the_cards_after_the_words(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_figure(rig.figures, "pigeon-pose")
    rig.file("short.yaml")
    with rig.qtbot.waitSignal(rig.window.pictures.arrived):
        grid = rig.show().home.list
    drawn = grid.grab().toImage()
    monkeypatch.setattr(rig.window.pictures, "small", lambda *asked, **how: None)
    assert grid.grab().toImage() != drawn


def test_the_most_telling_movement_moves_beside_the_name(rig: Rig) -> None:
    write_figure(rig.figures, "pigeon-pose")
    rig.file("short.yaml")
    hero = rig.show().home.hero
    assert hero.figure is not None
    assert hero.figure.accessibleName() == "Picture: Pigeon pose, right side"
    assert hero.figure.plays


def test_nothing_of_a_figure_is_read_before_the_first_paint() -> None:
    """Nor any of the code that would."""
    code = """
import sys
from PySide6.QtWidgets import QApplication
from app.ui.theme import Theme
from app.ui.window import Window
class Services:
    def __getattr__(self, name):
        raise AssertionError(name)
app = QApplication([])
window = Window(Services(), Theme(app))
window.on_first_paint(lambda: None)
window.show()
app.processEvents()
print(sorted(name for name in sys.modules if name.startswith(("app.figure", "app.history"))))
print(sorted(name for name in sys.modules if name.startswith("PySide6.QtSvg")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "[]"]


def test_start_button_begins(rig: Rig) -> None:
    rig.file("short.yaml")
    rig.qtbot.mouseClick(rig.show().home.hero.button, Qt.MouseButton.LeftButton)
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)


def test_broken_file_has_a_button_that_opens_it_and_tells_all_its_problems(rig: Rig) -> None:
    path = rig.file("legs.yaml", BROKEN)
    opened: list[tuple[Path, int]] = []
    rig.window.home.open_file = lambda *asked: opened.append(asked)
    panel = rig.show().home.hero
    assert panel.button.text() == "Open line 4"
    assert panel.accessibleDescription().count("Line ") == 2
    rig.qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert opened == [(path, 4)]


def test_one_click_selects_and_two_begin(rig: Rig) -> None:
    rig.file("a.yaml")
    rig.file("b.yaml", SHORT.replace("Short one", "Zweite"))
    window = rig.show()
    home = window.home
    middle = home.list.visualRect(home.rows.index(1)).center()
    QTest.mouseClick(home.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert home.list.currentIndex().row() == 1
    assert window.currentWidget() is home
    QTest.mouseDClick(home.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)
    assert rig.session.timeline.name == "Zweite"


def test_typing_searches(rig: Rig) -> None:
    rig.file("a.yaml")
    rig.file("b.yaml", SHORT.replace("Short one", "Evening"))
    home = rig.show().home
    rig.qtbot.keyClick(home.list, Qt.Key.Key_E)
    assert home.rows.row(home.list.currentIndex().row()).name == "Evening"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (UserError("The movement is broken."), "The movement is broken."),
        (ZeroDivisionError(), "Limber failed to read this file; the log says why."),
    ],
)
def test_a_file_that_cannot_be_planned_hides_no_other(
    rig: Rig, fault: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.file("a.yaml", SHORT.replace("Short one", "Bad"))
    rig.file("b.yaml")
    plan = rig.tonight_ms

    def fails(routine: Routine) -> int:
        if routine.name == "Bad":
            raise fault
        return plan(routine)

    monkeypatch.setattr(rig, "tonight_ms", fails)
    rows = rig.show().home.rows
    assert rows.row(0).problems == (told,)
    assert rows.row(1).name == "Short one"


def test_many_left_out_movements_do_not_widen_the_window(rig: Rig) -> None:
    for movement in rig.catalogue.ids:
        rig.left_out.add(movement)
    rig.file("short.yaml")
    window = rig.show()
    window.resize(640, 700)
    assert window.width() == 640
    buttons = [b for b in window.home.findChildren(QPushButton) if "put back" in b.text()]
    assert len(buttons) == len(rig.catalogue.ids)
    for button in buttons:
        assert button.mapTo(window, button.rect().topRight()).x() < window.width()


def test_narrow_card_gives_up_its_list_first_and_then_its_picture(rig: Rig) -> None:
    wide, middle, narrow = (hero_layout(width, 300, broken=False) for width in (1360, 800, 440))
    assert not wide.steps.isEmpty()
    assert middle.steps.isEmpty()
    assert not middle.figure.isEmpty()
    assert narrow.figure.isEmpty()
    for layout in (wide, middle, narrow):
        assert layout.card.toRect().contains(layout.words)
        assert layout.words.width() > 180


def test_folder_that_does_not_exist_yet_is_noticed(rig: Rig) -> None:
    rig.own.rmdir()
    home = rig.show().home
    rig.own.mkdir()
    rig.file("new.yaml")
    rig.qtbot.waitUntil(lambda: home.rows.rowCount() == 1)


def test_five_thousand_files_come_in_chunks_and_the_page_answers_meanwhile(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are not read here: what counts is that no step of the loop takes many of them."""
    path = rig.file("short.yaml")
    entry = rig.library.entry(path)
    rig.show()
    home = rig.window.home
    paths = [path.with_name(f"r{number:04}.yaml") for number in range(5000)]
    monkeypatch.setattr(type(rig.library), "paths", lambda _: paths)
    monkeypatch.setattr(type(rig.library), "entry", lambda _, path: entry._replace(path=path))
    monkeypatch.setattr(rig, "tonight_ms", lambda _: 90_000)
    counts = []
    home.rows.rowsInserted.connect(lambda *_: counts.append(home.rows.rowCount()))
    home.refresh()
    rig.qtbot.waitUntil(lambda: home.rows.rowCount() > 20)
    assert home.rows.rowCount() < 5000
    before = home.list.currentIndex().row()
    rig.qtbot.keyClick(home.list, Qt.Key.Key_Left)
    assert home.list.currentIndex().row() == before - 1
    rig.qtbot.waitUntil(lambda: not home.is_reading, timeout=60_000)
    assert home.rows.rowCount() == 5000


def test_a_page_that_nobody_touches_is_not_laid_out_again(rig: Rig) -> None:
    rig.file("short.yaml")
    rig.left_out.add("pigeon-pose")
    window = rig.show()
    page = window.home.page
    asked: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.LayoutRequest:
                asked.append(event.type())
            return False

    for _ in range(20):
        QApplication.processEvents()
    watch = Watch(window)
    top = page.fits.parentWidget()
    assert top is not None
    top.installEventFilter(watch)
    for _ in range(50):
        QApplication.processEvents()
    assert asked == []
