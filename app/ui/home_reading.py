"""Reads the routine files in slices, so that 5,000 of them freeze nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.ui.folder_watch import FolderWatch
from app.ui.rows import Row, Trouble, broken_row, content_of, row_of
from app.ui.timers import interval

if TYPE_CHECKING:
    from app.ui.services import Services

# One slice between two looks at keys and mouse: what reading and what remembering a file costs.
_SLICE: Final = 32
_TO_READ: Final = 8
_TO_KNOW: Final = 1
_AT_ONCE: Final = 32

_log = logging.getLogger(__name__)

_Known = tuple[int, int, frozenset[str], Row]


class Reading(QObject):
    """Tells rows that are new or have changed, and files that are gone."""

    rows_read = Signal(object)
    """A list of `Row`."""
    gone = Signal(object)
    """A set of paths."""
    ready = Signal()
    """What ships has been read: something can be offered."""
    finished = Signal()
    """Everything has been read once more."""

    def __init__(self, services: Services, parent: QObject) -> None:
        """Reads nothing yet: `refresh` does, after the first paint."""
        super().__init__(parent)
        self._services = services
        self._pending: Iterator[Path] | None = iter(())
        self._known: dict[Path, _Known] = {}
        self._told: dict[Path, Row] = {}
        self._seen: set[Path] = set()
        self._guests: dict[Path, None] = {}
        self._shipped_left: set[Path] = set()
        self._is_ready = False
        self._rows: list[Row] = []
        self._library: object = None
        self._reader = interval(self, 0, self._read_some)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.refresh)

    @property
    def is_reading(self) -> bool:
        """Whether files are still to be read; true until the first reading has ended."""
        return self._pending is not None

    def refresh(self, first: Path | None = None) -> None:
        """Look at all files again, at one of them `first`; what did not change is remembered."""
        library = self._services.library
        self.watch()
        if library is not self._library:
            # Names and lengths depend on language and voice, and so does the library.
            self._library = library
            self._known.clear()
        paths = library.paths()
        there = set(paths)
        asked = (first, *self._guests) if first is None or first in there else self._guests
        early = [path for path in asked if path is not None and path.is_file()]
        self._shipped_left = {path for path in paths if path.parent == library.shipped}
        # What was asked for comes first, also where it lies elsewhere.
        self._pending = chain(early, (path for path in paths if path not in early))
        self._seen = there | set(early)
        self._is_ready = False
        self._reader.start()

    def watch(self) -> None:
        """Look out for changes in the runner's folder, which may have been made just now."""
        self._watch.watch(self._services.library.own, tuple(self._guests))

    def invite(self, path: Path) -> None:
        """Read a file that lies in none of our folders, until the program ends."""
        self._guests[path] = None

    def dismiss(self, path: Path) -> None:
        """Show a guest no longer; the next reading drops its row."""
        self._guests.pop(path, None)

    def is_guest(self, path: Path) -> bool:
        """Whether a file lies elsewhere."""
        library = self._services.library
        return path.parent not in (library.own, library.shipped)

    def _read_some(self) -> None:
        if self._pending is None:
            self._reader.stop()
            return
        budget = _SLICE
        while budget > 0:
            path = next(self._pending, None)
            if path is None:
                self._pending = None
                break
            row, cost = self._row(path)
            budget -= cost
            self._shipped_left.discard(path)
            if self._told.get(path) != row:
                self._told[path] = row
                self._rows.append(row)
        # Once there is something to see, cards are laid out anew for some rows at once.
        if not self._is_ready or self._pending is None or len(self._rows) >= _AT_ONCE:
            self._tell()
        if not self._shipped_left and not self._is_ready:
            self._is_ready = True
            self.ready.emit()
        if self._pending is None:
            self._end()

    def _tell(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            self.rows_read.emit(rows)

    def _end(self) -> None:
        self._reader.stop()
        if gone := self._told.keys() - self._seen:
            for path in gone:
                self._told.pop(path)
                self._known.pop(path, None)
            self.gone.emit(gone)
        self.finished.emit()

    def _row(self, path: Path) -> tuple[Row, int]:
        """The row of a file, from memory where neither file nor what is left out has changed."""
        left_out = self._services.left_out.ids
        try:
            info = path.stat()
            stamp = (info.st_mtime_ns, info.st_size)
        except OSError:
            stamp = (0, 0)
        known = self._known.get(path)
        if known and known[:3] == (*stamp, left_out):
            return known[3], _TO_KNOW
        row = self.read(path)
        self._known[path] = (*stamp, left_out, row)
        return row, _TO_READ

    def read(self, path: Path) -> Row:
        """Whatever is in a file, the others are still to be read."""
        guest = self.is_guest(path)
        own = path.parent == self._services.library.own
        try:
            entry = self._services.library.entry(path)._replace(own=own)
            content = content_of(self._services, entry.routine) if entry.routine else None
            return row_of(entry, content, guest=guest)
        except UserError as mistake:
            return broken_row(path, own, (Trouble(0, str(mistake)),), guest=guest)
        except Exception:  # noqa: BLE001 - a fault of ours in one file must not hide the rest
            _log.exception("Cannot read %s", path)
            told = "Limber failed to read this file; the log says why."
            return broken_row(path, own, (Trouble(0, told),), guest=guest)
