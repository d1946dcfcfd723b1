"""A movement as the catalogue knows it.

Vocabulary: a *dose* is how much (reps, a hold, breaths), a *side* is left or right, the *lead
side* is the limb in front or on top, which the voice names; the *target side* is the one that is
stretched.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from app.units import Range


class Side(StrEnum):
    """The lead side of a stretch of work."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Direction(StrEnum):
    """Which way a circle goes round: away from the body's midline first, or towards it."""

    OPENING = "opening"
    CLOSING = "closing"


class Area(StrEnum):
    """The three areas that want mobility, from the foot upward."""

    ANKLE = "ankle"
    HIP = "hip"
    THORACIC = "thoracic"


class Role(StrEnum):
    """Dynamic moves through range, static stays, rolling is timed but never static."""

    DYNAMIC = "dynamic"
    STATIC = "static"
    ROLLING = "rolling"


class When(StrEnum):
    """When a routine is done, and which rules about running it obeys."""

    PRE_RUN = "pre-run"
    POST_RUN = "post-run"
    REST_DAY = "rest-day"
    ANY = "any"


class Need(StrEnum):
    """What must lie ready."""

    MAT = "mat"
    WALL = "wall"
    BOX = "box"
    ROLLER = "roller"
    BALL = "ball"
    CUSHION = "cushion"
    BLOCKS = "blocks"
    TAPE_MEASURE = "tape-measure"


class DoseKind(StrEnum):
    """How a dose is counted; also the phase of its work."""

    HOLD = "hold"
    REPS = "reps"
    BREATHS = "breaths"


class TargetSide(StrEnum):
    """Which side is stretched, seen from the lead side."""

    LEAD = "lead"
    OTHER = "other"


class Dose(NamedTuple):
    """An amount of work on one side in one set.

    `amount` is in milliseconds for a hold and a number for reps and breaths. `sets` is a range
    because the articles give one for the bridge. `when` limits a dose to kinds of routine; empty
    means always.
    """

    kind: DoseKind
    amount: Range
    sets: Range = Range(1, 1)
    tempo_ms: int | None = None
    when: frozenset[When] = frozenset()
    name: str = ""


class BreathWords(NamedTuple):
    """What the voice says on the way in and out of a rep that follows the breath."""

    inhale: str
    exhale: str


class Part(NamedTuple):
    """One part of a movement made of others, such as the knee-to-wall test.

    `movement` is None for the composite's own position, held for `hold_ms`.
    """

    movement: str | None
    hold_ms: int | None
    action: str = ""


class Movement(NamedTuple):
    """One entry of the catalogue; see `resources/movements/README.md` for the file's keys."""

    id: str
    name: str
    areas: tuple[Area, ...]
    role: Role
    when: frozenset[When]
    two_sided: bool
    doses: tuple[Dose, ...]
    variants: tuple[Dose, ...] = ()
    parts: tuple[Part, ...] = ()
    code: str = ""
    short_name: str = ""
    target: str = ""
    lead: str = ""
    target_side: TargetSide = TargetSide.LEAD
    directions: tuple[Direction, ...] = ()
    even_reps: bool = False
    static_always: bool = False
    pre_run_tempo_ms: int | None = None
    counted: str = "reps"
    breath_words: BreathWords | None = None
    transition_ms: int | None = None
    switch_ms: int | None = None
    action: str = ""
    setup: str = ""
    technique: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    description: str = ""
    source: str = ""
    picture: Path | None = None
    picture_mirrors: bool = True

    @property
    def kinds(self) -> frozenset[DoseKind]:
        """The ways in which a step may dose it."""
        return frozenset(dose.kind for dose in self.doses + self.variants)

    def default_for(self, kind: DoseKind) -> Dose | None:
        """The movement's own dose of a kind, its variants last."""
        return next((d for d in self.doses + self.variants if d.kind is kind), None)

    def own_doses(self, when: When) -> tuple[Dose, ...]:
        """What a step without a dose gets, in order, in a routine of this kind."""
        return tuple(d for d in self.doses if not d.when or when in d.when)
