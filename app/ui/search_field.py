"""A field to search in, above what is searched."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.typeface import MEDIUM, TEXT, room_font, scaled

_WIDE: Final = 236


class SearchField(QLineEdit):
    """Esc empties it first; Down and Enter go on to what was found."""

    down = Signal()
    """On to what was found."""

    def __init__(self, name: str, description: str, parent: QWidget) -> None:
        """Empty; `name` says what is searched, `description` by what."""
        super().__init__(parent)
        self.setFont(room_font(TEXT, MEDIUM))
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setPlaceholderText("Search")
        # Its icon takes 5 ms, and it shows with the first letter.
        self.textChanged.connect(self._offer_to_clear)
        # What is dropped here is meant for the window.
        self.setAcceptDrops(False)

    def _offer_to_clear(self) -> None:
        if not self.isClearButtonEnabled():
            self.setClearButtonEnabled(True)

    def sizeHint(self) -> QSize:
        """As wide as a name or two."""
        return QSize(scaled(_WIDE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A word at least."""
        return QSize(scaled(_WIDE) // 2, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the page does with keys comes after what the field does."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)
