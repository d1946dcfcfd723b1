from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.movements.model import Side
from app.session.clock import Course
from app.session.engine import LEAD_MS
from app.session.states import State
from app.timeline.model import Phase
from app.ui.keys import HELP, KEYS, Action, action_of
from app.ui.view import Mood, stage_view
from tests.ui.conftest import SHORT, Rig

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


def press(rig: Rig, key: Qt.Key, text: str = "") -> None:
    stage = rig.window.stage
    stage.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, key, NONE, text))


def test_says_every_cue_and_comes_to_its_summary(rig: Rig) -> None:
    session = rig.begin()
    planned = session.timeline.cues
    rig.run_to(session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.currentWidget() is rig.window.summary)
    assert rig.voice.said == list(planned)
    assert session.state == State.FINISHED


def test_voice_is_closed_behind_its_last_words(rig: Rig) -> None:
    session = rig.begin()
    rig.run_to(session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.stage.session is None)
    assert not rig.voice.closed
    # Qt once crashed when its timer called the voice; here a real timer does.
    rig.window.stage.speaking.retire(0)
    rig.qtbot.waitUntil(lambda: rig.voice.closed)


def test_voice_is_closed_when_the_program_ends(rig: Rig) -> None:
    rig.begin()
    rig.window.release()
    assert rig.voice.closed


def test_begins_without_words_when_they_never_come(rig: Rig) -> None:
    rig.voice.settled = False
    rig.show().begin(rig.file("short.yaml"))
    rig.qtbot.waitUntil(lambda: rig.session.state is State.RUNNING)


def test_time_runs_before_anything_else_is_done_for_a_session(rig: Rig) -> None:
    """The first words hang on it; the desktop may take its time to answer."""
    states: list[State] = []
    rig.show().session_begun.connect(lambda session: states.append(session.state))
    rig.begin()
    assert states == [State.RUNNING]


def test_the_lead_of_a_session_is_the_one_that_its_voice_needs(rig: Rig) -> None:
    rig.lead_ms, rig.voice.lead_ms = LEAD_MS, 60
    begun = rig.begin()
    assert begun.course == Course(60, 0)


@pytest.mark.parametrize("side", [Side.RIGHT, Side.LEFT])
def test_slab_stands_on_the_side_that_works(rig: Rig, side: Side) -> None:
    rig.begin()
    rig.run_to(rig.start_of("hold", side.value) + 1000)
    slab, window = rig.window.stage.slab, rig.window
    assert slab.is_left is (side is Side.LEFT)
    at_left = slab.geometry().left() == 0
    assert at_left is (side is Side.LEFT)
    assert (slab.geometry().right() == window.width() - 1) is (side is Side.RIGHT)


def test_view_of_each_phase(rig: Rig) -> None:
    session = rig.begin()
    ready = stage_view(session)
    assert (ready.mood, ready.title, ready.side) == (Mood.READY, "Get ready", Side.RIGHT)
    rig.run_to(rig.start_of("hold", "right") + 10_000)
    hold = stage_view(session)
    assert (hold.mood, hold.name, hold.number, hold.unit) == (Mood.WORK, "Pigeon pose", "20", "s")
    assert hold.dose == "Hold 20–30 s"
    assert hold.low == pytest.approx(2 / 3)
    assert (hold.coming, hold.coming_side) == ("Pigeon", Side.LEFT)
    rig.run_to(rig.start_of("switch") + 1)
    switch = stage_view(session)
    assert (switch.mood, switch.title, switch.side) == (Mood.SWITCH, "Switch", Side.LEFT)
    rig.run_to(rig.start_of("reps") + 6_500)
    reps = stage_view(session)
    assert (reps.side, reps.number, reps.unit, reps.pips) == (None, "2", "of 2", 2)
    assert reps.dose == "6 s left"
    assert reps.coming == ""


def test_caption_is_what_is_said_and_a_count_does_not_push_it_away(rig: Rig) -> None:
    rig.begin()
    board = rig.window.stage.board
    assert board.caption.startswith("Short one.")
    rig.run_to(rig.start_of("switch") + 500)
    assert board.caption == "Switch. Left knee forward."
    rig.run_to(rig.start_of("hold", "left") + 100)
    assert board.caption == ""


def test_space_pauses_and_goes_on(rig: Rig) -> None:
    session = rig.begin()
    press(rig, KEY.Key_Space)
    assert rig.state() == "paused"
    assert rig.voice.hushed == 1
    assert stage_view(session).title == "Paused"
    assert not rig.window.stage.controls.isHidden()
    press(rig, KEY.Key_MediaPlay)
    assert rig.state() == "running"


def test_next_previous_and_again(rig: Rig) -> None:
    session = rig.begin()
    press(rig, KEY.Key_Right)
    assert session.segment is not None
    assert session.segment.phase is Phase.HOLD
    rig.run_to(session.position_ms + 10_000)
    press(rig, KEY.Key_PageUp)
    assert session.position_ms == rig.start_of("hold")
    press(rig, KEY.Key_Left)
    assert session.position_ms == 0
    press(rig, KEY.Key_PageDown)
    rig.run_to(session.position_ms + 3_000)
    press(rig, KEY.Key_R, "r")
    assert session.position_ms == 0


