"""A solved movement to a figure file: every frame traced, one camera for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from app.figure.format import LAYERS, Head, Track, View
from app.posing import scene
from app.posing.body import BODIES, Body
from app.posing.camera import DISTANCE, Camera, Frame, fitted, project
from app.posing.curves import Curve
from app.posing.field import Field
from app.posing.figure_file import Geometry, Shape, figure_bytes
from app.posing.flesh import flesh
from app.posing.flesh_kit import Floats, placed, support
from app.posing.layers import Layers
from app.posing.model import View as Wish
from app.posing.nodes import node
from app.posing.picture import figure_of, see
from app.posing.prop_layers import on_screen, prop_shapes
from app.posing.shadow import shadow_outlines
from app.posing.skeleton import Place, forward
from app.posing.solids import Solid, corners
from app.posing.solved import Solved, read_solved
from app.posing.source_code import code_hash
from app.posing.tracing import UNITS, Pen

_PIXELS: Final = (1250, 800)  # of the longer side of the first view and of others, which are insets
_COARSE: Final = (1.0, 1.6)  # how rough they may be
_SOFT: Final = 0.008  # metres; how far folds are rounded before they are lit
_LINE: Final = (1.3, 2.0)  # pixels; half the width of lines, and in a close-up
_MARGIN: Final = 14  # pixels about the body
_FLESH: Final = 0.07  # metres; what a close-up shows about the nodes of its focus
# What a baked file depends on besides the solved poses.
_SOURCES: Final = (
    "app.figure.format app.figure.ribbon "
    "bake body camera chains curve_kernels curves distance_kernels face field figure_file flesh "
    "flesh_arms flesh_drawn flesh_head flesh_kit flesh_legs flesh_torso glow images ink kinship "
    "layers nodes picture prop_layers ray_kernels scene sculptor seams shadow solids tracing"
).split()


class Shot(NamedTuple):
    """One view of a movement: where the camera stands, and what of its plane is the picture."""

    eye: Camera
    frame: Frame


class Job(NamedTuple):
    """One frame to be traced."""

    movement: str
    body: str
    view: int
    frame: int


def baker_hash(solved: Solved) -> str:
    """A hash of the solved poses and of all that turns them into layers."""
    return hashlib.sha256(solved.content + code_hash(_SOURCES)).hexdigest()[:16]


def jobs_of(name: str, body: str) -> list[Job]:
    """All frames of all views."""
    solved = read_solved(name)
    frames = range(len(solved.motions[body].frames))
    return [Job(name, body, view, frame) for view in range(len(solved.views)) for frame in frames]


class Movement:
    """A solved movement of one body with its cameras, ready to have frames traced."""

    def __init__(self, name: str, body: str, most_pixels: int = 10_000) -> None:
        """Reads the solved poses and fits the cameras to all of them.

        `most_pixels` of the longer side, for what needs no fine picture.
        """
        self.solved: Final = read_solved(name)
        self.body: Final[Body] = BODIES[body]
        self.motion: Final = self.solved.motions[body]
        poses = enumerate(self.motion.frames)
        self.places: Final = {number: forward(self.body, frame.pose) for number, frame in poses}
        self._solids = [scene.solids_of(f.props.values()) for f in self.motion.frames]
        self.shots: Final = tuple(
            self._shot(view, min(_PIXELS[min(index, 1)], most_pixels))
            for index, view in enumerate(self.solved.views)
        )

    def _shot(self, view: Wish, pixels: int) -> Shot:
        if view.focus:
            return self._close_shot(view, pixels)
        extent = np.vstack([_extent(self.body, places) for places in self.places.values()])
        things = [corners(solid) for solids in self._solids for solid in solids]
        target = (extent.min(0) + extent.max(0)) / 2
        eye = scene.camera_of(view, target)
        flat = project(eye, np.vstack([extent, *things]))[:, :2]
        return Shot(eye, fitted(flat.min(0), flat.max(0), pixels, 0.012))

    def _close_shot(self, view: Wish, pixels: int) -> Shot:
        """About the nodes of its focus, wherever the work or the hold takes them."""
        shown = {n for name, x in self.motion.tracks.items() if name != "enter" for n in x.sequence}
        spots = np.array(
            [spot for each in shown for spot in _spots(self.body, self.places[each], view.focus)]
        )
        eye = scene.camera_of(view, (spots.min(0) + spots.max(0)) / 2)
        flat = project(eye, spots)[:, :2]
        about = _FLESH / DISTANCE
        return Shot(eye, fitted(flat.min(0) - about, flat.max(0) + about, pixels, 0.0))

    def layers(self, view: int, frame: int) -> tuple[Layers, Frame]:
        """What is seen of the body in one frame, and the part of the picture that it takes."""
        eye, full = self.shots[view]
        figure = figure_of(self.body, self.places[frame])
        part = self._cropped(eye, full, self.places[frame])
        standing = tuple(s for s in self._solids[frame] if s.layer not in {"mat", "tape"})
        line = _LINE[bool(self.solved.views[view].focus)]
        seen = see(figure, eye, part, _SOFT)
        return Layers(figure, eye, part, seen, standing, line), part

    def shapes(self, view: int, frame: int) -> list[Shape]:
        """The layers of one frame, in painter's order."""
        shot, solids = self.shots[view], self._solids[frame]
        layers, part = self.layers(view, frame)
        pen = Pen(_offset(part, shot.frame), _COARSE[min(view, 1)])
        found = prop_shapes(solids, shot.eye, shot.frame)
        found.append(("shadow", tuple(_shadow(layers.figure.field, solids, shot))))
        for name, field in layers.fields(self.solved.highlight).items():
            found.append((name, tuple(pen.traced(name, field))))
        lines = (pen.placed(line) for line in layers.lines(pen.coarse))
        found.append(("inner-line", tuple(line for line in lines if line is not None)))
        found.sort(key=lambda shape: LAYERS.index(shape[0]))
        return [shape for shape in found if shape[1]]

    def _cropped(self, eye: Camera, full: Frame, places: Mapping[str, Place]) -> Frame:
        """The part of the picture in which the body is."""
        spots = on_screen(_extent(self.body, places), eye, full)
        low = np.clip(np.floor(spots.min(0)) - _MARGIN, 0, (full.width - 1, full.height - 1))
        high = np.clip(np.ceil(spots.max(0)) + _MARGIN, low + 1, (full.width, full.height))
        x, y = (int(value) for value in low)
        width, height = (int(value) for value in high - low)
        left, top = full.left + x * full.step, full.top - y * full.step
        return Frame(left, top, full.step, width, height)

    def head(self) -> Head:
        """What the file says besides its shapes."""
        views = []
        for wish, shot in zip(self.solved.views, self.shots, strict=True):
            size = round(shot.frame.width * UNITS), round(shot.frame.height * UNITS)
            views.append(View(wish.camera, *size, bool(wish.focus)))
        tracks = {name: self._track(name) for name in self.motion.tracks}
        return Head(
            self.solved.name,
            self.body.name,
            baker_hash(self.solved),
            len(self.motion.frames),
            tuple(views),
            tracks,
        )

    def _track(self, name: str) -> Track:
        track = self.motion.tracks[name]
        marks: dict[str, float] = {}
        for number, at in zip(track.sequence, track.times, strict=True):
            keyframe = self.motion.frames[number].keyframe
            if keyframe is not None:
                marks.setdefault(keyframe, at)
        return Track(track.sequence, track.times, track.reps, track.seconds, tuple(marks.items()))


