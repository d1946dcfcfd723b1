"""Which parts of the flesh belong together: for shade, and for the lines between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.posing.flesh_kit import base, side_of
from app.posing.seams import SEAMS

_GROUPS: Final[Mapping[str, str]] = {
    "shirt": "top",
    "sleeve": "top",
    "shorts": "shorts",
    "shorts_leg": "shorts",
    "head": "head",
    "neck": "neck",
    "collar": "neck",
    "thigh": "leg",
    "shank": "leg",
    "upper_arm": "arm",
    "forearm": "arm",
    "hand": "arm",
    "foot": "leg",
}
# Cloth on what it covers: where they meet there is a hem, and no line.
_CLOTHED: Final = {
    frozenset(pair)
    for pair in (
        ("sleeve", "upper_arm"),
        ("sleeve", "collar"),
        ("shorts_leg", "thigh"),
        ("shirt", "shorts"),
        ("shirt", "shorts_leg"),
        ("shirt", "collar"),
        ("shirt", "neck"),
        ("shorts", "thigh"),
        ("hair", "head"),
        ("hair", "ear"),
        ("hair", "band"),
        ("hair", "neck"),
        ("band", "head"),
        ("band", "ear"),
        ("ear", "neck"),
    )
}


def shade_groups(parts: tuple[str, ...]) -> NDArray[np.int64]:
    """Parts whose shade is smoothed as one; the last entry, -1, is for no part."""
    names = []
    for part in parts:
        short = base(part)
        end = "arm" if short.startswith(("finger", "thumb")) else short
        end = "leg" if short.startswith("toe") else end
        name = _GROUPS.get(short, end)
        names.append(name if name in {"top", "shorts"} else name + side_of(part))
    known = sorted(set(names))
    return np.array([*(known.index(name) for name in names), -1])


def apart(parts: tuple[str, ...]) -> NDArray[np.bool_]:
    """Pairs of parts that do not flow into each other; a line parts them where they touch."""
    found = np.zeros((len(parts) + 1, len(parts) + 1), bool)
    joined = {frozenset((seam.one, seam.other)) for seam in SEAMS} | _CLOTHED
    for i, one in enumerate(parts):
        for j, other in enumerate(parts):
            sides = {side_of(one), side_of(other)} - {""}
            together = frozenset((base(one), base(other))) in joined and len(sides) < 2
            together |= base(one) == base(other) == "shorts_leg"
            found[i, j] = i != j and not together
    return found
