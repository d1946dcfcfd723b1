"""What the stage shows at a moment, as plain words and numbers: pure, tested without a window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.movements.model import DoseKind, Side
from app.session.engine import Session, State
from app.session.moment import Moment, moment_at
from app.timeline.model import Block, Phase
from app.units import MINUTE, SECOND


class Mood(StrEnum):
    """How the frame is coloured: getting ready, working, changing sides, or standing still."""

    READY = "ready"
    WORK = "work"
    SWITCH = "switch"
    STILL = "still"


_MOODS = {Phase.PREPARE: Mood.READY, Phase.SWITCH: Mood.SWITCH, Phase.REST: Mood.STILL}
_TITLES = {Phase.PREPARE: "Get ready", Phase.SWITCH: "Switch", Phase.REST: "Rest"}


@dataclass(frozen=True, slots=True)
class StageView:
    """All that changes on the stage but the caption.

    `number` and `unit` are the largest thing, `widest` what they may grow to in this segment.
    `done` and `low` are shares of the work from 0 to 1: what is behind, and where a range's low end
    lies (1 where there is no range). `pips` counts reps or breaths, 0 for a hold.
    """

    mood: Mood
    title: str
    side: Side | None
    name: str
    number: str
    unit: str
    widest: tuple[tuple[str, str], ...]
    dose: str
    coming: str
    coming_side: Side | None
    done: float
    low: float
    pips: int
    pip: int


def stage_view(session: Session) -> StageView:
    """The view of a session that has at least one segment."""
    timeline = session.timeline
    moment = moment_at(timeline, session.position_ms)
    block = moment.segment.block
    mood = _MOODS.get(block.phase, Mood.WORK)
    title = _TITLES.get(block.phase, "")
    if session.state is State.PAUSED:
        mood, title = Mood.STILL, "Paused"
    number, unit, widest = _number(moment)
    pips = (block.bout.rep_count or 0) if block.phase.is_work and block.bout else 0
    return StageView(
        mood,
        title,
        moment.segment.side if block.phase is not Phase.REST else None,
        block.label if block.exercise else "",
        number,
        unit,
        widest,
        _dose(moment),
        _named(moment.coming),
        moment.coming.bout.side if moment.coming and moment.coming.bout else None,
        moment.elapsed_ms // SECOND * SECOND / max(1, block.length_ms),
        _low_share(block),
        pips,
        moment.rep or 0,
    )


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


def _dose(moment: Moment) -> str:
    block, bout = moment.segment.block, moment.segment.bout
    if block.phase is Phase.SWITCH or bout is None or not block.exercise:
        return ""
    if block.phase is Phase.REST:
        return f"Then set {bout.set} of {bout.sets}"
    if block.phase is Phase.PREPARE:
        return block.dose
    if bout.kind is not DoseKind.HOLD:
        number, unit = time_text(moment.left_ms)
        left = f"{number} {unit}".strip() + " left"
        return left if bout.sets == 1 else f"{left}, set {bout.set} of {bout.sets}"
    dose = block.dose.partition(" · ")[0]
    return dose if bout.sets == 1 else f"Set {bout.set} of {bout.sets}, {dose.lower()}"


def _low_share(block: Block) -> float:
    bout = block.bout
    if bout is None or not block.phase.is_work or not block.length_ms:
        return 1.0
    return min(1.0, bout.low_ms / block.length_ms)


def _named(block: Block | None) -> str:
    if block is None:
        return ""
    return block.exercise.movement.short_name if block.exercise else block.label


def spoken_view(view: StageView) -> str:
    """The same for a screen reader, without what changes every second."""
    side = f"{view.side.value} side" if view.side else ""
    parts = (view.title, side, view.name, view.dose)
    return ", ".join(part for part in parts if part)
