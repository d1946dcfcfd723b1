"""From what the rays met to flat layers: fields over pixels, positive inside, one for each layer.

Every visible border is drawn once, by the layer that is painted later; the one beneath reaches a
little under it, so that no ground shows through between them. All fields are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from app.posing.camera import Camera, Frame
from app.posing.curves import Curve
from app.posing.face import face_field
from app.posing.flesh_kit import Floats, base
from app.posing.glow import glow_field
from app.posing.ink import lines_of
from app.posing.kinship import apart, shade_groups
from app.posing.picture import Buffers, Figure, light_of
from app.posing.solids import Solid, look, pressed, rays_of
from app.posing.tracing import Field2

Mask = NDArray[np.bool_]

MATERIALS: Final = ("skin", "shorts", "top", "hair", "band")  # in painter's order
_SMOOTH: Final = 0.9  # pixels; how far the steps of a mask are rounded
_UNDER: Final = 5  # pixels across; how far a layer reaches under later ones
_SPREAD: Final = 0.7  # pixels that fills reach into the outline
_DARK: Final = 0.24  # cosine to the key light below which a surface lies in shade
_SHADE_SMOOTH: Final = (0.012, 0.022)  # metres over which shade is smoothed: skin, cloth
_STEEP: Final = 12.0  # makes of the light's cosine a field that rises by about one in a pixel
_HEART: Final = 0.42  # of the depth of a glow, where its bright heart begins
_JUMP: Final = 0.010  # metres; a smaller step in depth is no line
_CHINK: Final = 2.8  # times the half width of lines; a gap with less on either side is closed
_POOL: Final = 110  # square pixels; a smaller piece of ground within the body is closed
_NONE: Final = np.float32(-1.0)
_DELICATE: Final = {"hand", "finger", "thumb", "foot", "toe", "head", "ear"}


def soft(mask: Mask, smooth: float = _SMOOTH) -> Field2:
    """A mask as a field: -0.5 outside, 0.5 inside, smooth in between."""
    return np.asarray(ndimage.gaussian_filter(mask.astype(np.float32), smooth) - 0.5)


class Layers:
    """The layers of one body in one frame, before they become curves.

    Attributes, over pixels: `visible`, `part` (index, -1 for none) and `depth` (metres, 0 for none)
    of what of the body is seen.

    Args of `__init__`:
        figure, eye, frame: what was traced, and from where.
        seen: the body's buffers.
        solids: the props that may stand before it.
        line: half the width of lines in pixels.
    """

    def __init__(
        self,
        figure: Figure,
        eye: Camera,
        frame: Frame,
        seen: Buffers,
        solids: tuple[Solid, ...],
        line: float,
    ) -> None:
        """Finds what of the body is visible."""
        self.figure: Final = figure
        self._eye, self._frame, self._line = eye, frame, line
        self._rays = rays_of(eye, frame)
        seen = _without_chinks(seen, _CHINK * line)
        hit = seen.part >= 0
        self._seen, self._things = seen, look(solids, eye, frame)
        before = self._things.depth < seen.depth
        spots = eye.eye + self._rays * np.where(hit, seen.depth, 0.0)[..., None]
        before &= ~pressed(solids, self._things, spots, self._rays)
        self.visible: Final[Mask] = hit & ~before
        self._hidden = hit & before
        if self._hidden.any():  # and what lies around it, nearer to it than to what is seen
            about = ndimage.distance_transform_edt(
                ~hit, return_distances=False, return_indices=True
            )
            self._hidden = self._hidden[about[0], about[1]]
        self.part: Final = np.where(self.visible, seen.part, -1)
        small = [base(name).rstrip("12345") in _DELICATE for name in figure.field.parts]
        self._delicate = np.array([*small, False])
        names = [MATERIALS.index(name) for name in figure.field.materials]
        self._material = np.array([*names, -1])[self.part]
        self.depth: Final = np.where(self.visible, seen.depth, 0.0)
        self._near = ndimage.distance_transform_edt(
            ~self.visible, return_distances=False, return_indices=True
        )

    @property
    def points(self) -> Floats:
        """World points (h, w, 3) of the visible surface."""
        return np.asarray(self._eye.eye + self._rays * self.depth[..., None])

    def fields(self, muscles: tuple[str, ...] = ()) -> dict[str, Field2]:
        """Of each layer its field, in painter's order; `muscles` light up."""
        found: dict[str, Field2] = {"outline": self._outline()}
        dark, edge = self._dark(), self._edge()
        for index, name in enumerate(MATERIALS):
            own = self._material == index
            if not own.any():
                continue
            under = (self._material > index) & ndimage.maximum_filter(own, _UNDER)
            reach = (own | under)[self._near[0], self._near[1]]
            area = np.minimum(soft(reach), edge)
            around = ndimage.maximum_filter(np.where(own, dark, _NONE), _UNDER + 2)
            found[name] = area
            found[f"{name}-shade"] = np.minimum(area, np.where(own, dark, around) * _STEEP)
        found |= self._glow(muscles)
        found["face"] = self._face()
        return found

    def lines(self, coarse: float = 1.0) -> list[Curve]:
        """Thin lines where a nearer part ends before a farther one, in pixels; see `lines_of`."""
        delicate = self._delicate[self.part]
        return lines_of(self._steps(), self.visible, delicate, self._line, coarse)

    # Silhouettes.

    def _edge(self) -> Field2:
        """The silhouette to a tenth of a pixel: nought a little outside of it, negative beyond.

        Where something stands before the body, its edge is as exact as a pixel mask.
        """
        past = np.where(self._hidden, 1.0, np.minimum(self._seen.miss, 4.0))
        found = np.where(self.visible, 1.0, _SPREAD - past)
        if not self._hidden.any():
            return np.asarray(found, np.float32)
        return np.asarray(np.minimum(found, soft(~self._hidden) * 4.0), np.float32)

    def _outline(self) -> Field2:
        """The silhouette, wider by the line; not on top of what stands before the body."""
        depth = self.depth[self._near[0], self._near[1]]
        before = ~self.visible & (self._things.depth < depth - 0.003)
        wide = np.clip(2 * self._line - self._seen.miss, -1.0, 1.0)
        wide = np.where(self.visible, 1.0, np.where(self._hidden, -1.0, wide))
        return np.asarray(np.where(before, -1.0, wide), np.float32)

    # Light.

    def _dark(self) -> Field2:
        """How far in shade: positive where the smoothed surface turns from the key light."""
        facing = (self._seen.normal @ light_of(self._eye)).astype(np.float32)
        groups = shade_groups(self.figure.field.parts)[self.part]
        pixel = self._frame.step * float(np.median(self.depth[self.visible]))
        cloth = np.isin(self._material, (1, 2))
        found = np.full(facing.shape, _NONE, np.float32)
        for group, box in _boxes(groups, int(3 * _SHADE_SMOOTH[1] / pixel)):
            own = groups[box] == group
            smooth = _SHADE_SMOOTH[bool(cloth[box][own].any())] / pixel
            weight = ndimage.gaussian_filter(own.astype(np.float32), smooth, truncate=3.0)
            total = ndimage.gaussian_filter(np.where(own, facing[box], 0), smooth, truncate=3.0)
            level = total / np.maximum(weight, np.float32(1e-3))
            found[box] = np.where(own, _DARK - level, found[box])
        return found

    def _glow(self, muscles: tuple[str, ...]) -> dict[str, Field2]:
        if not muscles:
            return {}
        deep = glow_field(self.figure, muscles, self.points, self.part).astype(np.float32)
        if not (deep > 0).any():
            return {}
        weight = ndimage.gaussian_filter((deep > -1).astype(np.float32), 4.0)
        even = ndimage.gaussian_filter(np.where(deep > -1, deep, 0), 4.0) / np.maximum(weight, 0.01)
        edge = soft(deep > -1)
        heart = np.float32(even[deep > 0].max() * _HEART)
        return {
            "highlight-soft": np.minimum(even * _STEEP, edge),
            "highlight": np.minimum((even - heart) * _STEEP, edge),
        }

    # Lines.

    def _steps(self) -> Floats:
        """Of each pixel just behind an edge, how bold its line is, 0 to 1."""
        depth = np.where(self.visible, self.depth, np.nan)
        strangers = apart(self.figure.field.parts)
        normal = self._seen.normal
        found = np.zeros(depth.shape)
        facing = np.minimum((normal * self._rays).sum(-1), -0.30)
        for axis, side in ((0, -self._eye.up), (1, self._eye.right)):
            slope = -(normal @ side) / facing * self._frame.step * self.depth
            for move in (1, -1):
                other = np.roll(depth, -move, axis)
                part = np.roll(self.part, -move, axis)
                jump = depth + slope * move - other
                bold = np.clip((jump - _JUMP) / 0.03, 0.0, 1.0) * 0.45 + 0.55
                meets = strangers[self.part, part] & (part >= 0)
                meets &= (other <= depth) & (jump > -0.01)
                bold = np.where(jump > _JUMP, bold, np.where(meets, 0.55, 0.0))
                found = np.fmax(found, np.where(np.isfinite(other), bold, 0.0))
        return found

    def _face(self) -> Field2:
        head = self.part == self.figure.field.parts.index("head")
        found = np.full(head.shape, _NONE, np.float32)
        boxes = ndimage.find_objects(head.astype(np.int8))
        if not boxes:
            return found
        box = boxes[0]
        place = self.figure.places["head"]
        points = self._eye.eye + self._rays[box] * self.depth[box][..., None]
        depth = face_field(self.figure.body, place, points)
        pixel = self._frame.step * float(np.median(self.depth[head]))
        found[box] = np.where(head[box], np.clip(depth / pixel, -1, 1), _NONE)
        return found


