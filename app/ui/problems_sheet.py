"""All that is wrong with a file, each with its line and a button that opens it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.overlay import Overlay
from app.ui.theme import GAPS
from app.ui.typeface import BOLD, HEAD, MEDIUM, SEMI, SMALL, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.rows import Row, Trouble


class ProblemsSheet(Overlay):
    """Stands over the page until it is closed; Esc does."""

    def __init__(self, row: Row, open_at: Callable[[int], object], parent: QWidget) -> None:
        """`open_at` opens the file at a line, 0 for its beginning."""
        super().__init__(f"What is wrong with {row.name}", parent)
        self._open_at = open_at
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAPS[2], 0)
        column.setSpacing(GAPS[3])
        for trouble in row.troubles:
            column.addLayout(self._line(trouble))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setAccessibleName("The problems")
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAPS[4], GAPS[4], GAPS[4], GAPS[4])
        outer.setSpacing(GAPS[3])
        title = _label(row.name, HEAD, BOLD)
        title.setToolTip(str(row.path))
        outer.addWidget(title)
        outer.addWidget(area, 1)
        outer.addLayout(self._foot(row))

    def sizeHint(self) -> QSize:
        """Room for lines of a readable length."""
        return QSize(620, 420)

    def _line(self, trouble: Trouble) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GAPS[3])
        line.addWidget(_label(trouble.told, TEXT, MEDIUM), 1)
        if trouble.line:
            button = QPushButton(f"Open line {trouble.line}", self)
            button.setObjectName("chip")
            button.setFont(room_font(SMALL, SEMI))
            button.clicked.connect(lambda: self._open_at(trouble.line))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _foot(self, row: Row) -> QHBoxLayout:
        foot = QHBoxLayout()
        close = QPushButton("Close", self)
        close.setFont(room_font(TEXT, SEMI))
        close.clicked.connect(self.close)
        close.setDefault(True)
        where = _label(str(row.path.parent), SMALL, MEDIUM)
        where.setObjectName("muted")
        foot.addWidget(where, 1)
        foot.addWidget(close)
        return foot


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setFont(room_font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse
    label.setTextInteractionFlags(flags)
    return label
