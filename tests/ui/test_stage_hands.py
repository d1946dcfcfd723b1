"""What the runner's hands do: keys wherever the focus is, buttons, the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from app.routine.model import VoiceLevel
from app.session.states import State
from app.ui.keys import Action, action_of
from app.ui.stage import GAP, GO_ON
from tests.ui.conftest import SHORT, Rig

KEY = Qt.Key


def move_mouse(widget: QWidget, x: float, y: float) -> None:
    at = QPointF(x, y)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(widget.mapToGlobal(QPoint(int(x), int(y)))),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("part", ["board", "slab", "strip", "bar", "controls"])
def test_a_mouse_that_moves_anywhere_brings_the_controls_back(rig: Rig, part: str) -> None:
    rig.begin()
    stage = rig.window.stage
    stage.rest_hands()
    assert stage.controls.isHidden()
    widget = stage.strip.bar if part == "bar" else getattr(stage, part)
    assert widget.hasMouseTracking()
    move_mouse(widget, 5, 5)
    assert not stage.controls.isHidden()


def test_a_mouse_that_rests_does_not(rig: Rig) -> None:
    rig.begin()
    stage = rig.window.stage
    move_mouse(stage.board, 5, 5)
    stage.rest_hands()
    move_mouse(stage.board, 5, 5)
    assert stage.controls.isHidden()


def test_skip_says_what_was_left_out(rig: Rig) -> None:
    rig.begin()
    rig.window.stage.act(Action.SKIP)
    assert rig.window.stage.board.remark == "Left out: Pigeon pose, until you put it back"


def test_longer_and_voice_are_confirmed(rig: Rig) -> None:
    rig.begin()
    stage = rig.window.stage
    rig.run_to(rig.start_of("hold") + 1000)
    stage.act(Action.LONGER)
    assert stage.board.remark == "Longer by 15 s"
    stage.act(Action.VOICE)
    assert stage.board.remark == "Voice: brief"


def test_the_voice_key_goes_through_the_levels(rig: Rig) -> None:
    rig.begin()
    levels = []
    for _ in VoiceLevel:
        rig.window.stage.act(Action.VOICE)
        levels.append(rig.voice.level)
    assert levels == [VoiceLevel.BRIEF, VoiceLevel.TONES, VoiceLevel.SILENT, VoiceLevel.FULL]


def test_pause_tells_how_to_go_on_and_the_caption_comes_back(rig: Rig) -> None:
    rig.begin()
    stage = rig.window.stage
    before = stage.board.caption
    stage.act(Action.TOGGLE)
    assert stage.board.caption == GO_ON
    stage.act(Action.TOGGLE)
    assert stage.board.caption == before


def test_gap_tells_why_and_how_to_go_on(rig: Rig) -> None:
    rig.begin()
    rig.clock.advance(10**9 + 1)
    rig.window.stage.tick()
    assert rig.window.stage.board.caption == f"{GAP} {GO_ON}"


def test_a_caption_is_one_sentence_at_a_time(rig: Rig) -> None:
    rig.begin()
    seen: list[str] = []
    while rig.session.position_ms < rig.start_of("hold"):
        rig.run_to(rig.session.position_ms + 500)
        if not seen or seen[-1] != rig.window.stage.board.caption:
            seen.append(rig.window.stage.board.caption)
    assert seen[0] == "Short one. About 2 min. You need a mat."
    assert "Set knee behind the right wrist." in seen
    assert all(len(caption) < 80 for caption in seen)


@pytest.mark.parametrize("text", ["?", "+"])
def test_signs_count_wherever_the_keyboard_has_them(text: str) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    assert action_of(KEY.Key_Slash.value, shift, text) in (Action.HELP, Action.LONGER)


@pytest.mark.parametrize("action", list(Action)[:3])
def test_every_key_reaches_the_stage_from_a_focused_button(rig: Rig, action: Action) -> None:
    session = rig.begin()
    stage = rig.window.stage
    button = stage.controls.button(action)
    stage.controls.setVisible(True)
    rig.qtbot.keyClick(button, KEY.Key_Right)
    assert session.position_ms == rig.start_of("hold")
    rig.qtbot.keyClick(button, KEY.Key_Escape)
    assert session.state is State.RUNNING


def test_buttons_do_what_they_say(rig: Rig) -> None:
    session = rig.begin()
    controls = rig.window.stage.controls
    for action, state in ((Action.TOGGLE, State.PAUSED), (Action.TOGGLE, State.RUNNING)):
        rig.qtbot.mouseClick(controls.button(action), Qt.MouseButton.LeftButton)
        assert session.state == state
    rig.qtbot.mouseClick(controls.button(Action.END), Qt.MouseButton.LeftButton)
    assert rig.window.question is not None
    assert session.state == State.PAUSED


@pytest.mark.parametrize("width", [480, 640, 800, 1024, 1366, 1920, 3840])
def test_no_button_is_cut_or_covers_another(rig: Rig, width: int) -> None:
    rig.begin()
    controls = rig.window.stage.controls
    rig.window.resize(width, width * 9 // 16)
    taken = QRegion()
    for action in controls.actions_in_order:
        button = controls.button(action)
        assert button.sizeHint().width() <= button.width() + 1
        inner = button.geometry().adjusted(1, 1, -1, -1)
        assert not taken.intersects(inner)
        assert controls.rect().contains(button.geometry())
        taken |= QRegion(inner)


def test_question_before_the_first_word_holds_the_session_back(rig: Rig) -> None:
    rig.voice.settled = False
    rig.show().begin(rig.file("short.yaml"))
    rig.window.leave_session()
    assert rig.window.question is not None
    rig.voice.settled = True
    for _ in range(5):
        QApplication.processEvents()
    assert rig.session.state is State.READY
    rig.window.question.reject()
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)


def test_caption_shows_although_the_voice_raises(rig: Rig) -> None:
    rig.voice.fails = True
    rig.begin()
    rig.run_to(rig.start_of("switch") + 500)
    assert rig.window.stage.board.caption == "Switch. Left knee forward."


def test_work_without_a_side_names_its_phase(rig: Rig) -> None:
    rig.begin(SHORT)
    rig.run_to(rig.start_of("reps") + 100)
    view = rig.window.stage.slab.view
    assert view is not None
    assert (view.title, view.side) == ("Move", None)


def test_screen_reader_is_told_the_phase_and_not_every_second(rig: Rig) -> None:
    rig.begin()
    rig.run_to(rig.start_of("hold", "left") + 1000)
    slab = rig.window.stage.slab
    told = slab.accessibleDescription()
    assert told == "Hold, left side, Pigeon pose, Hold 20–30 s"
    rig.run_to(rig.start_of("hold", "left") + 9000)
    assert slab.accessibleDescription() == told
    assert rig.window.stage.strip.accessibleName() == "Next: Cat-cow"
    assert rig.window.stage.strip.bar.accessibleDescription() == "Part 2 of 3, 1 min left"


def test_full_screen_stays_at_the_end(rig: Rig) -> None:
    session = rig.begin()
    rig.window.stage.act(Action.FULL_SCREEN)
    rig.run_to(session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.currentWidget() is rig.window.summary)
    assert rig.window.isFullScreen()
    rig.qtbot.keyClick(rig.window.summary, KEY.Key_Escape)
    assert not rig.window.isFullScreen()


def test_full_screen_at_home(rig: Rig) -> None:
    rig.file("short.yaml")
    window = rig.show()
    rig.qtbot.keyClick(window.home.list, KEY.Key_F11)
    assert window.isFullScreen()
    rig.qtbot.keyClick(window.home.list, KEY.Key_Escape)
    assert not window.isFullScreen()
