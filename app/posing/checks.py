"""The checks that a machine makes of every frame of a solved movement.

Each has a name, a limit, and tells the worst frame that it met. Numpy is all they need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from app.posing.body import BODIES, BONES
from app.posing.chain import State
from app.posing.crowd import Crowd, sunk
from app.posing.frames import Frame, Motion
from app.posing.geometry import lump_gaps, outline, outside_by
from app.posing.model import Floor, Touch
from app.posing.muscles import length
from app.posing.posture import Scene, centre_of_mass
from app.posing.props import SOLID
from app.posing.skeleton import FREEDOMS, Array, Pose, forward, mirrored, rest, vectors
from app.posing.solved import Solved, pose_hash
from app.posing.solver import Solver
from app.posing.surface import Surface

_TURN_OUT: Final = 75.0  # degrees
_UP: Final = np.array((0.0, 0.0, 1.0))


class Finding(NamedTuple):
    """One check of one body: its worst figure, where it was met, and the limit."""

    check: str
    body: str
    passed: bool
    worst: float
    unit: str
    where: str
    limit: float = 0.0

    def line(self) -> str:
        """One row of the report."""
        mark = "ok  " if self.passed else "FAIL"
        figure = f"{self.worst:7.2f} {self.unit:3} (limit {self.limit:g})" if self.unit else ""
        return f"{mark} {self.check:18} {self.body:6} {figure} {self.where}"


class _Worst:
    """Remembers the worst figure of a check."""

    def __init__(self) -> None:
        self.value = 0.0
        self.where = ""

    def see(self, value: float, where: str) -> None:
        if value > self.value:
            self.value, self.where = value, where


class _Motion:
    """One body's frames, posed once for all checks."""

    def __init__(self, solver: Solver, motion: Motion, every: int) -> None:
        self.solver = solver
        self.motion = motion
        self.chosen = [
            i for i, frame in enumerate(motion.frames) if i % every == 0 or frame.keyframe
        ]
        self._states: dict[int, State] = {}
        self.scenes = {i: self._scene(motion.frames[i]) for i in self.chosen}

    def _scene(self, frame: Frame) -> Scene:
        return self.solver.scene(frame.pose, frame.props)

    def each(self) -> Iterator[tuple[str, Frame, Scene]]:
        for i in self.chosen:
            frame = self.motion.frames[i]
            yield (
                f"frame {i}{f' = {frame.keyframe}' if frame.keyframe else ''}",
                frame,
                (self.scenes[i]),
            )

    def skins(self, number: int, nodes: tuple[str, ...]) -> dict[str, Array]:
        """Where the skin of some nodes is in a frame."""
        surface = self.solver.surface
        if number not in self._states:
            self._states[number] = surface.chain.of(self.motion.frames[number].pose)
        state = self._states[number]
        spots = {node: surface.nodes[node] for node in nodes}
        return {node: state.point(spot.bone, spot.local) for node, spot in spots.items()}

    def steps(self) -> Iterator[tuple[str, Frame, Frame]]:
        for name, track in self.motion.tracks.items():
            for one, other in pairwise(track.sequence):
                frames = self.motion.frames
                yield f"{name} {one}-{other}", frames[one], frames[other]


def check_solved(solved: Solved, every: int = 1) -> list[Finding]:
    """Every finding of a movement. `every` = 4 looks at each fourth frame and all keyframes."""
    fresh = solved.hash == pose_hash(solved.name)
    found = [Finding("fresh", "-", fresh, 0.0, "", "" if fresh else "run: limber pose solve")]
    for name, motion in solved.motions.items():
        solver = Solver(_surface(name), solved.allow)
        seen = _Motion(solver, motion, every)
        for check, (limit, unit, measure) in CHECKS.items():
            worst = _Worst()
            measure(seen, worst)
            passed = worst.value <= limit
            found.append(Finding(check, name, passed, worst.value, unit, worst.where, limit))
        found += _lengthening(solved, solver, motion)
    return found


@cache
def _surface(body: str) -> Surface:
    return Surface(BODIES[body])


