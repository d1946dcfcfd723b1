"""The small window that stays on top in a corner of the screen while something else is done."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.key_button import KeyButton
from app.ui.keys import Action
from app.ui.painting import painting
from app.ui.theme import Theme

SIZE: Final = QSize(420, 260)
_FROM_EDGE: Final = 24
_BUTTONS: Final = (
    (Action.TOGGLE, "Pause", "pause"),
    (Action.NEXT, "Next", "next"),
    (Action.CORNER, "Back to the large window", "fullscreen"),
)
# Of the strip's height: a button, and the size that its icon is made from.
_BUTTON: Final = 0.92
_ICON: Final = 0.4


class _Before(NamedTuple):
    """How the window was."""

    flags: Qt.WindowType
    geometry: QRect
    least: QSize
    state: Qt.WindowState


class Corner:
    """Makes a window small, and large again where it was. Works without a window manager too."""

    def __init__(self) -> None:
        """At its usual size."""
        self._before: _Before | None = None
        self._place: QPoint | None = None
        self._grip: QPointF | None = None

    @property
    def is_small(self) -> bool:
        """Whether the window is in its corner."""
        return self._before is not None

    def enter(self, window: QWidget) -> None:
        """Into the corner where it was last, or at the lower right."""
        if self._before is not None:
            return
        self._before = _Before(
            window.windowFlags(), window.geometry(), window.minimumSize(), window.windowState()
        )
        on_top = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setWindowFlags(window.windowFlags() | on_top)
        window.setMinimumSize(SIZE)
        window.setGeometry(QRect(self._place or _lower_right(window), SIZE))
        window.show()
        # Some window managers remember the size of the window that this one was.
        window.setGeometry(QRect(self._place or _lower_right(window), SIZE))
        window.raise_()

    def leave(self, window: QWidget) -> None:
        """To where it was, as large as it was."""
        before, self._before = self._before, None
        if before is None:
            return
        self._place = window.geometry().topLeft()
        self._grip = None
        window.setWindowFlags(before.flags)
        window.setMinimumSize(before.least)
        window.setGeometry(before.geometry)
        window.setWindowState(before.state)
        window.show()
        if not before.state & (Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMaximized):
            window.setGeometry(before.geometry)
        window.raise_()
        window.activateWindow()

    # Without a frame it is moved by its middle.

    def grip(self, window: QWidget, at: QPointF) -> None:
        """A button is pressed at a point of the screen: the window follows until it is let go."""
        handle = window.windowHandle()
        if not handle.startSystemMove():
            self._grip = at - QPointF(window.pos())

    def drag(self, window: QWidget, at: QPointF) -> None:
        """The pointer has moved."""
        if self._grip is not None:
            window.move((at - self._grip).toPoint())

    def let_go(self) -> None:
        """It stays where it is."""
        self._grip = None


def _lower_right(window: QWidget) -> QPoint:
    room = window.screen().availableGeometry()
    corner = room.bottomRight() - QPoint(SIZE.width() + _FROM_EDGE, SIZE.height() + _FROM_EDGE)
    return QPoint(max(room.left(), corner.x()), max(room.top(), corner.y()))


class CornerBar(QWidget):
    """The three buttons of the small window."""

    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden."""
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setAccessibleName("Controls")
        self._buttons: dict[Action, KeyButton] = {}
        for action, name, icon in _BUTTONS:
            button = KeyButton(theme, "", self)
            button.setText(name)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.set_icon(icon)
            button.set_quiet(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, a=action: self.asked.emit(a.value))
            self._buttons[action] = button
        theme.changed.connect(self.update)
        self.hide()

    def button(self, action: Action) -> KeyButton:
        """The button of an action."""
        return self._buttons[action]

    def set_running(self, running: bool) -> None:
        """The first one says what it would do now."""
        button, name = self._buttons[Action.TOGGLE], "Pause" if running else "Go on"
        button.set_icon("pause" if running else "play")
        for say in (button.setText, button.setAccessibleName, button.setToolTip):
            say(name)

    def width_in(self, height: int) -> int:
        """How wide it is in a strip of a height."""
        return round(height * _BUTTON) * len(self._buttons)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Beside each other."""
        side = round(self.height() * _BUTTON)
        for index, button in enumerate(self._buttons.values()):
            button.set_look(round(self.height() * _ICON), shows_key=False, shows_word=False)
            button.setGeometry(index * side, (self.height() - side) // 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the strip."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
            if line := self._theme.colours.strip_line:
                painter.fillRect(0, 0, self.width(), 2, QColor(line))
