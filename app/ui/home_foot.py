"""The foot of the home page: what was left out, and where the runner's own routines lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.flow import Flow
from app.ui.theme import GAPS
from app.ui.typeface import MEDIUM, SEMI, SMALL, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.services import Services

# Long paths may break behind a separator.
_BREAK: Final = "\u200b"


class HomeFoot(QWidget):
    """A button for each movement that waits to be put back, and the folder."""

    put_back = Signal()
    """A movement was put back; every plan may have changed."""
    opened = Signal(object)
    """The path of the folder, which is there now, and is to be shown."""
    voice_asked = Signal()
    """The page of the voice is to be shown."""
    picture_asked = Signal()
    """The page of the pictures is to be shown."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        """Empty until `refresh`."""
        super().__init__(parent)
        self._services = services
        self._left_out = QWidget(self)
        self._flow = Flow(self._left_out)
        self._folder = QLabel(self)
        self._folder.setObjectName("muted")
        self._folder.setFont(room_font(SMALL, MEDIUM))
        self._folder.setWordWrap(True)
        self._folder.setTextFormat(Qt.TextFormat.PlainText)
        self.folder_button = _chip("Open the folder", SMALL, self)
        self.folder_button.clicked.connect(self._open_folder)
        self.picture_button = _chip("Picture", SMALL, self)
        told = "Who shows the movements, and in what colours."
        self.picture_button.setAccessibleDescription(told)
        self.picture_button.clicked.connect(self.picture_asked)
        self.voice_button = _chip("Voice", SMALL, self)
        self.voice_button.setAccessibleDescription("Who speaks, how fast and how loud.")
        self.voice_button.clicked.connect(self.voice_asked)
        line = QHBoxLayout()
        line.setSpacing(GAPS[2])
        line.addWidget(self._folder, 1)
        for button in (self.folder_button, self.picture_button, self.voice_button):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAPS[2])
        column.addWidget(self._left_out)
        column.addLayout(line)
        self._left_out.hide()

    @property
    def folder_text(self) -> str:
        """The line about the folder."""
        return self._folder.text()

    def refresh(self) -> None:
        """Tell what holds now."""
        folder = str(self._services.library.own).replace(os.sep, os.sep + _BREAK)
        self._folder.setText(f"Save a YAML file in {folder} and it appears here.")
        self._show_left_out()

    def _show_left_out(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        left_out = sorted(self._services.left_out.ids)
        self._left_out.setVisible(bool(left_out))
        if not left_out:
            return
        label = QLabel("Left out because it hurt:", self._left_out)
        label.setFont(room_font(TEXT, SEMI))
        self._flow.addWidget(label)
        for movement in left_out:
            button = self._put_back_button(movement)
            label.setMinimumHeight(button.sizeHint().height())
            self._flow.addWidget(button)

    def _put_back_button(self, movement: str) -> QPushButton:
        button = _chip(f"{self._name(movement)}: put back", TEXT, self._left_out)
        button.clicked.connect(lambda: self._put_back(movement))
        return button

    def _name(self, movement: str) -> str:
        catalogue = self._services.catalogue
        return catalogue.get(movement).name if movement in catalogue else movement

    def _put_back(self, movement: str) -> None:
        self._services.left_out.put_back(movement)
        self.put_back.emit()

    def _open_folder(self) -> None:
        """The runner's folder in the file manager; made now, since it was asked for."""
        folder: Path = self._services.library.own
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            self._folder.setText(f"{folder} cannot be made: {fault.strerror}.")
            return
        self.opened.emit(folder)


def _chip(text: str, size: int, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName("chip")
    button.setFont(room_font(size, MEDIUM))
    return button
