"""What a media player's face shows of a session: pure.

A segment is the track and the routine the album. So *next* and *previous* mean what they mean on
the stage, and the title is what the runner does right now; length and position are the segment's,
since a player counts the position from the start of its track.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from app.session.states import State
from app.timeline.model import Phase, Segment

if TYPE_CHECKING:
    from app.session.clock import Course
    from app.session.engine import Session

_LEADS: Final = {Phase.PREPARE: "Get ready: ", Phase.SWITCH: "Switch: ", Phase.REST: "Rest: "}


class NowPlaying(NamedTuple):
    """One moment. `track` counts from 1; times in milliseconds of the session.

    `course` says how the position follows the clock, None while paused.
    """

    track: int
    tracks: int
    title: str
    album: str
    start_ms: int
    length_ms: int
    position_ms: int
    course: Course | None

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self.course is not None

    @property
    def face(self) -> tuple[object, ...]:
        """All that is told of a change; where the position stands is not."""
        return (self.track, self.tracks, self.title, self.album, self.length_ms, self.playing)

    def elapsed_ms(self, now_ms: float) -> float:
        """How far into the track, at a moment of the clock; never outside of it."""
        position = self.course.position_at(now_ms) if self.course else self.position_ms
        return min(max(0.0, position - self.start_ms), float(self.length_ms))


def now_playing(session: Session) -> NowPlaying | None:
    """The moment of a session; None when it has not begun, has ended, or is empty."""
    segment = session.segment
    if segment is None or session.state not in (State.RUNNING, State.PAUSED):
        return None
    segments = session.timeline.segments
    return NowPlaying(
        session.timeline.index_at(session.position_ms) + 1,
        len(segments),
        title_of(segment),
        session.timeline.name,
        segment.start_ms,
        segment.end_ms - segment.start_ms,
        session.position_ms,
        session.course,
    )


def title_of(segment: Segment) -> str:
    """Movement and side, and what is done of it now: "Get ready: Pigeon pose, right side"."""
    if segment.movement_id is None:
        return segment.block.label
    side = f", {segment.side} side" if segment.side else ""
    return f"{_LEADS.get(segment.phase, '')}{segment.block.label}{side}"
