"""Notices that the computer is about to sleep, where the system says so.

Elsewhere, and where it sleeps before we hear of it, the gap in time pauses the session afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import SLOT, QObject, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

    from app.session.engine import Session
    from app.ui.window import Window

_SIGNAL: Final = (
    "org.freedesktop.login1",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
    "PrepareForSleep",
)

# PySide6 says that it wants bytes, and refuses all but this text.
_TOLD: Final = cast(bytes, SLOT("told(bool)"))

_log = logging.getLogger(__name__)


class Sleep(QObject):
    """Calls back before the computer sleeps; without a word where nobody tells."""

    def __init__(
        self,
        parent: QObject | None,
        comes: Callable[[], None],
        connect: Callable[[], QDBusConnection] | None = None,
    ) -> None:
        """`connect` gives the bus; the system's own by itself."""
        super().__init__(parent)
        self._comes = comes
        self.listens = False
        try:
            bus = (connect or _system_bus)()
            self.listens = bus.isConnected() and bus.connect(*_SIGNAL, self, _TOLD)
        except Exception:  # noqa: BLE001 - a session goes on without D-Bus, whatever is wrong
            _log.info("No word of sleep will come", exc_info=True)

    @Slot(bool)
    def told(self, begins: bool) -> None:
        """The system sleeps soon, or has just woken."""
        if begins:
            self._comes()


def _system_bus() -> QDBusConnection:
    from PySide6.QtDBus import QDBusConnection

    return QDBusConnection.systemBus()


def pausing_for_sleep(window: Window) -> Callable[[Session], None]:
    """Connected to the beginning of sessions: from the first one on, they stand in a sleep."""
    made: list[Sleep] = []

    def follow(_session: Session) -> None:
        if not made:
            made.append(Sleep(window, window.stage.sleep))

    return follow
