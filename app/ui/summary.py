"""The end of a session: what was done, side by side, without speech-making."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.session.tally import Done, Tally
from app.ui.theme import GAPS
from app.ui.typeface import BOLD, HEAD, LARGE, MEDIUM, SEMI, TITLE, room_font
from app.units import clock_text


class Summary(QWidget):
    """A card with a row for each movement; Enter goes home."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_tally`."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Summary")
        self._title = _label("", TITLE, BOLD)
        self._total = _label("", HEAD, SEMI)
        self._even = _label("", LARGE, MEDIUM, muted=True)
        self._sheet = QFrame(self)
        self._sheet.setObjectName("sheet")
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(GAPS[4], GAPS[3], GAPS[4], GAPS[3])
        self._grid.setHorizontalSpacing(GAPS[5])
        self._grid.setVerticalSpacing(GAPS[2])
        self._home = QPushButton("Home   Enter", self)
        self._home.setObjectName("primary")
        self._home.setFont(room_font(LARGE, SEMI))
        self._home.setAccessibleName("Back to the routines")
        self._home.setAutoDefault(True)
        self._home.setDefault(True)
        self._home.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAPS[5], GAPS[5], GAPS[5], GAPS[5])
        column.setSpacing(GAPS[3])
        column.addStretch(1)
        for widget in (self._title, self._total, self._even, self._sheet, self._home):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_tally(self, tally: Tally, names: dict[str, str], *, finished: bool) -> None:
        """Fill in what was done; `names` tells the movements that were skipped."""
        self._title.setText("Done" if finished else "Ended early")
        self._total.setText(f"{clock_text(tally.total_ms)} in all")
        self._even.setText(_evenness(tally))
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, done in enumerate(tally.done):
            self._grid.addWidget(_label(done.name, LARGE, SEMI), row, 0)
            self._grid.addWidget(_label(_sides(done), LARGE, MEDIUM, muted=True), row, 1)
        rows = len(tally.done)
        for extra, movement in enumerate(tally.skipped):
            self._grid.addWidget(
                _label(names.get(movement, movement), LARGE, SEMI), rows + extra, 0
            )
            left_out = _label("left out, because it hurt", LARGE, MEDIUM, muted=True)
            self._grid.addWidget(left_out, rows + extra, 1)
        self._sheet.setVisible(bool(tally.done or tally.skipped))
        self.setAccessibleDescription(f"{self._title.text()}. {self._total.text()}.")
        self._home.setFocus()

    def words(self) -> list[str]:
        """Everything that is written, in reading order."""
        head = [label.text() for label in (self._title, self._total, self._even) if label.text()]
        return head + [label.text() for label in self._sheet.findChildren(QLabel)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes home wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _sides(done: Done) -> str:
    if done.has_sides:
        return f"right {clock_text(done.right_ms)}, left {clock_text(done.left_ms)}"
    return clock_text(done.both_ms)


def _evenness(tally: Tally) -> str:
    sided = [done for done in tally.done if done.has_sides]
    if not sided:
        return ""
    uneven = [done.name for done in sided if not done.is_even]
    return f"Uneven: {', '.join(uneven)}" if uneven else "Sides even"


def _label(text: str, size: int, weight: int, *, muted: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(room_font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    if muted:
        label.setObjectName("muted")
    return label
