"""What a step really asks of the body: doses, sides, sets and the pauses between them.

`step over routine over movement over default`: this module is the only place that decides which
of them holds. What the runner wants usually fills in where neither step nor routine says anything.
Everything here is arithmetic on one step; repeats are unrolled at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from app.document.problems import START, Place
from app.movements.bounds import DEFAULT_TEMPO_MS
from app.movements.loader import Catalogue
from app.movements.model import Direction, Dose, DoseKind, Movement, Part, Side, When
from app.routine.model import (
    DEFAULT_LEAD_IN_MS,
    DEFAULT_SWITCH_MS,
    DEFAULT_TRANSITION_MS,
    HoldTarget,
    MovementStep,
    RepeatStep,
    RestStep,
    Routine,
    Step,
    StepDose,
    Usual,
)
from app.units import SECOND, Range

_NO_HABIT: Final = Usual()
BREATH_MS: Final = 8 * SECOND
SET_REST_MS: Final = 6 * SECOND
DIRECTION_MS: Final = 3 * SECOND


class Bout(NamedTuple):
    """One unbroken stretch of work on one side.

    `length_ms` is what the hold target picked, `amount` the whole range of the dose and `low_ms`
    the time after which a range's low end is reached (equal to `length_ms` where there is none).
    `rep_count` is the number of reps or breaths and None for a hold.
    """

    kind: DoseKind
    length_ms: int
    low_ms: int
    amount: Range
    side: Side | None = None
    direction: Direction | None = None
    rep_count: int | None = None
    tempo_ms: int | None = None
    set: int = 1
    sets: int = 1


class PauseKind(StrEnum):
    """Why two bouts of one movement do not touch."""

    SIDE = "side"
    DIRECTION = "direction"
    SET = "set"


class Pause(NamedTuple):
    """Time between two bouts."""

    kind: PauseKind
    length_ms: int


class Exercise(NamedTuple):
    """One movement as performed: getting ready, then bouts and the pauses between them.

    `transition_ms` is what was asked for, `transition_given` whether the routine itself asked;
    the compiler may lengthen it for its words.
    """

    movement: Movement
    bouts: tuple[Bout | Pause, ...]
    transition_ms: int
    transition_given: bool = False
    action: str = ""
    note: str = ""

    @property
    def work(self) -> tuple[Bout, ...]:
        """The bouts alone."""
        return tuple(item for item in self.bouts if isinstance(item, Bout))

    @property
    def length_ms(self) -> int:
        """From the first bout's start to the last one's end."""
        return sum(item.length_ms for item in self.bouts)


class Rest(NamedTuple):
    """A rest that the routine asks for."""

    length_ms: int
    say: str = ""


Item = Exercise | Rest


class Programme(NamedTuple):
    """A routine with every dose decided and every repeat unrolled.

    `places[i]` is where item i's step stands in the file. Equal steps share their items. A
    `newcomer` begins for the first time ever and is told a little more.
    """

    routine: Routine
    lead_in_ms: int
    items: tuple[Item, ...]
    places: tuple[Place, ...]
    newcomer: bool = False

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The items that move."""
        return tuple(item for item in self.items if isinstance(item, Exercise))


def decide(
    routine: Routine,
    catalogue: Catalogue,
    left_out: frozenset[str] = frozenset(),
    *,
    newcomer: bool = False,
    usual: Usual = _NO_HABIT,
) -> Programme:
    """The programme of a valid routine, without the movements that the runner has left out."""
    known: dict[MovementStep | RestStep, tuple[Item, ...]] = {}
    items: list[Item] = []
    places: list[Place] = []
    for step in _unrolled(routine.steps):
        key = step._replace(place=START)
        if (found := known.get(key)) is None:
            found = known[key] = tuple(
                item
                for item in step_items(step, routine, catalogue, usual)
                if isinstance(item, Rest) or item.movement.id not in left_out
            )
        items += found
        places += [step.place] * len(found)
    lead_in = routine.lead_in_ms
    if lead_in is None:
        lead_in = max(DEFAULT_LEAD_IN_MS, usual.ready_ms)
    return Programme(routine, lead_in, tuple(items), tuple(places), newcomer)


def _unrolled(steps: tuple[Step, ...]) -> Iterator[MovementStep | RestStep]:
    for step in steps:
        if isinstance(step, RepeatStep):
            for _ in range(step.times):
                yield from _unrolled(step.steps)
        else:
            yield step


