"""The typeface: families in order of preference, sizes by cap height, digits of even width."""

from __future__ import annotations

import sys
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication

from app import paths
from app.ui.tokens import BOLD, DISPLAY, HEAD, LARGE, MEDIUM, SEMI, SMALL, TEXT, TITLE

__all__ = [
    "BOLD",
    "DISPLAY",
    "FAMILIES",
    "HEAD",
    "LARGE",
    "MEDIUM",
    "SEMI",
    "SMALL",
    "TEXT",
    "TITLE",
    "cap_font",
    "desktop_text_scale",
    "exact_font",
    "load_typeface",
    "room_font",
    "scaled",
    "set_text_scale",
]

DRAWN_WITH: Final = "Cabin"
SHIPPED: Final = "Source Sans Pro"
FAMILIES: Final = (
    DRAWN_WITH,
    SHIPPED,
    "Source Sans 3",
    "Segoe UI",
    "Avenir Next",
    "Noto Sans",
    "DejaVu Sans",
    "sans-serif",
)

# What is asked for at 500, 600 and 700; the family has no face between the first two.
_FACES: Final = ("Regular", "Semibold", "Bold")
_TABULAR: Final = QFont.Tag("tnum")
_PROBE_PX: Final = 200
# DejaVu is a sixth wider than the others; its condensed face keeps the stage's sizes.
_WIDE: Final = "DejaVu Sans"
_CONDENSED: Final = 87

# The general font of a desktop on which nobody has asked for larger words, in pixels.
_USUAL_PX: Final = {"win32": 12.0, "darwin": 13.0}
_USUAL_ELSEWHERE_PX: Final = 14.7
# From here on it is a wish and not another default.
_LARGER: Final = 1.15
_LARGEST: Final = 2.5


class _Rooms:
    """How much larger words are in the rooms; the stage goes by the eye alone."""

    scale = 1.0


def desktop_text_scale() -> float:
    """How much larger than usual the desktop wants its words; 1 where it has no such wish."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    screen = QGuiApplication.primaryScreen()
    dpi = screen.logicalDotsPerInchY()
    pixels = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * dpi / 72
    scale = pixels / _USUAL_PX.get(sys.platform, _USUAL_ELSEWHERE_PX)
    return min(scale, _LARGEST) if scale >= _LARGER else 1.0


def set_text_scale(scale: float) -> None:
    """Make all fonts of the rooms larger that are asked for from now on, 1 to 2.5 times."""
    _Rooms.scale = min(max(1.0, scale), _LARGEST)


def scaled(pixels: float) -> int:
    """A size of the rooms that goes with their words, in pixels."""
    return round(pixels * _Rooms.scale)


def load_typeface() -> None:
    """Make the shipped family known, before the first font is asked for; needs an application.

    Where the package is missing the families of the system serve.
    """
    folder = paths.typeface_folder()
    if folder is None:
        return
    for face in _FACES:
        file = folder / f"SourceSansPro-{face}.otf"
        if file.is_file():
            QFontDatabase.addApplicationFont(str(file))
    _is_wide.cache_clear()
    _cap_share.cache_clear()


def room_font(pixels: int, weight: int = MEDIUM) -> QFont:
    """A font for reading at the desk, by its size in pixels before `set_text_scale`."""
    return _sized(pixels * _Rooms.scale, weight)


def exact_font(pixels: int, weight: int = MEDIUM) -> QFont:
    """A font of a size in pixels, whatever the desktop wishes: for what is fitted into a place."""
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