def _limits(seen: _Motion, worst: _Worst) -> None:
    for where, frame, _ in seen.each():
        for freedom in FREEDOMS:
            angle = frame.pose.angles.get(freedom.name, 0.0)
            over = max(freedom.low - angle, angle - freedom.high)
            worst.see(over, f"{where} {freedom.name} {angle:.1f}")
        for side in "LR":
            swing, _ = vectors(f"upper_arm.{side}", frame.pose.angles)
            over = float(np.degrees(np.linalg.norm(swing))) - 176
            worst.see(over, f"{where} shoulder.{side} swing")
            out = turn_out(frame.pose, side)
            worst.see(out - _TURN_OUT, f"{where} hip.{side} turned out {out:.0f}")


def turn_out(pose: Pose, side: str) -> float:
    """A hip's rotation outwards as a clinician measures it, degrees.

    Twist after swing counts a flexed thigh that is led outwards as turned in; that part, which
    grows with the swing, is taken off again.
    """
    swing, _ = vectors(f"thigh.{side}", pose.angles)
    flexion = pose.angles.get(f"hip.{side}.flexion", 0.0)
    abduction = pose.angles.get(f"hip.{side}.abduction", 0.0)
    azimuth = float(np.degrees(np.arctan2(abduction, max(flexion, 1e-6))))
    lead = azimuth * (1 - float(np.cos(np.linalg.norm(swing)))) / 2
    return pose.angles.get(f"hip.{side}.rotation", 0.0) - max(lead, 0.0)


def _floor(seen: _Motion, worst: _Worst) -> None:
    for where, _, scene in seen.each():
        for lump, _, depth, _, what in sunk(scene, press=0.0):
            soft = 0.03 if what.startswith("cushion") else 0.0
            label = seen.solver.crowd.labels[lump]
            worst.see((depth - soft) * 100, f"{where} {label} in {what}")


def _contacts(seen: _Motion, worst: _Worst) -> None:
    for where, frame, scene in seen.each():
        for contact in frame.contacts:
            gap = abs(_gap(scene, contact)) * 100
            worst.see(gap, f"{where} {contact.node}")


def _gap(scene: Scene, contact: Floor | Touch) -> float:
    lumps = scene.spot(contact.node).lumps
    if isinstance(contact, Floor):
        height = contact.height * scene.scale
        if contact.on is not None:
            height = scene.props[contact.on].top
        return float(scene.flesh.lowest(lumps)[:, 2].min()) - height
    if contact.other in scene.props:
        far, out = scene.props[contact.other].distance(scene.flesh.centre[lumps])
        return (
            float(
                (
                    far
                    - scene.flesh.reach(out, lumps)
                    - scene.flesh.swell[lumps] * (out[:, 2] > 0.5)
                ).min()
            )
            - contact.gap
        )
    others = scene.spot(contact.other).lumps
    first, second = (grid.ravel() for grid in np.meshgrid(lumps, others, indexing="ij"))
    return max(float(lump_gaps(scene.flesh, first, second)[0].min()) - contact.gap, 0.0)


def _crossing(seen: _Motion, worst: _Worst) -> None:
    crowd: Crowd = seen.solver.crowd
    for where, _, scene in seen.each():
        rows, over, _ = crowd.meeting(scene)
        for row, deep in zip(rows, over, strict=True):
            one, other = crowd.labels[crowd.first[row]], crowd.labels[crowd.second[row]]
            worst.see(float(deep) * 100, f"{where} {one} in {other}")


def _balance(seen: _Motion, worst: _Worst) -> None:
    for where, _, scene in seen.each():
        ground = _standing(scene)
        point = centre_of_mass(scene)[0][:2]
        if len(ground) < 3:
            worst.see(99.0, f"{where} touches nothing")
            continue
        worst.see(float(outside_by(outline(ground), point)[0].max()) * 100, where)


def _standing(scene: Scene) -> Array:
    """The places (n, 2) where flesh rests on the floor, on a prop or against one."""
    low = scene.flesh.lowest()
    found = [low[low[:, 2] < 0.012][:, :2]]
    for prop in scene.props.values():
        if prop.kind in SOLID:
            far, out = prop.distance(scene.flesh.centre)
            near = far - scene.flesh.reach(out) < 0.012
            found.append(scene.flesh.support(-out)[near][:, :2])
    return np.vstack(found)


