"""The row of buttons that takes the strip's place while the session stands or the mouse moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.keys import Action
from app.ui.theme import GAPS
from app.ui.typeface import LARGE, SEMI, SMALL, TEXT, room_font

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


class Controls(QWidget):
    """Tells by `asked` what was pressed; Space always reaches the stage, Enter presses."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """All buttons, with the word and the key of each."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setSpacing(GAPS[1])
        self._buttons: dict[Action, tuple[QPushButton, str]] = {}
        for action, word, key in _BUTTONS:
            button = QPushButton(self)
            button.setObjectName("primary" if action is Action.TOGGLE else "")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, a=action: self.asked.emit(a.value))
            button.installEventFilter(self)
            self._buttons[action] = (button, key)
            self._name(action, word)
            row.addWidget(button, 1)

    def button(self, action: Action) -> QPushButton:
        """The button of an action."""
        return self._buttons[action][0]

    def set_running(self, running: bool) -> None:
        """The big button says what it would do now."""
        self._name(Action.TOGGLE, "Pause" if running else "Go on")

    def set_level(self, level: str) -> None:
        """The voice button says how much is heard."""
        self._name(Action.VOICE, f"Voice: {level}")

    def _name(self, action: Action, word: str) -> None:
        button, key = self._buttons[action]
        button.setText(f"{word}   {key}")
        button.setAccessibleName(_NAMES.get(action, word))
        button.setToolTip(_NAMES.get(action, word))

    def set_scale(self, width: int) -> None:
        """Smaller words in a narrow window, so that none is cut."""
        size = LARGE if width >= 1500 else TEXT if width >= 1200 else SMALL
        for action, (button, _) in self._buttons.items():
            button.setFont(room_font(size, SEMI))
            padding = "" if width >= 1100 else "padding: 9px 4px;"
            button.setStyleSheet(padding)
            button.setVisible(width >= 760 or action not in (Action.HELP, Action.VOICE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter presses a button; every other key is the stage's."""
        if isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            if event.type() is QEvent.Type.KeyPress:
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    watched.click()
                    return True
                if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                    event.ignore()
                    return True
            elif event.key() == Qt.Key.Key_Space:
                return True
        return super().eventFilter(watched, event)
