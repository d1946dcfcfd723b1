"""What stands above the cards: the occasion, and further down the search and the folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.fits import FITS, WORDS
from app.ui.flow import Flow
from app.ui.search_field import SearchField
from app.ui.segments import Segments
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, HEAD, MEDIUM, SMALL, TITLE, room_font, scaled

_NARROW: Final = 620
# From this width on there is room for the whole sentence about the folder.
_TOLD_FROM: Final = 1000


class FitsHead(QWidget):
    """The question what fits now, and its four answers."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Nothing is chosen yet."""
        super().__init__(parent)
        title = QLabel("What fits now?", self)
        title.setFont(room_font(TITLE, BOLD))
        self.segments = Segments(theme, "What fits now?", [WORDS[fit] for fit in FITS], self)
        title.setMinimumHeight(self.segments.sizeHint().height())
        flow = Flow(self)
        flow.setSpacing(GAPS[4])
        flow.addWidget(title)
        flow.addWidget(self.segments)
        self._title = title

    def set_narrow(self, width: int) -> None:
        """Make do with less."""
        narrow = width < scaled(_NARROW)
        self.segments.set_narrow(narrow)
        self._title.setFont(room_font(HEAD + 2 if narrow else TITLE, BOLD))
        self._title.setMinimumHeight(0 if narrow else self.segments.sizeHint().height())


class RoutinesHead(QWidget):
    """The title of the cards, the search, the folder that they come from."""

    folder_asked = Signal()
    """The runner's folder is to be shown."""

    def __init__(self, parent: QWidget) -> None:
        """Knows no folder yet."""
        super().__init__(parent)
        title = QLabel("Routines", self)
        title.setFont(room_font(HEAD, BOLD))
        told = "By name, time, area or movement."
        self.search = SearchField("Search the routines", told, self)
        self._folder = QLabel(self)
        self._folder.setObjectName("muted")
        self._folder.setFont(room_font(SMALL, MEDIUM))
        self._folder.setTextFormat(Qt.TextFormat.PlainText)
        self.folder_button = QPushButton("Open the folder", self)
        self.folder_button.setObjectName("chip")
        self.folder_button.setFont(room_font(SMALL, MEDIUM))
        self.folder_button.clicked.connect(self.folder_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAPS[3])
        row.addWidget(title)
        row.addSpacing(GAPS[1])
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self._folder, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.folder_button)

    @property
    def folder_text(self) -> str:
        """The line about the folder."""
        return self._folder.text()

    def set_folder(self, folder: Path, trouble: str = "") -> None:
        """Where the runner's own routines lie, or why they cannot lie there."""
        told = f"Save a YAML file in {_short(folder)} and it appears here"
        self._folder.setText(trouble or told)
        self._folder.setToolTip(str(folder))
        self._folder.setAccessibleName(trouble or f"Save a YAML file in {folder}")
        if trouble:
            self._folder.show()

    def set_count(self, count: int) -> None:
        """How many there are to be searched."""
        self.search.setPlaceholderText(f"Search {count} routines" if count else "Search")

    def set_narrow(self, width: int) -> None:
        """The sentence goes first; the button says enough."""
        self._folder.setVisible(width >= scaled(_TOLD_FROM))


def _short(folder: Path) -> str:
    """The last two names of a path, which tell a folder from the others."""
    return os.sep.join(folder.parts[-2:])
