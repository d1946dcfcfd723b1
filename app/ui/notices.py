"""What home has to say for now: a sentence with a way out, above everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import GAPS
from app.ui.typeface import SEMI, TEXT, room_font

Answer = tuple[str, Callable[[], object]]
"""The word of a button, and what it does."""

_CLOSE: Final = "Close"


class Notices(QWidget):
    """A bar for each sentence; an answer takes it away."""

    changed = Signal()
    """One came or went."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self._bars: dict[str, _Bar] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAPS[1])
        self.hide()

    @property
    def texts(self) -> dict[str, str]:
        """What is said now, by key."""
        return {key: bar.label.text() for key, bar in self._bars.items()}

    def buttons(self, key: str) -> list[QPushButton]:
        """The answers to a sentence."""
        return self._bars[key].buttons if key in self._bars else []

    def tell(self, text: str, answers: Sequence[Answer] = (), *, key: str) -> None:
        """Say a sentence; another one of the same `key` goes. Without answers it can be closed."""
        self.drop(key)
        bar = _Bar(text, answers or ((_CLOSE, lambda: None),), lambda: self.drop(key), self)
        self._bars[key] = bar
        self._column.addWidget(bar)
        self.show()
        self.changed.emit()

    def drop(self, key: str) -> None:
        """Take a sentence away, where it is said."""
        bar = self._bars.pop(key, None)
        if bar is None:
            return
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self._bars))
        self.changed.emit()


class _Bar(QFrame):
    """One sentence and its answers."""

    def __init__(
        self, text: str, answers: Sequence[Answer], gone: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.label = QLabel(text, self)
        self.label.setFont(room_font(TEXT, SEMI))
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAPS[3], GAPS[2], GAPS[3], GAPS[2])
        row.setSpacing(GAPS[3])
        row.addWidget(self.label, 1)
        self.buttons: list[QPushButton] = []
        for word, do in answers:
            button = QPushButton(word, self)
            button.setFont(room_font(TEXT, SEMI))
            button.clicked.connect(gone)
            button.clicked.connect(do)
            row.addWidget(button)
            self.buttons.append(button)
