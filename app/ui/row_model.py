"""The routines in their order: what fits now, what cannot be read, one's own, the shipped."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from app.ui.finding import folded, holds
from app.ui.fits import Fit, fits
from app.ui.rows import Index, Row

ROW: Final = int(Qt.ItemDataRole.UserRole)

_Key = tuple[int, str, str]


class Rows(QAbstractListModel):
    """Keeps all rows, and shows those that are searched for."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._all: dict[Path, Row] = {}
        self._shown: list[Row] = []
        # In step with `_shown`, so that a place is found in few looks among thousands.
        self._keys: list[_Key] = []
        self._occasion = Fit.POST_RUN
        self._asked = ""

    # What Qt asks.

    def rowCount(self, parent: Index | None = None) -> int:
        """How many are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row itself, and its words for type-ahead, screen readers and tooltips."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.told
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(row.problems) or None
            case _:
                return row if role == ROW else None

    # What home asks.

    def __iter__(self) -> Iterator[Row]:
        """All of them, the hidden ones too."""
        return iter(self._all.values())

    @property
    def count(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    @property
    def occasion(self) -> Fit:
        """What comes first."""
        return self._occasion

    @property
    def asked(self) -> str:
        """What is searched for, folded; '' shows all."""
        return self._asked

    def row(self, index: int) -> Row:
        """One that is shown."""
        return self._shown[index]

    def get(self, path: Path) -> Row | None:
        """The row of a file, shown or not."""
        return self._all.get(path)

    def index_of(self, path: Path | None) -> int | None:
        """Where a file is shown; None where it is not."""
        row = self._all.get(path) if path is not None else None
        if row is None:
            return None
        at = bisect_left(self._keys, self._key(row))
        return at if at < len(self._shown) and self._shown[at].path == path else None

    def put(self, rows: Iterable[Row]) -> None:
        """Take new or changed rows, each to its place."""
        for row in rows:
            old = self._all.get(row.path)
            if old == row:
                continue
            at = self.index_of(row.path)
            self._all[row.path] = row
            if old is not None and at is not None:
                if self._key(old) == self._key(row) and self._is_asked(row):
                    self._shown[at] = row
                    self.dataChanged.emit(self.index(at), self.index(at))
                    continue
                self._take(at)
            self._insert(row)

    def remove(self, paths: Iterable[Path]) -> None:
        """Drop the rows of files that are gone."""
        for path in paths:
            at = self.index_of(path)
            self._all.pop(path, None)
            if at is not None:
                self._take(at)

    def arrange(self, occasion: Fit, asked: str) -> None:
        """Another order, or another search."""
        asked = folded(asked).strip()
        if (occasion, asked) == (self._occasion, self._asked):
            return
        self.beginResetModel()
        self._occasion, self._asked = occasion, asked
        self._shown = sorted(filter(self._is_asked, self._all.values()), key=self._key)
        self._keys = [self._key(row) for row in self._shown]
        self.endResetModel()

    def _take(self, at: int) -> None:
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._shown[at], self._keys[at]
        self.endRemoveRows()

    def _insert(self, row: Row) -> None:
        if not self._is_asked(row):
            return
        key = self._key(row)
        at = bisect_left(self._keys, key)
        self.beginInsertRows(QModelIndex(), at, at)
        self._shown.insert(at, row)
        insort(self._keys, key)
        self.endInsertRows()

    def _is_asked(self, row: Row) -> bool:
        return not self._asked or holds(row.words, self._asked)

    def _key(self, row: Row) -> _Key:
        return self._group(row), row.name.casefold(), str(row.path)

    def _group(self, row: Row) -> int:
        if row.guest:
            return 0
        if fits(row, self._occasion):
            return 1
        if row.is_broken:
            return 2
        return 3 if row.own else 4
