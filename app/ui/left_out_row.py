"""What was left out because it hurt: a button for each movement, to put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.ui.flow import Flow
from app.ui.typeface import MEDIUM, SEMI, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.services import Services


class LeftOutRow(QWidget):
    """Seen only where there is something to be put back."""

    put_back = Signal()
    """A movement was put back; every plan may have changed."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        """Empty until `refresh`."""
        super().__init__(parent)
        self._services = services
        self._shown: frozenset[str] | None = None
        self._flow = Flow(self)
        self.hide()

    def refresh(self) -> None:
        """Tell what holds now."""
        left_out = self._services.left_out.ids
        if left_out == self._shown:
            return
        self._shown = left_out
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.setVisible(bool(left_out))
        if not left_out:
            return
        label = QLabel("Left out because it hurt:", self)
        label.setFont(room_font(TEXT, SEMI))
        self._flow.addWidget(label)
        for movement in sorted(left_out):
            button = self._put_back_button(movement)
            label.setMinimumHeight(button.sizeHint().height())
            self._flow.addWidget(button)

    def _put_back_button(self, movement: str) -> QPushButton:
        button = QPushButton(f"{self._name(movement)}: put back", self)
        button.setObjectName("chip")
        button.setFont(room_font(TEXT, MEDIUM))
        button.clicked.connect(lambda: self._put_back(movement))
        return button

    def _name(self, movement: str) -> str:
        catalogue = self._services.catalogue
        return catalogue.get(movement).name if movement in catalogue else movement

    def _put_back(self, movement: str) -> None:
        self._services.left_out.put_back(movement)
        self.put_back.emit()
