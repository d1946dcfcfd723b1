"""What stands above the routines after a session was cut off: go on, start over, or leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from app.ui.key_button import KeyButton
from app.ui.theme import GAPS, Theme
from app.ui.typeface import HEAD, MEDIUM, SEMI, TEXT, room_font, scaled
from app.units import clock_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.history.cut_session import CutSession

# Below this width the buttons stand under the words.
_BESIDE_FROM: Final = 760


class ResumeOffer(QFrame):
    """One question with three answers, each of which brings the `CutSession` that it is about."""

    go_on = Signal(object)
    """Where it stood."""
    start_over = Signal(object)
    """From its beginning."""
    leave = Signal(object)
    """Not to be offered again; None where there was only something to be told."""

    shown = Signal(bool)
    """Whether it asks now: Enter then goes on, and begins nothing else."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden until there is something to offer."""
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.cut: CutSession | None = None
        self._title = _label(HEAD, SEMI, self)
        self._line = _label(TEXT, MEDIUM, self)
        self._line.setObjectName("muted")
        self.go_on_button = KeyButton(theme, "Enter", self, primary=True)
        self.go_on_button.setText("Go on")
        self.over_button = _button("Start over", self)
        self.leave_button = _button("Leave it", self)
        self._answers = (
            (self.go_on_button, self.go_on),
            (self.over_button, self.start_over),
            (self.leave_button, self.leave),
        )
        for button, answer in self._answers:
            button.clicked.connect(lambda _=False, a=answer: a.emit(self.cut))
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAPS[0])
        words.addWidget(self._title)
        words.addWidget(self._line)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAPS[1])
        for button, _ in self._answers:
            buttons.addWidget(button)
        buttons.addStretch()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(GAPS[4], GAPS[3], GAPS[3], GAPS[3])
        self._row.setSpacing(GAPS[2])
        self._row.addLayout(words, 1)
        self._row.addLayout(buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the words have the width to themselves."""
        super().resizeEvent(event)
        beside = self.width() >= scaled(_BESIDE_FROM)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def offer(self, cut: CutSession, now_s: float) -> None:
        """Ask about a session; `now_s` is the time by the clock on the wall."""
        self.cut = cut
        place = cut.place
        self._title.setText(f"Go on with {cut.beginning.name}?")
        left = f"{place.step} of {place.steps}, {clock_text(place.left_ms)} left."
        self._line.setText(f"{left} {stopped_text(place.wall_s, now_s)}")
        self._show(asks=True)

    def tell(self, problem: str) -> None:
        """Something that is not a question."""
        self.cut = None
        self._title.setText("")
        self._line.setText(problem)
        self._show(asks=False)

    def _show(self, *, asks: bool) -> None:
        self._title.setVisible(asks)
        self.go_on_button.setVisible(asks)
        self.over_button.setVisible(asks)
        self.leave_button.setText("Leave it" if asks else "All right")
        told = f"{self._title.text()} {self._line.text()}".strip()
        self.setAccessibleName(told)
        self.go_on_button.setAccessibleName("Go on")
        self.go_on_button.setAccessibleDescription(told)
        self.over_button.setAccessibleDescription("From the beginning.")
        self.leave_button.setAccessibleDescription("It is not offered again." if asks else told)
        self.show()
        self.shown.emit(asks)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is asked any more."""
        super().hideEvent(event)
        self.shown.emit(False)


def stopped_text(then_s: float, now_s: float) -> str:
    """When that was, in a sentence. Both in seconds since 1970, by a clock that may have been set.

    What lies ahead or more than a day back is only "earlier".
    """
    then, now = (QDateTime.fromSecsSinceEpoch(int(each)) for each in (then_s, now_s))
    days = then.date().daysTo(now.date())
    if then_s > now_s + 60 or days not in (0, 1):
        return "Stopped earlier."
    return f"Stopped {'yesterday' if days else 'today'} at {_time_text(then)}."


def _time_text(when: QDateTime) -> str:
    """The time as the desktop writes it, without seconds."""
    usual = QLocale.system().timeFormat(QLocale.FormatType.ShortFormat)
    return when.toString("h:mm AP" if "ap" in usual.lower() else "HH:mm")


def _label(size: int, weight: int, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setFont(room_font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _button(text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setFont(room_font(TEXT, MEDIUM))
    return button
