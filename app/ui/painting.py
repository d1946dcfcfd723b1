"""A painter that always ends: one left open by an exception kills the whole process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget


@contextmanager
def painting(widget: QWidget) -> Iterator[QPainter]:
    """A smooth painter on a widget, for its `paintEvent`.

    Each text runs as its own letters do: in a mirrored window "90 s" would become "s 90". Alignment
    is therefore never turned round by Qt; whoever paints at an edge asks `isRightToLeft`.
    """
    painter = QPainter(widget)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        yield painter
    finally:
        painter.end()
