"""The section Screen: the colours, how far away it is read, and whether anything moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.history.settings import DISTANCES
from app.ui.sample_panel import SamplePanel
from app.ui.section import Section
from app.ui.setting_rows import Card
from app.ui.sight import METRES, panel_of, reading_cap, running_cap
from app.ui.theme import GAPS, Theme
from app.ui.typeface import MEDIUM, SEMI, TEXT, cap_font, room_font

if TYPE_CHECKING:
    from app.ui.choices import Choices
    from app.ui.pictures import Pictures

APPEARANCE_WORDS: Final = (
    ("system", "Like the desktop", "Light or dark, as this computer is set."),
    ("light", "Light", "Dark words on paper."),
    ("dark", "Dark", "Light words on a dark ground."),
    ("contrast", "High contrast", "White and bright colours on black."),
)
DISTANCE_WORDS: Final = {"desk": "At the desk", "mat": "On the mat", "gym": "Across the gym"}
MOTION_WORDS: Final = (
    (False, "Like the desktop", "Moving, unless this computer tells programs to move less."),
    (True, "Still", "Key positions side by side, and nothing that moves."),
)
# The longest of these that fits is the sample; all of them are said in sessions.
_SAMPLES: Final = ("Back leg long.", "Back leg", "Switch", "42 s")
_SMALLER: Final = "Smaller than it should be: this window is too small for more."
_GUESSED: Final = "This screen does not tell its size; it is taken for one of 24 inches."


class Reading:
    """How high the running text of a session is in a window, from a distance."""

    def __init__(self, window: QWidget, distance: str) -> None:
        """As the window is now."""
        metres = METRES[distance]
        screen = window.screen()
        self.cap = running_cap(screen, metres, window.width(), window.height())
        panel = panel_of(screen)
        self.is_guessed = not panel.is_believable
        self.is_limited = self.cap < reading_cap(panel, metres) - 1
        self.centimetres = self.cap / panel.pixels_per_mm / 10

    @property
    def length(self) -> str:
        """The height in words."""
        return f"{self.centimetres:.1f} cm"


class ScreenSection(Section):
    """All of it is seen at once, in the window itself and on the sample."""

    def __init__(self, choices: Choices, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        """Reads the settings when it is shown."""
        super().__init__("Screen", theme, parent)
        self._choices, self._pictures = choices, pictures
        looks = Card("Colours", self.cards)
        self.appearances = looks.add_options(theme, APPEARANCE_WORDS, self._dress_all)
        far = Card("Read from", self.cards)
        rows = [(name, DISTANCE_WORDS[name], "") for name in DISTANCES]
        self.distances = far.add_options(theme, rows, self._go_to)
        motion = Card("Motion", self.cards)
        self.motions = motion.add_options(theme, MOTION_WORDS, self._move)
        self.add(looks, far, motion)
        self.panel = ReadingPanel(theme, self)
        self.set_panel(self.panel)

    def _dress_all(self, appearance: str) -> None:
        self._choices.change(appearance=appearance)
        self._theme.set_appearance(appearance)

    def _go_to(self, distance: str) -> None:
        self._choices.change(distance=distance)
        self._measure()

    def _move(self, still: bool) -> None:
        picture = self._choices.current.picture._replace(still=still)
        self._choices.change(picture=picture)
        self._pictures.chosen()

    def refresh(self) -> None:
        """Show what holds."""
        settings = self._choices.current
        self.appearances[settings.appearance].setChecked(True)
        self.distances[settings.distance].setChecked(True)
        self.motions[settings.picture.still].setChecked(True)
        self._measure()

    def _measure(self) -> None:
        """How large the text is now, for each distance and for the one that is chosen."""
        for name, option in self.distances.items():
            reading = Reading(self.window(), name)
            less = ", smaller than it should be" if reading.is_limited else ""
            option.set_line(f"{METRES[name]:g} m. Running text {reading.length} high{less}.")
        self.panel.show_reading(Reading(self.window(), self._choices.current.distance))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A larger window may show larger text."""
        super().resizeEvent(event)
        if self.isVisible():
            self._measure()

    def event(self, event: QEvent) -> bool:
        """Another screen has other pixels."""
        if event.type() is QEvent.Type.ScreenChangeInternal and self.isVisible():
            self._measure()
        return super().event(event)


class ReadingPanel(SamplePanel):
    """Words of a session in their true size, with a measure beside them."""

    def __init__(self, theme: Theme, section: Section) -> None:
        """Shows nothing yet."""
        super().__init__("Sample of the running text", theme, section)
        self._reading: Reading | None = None

    @property
    def lines(self) -> list[str]:
        """What is said below the sample."""
        found = self._reading
        if found is None:
            return []
        told = [f"Running text in this window: {found.length} high."]
        told += [_SMALLER] if found.is_limited else []
        return told + ([_GUESSED] if found.is_guessed else [])

    def show_reading(self, reading: Reading) -> None:
        """Another size."""
        self._reading = reading
        self.tell(" ".join(self.lines))

    def paint_sample(self, painter: QPainter, box: QRectF) -> None:
        """The sample in the middle, the lines at the foot."""
        if self._reading is None:
            return
        cap = self._reading.cap
        note = room_font(TEXT, MEDIUM)
        wrap = Qt.TextFlag.TextWordWrap
        text = "\n".join(self.lines)
        metrics = QFontMetricsF(note)
        tall = metrics.boundingRect(box, wrap, text).height()
        foot = QRectF(box.left(), box.bottom() - tall, box.width(), tall)
        head = box.adjusted(0, 0, 0, -tall - GAPS[3])
        measure = QFontMetricsF(room_font(TEXT, SEMI)).horizontalAdvance("00.0 cm") + GAPS[4]
        self._paint_words(painter, head, cap, measure)
        painter.setFont(note)
        painter.drawText(foot, wrap, text)

    def _paint_words(self, painter: QPainter, box: QRectF, cap: float, measure: float) -> None:
        """The words, and a bracket as high as their capitals with its length."""
        font = cap_font(cap, SEMI)
        metrics = QFontMetricsF(font)
        room = box.width() - measure
        widths = {text: metrics.horizontalAdvance(text) for text in _SAMPLES}
        words = next((text for text in _SAMPLES if widths[text] <= room), _SAMPLES[-1])
        base = box.center().y() + cap / 2
        painter.setFont(font)
        painter.drawText(QPointF(box.left(), base), words)
        x = box.left() + widths[words] + GAPS[3]
        painter.setPen(QPen(painter.pen().color(), 2))
        for y in (base - cap, base):
            painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
        painter.drawLine(QPointF(x, base - cap), QPointF(x, base))
        painter.setFont(room_font(TEXT, SEMI))
        middle = base - cap / 2 + QFontMetricsF(painter.font()).capHeight() / 2
        length = self._reading.length if self._reading else ""
        painter.drawText(QPointF(x + GAPS[2], middle), length)
