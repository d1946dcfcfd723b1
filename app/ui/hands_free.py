"""What a session needs of the desktop while nobody touches it: a lit screen, and media keys.

It follows the sessions of a window by their events, so neither window nor stage knows of it.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from app.desktop.mpris_player import Ask
from app.desktop.now_playing import now_playing
from app.session.events import (
    Changed,
    Event,
    Finished,
    Jumped,
    Paused,
    Resumed,
    SegmentEntered,
    Started,
    Stopped,
)
from app.session.states import State
from app.ui.forward import come_forward
from app.ui.keys import Action
from app.ui.timers import interval

if TYPE_CHECKING:
    from app.desktop.awake import KeepAwake
    from app.desktop.mpris import MediaKeys
    from app.session.engine import Session
    from app.ui.window import Window

# What this takes to import waits until the first words are on their way.
SETTLED_MS: Final = 1_500
# A pause is seen from the mat and ended from there; but whoever has left wants the laptop to sleep.
LONG_PAUSE_MS: Final = 5 * 60_000
_ACTIONS: Final = {Ask.NEXT: Action.NEXT, Ask.PREVIOUS: Action.PREVIOUS, Ask.TOGGLE: Action.TOGGLE}


class HandsFree(QObject):
    """Keeps the screen on from the start of a session to its end, but in no long pause."""

    asked = Signal(object)
    """Somebody with a media key asks; told from the thread that heard it."""

    def __init__(self, window: Window, awake: KeepAwake, keys: MediaKeys | None = None) -> None:
        """Follows every session that the window begins from now on."""
        super().__init__(window)
        self._window, self._awake = window, awake
        self.keys = keys
        self._session: Session | None = None
        self._noted = ""
        self.settle = interval(self, SETTLED_MS, self.take_hold, once=True)
        self.leave = interval(self, LONG_PAUSE_MS, self.let_sleep, once=True)
        self.asked.connect(self.do, Qt.ConnectionType.QueuedConnection)
        if (program := QCoreApplication.instance()) is not None:
            program.aboutToQuit.connect(self.close)

    def follow(self, session: Session) -> None:
        """Listen to a session that is about to begin."""
        self._session = session
        session.listen(partial(self._heard, session))
        if session.state is not State.READY:
            # One that was cut off and goes on where it was.
            self.settle.start()

    def take_hold(self) -> None:
        """The session has settled: the screen stays on, and media keys find it."""
        if self._session is not None and self._session.state is State.RUNNING:
            self._awake.hold()
        self._show()

    def let_sleep(self) -> None:
        """The pause has become a long one."""
        self._awake.release()

    def close(self) -> None:
        """Let go of everything, when the program ends."""
        self._end()
        if self.keys is not None:
            self.keys.close()

    # What the session tells.

    def _heard(self, session: Session, event: Event) -> None:
        if session is not self._session:
            return
        self._tell_of_screen()
        match event:
            case Started():
                self.settle.start()
            case Resumed():
                self.leave.stop()
                if not self.settle.isActive():
                    self.take_hold()
            case Paused():
                self.leave.start()
                self._show()
            case Jumped():
                self._show(jumped=True)
            case SegmentEntered() | Changed():
                self._show()
            case Finished() | Stopped():
                self._end()

    def _tell_of_screen(self) -> None:
        """Among the keys, and only when there is something to tell: nobody is helped by alarm."""
        if self._awake.problem != self._noted:
            self._noted = self._awake.problem
            self._window.stage.help.set_note(self._noted)

    def _show(self, *, jumped: bool = False) -> None:
        if self.keys is not None and self._session is not None and not self.settle.isActive():
            self.keys.show(now_playing(self._session), jumped=jumped)

    def _end(self) -> None:
        self._session = None
        self.settle.stop()
        self.leave.stop()
        self._awake.release()
        if self.keys is not None:
            self.keys.show(None)

    # What is asked of the session.

    def do(self, ask: Ask) -> None:
        """What a media key asks; never an end, and nothing while the window asks a question.

        Play and pause are no toggles here: who asks for them over the bus has seen how it stands,
        and a telephone that pauses all players must not set a paused session going.
        """
        window = self._window
        if ask is Ask.RAISE:
            come_forward(window)
        elif ask is Ask.QUIT:
            window.close()
        elif self._session is not None and window.question is None:
            running = self._session.state is State.RUNNING
            if ask in _ACTIONS:
                window.stage.act(_ACTIONS[ask])
            elif running is not (ask is Ask.PLAY):
                window.stage.act(Action.TOGGLE)


def on_this_desktop(window: Window) -> HandsFree:
    """With wakepy everywhere; on Linux and its kin with MPRIS.

    Windows and macOS hand media keys to the window that has the focus.
    """
    from app.desktop.awake import WakepyAwake

    hands = HandsFree(window, WakepyAwake())
    if sys.platform not in ("win32", "darwin"):
        from app.desktop.mpris import Mpris

        hands.keys = Mpris(hands.asked.emit)
    return hands
