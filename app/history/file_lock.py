"""A lock that ends with the program, however that ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

# What a system says when someone else has the lock; all else means that it knows no locks here.
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class FileLock:
    """An empty file, locked by one program at a time; the file stays, the lock does not.

    Where a folder cannot be written or a file system has no locks, everyone gets it: whoever asks
    must lose no more by that than by no lock at all.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is locked yet; the folder must be there."""
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Lock it; False when another program, or another lock of this one, has it."""
        try:
            # Not inherited: children that outlive a killed program must not keep it.
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        try:
            _lock(handle)
        except OSError as fault:
            if fault.errno in _HELD:
                os.close(handle)
                return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let others have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
