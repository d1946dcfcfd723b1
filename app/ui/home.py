"""The home page: the routines, one Enter from launch to session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QItemSelectionModel, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.rows import Row, RowPainter, Rows, row_of
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, MEDIUM, SEMI, SMALL, TEXT, TITLE, room_font

if TYPE_CHECKING:
    from app.ui.services import Services

_CHUNK: Final = 4
_SETTLE_MS: Final = 200


class Home(QWidget):
    """Lists the routines as they are read, in chunks, so that 5,000 of them freeze nothing."""

    begin = Signal(object)
    """The path of the routine to begin."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
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
        self.list.activated.connect(lambda index: self._activate(self.rows.row(index.row())))
        self._left_out = QWidget(self)
        self._left_out_row = QHBoxLayout(self._left_out)
        self._left_out_row.setContentsMargins(0, 0, 0, 0)
        self._folder = QLabel(self)
        self.folder_button = QPushButton("Open the folder", self)
        self.folder_button.setObjectName("chip")
        self.folder_button.setFont(room_font(SMALL, MEDIUM))
        self.folder_button.clicked.connect(self._open_folder)
        self._lay_out()
        self._pending: Iterator[Path] | None = iter(())
        self._wanted: Path | None = None
        self._count = 0
        self._read: dict[Path, tuple[int, int, frozenset[str], Row]] = {}
        self._reader = QTimer(self)
        self._reader.timeout.connect(self._read_some)
        self._settling()
        theme.changed.connect(self.list.viewport().update)

    def _settling(self) -> None:
        """Reads anew when the folder has been quiet for a moment: editors save in several steps."""
        settle = QTimer(self)
        settle.setSingleShot(True)
        settle.setInterval(_SETTLE_MS)
        settle.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: settle.start())
        self._watcher.fileChanged.connect(lambda _: settle.start())

    def _lay_out(self) -> None:
        title = QLabel("Routines", self)
        title.setFont(room_font(TITLE, BOLD))
        keys = QLabel("Enter begins", self)
        keys.setObjectName("muted")
        keys.setFont(room_font(TEXT, MEDIUM))
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(keys, 0, Qt.AlignmentFlag.AlignBottom)
        self._folder.setObjectName("muted")
        self._folder.setFont(room_font(SMALL, MEDIUM))
        self._folder.setWordWrap(True)
        self._folder.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAPS[5], GAPS[4], GAPS[5], GAPS[4])
        column.setSpacing(GAPS[2])
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self._left_out)
        foot = QHBoxLayout()
        foot.addWidget(self._folder, 1)
        foot.addWidget(self.folder_button)
        column.addLayout(foot)
        self._left_out.hide()
        self.setFocusProxy(self.list)

    # Reading.

    @property
    def is_reading(self) -> bool:
        """Whether rows are still to come; true until the first reading has ended."""
        return self._pending is not None

    def refresh(self) -> None:
        """Read the folders again, keeping the selection; files that did not change are kept."""
        library = self._services.library
        self._folder.setText(f"Save a YAML file in {library.own} and it appears here.")
        self._watch()
        current = self.list.currentIndex()
        if current.isValid() and self._wanted is None:
            self._wanted = self.rows.row(current.row()).path
        self._pending = iter(library.paths())
        self._count = 0
        self._reader.start(0)
        self.show_left_out()

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
        entry = self._services.library.entry(path)
        total = self._services.tonight_ms(entry.routine) if entry.routine else None
        row = row_of(entry, total)
        self._read[path] = (*stamp, left_out, row)
        return row

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

    def _watch(self) -> None:
        """The runner's folder and its files, or the nearest folder above that exists."""
        own = self._services.library.own
        folder = own
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        if old := self._watcher.directories() + self._watcher.files():
            self._watcher.removePaths(old)
        paths = [folder]
        if folder == own:
            paths += own.glob("*.yaml")
        self._watcher.addPaths([str(path) for path in paths])

    @property
    def folder_text(self) -> str:
        """The line at the bottom."""
        return self._folder.text()

    def _open_folder(self) -> None:
        """The runner's folder in the file manager; made now, since it was asked for."""
        folder = self._services.library.own
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            self._folder.setText(f"{folder} cannot be made: {fault.strerror}.")
            return
        self._watch()
        self.open_file(folder)

    # What was left out because it hurt.

    def show_left_out(self) -> None:
        """A line with a button for each movement that waits to be put back."""
        while (item := self._left_out_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        left_out = sorted(self._services.left_out.ids)
        self._left_out.setVisible(bool(left_out))
        if not left_out:
            return
        label = QLabel("Left out because it hurt:", self._left_out)
        label.setFont(room_font(TEXT, SEMI))
        self._left_out_row.addWidget(label)
        for movement in left_out:
            self._left_out_row.addWidget(self._put_back_button(movement))
        self._left_out_row.addStretch()

    def _put_back_button(self, movement: str) -> QPushButton:
        catalogue = self._services.catalogue
        name = catalogue.get(movement).name if movement in catalogue else movement
        button = QPushButton(f"{name}: put back", self._left_out)
        button.setObjectName("chip")
        button.setFont(room_font(TEXT, MEDIUM))
        button.clicked.connect(lambda: self._put_back(movement))
        return button

    def _put_back(self, movement: str) -> None:
        self._services.left_out.put_back(movement)
        self.refresh()
        self.list.setFocus()

    # Beginning.

    def _activate(self, row: Row) -> None:
        if row.is_broken:
            self.open_file(row.path)
        else:
            self.begin.emit(row.path)


class _List(QListView):
    """A list in which Enter begins and typing searches."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Routines")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins on every system, also where one click or F2 would."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid() and not event.isAutoRepeat():
                self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


def _open_in_editor(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
