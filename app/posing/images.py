"""What is asked of scikit-image, with types."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from skimage import draw, measure, morphology

from app.posing.flesh_kit import Floats

_measure: Any = measure
_draw: Any = draw
_morphology: Any = morphology


def contours_of(field: NDArray[np.floating[Any]], level: float) -> list[Floats]:
    """Lines (n, 2), row and column, along which a field has a value; to a fraction of a pixel."""
    return list(_measure.find_contours(field, level))


def filled(ring: Floats, shape: tuple[int, int]) -> Floats:
    """1 inside a polygon (n, 2) of rows and columns, 0 outside."""
    return np.asarray(_draw.polygon2mask(shape, ring), np.float64)


def thinned(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Areas worn down to lines one pixel wide."""
    return np.asarray(_morphology.skeletonize(mask), np.bool_)
