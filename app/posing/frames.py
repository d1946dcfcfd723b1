"""Frames and tracks: what a solved movement consists of, and steps that no eye stumbles over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from app.posing.model import Floor, Touch
from app.posing.motion import Blend, blend_of, turn_vector
from app.posing.props import Prop
from app.posing.skeleton import Pose

STEP: Final = 10.5  # degrees that a joint turns from frame to frame, at the most
_FINER: Final = 3  # times that a way is looked through for jumps


class Frame(NamedTuple):
    """One picture's worth. `planted` are the nodes that must not slip, `contacts` what touches."""

    pose: Pose
    props: Mapping[str, Prop]
    breath: float
    planted: tuple[str, ...]
    contacts: tuple[Floor | Touch, ...]
    keyframe: str | None


class Track(NamedTuple):
    """Frame numbers with the share of the track (0 to 1) at which each begins."""

    sequence: tuple[int, ...]
    times: tuple[float, ...]
    reps: int
    seconds: float


class Motion(NamedTuple):
    """All frames of a movement and its tracks."""

    frames: tuple[Frame, ...]
    tracks: Mapping[str, Track]


def span(one: Blend, other: Blend) -> float:
    """The most that any joint turns between two poses, degrees."""
    return float(np.degrees(np.abs(other.angles - one.angles)).max())


def refined(
    make: Callable[[float], Frame], ends: tuple[Frame, Frame], tried: list[Frame]
) -> list[tuple[float, Frame]]:
    """Frames at shares of the time between two ends, and more of them where a joint would jump.

    `tried` stand at even shares; `make` makes one at any.
    """
    found = [(k / (len(tried) + 1), frame) for k, frame in enumerate(tried, 1)]
    for _ in range(_FINER):
        row = [(0.0, ends[0]), *found, (1.0, ends[1])]
        wide = [(a + b) / 2 for (a, x), (b, y) in pairwise(row) if _jump(x, y) > STEP]
        if not wide:
            break
        found = sorted([*found, *((at, make(at)) for at in wide)], key=lambda pair: pair[0])
    return found


def _jump(one: Frame, other: Frame) -> float:
    """The most that a joint or the pelvis turns between two frames, degrees."""
    a, b = blend_of(one.pose), blend_of(other.pose)
    turned = float(np.degrees(np.linalg.norm(turn_vector(b.rotation @ a.rotation.T))))
    return max(span(a, b), turned)
