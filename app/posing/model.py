"""What a pose file says, read and checked, before any body is bent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.document.problems import Place
from app.posing.props import Prop

Vector = tuple[float, float, float]
Where = tuple[float | None, float | None, float | None]


class Floor(NamedTuple):
    """The lowest flesh of a node lies at a height, or on a prop's upper face."""

    node: str
    height: float
    on: str | None


class Direction(NamedTuple):
    """A bone, from its near joint to its far one, points along a vector."""

    bone: str
    to: Vector


class Face(NamedTuple):
    """The skin at a node looks along a vector."""

    node: str
    to: Vector


class At(NamedTuple):
    """A node's skin point lies at a place; None is free. `origin` is another node to count from."""

    node: str
    where: Where
    origin: str | None


class Touch(NamedTuple):
    """A node's flesh meets another node's, or a prop, but for a gap in metres."""

    node: str
    other: str
    gap: float


class Balance(NamedTuple):
    """The centre of mass stands over what these nodes cover."""

    nodes: tuple[str, ...]


class Angle(NamedTuple):
    """An angle in degrees, wished for, or firmly asked for."""

    name: str
    degrees: float
    firm: bool


class Symmetric(NamedTuple):
    """Left and right alike in `legs`, `arms` or `spine`."""

    part: str


class Look(NamedTuple):
    """The face turns to a node or along a vector."""

    node: str | None
    to: Vector | None


class Keep(NamedTuple):
    """A node stays where it is in the keyframe this one comes from, turned as it is there."""

    node: str


Wish = Floor | Direction | Face | At | Touch | Balance | Angle | Symmetric | Look | Keep


class Goal(NamedTuple):
    """One wish, how much it weighs (1 is usual) and where it is written."""

    wish: Wish
    weight: float
    place: Place


class Keyframe(NamedTuple):
    """One pose. It starts from a `base` or `comes_from` another keyframe."""

    name: str
    base: str | None
    comes_from: str | None
    goals: tuple[Goal, ...]
    props: Mapping[str, Prop]
    place: Place


class Step(NamedTuple):
    """A way to a keyframe: its share of the track's time, and how it moves."""

    to: str
    share: float
    ease: str  # smooth, linear, through
    planted: tuple[str, ...]


class TrackPlan(NamedTuple):
    """One track. Either `steps` from `start`, or `breathe` in one keyframe, or `trace`."""

    name: str
    start: str
    steps: tuple[Step, ...]
    seconds: float
    reps: int
    breathe: float  # 0: no; 1: the usual depth
    trace: Trace | None


class Trace(NamedTuple):
    """Letters written by angles that go across and up together: (name, low, high) in degrees."""

    keyframe: str
    across: tuple[tuple[str, float, float], ...]
    up: tuple[tuple[str, float, float], ...]


class View(NamedTuple):
    """A named camera with an optional turn (degrees, left positive), tilt (up positive), focus."""

    camera: str
    turn: float
    tilt: float
    focus: tuple[str, ...]


class PoseFile(NamedTuple):
    """One movement as its file has it."""

    name: str
    views: tuple[View, ...]
    highlight: tuple[str, ...]
    lengthens: tuple[str, ...]
    stretched_at: str | None
    props: Mapping[str, Prop]
    planted: tuple[str, ...]
    allow: tuple[tuple[str, str], ...]
    keyframes: Mapping[str, Keyframe]
    tracks: tuple[TrackPlan, ...]
