"""The keys of a session: what they do, and how the overlay says it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt


class Action(StrEnum):
    """What a key asks of the stage."""

    TOGGLE = "toggle"
    NEXT = "next"
    PREVIOUS = "previous"
    RESTART = "restart"
    LONGER = "longer"
    SKIP = "skip"
    VOICE = "voice"
    FULL_SCREEN = "full screen"
    LEAVE_FULL_SCREEN = "leave full screen"
    CORNER = "corner"
    HELP = "help"
    END = "end"
    PAUSE = "pause"


_KEY = Qt.Key
# Some headsets alternate play and pause, so both toggle. Clickers send page keys, and for a black
# screen a period or B; their button for the slide show sends F5 and Escape in turn.
KEYS: Final = {
    _KEY.Key_Space: Action.TOGGLE,
    _KEY.Key_Period: Action.TOGGLE,
    _KEY.Key_MediaPlay: Action.TOGGLE,
    _KEY.Key_MediaPause: Action.TOGGLE,
    _KEY.Key_MediaTogglePlayPause: Action.TOGGLE,
    _KEY.Key_B: Action.TOGGLE,
    _KEY.Key_MediaStop: Action.PAUSE,
    _KEY.Key_Right: Action.NEXT,
    _KEY.Key_PageDown: Action.NEXT,
    _KEY.Key_MediaNext: Action.NEXT,
    _KEY.Key_Left: Action.PREVIOUS,
    _KEY.Key_PageUp: Action.PREVIOUS,
    _KEY.Key_MediaPrevious: Action.PREVIOUS,
    _KEY.Key_Plus: Action.LONGER,
    _KEY.Key_Equal: Action.LONGER,
    _KEY.Key_R: Action.RESTART,
    _KEY.Key_S: Action.SKIP,
    _KEY.Key_M: Action.VOICE,
    _KEY.Key_F: Action.FULL_SCREEN,
    _KEY.Key_F11: Action.FULL_SCREEN,
    _KEY.Key_F5: Action.FULL_SCREEN,
    _KEY.Key_C: Action.CORNER,
    _KEY.Key_Escape: Action.LEAVE_FULL_SCREEN,
    _KEY.Key_Question: Action.HELP,
    _KEY.Key_F1: Action.HELP,
}
_TYPED: Final = {"?": Action.HELP, "+": Action.LONGER}

HELP: Final = (
    ("Space", "pause, go on"),
    ("→", "next"),
    ("←", "again; twice: the one before"),
    ("+", "15 s longer"),
    ("R", "this movement again"),
    ("S", "skip, this hurts"),
    ("M", "voice: full, brief, tones, silent"),
    ("F", "full screen; Esc leaves it"),
    ("C", "small window that stays on top"),
    ("Ctrl+W", "end the session"),
    ("Ctrl+Q", "close Limber; it asks first"),
    ("?", "these keys"),
)
"""The keys and what they do, in the order of how often they are wanted."""

ALSO: Final = (
    "A clicker’s and a headset’s buttons work too: page keys, play, next.",
    "Two taps on the stage: pause, go on.",
)
"""What does the same without a keyboard."""

MODIFIERS: Final = frozenset(
    {_KEY.Key_Shift, _KEY.Key_Control, _KEY.Key_Alt, _KEY.Key_AltGr, _KEY.Key_Meta}
)
"""Keys that ask for nothing by themselves."""


def action_of(key: int, modifiers: Qt.KeyboardModifier, text: str = "") -> Action | None:
    """What a key press asks; keys with Ctrl, Alt or Meta belong to the window.

    `text` is what the key types: on some keyboards "?" and "+" are other keys with Shift.
    """
    held = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    if modifiers & held:
        return None
    if text in _TYPED:
        return _TYPED[text]
    try:
        return KEYS.get(Qt.Key(key))
    except ValueError:
        return None
