"""Dense contours to few points: quadratic splines with corners, as TrueType draws its letters.

A curve is a closed list of points, each either a corner (the curve passes through it, with a kink)
or a guide (the curve is pulled towards it and passes half way between it and the next guide).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from app.posing.curve_kernels import refine, sharp_turns
from app.posing.flesh_kit import Floats

_LOOK: Final = 5.0  # pixels on either side over which a corner's angle is measured
_KINK: Final = math.radians(52)  # a sharper turn is a corner
_STEADY: Final = 2.0  # samples along a contour over which its jitter is smoothed


class Curve(NamedTuple):
    """A closed curve: points (n, 2) and which of them are corners (n,).

    With a `code` of `app.figure.ribbon` it is the spine of a line instead.
    """

    points: Floats
    corner: NDArray[np.bool_]
    code: int = 0


def fit(contour: Floats, tolerance: float, kinks: bool = True) -> Curve | None:
    """The shortest curve found that stays within `tolerance` of a closed contour.

    Args:
        contour: (n, 2) in pixels, first point repeated at the end or not.
        tolerance: pixels.
        kinks: look for corners; without them everything is round.

    Returns:
        None if the contour is too small to be seen.
    """
    if len(contour) > 1 and np.allclose(contour[0], contour[-1]):
        contour = contour[:-1]
    if len(contour) < 6:
        return None
    line = _even(contour, 0.75)
    if len(line) < 8:
        return None
    corners = sharp_turns(line, _LOOK / 0.75, _KINK) if kinks else np.empty(0, np.int64)
    if len(corners) == 0:
        return _round_trip(_smooth_loop(line), tolerance)
    pieces, flags = [], []
    for one, other in zip(corners, np.roll(corners, -1), strict=True):
        run = _between(line, int(one), int(other))
        run[1:-1] = _smooth_run(run)[1:-1]
        guides = _guides(run, tolerance)
        pieces.append(np.vstack([run[:1], guides]))
        flags.append(np.array([True] + [False] * len(guides)))
    return Curve(np.vstack(pieces), np.concatenate(flags))


def _even(contour: Floats, step: float) -> Floats:
    """The closed contour resampled at equal distances."""
    closed = np.vstack([contour, contour[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(int(along[-1] / step), 1)
    at = np.arange(count) * (along[-1] / count)
    return np.column_stack([np.interp(at, along, closed[:, k]) for k in (0, 1)])


def _smooth_loop(line: Floats) -> Floats:
    return np.asarray(ndimage.gaussian_filter1d(line, _STEADY, axis=0, mode="wrap"))


def _smooth_run(run: Floats) -> Floats:
    """Smoothed between ends that stay: mirrored through them."""
    more = min(len(run) - 1, 8)
    before, after = 2 * run[0] - run[more:0:-1], 2 * run[-1] - run[-2 : -2 - more : -1]
    full = ndimage.gaussian_filter1d(np.vstack([before, run, after]), _STEADY, axis=0)
    return np.asarray(full[more : more + len(run)])


def _between(line: Floats, one: int, other: int) -> Floats:
    if other > one:
        return line[one : other + 1].copy()
    return np.vstack([line[one:], line[: other + 1]])


def open_guides(run: Floats, along: Floats, tolerance: float) -> Floats:
    """The guides of an open run (n, 2) with its lengths (n,); its ends are corners."""
    if _straight(run, tolerance * 0.8):
        return np.empty((0, 2))
    return np.asarray(refine(run, along, tolerance, False))


def _guides(run: Floats, tolerance: float) -> Floats:
    """The guides of an open run between two corners."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(run, axis=0).T))])
    return open_guides(run, along, tolerance)


def _straight(run: Floats, tolerance: float) -> bool:
    first, last = run[0], run[-1]
    chord = last - first
    size = float(np.hypot(*chord))
    if size < 1e-9:
        return False
    away = run - first
    return bool((np.abs(away[:, 0] * chord[1] - away[:, 1] * chord[0]) / size).max() < tolerance)


def _round_trip(line: Floats, tolerance: float) -> Curve:
    closed = np.vstack([line, line[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    guides = np.asarray(refine(closed, along, tolerance, True))
    return Curve(guides, np.zeros(len(guides), bool))
