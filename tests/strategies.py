"""Hypothesis strategies: valid routines as YAML text, over every shipped movement.

`explore()` gives the settings that every property here is tested with: no deadline (the machine
may be busy) and the same examples at every run, so that a suite is never red by chance.
`LIMBER_EXAMPLES=20 python -m pytest tests/timeline tests/session` runs twenty times as many, with
other examples each time.
"""

from __future__ import annotations

import json
import os
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from app import paths
from app.movements.loader import Catalogue
from app.movements.model import DoseKind, Movement, When
from app.routine.model import HoldTarget, Sides
from app.units import MINUTE, SECOND, written_duration

CATALOGUE: Final = Catalogue(paths.resources() / "movements")
MOVEMENTS: Final = tuple(CATALOGUE)

_TIMES: Final = int(os.environ.get("LIMBER_EXAMPLES", "1"))

# The lengths at which something begins or ends to fit: nothing, a sound, the last four seconds.
_EDGES: Final = (0, 1, 119, 300, 479, 480, 600, 1000, 3000, 4000, 4001, 4500, 5000, 2 * MINUTE)
_NOTES: Final = (
    "Smaller arc today.",
    "no full stop",
    "Do 3-5 in 90s, then 1 min at 5K & rest: 37.5 kg!",
    "Slow " * 40 + "end",
)
_NAMES: Final = ("Evening hips", "7 min for 2 legs", "Hips & ankles", "90/90 day", "a" * 80)


def explore(examples: int = 40) -> settings:
    """The settings of a property: `examples` of them, repeatable unless more are asked for."""
    return settings(
        max_examples=examples * _TIMES,
        deadline=None,
        derandomize=_TIMES == 1,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def _times(low: int, high: int) -> st.SearchStrategy[int]:
    """Milliseconds: whole seconds most of the time."""
    seconds = st.integers(-(-low // SECOND), high // SECOND).map(lambda s: s * SECOND)
    return seconds | st.integers(low, high)


def pauses() -> st.SearchStrategy[int]:
    """Transitions and switches from nothing to two minutes."""
    return st.sampled_from(_EDGES) | _times(0, 20 * SECOND)


@st.composite
def _ranges(draw: st.DrawFn, values: st.SearchStrategy[int]) -> tuple[int, int]:
    low = draw(values)
    return (low, low) if draw(st.booleans()) else (low, max(low, draw(values)))


def _time_range(ends: tuple[int, int]) -> str:
    low, high = map(written_duration, ends)
    return low if low == high else f"{low} - {high}"


def _count_range(ends: tuple[int, int]) -> str:
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"


@st.composite
def _doses(draw: st.DrawFn, movement: Movement) -> dict[str, str]:
    kinds = sorted(movement.kinds)
    kind = draw(st.sampled_from([None, *kinds]))
    step: dict[str, str] = {}
    if kind is DoseKind.HOLD:
        step["hold"] = _time_range(draw(_ranges(_times(SECOND, 100 * SECOND))))
    elif kind is DoseKind.BREATHS:
        step["breaths"] = _count_range(draw(_ranges(st.integers(1, 8))))
    elif kind is DoseKind.REPS:
        factor = 2 if movement.even_reps else 1
        low, high = draw(_ranges(st.integers(1, 12)))
        step["reps"] = _count_range((low * factor, high * factor))
    in_reps = kind is DoseKind.REPS or (kind is None and movement.doses[0].kind is DoseKind.REPS)
    if in_reps and draw(st.booleans()):
        step["tempo"] = written_duration(draw(_times(500, 9 * SECOND)))
    if draw(st.booleans()):
        step["sets"] = str(draw(st.integers(1, 4)))
    return step


@st.composite
def movement_steps(draw: st.DrawFn, movements: tuple[Movement, ...] = MOVEMENTS) -> dict[str, str]:
    """One step that moves, with whatever its movement allows."""
    movement = draw(st.sampled_from(movements))
    step = {"movement": movement.id}
    if not movement.parts:
        step |= draw(_doses(movement))
    if movement.two_sided and draw(st.booleans()):
        step["sides"] = draw(st.sampled_from(Sides)).value
    for key in ("transition", "switch"):
        if draw(st.booleans()):
            step[key] = written_duration(draw(pauses()))
    if draw(st.booleans()):
        step["note"] = json.dumps(draw(st.sampled_from(_NOTES)))
    return step


@st.composite
def _rest_steps(draw: st.DrawFn) -> dict[str, str]:
    step = {"rest": written_duration(draw(_times(SECOND, 30 * SECOND)))}
    if draw(st.booleans()):
        step["say"] = json.dumps(draw(st.sampled_from(_NOTES)))
    return step


def _written(step: dict[str, str], indent: int) -> list[str]:
    start = " " * indent + "- "
    lines = [f"{key}: {value}" for key, value in step.items()]
    return [start + lines[0], *(" " * (indent + 2) + line for line in lines[1:])]


@st.composite
def _step_lines(
    draw: st.DrawFn, depth: int, indent: int, movements: tuple[Movement, ...]
) -> list[str]:
    """Lines of one to four steps; repeats nest as deep as the format allows."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4 if depth == 0 else 2))):
        kind = draw(st.sampled_from("mmmmrrR" if depth < 3 else "mmr"))
        if kind == "R":
            times = draw(st.integers(1, 3))
            lines += [f"{' ' * indent}- repeat: {times}", f"{' ' * indent}  steps:"]
            lines += draw(_step_lines(depth + 1, indent + 4, movements))
        elif kind == "r":
            lines += _written(draw(_rest_steps()), indent)
        else:
            lines += _written(draw(movement_steps(movements)), indent)
    return lines


@st.composite
def routines(draw: st.DrawFn, movements: tuple[Movement, ...] = MOVEMENTS) -> str:
    """The text of a valid routine file: always within the size and the time that are allowed."""
    head = ["limber: 1", f"name: {json.dumps(draw(st.sampled_from(_NAMES)))}"]
    if draw(st.booleans()):
        head.append(f"when: {draw(st.sampled_from(When)).value}")
    for key in ("lead-in", "transition", "switch"):
        if draw(st.booleans()):
            head.append(f"{key}: {written_duration(draw(pauses()))}")
    if draw(st.booleans()):
        head.append(f"tempo: {written_duration(draw(_times(500, 9 * SECOND)))}")
    head.append(f"hold-target: {draw(st.sampled_from(HoldTarget)).value}")
    return "\n".join([*head, "steps:", *draw(_step_lines(0, 2, movements)), ""])
