"""Each rule is a function from a programme to findings; `advise` runs them all.

A finding is a `Problem` with the rule's name as its code. About a step it stands at the step's
start, about the whole at 1:1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from app.document.problems import START, Place, Problem, Severity
from app.movements.model import Area, DoseKind, Movement, Role, When
from app.routine.doses import Bout, Exercise, Programme
from app.units import MINUTE, SECOND, clock_text

STATIC_FROM_MS: Final = 30 * SECOND
PIGEON: Final = "pigeon-pose"
PIGEON_HOLD_MS: Final = (60 * SECOND, 90 * SECOND)
PRE_RUN_MS: Final = (5 * MINUTE, 8 * MINUTE)
REST_DAY_MS: Final = (15 * MINUTE, 20 * MINUTE)
BALANCE: Final = {Area.ANKLE: 5, Area.HIP: 8, Area.THORACIC: 5}
BALANCE_WITHIN_PERCENT: Final = 5
OPENER: Final = "cat-cow"

_ORDER: Final = tuple(Area)
Length = Callable[[], int]
Rule = Callable[[Programme, Length], Iterator[Problem]]


def advise(programme: Programme, planned_ms: Length) -> tuple[Problem, ...]:
    """Every finding, by place; `planned_ms` gives the length of the compiled session.

    It is a function because most routines have no rule about their length, and compiling costs.
    """
    found = [problem for rule in RULES for problem in rule(programme, planned_ms)]
    return tuple(sorted(found, key=lambda p: (p.place.line, p.place.column)))


def _steps(programme: Programme) -> Iterator[tuple[Exercise, Place]]:
    """Each exercise once for each step of the file, repeats counted once."""
    seen: set[tuple[str, Place]] = set()
    for item, place in zip(programme.items, programme.places, strict=True):
        if isinstance(item, Exercise) and (item.movement.id, place) not in seen:
            seen.add((item.movement.id, place))
            yield item, place


def is_static(movement: Movement, bout: Bout) -> bool:
    """Whether a bout is a static hold: rolling, breaths and the time to measure never are."""
    measures = bool(movement.parts)
    return bout.kind is DoseKind.HOLD and movement.role is not Role.ROLLING and not measures


def is_dynamic(movement: Movement, bout: Bout) -> bool:
    """Whether a bout moves through range; a pose that is breathed through only stays."""
    return bout.kind is DoseKind.REPS and movement.role is Role.DYNAMIC


def static_before_run(programme: Programme, _planned_ms: Length) -> Iterator[Problem]:
    """No continuous hold of 30 s or more before a run, and no long stretch at any length."""
    if programme.routine.when is not When.PRE_RUN:
        return
    for exercise, place in _steps(programme):
        movement = exercise.movement
        long_hold = any(
            is_static(movement, bout) and bout.amount.high >= STATIC_FROM_MS
            for bout in exercise.work
        )
        if movement.static_always or long_hold:
            message = (
                f"{movement.name} is a long static stretch. The cautious rule keeps those for "
                "after the run; before it, move through the range instead."
            )
            yield Problem(place, "static-before-run", message)


def pigeon_before_run(programme: Programme, _planned_ms: Length) -> Iterator[Problem]:
    """Pigeon never comes before a run."""
    if programme.routine.when is not When.PRE_RUN:
        return
    for exercise, place in _steps(programme):
        if exercise.movement.id == PIGEON:
            message = "Pigeon pose belongs after a run or on a rest day, never before a run."
            yield Problem(place, "pigeon-before-run", message)


def pigeon_hold(programme: Programme, _planned_ms: Length) -> Iterator[Problem]:
    """Pigeon is held for 60 to 90 seconds."""
    low, high = PIGEON_HOLD_MS
    for exercise, place in _steps(programme):
        amount = exercise.work[0].amount
        if exercise.movement.id == PIGEON and (amount.low < low or amount.high > high):
            message = (
                "Pigeon pose works best held for 60-90s on each side: shorter holds do little in "
                "that deep tissue."
            )
            yield Problem(place, "pigeon-hold", message, Severity.WARNING)


def pre_run_length(programme: Programme, planned_ms: Length) -> Iterator[Problem]:
    """A warm-up takes five to eight minutes."""
    low, high = PRE_RUN_MS
    if programme.routine.when is When.PRE_RUN and not low <= (length := planned_ms()) <= high:
        message = f"This warm-up takes {clock_text(length)}; 5 to 8 minutes are enough."
        yield Problem(START, "pre-run-length", message, Severity.WARNING)


def rest_day_balance(programme: Programme, planned_ms: Length) -> Iterator[Problem]:
    """A rest day: 15 to 20 minutes, ankle, hip and thoracic as 5 : 8 : 5, in that order."""
    if programme.routine.when is not When.REST_DAY:
        return
    low, high = REST_DAY_MS
    if not low <= (length := planned_ms()) <= high:
        message = f"This session takes {clock_text(length)}; a rest day wants 15 to 20 minutes."
        yield _balance(START, message)
    if message := _uneven_areas(programme):
        yield _balance(START, message)
    yield from _out_of_order(programme)
    yield from _static_first(programme)


def _balance(place: Place, message: str) -> Problem:
    return Problem(place, "rest-day-balance", message, Severity.WARNING)


def area_work_ms(programme: Programme) -> dict[Area, float]:
    """Milliseconds of work for each area; a movement of two areas counts half for each."""
    work = dict.fromkeys(Area, 0.0)
    for exercise in programme.exercises:
        areas = exercise.movement.areas
        for area in areas:
            work[area] += sum(bout.length_ms for bout in exercise.work) / len(areas)
    return work


def _uneven_areas(programme: Programme) -> str:
    work = area_work_ms(programme)
    total = sum(work.values())
    aim = sum(BALANCE.values())
    shares = {area: 100 * work[area] / (total or 1) for area in BALANCE}
    aims = {area: 100 * part / aim for area, part in BALANCE.items()}
    off = [
        f"{area} {shares[area]:.0f} % (aim {aims[area]:.0f} %)"
        for area in BALANCE
        if total and abs(shares[area] - aims[area]) > BALANCE_WITHIN_PERCENT
    ]
    return f"The work is unevenly shared: {', '.join(off)}." if off else ""


def _out_of_order(programme: Programme) -> Iterator[Problem]:
    """Areas go from the foot upward; a movement of two areas may stand with either."""
    reached = 0
    for number, (exercise, place) in enumerate(_steps(programme)):
        if number == 0 and exercise.movement.id == OPENER:
            continue
        possible = [_ORDER.index(area) for area in exercise.movement.areas]
        fitting = [rank for rank in possible if rank >= reached]
        if possible and not fitting:
            message = (
                f"{exercise.movement.name} comes late: work from the ankle to the hip to the "
                "upper back."
            )
            yield _balance(place, message)
        reached = min(fitting, default=reached)


def _static_first(programme: Programme) -> Iterator[Problem]:
    """A static hold comes after at least one dynamic movement of the same area."""
    warm: set[Area] = set()
    for exercise, place in _steps(programme):
        movement = exercise.movement
        if is_dynamic(movement, exercise.work[0]):
            warm.update(movement.areas)
        static = any(is_static(movement, bout) for bout in exercise.work)
        if static and not warm.intersection(movement.areas):
            message = (
                f"{movement.name} is held still; do something that moves the {movement.areas[0]} "
                "first."
            )
            yield _balance(place, message)


RULES: Final[tuple[Rule, ...]] = (
    static_before_run,
    pigeon_before_run,
    pigeon_hold,
    pre_run_length,
    rest_day_balance,
)
