"""What flesh is made of: ellipsoids and round cones on bones, and where a pose puts them.

Lengths are metres. A blob is sculpted in the rest pose of the *middle* body (1.70 m, the table
`MIDDLE`) and moved to another body's bones by stretching it with the bone it sits on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.posing.body import MIDDLE_JOINTS
from app.posing.skeleton import Place

Vec = tuple[float, float, float]
Floats = NDArray[np.float64]

MIDDLE: Final = MIDDLE_JOINTS

# Bones that only flesh knows. `half`: turned half way from one bone to the next, at the joint
# between them, so that a deltoid or a kneecap sits well however far the joint bends.
# `again`: bends once more as far as the bone it continues; fingers curl at two joints.
HALF: Final = {
    "shoulder": ("clavicle", "upper_arm"),
    "elbow": ("upper_arm", "forearm"),
    "wrist": ("forearm", "hand"),
    "hip": ("pelvis", "thigh"),
    "knee": ("thigh", "shank"),
    "ankle": ("shank", "foot"),
}
AGAIN: Final = {"fingertips": ("hand", "fingers", (0.012, 0.197, 0.735))}


class Blob(NamedTuple):
    """One piece of flesh, in the local frame of its bone (rest axes, origin at the joint).

    `kind` is "ellipsoid" (`centre`, `radii`) or "cone": two spheres of `radii[0]` at `centre` and
    `radii[1]` at `end`, with their hull. A cone may be `flat`: its width along `rotation[:, 0]` and
    `rotation[:, 1]` is multiplied by these; `rotation[:, 2]` is its axis.
    """

    bone: str
    part: str
    material: str
    kind: str
    centre: Vec
    end: Vec
    radii: Vec
    flat: tuple[float, float]
    rotation: tuple[Vec, Vec, Vec]
    blend: float


class Placed(NamedTuple):
    """Blobs in the world, as arrays over blobs: what rays and the solver work with."""

    blobs: tuple[Blob, ...]
    centre: Floats  # (n, 3)
    rotation: Floats  # (n, 3, 3), columns are the blob's axes
    radii: Floats  # (n, 3); a cone's are both ends' and its length
    flat: Floats  # (n, 2)
    cone: NDArray[np.bool_]  # (n,)


def base(bone: str) -> str:
    """The bone's name without its side."""
    return bone.partition(".")[0]


def side_of(bone: str) -> str:
    """`.L`, `.R` or nothing."""
    return bone[-2:] if bone[-2:] in {".L", ".R"} else ""


def rest_origin(bone: str, joints: Mapping[str, Iterable[float]]) -> Floats:
    """Where a bone, of the skeleton or of the flesh, begins in a body's rest pose."""
    name, side = base(bone), side_of(bone)
    if name in HALF:
        return np.array([*joints[HALF[name][1] + side]])
    if name in AGAIN:
        _, parent, middle = AGAIN[name]
        start = np.array([*joints[parent + side]])
        mirror = np.array([1.0, -1.0 if side == ".R" else 1.0, 1.0])
        return np.asarray(start + (np.array(middle) - MIDDLE[parent]) * mirror)
    return np.array([*joints[bone]])


def _half_turn(first: Floats, second: Floats) -> Floats:
    """The rotation half way between two (shortest arc)."""
    between = first.T @ second
    middle = between + np.eye(3)
    u, _, vt = np.linalg.svd(middle)
    return np.asarray(first @ (u @ vt))


def with_flesh_bones(
    places: Mapping[str, Place], joints: Mapping[str, Iterable[float]]
) -> dict[str, Place]:
    """Adds the bones of `HALF` and `AGAIN` to the places of a pose.

    Args:
        places: of each bone a rotation (3, 3) and an origin (3), in that order.
        joints: the body's rest positions.
    """
    found = dict(places)
    for side in (".L", ".R"):
        for name, (first, second) in HALF.items():
            parent = found.get(first + side) or found[first]
            child = found[second + side]
            found[name + side] = Place(_half_turn(parent.rotation, child.rotation), child.origin)
        for name, (first, second, _) in AGAIN.items():
            parent, child = found[first + side], found[second + side]
            offset = rest_origin(name + side, joints) - np.array([*joints[second + side]])
            turn = child.rotation @ parent.rotation.T @ child.rotation
            found[name + side] = Place(turn, child.origin + child.rotation @ offset)
    return found


def placed(
    blobs: tuple[Blob, ...], places: Mapping[str, Place], joints: Mapping[str, Iterable[float]]
) -> Placed:
    """The blobs where a pose puts them.

    Args:
        blobs: any of a body's blobs, all or some.
        places: `skeleton.forward(body, pose)`.
        joints: `body.joints`.
    """
    where = with_flesh_bones(places, joints)
    turns = np.array([where[blob.bone].rotation for blob in blobs]).reshape(-1, 3, 3)
    origins = np.array([where[blob.bone].origin for blob in blobs]).reshape(-1, 3)
    local = np.array([blob.centre for blob in blobs]).reshape(-1, 3)
    own = np.array([blob.rotation for blob in blobs]).reshape(-1, 3, 3)
    return Placed(
        blobs,
        origins + np.einsum("nij,nj->ni", turns, local),
        turns @ own,
        np.array([blob.radii for blob in blobs]).reshape(-1, 3),
        np.array([blob.flat for blob in blobs]).reshape(-1, 2),
        np.array([blob.kind == "cone" for blob in blobs]),
    )


def support(solid: Placed, direction: Iterable[float]) -> Floats:
    """Of each blob the point farthest in a direction (n, 3): its lowest point for (0, 0, -1)."""
    wanted = np.array([*direction], dtype=float)
    wanted /= np.linalg.norm(wanted)
    local = np.einsum("nji,j->ni", solid.rotation, wanted)
    scaled = local * solid.radii
    size = np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-12)
    points = solid.radii * scaled / size
    stretch = np.column_stack([solid.flat, np.ones(len(solid.flat))])
    squeezed = local * stretch
    squeezed /= np.maximum(np.linalg.norm(squeezed, axis=1, keepdims=True), 1e-12)
    near = squeezed * solid.radii[:, :1]
    far = squeezed * solid.radii[:, 1:2]
    far[:, 2] += solid.radii[:, 2]
    near, far = near * stretch, far * stretch
    farther = (far * local).sum(1) > (near * local).sum(1)
    hull = np.where(farther[:, None], far, near)
    chosen = np.where(solid.cone[:, None], hull, points)
    return np.asarray(solid.centre + np.einsum("nij,nj->ni", solid.rotation, chosen))
