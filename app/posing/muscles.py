"""Muscles as lines over the bones, so that a claim to lengthen one can be checked.

A line runs through points fixed to bones, in metres, rest coordinates of the left half of the
middle body. Via points keep it on the right side of the joints it crosses.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np

from app.posing.body import MIDDLE_HEIGHT, MIDDLE_JOINTS, SIDES, SPINE, Body
from app.posing.skeleton import Array, Place

_Point = tuple[str, tuple[float, float, float]]
_LINES: Final[Mapping[str, tuple[_Point, ...]]] = {
    # calf
    "gastrocnemius": (
        ("thigh", (-0.025, 0.09, 0.51)),
        ("shank", (-0.045, 0.09, 0.45)),
        ("shank", (-0.04, 0.09, 0.14)),
        ("foot", (-0.06, 0.09, 0.05)),
    ),
    "soleus": (
        ("shank", (-0.03, 0.09, 0.42)),
        ("shank", (-0.04, 0.09, 0.14)),
        ("foot", (-0.06, 0.09, 0.05)),
    ),
    "tibialis": (
        ("shank", (0.03, 0.10, 0.42)),
        ("shank", (0.025, 0.085, 0.12)),
        ("foot", (0.035, 0.075, 0.065)),
        ("foot", (0.06, 0.065, 0.035)),
    ),
    "peroneals": (
        ("shank", (0.0, 0.13, 0.40)),
        ("shank", (-0.025, 0.12, 0.09)),
        ("foot", (-0.01, 0.125, 0.05)),
        ("foot", (0.06, 0.125, 0.02)),
    ),
    "plantar": (
        ("foot", (-0.05, 0.09, 0.015)),
        ("foot", (0.10, 0.092, 0.008)),
        ("toes", (0.115, 0.09, 0.006)),
        ("toes", (0.17, 0.085, 0.006)),
    ),
    # thigh and hip
    "hamstrings": (
        ("pelvis", (-0.055, 0.065, 0.82)),
        ("thigh", (-0.045, 0.09, 0.62)),
        ("thigh", (-0.035, 0.09, 0.50)),
        ("shank", (-0.04, 0.09, 0.43)),
    ),
    "quadriceps": (
        ("pelvis", (0.055, 0.10, 0.96)),
        ("thigh", (0.065, 0.095, 0.83)),
        ("thigh", (0.05, 0.09, 0.53)),
        ("shank", (0.052, 0.09, 0.475)),
        ("shank", (0.04, 0.09, 0.42)),
    ),
    "hip_flexor": (
        ("lumbar", (-0.02, 0.03, 1.0)),
        ("pelvis", (0.045, 0.07, 0.925)),
        ("thigh", (-0.01, 0.085, 0.78)),
    ),
    "adductors": (
        ("pelvis", (0.02, 0.02, 0.84)),
        ("thigh", (0.0, 0.06, 0.64)),
    ),
    "gluteus": (
        ("pelvis", (-0.085, 0.03, 0.93)),
        ("pelvis", (-0.09, 0.10, 0.88)),
        ("thigh", (-0.02, 0.125, 0.76)),
    ),
    # From the sacrum to the greater trochanter; rotated out in extension, in beyond 60 of flexion.
    "deep_rotators": (
        ("pelvis", (-0.085, 0.025, 0.91)),
        ("thigh", (-0.01, 0.155, 0.885)),
    ),
    "side_hip": (
        ("pelvis", (0.01, 0.13, 0.985)),
        ("pelvis", (0.0, 0.16, 0.93)),
        ("thigh", (0.0, 0.16, 0.86)),
    ),
    # trunk
    "upper_back": (
        ("waist", (-0.085, 0.03, 1.12)),
        ("chest", (-0.09, 0.03, 1.30)),
        ("chest", (-0.075, 0.03, 1.40)),
        ("neck", (-0.06, 0.03, 1.45)),
    ),
    "low_back": (
        ("pelvis", (-0.085, 0.03, 0.93)),
        ("lumbar", (-0.085, 0.03, 1.04)),
        ("waist", (-0.085, 0.03, 1.14)),
        ("chest", (-0.09, 0.03, 1.28)),
    ),
    "belly": (
        ("pelvis", (0.075, 0.03, 0.88)),
        ("lumbar", (0.095, 0.03, 1.02)),
        ("waist", (0.095, 0.03, 1.14)),
        ("chest", (0.085, 0.03, 1.28)),
    ),
    "side_waist": (
        ("pelvis", (0.03, 0.13, 0.97)),
        ("lumbar", (0.04, 0.13, 1.06)),
        ("waist", (0.05, 0.125, 1.14)),
        ("chest", (0.06, 0.10, 1.26)),
    ),
    # Deep ones, from the side upwards to the spine: turning the chest to their side lengthens them.
    "thoracic_rotators": (
        ("lumbar", (-0.06, 0.08, 1.06)),
        ("waist", (-0.085, 0.05, 1.16)),
        ("chest", (-0.09, 0.02, 1.30)),
    ),
    "lats": (
        ("pelvis", (-0.07, 0.07, 0.99)),
        ("waist", (-0.08, 0.11, 1.14)),
        ("chest", (-0.06, 0.145, 1.28)),
        ("upper_arm", (0.005, 0.165, 1.33)),
    ),
    "chest": (
        ("chest", (0.09, 0.02, 1.28)),
        ("chest", (0.085, 0.11, 1.33)),
        ("upper_arm", (0.015, 0.18, 1.30)),
    ),
    "rear_shoulder": (
        ("chest", (-0.09, 0.05, 1.33)),
        ("chest", (-0.085, 0.12, 1.36)),
        ("upper_arm", (-0.035, 0.195, 1.32)),
    ),
}
# What is drawn as one is measured as one, side by side: names without a side mean both.
MUSCLES: Final = tuple(
    full for name in _LINES for full in (name, *(f"{name}.{side}" for side in SIDES))
)


def length(body: Body, places: Mapping[str, Place], muscle: str) -> float:
    """A muscle's length in metres in a pose; for a name without a side the mean of both."""
    name, _, side = muscle.partition(".")
    if not side:
        return sum(length(body, places, f"{name}.{one}") for one in SIDES) / len(SIDES)
    points = [_point(body, places, bone, at, side) for bone, at in _LINES[name]]
    return float(sum(np.linalg.norm(b - a) for a, b in pairwise(points)))


def _point(
    body: Body, places: Mapping[str, Place], bone: str, at: tuple[float, float, float], side: str
) -> Array:
    mirror = np.array((1.0, -1.0 if side == "R" else 1.0, 1.0))
    offset = (np.array(at) - MIDDLE_JOINTS[bone]) * mirror * (body.height / MIDDLE_HEIGHT)
    place = places[bone if bone in SPINE else f"{bone}.{side}"]
    found: Array = place.rotation @ offset + place.origin
    return found
