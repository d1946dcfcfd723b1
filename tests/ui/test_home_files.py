from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.ui.home import Home
from tests.ui.conftest import BROKEN, SHORT, Rig


def names(home: Home) -> list[str]:
    return [home.rows.row(at).name for at in range(home.rows.rowCount())]


def drop(rig: Rig, *paths: Path) -> bool:
    """Drag and let go over the window; whether it was willing."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(rig.window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(20, 20), copy, data, left, none)
        QApplication.sendEvent(rig.window, event)
    return enter.isAccepted()


def elsewhere(tmp_path: Path, name: str, text: str = SHORT) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def settle(rig: Rig) -> None:
    rig.qtbot.waitUntil(lambda: not rig.window.home.is_reading)


def test_a_dropped_file_is_copied_selected_and_one_enter_begins_it(
    rig: Rig, tmp_path: Path
) -> None:
    rig.file("first.yaml")
    home = rig.show().home
    path = elsewhere(tmp_path, "evening.yaml", SHORT.replace("Short one", "Evening"))
    assert drop(rig, path)
    settle(rig)
    assert names(home) == ["Evening", "Short one"]
    assert (rig.own / "evening.yaml").read_bytes() == path.read_bytes()
    assert home.hero.row is not None
    assert home.hero.row.name == "Evening"
    assert rig.window.focusWidget() is home.hero.button
    assert not home.notices.texts


def test_a_folder_is_dropped_and_broken_files_are_cards(rig: Rig, tmp_path: Path) -> None:
    home = rig.show().home
    elsewhere(tmp_path, "good.yaml")
    elsewhere(tmp_path, "legs.yml", BROKEN)
    assert drop(rig, tmp_path / "downloads")
    settle(rig)
    assert sorted(names(home)) == ["Short one", "legs.yaml"]


def test_a_taken_name_is_asked_about_and_never_overwritten(rig: Rig, tmp_path: Path) -> None:
    old = rig.file("short.yaml")
    home = rig.show().home
    drop(rig, elsewhere(tmp_path, "short.yaml", SHORT.replace("Short one", "Another")))
    settle(rig)
    assert "another short.yaml" in home.notices.texts["arrivals"]
    assert names(home) == ["Short one"]
    keep, leave = home.notices.buttons("arrivals")
    assert (keep.text(), leave.text()) == ("Keep both", "Leave it")
    keep.click()
    settle(rig)
    assert sorted(names(home)) == ["Another", "Short one"]
    assert old.read_text(encoding="utf-8") == SHORT
    assert (rig.own / "short-2.yaml").exists()


def test_left_alone_it_stays_away(rig: Rig, tmp_path: Path) -> None:
    rig.file("short.yaml")
    home = rig.show().home
    drop(rig, elsewhere(tmp_path, "short.yaml", SHORT + "when: any\n"))
    home.notices.buttons("arrivals")[1].click()
    assert not home.notices.texts
    assert [path.name for path in rig.own.iterdir()] == ["short.yaml"]


def test_the_same_file_again_is_said_to_be_there(rig: Rig, tmp_path: Path) -> None:
    rig.file("short.yaml")
    home = rig.show().home
    drop(rig, elsewhere(tmp_path, "short.yaml"))
    assert home.notices.texts == {"arrivals": "short.yaml is among your routines already."}


def test_what_is_no_routine_is_refused(rig: Rig, tmp_path: Path) -> None:
    rig.show()
    assert not drop(rig, elsewhere(tmp_path, "photo.jpg"))
    mixed = (elsewhere(tmp_path, "photo.jpg"), elsewhere(tmp_path, "a.yaml"))
    assert drop(rig, *mixed)
    told = rig.window.home.notices.texts["arrivals"]
    assert told == "No routine file in photo.jpg: they end in .yaml."


def test_nothing_is_dropped_on_a_session(rig: Rig, tmp_path: Path) -> None:
    rig.begin()
    assert not drop(rig, elsewhere(tmp_path, "a.yaml"))


def test_a_drop_in_another_room_leads_home(rig: Rig, tmp_path: Path) -> None:
    rig.show().show_movements()
    assert drop(rig, elsewhere(tmp_path, "a.yaml"))
    assert rig.window.currentWidget() is rig.window.home


def test_a_file_from_elsewhere_is_shown_and_may_be_kept(rig: Rig, tmp_path: Path) -> None:
    rig.file("first.yaml")
    window = rig.show()
    home = window.home
    path = elsewhere(tmp_path, "guest.yaml", SHORT.replace("Short one", "Guest"))
    window.show_routine(path)
    settle(rig)
    assert names(home) == ["Guest", "Short one"]
    assert home.hero.row is not None
    assert home.hero.row.guest
    assert not list(rig.own.glob("guest*"))
    home.notices.buttons("guest")[0].click()
    settle(rig)
    assert (rig.own / "guest.yaml").exists()
    assert names(home) == ["Guest", "Short one"]
    assert home.hero.row is not None
    assert home.hero.row.own
    assert not home.notices.texts


def test_a_guest_follows_its_file(rig: Rig, tmp_path: Path) -> None:
    window = rig.show()
    path = elsewhere(tmp_path, "guest.yaml")
    window.show_routine(path)
    settle(rig)
    path.write_text(SHORT.replace("Short one", "Changed"), encoding="utf-8")
    rig.qtbot.waitUntil(lambda: names(window.home) == ["Changed"])


def test_a_known_routine_is_selected_when_it_is_asked_for(rig: Rig) -> None:
    rig.file("a.yaml", SHORT.replace("Short one", "Alpha"))
    path = rig.file("b.yaml")
    window = rig.show()
    assert window.home.hero.row is not None
    assert window.home.hero.row.name == "Alpha"
    window.show_routine(path)
    settle(rig)
    assert window.home.hero.row.path == path
    assert not window.home.notices.texts


def test_nothing_is_shown_while_a_session_runs(rig: Rig, tmp_path: Path) -> None:
    rig.begin()
    rig.window.show_routine(elsewhere(tmp_path, "a.yaml"))
    assert rig.window.currentWidget() is rig.window.stage


def test_what_fits_begins_as_soon_as_it_has_been_read(rig: Rig) -> None:
    rig.file("a.yaml")
    rig.window.on_first_paint(rig.window.begin_fitting)
    rig.window.show()
    rig.qtbot.waitUntil(lambda: rig.window.is_performing)
    assert rig.session.timeline.name == "Short one"


def test_what_was_begun_last_begins_again(rig: Rig) -> None:
    rig.file("a.yaml", SHORT.replace("Short one", "Alpha"))
    path = rig.file("b.yaml")
    window = rig.show()
    window.show_routine(path)
    settle(rig)
    window.home.hero.button.click()
    rig.qtbot.waitUntil(lambda: window.is_performing)
    window.stage.end()
    window.begin_last()
    assert rig.session.timeline.name == "Short one"


def test_renamed_file_keeps_the_others_selected_and_the_page_in_its_place(rig: Rig) -> None:
    for number in range(40):
        rig.file(f"r{number:02}.yaml", SHORT.replace("Short one", f"Routine {number:02}"))
    window = rig.show()
    window.resize(800, 600)
    home = window.home
    at = home.rows.index_of(rig.own / "r30.yaml")
    assert at is not None
    home.list.setFocus()
    home.list.setCurrentIndex(home.rows.index(at))
    bar = home.page.verticalScrollBar()

    def seen() -> int:
        index = home.list.currentIndex()
        return home.list.visualRect(index).top() + home.list.y() - bar.value()

    before, value = seen(), bar.value()
    assert value > 0
    for number in range(6):
        (rig.own / f"r{number:02}.yaml").unlink()
    rig.file("new.yaml", SHORT.replace("Short one", "A new one"))
    (rig.own / "r31.yaml").rename(rig.own / "z.yaml")
    rig.qtbot.waitUntil(lambda: home.rows.count == 35)
    settle(rig)
    assert home.rows.row(home.list.currentIndex().row()).name == "Routine 30"
    assert abs(seen() - before) <= 2 * home.list.visualRect(home.rows.index(0)).height()
    assert 0 <= seen() < home.page.viewport().height()
    assert home.list.hasFocus()
