"""Routine files that come from elsewhere: found, looked at, copied in without ever overwriting."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from app.errors import UserError

ENDINGS: Final = (".yaml", ".yml")
MOST_FILES: Final = 500
"""So many at once; whoever drops a home folder did not mean it."""
_MOST_BYTES: Final = 1 << 20


class Found(NamedTuple):
    """What was handed over: routine files, and names of what is none."""

    files: tuple[Path, ...]
    others: tuple[str, ...]
    too_many: bool = False


def find_files(dropped: Iterable[Path]) -> Found:
    """The routine files among files and folders; a folder gives those that lie right in it."""
    files: dict[Path, None] = {}
    others: list[str] = []
    for path in dropped:
        try:
            inside = sorted(path.iterdir()) if path.is_dir() else [path]
        except OSError:
            others.append(path.name)
            continue
        fitting = [file for file in inside if _fits(file)]
        files.update(dict.fromkeys(fitting))
        if not fitting:
            others.append(path.name)
    kept = tuple(files)[:MOST_FILES]
    return Found(kept, tuple(others), len(files) > len(kept))


def _fits(file: Path) -> bool:
    return file.suffix.lower() in ENDINGS and not file.name.startswith(".") and file.is_file()


def target_of(file: Path, folder: Path) -> Path:
    """Where a file would lie; in the folder all end in `.yaml`."""
    return folder / f"{file.stem}.yaml"


def free_target(file: Path, folder: Path) -> Path:
    """The same with a number, where the name is taken."""
    target, number = target_of(file, folder), 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{file.stem}-{number}.yaml"
    return target


def is_same(file: Path, target: Path) -> bool:
    """Whether a file lies there already, as it is."""
    try:
        return file.samefile(target) or file.read_bytes() == target.read_bytes()
    except OSError:
        return False


def copy_in(file: Path, target: Path) -> None:
    """Copy a file to a place where there is none; whole or not at all.

    Raises:
        FileExistsError: there is one.
        UserError: it cannot be read or written; the sentence says why.
    """
    try:
        with file.open("rb") as source:
            data = source.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise UserError(f"{file.name} is too large for a routine.")
        _make(target.parent)
        _write_new(target, data)
    except FileExistsError:
        raise
    except OSError as fault:
        raise UserError(f"{file.name} cannot be copied: {fault.strerror}.") from fault


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as fault:
        # Not the file that is meant by this name elsewhere here.
        raise NotADirectoryError(fault.errno, f"{folder} is no folder") from fault


def _write_new(target: Path, data: bytes) -> None:
    """Written beside its place first, then put there only if the place is free."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # As any new file of this person's would be, not as a temporary one.
        with suppress(OSError):
            Path(name).chmod(0o644)
        _put(Path(name), target, data)
    finally:
        Path(name).unlink(missing_ok=True)


def _put(written: Path, target: Path, data: bytes) -> None:
    try:
        # A link fails where there is a file; a rename would replace it.
        os.link(written, target)
    except FileExistsError:
        raise
    except OSError:
        # A stick or a share that knows no links: the name is taken first, then filled.
        with target.open("xb") as file:
            file.write(data)
