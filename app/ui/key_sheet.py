"""The keys of all rooms, and those of a session, which can be read before it begins."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.keys import HELP
from app.ui.overlay import Overlay
from app.ui.theme import GAPS
from app.ui.typeface import BOLD, LARGE, MEDIUM, SEMI, TEXT, room_font

ROOM_KEYS: Final = (
    ("Enter", "begin what is selected"),
    ("Arrows", "another routine"),
    ("/", "search"),
    ("Ctrl+S", "save as audio"),
    ("Ctrl+1", "home"),
    ("Ctrl+2", "movements"),
    ("Ctrl+,", "settings"),
    ("Alt+←", "back; Esc too"),
    ("F11", "full screen"),
    ("Ctrl+Q", "close"),
)


class KeySheet(Overlay):
    """Stands over the room until it is closed; Esc does."""

    def __init__(self, parent: QWidget) -> None:
        """Both lists side by side."""
        super().__init__("Keys", parent)
        lists = (("Here", ROOM_KEYS), ("In a session", HELP))
        told = ". ".join(f"{key}: {what}" for _, rows in lists for key, what in rows)
        self.setAccessibleDescription(told)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAPS[3])
        grid.setVerticalSpacing(GAPS[1])
        for column, (title, rows) in enumerate(lists):
            at = 3 * column
            grid.addWidget(_label(title, LARGE, BOLD), 0, at, 1, 2)
            for line, (key, what) in enumerate(rows, 1):
                grid.addWidget(_label(key, TEXT, BOLD), line, at)
                grid.addWidget(_label(what, TEXT, MEDIUM), line, at + 1)
        grid.setColumnMinimumWidth(2, GAPS[4])
        close = QPushButton("Close", self)
        close.setFont(room_font(TEXT, SEMI))
        close.clicked.connect(self.close)
        close.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAPS[4], GAPS[4], GAPS[4], GAPS[4])
        outer.setSpacing(GAPS[4])
        outer.addLayout(grid)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setFont(room_font(size, weight))
    return label
