"""The home page: the routines, one Enter from launch to session."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.ui.export_action import ExportAction
from app.ui.folder_watch import FolderWatch
from app.ui.home_foot import HomeFoot
from app.ui.panel import Panel
from app.ui.rows import Row, RowPainter, Rows, broken_row, row_of, steps_of
from app.ui.theme import GAPS, Theme
from app.ui.timers import interval
from app.ui.typeface import BOLD, MEDIUM, TEXT, TITLE, room_font

if TYPE_CHECKING:
    from app.ui.pictures import Pictures
    from app.ui.services import Services

_CHUNK: Final = 4
_UNFOLD_MS: Final = 60
# From this width on there is room for the slab beside the list.
_PANEL_FROM: Final = 720
_PANEL_SHARE: Final = 0.4

_log = logging.getLogger(__name__)


class Home(QWidget):
    """Lists the routines as they are read, in chunks, so that 5,000 of them freeze nothing."""

    begin = Signal(object)
    """The path of the routine to begin."""
    movements_asked = Signal()
    """The room of the movements is to be shown."""
    voice_asked = Signal()
    """The page of the voice is to be shown."""
    picture_asked = Signal()
    """The page of the pictures is to be shown."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
        pictures: Pictures,
        open_file: Callable[[Path], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Reads nothing yet: `refresh` does, after the first paint."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._services = services
        self.open_file = open_file or _open_in_editor
        self.rows = Rows()
        self.list = _List(self)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(theme))
        self.list.chosen.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.rows.dataChanged.connect(lambda *_: self._show_current())
        self.panel = Panel(theme, pictures, self)
        self.panel.chosen.connect(self._choose)
        self._make_foot()
        self._lay_out()
        self._pending: Iterator[Path] | None = iter(())
        self._wanted: Path | None = None
        self._count = 0
        self._read: dict[Path, tuple[int, int, frozenset[str], Row]] = {}
        self._told: object = None
        self._unfold = interval(self, _UNFOLD_MS, self._show_steps, once=True)
        self._reader = interval(self, 0, self._read_some)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.refresh)
        theme.changed.connect(self.list.viewport().update)

    def _make_foot(self) -> None:
        self.foot = HomeFoot(self._services, self)
        self.foot.put_back.connect(self._planned_anew)
        self.foot.opened.connect(self._show_folder)
        self.foot.voice_asked.connect(self.voice_asked)
        self.foot.picture_asked.connect(self.picture_asked)

    def _lay_out(self) -> None:
        title = QLabel("Routines", self)
        title.setFont(room_font(TITLE, BOLD))
        column = QVBoxLayout()
        column.setContentsMargins(GAPS[5], GAPS[4], GAPS[4], GAPS[4])
        column.setSpacing(GAPS[2])
        self.movements_button = QPushButton("Movements", self)
        self.movements_button.setFont(room_font(TEXT, MEDIUM))
        self.movements_button.setAccessibleDescription("All of them, with pictures and words.")
        self.movements_button.clicked.connect(self.movements_asked)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.movements_button)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.list)
        self._add_saving(column)

    def _add_saving(self, column: QVBoxLayout) -> None:
        """Also behind a right click, and in a window too narrow for the slab."""
        self.saving = ExportAction(self._services, self._current, self._open, self)
        self.saving.sheet_made.connect(lambda sheet: column.insertWidget(2, sheet))
        self.saving.enabledChanged.connect(self.panel.save_button.setEnabled)
        self.panel.save_asked.connect(self.saving.trigger)
        self.list.addAction(self.saving)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has room for the list alone."""
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= _PANEL_FROM)
        self.panel.setFixedWidth(round(min(760.0, self.width() * _PANEL_SHARE)))

    # Reading.

    @property
    def is_reading(self) -> bool:
        """Whether rows are still to come; true until the first reading has ended."""
        return self._pending is not None

    def refresh(self) -> None:
        """Read the folders again, keeping the selection; files that did not change are kept."""
        library = self._services.library
        self._watch.watch(library.own)
        self._forget_what_is_told_otherwise()
        current = self.list.currentIndex()
        if current.isValid() and self._wanted is None:
            self._wanted = self.rows.row(current.row()).path
        self._pending = iter(library.paths())
        self._count = 0
        self._reader.start()
        self.foot.refresh()

    def _forget_what_is_told_otherwise(self) -> None:
        """Names and lengths depend on language and voice, and so does the library."""
        library = self._services.library
        if library is not self._told:
            self._told = library
            self._read.clear()

    def _read_some(self) -> None:
        if self._pending is None:
            self._reader.stop()
            return
        for _ in range(_CHUNK):
            path = next(self._pending, None)
            if path is None:
                self._pending = None
                self._reader.stop()
                self.rows.cut(self._count)
                self._select_one()
                # What is left out may have changed, and with it what a routine holds.
                self._unfold.start()
                return
            self.rows.put(self._count, self._row(path))
            self._count += 1
        self._select_one()

    def _row(self, path: Path) -> Row:
        """The row of a file, from memory where neither file nor what is left out has changed."""
        left_out = self._services.left_out.ids
        try:
            info = path.stat()
            stamp = (info.st_mtime_ns, info.st_size)
        except OSError:
            stamp = (0, 0)
        known = self._read.get(path)
        if known and known[:3] == (*stamp, left_out):
            return known[3]
        row = self._read_row(path)
        self._read[path] = (*stamp, left_out, row)
        return row

    def _read_row(self, path: Path) -> Row:
        """Whatever is in a file, the others are still to be read."""
        own = path.parent == self._services.library.own
        try:
            entry = self._services.library.entry(path)
            total = self._services.tonight_ms(entry.routine) if entry.routine else None
            return row_of(entry, total)
        except UserError as mistake:
            return broken_row(path, own, (str(mistake),))
        except Exception:  # noqa: BLE001 - a fault of ours in one file must not hide the rest
            _log.exception("Cannot read %s", path)
            return broken_row(path, own, ("Limber failed to read this file; the log says why.",))

    def _select_one(self) -> None:
        """The row that was selected before, by its file; else the first."""
        current = self.list.currentIndex()
        row = self.rows.index_of(self._wanted) if self._wanted else None
        if self._pending is None:
            self._wanted = None
        if row is None and current.isValid():
            return
        if self.rows.rowCount() and (row is None or row != current.row()):
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.rows.index(row or 0), select)

    def _planned_anew(self) -> None:
        self.refresh()
        self.list.setFocus()

    def _open(self, path: Path) -> None:
        self.open_file(path)

    def _show_folder(self, folder: Path) -> None:
        self._watch.watch(folder)
        self.open_file(folder)

    # Beginning.

    def _show_current(self) -> None:
        self.panel.show_row(self._current())
        self._unfold.start()

    def _current(self) -> Row | None:
        index = self.list.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def _show_steps(self) -> None:
        """What the selected routine holds; not while the selection still runs down the list."""
        row = self._current()
        if row is None or row.routine is None:
            return
        try:
            self.panel.show_steps(steps_of(self._services.tonight(row.routine)))
        except UserError:
            # Its row says why as soon as it is read again.
            self.panel.show_steps(())

    def _choose(self) -> None:
        """Begin the selected routine, or open a broken one's file."""
        row = self._current()
        if row is None:
            return
        if row.is_broken:
            self.open_file(row.path)
        else:
            self.begin.emit(row.path)


class _List(QListView):
    """A list in which Enter or a double click begins and typing searches.

    `activated` is not used: on some desktops a single click is enough for it.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Routines")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(lambda _: self.chosen.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins on every system, also where one click or F2 would."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid() and not event.isAutoRepeat():
                self.chosen.emit()
            return
        super().keyPressEvent(event)


def _open_in_editor(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