def _mirror(seen: _Motion, worst: _Worst) -> None:
    body = seen.solver.surface.body
    for where, frame, _ in seen.each():
        here, there = forward(body, frame.pose), forward(body, mirrored(frame.pose))
        for bone, place in here.items():
            name, dot, side = bone.partition(".")
            other = there[name + dot + {"L": "R", "R": "L", "": ""}[side]]
            away = np.abs(place.origin * (1, -1, 1) - other.origin).max()
            worst.see(float(away) * 1000, f"{where} {bone}")


def _slips(seen: _Motion, worst: _Worst) -> None:
    """Over a whole run of frames in which a node is planted, not only from one to the next."""
    for name, track in seen.motion.tracks.items():
        first: dict[str, Array] = {}
        before: tuple[str, ...] = ()
        for number in track.sequence:
            frame = seen.motion.frames[number]
            # A keyframe ends one way and begins another: it holds what the frame before it held.
            around = before if frame.keyframe is not None else frame.planted
            before = frame.planted
            first = {node: place for node, place in first.items() if node in around}
            for node, point in seen.skins(number, around).items():
                start = first.setdefault(node, point)
                slip = float(np.linalg.norm(point - start)) * 1000
                worst.see(slip, f"{name} frame {number} {node}")


def _jumps(seen: _Motion, worst: _Worst) -> None:
    for where, one, other in seen.steps():
        for name, angle in other.pose.angles.items():
            step = abs(angle - one.pose.angles.get(name, 0.0))
            worst.see(step, f"{where} {name}")
        between = other.pose.rotation @ one.pose.rotation.T
        cosine = float(np.clip((np.trace(between) - 1) / 2, -1, 1))
        worst.see(float(np.degrees(np.arccos(cosine))), f"{where} pelvis")


def _jerks(seen: _Motion, worst: _Worst) -> None:
    """How far a joint is flung back or aside between three frames, beyond its own speed."""
    joints: dict[int, Array] = {}
    body = seen.solver.surface.body
    for i, frame in enumerate(seen.motion.frames):
        joints[i] = np.array([place.origin for place in forward(body, frame.pose).values()])
    for name, track in seen.motion.tracks.items():
        for a, b, c in zip(track.sequence, track.sequence[1:], track.sequence[2:], strict=False):
            if a == c:
                continue  # a turning point, there and back
            one, other = joints[b] - joints[a], joints[c] - joints[b]
            flung = np.linalg.norm(other - one, axis=1)
            speed = np.maximum(np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1))
            over = np.where(flung > 1.2 * speed, flung, 0.0)
            i = int(over.argmax())
            worst.see(float(over[i]) * 100, f"{name} {a}-{b}-{c} {BONES[i]}")


# name: limit, unit, how it is measured. Whether the lit muscle is seen from its camera, and
# whether the baked files are fresh, is checked where pictures are made.
CHECKS: Final[dict[str, tuple[float, str, Callable[[_Motion, _Worst], None]]]] = {
    "joint-limits": (0.5, "deg", _limits),
    # A mat gives way by that much.
    "floor-and-props": (0.8, "cm", _floor),
    "contacts": (1.0, "cm", _contacts),
    "self-intersection": (0.8, "cm", _crossing),
    "balance": (1.0, "cm", _balance),
    "mirrored": (0.1, "mm", _mirror),
    "slip": (3.0, "mm", _slips),
    "joint-step": (12.0, "deg", _jumps),
    "jerk": (9.0, "cm", _jerks),
}
_LONGER: Final = 1.015


def _lengthening(solved: Solved, solver: Solver, motion: Motion) -> list[Finding]:
    """Each muscle that is said to lengthen is longer in the named keyframe than at rest."""
    body = solver.surface.body
    frames = {frame.keyframe: frame for frame in motion.frames if frame.keyframe}
    frame = frames.get(solved.stretched_at or "")
    if frame is None:
        return []
    places = forward(body, frame.pose)
    neutral = forward(body, _neutral(rest(body)))
    found = []
    for muscle in solved.lengthens:
        ratio = length(body, places, muscle) / length(body, neutral, muscle)
        passed = ratio >= _LONGER
        where = f"{muscle} in {solved.stretched_at}"
        share = ratio * 100
        found.append(Finding("lengthens", body.name, passed, share, "%", where, _LONGER * 100))
    return found


def _neutral(pose: Pose) -> Pose:
    return pose
