"""The very first page: is the voice heard, from where is the screen read, and when to stop.

Three things, none of which must be answered. What is chosen holds at once, as in the settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.history.settings import DISTANCES
from app.routine.model import VoiceLevel
from app.ui.choices import Choices
from app.ui.flow import Flow
from app.ui.header import paint_mark
from app.ui.icons import dress
from app.ui.painting import painting
from app.ui.screen_section import Reading
from app.ui.section import Section
from app.ui.segments import Segments
from app.ui.setting_rows import Card
from app.ui.sight import METRES
from app.ui.theme import GAPS, Theme
from app.ui.timers import interval
from app.ui.typeface import BOLD, LARGE, MEDIUM, SEMI, TEXT, TITLE, room_font

if TYPE_CHECKING:
    from app.ui.services import Services, VoiceTrial

_HEARD: Final = ("Yes", "No, captions will do")
_LEVELS: Final = (None, VoiceLevel.SILENT)
_VOICE: Final = "A session is spoken. Everything that is said is also written."
_SAFETY: Final = (
    (
        "Stretch to tension, never pain. Stop if anything is sharp, pinching, in a joint, numb or "
        "tingling. A movement that hurts is left out with one key, S."
    ),
    (
        "This is general guidance, not medical advice. With an injury, a condition, recent "
        "surgery, or when pregnant, ask a doctor or physiotherapist first."
    ),
)
_LATER: Final = "Voice and distance are in the settings, too. Esc skips this page."
_POLL_MS: Final = 100
_MARK: Final = 36


class FirstRun(Section):
    """Enter and Esc go on to the routines; it never comes again."""

    left = Signal()

    def __init__(self, services: Services, theme: Theme, parent: QWidget) -> None:
        """Silent until it is asked to play."""
        super().__init__("Before you begin", theme, parent, centred=True)
        self._services = services
        self._choices = Choices(services.settings, self)
        self._trial: VoiceTrial | None = None
        self._poll = interval(self, _POLL_MS, self._look_at_trial)
        self.add(self._head(), self._voice(), self._distance(), self._safety(), self._foot())
        self.setFocusProxy(self.play)

    def _head(self) -> QWidget:
        head = QWidget(self.cards)
        title = _label("Before you begin", TITLE, BOLD, head)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAPS[2])
        row.addWidget(_Mark(self._theme, head))
        row.addWidget(title, 1)
        return head

    def _voice(self) -> Card:
        card = Card("Do you hear this?", self.cards)
        self.play = QPushButton("Play a sample", card.body)
        self.play.setFont(room_font(TEXT, SEMI))
        dress(self.play, "play", self._theme)
        self.play.clicked.connect(self._play)
        self.heard = Segments(self._theme, "Do you hear this?", _HEARD, card.body)
        self.heard.chosen.connect(lambda at: self._choices.change(level=_LEVELS[at]))
        self._status = _label(_VOICE, TEXT, MEDIUM, card.body, muted=True)
        return _filled(card, _line(card, self.play, self.heard), self._status)

    def _distance(self) -> Card:
        card = Card("From where do you read this screen?", self.cards)
        words = [f"{name.capitalize()}, {METRES[name]:g} m" for name in DISTANCES]
        self.distance = Segments(self._theme, "From where do you read this screen?", words, card)
        self.distance.chosen.connect(self._go_to)
        self._far = _label("", TEXT, MEDIUM, card.body, muted=True)
        return _filled(card, _line(card, self.distance), self._far)

    def _go_to(self, number: int) -> None:
        self._choices.change(distance=DISTANCES[number])
        self._measure()

    def _measure(self) -> None:
        """How large words will be, and whether that is enough."""
        reading = Reading(self.window(), self._choices.current.distance)
        more = ", smaller than it should be. A larger window helps" if reading.is_limited else ""
        self._far.setText(f"In a session running text will be {reading.length} high{more}.")

    def _safety(self) -> Card:
        card = Card("When it hurts, stop", self.cards)
        first, second = (_label(text, TEXT, MEDIUM, card.body) for text in _SAFETY)
        return _filled(card, first, second)

    def _foot(self) -> QWidget:
        foot = QWidget(self.cards)
        self.go_on = QPushButton("To the routines", foot)
        self.go_on.setObjectName("primary")
        self.go_on.setFont(room_font(LARGE, SEMI))
        self.go_on.setAccessibleDescription(_LATER)
        self.go_on.clicked.connect(self.leave)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAPS[3])
        row.addWidget(self.go_on)
        row.addWidget(_label(_LATER, TEXT, MEDIUM, foot, muted=True), 1)
        return foot

    # What is heard.

    @property
    def status(self) -> str:
        """What is said of the sample."""
        return self._status.text()

    def _play(self) -> None:
        voice = self._choices.current.voice
        if self._trial is None:
            self._trial = self._services.open_trial()
        self._trial.play(voice, self._services.sample(voice.language))
        self._poll.start()
        self._look_at_trial()

    def _look_at_trial(self) -> None:
        if self._trial is not None:
            self._status.setText(self._trial.status.text or _VOICE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of engine and loudspeaker."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.release()

    def release(self) -> None:
        """Also when the program ends."""
        self._poll.stop()
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.close()

    # Coming and going.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger window may show larger text."""
        super().resizeEvent(event)
        if self.isVisible():
            self._measure()

    def refresh(self) -> None:
        """Show what holds."""
        self.distance.select(DISTANCES.index(self._choices.current.distance))
        self._measure()

    def enter(self) -> bool:
        """On to the routines."""
        self.leave()
        return True

    def leave(self) -> None:
        """Keep what holds, so that this page never comes again."""
        self._choices.change()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc skips."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class _Mark(QWidget):
    """The sign of the program."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(QSize(_MARK, _MARK))
        self.setAccessibleName("Limber")
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dusk and dawn."""
        colours = self._theme.colours
        with painting(self) as painter:
            paint_mark(painter, QRectF(self.rect()), colours.left.mark, colours.right.mark)


def _label(text: str, size: int, weight: int, parent: QWidget, *, muted: bool = False) -> QLabel:
    label = QLabel(text, parent)
    label.setFont(room_font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if muted:
        label.setObjectName("muted")
    return label


def _line(card: Card, *controls: QWidget) -> QWidget:
    """Controls beside each other, or one below the other where it is narrow."""
    line = QWidget(card.body)
    flow = Flow(line)
    flow.setSpacing(GAPS[2])
    for control in controls:
        flow.addWidget(control)
    return line


def _filled(card: Card, *rows: QWidget) -> Card:
    """A card with lines of its own, at their distance from its edge."""
    inside = QVBoxLayout()
    inside.setContentsMargins(GAPS[3], GAPS[1], GAPS[3], GAPS[1])
    inside.setSpacing(GAPS[2])
    for row in rows:
        inside.addWidget(row)
    card.rows.addLayout(inside)
    return card
