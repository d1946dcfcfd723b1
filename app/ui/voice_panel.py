"""The slab of the Voice page: a sample, the button that plays it, and one honest line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from app.history.settings import RATE_BOUNDS
from app.ui.bow import DEEPEST, ROOM_BOW, paint_room_slab
from app.ui.key_button import KeyButton
from app.ui.painting import painting
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, LARGE, MEDIUM, SEMI, TEXT, TITLE, room_font, scaled
from app.wording.pace import RATE_WPM

if TYPE_CHECKING:
    from app.voice.port import VoiceSettings
    from app.voice.trial_words import Status

# From which width on the sample is written how large.
_SIZES: Final = ((600, 40), (380, TITLE))
_FAINT: Final = 0.45
# The picture of the sample: a bar as a share of its step, pixels, the shares of the tone's bars.
_BAR: Final = 0.55
_MOST_STEP: Final = 13.0
_TALLEST: Final = 84
_TONE: Final = (0.3, 0.52, 0.75)


class VoicePanel(QWidget):
    """Pine while all is well, clay where there is no voice; a bar below where it is narrow."""

    test = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Says nothing until it is told."""
        super().__init__(parent)
        self._theme = theme
        self._narrow = False
        self._fault = False
        self._settings: VoiceSettings | None = None
        self._head = self._label("Sample", TEXT, SEMI)
        self._sample = self._label("", TITLE, BOLD)
        self._wave = _Wave(self)
        self._status = self._label("", TEXT, MEDIUM)
        self._status.setAccessibleName("Status")
        self.button = KeyButton(theme, "Enter", self, primary=True)
        self.button.setText("Test")
        self.button.setAccessibleName("Test the voice")
        self.button.set_look(scaled(LARGE + 2))
        self.button.clicked.connect(self.test)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        for widget in (self._head, self._sample):
            self._column.addWidget(widget)
        self._column.addWidget(self._wave, 1)
        self._column.addWidget(self._status)
        self._column.addWidget(self.button)
        self.set_narrow(False)
        theme.changed.connect(self._dress)

    def _label(self, text: str, size: int, weight: int) -> QLabel:
        label = QLabel(text, self)
        label.setFont(room_font(size, weight))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    @property
    def status(self) -> str:
        """The line that is shown."""
        return self._status.text()

    @property
    def is_fault(self) -> bool:
        """Whether it says why less is heard."""
        return self._fault

    def show_sample(self, text: str, settings: VoiceSettings) -> None:
        """The words that a test says, and how."""
        if self._sample.text() != text:
            self._sample.setText(text)
        self._settings = settings
        self._wave.show_sample(text, settings)

    def show_status(self, status: Status) -> None:
        """Tell how it stands; screen readers are told what a test came to."""
        if (status.text, status.fault) == (self._status.text(), self._fault):
            return
        self._status.setText(status.text)
        self._status.setAccessibleDescription(status.text)
        self._fault = status.fault
        self._wave.set_sounding(status.busy)
        self._dress()
        if QAccessible.isActive() and self.isVisible():
            # From Qt 6.8 on; imported late, because nothing else of it is needed.
            from PySide6.QtGui import QAccessibleAnnouncementEvent

            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, status.text))

    def set_narrow(self, narrow: bool) -> None:
        """A bar with the line and the button, or the whole slab."""
        self._narrow = narrow
        for widget in (self._head, self._sample, self._wave):
            widget.setVisible(not narrow)
        way = QBoxLayout.Direction
        self._column.setDirection(way.LeftToRight if narrow else way.TopToBottom)
        near = GAPS[3] if narrow else round(ROOM_BOW * DEEPEST) + GAPS[3]
        far, above = (GAPS[3], GAPS[1]) if narrow else (GAPS[5], GAPS[5])
        left, right = (far, near) if self.isRightToLeft() else (near, far)
        self._column.setContentsMargins(left, above, right, above)
        self._column.setSpacing(GAPS[3])
        self._column.setStretchFactor(self._status, 1 if narrow else 0)
        side = Qt.AlignmentFlag(0) if narrow else Qt.AlignmentFlag.AlignLeft
        self._column.setAlignment(self.button, side)
        self.button.set_look(scaled(TEXT if narrow else LARGE + 2))
        vertical = QSizePolicy.Policy.Maximum if narrow else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large words where there is room for them."""
        super().resizeEvent(event)
        size = next((size for least, size in _SIZES if self.width() >= least), LARGE + 6)
        self._sample.setFont(room_font(size, BOLD))

    def _dress(self) -> None:
        colours = self._theme.colours
        side = colours.none
        if self._fault:
            ink, head = colours.ink, colours.clay
            self.button.set_colours(colours.clay, colours.clay_ground)
        elif self._narrow:
            ink, head = colours.ink, colours.muted
            self.button.set_colours(colours.accent, colours.on_accent)
        else:
            ink = head = side.text
            self.button.set_colours(side.post, side.on_post)
        for label in (self._sample, self._status):
            label.setStyleSheet(f"color: {ink}")
        self._head.setStyleSheet(f"color: {head}")
        self._wave.set_ink(ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint slab or bar."""
        colours = self._theme.colours
        with painting(self) as painter:
            if self._narrow:
                painter.fillRect(
                    self.rect(), QColor(colours.clay_ground if self._fault else colours.strip)
                )
                painter.setPen(QPen(QColor(colours.hairline), 1))
                painter.drawLine(0, 0, self.width(), 0)
                return
            ground = colours.clay_ground if self._fault else colours.none.slab
            edge = colours.clay_line if self._fault else colours.none.edge
            line = (edge, max(3.0, colours.edge_px))
            size = (self.width(), self.height())
            paint_room_slab(painter, size, ground, line, left=self.isRightToLeft())


