"""Simple solids in the picture: mat, wall, box, roller. Met by rays exactly, in numpy.

A solid stands in its own frame (`rotation`'s columns, `centre`, metres): "box" with half sizes,
"cylinder" along its own x with (half length, radius, radius), "ball" with one radius.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.posing.camera import Camera, Frame
from app.posing.flesh_kit import Floats

Mask = NDArray[np.bool_]

_PRESSED: Final = 0.014  # metres; how deep flesh may lie in a solid and still be seen before it


class Solid(NamedTuple):
    """One solid. `layer` names the colour it is painted in."""

    layer: str
    kind: str
    centre: Floats
    rotation: Floats
    half: Floats


class Seen(NamedTuple):
    """What the rays meet first: depth (inf), index into the solids (-1), normals; all (h, w)."""

    depth: Floats
    which: NDArray[np.int32]
    normal: Floats


def rays_of(eye: Camera, frame: Frame) -> Floats:
    """Directions (h, w, 3) of the rays through pixel centres; their depth component is 1."""
    u = frame.left + (np.arange(frame.width) + 0.5) * frame.step
    v = frame.top - (np.arange(frame.height) + 0.5) * frame.step
    return np.asarray(eye.forward + u[None, :, None] * eye.right + v[:, None, None] * eye.up)


def look(solids: tuple[Solid, ...], eye: Camera, frame: Frame) -> Seen:
    """The solids as a camera sees them."""
    directions = rays_of(eye, frame)
    depth = np.full(directions.shape[:2], np.inf)
    which = np.full(directions.shape[:2], -1, np.int32)
    normal = np.zeros(directions.shape)
    meet = {"box": _box, "cylinder": _cylinder, "ball": _ball}
    for index, solid in enumerate(solids):
        start = (eye.eye - solid.centre) @ solid.rotation
        local = directions @ solid.rotation
        with np.errstate(divide="ignore", invalid="ignore"):
            t, facing = meet[solid.kind](start, local, solid.half)
        nearer = (t < depth) & (t > 0)
        depth = np.where(nearer, t, depth)
        which[nearer] = index
        normal[nearer] = (facing @ solid.rotation.T)[nearer]
    return Seen(depth, which, normal)


def _box(start: Floats, ray: Floats, half: Floats) -> tuple[Floats, Floats]:
    inverse = 1.0 / ray
    one, other = (-half - start) * inverse, (half - start) * inverse
    enters = np.minimum(one, other)
    enter, leave = enters.max(-1), np.maximum(one, other).min(-1)
    axis = enters.argmax(-1)
    facing = -np.sign(ray) * (np.arange(3) == axis[..., None])
    return np.where(enter <= leave, enter, np.inf), facing


def _ball(start: Floats, ray: Floats, half: Floats) -> tuple[Floats, Floats]:
    a, b = (ray**2).sum(-1), ray @ start
    root = b * b - a * (start @ start - half[0] ** 2)
    t = np.where(root >= 0, (-b - np.sqrt(np.maximum(root, 0))) / a, np.inf)
    return t, (start + ray * np.where(np.isfinite(t), t, 0)[..., None]) / half[0]


def _cylinder(start: Floats, ray: Floats, half: Floats) -> tuple[Floats, Floats]:
    length, radius = half[0], half[1]
    a = (ray[..., 1:] ** 2).sum(-1)
    b = ray[..., 1:] @ start[1:]
    root = b * b - a * (start[1:] @ start[1:] - radius**2)
    t = np.where(root >= 0, (-b - np.sqrt(np.maximum(root, 0))) / a, np.inf)
    x = start[0] + t * ray[..., 0]
    t = np.where(np.abs(x) <= length, t, np.inf)
    point = start + ray * np.where(np.isfinite(t), t, 0)[..., None]
    facing = point * np.array([0.0, 1.0, 1.0]) / radius
    end = -np.sign(ray[..., 0]) * length
    cap = (end - start[0]) / ray[..., 0]
    across = start[1:] + ray[..., 1:] * cap[..., None]
    on_cap = ((across**2).sum(-1) <= radius**2) & (cap > 0) & (cap < t)
    cap_facing = np.zeros(ray.shape)
    cap_facing[..., 0] = np.sign(end)
    return np.where(on_cap, cap, t), np.where(on_cap[..., None], cap_facing, facing)


def pressed(solids: tuple[Solid, ...], things: Seen, points: Floats, rays: Floats) -> Mask:
    """Where a surface lies just under the skin of the solid before it: soft flesh on a hard edge.

    `points` (h, w, 3) of the surface; only the side of a solid that faces the rays counts.
    """
    found = np.zeros(things.which.shape, bool)
    for index, solid in enumerate(solids):
        mine = things.which == index
        if mine.any():
            local = (points[mine] - solid.centre) @ solid.rotation
            deep, facing = _under(solid, local)
            towards = (facing * (rays[mine] @ solid.rotation)).sum(-1) < 0
            found[mine] = (deep > 0) & (deep < _PRESSED) & towards
    return found


def _under(solid: Solid, local: Floats) -> tuple[Floats, Floats]:
    """How deep points (n, 3) lie in a solid, negative outside, and the nearest face's normals."""
    if solid.kind == "ball":
        away = np.linalg.norm(local, axis=1)
        return solid.half[0] - away, local / np.maximum(away, 1e-9)[:, None]
    facing = np.sign(local)
    if solid.kind == "box":
        deep = solid.half - np.abs(local)
        nearest = deep.argmin(1)
        return deep.min(1), facing * np.eye(3)[nearest]
    away = np.hypot(local[:, 1], local[:, 2])
    side, end = solid.half[1] - away, solid.half[0] - np.abs(local[:, 0])
    round_ = local * (0.0, 1.0, 1.0) / np.maximum(away, 1e-9)[:, None]
    return np.minimum(side, end), np.where((side < end)[:, None], round_, facing * (1.0, 0.0, 0.0))


def corners(solid: Solid) -> Floats:
    """The eight corners (8, 3) of the box around a solid."""
    half = np.full(3, solid.half[0]) if solid.kind == "ball" else np.asarray(solid.half)
    signs = np.array(np.meshgrid((-1, 1), (-1, 1), (-1, 1))).reshape(3, 8).T
    return np.asarray(solid.centre + (signs * half) @ solid.rotation.T)
