"""One step of a routine file: its kind, its dose, and whether the movement allows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.document.fields import Fields
from app.document.nodes import Mapping, Scalar
from app.document.problems import Problems, did_you_mean, quoted
from app.movements.bounds import (
    BREATH_BOUNDS,
    HOLD_BOUNDS,
    PAUSE_BOUNDS,
    REP_BOUNDS,
    SET_BOUNDS,
    TEMPO_BOUNDS,
)
from app.movements.loader import BrokenMovement, Catalogue
from app.movements.model import DoseKind, Movement
from app.routine.model import MovementStep, RepeatStep, RestStep, Sides, Step, StepDose
from app.units import Range

REPEAT_BOUNDS: Final = (1, 50)

_KINDS: Final = ("movement", "rest", "repeat")
_DOSES: Final = ("hold", "reps", "breaths")
_KEYS: Final = {
    "movement": ("movement", *_DOSES, "sets", "tempo", "sides", "note", "transition", "switch"),
    "rest": ("rest", "say"),
    "repeat": ("repeat", "steps"),
}


class StepReader:
    """Reads one mapping of `steps`."""

    def __init__(self, node: Mapping, problems: Problems, catalogue: Catalogue) -> None:
        """`problems` takes every fault; `catalogue` knows what each movement allows."""
        self._catalogue = catalogue
        self._problems = problems
        self._kinds = [
            key for key, _ in node.entries if isinstance(key, Scalar) and key.text in _KINDS
        ]
        kind = self._kinds[0].text if self._kinds else ""
        known = dict.fromkeys((*_KEYS.get(kind, sum(_KEYS.values(), ())), *self._kind_names()))
        self._fields = Fields(node, problems, known, f"in a {kind or 'step'}{' step' * bool(kind)}")
        self._kind = kind

    def _kind_names(self) -> tuple[str, ...]:
        return tuple(key.text for key in self._kinds)

    def step(self, repeated: Callable[[Fields], tuple[Step, ...]]) -> Step | None:
        """The step, or None where it has none; `repeated` reads the steps of a repeat."""
        if not self._check_kind():
            self._read_values(repeated)
            return None
        match self._kind:
            case "movement":
                return self._movement_step()
            case "rest":
                return self._rest_step()
            case _:
                return self._repeat_step(repeated)

    def _check_kind(self) -> bool:
        if not self._kinds:
            message = "A step has one of movement, rest, repeat; this one has none."
            self._problems.add(self._fields.place, "missing-key", message)
            return False
        for key in self._kinds[1:]:
            if key.text != self._kind:
                message = f'A step has one of movement, rest, repeat; "{key.text}" is a second one.'
                self._problems.add(key.place, "two-kinds", message)
        return True

    def _read_values(self, repeated: Callable[[Fields], tuple[Step, ...]]) -> None:
        """The values of a step of no kind, so that their faults show with the others."""
        self._movement_step()
        self._fields.text("say")
        if "steps" in self._fields:
            repeated(self._fields)

    def _rest_step(self) -> RestStep | None:
        rest = self._fields.duration("rest", *HOLD_BOUNDS)
        say = self._fields.text("say") or ""
        return None if rest is None else RestStep(rest, say, self._fields.place)

    def _repeat_step(self, repeated: Callable[[Fields], tuple[Step, ...]]) -> RepeatStep | None:
        self._fields.require("steps")
        times = self._fields.count("repeat", *REPEAT_BOUNDS)
        steps = repeated(self._fields)
        return RepeatStep(times, steps, self._fields.place) if times and steps else None

    def _movement_step(self) -> MovementStep | None:
        fields = self._fields
        kind, amount = self._dose()
        step_sets = fields.count("sets", *SET_BOUNDS)
        tempo = fields.duration("tempo", *TEMPO_BOUNDS)
        sides = fields.choice("sides", Sides) or Sides.BOTH
        transition = fields.duration("transition", *PAUSE_BOUNDS)
        switch = fields.duration("switch", *PAUSE_BOUNDS)
        note = fields.text("note") or ""
        movement = self._movement()
        if movement is None:
            return None
        self._check_suits(movement, kind, amount)
        dose = StepDose(kind, amount) if kind and amount else None
        return MovementStep(
            movement.id, dose, step_sets, tempo, sides, transition, switch, note, fields.place
        )

    def _movement(self) -> Movement | None:
        word = self._fields.word("movement")
        if word is None:
            return None
        if word not in self._catalogue:
            hint = did_you_mean(word, self._catalogue.ids) or ' "limber movements" lists them.'
            message = f"There is no movement {quoted(word)}.{hint}"
            self._fields.fault("movement", "unknown-movement", message)
            return None
        try:
            return self._catalogue.get(word)
        except BrokenMovement as fault:
            message = f"The file of this movement has a fault: {fault}"
            self._fields.fault("movement", "broken-movement", message)
            return None

    def _dose(self) -> tuple[DoseKind | None, Range | None]:
        """What kind of dose the step names, and how much where that can be read."""
        fields = self._fields
        ranges: dict[str, Range | None] = {
            "hold": fields.duration_range("hold", *HOLD_BOUNDS),
            "reps": fields.count_range("reps", *REP_BOUNDS),
            "breaths": fields.count_range("breaths", *BREATH_BOUNDS),
        }
        given = fields.in_order(_DOSES)
        for key in given[1:]:
            message = f'A step has one dose; "{key}" is a second one beside "{given[0]}".'
            self._problems.add(fields.key_place(key), "two-doses", message)
        return (DoseKind(given[0]), ranges[given[0]]) if given else (None, None)

    def _check_suits(self, movement: Movement, kind: DoseKind | None, amount: Range | None) -> None:
        """Whether the movement allows what the step asks of it."""
        if not movement.two_sided and "sides" in self._fields:
            message = f'"{movement.id}" has no sides. Remove "sides".'
            self._problems.add(self._fields.key_place("sides"), "one-sided", message)
        if movement.parts:
            for key in (*_DOSES, "sets", "tempo"):
                self._refuse(key, f'"{movement.id}" takes no {key}: it has its own course.')
            return
        if kind and kind not in movement.kinds:
            allowed = " or ".join(sorted(movement.kinds))
            self._refuse(kind.value, f'"{movement.id}" is done in {allowed}, not {kind}.')
        kinds = {kind} if kind else {dose.kind for dose in movement.doses}
        if DoseKind.REPS not in kinds:
            self._refuse("tempo", 'A "tempo" goes with reps; this step has none.')
        if amount and movement.even_reps and kind is DoseKind.REPS:
            self._check_even(movement, amount)

    def _refuse(self, key: str, message: str) -> None:
        if key in self._fields:
            self._problems.add(self._fields.key_place(key), "unsuitable-dose", message)

    def _check_even(self, movement: Movement, amount: Range) -> None:
        if amount.low % 2 or amount.high % 2:
            message = (
                f'"{movement.id}" needs an even number of {movement.counted}, '
                "so that both sides get the same."
            )
            self._fields.fault("reps", "unsuitable-dose", message)
