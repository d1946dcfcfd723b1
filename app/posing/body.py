"""The bodies: bone names, who hangs on whom, and where the joints lie at rest.

World: x forward, y the figure's left, z up, metres. Rest is standing, feet parallel, arms hanging,
palms to the thighs, soles at z = 0. In rest every bone's frame is aligned with the world and its
origin is its proximal joint, so flesh is sculpted in rest coordinates. Right is left with y -> -y.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

Vec3 = tuple[float, float, float]

SPINE: Final = ("pelvis", "lumbar", "waist", "chest", "neck", "head")
_LIMBS: Final = {
    "clavicle": "chest",
    "upper_arm": "clavicle",
    "forearm": "upper_arm",
    "hand": "forearm",
    "fingers": "hand",
    "thumb": "hand",
    "thigh": "pelvis",
    "shank": "thigh",
    "foot": "shank",
    "toes": "foot",
}
SIDES: Final = ("L", "R")


def _parents() -> dict[str, str | None]:
    parents: dict[str, str | None] = {"pelvis": None}
    parents |= dict(zip(SPINE[1:], SPINE[:-1], strict=True))
    for side in SIDES:
        for bone, parent in _LIMBS.items():
            parents[f"{bone}.{side}"] = parent if parent in SPINE else f"{parent}.{side}"
    return parents


PARENTS: Final[Mapping[str, str | None]] = _parents()
BONES: Final = tuple(PARENTS)  # every parent stands before its children


class Body(NamedTuple):
    """One body at rest. `joints` and `tips` are rest positions in metres.

    `tips` are the far ends of the last bones: `crown`, `nose`, and for each side `fingers`,
    `thumb`, `toes` and `heel`, as in `heel.L`. `joints` has one entry for each of `BONES`.
    """

    name: str
    height: float
    joints: Mapping[str, Vec3]
    tips: Mapping[str, Vec3]
    parents: Mapping[str, str | None] = PARENTS


# The middle body, 1.70 m; its left half.
MIDDLE_HEIGHT: Final = 1.70
MIDDLE_JOINTS: Final[Mapping[str, Vec3]] = {
    "pelvis": (0.0, 0.0, 0.885),
    "lumbar": (-0.02, 0.0, 0.98),
    "waist": (-0.025, 0.0, 1.11),
    "chest": (-0.02, 0.0, 1.25),
    "neck": (-0.01, 0.0, 1.425),
    "head": (0.005, 0.0, 1.505),
    "clavicle": (0.03, 0.02, 1.39),
    "upper_arm": (-0.01, 0.175, 1.385),
    "forearm": (-0.015, 0.19, 1.10),
    "hand": (0.005, 0.195, 0.86),
    "fingers": (0.01, 0.195, 0.775),
    "thumb": (0.03, 0.19, 0.84),
    "thigh": (0.0, 0.09, 0.885),
    "shank": (0.005, 0.09, 0.475),
    "foot": (-0.01, 0.09, 0.075),
    "toes": (0.115, 0.095, 0.018),
}
_MIDDLE_TIPS: Final[Mapping[str, Vec3]] = {
    "crown": (0.0, 0.0, 1.70),
    "nose": (0.115, 0.0, 1.575),
    "fingers": (0.01, 0.195, 0.685),
    "thumb": (0.065, 0.185, 0.775),
    "toes": (0.185, 0.095, 0.012),
    "heel": (-0.065, 0.09, 0.025),
}
_ARM: Final = ("upper_arm", "forearm", "hand", "fingers", "thumb")


def _mirrored(point: Vec3) -> Vec3:
    return (point[0], -point[1], point[2])


class _Build(NamedTuple):
    """How one body differs from the middle one: metres added outwards at shoulder and hip."""

    name: str
    height: float
    shoulders: float
    hips: float

    def _placed(self, name: str, point: Vec3) -> Vec3:
        scale = self.height / MIDDLE_HEIGHT
        outwards = 0.0
        if name in _ARM:
            outwards = self.shoulders
        elif name in ("thigh", "shank", "foot", "toes", "heel"):
            outwards = self.hips
        return (point[0] * scale, point[1] * scale + outwards, point[2] * scale)

    def _both(self, points: Mapping[str, Vec3]) -> dict[str, Vec3]:
        found: dict[str, Vec3] = {}
        for name, point in points.items():
            here = self._placed(name, point)
            if name in SPINE or name in ("crown", "nose"):
                found[name] = here
            else:
                found[f"{name}.L"] = here
                found[f"{name}.R"] = _mirrored(here)
        return found

    def body(self) -> Body:
        return Body(self.name, self.height, self._both(MIDDLE_JOINTS), self._both(_MIDDLE_TIPS))


BODIES: Final[Mapping[str, Body]] = {
    build.name: build.body()
    for build in (
        _Build("ash", 1.66, shoulders=-0.012, hips=0.003),
        _Build("robin", 1.78, shoulders=0.010, hips=-0.002),
    )
}
