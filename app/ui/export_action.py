"""The wish to save the selected routine as an audio file, from wherever it is expressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.errors import UserError

if TYPE_CHECKING:
    from app.ui.export_dialog import ExportSheet
    from app.ui.rows import Row
    from app.ui.services import Services


class ExportAction(QAction):
    """Disabled while a file is being saved. The sheet that tells of it is made when needed."""

    sheet_made = Signal(object)
    """A widget that wants a place on the page."""

    def __init__(
        self,
        services: Services,
        current: Callable[[], Row | None],
        open_folder: Callable[[Path], object],
        page: QWidget,
    ) -> None:
        """`current` is the routine that it is about; the shortcut holds on all of `page`."""
        super().__init__("Save as audio…", page)
        self._services, self._current = services, current
        self._open_folder, self._page = open_folder, page
        self._sheet: ExportSheet | None = None
        self.setShortcut(QKeySequence.StandardKey.Save)
        self.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.triggered.connect(self._ask)
        page.addAction(self)

    @property
    def sheet(self) -> ExportSheet:
        """Where it is told how a file is doing."""
        if self._sheet is None:
            from app.ui.export_dialog import ExportSheet

            self._sheet = ExportSheet(self._open_folder, self._page)
            self._sheet.busy.connect(self.setDisabled)
            self.sheet_made.emit(self._sheet)
        return self._sheet

    def _ask(self) -> None:
        row = self._current()
        if row is None or row.routine is None:
            return
        level = self._services.settings.current.level
        try:
            recording = self._services.recording(row.routine, level)
        except UserError as mistake:
            self.sheet.tell(str(mistake))
        else:
            self.sheet.ask(recording, row.path.stem)

    def release(self) -> None:
        """Cancel what runs, and wait until nothing of it is left."""
        if self._sheet is not None:
            self._sheet.release()
