"""Small figures made by hand: a square, a disc and a line on two frames."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from itertools import pairwise

from app.figure.format import ARRAYS, LAYERS, MAGIC
from app.figure.loading import Figure, figure_from

# Of each shape: layer, then contours of (points, corners, width code).
_Points = tuple[tuple[int, int], ...]
Shape = tuple[str, tuple[tuple[_Points, str, int], ...]]

SQUARE: Shape = ("skin", ((((100, 100), (300, 100), (300, 300), (100, 300)), "1111", 0),))
DISC: Shape = ("top", ((((400, 500), (600, 500), (600, 700), (400, 700)), "0000", 0),))
GLOW: Shape = ("highlight", ((((700, 100), (900, 100), (900, 300), (700, 300)), "1111", 0),))
LINE: Shape = ("inner-line", ((((100, 800), (500, 850), (900, 800)), "000", 4 * 40 + 1),))


def file_bytes(frames: tuple[tuple[Shape, ...], ...], *, close: bool = False) -> bytes:
    """A file with one view of 1000 x 1000 units."""
    shapes = list(dict.fromkeys(shape for frame in frames for shape in frame))
    columns: dict[str, list[int]] = {name: [] for name in ARRAYS}
    columns["uses"] = [len(frame) for frame in frames]
    columns["used"] = [shapes.index(shape) for frame in frames for shape in frame]
    for layer, contours in shapes:
        columns["layers"].append(LAYERS.index(layer))
        columns["contours"].append(len(contours))
        before = (0, 0)
        for points, corners, code in contours:
            columns["points"].append(len(points))
            columns["widths"].append(code)
            columns["corners"] += [int(corner) for corner in corners]
            for name, axis in (("left", 0), ("top", 1)):
                columns[name].append(points[0][axis] - before[axis])
            before = points[0]
            for name, axis in (("x", 0), ("y", 1)):
                values = [point[axis] for point in points]
                ways = [b - a for a, b in pairwise(values)]
                columns[name] += [b - a for a, b in zip([0, *ways[:-1]], ways, strict=True)]
    geometry = b"".join(_packed(name, values) for name, values in columns.items())
    track = {"frames": [0, 1], "times": [0.0, 0.5], "reps": 1, "seconds": 4.0}
    head = {
        "movement": "sample",
        "body": "robin",
        "source": "0",
        "frames": len(frames),
        "views": [["side", 1000, 1000, close]],
        "tracks": {
            "work": {**track, "marks": [["far", 0.5]]},
            "enter": {**track, "marks": []},
        },
    }
    packed = zlib.compress(json.dumps(head).encode())
    return MAGIC + len(packed).to_bytes(4, "little") + packed + zlib.compress(geometry)


def _packed(name: str, values: list[int]) -> bytes:
    data = array(ARRAYS[name], values)
    if data.itemsize == 1:
        return data.tobytes()
    if sys.byteorder == "big":
        data.byteswap()
    raw = data.tobytes()
    return raw[0::2] + raw[1::2]


def sample(*, close: bool = False) -> Figure:
    """Two frames: the square and the line, then the disc as well."""
    return figure_from(file_bytes(((SQUARE, LINE), (SQUARE, DISC, LINE)), close=close))


def glowing() -> Figure:
    """The square and, right of it, another that lights up; two frames alike."""
    return figure_from(file_bytes(((SQUARE, GLOW), (SQUARE, GLOW))))
