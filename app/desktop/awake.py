"""Keeping the screen on: what the program asks of the desktop, and wakepy, which asks for it.

wakepy knows the ways of each system. It costs 70 to 85 ms to import and waits up to 2 s for a bus
that does not answer, so all of it happens in a thread of its own: neither the window nor a session
ever waits for the screen.
"""

from __future__ import annotations

import logging
from threading import Event, Thread, main_thread
from typing import Final, Protocol

DARK: Final = "The screen may go dark: this desktop offers no way to keep it on."
# How often a thread that holds the screen looks whether the program still runs, in seconds.
_LOOK_S: Final = 5.0

_log = logging.getLogger(__name__)


class KeepAwake(Protocol):
    """Holds the screen on, if this desktop can. Returns at once and never raises."""

    @property
    def problem(self) -> str:
        """Why the screen may go dark although it is to be held, in one sentence; or ''."""

    def hold(self) -> None:
        """Keep the screen on from now on; again changes nothing."""

    def release(self) -> None:
        """Let the screen sleep when it is time."""


class WakepyAwake:
    """wakepy's mode "presenting", entered and left in one thread, as it wants it."""

    def __init__(self) -> None:
        """Holds nothing and imports nothing yet."""
        self._released: Event | None = None
        self._problem = ""
        self._logged = ""

    @property
    def problem(self) -> str:
        """Known a moment after `hold`."""
        return self._problem

    def hold(self) -> None:
        """Begin a thread that holds it."""
        if self._released is None:
            self._released = Event()
            # A daemon: a bus that hangs must not keep the program from its end.
            Thread(target=self._keep, args=(self._released,), name="awake", daemon=True).start()

    def release(self) -> None:
        """The thread lets go and ends by itself."""
        if self._released is not None:
            self._released.set()
            self._released = None
            self._problem = ""

    def _keep(self, released: Event) -> None:
        try:
            from wakepy import keep

            # It tells each step of each try; what came of them is one line here.
            logging.getLogger("wakepy").setLevel(logging.ERROR)
            with keep.presenting(on_fail="pass") as mode:
                tried = (each.method.name for each in mode.result.list_methods())
                self._tell(released, "" if mode.active else "tried " + ", ".join(tried))
                # On Windows wakepy has a thread that outlives a main thread which forgot it.
                while main_thread().is_alive() and not released.wait(_LOOK_S):
                    pass
        except Exception as fault:  # noqa: BLE001 - a dark screen must not end a session
            self._tell(released, f"{type(fault).__name__}: {fault}")

    def _tell(self, released: Event, failure: str) -> None:
        if failure and failure != self._logged:
            self._logged = failure
            _log.warning("The screen cannot be kept on: %s", failure)
        if released is self._released:
            self._problem = DARK if failure else ""
