"""The baked file of one movement in one body: what is in it, and how it is told apart.

A file is the magic, the length of the head, the head (JSON, deflated) and the geometry (deflated).
Geometry is a run of little-endian arrays in the order of `ARRAYS`; lengths follow from the head and
from the arrays before. A *shape* is a layer's filled area in one frame: closed contours of
quadratic splines, as TrueType draws letters, or lines with a width. A point is a corner (the curve
passes through it) or a guide (the curve passes half way between two guides). Coordinates are whole
units, x to the right and y down; the head tells a view's size in them. Kept are the first point of
each contour as a step from that of the contour before (a shape's first from (0, 0)), and of the
others the second differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

MAGIC: Final = b"LIMBERF1"

# Every layer there is, in painter's order.
LAYERS: Final = tuple(
    "lens mat-edge mat tape shadow "
    "wall-shade wall box-shade box block-shade block cushion-shade cushion "
    "roller-shade roller ball-shade ball "
    "outline skin skin-shade shorts shorts-shade top top-shade hair hair-shade band band-shade "
    "highlight-soft highlight inner-line face".split()
)

# Those of the worked muscle, as indices.
GLOWING: Final = frozenset((LAYERS.index("highlight-soft"), LAYERS.index("highlight")))

# name: type code of `array`
ARRAYS: Final = {
    "uses": "H",  # of each view and frame: how many shapes it has
    "used": "H",  # the shapes, by number
    "layers": "B",  # of each shape, index into LAYERS
    "contours": "H",  # of each shape
    "points": "H",  # of each contour
    "widths": "B",  # of each contour: 0 for an area, else a line, see `ribbon.py`
    "corners": "B",  # of each point: 1 for a corner
    "left": "h",  # of each contour's first point
    "top": "h",
    "x": "h",  # of all other points
    "y": "h",
}


class Moment(NamedTuple):
    """A place in a track: `at` runs from 0 to 1."""

    track: str
    at: float


class Track(NamedTuple):
    """One way of moving. `times` are the moments, from 0 to 1, at which each of `frames` is due.

    `reps` is how many reps one turn spans, `seconds` its natural length, `marks` the author's
    keyframes with their moments.
    """

    frames: tuple[int, ...]
    times: tuple[float, ...]
    reps: int = 1
    seconds: float = 6.0
    marks: tuple[tuple[str, float], ...] = ()


class View(NamedTuple):
    """A camera: its name and the size of its picture in units.

    A `close` one shows a part of the body; it is drawn in a frame of its own, with round corners.
    """

    name: str
    width: int
    height: int
    close: bool = False


class Head(NamedTuple):
    """Everything but the geometry. `source` is a hash of pose, body and baker."""

    movement: str
    body: str
    source: str
    frames: int
    views: tuple[View, ...]
    tracks: dict[str, Track]


Contour = tuple[Sequence[float], Sequence[float], bytes]
"""A closed contour: x, y and for each point 1 if it is a corner."""
