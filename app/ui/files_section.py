"""The section Files: where everything of the runner's lies, and a way to get there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app import paths
from app.ui.section import Section
from app.ui.setting_rows import Card, Field
from app.ui.theme import GAPS, Theme
from app.ui.typeface import MEDIUM, SEMI, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.services import Services

_ROUTINES: Final = "Every YAML file in it is a routine on the home page."
_MOVEMENTS: Final = "A movement of your own is a YAML file in it, with its picture beside it."
_STATE: Final = "Your settings, what a session needs to go on after a power cut, and the log."
_CANNOT_OPEN: Final = "Nothing was found to open a folder with. It is at the place named here."

_log = logging.getLogger(__name__)


class FilesSection(Section):
    """One row for each folder; one that does not exist yet is made when it is to be opened."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
        parent: QWidget,
        open_folder: Callable[[Path], bool] | None = None,
    ) -> None:
        """`open_folder` shows a folder as the desktop does; whether something was found to."""
        super().__init__("Files", theme, parent)
        self.open_folder = open_folder or _open_folder
        yours = Card("Yours", self.cards)
        kept = Card("Kept by Limber", self.cards)
        state = services.settings.path.parent
        self.routines = FolderRow("Routines", services.library.own, _ROUTINES, self, yours)
        self.movements = FolderRow("Movements", paths.user_movements(), _MOVEMENTS, self, yours)
        self.state = FolderRow("Settings", state, _STATE, self, kept)
        yours.add(self.routines)
        yours.add(self.movements)
        kept.add(self.state)
        self.add(yours, kept)


class FolderRow(Field):
    """What lies in a folder, its path, and a button that opens it."""

    def __init__(
        self, word: str, folder: Path, hint: str, section: FilesSection, card: Card
    ) -> None:
        """Makes and opens nothing yet."""
        self.folder = folder
        self._section, self._usual = section, hint
        line = QWidget(card.body)
        self._path = QLabel(_breakable(folder), line)
        self._path.setFont(room_font(TEXT, MEDIUM))
        self._path.setTextFormat(Qt.TextFormat.PlainText)
        self._path.setWordWrap(True)
        self._path.setToolTip(str(folder))
        self._path.setAccessibleName(f"{word}: {folder}")
        self.button = QPushButton("Open folder", line)
        self.button.setFont(room_font(TEXT, SEMI))
        self.button.setAccessibleName(f"Open folder: {word}")
        self.button.setAccessibleDescription(str(folder))
        self.button.clicked.connect(self._open)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAPS[3])
        row.addWidget(self._path, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        super().__init__(word, line, card.body)
        self.set_hint(hint)

    def _open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            _log.info("Cannot make %s", self.folder, exc_info=True)
            self.set_hint(f"This folder cannot be made ({fault.strerror or type(fault).__name__}).")
            return
        self.set_hint(self._usual if self._section.open_folder(self.folder) else _CANNOT_OPEN)


def _breakable(folder: Path) -> str:
    """A path that may be broken behind each of its names."""
    return str(folder).replace("/", "/\u200b").replace("\\", "\\\u200b")


def _open_folder(folder: Path) -> bool:
    from app.ui.editors import open_at

    return open_at(folder)
