"""Digits that stand still: each in a cell as wide as the widest, whatever the font has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.ui.typeface import BOLD, SEMI, cap_font

_UNIT_GAP: Final = 0.38
_SHRINK: Final = 0.95
_LEAST: Final = 0.3


@dataclass(frozen=True)
class Digits:
    """A size for a number and its unit; `cap` and `unit_cap` in pixels."""

    cap: float
    unit_cap: float

    @property
    def font(self) -> QFont:
        """For the number."""
        return cap_font(self.cap, BOLD)

    @property
    def unit_font(self) -> QFont:
        """For the unit."""
        return cap_font(self.unit_cap, SEMI)

    def width(self, value: str, unit: str) -> float:
        """How wide a number with its unit is."""
        return _number_width(value, QFontMetricsF(self.font)) + self._unit_width(unit)

    def _unit_width(self, unit: str) -> float:
        if not unit:
            return 0.0
        return self._gap + QFontMetricsF(self.unit_font).horizontalAdvance(unit)

    @property
    def _gap(self) -> float:
        return self.unit_cap * _UNIT_GAP

    def paint(
        self, painter: QPainter, left: float, baseline: float, value: str, unit: str, ink: str
    ) -> None:
        """Paint a number from `left` on, its unit right behind it."""
        metrics = QFontMetricsF(self.font)
        cell = _cell(metrics)
        painter.setPen(QColor(ink))
        painter.setFont(self.font)
        # A digit's bearing would indent it against the text above; always that of one digit, so
        # that nothing moves when the first one changes.
        x = left - max(0.0, metrics.leftBearing("0"))
        for char in value:
            advance = metrics.horizontalAdvance(char)
            room = cell if char.isdigit() else advance
            painter.drawText(QPointF(x + (room - advance) / 2, baseline), char)
            x += room
        if unit:
            painter.setFont(self.unit_font)
            painter.drawText(QPointF(x + self._gap, baseline), unit)


def fitted_digits(
    widest: tuple[tuple[str, str], ...], width: float, cap: float, unit_caps: tuple[float, float]
) -> Digits:
    """The largest size up to `cap` at which every number of `widest` fits into `width`.

    `unit_caps` are the largest and the least size of a unit, which gives way before the number.
    """
    most, least = unit_caps
    tried = cap
    while True:
        for unit in (most, (most + least) / 2, least):
            digits = Digits(tried, min(unit, tried))
            if all(digits.width(*text) <= width for text in widest):
                return digits
        if tried < cap * _LEAST:
            return digits
        tried *= _SHRINK


def _cell(metrics: QFontMetricsF) -> float:
    return max(metrics.horizontalAdvance(digit) for digit in "0123456789")


def _number_width(value: str, metrics: QFontMetricsF) -> float:
    cell = _cell(metrics)
    return sum(cell if char.isdigit() else metrics.horizontalAdvance(char) for char in value)
