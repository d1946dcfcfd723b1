"""What the stage shows at a moment, as plain words and numbers: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.movements.model import DoseKind, Movement, Side
from app.routine.doses import Pause, PauseKind
from app.session.engine import Session
from app.session.moment import Moment, moment_at
from app.session.states import State
from app.timeline.model import Block, Phase, Segment
from app.units import MINUTE, SECOND


class Mood(StrEnum):
    """How the frame is coloured: getting ready, working, changing sides, or standing still."""

    READY = "ready"
    WORK = "work"
    SWITCH = "switch"
    STILL = "still"


PAUSED: Final = "Paused"
OTHER_WAY: Final = "Other way"
INHALE: Final = "Inhale"
EXHALE: Final = "Exhale"
# From here on seconds alone are as wide as minutes and seconds.
_SECONDS_BELOW_MS: Final = 100 * SECOND

_MOODS: Final = {Phase.PREPARE: Mood.READY, Phase.SWITCH: Mood.SWITCH, Phase.REST: Mood.STILL}
_TITLES: Final = {
    Phase.PREPARE: "Get ready",
    Phase.SWITCH: "Switch",
    Phase.REST: "Rest",
    Phase.HOLD: "Hold",
    Phase.REPS: "Move",
    Phase.BREATHS: "Breathe",
}


@dataclass(frozen=True, slots=True)
class StageView:
    """All that changes on the stage but the caption.

    `number` and `unit` are the largest thing, `widest` what they may grow to in this segment;
    `seconds` and `widest_seconds` are the same without minutes, empty where that helps nothing.
    `short_name` is for a name that finds no room.
    `dose` is the line under them, `short_dose` the same for a narrow slab, `set_text` the set;
    `coming` is empty when nothing comes; `coming_same`: the same movement on the other side.
    `done` and `low` are shares of the work from 0 to 1: what is behind, and where a range's low end
    lies (1 where there is no range). `pips` counts reps or breaths, 0 for a hold. `breath` is the
    word of the breath that runs, empty where nothing follows the breath. `has_lane`: the time has a
    lane of its own. `spoken` is what a screen reader says, without what changes every second.
    """

    mood: Mood
    title: str
    side: Side | None
    name: str
    short_name: str
    number: str
    unit: str
    widest: tuple[tuple[str, str], ...]
    seconds: str
    widest_seconds: str
    dose: str
    short_dose: str
    set_text: str
    coming: str
    coming_side: Side | None
    coming_spoken: str
    coming_movement: Movement | None
    coming_same: bool
    has_lane: bool
    done: float
    low: float
    pips: int
    pip: int
    breath: str
    paused: bool
    spoken: str

    @property
    def still_parts(self) -> StageView:
        """The same without what moves: equal views differ in number, lane and time left only."""
        return replace(
            self,
            number="",
            unit="",
            seconds="",
            dose="",
            short_dose="",
            done=0.0,
            pip=0,
            breath=self.breath and INHALE,
        )


def stage_view(session: Session) -> StageView:
    """The view of a session that has at least one segment."""
    moment = moment_at(session.timeline, session.position_ms)
    block, bout = moment.segment.block, moment.segment.bout
    paused = session.state is State.PAUSED
    number, unit, widest = _number(moment)
    dose = _dose(moment)
    coming = moment.coming
    works = block.phase.is_work
    seconds, widest_seconds = _seconds(moment)
    view = StageView(
        mood=Mood.STILL if paused else _MOODS.get(block.phase, Mood.WORK),
        title=PAUSED if paused else _title(block),
        side=moment.segment.side,
        name=block.label if block.exercise else "",
        short_name=block.exercise.movement.short_name if block.exercise else "",
        number=number,
        unit=unit,
        widest=widest,
        seconds=seconds,
        widest_seconds=widest_seconds,
        dose=dose,
        short_dose=_short(dose),
        set_text=f"Set {bout.set} of {bout.sets}" if bout and bout.sets > 1 else "",
        coming=_named(coming),
        coming_side=coming.bout.side if coming and coming.bout else None,
        coming_spoken=_coming_spoken(coming),
        coming_movement=coming.exercise.movement if coming and coming.exercise else None,
        coming_same=_is_other_side(block, coming),
        has_lane=works or block.phase is Phase.REST,
        done=moment.elapsed_ms // SECOND * SECOND / max(1, block.length_ms),
        low=_low_share(block),
        pips=(bout.rep_count or 0) if works and bout else 0,
        pip=moment.rep or 0,
        breath=_breath_word(moment),
        paused=paused,
        spoken="",
    )
    return replace(view, spoken=_spoken(view, block))


def _title(block: Block) -> str:
    """The phase in a word; work on a side needs none, its sign stands in that place."""
    if block.phase.is_work and block.bout and block.bout.side:
        return ""
    if isinstance(block.source, Pause) and block.source.kind is PauseKind.DIRECTION:
        return OTHER_WAY
    return _TITLES[block.phase]


def time_text(ms: int) -> tuple[str, str]:
    """A time left as number and unit: `1:18`, or `42` and `s` below a minute; rounded up."""
    seconds = -(-ms // SECOND)
    if seconds < MINUTE // SECOND:
        return str(seconds), "s"
    return f"{seconds // 60}:{seconds % 60:02d}", ""


def _number(moment: Moment) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    block = moment.segment.block
    if moment.rep and block.bout and block.bout.rep_count:
        unit = f"of {block.bout.rep_count}"
        return str(moment.rep), unit, ((str(block.bout.rep_count), unit),)
    number, unit = time_text(moment.left_ms)
    longest = time_text(block.length_ms)
    return number, unit, (longest, ("59", "s")) if not longest[1] else (longest,)


def _seconds(moment: Moment) -> tuple[str, str]:
    """The time left and the most of it, both in seconds."""
    block = moment.segment.block
    if moment.rep or not MINUTE <= block.length_ms < _SECONDS_BELOW_MS:
        return "", ""
    return str(-(-moment.left_ms // SECOND)), str(-(-block.length_ms // SECOND))


def breath_level(segment: Segment, position_ms: float) -> float | None:
    """How full the lungs are, from 0 to 1; None where nothing follows the breath.

    One rep is one breath: in for the first half of it, out for the second.
    """
    bout = segment.bout
    if not _follows_breath(segment) or bout is None or not bout.tempo_ms:
        return None
    elapsed = max(0.0, min(position_ms - segment.start_ms, segment.block.length_ms - 1.0))
    phase = elapsed % bout.tempo_ms / bout.tempo_ms
    return 2 * phase if phase < 0.5 else 2 - 2 * phase


def _follows_breath(segment: Segment) -> bool:
    exercise, bout = segment.block.exercise, segment.bout
    if not segment.phase.is_work or exercise is None or bout is None:
        return False
    worded = bout.kind is DoseKind.REPS and exercise.movement.breath_words is not None
    return worded or bout.kind is DoseKind.BREATHS


def _breath_word(moment: Moment) -> str:
    bout = moment.segment.bout
    if not _follows_breath(moment.segment) or bout is None or not bout.tempo_ms:
        return ""
    return INHALE if moment.elapsed_ms % bout.tempo_ms * 2 < bout.tempo_ms else EXHALE


def _dose(moment: Moment) -> str:
    """The dose; while reps are counted the time they leave, since the number says the dose."""
    block, bout = moment.segment.block, moment.segment.bout
    if bout is None or not block.exercise:
        return ""
    if block.phase.is_work and bout.kind is not DoseKind.HOLD:
        return f"{' '.join(filter(None, time_text(moment.left_ms)))} left"
    # The sets are counted on a line of their own.
    return block.dose.partition(" · ")[0]


def _short(dose: str) -> str:
    """`60–90 s` of `Hold 60–90 s`: without the word before the number."""
    head, _, tail = dose.partition(" ")
    return tail if tail and not any(char.isdigit() for char in head) else dose


def _low_share(block: Block) -> float:
    bout = block.bout
    if bout is None or not block.phase.is_work or not block.length_ms:
        return 1.0
    return min(1.0, bout.low_ms / block.length_ms)


def _named(block: Block | None) -> str:
    if block is None:
        return ""
    return block.exercise.movement.short_name if block.exercise else block.label


def _is_other_side(block: Block, coming: Block | None) -> bool:
    """Whether the work that comes is that of this movement on the other side."""
    if coming is None or coming.bout is None or block.bout is None:
        return False
    same = block.exercise is not None and block.exercise is coming.exercise
    return same and coming.bout.side is not None and coming.bout.side is not block.bout.side


def _coming_spoken(block: Block | None) -> str:
    if block is None:
        return "Next: the end"
    side = f"{block.bout.side}, " if block.bout and block.bout.side else ""
    return f"Next: {side}{block.label}"


def _spoken(view: StageView, block: Block) -> str:
    phase = view.title or _TITLES[block.phase]
    side = f"{view.side.value} side" if view.side else ""
    dose = block.dose.partition(" · ")[0] if block.exercise else ""
    return ", ".join(part for part in (phase, side, view.name, dose, view.set_text) if part)
