"""How much of the work is behind: the lane of a hold, the pips of reps and breaths."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath


def paint_pips(
    painter: QPainter, rect: QRectF, counts: tuple[int, int], ink: str, track: str
) -> None:
    """A pip for each rep or breath; the one that runs is taller. `counts`: how many, which."""
    count, running = counts
    gap = min(rect.height() * 0.4, rect.width() / count * 0.3)
    width = (rect.width() - gap * (count - 1)) / count
    for index in range(count):
        pip = QRectF(rect.left() + index * (width + gap), rect.top(), width, rect.height())
        grow = rect.height() * 0.25 if index == running - 1 else 0.0
        colour = ink if index < running else track
        _fill(painter, pip.adjusted(0, -grow, 0, grow), colour)


def paint_hold(
    painter: QPainter, rect: QRectF, shares: tuple[float, float], ink: str, track: str
) -> None:
    """A thick lane to the low end of the range, a thinner one from there to the target.

    `shares`, from 0 to 1: where the low end lies, and how much is behind.
    """
    low, done = shares
    split = rect.width() * low
    thick = QRectF(rect.left(), rect.top(), split, rect.height())
    lanes = [thick]
    if low < 1:
        gap, thin = rect.height() * 0.3, rect.height() * 0.45
        rest = rect.width() - split - gap
        lanes.append(QRectF(thick.right() + gap, rect.center().y() - thin / 2, rest, thin))
    reached = rect.left() + rect.width() * done
    for lane in lanes:
        _fill(painter, lane, track)
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), reached - rect.left(), rect.height()))
        _fill(painter, lane, ink)
        painter.restore()


def _fill(painter: QPainter, rect: QRectF, colour: str) -> None:
    radius = min(rect.height() * 0.3, rect.width() / 2)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.fillPath(path, QColor(colour))
