"""The section Session: what holds wherever a routine does not say, and counting aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from app.history.settings import READY_MS, SWITCH_MS
from app.routine.model import HoldTarget
from app.ui.lanes import paint_hold
from app.ui.sample_panel import SamplePanel
from app.ui.section import Section
from app.ui.segments import Segments
from app.ui.setting_rows import Card, Field, Tick
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, HEAD, MEDIUM, SEMI, TEXT, TITLE, room_font, scaled
from app.units import SECOND, Range

if TYPE_CHECKING:
    from app.routine.model import Usual
    from app.ui.choices import Choices

TARGET_WORDS: Final = (
    (HoldTarget.LOW, "Low end", "A hold of 60–90 s takes 60 s."),
    (HoldTarget.MIDDLE, "Middle", "It takes 75 s."),
    (HoldTarget.HIGH, "High end", "It takes 90 s; a chime tells you when 60 s are reached."),
)
_NOTE: Final = "A routine that names its own end of the range or its own times keeps them."
_READY: Final = "At least so long before each movement. Words and floor work may take longer."
_SWITCH: Final = "At least so long between the sides."
_SAMPLE: Final = Range(60, 90)
_NAME: Final = "Pigeon pose"
_NUMBER_PX: Final = 88
_LANE: Final = 22
# Name, number and lane where the panel is low; pixels.
_LEAST_TALL: Final = 84


class SessionSection(Section):
    """What a session asks of the body, and how much time it leaves."""

    def __init__(self, choices: Choices, theme: Theme, parent: QWidget) -> None:
        """Reads the settings when it is shown."""
        super().__init__("Session", theme, parent)
        self._choices = choices
        holds = Card("A range such as 60–90 s runs to its", self.cards)
        self.targets = holds.add_options(
            theme, TARGET_WORDS, lambda target: self._change(hold_target=target)
        )
        times = Card("Time in between", self.cards)
        self.ready = self._times("Get ready", READY_MS, "ready_ms", _READY, times)
        self.switch = self._times("Switch sides", SWITCH_MS, "switch_ms", _SWITCH, times)
        aloud = Card("Counting", self.cards)
        self.counting = Tick(
            theme, "Count aloud", "Each rep at its tempo, at voice level full.", aloud.body
        )
        self.counting.clicked.connect(lambda on: choices.change(counting=on))
        aloud.add(self.counting)
        self.add(holds, times, aloud)
        self.panel = HoldPanel(theme, self)
        self.set_panel(self.panel)

    def _times(
        self, word: str, values: Sequence[int], field: str, hint: str, card: Card
    ) -> Segments:
        words = [f"{ms // SECOND} s" if ms else "As usual" for ms in values]
        segments = Segments(self._theme, word, words, card.body)
        for button in segments.buttons:
            button.setAccessibleName(f"{word}: {button.text()}")
        segments.chosen.connect(lambda at: self._change(**{field: values[at]}))
        row = Field(word, segments, card.body)
        row.set_hint(hint)
        card.add(row)
        return segments

    def _change(self, **fields: Any) -> None:
        self._choices.change(usual=self._choices.current.usual._replace(**fields))
        self.panel.show_usual(self._choices.current.usual)

    def refresh(self) -> None:
        """Show what holds."""
        settings = self._choices.current
        usual = settings.usual
        self.targets[usual.hold_target].setChecked(True)
        self.ready.select(READY_MS.index(usual.ready_ms))
        self.switch.select(SWITCH_MS.index(usual.switch_ms))
        self.counting.setChecked(settings.counting)
        self.panel.show_usual(usual)


class HoldPanel(SamplePanel):
    """A hold as the stage shows it: how long it takes, and where in its range that lies."""

    def __init__(self, theme: Theme, section: Section) -> None:
        """Shows nothing yet."""
        super().__init__("Sample of a hold", theme, section)
        self._seconds = 0

    def show_usual(self, usual: Usual) -> None:
        """Another end of the range."""
        self._seconds = usual.hold_target.pick(_SAMPLE)
        self.tell(f"{_NAME}, hold 60–90 s: {self._seconds} s. {_NOTE}")

    def paint_sample(self, painter: QPainter, box: QRectF) -> None:
        """Name, time, lane and dose, with the note at the foot."""
        wrap, note = Qt.TextFlag.TextWordWrap, room_font(TEXT, MEDIUM)
        tall = QFontMetricsF(note).boundingRect(box, wrap, _NOTE).height()
        room = box.adjusted(0, 0, 0, -tall - GAPS[3])
        if room.height() < scaled(_LEAST_TALL):
            # Below large words there is no room for it; a screen reader has it in any case.
            room = box
        else:
            foot = QRectF(box.left(), box.bottom() - tall, box.width(), tall)
            painter.setFont(note)
            painter.drawText(foot, wrap, _NOTE)
        roomy = room.height() >= 3 * _NUMBER_PX
        number = room_font(_NUMBER_PX if roomy else TITLE, BOLD)
        cap = QFontMetricsF(number).capHeight()
        base = room.center().y() + (cap / 4 if roomy else cap)
        painter.setFont(number)
        # On a narrow panel the number makes do with less.
        text = f"{self._seconds} s"
        wide = QFontMetricsF(number).horizontalAdvance(text)
        if wide > room.width():
            number.setPixelSize(max(1, int(number.pixelSize() * room.width() / wide)))
            painter.setFont(number)
        painter.drawText(QPointF(room.left(), base), text)
        painter.setFont(room_font(HEAD, SEMI))
        painter.drawText(QPointF(room.left(), base - cap - GAPS[3]), _NAME)
        self._paint_lane(painter, QRectF(room.left(), base + GAPS[3], room.width(), _LANE))
        if roomy:
            painter.drawText(QPointF(room.left(), base + GAPS[3] + 3 * _LANE), "Hold 60–90 s")

    def _paint_lane(self, painter: QPainter, rect: QRectF) -> None:
        side = self._theme.colours.none
        track = QColor(side.text)
        track.setAlphaF(0.3)
        shares = (_SAMPLE.low / _SAMPLE.high, self._seconds / _SAMPLE.high)
        paint_hold(painter, rect, shares, side.text, track.name(QColor.NameFormat.HexArgb))
