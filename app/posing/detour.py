"""What a way must go round: how far contacts and flesh push its poses aside, made smooth.

Each pose of a way is solved by itself, so that one may pass on the left of what the next passes on
the right of. The detours of all of them, smoothed, are the way that all are solved along again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from app.posing.motion import Blend, difference, shifted
from app.posing.skeleton import Array

# A second difference above these is seen as a jerk.
_METRES: Final = 0.006
_RADIANS: Final = 0.035
_PASSES: Final = 5


class Detour:
    """The poses of a way against those that were found for it, at even shares of its time."""

    def __init__(self, way: Callable[[float], Blend], found: Sequence[Blend]) -> None:
        """`found` stand at k / (n + 1) for k = 1 ... n; both ends are as the way has them."""
        self._way = way
        count = len(found) + 1
        rows = [difference(way(k / count), blend) for k, blend in enumerate(found, 1)]
        nothing = np.zeros_like(rows[0])
        self._rows: Array = np.array([nothing, *rows, nothing])
        self._times = np.linspace(0.0, 1.0, count + 1)

    @property
    def rough(self) -> bool:
        """Whether anybody would see it jerk."""
        bend = np.abs(np.diff(self._rows, 2, axis=0))
        return bool(bend[:, :3].max() > _METRES or bend[:, 3:].max() > _RADIANS)

    def smoothed(self) -> Callable[[float], Blend]:
        """The way with its detours, without jerks; its ends stay."""
        rows = self._rows.copy()
        for _ in range(_PASSES):
            rows[1:-1] = (rows[:-2] + 2 * rows[1:-1] + rows[2:]) / 4
        times, way = self._times, self._way

        def at(share: float) -> Blend:
            here = float(np.interp(share, times, np.arange(len(times))))
            low = min(int(here), len(times) - 2)
            part = here - low
            return shifted(way(share), (1 - part) * rows[low] + part * rows[low + 1])

        return at
