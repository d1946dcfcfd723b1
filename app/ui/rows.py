"""The rows of the home page: what a routine file is, in the words of a list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import FOCUS_RING, GAPS, RADIUS_CARD, Theme
from app.ui.typeface import HEAD, MEDIUM, SEMI, TEXT, room_font

if TYPE_CHECKING:
    from app.movements.model import Movement
    from app.routine.library import Entry
    from app.routine.model import Routine
    from app.timeline.model import Timeline

ROW: Final = int(Qt.ItemDataRole.UserRole)
_WHEN: Final = {
    "pre-run": "Before a run",
    "post-run": "After a run",
    "rest-day": "Rest day",
    "any": "Any time",
}
_HEIGHT: Final = 92


class StepLine(NamedTuple):
    """One movement of a routine, in words, and where its picture comes from."""

    name: str
    short_name: str
    dose: str
    movement: Movement | None = None


Steps = tuple[StepLine, ...]
"""The movements of a routine in their order."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One routine as the list shows it; `problems` are sentences with their line.

    `routine` is kept, so that what it holds can be told when the row is selected.
    """

    path: Path
    name: str
    meta: str
    description: str
    own: bool
    problems: tuple[str, ...] = ()
    routine: Routine | None = None

    @property
    def is_broken(self) -> bool:
        """Whether it cannot be begun."""
        return bool(self.problems)

    @property
    def second_line(self) -> str:
        """Its description, or its first problem and how many more there are."""
        if not self.problems:
            return self.description
        return self.problems[0] + self.more

    @property
    def more(self) -> str:
        """How many problems there are behind the first one."""
        more = len(self.problems) - 1
        return f" And {more} more." if more > 0 else ""


def row_of(entry: Entry, total_ms: int | None) -> Row:
    """A row for an entry of the library; `total_ms` is its planned length where it has one."""
    if entry.routine is None or total_ms is None:
        problems = tuple(f"Line {p.place.line}: {p.message}" for p in entry.problems)
        return broken_row(entry.path, entry.own, problems)
    when = _WHEN[entry.routine.when.value]
    minutes = max(1, round(total_ms / 60_000))
    return Row(
        entry.path,
        entry.name,
        f"{minutes} min   {when}",
        entry.routine.description,
        entry.own,
        routine=entry.routine,
    )


def broken_row(path: Path, own: bool, problems: tuple[str, ...]) -> Row:
    """A row for a file that cannot be begun, and why."""
    return Row(path, path.name, "Cannot be read yet", "", own, problems)


def steps_of(timeline: Timeline) -> Steps:
    """The movements in their order, each named once for every step that asks for it."""
    found: dict[int, StepLine] = {}
    for number, block in timeline.blocks:
        if block.exercise:
            movement = block.exercise.movement
            short = movement.short_name or block.label
            found.setdefault(number, StepLine(block.label, short, block.dose, movement))
    return tuple(found.values())


class Rows(QAbstractListModel):
    """The list's model."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._rows: list[Row] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row itself, and its words for type-ahead, screen readers and tooltips."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}, {row.meta}. {row.second_line}"
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(row.problems) or None
            case _:
                return row if role == ROW else None

    def row(self, index: int) -> Row:
        """One row."""
        return self._rows[index]

    def index_of(self, path: Path) -> int | None:
        """Where a file stands."""
        return next((i for i, row in enumerate(self._rows) if row.path == path), None)

    def put(self, position: int, row: Row) -> None:
        """Set the row at a position, one behind the last at the most."""
        if position < len(self._rows):
            if self._rows[position] != row:
                self._rows[position] = row
                index = self.index(position)
                self.dataChanged.emit(index, index)
            return
        self.beginInsertRows(QModelIndex(), position, position)
        self._rows.append(row)
        self.endInsertRows()

    def cut(self, count: int) -> None:
        """Drop what stands behind the first `count`."""
        if count < len(self._rows):
            self.beginRemoveRows(QModelIndex(), count, len(self._rows) - 1)
            del self._rows[count:]
            self.endRemoveRows()


class RowPainter(QStyledItemDelegate):
    """Paints a row as a card."""

    def __init__(self, theme: Theme, parent: QStyledItemDelegate | None = None) -> None:
        """In the colours of the theme."""
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(option.rect.width(), _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A card with name, when and length, and one line of description or of trouble."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        colours = self._theme.colours
        rect: QRect = option.rect.adjusted(2, 4, -6, -4)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.clay_ground if row.is_broken else colours.card))
        line = colours.accent if selected else colours.hairline
        painter.setPen(QPen(QColor(line), FOCUS_RING if selected else 1))
        painter.drawRoundedRect(rect, RADIUS_CARD, RADIUS_CARD)
        self._words(painter, rect.adjusted(GAPS[4] - 4, GAPS[2], 4 - GAPS[4], -GAPS[2]), row)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, row: Row) -> None:
        colours = self._theme.colours
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        half = box.height() // 2
        top, bottom = QRect(box), QRect(box)
        top.setHeight(half)
        bottom.setTop(box.top() + half)
        meta = f"{row.meta}   Yours" if row.own and not row.is_broken else row.meta
        meta_font = room_font(TEXT, SEMI)
        meta_width = QFontMetrics(meta_font).horizontalAdvance(meta) + GAPS[3]
        painter.setFont(meta_font)
        painter.setPen(QColor(colours.clay if row.is_broken else colours.muted))
        painter.drawText(top, right, meta)
        name_font = room_font(HEAD, SEMI)
        painter.setFont(name_font)
        painter.setPen(QColor(colours.ink))
        name = _elided(row.name, name_font, top.width() - meta_width)
        painter.drawText(top, left, name)
        font = room_font(TEXT, MEDIUM)
        painter.setFont(font)
        painter.setPen(QColor(colours.clay if row.is_broken else colours.muted))
        # How many problems there are is not cut with the first one.
        room = bottom.width() - QFontMetrics(font).horizontalAdvance(row.more)
        text = row.second_line.removesuffix(row.more)
        painter.drawText(bottom, left, _elided(text, font, room) + row.more)


def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
