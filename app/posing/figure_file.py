"""Writes a baked figure: the counterpart of `app/figure/loading.py`."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

import numpy as np

from app.figure.format import ARRAYS, LAYERS, MAGIC, Head
from app.posing.curves import Curve

Shape = tuple[str, tuple[Curve, ...]]
"""A layer's name and its curves in whole units."""


class Geometry:
    """Collects shapes; what looks the same in many frames is kept once."""

    def __init__(self) -> None:
        """Empty."""
        self._known: dict[bytes, int] = {}
        self._columns: dict[str, list[int]] = {name: [] for name in ARRAYS}

    def add_frame(self, shapes: Sequence[Shape]) -> None:
        """Adds a frame; views first, frames of one view after another."""
        used = [self._number(layer, curves) for layer, curves in shapes if curves]
        self._columns["uses"].append(len(used))
        self._columns["used"] += used

    def _number(self, layer: str, curves: tuple[Curve, ...]) -> int:
        parts = [_bytes(curve) for curve in curves]
        key = layer.encode() + b"|" + b"|".join(parts)
        if key not in self._known:
            self._known[key] = len(self._known)
            self._write(layer, curves)
        return self._known[key]

    def _write(self, layer: str, curves: tuple[Curve, ...]) -> None:
        columns = self._columns
        columns["layers"].append(LAYERS.index(layer))
        columns["contours"].append(len(curves))
        columns["widths"] += [curve.code for curve in curves]
        columns["points"] += [len(curve.points) for curve in curves]
        starts = np.array([curve.points[0] for curve in curves]).astype(np.int64)
        steps = np.diff(starts, axis=0, prepend=0)
        columns["left"] += steps[:, 0].tolist()
        columns["top"] += steps[:, 1].tolist()
        for curve in curves:
            ways = np.diff(curve.points.astype(np.int64), axis=0)
            turns = np.diff(ways, axis=0, prepend=0)
            columns["x"] += turns[:, 0].tolist()
            columns["y"] += turns[:, 1].tolist()
        columns["corners"] += (
            np.concatenate([curve.corner for curve in curves]).astype(int).tolist()
        )

    def packed(self) -> bytes:
        """All arrays, one after the other, those of two bytes split into low and high bytes."""
        found = b""
        for name, code in ARRAYS.items():
            values = np.array(self._columns[name], dtype=np.int64)
            if code == "B":
                found += values.astype(np.uint8).tobytes()
                continue
            raw = values.astype("<i2" if code == "h" else "<u2").tobytes()
            found += raw[0::2] + raw[1::2]
        return found


def _bytes(curve: Curve) -> bytes:
    return curve.points.astype(np.int16).tobytes() + curve.corner.tobytes() + bytes((curve.code,))


def figure_bytes(head: Head, geometry: Geometry) -> bytes:
    """The whole file."""
    told = {
        "movement": head.movement,
        "body": head.body,
        "source": head.source,
        "frames": head.frames,
        "views": [list(view) for view in head.views],
        "tracks": {name: track._asdict() for name, track in head.tracks.items()},
    }
    packed = zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 9)
    size = len(packed).to_bytes(4, "little")
    return MAGIC + size + packed + zlib.compress(geometry.packed(), 9)
