"""Boxes that ask or tell without blocking the loop: a session goes on ticking behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

_TITLE: Final = "Limber"


def ask_to_end(parent: QWidget, decided: Callable[[bool], object]) -> QMessageBox:
    """Ask whether the session is to end; Enter and Esc keep it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(_TITLE)
    box.setText("End the session?")
    box.setAccessibleName(box.text())
    box.setInformativeText("It goes on where it was if you keep going.")
    stay = box.addButton("Keep going", QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton("End it", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(lambda _: decided(box.clickedButton() is leave))
    box.open()
    return box


def tell(parent: QWidget, text: str, more: str) -> QMessageBox:
    """Say something that has to be read."""
    box = QMessageBox(parent)
    box.setWindowTitle(_TITLE)
    box.setText(text)
    box.setAccessibleName(text)
    box.setInformativeText(more)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
