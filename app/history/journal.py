"""The journals: one small file for each running session, from which it can be taken up again.

A file whose lock nobody holds belongs to a session that was cut off. Several programs may run at
once; each has a file of its own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from app.history.cut_session import CutSession, Damaged
from app.history.file_lock import FileLock
from app.history.files import write_over
from app.session.clock import exact_ms, wall_s

OFFERED_S: Final = 12 * 3600.0
"""A session older than this is not offered any more: the body is cold, the day another one."""
KEPT_S: Final = 7 * 24 * 3600.0
"""Whoever asks for it by name still gets it. Removed so late that a wrong clock loses none."""

_MOST: Final = 32
_LONGEST: Final = 4 << 20
_CLOSE_TIMEOUT_S: Final = 3.0
# A disk that is slow, or wakes for every write, gets three quarters of the time to itself.
_REST: Final = 3
_LONGEST_REST_S: Final = 10.0

_log = logging.getLogger(__name__)


class Journal:
    """The file of one session. A thread writes it, so that no call here waits for a disk."""

    def __init__(
        self, path: Path, lock: FileLock, write: Callable[[Path, bytes], None] = write_over
    ) -> None:
        """`lock` is held, and let go when all is written."""
        self._path, self._lock, self._write = path, lock, write
        self._changed = threading.Condition()
        self._data: bytes | None = None
        self._over = self._cleared = False
        self._problem = ""
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def problem(self) -> str:
        """Why the session is not kept, in one sentence; or ''."""
        return self._problem

    def note(self, data: bytes) -> None:
        """Keep this from now on. What came before it and is not written yet need not be."""
        with self._changed:
            self._data = data
            self._changed.notify()

    def clear(self) -> None:
        """The session has ended: nothing is kept any more."""
        self._end(cleared=True)

    def close(self) -> None:
        """The program ends before the session does: wait until all that was noted is written."""
        self._end(cleared=False)
        self._thread.join(_CLOSE_TIMEOUT_S)

    def _end(self, *, cleared: bool) -> None:
        with self._changed:
            self._over, self._cleared = True, self._cleared or cleared
            self._changed.notify()

    def _run(self) -> None:
        rest_s = 0.0
        while not self._over:
            with self._changed:
                self._changed.wait_for(lambda: self._over, rest_s)
                self._changed.wait_for(lambda: self._over or self._data is not None)
                data, self._data = self._data, None
            if data is not None and not self._cleared:
                rest_s = min(_LONGEST_REST_S, _REST * self._written_s(data))
        if self._cleared:
            _remove(self._path)
        elif self._data is not None:
            self._written_s(self._data)
        self._lock.release()

    def _written_s(self, data: bytes) -> float:
        """How long it took to write, in seconds."""
        before = exact_ms()
        try:
            self._write(self._path, data)
            self._problem = ""
        except OSError as fault:
            if not self._problem:
                _log.warning("Cannot write %s", self._path, exc_info=True)
            reason = fault.strerror or type(fault).__name__
            self._problem = f"If this computer fails, this session is lost: {reason}."
        return (exact_ms() - before) / 1000


class Journals:
    """The folder of them. Nothing here raises; what cannot be read is set aside and told."""

    def __init__(self, folder: Path, wall: Callable[[], float] = wall_s) -> None:
        """Reads nothing yet."""
        self._folder, self._wall = folder, wall
        self.problem = ""

    def begin(self) -> Journal | None:
        """A journal for a session that begins; None where nothing can be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            _log.warning("Cannot make %s", self._folder, exc_info=True)
            return None
        for number in range(1, _MOST + 1):
            path = self._folder / f"session-{number}.json"
            lock = _lock_of(path)
            if not path.exists() and lock.take():
                if not path.exists():
                    return Journal(path, lock)
                lock.release()
        return None

    def go_on(self, cut: CutSession) -> Journal | None:
        """The journal of a session that is taken up; None when another program has done so."""
        lock = _lock_of(cut.kept_in)
        if not lock.take():
            return None
        if cut.kept_in.exists():
            return Journal(cut.kept_in, lock)
        lock.release()
        return None

    def newest(self, within_s: float = OFFERED_S) -> CutSession | None:
        """The session that was cut off last, and not longer ago than that.

        One that seems to come from the future was left before the clock was set; it is as good as
        new.
        """
        now = self._wall()
        young = []
        for cut in list(self._cut_off()):
            if now - cut.place.wall_s > KEPT_S:
                self.drop(cut)
            elif now - cut.place.wall_s <= within_s:
                young.append(cut)
        return max(young, key=lambda cut: cut.place.wall_s, default=None)

    def drop(self, cut: CutSession) -> None:
        """Nobody wants to go on with it."""
        lock = _lock_of(cut.kept_in)
        if lock.take():
            _remove(cut.kept_in)
            lock.release()

    def drop_routine(self, path: str, routine_id: str) -> None:
        """The routine was performed: older sessions of it are of no use any more."""
        for cut in list(self._cut_off()):
            if (cut.beginning.path, cut.beginning.routine_id) == (path, routine_id):
                self.drop(cut)

    def _cut_off(self) -> Iterator[CutSession]:
        for path in sorted(self._folder.glob("session-*.json")):
            lock = _lock_of(path)
            if lock.take():
                try:
                    if cut := self._read(path):
                        yield cut
                finally:
                    lock.release()

    def _read(self, path: Path) -> CutSession | None:
        try:
            with path.open("rb") as file:
                return CutSession.from_json(path, file.read(_LONGEST))
        except FileNotFoundError:
            return None
        except OSError:
            _log.warning("Cannot read %s", path, exc_info=True)
            return None
        except Damaged:
            _log.warning("Damaged: %s", path, exc_info=True)
        aside = path.with_name(f"damaged-{path.name}")
        try:
            path.replace(aside)
        except OSError:
            _log.warning("Cannot set %s aside", path, exc_info=True)
            return None
        what = "A session was cut off, and what was kept of it is damaged."
        self.problem = f"{what} It is set aside as {aside}."
        return None


def _lock_of(path: Path) -> FileLock:
    return FileLock(path.with_suffix(".lock"))


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        _log.warning("Cannot remove %s", path, exc_info=True)