def test_plus_makes_both_sides_longer_and_the_voice_prepares_anew(rig: Rig) -> None:
    session = rig.begin()
    rig.run_to(rig.start_of("hold") + 1000)
    before = session.timeline.total_ms
    press(rig, KEY.Key_Plus, "+")
    assert session.timeline.total_ms == before + 30_000
    assert rig.voice.attended[-1] is session.timeline


def test_skip_is_remembered_until_it_is_put_back(rig: Rig) -> None:
    session = rig.begin()
    press(rig, KEY.Key_S, "s")
    assert rig.left_out.ids == {"pigeon-pose"}
    assert session.segment is not None
    assert session.segment.movement_id == "cat-cow"


def test_m_goes_through_the_levels(rig: Rig) -> None:
    rig.begin()
    levels = []
    for _ in range(4):
        press(rig, KEY.Key_M, "m")
        levels.append(rig.voice.level.value)
    assert levels == ["brief", "tones", "silent", "full"]


def test_escape_never_ends_a_session(rig: Rig) -> None:
    session = rig.begin()
    for _ in range(3):
        press(rig, KEY.Key_Escape)
    assert session.state == State.RUNNING
    assert rig.window.question is None


def test_full_screen_and_back(rig: Rig) -> None:
    rig.begin()
    press(rig, KEY.Key_F11)
    assert rig.window.isFullScreen()
    press(rig, KEY.Key_Escape)
    assert not rig.window.isFullScreen()


def test_question_mark_shows_the_keys_and_escape_hides_them(rig: Rig) -> None:
    rig.begin()
    press(rig, KEY.Key_Question, "?")
    assert not rig.window.stage.help.isHidden()
    press(rig, KEY.Key_Escape)
    assert rig.window.stage.help.isHidden()


def test_every_action_is_told_in_the_overlay() -> None:
    told = " ".join(what for _, what in HELP)
    for word in ("pause", "next", "again", "longer", "skip", "voice", "full screen", "end"):
        assert word in told


@pytest.mark.parametrize("key", list(KEYS))
def test_key_with_control_is_not_the_stages(key: Qt.Key) -> None:
    assert action_of(key.value, NONE) is KEYS[key]
    assert action_of(key.value, Qt.KeyboardModifier.ControlModifier) is None


def test_buttons_say_their_key_and_space_on_one_still_pauses(rig: Rig) -> None:
    session = rig.begin()
    controls = rig.window.stage.controls
    button = controls.button(Action.NEXT)
    assert (button.text(), button.key) == ("Next", "→")
    controls.setVisible(True)
    rig.qtbot.keyClick(button, KEY.Key_Space)
    assert session.state == State.PAUSED
    rig.qtbot.keyClick(button, KEY.Key_Return)
    assert session.position_ms == rig.start_of("hold")


def test_pointer_hides_after_a_while_and_a_move_brings_it_back(rig: Rig) -> None:
    rig.begin()
    stage = rig.window.stage
    stage.rest_hands()
    assert stage.cursor().shape() is Qt.CursorShape.BlankCursor
    assert stage.controls.isHidden()
    rig.qtbot.mouseMove(stage.board)
    stage.reveal()
    assert stage.cursor().shape() is not Qt.CursorShape.BlankCursor
    assert not stage.controls.isHidden()


def test_gap_in_time_pauses_and_says_so(rig: Rig) -> None:
    session = rig.begin()
    rig.clock.advance(10**9 + 1)
    rig.window.stage.tick()
    assert session.state == State.PAUSED
    assert rig.window.stage.board.caption.startswith("Paused: the computer was asleep")


def test_voice_that_raises_does_not_stop_the_session(rig: Rig) -> None:
    rig.voice.fails = True
    session = rig.begin()
    rig.run_to(rig.start_of("hold") + 5_000)
    assert session.state == State.RUNNING
    assert rig.window.stage.board.caption == ""


def test_why_it_is_quiet_is_one_line(rig: Rig) -> None:
    rig.voice.problem = "No sound: this computer has no loudspeaker."
    rig.begin()
    assert rig.window.stage.board.notice == rig.voice.problem


def test_nothing_left_to_do_is_a_sentence(rig: Rig) -> None:
    rig.left_out.add("pigeon-pose")
    rig.left_out.add("cat-cow")
    rig.show().begin(rig.file("short.yaml"))
    assert rig.window.currentWidget() is rig.window.home
    assert rig.window.told is not None
    assert "nothing left to do" in rig.window.told.text()


@pytest.mark.parametrize("size", [(480, 360), (640, 480), (1024, 768), (3840, 2160)])
def test_paints_at_every_size_in_every_phase(rig: Rig, size: tuple[int, int]) -> None:
    session = rig.begin(SHORT + "  - rest: 10s\n    say: Sip.\n")
    rig.window.resize(*size)
    for segment in session.timeline.segments:
        rig.run_to(segment.start_ms + 500)
        assert not rig.window.grab().isNull()


def test_references_to_none_stay_level(rig: Rig) -> None:
    """PySide6 6.12.0 on Python 3.11 lost one with every void call, and aborted after minutes."""
    rig.begin()
    slab = rig.window.stage.slab
    QApplication.processEvents()
    before = sys.getrefcount(None)
    for _ in range(500):
        slab.update()
    QApplication.processEvents()
    assert abs(sys.getrefcount(None) - before) < 100
