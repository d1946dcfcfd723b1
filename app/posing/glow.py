"""Where each muscle glows on the drawn skin and cloth.

A glow is an ellipsoid fixed to a bone; what of the surface lies in it lights up. Metres, rest
coordinates of the middle body, left side. A name without a side means both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np

from app.posing.flesh_kit import Floats, Vec, base, side_of, with_flesh_bones
from app.posing.picture import Figure
from app.posing.sculptor import Sculptor


class Glow(NamedTuple):
    """One muscle's ellipsoid and the parts of the flesh that it may light."""

    bone: str
    centre: Vec
    radii: Vec
    parts: tuple[str, ...]


_HIP: Final = ("shorts", "shorts_leg")
_THIGH: Final = ("thigh", "shorts_leg")
_TRUNK: Final = ("shirt", "sleeve")
GLOWS: Final[Mapping[str, Glow]] = {
    "gastrocnemius": Glow("shank", (-0.05, 0.09, 0.36), (0.055, 0.06, 0.115), ("shank",)),
    "soleus": Glow("shank", (-0.04, 0.09, 0.23), (0.05, 0.055, 0.105), ("shank",)),
    "tibialis": Glow("shank", (0.035, 0.105, 0.32), (0.04, 0.045, 0.13), ("shank",)),
    "peroneals": Glow("shank", (0.0, 0.125, 0.30), (0.045, 0.035, 0.13), ("shank",)),
    "plantar": Glow("foot", (0.03, 0.09, 0.0), (0.11, 0.055, 0.035), ("foot",)),
    "hamstrings": Glow("thigh", (-0.065, 0.09, 0.66), (0.055, 0.065, 0.15), _THIGH),
    "quadriceps": Glow("thigh", (0.07, 0.092, 0.68), (0.055, 0.065, 0.15), _THIGH),
    "hip_flexor": Glow("hip", (0.085, 0.092, 0.875), (0.065, 0.06, 0.09), _HIP),
    "adductors": Glow("thigh", (0.0, 0.025, 0.72), (0.07, 0.05, 0.13), _THIGH),
    "gluteus": Glow("hip", (-0.115, 0.085, 0.875), (0.08, 0.08, 0.085), _HIP),
    "deep_rotators": Glow("hip", (-0.085, 0.135, 0.885), (0.065, 0.06, 0.065), _HIP),
    "side_hip": Glow("pelvis", (0.0, 0.155, 0.935), (0.065, 0.05, 0.07), (*_HIP, "shirt")),
    "upper_back": Glow("chest", (-0.105, 0.03, 1.31), (0.055, 0.075, 0.11), _TRUNK),
    "low_back": Glow("lumbar", (-0.09, 0.03, 1.05), (0.055, 0.055, 0.09), ("shirt", "shorts")),
    "belly": Glow("lumbar", (0.09, 0.03, 1.06), (0.05, 0.06, 0.10), ("shirt",)),
    "side_waist": Glow("waist", (0.0, 0.125, 1.12), (0.065, 0.05, 0.11), ("shirt",)),
    "thoracic_rotators": Glow("chest", (-0.10, 0.04, 1.25), (0.055, 0.065, 0.115), _TRUNK),
    "lats": Glow("waist", (-0.05, 0.115, 1.2), (0.065, 0.055, 0.12), _TRUNK),
    "chest": Glow("chest", (0.085, 0.075, 1.315), (0.055, 0.075, 0.06), _TRUNK),
    "rear_shoulder": Glow("shoulder", (-0.055, 0.165, 1.36), (0.055, 0.065, 0.065), _TRUNK),
}


def glow_field(figure: Figure, muscles: Iterable[str], points: Floats, part: Floats) -> Floats:
    """How deep in a glow each visible point lies: 1 in the middle, 0 at its edge, -1 far from it.

    Args:
        figure: the posed body.
        muscles: names of `GLOWS`, with or without `.L` or `.R`.
        points: (h, w, 3) world points of the surface.
        part: (h, w) index of the part that is seen there, -1 for none.
    """
    found = np.full(part.shape, -1.0)
    where = with_flesh_bones(figure.places, figure.body.joints)
    hand = Sculptor(figure.body)
    for muscle in muscles:
        glow = GLOWS[base(muscle)]
        for side in [side_of(muscle)] if side_of(muscle) else [".L", ".R"]:
            mine = _allowed(figure.field.parts, glow, side)[part]
            if not mine.any():
                continue
            bone = glow.bone + side if glow.bone + side in where else glow.bone
            mirror = np.array([1.0, -1.0 if side == ".R" else 1.0, 1.0])
            rotation, origin = where[bone]
            centre = origin + rotation @ (hand.local(glow.bone, glow.centre) * mirror)
            local = (points[mine] - centre) @ rotation / np.array(glow.radii)
            deep = np.maximum(1.0 - np.linalg.norm(local, axis=1), -1.0)
            found[mine] = _either(found[mine], deep)
    return found


def _either(one: Floats, other: Floats) -> Floats:
    """The larger of two, rounded where they are alike, so that two glows become one shape."""
    near = np.maximum(0.5 - np.abs(one - other), 0.0)
    return np.asarray(np.maximum(one, other) + near**2 * 0.5)


def _allowed(parts: tuple[str, ...], glow: Glow, side: str) -> Floats:
    """Of each part whether it may glow; the last entry is for no part."""
    may = [base(part) in glow.parts and side_of(part) in {"", side} for part in parts]
    return np.array([*may, False])
