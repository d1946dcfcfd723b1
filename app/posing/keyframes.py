"""Every keyframe of a pose file, solved for one body."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.posing.bases import base_pose
from app.posing.body import MIDDLE_HEIGHT, Body
from app.posing.model import Angle, Keep, Keyframe, PoseFile
from app.posing.posture import Anchor, anchor
from app.posing.props import Prop
from app.posing.skeleton import FREEDOMS, Array, Pose
from app.posing.solver import Solution, Solver, Task


def placed_props(body: Body, props: Mapping[str, Prop]) -> dict[str, Prop]:
    """Props where a body of this height has them: places grow with it, sizes do not."""
    scale = body.height / MIDDLE_HEIGHT
    found = {}
    for name, prop in props.items():
        x, y, z = prop.at
        found[name] = prop._replace(at=(x * scale, y * scale, z))
    return found


def angles_of(pose: Pose) -> Array:
    """A pose's angles in radians, in the order of `FREEDOMS`."""
    return np.radians([pose.angles.get(freedom.name, 0.0) for freedom in FREEDOMS])


def solve_keyframes(solver: Solver, file: PoseFile, only: str | None = None) -> dict[str, Solution]:
    """All keyframes by name, or `only` one of them with those that it comes from."""
    found: dict[str, Solution] = {}
    for keyframe in file.keyframes.values():
        if only is None or keyframe.name in _line(file, only):
            found[keyframe.name] = _solve(solver, keyframe, file, found)
    return found


def _line(file: PoseFile, name: str) -> set[str]:
    found: set[str] = set()
    here: str | None = name
    while here is not None and here in file.keyframes:
        found.add(here)
        here = file.keyframes[here].comes_from
    return found


def _solve(
    solver: Solver, keyframe: Keyframe, file: PoseFile, found: Mapping[str, Solution]
) -> Solution:
    body = solver.surface.body
    props = placed_props(body, keyframe.props)
    kept: dict[str, Anchor] = {}
    if keyframe.comes_from is None:
        start = base_pose(body, keyframe.base or "stand")
        pull = 1.0
    else:
        start, pull = found[keyframe.comes_from].pose, 1.5
        before = placed_props(body, file.keyframes[keyframe.comes_from].props)
        scene = solver.scene(start, before)
        for goal in keyframe.goals:
            if isinstance(goal.wish, Keep):
                kept[goal.wish.node] = anchor(scene, goal.wish.node)
    task = Task(keyframe.goals, props, kept, (), angles_of(start), pull)
    # Twice: from where it comes, and with the hints taken at their word. The better one counts.
    tries = [solver.solve(start, task)]
    hinted = {
        goal.wish.name: goal.wish.degrees for goal in keyframe.goals if isinstance(goal.wish, Angle)
    }
    if hinted:
        there = start._replace(angles={**start.angles, **hinted})
        tries.append(solver.solve(there, task))
    return min(tries, key=lambda solution: solution.cost)
