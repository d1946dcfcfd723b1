"""The end of a session: what was done, side by side, without speech-making."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.session.tally import Done, Tally
from app.ui.bow import DEEPEST, bow_edge, bow_shape
from app.ui.digits import fitted_digits
from app.ui.key_button import KeyButton
from app.ui.painting import painting
from app.ui.stage_layout import StageLayout, stage_layout
from app.ui.textfit import Size, fit
from app.ui.theme import Theme
from app.ui.typeface import BOLD, MEDIUM, SEMI, room_font
from app.units import clock_text

_IN_ALL: Final = "in all"
_TITLE: Final = (2.0, 1.5, 1.2, 0.9)
_LINE: Final = ((1.0, 2), (0.85, 2), (0.7, 3), (0.55, 4))
# Of S: the largest words of a row; pixels: the least. A row is about three words high.
_ROW: Final = 0.85
_ROW_LEAST: Final = 13
_ROW_HEIGHT: Final = 3.4
_SIDES: Final = 0.86


class Summary(QWidget):
    """Done, the time and the sides on the slab, each movement beside it; Enter goes home."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_tally`."""
        super().__init__(parent)
        self._theme = theme
        self._title = ""
        self._total = ""
        self._evenness = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Summary")
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("What was done")
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._home = KeyButton(theme, "Enter", self, primary=True)
        self._home.setText("Home")
        self._home.setAccessibleName("Back to the routines")
        self._home.clicked.connect(self.left)
        theme.changed.connect(self.update)

    def show_tally(self, tally: Tally, names: dict[str, str], *, finished: bool) -> None:
        """Fill in what was done; `names` tells the movements that were skipped."""
        self._title = "Done" if finished else "Ended early"
        self._total = clock_text(tally.total_ms)
        self._evenness = _evenness(tally)
        rows = [(done.name, _sides(done)) for done in tally.done]
        rows += [(names.get(id_, id_), "left out, because it hurt") for id_ in tally.skipped]
        self._fill(rows)
        self.setAccessibleDescription(". ".join(self.words()))
        self._lay_out()
        self.update()
        self._home.setFocus()

    def words(self) -> list[str]:
        """Everything that is written, in reading order."""
        head = [self._title, f"{self._total} {_IN_ALL}", self._evenness]
        return [text for text in head if text] + [
            label.text() for row in self._rows for label in row
        ]

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        self._rows = []
        for name, sides in rows:
            pair = (_label(name, inside), _label(sides, inside, muted=True))
            for label in pair:
                column.addWidget(label)
            self._rows.append(pair)
        column.addStretch(1)
        self._area.setWidget(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes home wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Where it stands, and how it is painted.

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """As on the stage, sizes come from the window."""
        self._lay_out()

    def _at(self) -> StageLayout:
        return stage_layout(self.width(), self.height(), False)

    def _lay_out(self) -> None:
        at = self._at()
        above = round(at.cap * 0.8)
        width = round(at.board_width - at.words_left - at.words_right)
        height = at.top_height - 2 * above
        self._area.setGeometry(round(at.words_left), above, width, height)
        share = height / (max(3, len(self._rows)) * _ROW_HEIGHT)
        pixels = round(max(_ROW_LEAST, min(at.cap * _ROW, share)))
        for name, sides in self._rows:
            name.setFont(room_font(pixels, SEMI))
            sides.setFont(room_font(max(_ROW_LEAST, round(pixels * _SIDES)), MEDIUM))
            sides.setContentsMargins(0, 0, 0, round(pixels * 0.5))
        self._home.set_look(max(_ROW_LEAST, round(at.cap * 0.6)))
        size = self._home.sizeHint()
        top = at.top_height + (at.strip_height - size.height()) // 2
        right = round(self.width() - at.margin)
        self._home.setGeometry(right - size.width(), top, size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, strip and slab."""
        with painting(self) as painter:
            self._paint(painter, self._at())

    def _paint(self, painter: QPainter, at: StageLayout) -> None:
        colours = self._theme.colours
        painter.fillRect(self.rect(), QColor(colours.paper))
        strip = QRectF(0, at.top_height, self.width(), at.strip_height)
        painter.fillRect(strip, QColor(colours.strip))
        painter.translate(at.slab_left, 0)
        size = (float(at.slab_width), float(at.top_height), at.bow)
        painter.fillPath(bow_shape(*size, left=False), QColor(colours.none.slab))
        if colours.none.edge:
            pen = QPen(QColor(colours.none.edge), max(2.0, at.bow * 0.14))
            painter.strokePath(bow_edge(*size, left=False), pen)
        inner = at.bow * DEEPEST + at.cap * 0.4
        above = at.cap * 0.9
        self._paint_words(
            painter,
            QRectF(inner, above, at.slab_width - inner - at.margin, at.top_height - 2 * above),
            at.cap,
        )

    def _paint_words(self, painter: QPainter, box: QRectF, cap: float) -> None:
        """Title at the top, sides at the bottom, the time between them."""
        ink = self._theme.colours.none.text
        painter.setPen(QColor(ink))
        title = fit(self._title, box.width(), [Size(cap * s, 1) for s in _TITLE], BOLD)
        painter.setFont(title.font)
        for line in title.lines:
            painter.drawText(QPointF(box.left(), box.top() + title.cap), line)
        bottom = box.bottom()
        even = fit(self._evenness, box.width(), [Size(cap * s, n) for s, n in _LINE], SEMI)
        painter.setFont(even.font)
        for index, line in enumerate(even.lines):
            y = bottom - even.height + even.cap + index * even.pitch
            painter.drawText(QPointF(box.left(), y), line)
        bottom -= even.height + cap * 0.8
        top = box.top() + title.cap + cap
        most = min(cap * 3.4, max(cap * 0.8, bottom - top))
        texts = ((self._total, _IN_ALL),)
        digits = fitted_digits(texts, box.width(), most, (cap, cap * 0.7))
        baseline = top + max(0.0, bottom - top - digits.cap) / 2 + digits.cap
        digits.paint(painter, box.left(), baseline, self._total, _IN_ALL, ink)


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


def _label(text: str, parent: QWidget, *, muted: bool = False) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if muted:
        label.setObjectName("muted")
    return label
