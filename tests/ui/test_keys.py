"""Headset buttons and clickers, as the focused window gets them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.keys import Action, action_of
from tests.ui.conftest import Rig

KEY = Qt.Key


@pytest.mark.parametrize(
    ("key", "action"),
    [
        # Some headsets send play and pause in turn, whatever the session does.
        (KEY.Key_MediaPlay, Action.TOGGLE),
        (KEY.Key_MediaPause, Action.TOGGLE),
        (KEY.Key_MediaTogglePlayPause, Action.TOGGLE),
        (KEY.Key_MediaNext, Action.NEXT),
        (KEY.Key_MediaPrevious, Action.PREVIOUS),
        (KEY.Key_MediaStop, Action.PAUSE),
        # Clickers: two pages, a black screen, the slide show and its end.
        (KEY.Key_PageDown, Action.NEXT),
        (KEY.Key_PageUp, Action.PREVIOUS),
        (KEY.Key_Period, Action.TOGGLE),
        (KEY.Key_B, Action.TOGGLE),
        (KEY.Key_F5, Action.FULL_SCREEN),
        (KEY.Key_Escape, Action.LEAVE_FULL_SCREEN),
    ],
)
def test_what_a_button_asks(key: Qt.Key, action: Action) -> None:
    assert action_of(key.value, Qt.KeyboardModifier.NoModifier) is action


@pytest.mark.parametrize("key", [KEY.Key_MediaPlay, KEY.Key_MediaPause])
def test_one_headset_button_pauses_and_goes_on(rig: Rig, key: Qt.Key) -> None:
    rig.begin()
    for state in ("paused", "running"):
        rig.qtbot.keyClick(rig.window.stage, key)
        assert rig.state() == state


def test_stop_pauses_and_never_ends(rig: Rig) -> None:
    rig.begin()
    for _ in range(2):
        rig.qtbot.keyClick(rig.window.stage, KEY.Key_MediaStop)
        assert rig.state() == "paused"
