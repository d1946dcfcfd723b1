"""A session that was cut off is offered above the routines, and goes on at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.session.clock import wall_s
from app.session.states import State
from app.timeline.compiler import Compiler
from app.ui.resume_offer import ResumeOffer, stopped_text
from tests.history.kept import NOON_S, written
from tests.ui.conftest import SHORT, Rig


@pytest.fixture
def again(rig: Rig, qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> Rig:
    """The next start, after 20 s of the first hold."""
    begun = rig.begin()
    hold = next(s for s in begun.timeline.segments if s.phase.is_work)
    rig.run_to(hold.start_ms + 20_000)
    rig.window.release()
    rig.window.stage.end()
    return next_start(qtbot, tmp_path, catalogue, compiler)


def next_start(qtbot: QtBot, folder: Path, catalogue: Catalogue, compiler: Compiler) -> Rig:
    made = Rig.__new__(Rig)
    for name in ("routines", "shipped"):
        (folder / name).rename(folder / f"{name}-moved")
    made.__init__(qtbot, folder, catalogue, compiler)  # type: ignore[misc]
    for file in (folder / "routines-moved").iterdir():
        file.rename(folder / "routines" / file.name)
    return made


def offer(rig: Rig) -> ResumeOffer:
    return rig.window.resuming.offer


def words(rig: Rig) -> str:
    return offer(rig).accessibleName()


def test_nothing_is_offered_where_nothing_was_cut_off(rig: Rig) -> None:
    rig.file("short.yaml")
    rig.show()
    assert not offer(rig).isVisible()


def test_it_is_offered_and_one_enter_goes_on(again: Rig) -> None:
    again.show()
    assert offer(again).isVisible()
    assert words(again).startswith("Go on with Short one? 1 of 2, ")
    assert " left. Stopped " in words(again)
    QApplication.processEvents()
    again.qtbot.keyClick(again.window.focusWidget(), Qt.Key.Key_Return)
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    hold = next(s for s in again.session.timeline.segments if s.phase.is_work)
    assert again.session.position_ms == hold.start_ms + 20_000
    assert again.window.windowTitle() == "Short one – Limber"
    assert not offer(again).isVisible()


def test_the_stage_counts_in_and_says_where_it_goes_on(again: Rig) -> None:
    again.show()
    offer(again).go_on_button.click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    stage = again.window.stage
    stage.tick()
    assert stage.slab.accessibleDescription().startswith("Get ready, ")
    again.clock.advance(200)
    stage.tick()
    assert "Going on with 10 s left." in again.voice.said[0].caption
    again.run_to(again.session.position_ms + 1)
    assert again.session.count_in is None
    assert not stage.slab.accessibleDescription().startswith("Get ready, ")


def test_what_was_done_before_is_in_the_summary(again: Rig) -> None:
    again.show()
    offer(again).go_on_button.click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    again.run_to(again.session.timeline.total_ms)
    again.qtbot.waitUntil(lambda: again.window.currentWidget() is again.window.summary)
    assert "right 0:30, left 0:30" in " ".join(again.window.summary.words())
    assert again.keeping.journals.newest() is None


def test_leave_it_and_it_is_not_offered_again(again: Rig) -> None:
    again.show()
    offer(again).leave_button.click()
    assert not offer(again).isVisible()
    again.window.go_home()
    assert not offer(again).isVisible()


def test_start_over_begins_at_the_beginning_as_the_file_is_now(again: Rig) -> None:
    (again.own / "short.yaml").write_text(SHORT.replace("Short one", "Shorter"))
    again.show()
    offer(again).over_button.click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    assert again.session.timeline.name == "Shorter"
    assert again.session.position_ms < 1000
    assert again.keeping.journals.newest() is None


def test_start_over_where_the_file_is_gone(again: Rig) -> None:
    (again.own / "short.yaml").unlink()
    again.show()
    offer(again).over_button.click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    assert again.session.timeline.name == "Short one"


def test_goes_on_where_the_file_is_gone(again: Rig) -> None:
    (again.own / "short.yaml").unlink()
    again.show()
    offer(again).go_on_button.click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    assert again.session.timeline.name == "Short one"


def test_level_is_that_of_the_session(
    rig: Rig, qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, compiler: Compiler
) -> None:
    rig.begin()
    rig.run_to(5_000)
    rig.voice.level = VoiceLevel.TONES
    rig.run_to(8_000)
    rig.window.release()
    made = next_start(qtbot, tmp_path, catalogue, compiler)
    made.show()
    offer(made).go_on_button.click()
    assert made.voice.level is VoiceLevel.TONES


def test_a_session_that_another_window_has_is_a_sentence(again: Rig) -> None:
    again.show()
    cut = again.window.resuming.newest()
    assert cut
    other = again.keeping.journals.go_on(cut)
    assert other
    offer(again).go_on_button.click()
    assert again.window.told
    assert again.window.told.text() == "Short one goes on in another window."
    assert not offer(again).isVisible()
    other.close()


def test_damaged_journal_is_a_sentence(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "session-1.json").write_bytes(b"{")
    rig.show()
    assert offer(rig).isVisible()
    assert "damaged" in words(rig)
    assert [b.text() for b in offer(rig).findChildren(QPushButton) if b.isVisible()] == [
        "All right"
    ]
    offer(rig).leave_button.click()
    assert not offer(rig).isVisible()


def test_routine_that_cannot_be_had_any_more_is_a_sentence(rig: Rig, tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    data = written().replace(str(NOON_S).encode(), str(wall_s()).encode())
    (folder / "session-1.json").write_bytes(data)
    rig.show()
    offer(rig).go_on_button.click()
    assert rig.window.told
    assert rig.window.told.text() == "Legs cannot go on."
    assert rig.window.currentWidget() is rig.window.home


def test_closing_for_good_leaves_nothing_to_offer(rig: Rig) -> None:
    rig.begin()
    rig.run_to(5_000)
    rig.window.close()
    assert rig.window.question
    next(b for b in rig.window.question.buttons() if b.text() == "End it").click()
    rig.qtbot.waitUntil(lambda: not list((rig.own.parent / "sessions").glob("*.json")))


@pytest.mark.parametrize("paused", [False, True])
def test_the_end_of_the_desktop_asks_nothing_and_loses_nothing(*, paused: bool, rig: Rig) -> None:
    session = rig.begin()
    rig.run_to(5_000)
    if paused:
        session.pause()
    rig.window.desktop_ends()
    assert rig.state() == "paused"
    assert rig.window.close()
    assert rig.window.question is None
    rig.window.release()
    cut = rig.keeping.journals.newest()
    assert cut
    assert cut.place.snapshot.position_ms == 5_000


def test_closing_asks_again_where_that_is_called_off(rig: Rig) -> None:
    rig.begin()
    rig.window.desktop_ends()
    rig.window._desktop_stays()
    assert not rig.window.close()
    assert rig.window.question


def test_signal_while_the_question_stands_keeps_the_place(rig: Rig) -> None:
    rig.begin()
    rig.run_to(5_000)
    rig.window.close()
    rig.window.release()
    cut = rig.keeping.journals.newest()
    assert cut
    assert cut.place.snapshot.position_ms == 5_000


def test_closing_asks_while_it_gets_ready(rig: Rig) -> None:
    rig.voice.settled = False
    rig.show().begin(rig.file("short.yaml"))
    assert rig.state() == "ready"
    assert not rig.window.close()
    assert rig.window.question
    next(b for b in rig.window.question.buttons() if b.text() == "Keep going").click()
    rig.voice.settled = True
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)


def test_closing_asks_while_a_resumed_one_waits_for_its_words(again: Rig) -> None:
    again.show()
    again.voice.settled = False
    offer(again).go_on_button.click()
    assert not again.window.close()
    again.voice.settled = True
    assert again.window.question
    again.qtbot.wait(20)
    assert again.state() == "paused", "it does not begin behind the question"
    next(b for b in again.window.question.buttons() if b.text() == "Keep going").click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)


def test_escape_does_not_end_the_count_in(again: Rig) -> None:
    again.show()
    offer(again).go_on_button.click()
    again.qtbot.waitUntil(lambda: again.session.state is State.RUNNING)
    again.qtbot.keyClick(again.window.stage, Qt.Key.Key_Escape)
    assert again.state() == "running"


def test_sleep_pauses_and_says_why(rig: Rig) -> None:
    rig.begin()
    rig.run_to(5_000)
    rig.window.stage.sleep()
    assert rig.state() == "paused"
    assert rig.window.stage._stands.startswith("Paused: the computer was asleep.")
    rig.window.stage.sleep()
    assert rig.state() == "paused"


def stamp(text: str) -> float:
    return float(QDateTime.fromString(text, Qt.DateFormat.ISODate).toSecsSinceEpoch())


@pytest.mark.parametrize(
    ("then", "now", "text"),
    [
        ("2026-05-02T18:42:10", "2026-05-02T18:45:00", "Stopped today at 18:42."),
        ("2026-05-01T23:50:00", "2026-05-02T00:10:00", "Stopped yesterday at 23:50."),
        ("2026-05-02T18:42:00", "2026-05-02T12:00:00", "Stopped earlier."),
        ("2026-05-02T18:42:00", "1970-01-01T00:10:00", "Stopped earlier."),
        ("2026-04-28T18:42:00", "2026-05-02T12:00:00", "Stopped earlier."),
    ],
)
def test_when_it_stopped(then: str, now: str, text: str) -> None:
    assert stopped_text(stamp(then), stamp(now)) == text


def test_narrow_window_puts_the_buttons_under_the_words(again: Rig) -> None:
    again.show()
    made = offer(again)
    for width in (480, 700, 1100):
        made.resize(width, made.height())
        layout = made.layout()
        assert layout
        layout.activate()
        made.resize(width, made.sizeHint().height())
        right = max(b.geometry().right() for b in made.findChildren(QPushButton))
        assert right < width
