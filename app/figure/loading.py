"""Reads a baked figure: the head at once, the geometry of a frame when it is first painted."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from app.figure.format import ARRAYS, MAGIC, Contour, Head, Moment, Track, View
from app.figure.ribbon import ribbon

_DRAWN: Final = ("corners", "left", "top", "x", "y")
_LARGEST: Final = 16 << 20  # bytes of geometry that a file may unfold to


class Figure:
    """One movement in one body, ready to be painted.

    Attributes:
        movement: its id.
        body: its name.
        source: hash of what it was baked from.
        tracks: by name, see `Track`.
        views: the cameras; most figures have one.
        cache: for the painter, paths by number of the shape.
    """

    def __init__(self, head: Head, arrays: Mapping[str, array[int]]) -> None:
        """`arrays` as in `format.ARRAYS`."""
        self.movement: Final = head.movement
        self.body: Final = head.body
        self.source: Final = head.source
        self.views: Final = head.views
        self.tracks: Final[Mapping[str, Track]] = head.tracks
        self.frames: Final = head.frames
        self.cache: Final[dict[int, object]] = {}
        self._arrays = arrays
        self._first_use = [0, *accumulate(arrays["uses"])]
        self._first_contour = [0, *accumulate(arrays["contours"])]
        self._first_point = [0, *accumulate(arrays["points"])]

    def frame(self, moment: Moment) -> int:
        """The number of the frame that is due at a moment."""
        track = self.tracks[moment.track]
        at = min(max(moment.at, 0.0), 1.0)
        return track.frames[max(0, bisect_right(track.times, at + 1e-9) - 1)]

    def box(self, view: int = 0) -> tuple[float, float]:
        """Width and height of a view in units."""
        return float(self.views[view].width), float(self.views[view].height)

    def shapes(self, frame: int, view: int = 0) -> list[tuple[int, int]]:
        """The shapes of a frame in painter's order: layer (index into `LAYERS`) and number."""
        place = view * self.frames + frame
        used = self._arrays["used"][self._first_use[place] : self._first_use[place + 1]]
        layers = self._arrays["layers"]
        return [(layers[shape], shape) for shape in used]

    def contours(self, shape: int) -> list[Contour]:
        """The contours of a shape, in units."""
        first, last = self._first_contour[shape], self._first_contour[shape + 1]
        corners, left, top, x, y = (self._arrays[name] for name in _DRAWN)
        widths = self._arrays["widths"]
        found: list[Contour] = []
        across = down = 0
        for contour in range(first, last):
            start, stop = self._first_point[contour], self._first_point[contour + 1]
            across, down = across + left[contour], down + top[contour]
            inner = slice(start - contour, stop - contour - 1)
            xs = list(accumulate(accumulate(x[inner]), initial=across))
            ys = list(accumulate(accumulate(y[inner]), initial=down))
            if widths[contour]:
                found.append(ribbon(xs, ys, widths[contour]))
            else:
                found.append((xs, ys, corners[start:stop].tobytes()))
        return found


def load_figure(path: Path) -> Figure:
    """Reads a figure.

    Raises:
        OSError: it cannot be read; `FileNotFoundError` where there is none.
        ValueError: it is no figure, or a broken one.
    """
    return figure_from(path.read_bytes())


def figure_from(data: bytes) -> Figure:
    """A figure from the bytes of its file; `ValueError` if they are none."""
    try:
        head, arrays = _parsed(data)
    except (zlib.error, KeyError, TypeError, IndexError, EOFError, UnicodeDecodeError) as fault:
        raise ValueError(f"broken figure: {fault}") from fault
    return Figure(head, arrays)


def _parsed(data: bytes) -> tuple[Head, dict[str, array[int]]]:
    start = len(MAGIC) + 4
    if data[: len(MAGIC)] != MAGIC or len(data) < start:
        raise ValueError("not a figure of this version")
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    head = head_from(json.loads(_inflated(data[start:end])))
    geometry = memoryview(_inflated(data[end:]))
    arrays: dict[str, array[int]] = {}
    at = 0
    for name in ARRAYS:
        size = _length(name, head, arrays)
        arrays[name], at = _array(name, geometry, at, size)
    return head, arrays


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(data, _LARGEST)
    if not unpacker.eof:
        raise ValueError("broken figure: cut short, or too large")
    return plain


def _length(name: str, head: Head, arrays: Mapping[str, array[int]]) -> int:
    if name == "uses":
        return head.frames * len(head.views)
    if name == "used":
        return sum(arrays["uses"])
    if name in {"layers", "contours"}:
        return max(arrays["used"], default=-1) + 1
    if name in {"points", "widths", "left", "top"}:
        return sum(arrays["contours"])
    points = sum(arrays["points"])
    return points if name == "corners" else points - len(arrays["points"])


def _array(name: str, data: memoryview, at: int, size: int) -> tuple[array[int], int]:
    """Arrays of two bytes an item are kept as all their low bytes and all their high bytes."""
    code = ARRAYS[name]
    found = array(code)
    stop = at + size * found.itemsize
    if stop > len(data):
        raise ValueError("broken figure: geometry is cut short")
    if found.itemsize == 1:
        found.frombytes(data[at:stop])
        return found, stop
    mixed = bytearray(2 * size)
    mixed[0::2], mixed[1::2] = data[at : at + size], data[at + size : stop]
    found.frombytes(mixed)
    if sys.byteorder == "big":
        found.byteswap()
    return found, stop


def head_from(told: Any) -> Head:
    """The head from what its JSON says."""
    views = tuple(View(*view) for view in told["views"])
    tracks = {
        name: Track(
            tuple(track["frames"]),
            tuple(track["times"]),
            track["reps"],
            track["seconds"],
            tuple((mark, at) for mark, at in track["marks"]),
        )
        for name, track in told["tracks"].items()
    }
    return Head(told["movement"], told["body"], told["source"], told["frames"], views, tracks)
