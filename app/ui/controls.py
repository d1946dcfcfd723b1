"""The row of buttons that takes the strip's place while the session stands or the mouse moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.key_button import KeyButton
from app.ui.keys import Action
from app.ui.painting import painting
from app.ui.theme import Theme

_BUTTONS: Final = (
    (Action.PREVIOUS, "Again", "←"),
    (Action.TOGGLE, "Pause", "Space"),
    (Action.NEXT, "Next", "→"),
    (Action.LONGER, "15 s", "+"),
    (Action.SKIP, "This hurts", "S"),
    (Action.VOICE, "Voice", "M"),
    (Action.HELP, "Keys", "?"),
    (Action.END, "End", "Ctrl+W"),
)
_NAMES: Final = {
    Action.PREVIOUS: "Again from the start of this one",
    Action.LONGER: "15 seconds longer",
    Action.SKIP: "Skip, this hurts: left out until you put it back",
    Action.END: "End the session",
    Action.HELP: "Show the keys",
}
# The largest words as a share of S, the least in pixels.
_WORD: Final = 0.5
_LEAST: Final = 9
# From here down a word without its key is better than both in small print.
_KEYS_FROM: Final = 12


class Controls(QWidget):
    """Tells by `asked` what was pressed; Space always reaches the stage, Enter presses."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """All buttons, with the word and the key of each."""
        super().__init__(parent)
        self._theme = theme
        self._cap = 40.0
        self._margin = 20.0
        self.setMouseTracking(True)
        self.setAccessibleName("Controls")
        self._buttons: dict[Action, KeyButton] = {}
        for action, word, key in _BUTTONS:
            button = KeyButton(theme, key, self, primary=action is Action.TOGGLE)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, a=action: self.asked.emit(a.value))
            self._buttons[action] = button
            self._name(action, word)
        theme.changed.connect(self.update)

    def button(self, action: Action) -> KeyButton:
        """The button of an action."""
        return self._buttons[action]

    @property
    def actions_in_order(self) -> tuple[Action, ...]:
        """What can be asked, from left to right."""
        return tuple(self._buttons)

    def set_running(self, running: bool) -> None:
        """The big button says what it would do now."""
        self._name(Action.TOGGLE, "Pause" if running else "Go on")
        self._place()

    def set_level(self, level: str) -> None:
        """The voice button says how much is heard."""
        self._name(Action.VOICE, f"Voice: {level}")
        self._place()

    def _name(self, action: Action, word: str) -> None:
        button = self._buttons[action]
        button.setText(word)
        button.setAccessibleName(_NAMES.get(action, word))
        button.setToolTip(_NAMES.get(action, ""))

    def set_scale(self, cap: float, margin: float) -> None:
        """`cap` is S, `margin` what is kept free on the left and on the right; pixels."""
        self._cap, self._margin = cap, margin
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the buttons anew."""
        self._place()

    def _place(self) -> None:
        """The largest words at which all buttons fit beside each other."""
        buttons = list(self._buttons.values())
        room = self.width() - 2 * self._margin
        pixels, shows_key = self._fitting(buttons, room)
        widths = [button.natural_width(pixels, shows_key=shows_key) for button in buttons]
        more = max(0.0, (room - sum(widths)) / len(buttons))
        height = min(self.height() * 0.8, max(pixels * 3.2, self._cap * 1.5))
        left = self._margin
        for button, width in zip(buttons, widths, strict=True):
            button.set_look(pixels, shows_key=shows_key)
            top = (self.height() - height) / 2
            button.setGeometry(round(left), round(top), round(width + more), round(height))
            left += width + more

    def _fitting(self, buttons: list[KeyButton], room: float) -> tuple[int, bool]:
        largest = max(_LEAST, round(self._cap * _WORD))
        for shows_key, least in ((True, _KEYS_FROM), (False, _LEAST)):
            for pixels in range(largest, least - 1, -1):
                wanted = sum(b.natural_width(pixels, shows_key=shows_key) for b in buttons)
                if wanted <= room:
                    return pixels, shows_key
        return _LEAST, False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the strip."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
