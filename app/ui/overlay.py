"""A sheet over a room: modal, framed also where no window manager frames it, closed by Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.painting import painting


class Overlay(QDialog):
    """What both sheets of home are."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__(parent)
        self.setWindowTitle("Limber")
        self.setAccessibleName(name)
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and a frame."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