def _extent(body: Body, places: Mapping[str, Place]) -> Floats:
    solid = placed(flesh(body), places, body.joints)
    sides = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))
    return np.vstack([support(solid, side) for side in sides])


def _offset(part: Frame, full: Frame) -> tuple[int, int]:
    """Where a part of a picture lies in it, pixels."""
    return round((part.left - full.left) / full.step), round((full.top - part.top) / full.step)


def _spots(body: Body, places: Mapping[str, Place], names: Iterable[str]) -> Iterator[Floats]:
    """Where nodes of a body are in the world (3), metres."""
    for each in (node(body, name) for name in names):
        place = places[each.bone]
        yield place.origin + place.rotation @ (each.point - np.array(body.joints[each.bone]))


def _shadow(field: Field, solids: tuple[Solid, ...], shot: Shot) -> Iterator[Curve]:
    for outline in shadow_outlines(field, solids, shot.eye):
        line = on_screen(outline, shot.eye, shot.frame)
        curve = Pen().line("shadow", line)
        if curve is not None:
            yield curve


def written(movement: Movement, shapes: Mapping[tuple[int, int], list[Shape]]) -> bytes:
    """The file's bytes from the shapes of all views and frames."""
    geometry = Geometry()
    for view in range(len(movement.shots)):
        for frame in range(len(movement.motion.frames)):
            geometry.add_frame(shapes[view, frame])
    return figure_bytes(movement.head(), geometry)
