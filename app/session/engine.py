"""The session: a position in a timeline, moved by a clock and by the runner.

The position is derived from an anchor and the clock, never counted down. `tick()` may be called
at any rhythm: each cue in `(last, now]` is performed exactly once. A gap in time pauses instead of
releasing a burst of stale cues.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import Final

from app.session.changes import Edited, evened, lengthened, made_whole, without
from app.session.clock import Clock, Course
from app.session.events import (
    Changed,
    CueDue,
    Event,
    Finished,
    Jumped,
    Paused,
    PauseReason,
    Resumed,
    SegmentEntered,
    Skipped,
    Started,
    Stopped,
)
from app.session.snapshot import Snapshot, fingerprint
from app.session.states import TRANSITIONS, Command, State
from app.timeline.compiler import Compiler
from app.timeline.model import Segment, Timeline
from app.units import SECOND

GAP_MS: Final = 2 * SECOND
LONGER_MS: Final = 15 * SECOND
# A loudspeaker at rest is given its sound 100 ms ahead. One that performs is given 300 ms, of which
# what a jump cuts off has to pass unheard before anything else sounds.
LEAD_MS: Final = 120
_AFTER_CUT_MS: Final = 250
# Pressed this soon after a segment began, "previous" means the one before.
AGAIN_WITHIN_MS: Final = 2 * SECOND

_log = logging.getLogger(__name__)

Listener = Callable[[Event], None]


class Session:
    """Performs one timeline once."""

    def __init__(
        self,
        timeline: Timeline,
        clock: Clock,
        compiler: Compiler,
        gap_ms: int = GAP_MS,
        lead_ms: int = 0,
    ) -> None:
        """`compiler` makes blocks anew when the runner changes their length.

        Time begins to run `lead_ms` after each start, so that the first sound can be on time.
        """
        self._clock = clock
        self._compiler = compiler
        self._gap_ms = gap_ms
        self._lead_ms = lead_ms
        self._planned = timeline
        self._edited = Edited.of(timeline)
        self._listeners: list[Listener] = []
        self._state = State.READY
        self._position = 0
        self._performed = 0
        self._anchor = self._stood_ms = 0
        self._heard = -1
        self._next_cue = 0
        self._entered = -1

    # What can be asked.

    @property
    def state(self) -> State:
        """Where it stands."""
        return self._state

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now, with every change the runner has made."""
        return self._edited.timeline

    @property
    def position_ms(self) -> int:
        """The position at the last tick or command."""
        return self._position

    @property
    def course(self) -> Course | None:
        """How the position follows the clock; None unless time runs."""
        return Course(self._anchor, self._position) if self._state is State.RUNNING else None

    @property
    def segment(self) -> Segment | None:
        """The segment at the position; None in an empty timeline."""
        segments = self.timeline.segments
        return segments[self._index] if segments else None

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self._planned)

    @property
    def _index(self) -> int:
        return self.timeline.index_at(self._position)

    def until_next_ms(self) -> int | None:
        """Milliseconds from the last tick to the next cue or the end; None unless running."""
        if self._state is not State.RUNNING:
            return None
        cues = self.timeline.cues
        end = self.timeline.total_ms
        due = cues[self._next_cue].at_ms if self._next_cue < len(cues) else end
        return max(0, min(due, end) - self._position)

    def listen(self, listener: Listener) -> None:
        """Tell `listener` every event; one that raises is logged and does no harm."""
        self._listeners.append(listener)

    # What moves it.

    def start(self) -> None:
        """Begin. The cues at 0 are performed by the first tick."""
        if self._moved(Command.START):
            self._set_out()
            self._tell(Started())

    def tick(self) -> tuple[CueDue, ...]:
        """Perform what has become due since the last tick; call it at least every second."""
        if self._state is not State.RUNNING:
            return ()
        now = self._clock.now_ms()
        passed = now - self._anchor
        if passed > self._gap_ms:
            self._pause(PauseReason.GAP)
            return ()
        if self._lead_ms and passed < 0:
            return ()
        position = min(self._position + max(0, passed), self.timeline.total_ms)
        self._performed += position - self._position
        self._position, self._anchor = position, now
        return self._perform()

    def pause(self) -> None:
        """Stop the time, at the position it has now."""
        self.tick()
        self._pause(PauseReason.ASKED)

    def resume(self) -> None:
        """Go on from where it was."""
        if self._moved(Command.RESUME):
            self._set_out(_AFTER_CUT_MS - (self._clock.now_ms() - self._stood_ms))
            self._tell(Resumed())

    def toggle(self) -> None:
        """Pause or go on: the one big key."""
        if self._state is State.PAUSED:
            self.resume()
        else:
            self.pause()

    def stop(self) -> None:
        """End before the end."""
        if self._moved(Command.STOP):
            self._tell(Stopped())

    def next(self) -> None:
        """On to the next segment; the other side then gets what this one had."""
        if segment := self._caught_up():
            done = self._position - segment.start_ms
            self._change(evened(self._edited, self._index, done, self._compiler))
            self._jump(segment.end_ms)

    def previous(self) -> None:
        """Again from the start of this segment; at its very start, from the one before."""
        if segment := self._caught_up():
            soon = self._position - segment.start_ms <= AGAIN_WITHIN_MS
            self._again_from(max(0, self._index - 1) if soon else self._index)

    def restart_step(self) -> None:
        """Again from where the movement of this segment begins, its getting ready included."""
        if segment := self._caught_up():
            items = [other.item for other in self.timeline.segments]
            self._again_from(items.index(segment.item))

    def longer(self, by_ms: int = LONGER_MS) -> None:
        """More of this segment, and as much of its other side that is still to come."""
        if segment := self._caught_up():
            done = self._position - segment.start_ms
            self._change(lengthened(self._edited, self._index, by_ms, done, self._compiler))
            self._retell_end()

    def skip(self) -> str | None:
        """Leave this movement out of the rest of the session; its id, or None in a rest."""
        if (segment := self._caught_up()) is None:
            return None
        movement = segment.movement_id
        if movement is not None:
            self._change(without(self._edited, movement, after=self._index))
            self._tell(Skipped(movement))
        self._jump(segment.end_ms)
        return movement

    # Resuming a session that was cut off.

    def snapshot(self) -> Snapshot:
        """All that is needed to go on from here, to the millisecond."""
        gone = set(range(len(self._planned.blocks))).difference(self._edited.origins)
        return Snapshot(
            self._planned.id,
            self._fingerprint,
            self._position,
            self._heard,
            self._performed,
            tuple(sorted(gone)),
            self._edited.resized,
        )

    @classmethod
    def resumed(
        cls, snapshot: Snapshot, timeline: Timeline, clock: Clock, compiler: Compiler
    ) -> Session:
        """A paused session at a snapshot's place; `timeline` is the routine compiled anew.

        Raises `snapshot.Stale` when the routine is not the one that was begun.
        """
        snapshot.check(timeline)
        session = cls(timeline, clock, compiler)
        session._edited = Edited.again(timeline, snapshot.left_out, snapshot.resized, compiler)
        session._state = State.PAUSED
        session._position = min(snapshot.position_ms, session.timeline.total_ms)
        session._performed = snapshot.performed_ms
        # Only what stands at the position itself may still wait to be performed.
        session._heard = max(session._position - 1, min(snapshot.heard_ms, session._position))
        session._retell_end()
        session._find_cue()
        session._entered = session._index
        return session

    # Inside.

    def _caught_up(self) -> Segment | None:
        """The segment of this very moment; None where there is nothing to be moved."""
        self.tick()
        return self.segment if self._state in (State.RUNNING, State.PAUSED) else None

    def _set_out(self, more_ms: int = 0) -> None:
        more_ms = max(0, more_ms)
        self._anchor = self._clock.now_ms() + (self._lead_ms + more_ms if self._lead_ms else 0)

    def _moved(self, command: Command) -> bool:
        state = TRANSITIONS.get((self._state, command))
        if state is not None:
            self._state = state
        return state is not None

    def _pause(self, reason: PauseReason) -> None:
        if self._moved(Command.PAUSE):
            self._stood_ms = self._clock.now_ms()
            self._tell(Paused(reason))

    def _perform(self) -> tuple[CueDue, ...]:
        """Everything up to the position, segment changes before the cues that they bring."""
        cues = self.timeline.cues
        due: list[CueDue] = []
        while self._next_cue < len(cues) and cues[self._next_cue].at_ms <= self._position:
            cue = cues[self._next_cue]
            self._next_cue += 1
            self._enter(cue.at_ms)
            due.append(CueDue(cue, self._position))
            self._tell(due[-1])
        self._heard = self._position
        self._enter(self._position)
        if self._position >= self.timeline.total_ms and self._moved(Command.FINISH):
            self._tell(Finished())
        return tuple(due)

    def _enter(self, position_ms: int) -> None:
        segments = self.timeline.segments
        if position_ms >= self.timeline.total_ms or (
            0 <= self._entered < len(segments)
            and position_ms < segments[self._entered].end_ms
            and position_ms >= segments[self._entered].start_ms
        ):
            return
        index = self.timeline.index_at(position_ms)
        if index != self._entered:
            self._entered = index
            self._tell(SegmentEntered(segments[index]))

    def _again_from(self, index: int) -> None:
        """Back to the start of a segment, both sides of what follows as long as each other."""
        self._change(made_whole(self._edited, index, self._compiler))
        self._jump(self.timeline.segments[index].start_ms)

    def _jump(self, position_ms: int) -> None:
        """Move to the start of a segment, whose cues are then performed from its first on."""
        self._position = position_ms
        self._heard = position_ms - 1
        self._set_out(_AFTER_CUT_MS)
        self._retell_end()
        self._find_cue()
        self._entered = -1
        self._tell(Jumped(position_ms))
        # The new place shows at once, also while paused; its cues wait for the next tick.
        self._enter(position_ms)
        if position_ms >= self.timeline.total_ms:
            self._perform()

    def _find_cue(self) -> None:
        times = [cue.at_ms for cue in self.timeline.cues]
        self._next_cue = bisect_right(times, self._heard)

    def _retell_end(self) -> None:
        """The last words name the time that this session will really have taken."""
        took = self._performed + self.timeline.total_ms - self._position
        edited = self._edited.closed_by(self._compiler.closing(took))
        if edited.timeline.closing != self.timeline.closing:
            self._edited = edited
            self._tell(Changed(edited.timeline))

    def _change(self, edited: Edited) -> None:
        if edited is not self._edited:
            self._edited = edited
            self._find_cue()
            self._tell(Changed(edited.timeline))

    def _tell(self, event: Event) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - nothing a listener does may stop the session
                _log.exception("A listener failed at %s", event)
