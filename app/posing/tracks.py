"""Keyframes to frames: poses in between, their contacts planted again, shared there and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from app.document.problems import START
from app.posing.detour import Detour
from app.posing.frames import STEP, Frame, Motion, Track, refined, span
from app.posing.keyframes import placed_props
from app.posing.letters import strokes
from app.posing.model import (
    Balance,
    Floor,
    Goal,
    Keep,
    PoseFile,
    Step,
    Symmetric,
    Touch,
    Trace,
    TrackPlan,
)
from app.posing.motion import (
    Blend,
    anchor_between,
    between,
    blend_of,
    breathed,
    curve,
    eased,
    prop_between,
)
from app.posing.posture import Anchor, anchor
from app.posing.props import Prop
from app.posing.rows import rows_of
from app.posing.skeleton import FREEDOMS
from app.posing.solver import Solution, Solver, Task

RATE: Final = 10.0  # frames a second of a moving figure
MOST: Final = 24  # frames of one way, at the most, but for the step limit
_SMOOTHED: Final = 3  # times that a rough way is smoothed
_NEARLY: Final = 6.0  # centimetres
_BREATH_FRAMES: Final = 7
_PULL: Final = 8.0  # how firmly a pose in between keeps to its way, and to a smoothed one
_FIRM: Final = 25.0
_SAME: Final = 0.012  # metres; two keyframes agree on a planted node


_Key = tuple[str, str, str, tuple[str, ...], int]


class _Leg(NamedTuple):
    """A way from one keyframe to the next; `blend` gives its pose at a share of its time."""

    here: str
    step: Step
    blend: Callable[[float], Blend]
    number: int


class Weaver:
    """Makes the frames of one movement for one body."""

    def __init__(self, solver: Solver, file: PoseFile, solved: Mapping[str, Solution]) -> None:
        """`solved` holds every keyframe of the file."""
        self._solver = solver
        self._file = file
        self._poses = {name: solution.pose for name, solution in solved.items()}
        self._props = {
            name: placed_props(solver.surface.body, keyframe.props)
            for name, keyframe in file.keyframes.items()
        }
        self._frames: list[Frame] = []
        self._still: dict[str, int] = {}
        self._ways: dict[_Key, list[tuple[float, int]]] = {}

    def motion(self) -> Motion:
        """Every track of the file."""
        tracks = {plan.name: self._track(plan) for plan in self._file.tracks}
        return Motion(tuple(self._frames), tracks)

    def _track(self, plan: TrackPlan) -> Track:
        if plan.trace is not None:
            return self._traced(plan, plan.trace)
        if plan.breathe:
            return self._breath(plan)
        return self._there(plan)

    # One keyframe's frame.

    def _add(self, frame: Frame) -> int:
        self._frames.append(frame)
        return len(self._frames) - 1

    def _at(self, name: str) -> int:
        if name not in self._still:
            contacts = self._contacts(name)
            frame = Frame(self._poses[name], self._props[name], 0.0, (), contacts, name)
            self._still[name] = self._add(frame)
        return self._still[name]

    def _goals(self, name: str) -> tuple[Goal, ...]:
        """A keyframe's contacts with those that its kept nodes bring along, and its symmetry."""
        keyframe = self._file.keyframes[name]
        kept = {goal.wish.node for goal in keyframe.goals if isinstance(goal.wish, Keep)}
        found = [g for g in keyframe.goals if isinstance(g.wish, Floor | Touch | Symmetric)]
        if keyframe.comes_from is not None:
            above = self._goals(keyframe.comes_from)
            found += [
                goal
                for goal in above
                if isinstance(goal.wish, Floor | Touch) and goal.wish.node in kept
            ]
        return tuple(found)

    def _contacts(self, name: str) -> tuple[Floor | Touch, ...]:
        return tuple(
            goal.wish
            for goal in self._goals(name)
            if isinstance(goal.wish, Floor | Touch) and goal.weight >= 0.5
        )

    def _kept(
        self, one: str, other: str, more: tuple[str, ...]
    ) -> dict[str, tuple[Anchor, Anchor]]:
        """Nodes that stay where they are on the way between two keyframes."""
        wanted = dict.fromkeys((*self._file.planted, *more))
        for name in (one, other):
            goals = self._file.keyframes[name].goals
            wanted |= dict.fromkeys(g.wish.node for g in goals if isinstance(g.wish, Keep))
        first = self._solver.scene(self._poses[one], self._props[one])
        second = self._solver.scene(self._poses[other], self._props[other])
        found = {}
        for node in wanted:
            a, b = anchor(first, node), anchor(second, node)
            if float(np.linalg.norm(a.point - b.point)) < _SAME:
                found[node] = (a, b)
        return found

    # Ways from one to another.

    def _there(self, plan: TrackPlan) -> Track:
        sequence, times = [self._at(plan.start)], [0.0]
        whole = sum(step.share for step in plan.steps)
        begun = 0.0
        for leg in self._legs(plan):
            part = leg.step.share / whole
            for at, frame in self._way(leg, part * plan.seconds):
                sequence.append(frame)
                times.append(begun + part * at)
            begun += part
        return Track(tuple(sequence), tuple(times), plan.reps, plan.seconds)

    def _legs(self, plan: TrackPlan) -> list[_Leg]:
        names = [plan.start, *(step.to for step in plan.steps)]
        pairs = zip(names, plan.steps, strict=False)
        if not any(step.ease == "through" for step in plan.steps):
            return [_Leg(here, step, self._straight(here, step), 0) for here, step in pairs]
        ways = self._curves(names, [step.share for step in plan.steps])
        # On a way there and back the second half is the first, reversed; else no leg is another's.
        back = names == names[::-1]
        return [
            _Leg(here, step, ways[min(i, len(names) - 2 - i) if back else i], 0 if back else i + 1)
            for i, (here, step) in enumerate(pairs)
        ]

    def _straight(self, here: str, step: Step) -> Callable[[float], Blend]:
        one, other = blend_of(self._poses[here]), blend_of(self._poses[step.to])
        return lambda at: between(one, other, eased(at, step.ease))

    def _curves(self, names: list[str], shares: list[float]) -> list[Callable[[float], Blend]]:
        """One curve through all keyframes, cut into legs."""
        if names == names[::-1]:
            names, shares = names[: len(names) // 2 + 1], shares[: len(names) // 2]
        closed = names[0] == names[-1]
        stops = [blend_of(self._poses[name]) for name in names]
        ends = np.concatenate([[0.0], np.cumsum(shares) / sum(shares)])
        # Round and round it goes evenly; from one end to another it starts and stops gently.
        ease = "linear" if closed else "smooth"
        knots = [eased(float(end), ease) for end in ends]

        def leg(i: int) -> Callable[[float], Blend]:
            first, last = float(ends[i]), float(ends[i + 1])
            return lambda at: curve(
                stops, knots, eased(first + at * (last - first), ease), closed=closed
            )

        return [leg(i) for i in range(len(shares))]

    def _way(self, leg: _Leg, seconds: float) -> list[tuple[float, int]]:
        """Frames after the leg's start up to and with its end, each with its share of the time."""
        here, step = leg.here, leg.step
        if here == step.to:
            return [(1.0, self._at(here))]
        back = self._ways.get((step.to, here, step.ease, step.planted, leg.number))
        if back is not None:
            turned = [(1.0 - at, frame) for at, frame in reversed(back[:-1])]
            return [*turned, (1.0, self._at(step.to))]
        key = (here, step.to, step.ease, step.planted, leg.number)
        if key not in self._ways:
            self._ways[key] = [*self._middle(leg, seconds), (1.0, self._at(step.to))]
        return self._ways[key]

    def _middle(self, leg: _Leg, seconds: float) -> list[tuple[float, int]]:
        here, there = leg.here, leg.step.to
        count = _count(leg, seconds)
        first = self._maker(leg, leg.blend, steady=True)
        tried = [first(k / count) for k in range(1, count)]
        detour = Detour(leg.blend, [blend_of(frame.pose) for frame in tried])
        make: Callable[[float], Frame] = first
        for _ in range(_SMOOTHED):
            if not detour.rough:
                break
            make = self._maker(leg, detour.smoothed(), steady=False)
            tried = [make(k / count) for k in range(1, count)]
            detour = Detour(leg.blend, [blend_of(frame.pose) for frame in tried])
        ends = self._frames[self._at(here)], self._frames[self._at(there)]
        return [(at, self._add(frame)) for at, frame in refined(make, ends, tried)]

    def _maker(
        self, leg: _Leg, way: Callable[[float], Blend], *, steady: bool
    ) -> Callable[[float], Frame]:
        """Solves a leg's poses: `steady` ones look for their balance, others keep to their way."""
        here, there = leg.here, leg.step.to
        kept = self._kept(here, there, leg.step.planted)
        goals = self._shared(here, there)
        if steady:
            goals += self._steady(here, there, (*kept, *_nodes(goals)))

        def make(at: float) -> Frame:
            share = eased(at, leg.step.ease)
            anchors = {node: anchor_between(a, b, share) for node, (a, b) in kept.items()}
            # Towards its ends a way becomes its keyframes, and these have settled what presses.
            apart = min(1.0, 6.0 * at * (1.0 - at))
            props = self._moved(here, there, share)
            pull = _PULL if steady else _FIRM
            return self._solved(way(at), goals, props, anchors, (pull, apart))

        return make

    def _steady(self, one: str, other: str, nodes: tuple[str, ...]) -> tuple[Goal, ...]:
        """The weight stays over what stays, where it is so, or nearly, at both ends."""
        wish = Goal(Balance(tuple(dict.fromkeys(nodes))), 1.0, START)
        if not nodes:
            return ()
        ends = (self._solver.scene(self._poses[name], self._props[name]) for name in (one, other))
        return (wish,) if all(rows_of(end, wish).miss < _NEARLY for end in ends) else ()

    def _moved(self, one: str, other: str, share: float) -> dict[str, Prop]:
        there = self._props[other]
        return {
            name: prop_between(prop, there[name], share) if name in there else prop
            for name, prop in self._props[one].items()
        }

    def _shared(self, one: str, other: str) -> tuple[Goal, ...]:
        """What both ends ask for holds in between too."""
        there = {goal.wish for goal in self._goals(other)}
        return tuple(goal for goal in self._goals(one) if goal.wish in there)

    def _solved(
        self,
        blend: Blend,
        goals: tuple[Goal, ...],
        props: dict[str, Prop],
        anchors: dict[str, Anchor],
        pull: tuple[float, float] = (_PULL, 1.0),
    ) -> Frame:
        """A frame near a pose; `pull` is how much the pose weighs, and flesh against flesh."""
        home = (blend.root, blend.rotation)
        planted = tuple(anchors)
        task = Task(goals, props, anchors, planted, blend.angles, pull[0], home, pull[1])
        pose = self._solver.solve(blend.pose(), task, near=True).pose
        contacts = tuple(g.wish for g in goals if isinstance(g.wish, Floor | Touch))
        return Frame(pose, props, 0.0, planted, contacts, None)

    # Breath, letters.

    def _breath(self, plan: TrackPlan) -> Track:
        name = plan.start
        still = blend_of(self._poses[name])
        scene = self._solver.scene(self._poses[name], self._props[name])
        contacts = [wish.node for wish in self._contacts(name)]
        kept = {
            node: anchor(scene, node) for node in dict.fromkeys((*self._file.planted, *contacts))
        }
        goals = tuple(g for g in self._goals(name) if not isinstance(g.wish, Symmetric))
        out = [self._at(name)]
        for k in range(1, _BREATH_FRAMES):
            deep = eased(k / (_BREATH_FRAMES - 1), "smooth") * plan.breathe
            blend = breathed(still, deep)
            frame = self._solved(blend, goals, dict(self._props[name]), kept)
            out.append(self._add(frame._replace(breath=deep)))
        sequence = (*out, *reversed(out[:-1]))
        times = tuple(k / (len(sequence) - 1) for k in range(len(sequence)))
        return Track(sequence, times, plan.reps, plan.seconds)

    def _traced(self, plan: TrackPlan, trace: Trace) -> Track:
        still = blend_of(self._poses[trace.keyframe])
        scene = self._solver.scene(self._poses[trace.keyframe], self._props[trace.keyframe])
        kept = {node: anchor(scene, node) for node in self._file.planted}
        names = [freedom.name for freedom in FREEDOMS]
        cells: dict[tuple[int, int], int] = {}

        def frame(cell: tuple[int, int]) -> int:
            if cell not in cells:
                angles = still.angles.copy()
                for spans, at in ((trace.across, cell[0] / 4), (trace.up, cell[1] / 6)):
                    for name, low, high in spans:
                        angles[names.index(name)] = np.radians(low + (high - low) * at)
                goals = tuple(
                    g for g in self._goals(trace.keyframe) if not isinstance(g.wish, Symmetric)
                )
                props = dict(self._props[trace.keyframe])
                blend = still._replace(angles=angles)
                cells[cell] = self._add(self._solved(blend, goals, props, kept))
            return cells[cell]

        sequence, times = [], []
        letters = strokes()
        for number, cells_of in enumerate(letters):
            for k, cell in enumerate(cells_of):
                sequence.append(frame(cell))
                times.append((number + k / len(cells_of)) / len(letters))
        return Track(tuple(sequence), tuple(times), len(letters), plan.seconds)


def _nodes(goals: tuple[Goal, ...]) -> tuple[str, ...]:
    return tuple(goal.wish.node for goal in goals if isinstance(goal.wish, Floor | Touch))


def _count(leg: _Leg, seconds: float) -> int:
    """How many steps a way has: smooth for the eye, and no joint jumps."""
    stops = [leg.blend(at) for at in np.linspace(0, 1, 13).tolist()]
    fastest = 12 * max(span(a, b) for a, b in pairwise(stops))
    return max(2, int(min(seconds * RATE, MOST)), int(np.ceil(fastest / STEP)))
