"""Writing a file so that a crash or a full disk leaves the old one whole."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_over(path: Path, data: bytes) -> None:
    """The same for a file that nobody else writes, again and again. Raises `OSError`.

    The temporary file always has the same name, so that a program that is killed in the middle of
    a write leaves one behind at the most.
    """
    spare = path.with_name(f".{path.name}.new")
    with spare.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(spare, path)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step: temporary file, fsync, rename. Raises `OSError`.

    QSaveFile is not used: on a full disk it replaced the good file by a truncated one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
