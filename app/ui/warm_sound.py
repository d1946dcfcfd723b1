"""When the loudspeaker is woken: while the home page is looked at, and not for long.

A device takes up to 2 s to wake; whoever has just opened the program or come home may begin at
once. An open stream costs a fiftieth of a core and keeps the device from its sleep, so after two
minutes of reading it is let go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.ui.timers import interval

if TYPE_CHECKING:
    from app.ui.services import Services

_SLEEP_MS: Final = 120_000


class WarmSound(QObject):
    """Warms the sound for the session that may come."""

    def __init__(self, services: Services, parent: QObject) -> None:
        """Does nothing yet."""
        super().__init__(parent)
        self._services = services
        self._sleep = interval(self, _SLEEP_MS, self.rest, once=True)

    def expect(self) -> None:
        """A session may begin soon."""
        self._services.warm_sound()
        self._sleep.start()

    def rest(self) -> None:
        """None is near, or one has begun and has taken what was warm."""
        self._sleep.stop()
        self._services.cool_sound()
