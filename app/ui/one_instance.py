"""One Limber a person and a display: a second start hands over to the first and ends.

Before the first paint only a lock is taken, which is one small file. Who finds it taken talks to
the program that holds it; that one opens its ear after its own first paint. A lock that a killed
program left is taken over. Where no lock can be had, for want of rights or room, there are two
windows, as with any other program: nothing of this is worth a start that fails.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from PySide6.QtCore import QLockFile, QObject

from app.session.clock import wait

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

# The first one may be on its way to its first paint.
_TRIES: Final = 60
_BETWEEN_S: Final = 0.05
_ANSWER_MS: Final = 5_000
_LONGEST: Final = 1 << 16

_log = logging.getLogger(__name__)


class Wish(NamedTuple):
    """What a start is for: `what` is show, begin, last or resume.

    Without a path show means the window, begin what fits now. `token` is the desktop's leave to
    come to the front.
    """

    what: str = "show"
    path: str = ""
    fullscreen: bool = False
    level: str = ""
    token: str = ""


def place_in(folder: Path, state: Path) -> Path:
    """The lock's file in a folder of this person's own; `state` tells several Limbers apart.

    Two displays of one person are two desktops: a window on the other one would not be seen.
    """
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    key = crc32(os.fsencode(f"{state}|{display}"))
    return folder / f"limber-{key:08x}.lock"


class OneInstance(QObject):
    """The lock, and behind it the ear of the first program or the mouth of the second."""

    def __init__(self, place: Path, parent: QObject | None = None) -> None:
        """`place` is the file of the lock; its folder is made if need be."""
        super().__init__(parent)
        self._place = place
        self._lock = QLockFile(str(place))
        # Held for as long as its program runs, however long that is.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        # What is done for a second start, and said to it: a sentence, or '' where all is well.
        self.answer: Callable[[Wish], str] = lambda _: ""

    @property
    def _name(self) -> str:
        """A socket beside the lock; on Windows a pipe, whose name all people share."""
        if sys.platform == "win32":
            return f"{self._place.stem}-{crc32(os.fsencode(self._place)):08x}"
        return str(self._place.with_suffix(".sock"))

    def take(self) -> bool:
        """Whether this program is the first, or there is no telling."""
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        _log.warning("No lock at %s: %s", self._place, self._lock.error())
        return True

    # The second.

    def hand_over(self, wish: Wish) -> str | None:
        """Tell the first program; its answer, '' when it did as wished, None where it is mute."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        for _ in range(_TRIES):
            socket.connectToServer(self._name)
            if socket.waitForConnected(_ANSWER_MS):
                return self._talk(socket, wish)
            wait(_BETWEEN_S)
        _log.warning("The Limber that runs does not listen at %s: %s", self._name, socket.error())
        return None

    def _talk(self, socket: QLocalSocket, wish: Wish) -> str | None:
        _let_others_come_forward()
        token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
        socket.write(json.dumps(wish._replace(token=token)._asdict()).encode() + b"\n")
        while not socket.canReadLine():
            if not socket.waitForReadyRead(_ANSWER_MS):
                return None
        return bytes(socket.readLine().data()).decode(errors="replace").strip()

    # The first.

    def listen(self) -> None:
        """Open the ear, to this person alone; what a killed program left of it goes."""
        from PySide6.QtNetwork import QLocalServer

        if not self._lock.isLocked():
            return
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            _log.warning("A second start cannot reach this one: %s", self._server.errorString())

    def _connected(self) -> None:
        if self._server is None:
            return
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        wish = read_wish(bytes(socket.readLine().data()))
        said = self.answer(wish) if wish is not None else "That was not understood."
        socket.write(said.encode() + b"\n")
        socket.flush()
        socket.disconnectFromServer()

    def close(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def read_wish(line: bytes) -> Wish | None:
    """What another start has sent; None for what none would."""
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    usual: dict[str, Any] = Wish()._asdict()
    if not isinstance(fields, dict) or set(fields) != set(usual):
        return None
    if any(type(fields[name]) is not type(value) for name, value in usual.items()):
        return None
    return Wish(**fields)


def _let_others_come_forward() -> None:
    """Windows lets only the program in front give its place away."""
    if sys.platform == "win32":
        from ctypes import windll

        windll.user32.AllowSetForegroundWindow(-1)
