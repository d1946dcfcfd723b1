"""The picture as a pure function of where a session stands: which track, how far, which way.

A figure file describes the lead side *right*; left is the same, mirrored. Nothing here knows a
window or a file: `tracks` are the tracks of a loaded figure, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol

from app.figure.format import Moment
from app.movements.model import Direction, DoseKind, Movement, Role, Side
from app.routine.doses import Bout, Pause, PauseKind
from app.timeline.model import Phase, Segment, Timeline
from app.units import SECOND

ENTER, WORK, HOLD = "enter", "work", "hold"

BREATH_MS: Final = 6 * SECOND
"""One breath of a hold: calm, and the same however long the hold is."""

# Getting ready: first where to go, then how to get there, then where to go again until the work
# begins. Whoever lies down cannot watch, and looks up once more at the countdown to compare.
_GOAL_FIRST_MS: Final = 2 * SECOND
_GOAL_LAST_MS: Final = 3 * SECOND
_ENTER_LEAST_MS: Final = 1500
_ENTER_MS: Final = (2500, 6000)
# A long preparation, with a welcome before it, shows the way again.
_ROUND_MS: Final = 9500
# Nothing glows before this share of the way into a position; then it lights up, in steps.
_DARK: Final = 0.5
_GLOW_STEPS: Final = 8
# Where an author has marked no keyframe, half of a cycle is its far end.
_FAR: Final = 0.5
_FAR_MARKS: Final = ("end-range",)


class TrackLike(Protocol):
    """What is asked of a track: see `app.figure.format.Track`."""

    @property
    def reps(self) -> int:
        """How many reps one turn of it spans."""

    @property
    def seconds(self) -> float:
        """Its natural length."""

    @property
    def marks(self) -> tuple[tuple[str, float], ...]:
        """The author's keyframes and their moments, from 0 to 1."""


Tracks = Mapping[str, TrackLike]


class Shown(NamedTuple):
    """What is seen: one moment, or two side by side where nothing may move."""

    moments: tuple[Moment, ...]
    mirrored: bool = False


def pictured(timeline: Timeline, position_ms: int) -> Segment | None:
    """The segment whose movement is seen: in a rest the one that comes; None behind the last."""
    segments = timeline.segments
    behind = range(timeline.index_at(position_ms), len(segments))
    return next((segments[at] for at in behind if segments[at].block.exercise), None)


def shown_at(segment: Segment, position_ms: float, tracks: Tracks, *, still: bool = False) -> Shown:
    """What is seen of a segment that holds a movement; `position_ms` may lie before it.

    Without tracks there is nothing to play: the side alone is told.
    """
    mirrored = segment.side is Side.LEFT
    if not tracks:
        return Shown((), mirrored)
    if still:
        return Shown(_ends(segment, tracks), mirrored)
    elapsed = min(max(0.0, position_ms - segment.start_ms), float(segment.block.length_ms))
    if segment.phase.is_work:
        moment = _at_work(segment, elapsed, tracks)
    else:
        moment = _on_the_way(segment, elapsed, tracks)
    return Shown((moment,), mirrored)


def key_moment(tracks: Tracks) -> Moment:
    """The moment that tells a movement from the others, for a picture that is small or printed."""
    telling = WORK in tracks and tracks[WORK].reps == 1
    name = WORK if telling else _first_of(tracks, HOLD, WORK, ENTER)
    return Moment(name, _far(tracks[name]) if name == WORK else float(name == ENTER))


def glow(moment: Moment) -> float:
    """How strongly the worked muscle lights up, 0 to 1: it does when the position is reached.

    In few steps, since each of them is a picture of its own.
    """
    if moment.track != ENTER:
        return 1.0
    share = min(max(0.0, (moment.at - _DARK) / (1 - _DARK)), 1.0)
    return round(share * share * (3 - 2 * share) * _GLOW_STEPS) / _GLOW_STEPS


def shown_alone(
    movement: Movement, side: Side | None, elapsed_ms: float, tracks: Tracks, *, still: bool = False
) -> Shown:
    """What is seen of a movement outside a session: the way in, then its work again and again."""
    mirrored = side is Side.LEFT
    if not tracks:
        return Shown((), mirrored)
    dose = next(iter(movement.doses), None)
    moves = dose is None or dose.kind is DoseKind.REPS or movement.role is Role.ROLLING
    order = (WORK, HOLD, ENTER) if moves else (HOLD, WORK, ENTER)
    name = _first_of(tracks, *order)
    if still:
        far = (Moment(WORK, _far(tracks[WORK])),) if name == WORK else ()
        return Shown((Moment(name, float(name == ENTER)), *far), mirrored)
    way = _enter_ms(tracks[ENTER]) if ENTER in tracks else 0.0
    if elapsed_ms < way:
        return Shown((Moment(ENTER, elapsed_ms / way),), mirrored)
    period = float(BREATH_MS)
    if name == WORK:
        tempo = dose.tempo_ms if dose else None
        period = (tempo or _natural_ms(tracks[name])) * tracks[name].reps
    return Shown((Moment(name, (elapsed_ms - way) % period / period),), mirrored)


