"""The whole session as one bar: a blade for each stretch on a side, a block for each without."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.movements.model import Side
from app.timeline.model import Timeline
from app.ui.fingerpost import blade
from app.ui.slab import side_colours
from app.ui.theme import Theme
from app.units import clock_text

_GAP: Final = 0.14
_ITEM_GAP: Final = 0.45
_TIP: Final = 0.38
_TALLER: Final = 0.18


class _Stretch(NamedTuple):
    """Work of one item on one side, with the pauses inside it left out; milliseconds."""

    start_ms: int
    end_ms: int
    side: Side | None
    item: int


class SessionBar(QWidget):
    """Width is time. Done is grey, now is taller, outlined and filling, to come is tinted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty until it is given a timeline."""
        super().__init__(parent)
        self._theme = theme
        self._stretches: list[_Stretch] = []
        self._merged: list[_Stretch] = []
        self._position = 0
        self._shown = (-1, -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The session")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Laid out by the stage."""
        return QSize(400, 40)

    def set_timeline(self, timeline: Timeline) -> None:
        """Lay out another plan."""
        self._total_ms = timeline.total_ms
        self._stretches = [
            _Stretch(s.start_ms, s.end_ms, s.side if s.movement_id else None, s.item)
            for s in timeline.segments
            if s.phase.is_work or s.movement_id is None
        ]
        merged: dict[int, _Stretch] = {}
        for stretch in self._stretches:
            first = merged.get(stretch.item, stretch)
            merged[stretch.item] = _Stretch(first.start_ms, stretch.end_ms, None, stretch.item)
        self._merged = list(merged.values())
        self.update()

    def set_position(self, position_ms: int) -> None:
        """Move on; repaints once a second and when a stretch begins."""
        self._position = position_ms
        index = sum(s.start_ms <= position_ms for s in self._stretches)
        shown = (position_ms // 1000, index)
        if shown != self._shown:
            self._shown = shown
            left = max(0, self._total_ms - position_ms)
            self.setAccessibleDescription(f"{clock_text(left)} left in all")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every stretch; the sides of a movement merge where they would be slivers."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for stretch, rect in self._laid_out():
                self._paint(painter, stretch, rect)
        finally:
            painter.end()

    def _laid_out(self) -> list[tuple[_Stretch, QRectF]]:
        height = self.height() / (1 + 2 * _TALLER)
        for stretches in (self._stretches, self._merged):
            placed = self._placed(stretches, height)
            if all(rect.width() >= height * _TIP * 1.3 for _, rect in placed):
                return placed
        return placed

    def _placed(self, stretches: list[_Stretch], height: float) -> list[tuple[_Stretch, QRectF]]:
        if not stretches:
            return []
        pairs = list(pairwise(stretches))
        wide = min(height * _ITEM_GAP, self.width() * 0.25 / len(stretches))
        gaps = [wide if a.item != b.item else wide * _GAP / _ITEM_GAP for a, b in pairs]
        work = sum(s.end_ms - s.start_ms for s in stretches)
        scale = (self.width() - sum(gaps) - 2.0) / max(1, work)
        x, placed = 1.0, []
        for stretch, gap in zip(stretches, [*gaps, 0.0], strict=True):
            width = (stretch.end_ms - stretch.start_ms) * scale
            placed.append((stretch, QRectF(x, height * _TALLER, width, height)))
            x += width + gap
        return placed

    def _paint(self, painter: QPainter, stretch: _Stretch, rect: QRectF) -> None:
        colours = self._theme.colours
        side = side_colours(colours, stretch.side)
        tip = rect.height() * _TIP
        if stretch.end_ms <= self._position:
            painter.fillPath(blade(rect, stretch.side, tip), QColor(colours.done))
            return
        now = stretch.start_ms <= self._position
        if now:
            grow = rect.height() * _TALLER * 0.8
            rect = rect.adjusted(0, -grow, 0, grow)
        path = blade(rect, stretch.side, tip)
        painter.fillPath(path, QColor(side.mat))
        if now:
            self._fill(painter, stretch, rect, side.mark, tip)
        pen = QPen(QColor(colours.ink if now else side.outline), 3.0 if now else 1.6)
        painter.strokePath(path, pen)

    def _fill(
        self, painter: QPainter, stretch: _Stretch, rect: QRectF, colour: str, tip: float
    ) -> None:
        share = (self._position - stretch.start_ms) / (stretch.end_ms - stretch.start_ms)
        painter.save()
        painter.setClipPath(blade(rect, stretch.side, tip))
        painter.fillRect(
            QRectF(rect.x(), rect.y(), rect.width() * share, rect.height()), QColor(colour)
        )
        painter.restore()
