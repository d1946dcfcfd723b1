"""A posed body as arrays: the signed distance field that rays walk through.

`Field` holds per blob 24 numbers, per part its run of blobs, its cuts and holes and its bounding
sphere, and per seam the pair of parts with the place where they flow together. Metres.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.posing.body import Body
from app.posing.flesh_kit import Blob, Floats, placed, side_of, with_flesh_bones
from app.posing.sculptor import Sculptor
from app.posing.seams import CUTS, HOLES, SEAMS
from app.posing.skeleton import Place

Ints = NDArray[np.int64]
_Where = Mapping[str, tuple[Floats, Floats]]
_RowsOf = Callable[[str, Sculptor, _Where], list[Floats]]


class Field(NamedTuple):
    """Arrays for the kernels; `parts` and `materials` name what the indices of a picture mean."""

    blobs: Floats  # (n, 24): centre 3, rotation^T 9, radii 3, flat 2, kind, blend, bound 4, margin
    runs: Ints  # (parts, 2): first and last + 1 blob
    bounds: Floats  # (parts, 4): bounding sphere
    cuts: Floats  # (cuts, 4): normal and offset
    cut_runs: Ints  # (parts, 2)
    holes: Floats  # (holes, 15): centre, rotation^T, radii
    hole_runs: Ints  # (parts, 2)
    seams: Floats  # (seams, 5): point, reach, blend
    seam_parts: Ints  # (seams, 2)
    parts: tuple[str, ...]
    materials: tuple[str, ...]  # of each part


def field_of(body: Body, blobs: tuple[Blob, ...], places: Mapping[str, Place]) -> Field:
    """The field of a body in a pose.

    Args:
        body: whose joints the blobs hang on.
        blobs: `flesh(body)`.
        places: `skeleton.forward(body, pose)`.
    """
    parts = tuple(dict.fromkeys(blob.part for blob in blobs))
    ordered = tuple(sorted(blobs, key=lambda blob: parts.index(blob.part)))
    solid = placed(ordered, places, body.joints)
    rows = np.zeros((len(ordered), 24))
    rows[:, 0:3] = solid.centre
    rows[:, 3:12] = np.swapaxes(solid.rotation, 1, 2).reshape(-1, 9)
    rows[:, 12:15] = solid.radii
    rows[:, 15:17] = solid.flat
    rows[:, 17] = solid.cone
    rows[:, 18] = [blob.blend for blob in ordered]
    rows[:, 19:23] = _bounding(rows)
    index = np.array([parts.index(blob.part) for blob in ordered])
    runs = np.array([[np.argmax(index == k), np.sum(index <= k)] for k in range(len(parts))])
    where = with_flesh_bones(places, body.joints)
    hand = Sculptor(body)
    cuts, cut_runs = _by_part(parts, hand, where, _cut_rows)
    holes, hole_runs = _by_part(parts, hand, where, _hole_rows)
    seams, pairs = _seams(parts, hand, where)
    rows[:, 23] = np.maximum(rows[:, 18], 0.01)
    for (one, other), seam in zip(pairs, seams, strict=True):
        mine = (index == one) | (index == other)
        rows[mine, 23] = np.maximum(rows[mine, 23], seam[4])
    material = {blob.part: blob.material for blob in blobs}
    return Field(
        rows,
        runs,
        _part_bounds(rows, runs),
        cuts.reshape(-1, 4),
        cut_runs,
        holes.reshape(-1, 15),
        hole_runs,
        seams,
        pairs,
        parts,
        tuple(material[part] for part in parts),
    )


def _bounding(rows: Floats) -> Floats:
    found = np.zeros((len(rows), 4))
    for blob, out in zip(rows, found, strict=True):
        if blob[17] == 0:
            out[:3], out[3] = blob[:3], blob[12:15].max()
            continue
        axis = blob[3:12].reshape(3, 3)[2]
        length, wide = blob[14], max(1.0, blob[15], blob[16])
        ra, rb = blob[12] * wide, blob[13] * wide
        low, high = min(-ra, length - rb), max(ra, length + rb)
        out[:3], out[3] = blob[:3] + axis * (low + high) / 2, (high - low) / 2
        out[3] = max(out[3], ra, rb)
    return found


def _part_bounds(rows: Floats, runs: Ints) -> Floats:
    found = np.zeros((len(runs), 4))
    for (first, last), out in zip(runs, found, strict=True):
        spheres = rows[first:last, 19:23]
        centre = spheres[:, :3].mean(0)
        out[:3] = centre
        out[3] = (np.linalg.norm(spheres[:, :3] - centre, axis=1) + spheres[:, 3]).max() + 0.01
    return found


def _by_part(
    parts: tuple[str, ...], hand: Sculptor, where: _Where, rows_of: _RowsOf
) -> tuple[Floats, Ints]:
    rows: list[Floats] = []
    runs = np.zeros((len(parts), 2), dtype=np.int64)
    for k, part in enumerate(parts):
        first = len(rows)
        rows += rows_of(part, hand, where)
        runs[k] = first, len(rows)
    return np.array(rows, dtype=float), runs


def _cut_rows(part: str, hand: Sculptor, where: _Where) -> list[Floats]:
    found = []
    for cut in CUTS:
        side = side_of(part)
        if cut.part + side != part:
            continue
        mirror = _mirror(side)
        rotation, origin = where[cut.bone + side]
        normal = rotation @ (np.array(cut.normal) * mirror / np.linalg.norm(cut.normal))
        point = origin + rotation @ (hand.local(cut.bone, cut.point) * mirror)
        found.append(np.array([*normal, -normal @ point]))
    return found


def _hole_rows(part: str, hand: Sculptor, where: _Where) -> list[Floats]:
    found = []
    for hole in HOLES:
        if hole.part == part:
            rotation, origin = where[hole.bone]
            centre = origin + rotation @ hand.local(hole.bone, hole.centre)
            found.append(np.array([*centre, *rotation.T.ravel(), *hand.scaled(hole.radii)]))
    return found


def _seams(parts: tuple[str, ...], hand: Sculptor, where: _Where) -> tuple[Floats, Ints]:
    rows, pairs = [], []
    for seam in SEAMS:
        for side in ("", ".L", ".R"):
            one = seam.one + side if seam.one + side in parts else seam.one
            other = seam.other + side if seam.other + side in parts else seam.other
            if not side and (one not in parts or other not in parts):
                continue
            if side and one == seam.one and other == seam.other:
                continue
            bone = seam.bone + side if seam.bone + side in where else seam.bone
            rotation, origin = where[bone]
            point = origin + rotation @ (hand.local(seam.bone, seam.point) * _mirror(side))
            rows.append([*point, seam.reach, seam.blend])
            pairs.append([parts.index(one), parts.index(other)])
    return np.array(rows), np.array(pairs, dtype=np.int64)


def _mirror(side: str) -> Floats:
    return np.array([1.0, -1.0 if side == ".R" else 1.0, 1.0])