def _without_chinks(seen: Buffers, ink: float) -> Buffers:
    """Closed where the ground would be seen through a gap that the lines about it fill.

    A blot would stand there instead of a line; `ink` is how wide lines are about the body, pixels.
    """
    hit = seen.part >= 0
    away, near = ndimage.distance_transform_edt(~hit, return_indices=True)
    open_ = ndimage.distance_transform_edt(away <= ink) <= ink
    closed = ~hit & ~open_
    pools, _ = ndimage.label(~hit & open_)
    closed |= (np.bincount(pools.ravel()) < _POOL)[pools] & (pools > 0)
    if not closed.any():
        return seen
    rows, columns = near[0], near[1]
    return Buffers(
        np.where(closed, seen.depth[rows, columns], seen.depth),
        np.where(closed, seen.part[rows, columns], seen.part),
        np.where(closed[..., None], seen.normal[rows, columns], seen.normal),
        np.where(closed, 0.0, seen.miss),
    )


def _boxes(groups: NDArray[np.int64], margin: int) -> Iterator[tuple[int, tuple[slice, slice]]]:
    for index, box in enumerate(ndimage.find_objects(groups + 1)):
        if box is not None:
            rows, columns = box
            yield (
                index,
                (
                    slice(max(rows.start - margin, 0), rows.stop + margin),
                    slice(max(columns.start - margin, 0), columns.stop + margin),
                ),
            )
