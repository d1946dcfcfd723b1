"""From goals to angles: damped least squares within the joints' limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np

from app.posing.chain import COUNT, HIGH, INDEX, LOW, State
from app.posing.crowd import PRESS, Crowd, sunk
from app.posing.model import Goal
from app.posing.posture import Anchor, Scene
from app.posing.props import SOLID, Prop
from app.posing.rows import METRE, Rows, kept_rows, rows_of
from app.posing.skeleton import FREEDOMS, Array, Indices, Pose
from app.posing.surface import Surface

_STIFFNESS: Final = np.array([freedom.stiffness for freedom in FREEDOMS])
_COMFORT: Final = 1 / np.radians(20.0)
_ALIKE: Final = 1 / np.radians(20.0)
_ROUNDS: Final = 120
_APART: Final = METRE / 3  # residual of a metre that flesh sinks into something


class Task(NamedTuple):
    """What a pose is to fulfil.

    `comfort` are the angles (radians) that open joints return to, `pull` how strongly (1 usual).
    `planted` nodes stay at their anchors in `kept`.
    """

    goals: tuple[Goal, ...]
    props: dict[str, Prop]
    kept: dict[str, Anchor]
    planted: tuple[str, ...]
    comfort: Array
    pull: float
    home: tuple[Array, Array] | None = None  # root position and turn to stay near, if any
    apart: float = 1.0  # how much flesh that presses into flesh weighs


class Solution(NamedTuple):
    """A solved pose with each goal's miss: (goal, how much, unit)."""

    pose: Pose
    misses: tuple[tuple[Goal, float, str], ...]
    rounds: int
    cost: float


class Solver:
    """Solves poses of one body."""

    def __init__(self, surface: Surface, allow: tuple[tuple[str, str], ...] = ()) -> None:
        """`allow` are pairs of parts that may press into each other."""
        self.surface: Final = surface
        self.crowd: Final = Crowd(surface, allow)
        self._swell: Array | None = None
        self._around: Indices | None = None

    def scene(self, pose: Pose, props: Mapping[str, Prop]) -> Scene:
        """A pose, looked at."""
        state = self.surface.chain.of(pose)
        return Scene(
            self.surface, state, dict(props), {}, self.surface.swell(state, _heights(props))
        )

    def solve(self, start: Pose, task: Task, *, near: bool = False) -> Solution:
        """The pose near `start` that fulfils a task best.

        `near` says that it is nearly there already, and that nobody asks for its misses.
        """
        state = self.surface.chain.of(start)
        state = state.moved(_within(state, np.zeros(COUNT)))
        # First the goals alone, then with flesh that keeps apart: less to get stuck on. The fill
        # between lumps hangs on the pose, so the last millimetres are found at the end.
        passes = [self._everything] * 2 if near else [self._wishes, *[self._everything] * 2]
        rounds = 0
        for ask in passes:
            self._look_around(state, task)
            state, more = self._descend(state, task, ask, 0.1 if near else 0.01)
            rounds += more
        if near:
            return Solution(state.pose(), (), rounds, 0.0)
        self._look_around(state, task)
        scene = self._look(state, task)
        misses = [(goal, *rows_of(scene, goal)[2:]) for goal in task.goals]
        values, _ = _stacked(self._everything(scene, task))
        return Solution(state.pose(), tuple(misses), rounds, float(values @ values))

    def _look_around(self, state: State, task: Task) -> None:
        """What holds for all poses near this one: the fill between lumps, and who may collide."""
        self._swell = self.surface.swell(state, _heights(task.props))
        self._around = self.crowd.around(self._look(state, task))

    def _look(self, state: State, task: Task) -> Scene:
        return Scene(self.surface, state, task.props, task.kept, self._swell)

    def _descend(
        self, state: State, task: Task, ask: Callable[[Scene, Task], list[Rows]], enough: float
    ) -> tuple[State, int]:
        values, slopes = _stacked(ask(self._look(state, task), task))
        cost, damping, stalls = float(values @ values), 1e-2, 0
        for count in range(_ROUNDS):
            step = _step(state, values, slopes, damping)
            after = state.moved(step)
            new_values, new_slopes = _stacked(ask(self._look(after, task), task))
            new = float(new_values @ new_values)
            if new < cost:
                stalls = stalls + 1 if cost - new < 1e-3 * cost + enough else 0
                state, values, slopes, cost = after, new_values, new_slopes, new
                damping = max(damping / 4, 1e-6)
                if stalls >= (2 if enough > 0.05 else 3):
                    return state, count
            else:
                damping *= 5
                if damping > 1e3:
                    return state, count
        return state, _ROUNDS

    def _wishes(self, scene: Scene, task: Task) -> list[Rows]:
        found = [rows_of(scene, goal) for goal in task.goals]
        found += [_firm(kept_rows(scene, node)) for node in task.planted]
        found.append(_comfortable(scene.state, task))
        found.append(_vertebrae(scene.state))
        if task.home is not None:
            found.append(_homeward(scene.state, *task.home))
        return found

    def _everything(self, scene: Scene, task: Task) -> list[Rows]:
        return [*self._wishes(scene, task), *self._apart(scene, task.apart)]

    def _apart(self, scene: Scene, weight: float) -> list[Rows]:
        found: list[Rows] = []
        for lump, point, depth, way, _ in sunk(scene):
            slope = -(way @ scene.lump(lump, point))[None] * METRE
            found.append(Rows(np.array([(depth - PRESS) * METRE]), slope, 0.0, ""))
        pairs, over, ways = self.crowd.meeting(scene, self._around)
        scale = _APART * weight
        for row, deep, way in zip(pairs, over, ways, strict=True):
            a, b = int(self.crowd.first[row]), int(self.crowd.second[row])
            at_a = scene.flesh.support(way, np.array([a]))[0]
            at_b = scene.flesh.support(-way, np.array([b]))[0]
            slope = way @ (scene.lump(a, at_a) - scene.lump(b, at_b))
            found.append(Rows(np.array([deep * scale]), slope[None] * scale, 0.0, ""))
        return found


