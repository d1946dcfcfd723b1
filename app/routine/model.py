"""A routine as it is written: what the runner asked for, before any movement's defaults apply."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from app.document.problems import START, Place
from app.movements.model import DoseKind, Side, When
from app.units import SECOND, Range

DEFAULT_LEAD_IN_MS: Final = 10 * SECOND
DEFAULT_TRANSITION_MS: Final = 10 * SECOND
DEFAULT_SWITCH_MS: Final = 8 * SECOND


class HoldTarget(StrEnum):
    """Which end of a range is run."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"

    def pick(self, amount: Range) -> int:
        """The value of a range; the middle is the mean, rounded up to a whole number.

        A hold comes in milliseconds, so that its mean is exact for every range of seconds.
        """
        if self is HoldTarget.LOW:
            return amount.low
        return amount.high if self is HoldTarget.HIGH else -(-(amount.low + amount.high) // 2)


class Usual(NamedTuple):
    """What the runner wants wherever a routine does not say: which end of a range, how much time.

    `ready_ms` and `switch_ms` are the least before a movement and between its sides; 0 leaves both
    to the movements. A movement that needs longer gets longer.
    """

    hold_target: HoldTarget = HoldTarget.HIGH
    ready_ms: int = 0
    switch_ms: int = 0


class VoiceLevel(StrEnum):
    """How much is heard; captions always show everything."""

    FULL = "full"
    BRIEF = "brief"
    TONES = "tones"
    SILENT = "silent"


class Sides(StrEnum):
    """Which sides of a two-sided movement are done, and which comes first."""

    BOTH = "both"
    LEFT_FIRST = "left-first"
    LEFT = "left"
    RIGHT = "right"

    @property
    def order(self) -> tuple[Side, ...]:
        """The sides in the order in which they are done; `both` begins with the right."""
        return _ORDER[self]


_ORDER: Final = {
    Sides.BOTH: (Side.RIGHT, Side.LEFT),
    Sides.LEFT_FIRST: (Side.LEFT, Side.RIGHT),
    Sides.LEFT: (Side.LEFT,),
    Sides.RIGHT: (Side.RIGHT,),
}


class StepDose(NamedTuple):
    """The dose that a step names; `amount` in milliseconds for a hold, else a number."""

    kind: DoseKind
    amount: Range


class MovementStep(NamedTuple):
    """A step that moves. None means: not written, the next owner decides."""

    movement: str
    dose: StepDose | None = None
    sets: int | None = None
    tempo_ms: int | None = None
    sides: Sides = Sides.BOTH
    transition_ms: int | None = None
    switch_ms: int | None = None
    note: str = ""
    place: Place = START


class RestStep(NamedTuple):
    """A step that waits."""

    rest_ms: int
    say: str = ""
    place: Place = START


class RepeatStep(NamedTuple):
    """Steps that are done several times over."""

    times: int
    steps: tuple[Step, ...]
    place: Place = START


Step = MovementStep | RestStep | RepeatStep


class Routine(NamedTuple):
    """A whole routine file; `id` is the file's name without its ending."""

    id: str
    name: str
    steps: tuple[Step, ...]
    when: When = When.ANY
    description: str = ""
    lead_in_ms: int | None = None
    transition_ms: int | None = None
    switch_ms: int | None = None
    tempo_ms: int | None = None
    hold_target: HoldTarget | None = None
    voice: VoiceLevel = VoiceLevel.FULL
