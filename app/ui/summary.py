"""The end of a session: what was done, side by side, without speech-making."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.session.tally import Done, Tally
from app.ui.bow import DEEPEST
from app.ui.digits import fitted_digits
from app.ui.key_button import KeyButton
from app.ui.painting import painting
from app.ui.sight import METRES, running_cap
from app.ui.slab import paint_ground
from app.ui.stage_layout import StageLayout, stage_layout
from app.ui.summary_board import AREAS, AreaTime, SummaryBoard, Tile, minutes_text
from app.ui.textfit import LOOSE, Fitted, Size, fit
from app.ui.theme import Theme
from app.ui.typeface import BOLD, SEMI
from app.units import clock_text

if TYPE_CHECKING:
    from app.movements.model import Area, Movement
    from app.ui.pictures import Pictures

_TITLE: Final = (2.4, 2.05, 1.6, 1.3, 1.0, 0.8)
_LINE: Final = ((1.0, 2), (0.85, 2), (0.7, 3), (0.55, 4))
_SKIPPED: Final = ((0.8, 1), (0.62, 2), (0.5, 2), (0.42, 3))
_NUMBER: Final = 4.2
_HEAD: Final = 0.26


class Summary(QWidget):
    """Done and the time on the slab, movements and areas beside it; Enter goes home."""

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures | None = None,
        parent: QWidget | None = None,
        metres: Callable[[], float] = lambda: METRES["mat"],
    ) -> None:
        """Empty until `show_tally`; `metres` is the distance that it is read from."""
        super().__init__(parent)
        self._theme, self._metres = theme, metres
        self._title = ""
        self._total = ("", "")
        self._sides = ""
        self._skipped = ""
        self._tiles: tuple[Tile, ...] = ()
        self._areas: tuple[AreaTime, ...] = ()
        self.setAccessibleName("Summary")
        self.board = SummaryBoard(theme, pictures, self)
        self._home = KeyButton(theme, "Enter", self, primary=True)
        self._home.setText("Home")
        self._home.setAccessibleName("Back to the routines")
        self._home.clicked.connect(self.left)
        self.setFocusProxy(self._home)
        theme.changed.connect(self.update)

    def show_tally(
        self, tally: Tally, movements: Mapping[str, Movement], *, finished: bool
    ) -> None:
        """Fill in what was done; `movements` are those that were done or skipped, by their id."""
        self._title = "Done" if finished else "Ended early"
        self._total = minutes_text(tally.total_ms)
        self._sides = _sides_text(tally)
        names = [movements[id_].name if id_ in movements else id_ for id_ in tally.skipped]
        self._skipped = f"Left out, because it hurt: {', '.join(names)}" if names else ""
        self._tiles = tuple(_tile(done, movements.get(done.movement_id)) for done in tally.done)
        self._areas = _areas(tally, movements)
        self.board.show_done(self._tiles, self._areas)
        self.board.setAccessibleDescription(". ".join(self._board_words()))
        self.setAccessibleDescription(". ".join(self.words()))
        self._lay_out()
        self.update()
        self._home.setFocus()

    def words(self) -> list[str]:
        """Everything that is written, in reading order."""
        head = (self._title, f"{' '.join(self._total)} in all", self._sides)
        return [text for text in (*head, *self._board_words(), self._skipped) if text]

    def _board_words(self) -> list[str]:
        tiles = [f"{tile.name}: {tile.told}" for tile in self._tiles]
        areas = [f"{AREAS[time.area]} {' '.join(minutes_text(time.ms))}" for time in self._areas]
        return tiles + areas

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes home wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Where it stands, and how it is painted.

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """As on the stage, sizes come from screen, distance and window."""
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """The screen may be another one by now."""
        super().showEvent(event)
        self._lay_out()

    def _at(self) -> StageLayout:
        size = self.width(), self.height()
        return stage_layout(*size, False, running_cap(self.screen(), self._metres(), *size))

    def _lay_out(self) -> None:
        at = self._at()
        width = round(at.board_width - at.words_left - at.words_right)
        height = round(at.top_height - at.above - at.cap * 0.5)
        self.board.setGeometry(round(at.words_left), round(at.above), width, height)
        self.board.set_scale(at.cap)
        self._home.set_look(max(13, round(at.cap * 0.78)))
        size = self._home.sizeHint()
        row = at.strip_height - at.above
        height = min(size.height(), round(row - at.cap * _HEAD))
        top = at.top_height + round(at.cap * _HEAD)
        right = round(self.width() - at.margin)
        self._home.setGeometry(right - size.width(), top, size.width(), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, strip and slab."""
        with painting(self) as painter:
            self._paint(painter, self._at())

    def _paint(self, painter: QPainter, at: StageLayout) -> None:
        colours = self._theme.colours
        painter.fillRect(self.rect(), QColor(colours.paper))
        strip = QRectF(0, at.top_height, self.width(), at.strip_height)
        painter.fillRect(strip, QColor(colours.strip))
        self._paint_skipped(painter, at)
        painter.translate(at.slab_left, 0)
        shape = (float(at.slab_width), float(at.top_height), at.bow, False)
        none = colours.none
        paint_ground(painter, shape, none.slab, none.edge, max(colours.edge_px, at.bow * 0.14))
        inner = at.bow * DEEPEST + at.cap * 0.4
        height = at.top_height - at.above - at.cap * 0.72
        width = at.slab_width - inner - at.margin
        self._paint_words(painter, QRectF(inner, at.above, width, height), at.cap)

    def _paint_skipped(self, painter: QPainter, at: StageLayout) -> None:
        """On the strip, beside the way home."""
        width = self._home.x() - at.margin - at.cap
        if not self._skipped or width <= 0:
            return
        sizes = [Size(at.cap * s, n) for s, n in _SKIPPED]
        fitted = fit(self._skipped, width, sizes, SEMI, LOOSE, even=False)
        row = at.strip_height - at.above
        top = at.top_height + (row - fitted.height) / 2
        _write(painter, fitted, QPointF(at.margin, top), self._theme.colours.quiet)

    def _paint_words(self, painter: QPainter, box: QRectF, cap: float) -> None:
        """Title at the top, sides at the bottom, the time between them."""
        ink = self._theme.colours.none.text
        title = fit(self._title, box.width(), [Size(cap * s, 1) for s in _TITLE], BOLD)
        _write(painter, title, box.topLeft(), ink)
        sides = fit(self._sides, box.width(), [Size(cap * s, n) for s, n in _LINE], SEMI)
        bottom = box.bottom() - sides.height
        _write(painter, sides, QPointF(box.left(), bottom), ink)
        bottom -= cap * 0.9
        top = box.top() + title.cap + cap
        most = min(max(cap * _NUMBER, box.height() * 0.3), max(cap * 0.8, bottom - top))
        digits = fitted_digits((self._total,), box.width(), most, (cap * 1.6, cap * 0.7))
        baseline = top + max(0.0, bottom - top - digits.cap) / 2 + digits.cap
        digits.paint(painter, box.left(), baseline, *self._total, ink)