def _firm(rows: Rows) -> Rows:
    """What is planted slips less than flesh sinks."""
    return rows._replace(values=rows.values * 1.5, slopes=rows.slopes * 1.5)


def _heights(props: Mapping[str, Prop]) -> tuple[float, ...]:
    return (0.0, *(prop.top for prop in props.values() if prop.kind in SOLID))


def _stacked(rows: list[Rows]) -> tuple[Array, Array]:
    return np.concatenate([row.values for row in rows]), np.vstack([row.slopes for row in rows])


def _comfortable(state: State, task: Task) -> Rows:
    scale = _COMFORT * _STIFFNESS * task.pull
    slopes = np.zeros((len(scale), COUNT))
    slopes[np.arange(len(scale)), 6 + np.arange(len(scale))] = scale
    return Rows((state.angles - task.comfort) * scale, slopes, 0.0, "")


def _homeward(state: State, root: Array, turned: Array) -> Rows:
    """The root stays near a place: 1 for 2 cm or 5 degrees."""
    slopes = np.zeros((6, COUNT))
    slopes[:3, :3] = np.eye(3) * 50
    slopes[3:, 3:6] = np.eye(3) * 12
    between = state.rotation @ turned.T
    skew = np.array(
        (
            between[2, 1] - between[1, 2],
            between[0, 2] - between[2, 0],
            between[1, 0] - between[0, 1],
        )
    )
    values = np.concatenate([(state.root - root) * 50, skew / 2 * 12])
    return Rows(values, slopes, 0.0, "")


_NEIGHBOURS: Final = tuple(
    (INDEX[f"{one}.{angle}"], INDEX[f"{other}.{angle}"])
    for one, other, angle in (
        ("lumbar", "waist", "flexion"),
        ("waist", "chest", "flexion"),
        ("lumbar", "waist", "bend"),
        ("waist", "chest", "bend"),
        ("neck", "head", "flexion"),
    )
)


def _vertebrae(state: State) -> Rows:
    """Neighbours in the spine bend alike."""
    values, slopes = np.zeros(len(_NEIGHBOURS)), np.zeros((len(_NEIGHBOURS), COUNT))
    for i, (one, other) in enumerate(_NEIGHBOURS):
        values[i] = (state.angles[one - 6] - state.angles[other - 6]) * _ALIKE
        slopes[i, one], slopes[i, other] = _ALIKE, -_ALIKE
    return Rows(values, slopes, 0.0, "")


def _within(state: State, step: Array) -> Array:
    """The step, cut where an angle would leave its limits."""
    found = step.copy()
    found[6:] = np.clip(state.angles + step[6:], LOW, HIGH) - state.angles
    return found


def _step(state: State, values: Array, slopes: Array, damping: float) -> Array:
    """One damped step; angles that would leave their limits are set there, the others adapt."""
    normal, pull = slopes.T @ slopes, slopes.T @ values
    diagonal = np.diag(normal) + 1e-3
    normal = normal + np.diag(damping * diagonal + 1e-6)
    fixed = np.zeros(COUNT, bool)
    step = np.zeros(COUNT)
    for _ in range(4):
        free = ~fixed
        rest = pull[free] + normal[np.ix_(free, fixed)] @ step[fixed]
        step[free] = -np.linalg.solve(normal[np.ix_(free, free)], rest)
        cut = _within(state, step)
        over = free & (np.abs(cut - step) > 1e-12)
        if not over.any():
            break
        step[over] = cut[over]
        fixed |= over
    step = _within(state, step)
    size = float(np.abs(step[3:]).max())
    return step if size < 0.6 else step * (0.6 / size)
