"""One look at a posed body and its props: the buffers that preview and baker work from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.posing.body import Body
from app.posing.camera import Camera, Frame
from app.posing.distance_kernels import packed
from app.posing.field import Field, field_of
from app.posing.flesh_drawn import drawn_flesh
from app.posing.flesh_kit import Floats
from app.posing.ray_kernels import Lens, Out, trace
from app.posing.skeleton import Place

_SOFT: float = 0.004  # metres; half the distance over which a normal is measured


class Figure(NamedTuple):
    """A posed body, ready to be looked at."""

    body: Body
    field: Field
    places: Mapping[str, Place]


class Buffers(NamedTuple):
    """What a camera sees of a body alone; (h, w) arrays, see `ray_kernels.trace`."""

    depth: Floats
    part: NDArray[np.int32]
    normal: Floats
    miss: Floats


def figure_of(body: Body, places: Mapping[str, Place]) -> Figure:
    """A body in the pose whose bones stand at `places` (`skeleton.forward`)."""
    return Figure(body, field_of(body, drawn_flesh(body), places), places)


def see(figure: Figure, eye: Camera, frame: Frame, soft: float = _SOFT) -> Buffers:
    """Traces the body."""
    size = (frame.height, frame.width)
    found = Buffers(
        np.full(size, np.inf), np.full(size, -1, np.int32), np.zeros((*size, 3)), np.full(size, 1e3)
    )
    lens = Lens(*eye, frame.left, frame.top, frame.step)
    trace(lens, *packed(figure.field), soft, Out(*found))
    return found


def light_of(eye: Camera) -> Floats:
    """Towards the single key light: above, before the figure, on the camera's side."""
    level = -eye.forward * np.array([1.0, 1.0, 0.0])
    size = float(np.linalg.norm(level))
    level = level / size if size > 0.2 else eye.up
    light = 0.85 * np.array([0.0, 0.0, 1.0]) + 0.35 * eye.right + 0.6 * level
    return np.asarray(light / np.linalg.norm(light))
