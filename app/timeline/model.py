"""A compiled session: segments that touch, and cues that belong to them.

All times are integer milliseconds. A *segment* is a stretch of one phase on one side; a *cue* is
something heard (a text or a sound) and shown (its caption) at one moment.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from app.movements.model import Side
from app.routine.doses import Bout, Exercise, Pause, Rest


class Phase(StrEnum):
    """What the runner does during a segment."""

    PREPARE = "prepare"
    HOLD = "hold"
    REPS = "reps"
    BREATHS = "breaths"
    SWITCH = "switch"
    REST = "rest"

    @property
    def is_work(self) -> bool:
        """Whether time in this phase counts as work of a side."""
        return self in _WORK


_WORK = frozenset({Phase.HOLD, Phase.REPS, Phase.BREATHS})


class CueKind(StrEnum):
    """Why a cue is there; the voice level decides by kind what is heard."""

    WELCOME = "welcome"
    ANNOUNCE = "announce"
    WORK = "work"
    TECHNIQUE = "technique"
    HALFWAY = "halfway"
    LOW_END = "low-end"
    COUNT = "count"
    BREATH = "breath"
    SWITCH = "switch"
    REST = "rest"
    COUNTDOWN = "countdown"
    DONE = "done"


class Line(NamedTuple):
    """One sentence for the ear and the same for the eye."""

    text: str
    caption: str


class Form(StrEnum):
    """How much of its message a cue has room for."""

    FULL = "full"
    SHORT = "short"
    SOUND = "sound"
    """Its sound and its caption; the words found no room."""


class Yielded(NamedTuple):
    """A message that found no room, and in a few words why. Times as in `Cue`."""

    at_ms: int
    kind: CueKind
    text: str
    why: str

    def moved(self, by_ms: int) -> Yielded:
        """The same, later."""
        return self._replace(at_ms=self.at_ms + by_ms)


class Cue(NamedTuple):
    """One thing heard: a sound, a text, or a sound followed by a text.

    `at_ms` counts from the start of the session, or, inside a `Block`, from the block's start.
    `length_ms` is how long it sounds. `brief` is the text at voice level brief, empty for none.
    """

    at_ms: int
    kind: CueKind
    text: str
    sound: str | None
    caption: str
    brief: str = ""
    length_ms: int = 0
    form: Form = Form.FULL

    def moved(self, by_ms: int) -> Cue:
        """The same cue, later."""
        return self._replace(at_ms=self.at_ms + by_ms)


class Block(NamedTuple):
    """What a segment holds, apart from when it starts; equal steps share their blocks.

    `source` is the bout, pause or rest that it was made from, `exercise` the movement's whole
    course where there is one; with both a block can be made again at another length. `bout` is the
    work itself or the work that a pause or a prepare phase leads to; `turn` counts the bouts.
    `resizes` are the runner's changes in order: the new length, and how much was done by then.
    """

    length_ms: int
    phase: Phase
    label: str
    cues: tuple[Cue, ...]
    source: Bout | Pause | Rest | None = None
    exercise: Exercise | None = None
    bout: Bout | None = None
    dose: str = ""
    turn: int = 0
    resizes: tuple[tuple[int, int], ...] = ()
    yielded: tuple[Yielded, ...] = ()


class Segment(NamedTuple):
    """A block at its time. `item` counts the programme's items, so that it tells steps apart."""

    start_ms: int
    block: Block
    item: int

    @property
    def end_ms(self) -> int:
        """Where the next segment starts."""
        return self.start_ms + self.block.length_ms

    @property
    def phase(self) -> Phase:
        """What the runner does."""
        return self.block.phase

    @property
    def movement_id(self) -> str | None:
        """The movement, None during a rest of the routine."""
        return self.block.exercise.movement.id if self.block.exercise else None

    @property
    def side(self) -> Side | None:
        """The lead side; during a switch or a prepare phase the one that comes."""
        bout = self.block.bout
        return bout.side if bout else None

    @property
    def bout(self) -> Bout | None:
        """The work of this segment, or the work that it leads to."""
        return self.block.bout

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The segment's cues on the session's clock."""
        return tuple(cue.moved(self.start_ms) for cue in self.block.cues)


class Timeline:
    """A session, compiled: its blocks laid end to end, and the closing cues at its very end.

    Never changes once made; `blocks` pairs each block with its item in the programme.
    """

    def __init__(
        self,
        routine_id: str,
        name: str,
        blocks: tuple[tuple[int, Block], ...],
        closing: tuple[Cue, ...] = (),
    ) -> None:
        """`closing` counts from the end of the last block."""
        self.id: Final = routine_id
        self.name: Final = name
        self.blocks: Final = blocks
        self.closing: Final = closing

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """In order; they touch one another from 0 to `total_ms`."""
        ends = accumulate((block.length_ms for _, block in self.blocks), initial=0)
        return tuple(
            Segment(start, block, item)
            for start, (item, block) in zip(ends, self.blocks, strict=False)
        )

    @property
    def has_work(self) -> bool:
        """Whether anything of it is more than a rest."""
        return any(block.exercise for _, block in self.blocks)

    @cached_property
    def total_ms(self) -> int:
        """The length of the session."""
        return sum(block.length_ms for _, block in self.blocks)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue in order; the closing one stands at `total_ms` exactly."""
        found = [cue for segment in self.segments for cue in segment.cues]
        return (*found, *(cue.moved(self.total_ms) for cue in self.closing))

    @cached_property
    def yielded(self) -> tuple[Yielded, ...]:
        """Everything that found no room, in order."""
        pairs = (
            (segment.start_ms, each) for segment in self.segments for each in segment.block.yielded
        )
        return tuple(each.moved(start) for start, each in pairs)

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.start_ms for segment in self.segments]

    def index_at(self, position_ms: int) -> int:
        """The index of the segment that holds a moment; the last one at and after the end."""
        return max(0, bisect_right(self._starts, position_ms) - 1)

    def replaced(self, blocks: tuple[tuple[int, Block], ...]) -> Timeline:
        """The same session with other blocks."""
        return Timeline(self.id, self.name, blocks, self.closing)

    def closed_by(self, cue: Cue) -> Timeline:
        """The same session with other last words."""
        return Timeline(self.id, self.name, self.blocks, (cue,))
