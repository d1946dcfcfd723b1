"""How large a routine may grow once its repeats are unrolled, counted without unrolling them."""

from __future__ import annotations

from typing import Final

from app.document.problems import Place, Problems
from app.movements.loader import Catalogue
from app.routine.doses import Exercise, step_items
from app.routine.model import (
    DEFAULT_LEAD_IN_MS,
    MovementStep,
    RepeatStep,
    Routine,
    Step,
)
from app.units import HOUR, written_duration

MAX_MOVEMENT_STEPS: Final = 500
MAX_TOTAL_MS: Final = 4 * HOUR


def check_size(routine: Routine, problems: Problems, place: Place, catalogue: Catalogue) -> None:
    """Note at `place` (that of `steps`) when the whole is too much."""
    count = _movement_steps(routine.steps)
    if count > MAX_MOVEMENT_STEPS:
        message = (
            f"With its repeats this is {count} movement steps; at most {MAX_MOVEMENT_STEPS} fit "
            "into a routine. Repeat less."
        )
        problems.add(place, "too-many", message)
    elif not problems:
        _check_time(routine, problems, place, catalogue)


def _movement_steps(steps: tuple[Step, ...]) -> int:
    return sum(
        step.times * _movement_steps(step.steps)
        if isinstance(step, RepeatStep)
        else isinstance(step, MovementStep)
        for step in steps
    )


def _check_time(routine: Routine, problems: Problems, place: Place, catalogue: Catalogue) -> None:
    total = _time_ms(routine.steps, routine, catalogue)
    if (replaced := _first_transition_ms(routine.steps, routine, catalogue)) is not None:
        lead_in = DEFAULT_LEAD_IN_MS if routine.lead_in_ms is None else routine.lead_in_ms
        total += lead_in - replaced
    if total > MAX_TOTAL_MS:
        message = f"The routine takes {written_duration(total)}; at most 4 hours fit. Shorten it."
        problems.add(place, "too-long", message)


def _time_ms(steps: tuple[Step, ...], routine: Routine, catalogue: Catalogue) -> int:
    """Work, pauses and transitions, the first one too, so that each time round is as long."""
    total = 0
    for step in steps:
        if isinstance(step, RepeatStep):
            total += step.times * _time_ms(step.steps, routine, catalogue)
            continue
        for item in step_items(step, routine, catalogue):
            total += item.length_ms + (item.transition_ms if isinstance(item, Exercise) else 0)
    return total


def _first_transition_ms(
    steps: tuple[Step, ...], routine: Routine, catalogue: Catalogue
) -> int | None:
    """The transition in whose place the lead-in stands; None where nothing moves."""
    for step in steps:
        if isinstance(step, RepeatStep):
            found = _first_transition_ms(step.steps, routine, catalogue)
        else:
            items = step_items(step, routine, catalogue)
            found = next((i.transition_ms for i in items if isinstance(i, Exercise)), None)
        if found is not None:
            return found
    return None