class _Wave(QWidget):
    """What a test sounds like, as bars: the tone, then each word; high is loud, wide is slow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._settings: VoiceSettings | None = None
        self._ink = QColor()
        self._sounding = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def show_sample(self, text: str, settings: VoiceSettings) -> None:
        self._words, self._settings = text.split(), settings
        self.update()

    def set_ink(self, ink: str) -> None:
        self._ink = QColor(ink)
        self.update()

    def set_sounding(self, sounding: bool) -> None:
        self._sounding = sounding
        self.update()

    def _bars(self, settings: VoiceSettings) -> list[tuple[float, float]]:
        """Place of each bar, in widths of a bar at the usual rate, and its share of the tallest."""
        tone = settings.tone_volume / 100
        bars = [(float(at), share * tone) for at, share in enumerate(_TONE)]
        x, step = len(_TONE) + 0.5, RATE_WPM / settings.rate
        for word in self._words:
            x += step
            for at, letter in enumerate(word[: 1 + len(word) // 2]):
                # Vowels are loud; else no two letters are alike.
                loud = 0.95 if letter.casefold() in "aeiouäöü" else 0.3 + ord(letter) % 5 * 0.09
                bars.append((x, (loud - 0.03 * at) * settings.voice_volume / 100))
                x += step
        return bars

    def paintEvent(self, _event: QPaintEvent) -> None:
        settings = self._settings
        if settings is None or self.height() < _TALLEST:
            return
        with painting(self) as painter:
            self._paint(painter, settings)

    def _paint(self, painter: QPainter, settings: VoiceSettings) -> None:
        """The slowest sample fills the width, so that a faster one is seen to be shorter."""
        slowest = self._bars(settings._replace(rate=RATE_BOUNDS[0]))
        step = min(_MOST_STEP, self.width() / (slowest[-1][0] + 1))
        wide = step * _BAR
        tallest = min(_TALLEST * step / 7, self.height() * 0.6)
        ink = QColor(self._ink)
        ink.setAlphaF(0.95 if self._sounding else _FAINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = self.height() / 2
        for x, share in self._bars(settings):
            tall = max(wide, share * tallest)
            painter.drawRoundedRect(
                QRectF(x * step, middle - tall / 2, wide, tall), wide / 2, wide / 2
            )
