"""The buttons that take the strip's place while the session stands or the mouse moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.key_button import KeyButton
from app.ui.keys import Action
from app.ui.painting import painting
from app.ui.theme import Theme

# What moves the session, large; beneath it what concerns the window.
_MAIN: Final = (
    (Action.PREVIOUS, "Again", "←", "again"),
    (Action.TOGGLE, "Pause", "Space", "pause"),
    (Action.NEXT, "Next", "→", "next"),
    (Action.LONGER, "15 s", "+", "plus"),
    (Action.SKIP, "This hurts", "S", "hurts"),
    (Action.VOICE, "Voice", "M", "voice-full"),
)
_MORE: Final = (
    (Action.HELP, "Keys", "?", "keyboard"),
    (Action.CORNER, "Small window", "C", "corner"),
    (Action.FULL_SCREEN, "Full screen", "F", "fullscreen"),
    (Action.END, "End the session", "Ctrl+W", "stop"),
)
_NAMES: Final = {
    Action.PREVIOUS: "Again from the start of this one",
    Action.LONGER: "15 seconds longer",
    Action.SKIP: "Skip, this hurts: left out until you put it back",
    Action.CORNER: "Small window that stays on top",
    Action.HELP: "Show the keys",
}
# The largest words as a share of S, the least in pixels.
_WORD: Final = 0.56
_MORE_WORD: Final = 0.36
_LEAST: Final = 9
# From here down a word without its key is better than both in small print.
_KEYS_FROM: Final = 12
_ROWS: Final = 0.62  # what the upper row takes of the height
_GAP: Final = 0.03


class Controls(QWidget):
    """Tells by `asked` what was pressed; Space always reaches the stage, Enter presses."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """All buttons, with icon, word and key of each."""
        super().__init__(parent)
        self._theme = theme
        self._cap = 40.0
        self._margin = 20.0
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Controls")
        self._buttons: dict[Action, KeyButton] = {}
        for action, word, key, icon in (*_MAIN, *_MORE):
            button = KeyButton(theme, key, self, primary=action is Action.TOGGLE)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, a=action: self.asked.emit(a.value))
            button.set_icon(icon)
            self._buttons[action] = button
            self._name(action, word)
        for action, *_ in _MORE:
            self._buttons[action].set_quiet(True)
        theme.changed.connect(self.update)

    def button(self, action: Action) -> KeyButton:
        """The button of an action."""
        return self._buttons[action]

    @property
    def actions_in_order(self) -> tuple[Action, ...]:
        """What can be asked, from left to right, the upper row first."""
        return tuple(self._buttons)

    def set_running(self, running: bool) -> None:
        """The big button says what it would do now."""
        self._name(Action.TOGGLE, "Pause" if running else "Go on")
        self._buttons[Action.TOGGLE].set_icon("pause" if running else "play")
        self._place()

    def set_level(self, level: str) -> None:
        """The voice button says how much is heard."""
        self._name(Action.VOICE, f"Voice: {level}")
        self._buttons[Action.VOICE].set_icon(f"voice-{level}")
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
        """The largest words at which all buttons of a row fit beside each other."""
        gap = self.height() * _GAP
        upper = self.height() * _ROWS
        main = [self._buttons[action] for action, *_ in _MAIN]
        self._place_row(main, gap, upper - 2 * gap, min(self._cap * _WORD, upper * 0.36))
        self._place_more(upper, self.height() - upper - gap)

    def _place_row(
        self, buttons: list[KeyButton], top: float, height: float, largest: float
    ) -> None:
        room = self.width() - 2 * self._margin
        pixels, shows_key = _fitting(buttons, room, round(largest))
        widths = [button.natural_width(pixels, shows_key=shows_key) for button in buttons]
        more = max(0.0, (room - sum(widths)) / len(buttons))
        left = self._margin
        for button, width in zip(buttons, widths, strict=True):
            button.set_look(pixels, shows_key=shows_key)
            button.setGeometry(round(left), round(top), round(width + more), round(height))
            left += width + more

    def _place_more(self, top: float, height: float) -> None:
        """From the left, and the one that ends at the right end."""
        buttons = [self._buttons[action] for action, *_ in _MORE]
        room = self.width() - 2 * self._margin
        largest = min(self._cap * _MORE_WORD, height * 0.45)
        pixels, shows_key = _fitting(buttons, room, round(largest))
        left = self._margin
        for button in buttons:
            width = button.natural_width(pixels, shows_key=shows_key)
            if button is buttons[-1]:
                left = self.width() - self._margin - width
            button.set_look(pixels, shows_key=shows_key)
            button.setGeometry(round(left), round(top), round(width), round(height))
            left += width

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the strip."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
            line = self._theme.colours.strip_line
            if line:
                painter.fillRect(0, 0, self.width(), 2, QColor(line))


def _fitting(buttons: list[KeyButton], room: float, largest: int) -> tuple[int, bool]:
    """The size of the words, and whether the keys have room."""
    for shows_key, least in ((True, _KEYS_FROM), (False, _LEAST)):
        for pixels in range(max(_LEAST, largest), least - 1, -1):
            wanted = sum(b.natural_width(pixels, shows_key=shows_key) for b in buttons)
            if wanted <= room:
                return pixels, shows_key
    return _LEAST, False
