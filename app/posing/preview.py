"""A quick raster look at a pose for its author: no vectors, flat colours, warnings in red.

The floor carries a grid of 10 cm; flesh below the floor or inside a solid is red.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.posing.body import Body
from app.posing.camera import Camera, Frame, camera, fitted, project
from app.posing.face import face_field
from app.posing.flesh import flesh
from app.posing.flesh_kit import Floats, placed, support
from app.posing.picture import figure_of, light_of, see
from app.posing.skeleton import Place
from app.posing.solids import Solid, corners, look, rays_of

Picture = NDArray[np.uint8]

_PAPER: Final = (248, 242, 230)
_COLOURS: Final[Mapping[str, tuple[tuple[int, int, int], tuple[int, int, int]]]] = {
    "skin": ((222, 160, 122), (184, 120, 105)),
    "top": ((42, 160, 150), (44, 128, 134)),
    "shorts": ((42, 60, 105), (44, 46, 95)),
    "hair": ((62, 44, 44), (44, 32, 36)),
    "band": ((255, 178, 60), (220, 140, 50)),
    "face": ((62, 34, 44), (62, 34, 44)),
    "mat": ((207, 212, 243), (160, 168, 220)),
    "wall": ((232, 222, 205), (214, 203, 184)),
    "box": ((222, 208, 172), (200, 182, 140)),
    "roller": ((222, 208, 172), (190, 172, 130)),
    "ball": ((226, 120, 84), (196, 96, 70)),
    "cushion": ((214, 190, 205), (186, 160, 178)),
    "block": ((190, 205, 175), (165, 182, 148)),
    "tape": ((250, 214, 90), (220, 184, 60)),
}
_RED: Final = np.array([230.0, 30.0, 30.0])


def preview(
    body: Body,
    places: Mapping[str, Place],
    solids: tuple[Solid, ...] = (),
    view: tuple[float, float] = (-90.0, 8.0),
    pixels: int = 720,
) -> Picture:
    """The picture (h, w, 3) of one pose.

    Args:
        body: whose pose it is.
        places: `skeleton.forward(body, pose)`.
        solids: props.
        view: azimuth and elevation in degrees, see `camera.VIEWS`.
        pixels: of the longer side.
    """
    figure = figure_of(body, places)
    points = _extent(body, places)
    target = (points.min(0) + points.max(0)) / 2
    eye = camera(*view, target)
    everything = np.vstack([points, *(corners(solid) for solid in solids)])
    flat = project(eye, everything)[:, :2]
    frame = fitted(flat.min(0), flat.max(0), pixels)
    seen, things = see(figure, eye, frame), look(solids, eye, frame)
    light = light_of(eye)
    colours = _floor(eye, frame)
    layers = [solid.layer for solid in solids]
    colours = _painted(colours, things.which, layers, things.normal @ light)
    inside = things.depth < seen.depth - 0.004
    part = np.where(inside, -1, seen.part)
    colours = _painted(colours, part, list(figure.field.materials), seen.normal @ light)
    colours[_edges(np.minimum(seen.depth, things.depth))] = (60, 30, 60)
    depth = np.where(np.isfinite(seen.depth), seen.depth, 0.0)
    points = eye.eye + rays_of(eye, frame) * depth[..., None]
    head = part == figure.field.parts.index("head")
    colours[head & (face_field(body, places["head"], points) > 0)] = _COLOURS["face"][0]
    low = points[..., 2] < -0.004
    colours[low & (part >= 0)] = _RED
    return np.asarray(colours.clip(0, 255), np.uint8)


def _extent(body: Body, places: Mapping[str, Place]) -> Floats:
    solid = placed(flesh(body), places, body.joints)
    sides = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))
    return np.vstack([support(solid, side) for side in sides])


def _floor(eye: Camera, frame: Frame) -> Floats:
    rays = rays_of(eye, frame)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = -eye.eye[2] / rays[..., 2]
    point = eye.eye + rays * np.where(np.isfinite(t), t, 0.0)[..., None]
    width = frame.step * 7.0
    off = np.abs(point[..., :2] / 0.1 - np.round(point[..., :2] / 0.1)) * 0.1
    line = (off < width).any(-1) & (t > 0) & (np.abs(point[..., :2]) < 2.0).all(-1)
    colours = np.full((*line.shape, 3), _PAPER, float)
    colours[line] = (232, 224, 208)
    return colours


def _painted(under: Floats, which: NDArray[np.int32], names: list[str], facing: Floats) -> Floats:
    base = np.array([_COLOURS[name][0] for name in names] + [_PAPER], float)[which]
    dark = np.array([_COLOURS[name][1] for name in names] + [_PAPER], float)[which]
    lit = np.clip((facing - 0.2) / 0.06, 0, 1)[..., None]
    return np.where((which >= 0)[..., None], base * lit + dark * (1 - lit), under)


def _edges(depth: Floats) -> NDArray[np.bool_]:
    """Where depth leaps, seen from behind; a floor that runs away from the eye is no edge."""
    filled = np.where(np.isfinite(depth), depth, 99.0)
    found = np.zeros(depth.shape, bool)
    for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
        leap = filled - np.roll(filled, shift, axis)
        slope = np.abs(np.roll(filled, -shift, axis) - filled)
        found |= (leap > 0.015) & (leap > 2.5 * slope)
    return found


def write_png(path: Path, picture: Picture) -> None:
    """Writes an (h, w, 3) picture of bytes as PNG."""
    height, width, _ = picture.shape
    rows = np.zeros((height, width * 3 + 1), np.uint8)
    rows[:, 1:] = picture.reshape(height, -1)

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))
        + chunk(b"IEND", b"")
    )
