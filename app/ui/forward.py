"""Bringing the window to the front, wherever it is."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def come_forward(window: QWidget, token: str = "") -> None:
    """Out of the icon and before the other windows, as far as the desktop lets it.

    `token`: the leave of the desktop that another program was started with and hands over.
    """
    if token:
        # Qt takes it from here when it asks a Wayland compositor for the focus, once.
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
