"""Single key presses from a terminal, without waiting for Enter. Windows and POSIX."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Final

from app.session.clock import wait


class Key(StrEnum):
    """What a key asks for; the same keys as on the stage."""

    TOGGLE = "toggle"
    NEXT = "next"
    PREVIOUS = "previous"
    RESTART = "restart"
    LONGER = "longer"
    SKIP = "skip"
    QUIT = "quit"


# As the terminal sends them: arrows and page keys come as escape sequences, on Windows with a
# prefix of their own.
KEYS: Final = {
    " ": Key.TOGGLE,
    ".": Key.TOGGLE,
    "\x1b[C": Key.NEXT,
    "\x1bOC": Key.NEXT,
    "\x1b[6~": Key.NEXT,
    "\xe0M": Key.NEXT,
    "\xe0Q": Key.NEXT,
    "\x1b[D": Key.PREVIOUS,
    "\x1bOD": Key.PREVIOUS,
    "\x1b[5~": Key.PREVIOUS,
    "\xe0K": Key.PREVIOUS,
    "\xe0I": Key.PREVIOUS,
    "r": Key.RESTART,
    "+": Key.LONGER,
    "=": Key.LONGER,
    "s": Key.SKIP,
    "q": Key.QUIT,
}

_CODES: Final = sorted(KEYS, key=len, reverse=True)


def keys_in(text: str) -> Iterator[Key]:
    """The keys in what was read at once; unknown ones are passed over."""
    while text:
        found = next((code for code in _CODES if text.startswith((code, code.upper()))), None)
        if found is not None:
            yield KEYS[found]
        text = text[len(found) if found else 1 :]


@contextmanager
def raw_keyboard() -> Iterator[Keyboard]:
    """The keyboard of this terminal, put back as it was at the end."""
    if not sys.stdin or not sys.stdin.isatty():
        yield Keyboard()
    elif sys.platform == "win32":
        yield _WindowsKeyboard()
    else:
        import termios
        import tty

        handle = sys.stdin.fileno()
        before = termios.tcgetattr(handle)
        try:
            tty.setcbreak(handle)
            yield _PosixKeyboard(handle)
        finally:
            termios.tcsetattr(handle, termios.TCSADRAIN, before)


class Keyboard:
    """No keyboard at all: waits, and nothing is ever pressed."""

    def read(self, timeout_s: float) -> str:
        """What was typed within the time."""
        wait(timeout_s)
        return ""


class _PosixKeyboard(Keyboard):
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def read(self, timeout_s: float) -> str:
        import select

        with suppress(InterruptedError):
            if select.select([self._handle], [], [], timeout_s)[0]:
                data = os.read(self._handle, 64)
                if not data:
                    # The terminal is gone; its keyboard must not spin.
                    wait(timeout_s)
                return data.decode(errors="ignore")
        return ""


class _WindowsKeyboard(Keyboard):
    """Polls `msvcrt`; was not run here."""

    def read(self, timeout_s: float) -> str:
        if sys.platform != "win32":
            return ""
        import msvcrt

        wait(timeout_s)
        typed = ""
        while msvcrt.kbhit():
            typed += msvcrt.getwch()
        return typed
