"""The player's child process as its parent has it: orders go in, signs of life come out."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, Final, NamedTuple

from app import paths

_log = logging.getLogger(__name__)

LOST: Final = "No sound: the player has stopped; it is started again."

_ROUND_S: Final = 0.1
_PIPE_BYTES: Final = 1024 * 1024


class Patience(NamedTuple):
    """Seconds: until a sign of life and the first one, for a device, between two children.

    A sound server that was there comes back soon; where none ever was, looking for one must cost
    a weak computer nothing.
    """

    sign_s: float = 3.0
    first_sign_s: float = 15.0
    device_s: float = 1.0
    rest_s: float = 0.3
    rest_after_sound_s: float = 1.0
    longest_rest_s: float = 20.0
    tries_after_sound: int = 40

    def rest(self, tries: int, *, flowed: bool) -> float:
        """The rest after so many children that gave no sound, `flowed`: since there was any."""
        soon = flowed and tries < self.tries_after_sound
        longest = self.rest_after_sound_s if soon else self.longest_rest_s
        return float(min(longest, self.rest_s * 3 ** min(tries, 10)))


class Child:
    """One child process and what it tells; `lost` once it is of no use any more."""

    def __init__(self, command: Sequence[str], patience: Patience) -> None:
        """Starts it; how long it may be silent is `patience`. Raises `OSError`."""
        self.flowing = False
        self.problem = ""
        self.lead_ms: int | None = None
        self.lost = self.final = False
        self._patience = patience
        self._waits_s = patience.first_sign_s
        self._over = threading.Event()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=paths.child_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._pipe_bytes = _widened(self._process.stdin)
        threading.Thread(target=self._read, name="player signs", daemon=True).start()
        threading.Thread(target=self._log_errors, daemon=True).start()
        threading.Thread(target=self._watch, name="player watch", daemon=True).start()

    def _watch(self) -> None:
        """End it when it gives no sign of life: its pipe may be full, and whoever writes hangs too.

        Counted in rounds, so that a computer that slept is not held against it.
        """
        while not self._over.wait(_ROUND_S):
            self._waits_s -= _ROUND_S
            if self._waits_s < 0:
                self.end()
                return

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                self._take(line)
        self.problem = self.problem or LOST
        self.flowing, self.lost = False, True
        self._over.set()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()

    def _take(self, line: bytes) -> None:
        """One sign of life."""
        try:
            sign = json.loads(line)
            self.flowing, self.problem = sign["flowing"], sign.get("problem", "")
            self.final, self.lead_ms = sign.get("final", False), sign.get("lead_ms")
        except (ValueError, TypeError, KeyError):
            _log.info("player: %s", line.decode(errors="replace").rstrip())
            return
        self._waits_s = self._patience.sign_s

    def _log_errors(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for line in stream:
                _log.info("player: %s", line.decode(errors="replace").rstrip())

    def send(self, message: bytes) -> None:
        """Give orders; a child that is gone takes them in silence."""
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except (OSError, ValueError):
            self.lost = True

    def has_room(self, message: bytes) -> bool:
        """Whether `send` is sure not to wait; on other systems than Linux nobody can tell."""
        if sys.platform != "linux":
            return False
        import fcntl
        import termios

        try:
            assert self._process.stdin is not None
            unread = bytearray(4)
            fcntl.ioctl(self._process.stdin.fileno(), termios.FIONREAD, unread)
            return int.from_bytes(unread, sys.byteorder) + len(message) <= self._pipe_bytes * 3 // 4
        except (OSError, ValueError):
            return False

    def end(self) -> None:
        """Kill it; may be called twice and from any thread."""
        self.lost = True
        self._process.kill()


def _widened(pipe: IO[bytes] | None) -> int:
    """Room for twenty seconds of sound, where the system lets us have it; in bytes."""
    if pipe is not None and sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            return int(fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES))
    return 0
