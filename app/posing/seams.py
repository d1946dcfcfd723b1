"""Where parts of the flesh flow into each other, and where cloth ends.

Parts are smoothly united only near the joint they share, so an arm that lies against the body, or a
calf against a thigh, does not melt into it. Metres, rest coordinates of the middle body, left side.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from app.posing.flesh_kit import Vec


class Seam(NamedTuple):
    """Two parts flow together around a point of a bone: within `reach`, most at the point."""

    one: str
    other: str
    bone: str
    point: Vec
    reach: float
    blend: float


class Cut(NamedTuple):
    """A part ends at a plane through `point`; the side that `normal` points to is cut off."""

    part: str
    bone: str
    point: Vec
    normal: Vec


class Hole(NamedTuple):
    """An ellipsoid taken out of a part."""

    part: str
    bone: str
    centre: Vec
    radii: Vec


_FINGER_X: Final = (0.037, 0.017, -0.003, -0.022)
_TOES: Final = ((0.118, 0.066), (0.116, 0.088), (0.11, 0.104), (0.103, 0.118), (0.095, 0.131))

SEAMS: Final = (
    Seam("neck", "collar", "neck", (-0.01, 0, 1.43), 0.14, 0.05),
    Seam("neck", "head", "head", (0.0, 0, 1.52), 0.11, 0.03),
    Seam("ear", "head", "head", (-0.0, 0.0, 1.57), 0.5, 0.006),
    Seam("sleeve", "shirt", "upper_arm", (-0.01, 0.16, 1.37), 0.17, 0.06),
    Seam("upper_arm", "forearm", "forearm", (-0.015, 0.19, 1.10), 0.1, 0.03),
    Seam("forearm", "hand", "hand", (0.005, 0.195, 0.86), 0.07, 0.025),
    Seam("hand", "thumb", "thumb", (0.03, 0.19, 0.83), 0.05, 0.02),
    *(
        Seam("hand", f"finger{number}", "fingers", (x, 0.195, 0.783), 0.03, 0.010)
        for number, x in enumerate(_FINGER_X, 1)
    ),
    Seam("shorts", "shorts_leg", "thigh", (-0.01, 0.085, 0.85), 0.16, 0.055),
    Seam("thigh", "shank", "shank", (0.005, 0.09, 0.475), 0.11, 0.035),
    Seam("shank", "foot", "foot", (-0.01, 0.09, 0.075), 0.1, 0.035),
    *(
        Seam("foot", f"toe{number}", "toes", (x, y, 0.016), 0.03, 0.012)
        for number, (x, y) in enumerate(_TOES, 1)
    ),
)
CUTS: Final = (
    Cut("sleeve", "upper_arm", (-0.013, 0.19, 1.225), (-0.12, 0.0, -1.0)),
    Cut("shorts_leg", "thigh", (0.0, 0.09, 0.645), (-0.06, 0.0, -1.0)),
    Cut("upper_arm", "upper_arm", (-0.013, 0.19, 1.25), (0.0, 0.0, 1.0)),
    Cut("thigh", "thigh", (0.0, 0.09, 0.67), (0.0, 0.0, 1.0)),
    Cut("shirt", "pelvis", (0.0, 0.0, 0.932), (0.05, 0.0, -1.0)),
    Cut("hair", "head", (0.0, 0.0, 1.54), (0.30, 0.0, -0.95)),
    Cut("band", "head", (0.0, 0.0, 1.624), (-0.3, 0.0, 0.95)),
    Cut("band", "head", (0.0, 0.0, 1.602), (0.3, 0.0, -0.95)),
)
HOLES: Final = (
    Hole("shirt", "chest", (0.026, 0.0, 1.482), (0.09, 0.076, 0.082)),
    Hole("hair", "head", (0.103, 0.0, 1.555), (0.08, 0.3, 0.1)),
)