def step_items(
    step: MovementStep | RestStep, routine: Routine, catalogue: Catalogue, usual: Usual = _NO_HABIT
) -> tuple[Item, ...]:
    """One step decided: one item, or one for each part of a composite movement."""
    if isinstance(step, RestStep):
        return (Rest(step.rest_ms, step.say),)
    movement = catalogue.get(step.movement)
    if not movement.parts:
        return (_exercise(step, movement, routine, usual),)
    exercises = []
    for part in movement.parts:
        moved = movement if part.movement is None else catalogue.get(part.movement)
        inner = _part_step(part, step, moved, first=part is movement.parts[0])
        exercise = _exercise(inner, moved, routine, usual)
        exercises.append(exercise._replace(action=part.action or exercise.action))
    return tuple(exercises)


def _part_step(part: Part, step: MovementStep, movement: Movement, *, first: bool) -> MovementStep:
    """One part of a composite as a step; the step's own words belong to the first part only."""
    return step._replace(
        movement=movement.id,
        note=step.note if first else "",
        dose=None
        if part.hold_ms is None
        else StepDose(DoseKind.HOLD, Range(part.hold_ms, part.hold_ms)),
    )


def _exercise(step: MovementStep, movement: Movement, routine: Routine, usual: Usual) -> Exercise:
    given = (step.transition_ms, routine.transition_ms)
    least = max(_first(movement.transition_ms, DEFAULT_TRANSITION_MS), usual.ready_ms)
    return Exercise(
        movement,
        tuple(_bouts(step, movement, routine, usual)),
        _first(*given, least),
        given != (None, None),
        movement.action,
        step.note,
    )


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)


def step_doses(step: MovementStep, movement: Movement, when: When) -> tuple[Dose, ...]:
    """The doses of a step: its own, or the movement's own for this kind of routine."""
    if step.dose is None:
        return movement.own_doses(when)
    own = movement.default_for(step.dose.kind)
    tempo = own.tempo_ms if own else DEFAULT_TEMPO_MS
    return (Dose(step.dose.kind, step.dose.amount, tempo_ms=tempo),)


def _tempo(step: MovementStep, movement: Movement, routine: Routine, dose: Dose) -> int:
    pre_run = movement.pre_run_tempo_ms if routine.when is When.PRE_RUN else None
    return _first(step.tempo_ms, routine.tempo_ms, pre_run, dose.tempo_ms, DEFAULT_TEMPO_MS)


def _bouts(
    step: MovementStep, movement: Movement, routine: Routine, usual: Usual
) -> Iterator[Bout | Pause]:
    """Sets alternate sides, so that the other side is the rest."""
    doses = step_doses(step, movement, routine.when)
    target = routine.hold_target or usual.hold_target
    own_sets = max((target.pick(dose.sets) for dose in doses), default=1)
    sets = step.sets or own_sets
    sides: tuple[Side | None, ...] = step.sides.order if movement.two_sided else (None,)
    least_ms = max(_first(movement.switch_ms, DEFAULT_SWITCH_MS), usual.switch_ms)
    switch_ms = _first(step.switch_ms, routine.switch_ms, least_ms)
    between = (
        Pause(PauseKind.SIDE, switch_ms) if len(sides) > 1 else Pause(PauseKind.SET, SET_REST_MS)
    )
    for number in range(1, sets + 1):
        for side in sides:
            if (number, side) != (1, sides[0]):
                yield between
            for bout in _one_side(doses, step, movement, routine, target):
                yield (
                    bout
                    if isinstance(bout, Pause)
                    else bout._replace(side=side, set=number, sets=sets)
                )


def _one_side(
    doses: tuple[Dose, ...],
    step: MovementStep,
    movement: Movement,
    routine: Routine,
    target: HoldTarget,
) -> Iterator[Bout | Pause]:
    for dose in doses:
        picked = target.pick(dose.amount)
        bout = _bout(dose, picked, movement, _tempo(step, movement, routine, dose))
        if not movement.directions or dose.kind is not DoseKind.REPS:
            yield bout
            continue
        for direction in movement.directions:
            if direction is not movement.directions[0]:
                yield Pause(PauseKind.DIRECTION, DIRECTION_MS)
            yield bout._replace(direction=direction)


def _bout(dose: Dose, picked: int, movement: Movement, tempo_ms: int) -> Bout:
    """`picked` is the value of the dose's range that is run."""
    if dose.kind is DoseKind.HOLD:
        return Bout(dose.kind, picked, min(picked, dose.amount.low), dose.amount)
    if movement.even_reps and dose.kind is DoseKind.REPS:
        picked += picked % 2
    tempo = BREATH_MS if dose.kind is DoseKind.BREATHS else tempo_ms
    low = min(picked, dose.amount.low) * tempo
    return Bout(dose.kind, picked * tempo, low, dose.amount, rep_count=picked, tempo_ms=tempo)
