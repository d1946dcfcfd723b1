"""The poses that a keyframe may start from: rough, the goals of the file do the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from app.posing.body import MIDDLE_HEIGHT, Body
from app.posing.skeleton import FREEDOM, Pose, turn


class _Base(NamedTuple):
    """Root height of the middle body, the pelvis' turn (degrees about x, y, z), the angles."""

    height: float
    turned: tuple[float, float, float]
    angles: Mapping[str, float]


_ARMS_DOWN: Final = {"elbow.flexion": 8.0, "fingers.curl": 12.0}
_KNEELING: Final = {"ankle.dorsiflexion": -70.0, "toes.extension": -15.0}
BASES: Final[Mapping[str, _Base]] = {
    "stand": _Base(0.885, (0, 0, 0), _ARMS_DOWN),
    "all-fours": _Base(
        0.46,
        (0, 90, 0),
        _KNEELING
        | {
            "hip.flexion": 90.0,
            "knee.flexion": 90.0,
            "shoulder.flexion": 90.0,
            "elbow.flexion": 4.0,
            "wrist.flexion": -85.0,
            "neck.flexion": -8.0,
        },
    ),
    "kneeling": _Base(0.47, (0, 0, 0), _KNEELING | _ARMS_DOWN | {"knee.flexion": 90.0}),
    "half-kneeling": _Base(
        0.47,
        (0, 0, 0),
        _ARMS_DOWN
        | {
            "hip.R.flexion": 90.0,
            "knee.R.flexion": 90.0,
            "knee.L.flexion": 90.0,
            "ankle.L.dorsiflexion": -70.0,
            "toes.L.extension": -15.0,
        },
    ),
    "squat": _Base(
        0.35,
        (0, 20, 0),
        {
            "hip.flexion": 115.0,
            "hip.abduction": 25.0,
            "knee.flexion": 125.0,
            "ankle.dorsiflexion": 30.0,
            "shoulder.flexion": 60.0,
            "elbow.flexion": 60.0,
        },
    ),
    "seated": _Base(0.10, (0, 0, 0), _ARMS_DOWN | {"hip.flexion": 90.0, "knee.flexion": 5.0}),
    "supine": _Base(0.10, (0, -90, 0), _ARMS_DOWN | {"shoulder.abduction": 15.0}),
    "prone": _Base(0.10, (0, 90, 0), {"ankle.dorsiflexion": -60.0}),
    "side-lying": _Base(
        0.15,
        (0, 90, -90),
        {"hip.flexion": 60.0, "knee.flexion": 80.0, "shoulder.flexion": 80.0},
    ),
    "plank": _Base(
        0.55,
        (0, 72, 0),
        {
            "shoulder.flexion": 75.0,
            "wrist.flexion": -75.0,
            "ankle.dorsiflexion": 10.0,
            "toes.extension": 55.0,
        },
    ),
}


def both_sides(name: str) -> tuple[str, ...]:
    """An angle's full names: `knee.flexion` means both knees. KeyError when there is none."""
    if name in FREEDOM:
        return (name,)
    joint, _, angle = name.partition(".")
    pair = tuple(f"{joint}.{side}.{angle}" for side in "LR")
    if not all(one in FREEDOM for one in pair):
        raise KeyError(name)
    return pair


def base_pose(body: Body, name: str) -> Pose:
    """One of `BASES` for a body."""
    base = BASES[name]
    angles = {full: value for key, value in base.angles.items() for full in both_sides(key)}
    about_x, about_y, about_z = np.radians(base.turned)
    rotation = (
        turn(np.array((0, 0, about_z)))
        @ turn(np.array((0, about_y, 0)))
        @ turn(np.array((about_x, 0, 0)))
    )
    root = np.array((0.0, 0.0, base.height * body.height / MIDDLE_HEIGHT))
    return Pose(root, rotation, angles)