# Work.


def _at_work(segment: Segment, elapsed: float, tracks: Tracks) -> Moment:
    bout = segment.bout
    assert bout is not None
    name = _track_of(segment, bout, tracks)
    if bout.kind is DoseKind.REPS or name != HOLD:
        return _rep(segment, bout, elapsed, name, tracks[name])
    period = bout.tempo_ms if bout.kind is DoseKind.BREATHS and bout.tempo_ms else BREATH_MS
    return Moment(name, elapsed % period / period)


def _rep(segment: Segment, bout: Bout, elapsed: float, name: str, track: TrackLike) -> Moment:
    """A rep at its tempo; the last one ends where it ends, not at the start of another."""
    tempo = bout.tempo_ms or _natural_ms(track)
    number, within = divmod(elapsed, tempo)
    if bout.rep_count and number >= bout.rep_count:
        number, within = bout.rep_count - 1.0, float(tempo)
    done = number + min(1.0, within / _moving_ms(segment, bout, tempo))
    at = done / track.reps % 1.0
    if at == 0 and done:
        at = 0.0 if elapsed < segment.block.length_ms else 1.0
    return Moment(name, 1 - at if bout.direction is Direction.CLOSING else at)


def _natural_ms(track: TrackLike) -> float:
    """The length of a rep where nobody has said how fast."""
    return track.seconds * 1000 / track.reps


def _moving_ms(segment: Segment, bout: Bout, tempo: float) -> float:
    """How much of a rep moves: one that ends at an end of the range may stay there."""
    exercise = segment.block.exercise
    if exercise is None or not exercise.movement.even_reps:
        return float(tempo)
    own = exercise.movement.default_for(bout.kind)
    return float(min(tempo, own.tempo_ms)) if own and own.tempo_ms else float(tempo)


def _track_of(segment: Segment, bout: Bout, tracks: Tracks) -> str:
    """Reps move, a hold breathes; rolling is timed like a hold and moves like reps."""
    exercise = segment.block.exercise
    rolls = exercise is not None and exercise.movement.role is Role.ROLLING
    if bout.kind is DoseKind.REPS or rolls:
        return _first_of(tracks, WORK, HOLD, ENTER)
    return _first_of(tracks, HOLD, WORK, ENTER)


def _first_of(tracks: Tracks, *names: str) -> str:
    return next((name for name in names if name in tracks), names[0])


# Getting ready, changing sides, resting.


def _goal(segment: Segment, tracks: Tracks) -> Moment:
    """Where the work begins."""
    bout = segment.bout
    name = _track_of(segment, bout, tracks) if bout else _first_of(tracks, HOLD, WORK, ENTER)
    backwards = bout is not None and bout.direction is Direction.CLOSING and name == WORK
    return Moment(name, 1.0 if backwards or name == ENTER else 0.0)


def _on_the_way(segment: Segment, elapsed: float, tracks: Tracks) -> Moment:
    goal = _goal(segment, tracks)
    if ENTER not in tracks or not _changes_position(segment):
        return goal
    length = float(segment.block.length_ms)
    length /= max(1, length // _ROUND_MS)
    first = min(_GOAL_FIRST_MS, length / 5)
    takes = min(_enter_ms(tracks[ENTER]), length - first - _GOAL_LAST_MS)
    since = elapsed % length - first if elapsed < segment.block.length_ms else length
    if takes < _ENTER_LEAST_MS or not 0 <= since < takes:
        return goal
    return Moment(ENTER, since / takes)


def _changes_position(segment: Segment) -> bool:
    """Not between two sets or two directions: there the body is where it should be."""
    source = segment.block.source
    if segment.phase is Phase.PREPARE:
        return True
    return isinstance(source, Pause) and source.kind is PauseKind.SIDE


def _enter_ms(track: TrackLike) -> float:
    least, most = _ENTER_MS
    return min(max(least, track.seconds * 1000), most)


# Nothing moves.


def _ends(segment: Segment, tracks: Tracks) -> tuple[Moment, ...]:
    """The two ends of a rep; of anything else the position alone."""
    goal, bout = _goal(segment, tracks), segment.bout
    if not segment.phase.is_work or bout is None or goal.track != WORK:
        return (goal,)
    return (goal, Moment(WORK, _far(tracks[WORK])))


def _far(track: TrackLike) -> float:
    """Where a cycle is farthest from where it begins."""
    if track.reps == 1:
        for wanted in _FAR_MARKS:
            found = (at for name, at in track.marks if name == wanted and 0 < at < 1)
            if (at := next(found, None)) is not None:
                return at
    return _FAR / max(1, track.reps // 2)
