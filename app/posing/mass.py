"""How heavy each part of a body is, after de Leva (1996), and where its own middle lies."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from app.posing.body import BONES, Body
from app.posing.skeleton import Array

# Per cent of the whole body, one limb each; and how far along to the next joint the middle lies.
_SHARES: Final = {
    "pelvis": (11.7, 0.3, "lumbar"),
    "lumbar": (8.3, 0.5, "waist"),
    "waist": (8.0, 0.5, "chest"),
    "chest": (14.6, 0.45, "neck"),
    "neck": (1.0, 0.5, "head"),
    "head": (6.0, 0.5, "crown"),
    "upper_arm": (2.6, 0.57, "forearm"),
    "forearm": (1.5, 0.46, "hand"),
    "hand": (0.6, 0.6, "fingers"),
    "thigh": (14.4, 0.39, "shank"),
    "shank": (4.6, 0.44, "foot"),
    "foot": (1.35, 0.5, "toes"),
}


@cache
def _table(name: str) -> tuple[tuple[str, float, tuple[float, float, float]], ...]:
    from app.posing.body import BODIES

    body = BODIES[name]
    found = []
    for bone in BONES:
        short, dot, side = bone.partition(".")
        if short not in _SHARES:
            continue
        share, along, end = _SHARES[short]
        tip = body.joints.get(end + dot + side) or body.joints.get(end) or body.tips[end]
        x, y, z = (float(v) for v in (np.subtract(tip, body.joints[bone]) * along))
        found.append((bone, share, (x, y, z)))
    whole = sum(share for _, share, _ in found)
    return tuple((bone, share / whole, local) for bone, share, local in found)


def masses(body: Body) -> list[tuple[str, float, Array]]:
    """Each bone's share of the body and its middle in the bone's frame, metres."""
    return [(bone, share, np.array(local)) for bone, share, local in _table(body.name)]
