"""Fields to curves in whole units: the last step before a layer is written."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.posing.curves import Curve, fit
from app.posing.flesh_kit import Floats
from app.posing.images import contours_of

Field2 = NDArray[np.float32]

_LEAST: Final = {"face": 1.5, "highlight": 90.0, "highlight-soft": 140.0}  # square pixels
_TOLERANCE: Final = {"face": 0.18, "shadow": 1.6, "outline": 0.55}
_USUAL: Final = 0.7
_SHADED: Final = 0.85
_ROUND: Final = {"shadow", "face", "highlight", "highlight-soft"}


UNITS: Final = 1.45
"""Whole units to a pixel."""


class Pen(NamedTuple):
    """Turns lines in pixels of a part of the picture into curves in whole units.

    `origin` is where the part lies in the picture, pixels; `coarse` multiplies what errors may be.
    """

    origin: tuple[int, int] = (0, 0)
    coarse: float = 1.0

    def traced(self, layer: str, field: Field2) -> list[Curve]:
        """The curves of a layer; too small ones are left out."""
        padded = np.pad(field, 1, constant_values=min(-1.0, float(field.min())))
        found = []
        for contour in contours_of(padded, 0.0):
            line = contour[:, ::-1] - 0.5
            area = _area(line)
            if abs(area) >= _least(layer, hole=area < 0):
                curve = self.line(layer, line)
                if curve is not None:
                    found.append(curve)
        return found

    def line(self, layer: str, line: Floats) -> Curve | None:
        """The curve of one closed line (n, 2)."""
        usual = _SHADED if layer.endswith("-shade") else _USUAL
        curve = fit(line, _TOLERANCE.get(layer, usual) * self.coarse, kinks=layer not in _ROUND)
        return None if curve is None else self.placed(curve)

    def placed(self, curve: Curve) -> Curve | None:
        """A curve in whole units, without points that fell together.

        None if it is smaller than the grid, as an eye may be that is seen from the side.
        """
        points = np.round((curve.points + np.array(self.origin)) * UNITS)
        keep = np.any(points != np.roll(points, 1, axis=0), axis=1) | curve.corner
        keep[0] |= curve.code > 0
        if keep.sum() < (2 if curve.code else 3):
            return None
        return Curve(points[keep], curve.corner[keep], curve.code)


def _least(layer: str, *, hole: bool) -> float:
    """Square pixels: what is smaller is a speck; light ones in shade look like holes."""
    if layer.endswith("-shade"):
        return 700.0 if hole else 170.0
    return _LEAST.get(layer, 14.0)


def _area(line: Floats) -> float:
    x, y = line[:, 0], line[:, 1]
    return 0.5 * float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
