"""Screen and media keys follow a session, with fakes in the place of the desktop."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.awake import DARK
from app.desktop.mpris_player import Ask
from app.desktop.now_playing import NowPlaying
from app.session.states import State
from app.ui.hands_free import LONG_PAUSE_MS, HandsFree
from app.ui.keys import Action
from tests.ui.conftest import Rig


class FakeAwake:
    """A desktop that keeps the screen on when it is asked to, if it `can`."""

    def __init__(self) -> None:
        self.can = True
        self.held = False

    @property
    def problem(self) -> str:
        return DARK if self.held and not self.can else ""

    def hold(self) -> None:
        self.held = True

    def release(self) -> None:
        self.held = False


class FakeKeys:
    """Remembers what was shown, and whether it was moved within its track."""

    def __init__(self) -> None:
        self.shown: list[NowPlaying | None] = []
        self.jumps = 0
        self.closed = False

    def show(self, playing: NowPlaying | None, *, jumped: bool = False) -> None:
        self.shown.append(playing)
        self.jumps += jumped

    def close(self) -> None:
        self.closed = True


class Hands:
    """A window whose sessions are followed."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.awake, self.keys = FakeAwake(), FakeKeys()
        self.free = HandsFree(rig.window, self.awake, self.keys)
        rig.window.session_begun.connect(self.free.follow)

    def begin(self) -> None:
        self.rig.begin()
        self.free.settle.stop()
        self.free.take_hold()

    @property
    def now(self) -> NowPlaying:
        playing = self.keys.shown[-1]
        assert playing is not None
        return playing

    def ask(self, ask: Ask) -> None:
        self.free.asked.emit(ask)
        QApplication.processEvents()


@pytest.fixture
def hands(rig: Rig) -> Hands:
    return Hands(rig)


def test_nothing_is_asked_of_the_desktop_before_the_session_has_settled(
    hands: Hands, rig: Rig
) -> None:
    rig.begin()
    assert not hands.awake.held
    assert hands.keys.shown == []
    assert hands.free.settle.isActive()
    hands.free.settle.timeout.emit()
    assert hands.awake.held


def test_the_screen_stays_on_to_the_end(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.run_to(rig.session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.currentWidget() is rig.window.summary)
    assert not hands.awake.held
    assert hands.keys.shown[-1] is None


def test_a_short_pause_keeps_it_and_a_long_one_lets_it_sleep(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.window.stage.act(Action.TOGGLE)
    assert hands.awake.held
    assert hands.free.leave.interval() == LONG_PAUSE_MS == 300_000
    hands.free.leave.timeout.emit()
    assert not hands.awake.held
    rig.window.stage.act(Action.TOGGLE)
    assert hands.awake.held
    assert not hands.free.leave.isActive()


def test_a_pause_before_it_has_settled_holds_nothing(hands: Hands, rig: Rig) -> None:
    rig.begin()
    rig.window.stage.act(Action.TOGGLE)
    hands.free.settle.timeout.emit()
    assert not hands.awake.held


def test_ending_early_and_closing_the_program_let_go(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.window.stage.end()
    assert not hands.awake.held
    hands.free.close()
    assert hands.keys.closed


def test_a_screen_that_may_go_dark_is_said_among_the_keys(hands: Hands, rig: Rig) -> None:
    hands.awake.can = False
    hands.begin()
    rig.window.stage.act(Action.TOGGLE)
    assert DARK in rig.window.stage.help.accessibleDescription()


def test_media_keys_see_where_the_session_stands(hands: Hands, rig: Rig) -> None:
    hands.begin()
    assert hands.now.title == "Get ready: Pigeon pose, right side"
    assert hands.now.playing
    rig.run_to(rig.start_of("hold"))
    assert hands.now.title == "Pigeon pose, right side"
    rig.window.stage.act(Action.TOGGLE)
    assert not hands.now.playing


def test_moving_within_a_track_is_told_as_such(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.run_to(rig.start_of("hold") + 5_000)
    before = hands.keys.jumps
    hands.ask(Ask.PREVIOUS)
    assert hands.keys.jumps == before + 1
    assert rig.session.position_ms == rig.start_of("hold")


def test_media_keys_move_the_session(hands: Hands, rig: Rig) -> None:
    hands.begin()
    hands.ask(Ask.TOGGLE)
    assert (rig.state(), hands.now.playing) == ("paused", False)
    hands.ask(Ask.TOGGLE)
    assert (rig.state(), hands.now.playing) == ("running", True)
    hands.ask(Ask.NEXT)
    assert rig.session.position_ms == rig.start_of("hold")


@pytest.mark.parametrize("ask", [Ask.PAUSE, Ask.STOP])
def test_pause_and_stop_pause_and_never_end_or_go_on(hands: Hands, rig: Rig, ask: Ask) -> None:
    hands.begin()
    for _ in range(2):
        hands.ask(ask)
        assert rig.session.state is State.PAUSED


def test_play_goes_on_and_never_pauses(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.session.pause()
    for _ in range(2):
        hands.ask(Ask.PLAY)
        assert rig.session.state is State.RUNNING


def test_quit_asks_and_media_keys_wait_for_the_answer(hands: Hands, rig: Rig) -> None:
    hands.begin()
    hands.ask(Ask.QUIT)
    assert rig.window.question is not None
    hands.ask(Ask.PLAY)
    assert rig.session.state is State.PAUSED


def test_raise_brings_a_hidden_window_back(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.window.showMinimized()
    hands.ask(Ask.RAISE)
    assert not rig.window.isMinimized()
    assert rig.window.isVisible()


def test_a_late_key_after_the_end_does_nothing(hands: Hands, rig: Rig) -> None:
    hands.begin()
    rig.window.stage.end()
    hands.ask(Ask.TOGGLE)
    assert not rig.window.is_performing