def _write(painter: QPainter, fitted: Fitted, at: QPointF, colour: str) -> None:
    painter.setFont(fitted.font)
    painter.setPen(QColor(colour))
    for index, line in enumerate(fitted.lines):
        painter.drawText(QPointF(at.x(), at.y() + fitted.cap + index * fitted.pitch), line)


def _tile(done: Done, movement: Movement | None) -> Tile:
    if not done.has_sides:
        return Tile(movement, done.name, clock_text(done.both_ms))
    sides = f"right {clock_text(done.right_ms)}, left {clock_text(done.left_ms)}"
    return Tile(movement, done.name, sides, done.is_even)


def _areas(tally: Tally, movements: Mapping[str, Movement]) -> tuple[AreaTime, ...]:
    """The time of each area, the most worked one first; a movement counts for all of its own."""
    times: Counter[Area] = Counter()
    for done in tally.done:
        movement = movements.get(done.movement_id)
        for area in movement.areas if movement else ():
            times[area] += done.total_ms
    return tuple(AreaTime(area, ms) for area, ms in times.most_common())


def _sides_text(tally: Tally) -> str:
    count = len(tally.done)
    movements = f"{count} movement{'' if count == 1 else 's'}"
    sided = [done for done in tally.done if done.has_sides]
    uneven = [done.name for done in sided if not done.is_even]
    if uneven:
        return f"Uneven: {', '.join(uneven)}"
    return f"{movements}, sides even" if sided else (movements if count else "")
