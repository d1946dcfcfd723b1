from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from app.session.states import State
from tests.ui.conftest import BROKEN, SHORT, Rig


def answer(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def test_first_routine_is_selected_and_enter_begins_it(rig: Rig) -> None:
    rig.file("short.yaml")
    window = rig.show()
    assert window.home.list.currentIndex().row() == 0
    window.home.setFocus()
    rig.qtbot.keyClick(window.home.list, Qt.Key.Key_Return)
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)
    assert window.windowTitle() == "Short one – Limber"


def test_row_tells_name_length_and_when(rig: Rig) -> None:
    rig.file("short.yaml", SHORT + "when: post-run\ndescription: Quick.\n")
    row = rig.show().home.rows.row(0)
    assert (row.name, row.meta, row.second_line) == ("Short one", "2 min   After a run", "Quick.")
    assert row.own


def test_broken_file_tells_its_first_line_and_opens_in_an_editor(rig: Rig) -> None:
    path = rig.file("legs.yaml", BROKEN)
    opened: list[tuple[Path, int]] = []
    rig.window.home.open_file = lambda *asked: opened.append(asked)
    row = rig.show().home.rows.row(0)
    assert row.is_broken
    assert row.second_line.startswith('Line 4: There is no movement "pigon-pose".')
    assert row.second_line.endswith("And 1 more.")
    rig.qtbot.keyClick(rig.window.home.list, Qt.Key.Key_Return)
    assert opened == [(path, 4)]


def test_saved_file_appears_and_the_selection_stays(rig: Rig) -> None:
    rig.file("b.yaml")
    home = rig.show().home
    rig.file("a.yaml", SHORT.replace("Short one", "Earlier"))
    home.refresh()
    rig.qtbot.waitUntil(lambda: home.rows.rowCount() == 2 and not home.is_reading)
    assert [home.rows.row(i).name for i in range(2)] == ["Earlier", "Short one"]
    assert home.rows.row(home.list.currentIndex().row()).name == "Short one"


def test_folder_is_watched(rig: Rig) -> None:
    home = rig.show().home
    rig.file("new.yaml")
    rig.qtbot.waitUntil(lambda: home.rows.rowCount() == 1)


def test_folder_is_made_when_it_is_opened_and_watched_from_then_on(rig: Rig) -> None:
    rig.own.rmdir()
    opened: list[tuple[Path, int]] = []
    home = rig.show().home
    home.open_file = lambda *asked: opened.append(asked)
    home.page.head.folder_button.click()
    assert opened == [(rig.own, 0)]
    rig.file("new.yaml")
    rig.qtbot.waitUntil(lambda: home.rows.rowCount() == 1)


def test_folder_that_cannot_be_made_is_a_sentence(rig: Rig) -> None:
    rig.own.rmdir()
    rig.own.write_text("not a folder")
    home = rig.show().home
    home.page.head.folder_button.click()
    assert "cannot be made" in home.page.head.folder_text


def test_deleted_file_goes(rig: Rig) -> None:
    path = rig.file("short.yaml")
    home = rig.show().home
    path.unlink()
    home.refresh()
    rig.qtbot.waitUntil(lambda: home.rows.rowCount() == 0)


def test_many_files_are_read_in_chunks(rig: Rig) -> None:
    for number in range(60):
        rig.file(f"r{number:03}.yaml", BROKEN)
    rig.window.show()
    rig.qtbot.waitUntil(lambda: 0 < rig.window.home.rows.rowCount() < 60)
    rig.qtbot.waitUntil(lambda: rig.window.home.rows.rowCount() == 60)


def test_nothing_is_read_before_the_first_paint(rig: Rig) -> None:
    rig.file("short.yaml")
    assert rig.window.home.is_reading
    assert rig.window.home.rows.rowCount() == 0


def test_left_out_movement_can_be_put_back(rig: Rig) -> None:
    rig.left_out.add("pigeon-pose")
    window = rig.show()
    buttons = [b for b in window.home.findChildren(QPushButton) if "put back" in b.text()]
    assert [b.text() for b in buttons] == ["Pigeon pose: put back"]
    buttons[0].click()
    assert rig.left_out.ids == frozenset()


def test_closing_asks_while_a_session_runs_and_the_session_stands(rig: Rig) -> None:
    rig.begin()
    assert not rig.window.close()
    assert rig.state() == "paused"
    assert rig.window.question is not None
    assert rig.window.question.defaultButton().text() == "Keep going"
    answer(rig.window.question, "Keep going")
    assert rig.state() == "running"
    assert rig.window.isVisible()


def test_closing_for_good(rig: Rig) -> None:
    session = rig.begin()
    rig.window.close()
    assert rig.window.question is not None
    answer(rig.window.question, "End it")
    assert session.state == State.STOPPED
    assert not rig.window.isVisible()


def test_session_that_stood_before_the_question_stands_after_it(rig: Rig) -> None:
    session = rig.begin()
    session.pause()
    rig.window.leave_session()
    assert rig.window.question is not None
    answer(rig.window.question, "Keep going")
    assert session.state == State.PAUSED


def test_closing_home_asks_nothing(rig: Rig) -> None:
    assert rig.show().close()


def test_ended_session_shows_what_was_done(rig: Rig) -> None:
    rig.begin()
    ended_at = rig.start_of("hold") + 12_000
    rig.run_to(ended_at)
    rig.window.leave_session()
    assert rig.window.question is not None
    answer(rig.window.question, "End it")
    summary = rig.window.summary
    assert rig.window.currentWidget() is summary
    assert summary.words() == [
        "Ended early",
        f"{ended_at // 1000} s in all",
        "Uneven: Pigeon pose",
        "Pigeon pose: right 0:12, left 0:00",
        "Hips 12 s",
    ]


def test_summary_of_a_whole_session_and_enter_goes_home(rig: Rig) -> None:
    session = rig.begin()
    rig.run_to(session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.currentWidget() is rig.window.summary)
    words = rig.window.summary.words()
    assert words[0] == "Done"
    assert "2 movements, sides even" in words
    assert "Pigeon pose: right 0:30, left 0:30" in words
    QApplication.processEvents()
    rig.qtbot.keyClick(rig.window.summary, Qt.Key.Key_Return)
    assert rig.window.currentWidget() is rig.window.home


def test_broken_routine_that_is_begun_is_a_sentence(rig: Rig) -> None:
    rig.show().begin(rig.file("legs.yaml", BROKEN))
    assert rig.window.currentWidget() is rig.window.home
    assert rig.window.told is not None
    assert rig.window.told.text() == "legs.yaml cannot be read yet."


def test_every_control_has_a_name(rig: Rig) -> None:
    rig.begin()
    for button in rig.window.findChildren(QPushButton):
        assert button.accessibleName() or button.text()
    for widget in (rig.window.stage.slab, rig.window.stage.board, rig.window.stage.strip.bar):
        assert widget.accessibleName()
    assert "Pigeon pose" in rig.window.stage.slab.accessibleDescription()


def test_the_sound_is_warm_while_home_is_looked_at(rig: Rig) -> None:
    rig.show()
    rig.qtbot.waitUntil(lambda: rig.warm)
    rig.window.show_voice()
    assert not rig.warm, "the page has a player of its own"
    rig.window.go_home()
    rig.qtbot.waitUntil(lambda: rig.warm)
    rig.window.release()
    assert not rig.warm
