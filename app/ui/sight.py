"""How large words must be to be read from where the runner is.

S, the cap height of running text, is 20 minutes of arc: 17.5 mm at three metres. Pixels come from
the screen's physical size, as far as it can be believed.
"""

from __future__ import annotations

from math import atan, degrees, hypot, radians, tan
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QScreen

METRES: Final[Mapping[str, float]] = {"desk": 0.6, "mat": 2.0, "gym": 3.0}
"""The viewing distances that can be chosen."""

READABLE: Final = 20.0
"""Running text, in minutes of arc."""

# Of the window. Below the floor the stage would be empty; above the ceiling not even the shortest
# words stand beside each other (the collapsed stage of a 14-inch laptop at three metres).
_FLOOR: Final = 0.036
_CEILING: Final = 0.1
_CEILING_OF_WIDTH: Final = 0.06

# A screen that says nothing of use about its size is taken for one of 24 inches.
_USUAL_MM: Final = 609.6
# Diagonals from a small tablet to a projected wall, and the pixels that one may have on a
# millimetre: a wall in Full HD, a phone.
_DIAGONALS_MM: Final = (120.0, 4500.0)
_DENSITIES: Final = (0.35, 25.0)
# Some televisions name their aspect ratio in place of their size, some projectors a square.
_SHAPES_APART: Final = 1.25


class Panel(NamedTuple):
    """A screen: logical pixels, millimetres as it says, and device pixels to a logical one."""

    width: int
    height: int
    width_mm: float
    height_mm: float
    ratio: float = 1.0

    @property
    def is_believable(self) -> bool:
        """Whether its millimetres can be those of a screen with these pixels."""
        if min(self.width_mm, self.height_mm) <= 0 or min(self.width, self.height) <= 0:
            return False
        diagonal = hypot(self.width_mm, self.height_mm)
        density = hypot(self.width, self.height) * self.ratio / diagonal
        # A turned screen may tell its size unturned.
        shapes = sorted((_long(self.width, self.height), _long(self.width_mm, self.height_mm)))
        return (
            _within(diagonal, _DIAGONALS_MM)
            and _within(density, _DENSITIES)
            and shapes[1] / shapes[0] <= _SHAPES_APART
            and not _is_aspect_ratio(self.width_mm, self.height_mm)
        )

    @property
    def pixels_per_mm(self) -> float:
        """Logical pixels on a millimetre, by the diagonal: whichever way the screen is turned."""
        size = hypot(self.width_mm, self.height_mm) if self.is_believable else _USUAL_MM
        return hypot(self.width, self.height) / size


def panel_of(screen: QScreen) -> Panel:
    """What Qt knows of a screen."""
    pixels, size = screen.geometry(), screen.physicalSize()
    return Panel(
        pixels.width(), pixels.height(), size.width(), size.height(), screen.devicePixelRatio()
    )


def reading_cap(panel: Panel, metres: float) -> float:
    """S on a screen in logical pixels, whatever the window."""
    return tan(radians(READABLE / 60)) * metres * 1000 * panel.pixels_per_mm


def running_cap(screen: QScreen | None, metres: float, width: int, height: int) -> float:
    """S on the stage of a window, in logical pixels: what the eye needs, as far as it fits."""
    wanted = reading_cap(panel_of(screen), metres) if screen else 0.0
    return fitted_cap(wanted, width, height)


def fitted_cap(wanted: float, width: int, height: int) -> float:
    """A cap height between the floor and the ceiling of a window, all in logical pixels."""
    ceiling = min(height * _CEILING, width * _CEILING_OF_WIDTH)
    return min(max(wanted, height * _FLOOR), ceiling)


def arc_minutes(pixels: float, panel: Panel, metres: float) -> float:
    """How high something is to an eye at a distance."""
    return degrees(atan(pixels / panel.pixels_per_mm / (metres * 1000))) * 60


def _long(width: float, height: float) -> float:
    return max(width, height) / min(width, height)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _is_aspect_ratio(width: float, height: float) -> bool:
    return (round(width), round(height)) in {(160, 90), (160, 100)}
