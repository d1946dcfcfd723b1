"""The whole session as one bar: a blade for each stretch on a side, a block for each without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.movements.model import Side
from app.timeline.model import Timeline
from app.ui.fingerpost import blade
from app.ui.painting import painting
from app.ui.slab import side_colours
from app.ui.theme import Theme
from app.units import MINUTE, SECOND

# Shares of a blade's height.
_SIDE_GAP: Final = 0.15
_ITEM_GAP: Final = 0.42
_TIP: Final = 0.38
_LEAST: Final = 0.55
_TALLER: Final = 0.2
_ALL_GAPS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work of one item on one side, with the time that leads to it; milliseconds."""

    start_ms: int
    end_ms: int
    side: Side | None
    item: int


def stretches(timeline: Timeline) -> tuple[Stretch, ...]:
    """The stretches of a session; they touch, so that there is always one that runs."""
    found: list[Stretch] = []
    start = 0
    for segment in timeline.segments:
        if segment.phase.is_work or segment.movement_id is None:
            side = segment.side if segment.movement_id else None
            found.append(Stretch(start, segment.end_ms, side, segment.item))
            start = segment.end_ms
    return tuple(found)


def laid_out(
    parts: Sequence[Stretch], width: float, height: float
) -> tuple[tuple[Stretch, float, float], ...]:
    """Each stretch with its left end and its width.

    Blades of a movement that would be slivers merge into one block for all of it.
    """
    placed = _placed(parts, width, height)
    slivers = {part.item for part, _, room in placed if part.side and room < height * _LEAST}
    merged: list[Stretch] = []
    for item, group in groupby(parts, key=lambda part: part.item):
        same = list(group)
        if item in slivers:
            same = [replace(same[0], end_ms=same[-1].end_ms, side=None)]
        merged += same
    return _placed(merged, width, height) if slivers else placed


def _placed(
    parts: Sequence[Stretch], width: float, height: float
) -> tuple[tuple[Stretch, float, float], ...]:
    if not parts:
        return ()
    wide = min(height * _ITEM_GAP, width * _ALL_GAPS / len(parts))
    narrow = wide * _SIDE_GAP / _ITEM_GAP
    gaps = [wide if before.item != after.item else narrow for before, after in pairwise(parts)]
    total = max(1, sum(part.end_ms - part.start_ms for part in parts))
    scale = (width - sum(gaps)) / total
    left, found = 0.0, []
    for part, gap in zip(parts, [*gaps, 0.0], strict=True):
        room = (part.end_ms - part.start_ms) * scale
        found.append((part, left, room))
        left += room + gap
    return tuple(found)


class SessionBar(QWidget):
    """Width is time. Done is grey, now is taller and fills up, to come is tinted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty until it is given a timeline."""
        super().__init__(parent)
        self._theme = theme
        self._stretches: tuple[Stretch, ...] = ()
        self._total_ms = 0
        self._position = 0
        self._shown = (-1, -1)
        self._told = ""
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The session")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Laid out by the stage."""
        return QSize(400, 40)

    def set_timeline(self, timeline: Timeline) -> None:
        """Lay out another plan."""
        self._total_ms = timeline.total_ms
        self._stretches = stretches(timeline)
        self._shown = (-1, -1)
        self.update()

    def set_position(self, position_ms: int) -> None:
        """Move on; repaints once a second and when a stretch begins."""
        self._position = position_ms
        index = sum(stretch.end_ms <= position_ms for stretch in self._stretches)
        shown = (position_ms // SECOND, index)
        if shown != self._shown:
            self._shown = shown
            self._tell(index)
            self.update()

    def _tell(self, index: int) -> None:
        """In minutes, so that a screen reader is not told every second."""
        count = len(self._stretches)
        minutes = -(-(self._total_ms - self._position) // MINUTE)
        told = f"Part {min(index + 1, count)} of {count}, {minutes} min left"
        if told != self._told:
            self._told = told
            self.setAccessibleDescription(told)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every stretch."""
        with painting(self) as painter:
            # Room for the outline and the height of the one that runs.
            height = self.height() / (1 + 2 * _TALLER) - 2
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
            top = (self.height() - height) / 2
            for part, left, width in laid_out(self._stretches, self.width() - 4.0, height):
                self._paint(painter, part, QRectF(2 + left, top, max(1.5, width), height))

    def _paint(self, painter: QPainter, part: Stretch, rect: QRectF) -> None:
        colours = self._theme.colours
        side = side_colours(colours, part.side)
        tip = rect.height() * _TIP
        if part.end_ms <= self._position:
            painter.fillPath(blade(rect, part.side, tip), QColor(colours.done))
            return
        now = part.start_ms <= self._position
        if now:
            grow = rect.height() * _TALLER * 0.9
            rect = rect.adjusted(0, -grow, 0, grow)
        path = blade(rect, part.side, tip)
        painter.fillPath(path, QColor(side.mat))
        if now:
            share = (self._position - part.start_ms) / (part.end_ms - part.start_ms)
            painter.save()
            painter.setClipPath(path)
            # Time runs to the right, whatever way the blade points.
            behind = QRectF(rect.left(), rect.top(), rect.width() * share, rect.height())
            painter.fillRect(behind, QColor(side.mark))
            painter.restore()
        line = max(1.5, rect.height() * (0.06 if now else 0.045))
        painter.strokePath(path, QPen(QColor(colours.ink if now else side.outline), line))
