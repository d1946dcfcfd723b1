"""Inner lines: edges in depth are thinned to chains, smoothed, and given a width.

A line is bold where the step behind it is deep; it tapers where it ends inside the figure and keeps
its width where it runs into the silhouette or into another line.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from app.figure.ribbon import line_code
from app.posing.chains import chains
from app.posing.curves import Curve, open_guides
from app.posing.flesh_kit import Floats
from app.posing.images import thinned
from app.posing.tracing import UNITS

_SMOOTH: Final = 3.4  # pixels along a chain
_SHORTEST: Final = (24.0, 15.0)  # pixels; of fingers and toes
_HUGS: Final = 5.0  # pixels; a line nearer to the silhouette says nothing and looks like a blot
_TOLERANCE: Final = 0.75


def lines_of(
    strength: Floats,
    visible: NDArray[np.bool_],
    delicate: NDArray[np.bool_],
    half: float,
    coarse: float = 1.0,
) -> list[Curve]:
    """The spines of all lines, in pixels, each with the code of its width and its ends.

    Args:
        strength: (h, w), 0 where there is no line, else its boldness up to 1.
        visible: (h, w), where the body is.
        delicate: (h, w), where short lines and lines close together tell something: fingers, toes.
        half: half the width of the boldest line, pixels.
        coarse: multiplies how far a spine may stray and how short a line may be.
    """
    thin = thinned(ndimage.binary_dilation(strength > 0, np.ones((3, 3))))
    inside = ndimage.distance_transform_edt(visible)
    bold = ndimage.maximum_filter(strength, 3)
    found = []
    for chain, joined in chains(thin):
        rows, columns = chain.T
        fine = bool(delicate[rows, columns].mean() > 0.5)
        least = _SHORTEST[fine] * coarse * (0.55 if all(joined) else 1.0)
        if len(chain) < least or not (fine or np.median(inside[rows, columns]) > _HUGS):
            continue
        meets = [joined[end] or inside[rows[end], columns[end]] < 3.5 for end in (0, -1)]
        width = float(np.median(bold[rows, columns])) * half
        code = line_code(width * UNITS, (not meets[0], not meets[1]))
        spine = _spine(_smoothed(np.asarray(chain[:, ::-1] + 0.5, np.float64)), _TOLERANCE * coarse)
        found.append(Curve(spine, np.zeros(len(spine), bool), code))
    return found


def _spine(line: Floats, tolerance: float) -> Floats:
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    guides = open_guides(line, along, tolerance)
    if len(guides) == 0:
        guides = line[len(line) // 2 : len(line) // 2 + 1]
    return np.vstack([line[:1], guides, line[-1:]])


def _smoothed(line: Floats) -> Floats:
    """A chain without the steps of its pixels; the ends stay."""
    more = min(len(line) - 1, 9)
    before = 2 * line[0] - line[more:0:-1]
    after = 2 * line[-1] - line[-2 : -2 - more : -1]
    full = np.vstack([before, line, after])
    return np.asarray(ndimage.gaussian_filter1d(full, _SMOOTH, axis=0)[more : more + len(line)])
