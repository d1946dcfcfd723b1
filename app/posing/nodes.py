"""The named places of a body that a pose file may speak of.

A node lies on the drawn flesh. Its table row gives the bone it rides on, a point near it and the
direction out of the skin, both at rest on the left half of the middle body (1.70 m), in metres;
`reach` is how far from the point flesh still counts as the node's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from app.posing.body import MIDDLE_HEIGHT, MIDDLE_JOINTS, SIDES, SPINE, Body
from app.posing.skeleton import Array


class Node(NamedTuple):
    """A named place at rest in one body. `point` metres, `outward` a unit vector."""

    name: str
    bone: str
    point: Array
    outward: Array
    reach: float


_Row = tuple[str, tuple[float, float, float], tuple[float, float, float], float]
_MIDDLE: Final[Mapping[str, _Row]] = {
    "crown": ("head", (0.0, 0.0, 1.70), (0, 0, 1), 0.03),
    "nose": ("head", (0.115, 0.0, 1.575), (1, 0, 0), 0.02),
    "forehead": ("head", (0.09, 0.0, 1.635), (1, 0, 0), 0.03),
    "chin": ("head", (0.095, 0.0, 1.495), (1, 0, -0.3), 0.03),
    "back_of_head": ("head", (-0.09, 0.0, 1.61), (-1, 0, 0), 0.03),
    "breastbone": ("chest", (0.095, 0.0, 1.30), (1, 0, 0), 0.04),
    "upper_back": ("chest", (-0.12, 0.0, 1.32), (-1, 0, 0), 0.05),
    "belly": ("lumbar", (0.10, 0.0, 1.04), (1, 0, 0), 0.05),
    "low_back": ("lumbar", (-0.10, 0.0, 1.04), (-1, 0, 0), 0.05),
    "pubis": ("pelvis", (0.09, 0.0, 0.86), (1, 0, 0), 0.05),
    "tailbone": ("pelvis", (-0.12, 0.0, 0.88), (-1, 0, -0.2), 0.06),
    "temple": ("head", (0.02, 0.078, 1.60), (0, 1, 0), 0.03),
    "shoulder": ("upper_arm", (-0.01, 0.225, 1.385), (0, 1, 0), 0.04),
    "shoulder_top": ("clavicle", (-0.01, 0.17, 1.43), (0, 0, 1), 0.04),
    "shoulder_blade": ("chest", (-0.115, 0.085, 1.32), (-1, 0, 0), 0.05),
    "ribs": ("waist", (-0.01, 0.135, 1.18), (0, 1, 0), 0.05),
    "elbow": ("forearm", (-0.055, 0.19, 1.10), (-1, 0, 0), 0.04),
    "elbow_inner": ("forearm", (-0.01, 0.155, 1.09), (0, -1, 0), 0.04),
    "forearm_back": ("forearm", (-0.01, 0.225, 1.00), (0, 1, 0), 0.04),
    "wrist": ("hand", (0.005, 0.175, 0.855), (0, -1, 0), 0.02),
    "palm": ("hand", (0.008, 0.18, 0.80), (0, -1, 0), 0.035),
    "heel_of_hand": ("hand", (0.008, 0.178, 0.84), (0, -1, 0), 0.025),
    "back_of_hand": ("hand", (0.008, 0.21, 0.80), (0, 1, 0), 0.035),
    "fingers": ("fingers", (0.01, 0.187, 0.74), (0, -1, 0), 0.06),
    "fingertips": ("fingers", (0.01, 0.195, 0.685), (0, 0, -1), 0.05),
    "thumb_tip": ("thumb", (0.065, 0.185, 0.775), (0, 0, -1), 0.02),
    "hip": ("pelvis", (0.0, 0.175, 0.87), (0, 1, 0), 0.06),
    "hip_front": ("pelvis", (0.095, 0.08, 0.91), (1, 0, 0), 0.05),
    "buttock": ("pelvis", (-0.11, 0.08, 0.85), (-1, 0, -0.5), 0.07),
    "sit_bone": ("pelvis", (-0.045, 0.07, 0.79), (0, 0, -1), 0.06),
    "thigh_front": ("thigh", (0.085, 0.09, 0.68), (1, 0, 0), 0.05),
    "thigh_back": ("thigh", (-0.07, 0.09, 0.68), (-1, 0, 0), 0.05),
    "thigh_outer": ("thigh", (0.0, 0.165, 0.68), (0, 1, 0), 0.05),
    "thigh_inner": ("thigh", (0.0, 0.02, 0.66), (0, -1, 0), 0.05),
    "kneecap": ("shank", (0.058, 0.09, 0.475), (1, 0, 0), 0.035),
    "knee_inner": ("shank", (0.005, 0.04, 0.475), (0, -1, 0), 0.035),
    "knee_outer": ("shank", (0.005, 0.14, 0.475), (0, 1, 0), 0.035),
    "shin": ("shank", (0.045, 0.09, 0.34), (1, 0, 0), 0.03),
    "shin_outer": ("shank", (0.0, 0.135, 0.34), (0, 1, 0), 0.04),
    "calf": ("shank", (-0.068, 0.09, 0.36), (-1, 0, 0), 0.04),
    "achilles": ("shank", (-0.042, 0.09, 0.14), (-1, 0, 0), 0.03),
    "ankle_outer": ("foot", (-0.01, 0.125, 0.075), (0, 1, 0), 0.03),
    "ankle_inner": ("foot", (-0.01, 0.055, 0.08), (0, -1, 0), 0.03),
    "instep": ("foot", (0.06, 0.093, 0.06), (0.6, 0, 1), 0.03),
    "foot_outer": ("foot", (0.05, 0.135, 0.02), (0, 1, -0.3), 0.04),
    "heel": ("foot", (-0.035, 0.09, 0.0), (0, 0, -1), 0.025),
    "heel_back": ("foot", (-0.065, 0.09, 0.03), (-1, 0, 0), 0.02),
    "arch": ("foot", (0.035, 0.085, 0.015), (0, 0, -1), 0.02),
    "ball": ("foot", (0.10, 0.093, 0.0), (0, 0, -1), 0.025),
    "sole": ("foot", (0.03, 0.092, 0.0), (0, 0, -1), 0.10),
    "toe_tip": ("toes", (0.182, 0.072, 0.013), (1, 0, 0), 0.025),
    "toes": ("toes", (0.15, 0.09, 0.0), (0, 0, -1), 0.045),
    "toe_tops": ("toes", (0.15, 0.09, 0.03), (0, 0, 1), 0.045),
}
_ALONE: Final = frozenset(
    "crown nose forehead chin back_of_head breastbone upper_back belly low_back pubis "
    "tailbone".split()
)
NODE_NAMES: Final = tuple(
    full for name in _MIDDLE for full in ((name,) if name in _ALONE else (f"{name}.L", f"{name}.R"))
)


def node(body: Body, name: str) -> Node:
    """One node of a body at rest; KeyError for a name that does not exist."""
    short, _, side = name.partition(".")
    bone, point, outward, reach = _MIDDLE[short]
    if (short in _ALONE) != (side == "") or side not in ("", *SIDES):
        raise KeyError(name)
    full = bone if bone in SPINE else f"{bone}.{side}"
    mirror = np.array((1.0, -1.0 if side == "R" else 1.0, 1.0))
    scale = body.height / MIDDLE_HEIGHT
    joint = np.array(body.joints[full])
    at = joint + (np.array(point) - np.array(MIDDLE_JOINTS[bone])) * mirror * scale
    out = np.array(outward, dtype=float) * mirror
    return Node(name, full, at, out / np.linalg.norm(out), reach * scale)
