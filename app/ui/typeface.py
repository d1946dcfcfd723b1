"""The typeface: families in order of preference, sizes by cap height, digits of even width."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

FAMILIES: Final = (
    "Cabin",
    "Source Sans 3",
    "Source Sans Pro",
    "Segoe UI",
    "Avenir Next",
    "Noto Sans",
    "DejaVu Sans",
    "sans-serif",
)

# Room sizes in pixels.
SMALL: Final = 14
TEXT: Final = 16
LARGE: Final = 18
HEAD: Final = 22
TITLE: Final = 32

MEDIUM: Final = 500
SEMI: Final = 600
BOLD: Final = 700

_TABULAR: Final = QFont.Tag("tnum")
_PROBE_PX: Final = 200
# DejaVu is a sixth wider than the others; its condensed face keeps the stage's sizes.
_WIDE: Final = "DejaVu Sans"
_CONDENSED: Final = 87


def room_font(pixels: int, weight: int = MEDIUM) -> QFont:
    """A font for reading at the desk, by its size in pixels."""
    return _sized(float(pixels), weight)


def cap_font(cap: float, weight: int = BOLD) -> QFont:
    """A font whose capitals are `cap` pixels high."""
    return _sized(cap / _cap_share(weight), weight)


def _sized(pixels: float, weight: int) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setWeight(QFont.Weight(weight))
    font.setPixelSize(max(1, round(pixels)))
    font.setFeature(_TABULAR, 1)
    if _is_wide():
        font.setStretch(_CONDENSED)
    return font


@cache
def _is_wide() -> bool:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    return QFontInfo(font).family().startswith(_WIDE)


@cache
def _cap_share(weight: int) -> float:
    """The height of a capital as a share of the font's size."""
    metrics = QFontMetricsF(_sized(_PROBE_PX, weight))
    return (metrics.capHeight() or 0.7 * _PROBE_PX) / _PROBE_PX
