"""Eyes, brows and mouth: flat shapes laid on the head, in the head's own coordinates.

All of it is given as fields, metres, positive inside, so that contours of it are smooth at any
size.
"""

from __future__ import annotations

import numpy as np

from app.posing.body import Body
from app.posing.flesh_kit import MIDDLE, Floats
from app.posing.skeleton import Place


def face_field(body: Body, place: Place, points: Floats) -> Floats:
    """How deep inside eye, brow or mouth each point of the head's surface lies.

    Args:
        body: whose head it is.
        place: where the head is.
        points: world points (..., 3) on the skin of the head.
    """
    local = (points - place.origin) @ place.rotation / (body.height / 1.70) + np.array(
        MIDDLE["head"]
    )
    x, y, z = local[..., 0], np.abs(local[..., 1]), local[..., 2]
    found = np.maximum(_eye(y, z), np.maximum(_brow(y, z), _mouth(y, z)))
    return np.asarray(np.where(x > 0.045, found, -1.0))


def _eye(y: Floats, z: Floats) -> Floats:
    a, b = (y - 0.0325) / 0.0062, (z - 1.587) / 0.0088
    return np.asarray((1.0 - np.hypot(a, b)) * 0.0075)


def _stroke(
    y: Floats, z: Floats, line: Floats, middle: float, reach: float, thick: Floats
) -> Floats:
    over = np.maximum(np.abs(y - middle) - reach, 0.0)
    return np.asarray(thick - np.hypot(z - line, over))


def _brow(y: Floats, z: Floats) -> Floats:
    along = (y - 0.031) / 0.018
    line = 1.6095 - 0.004 * along**2 + 0.0008 * along
    return _stroke(y, z, line, 0.031, 0.0155, 0.0025 - 0.0008 * np.clip(along, -1, 1))


def _mouth(y: Floats, z: Floats) -> Floats:
    along = y / 0.02
    return _stroke(
        y, z, 1.5362 + 0.0022 * along**2, 0.0, 0.0185, 0.0017 - 0.0005 * np.minimum(along, 1)
    )
