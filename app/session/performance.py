"""Time in a session: a position in a timeline, moved by a clock.

The position is derived from an anchor and the clock, never counted down. `tick()` may be called
at any rhythm: each cue in `(last, now]` is performed exactly once. A gap in time pauses instead of
releasing a burst of stale cues.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from app.session.changes import Edited
from app.session.clock import Clock, Course
from app.session.count_in import CountIn
from app.session.events import (
    Changed,
    CueDue,
    Finished,
    Jumped,
    Listener,
    Listeners,
    Paused,
    PauseReason,
    Resumed,
    SegmentEntered,
    Started,
    Stopped,
)
from app.session.states import TRANSITIONS, Command, State
from app.timeline.compiler import Compiler
from app.timeline.model import Segment, Timeline
from app.units import SECOND

GAP_MS: Final = 2 * SECOND
# A loudspeaker at rest of which nothing is known is given its sound 100 ms ahead. One that performs
# is given 300 ms, of which what a jump cuts off has to pass unheard before anything else sounds.
LEAD_MS: Final = 120
_AFTER_CUT_MS: Final = 250


class Performance:
    """Performs one timeline once; `engine.Session` is what the runner moves."""

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
        self._listeners = Listeners()
        self._tell = self._listeners.tell
        self._count_in: CountIn | None = None
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
        """How the position follows the clock; None unless time runs.

        While it is counted in, the course begins with the first word of that, before the position.
        """
        before = self._count_in.length_ms if self._count_in else 0
        course = Course(self._anchor - before, self._position - before)
        return course if self._state is State.RUNNING else None

    @property
    def count_in(self) -> CountIn | None:
        """The time to get ready before it goes on where it was cut off; None once it runs."""
        return self._count_in

    @property
    def segment(self) -> Segment | None:
        """The segment at the position; None in an empty timeline."""
        segments = self.timeline.segments
        return segments[self._index] if segments else None

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
        self._listeners.add(listener)

    # What moves it.

    def start(self, lead_ms: int | None = None) -> None:
        """Begin, with the cues at 0 at the first tick; or go on with one that was taken up.

        `lead_ms` is the lead of this start, where the loudspeaker has told what it needs.
        """
        if self._moved(Command.START):
            self._set_out(self._lead_ms if lead_ms is None else lead_ms)
            self._tell(Started())
        elif self._count_in:
            self.resume()

    def tick(self) -> tuple[CueDue, ...]:
        """Perform what has become due since the last tick; call it at least every second."""
        if self._state is not State.RUNNING:
            return ()
        now = self._clock.now_ms()
        passed = now - self._anchor
        if passed > self._gap_ms:
            self._pause(PauseReason.GAP)
            return ()
        counted = self._counted_in(passed)
        if passed < 0 and (self._lead_ms or self._count_in):
            return counted
        position = min(self._position + max(0, passed), self.timeline.total_ms)
        self._performed += position - self._position
        self._position, self._anchor = position, now
        return counted + self._perform()

    def pause(self, reason: PauseReason = PauseReason.ASKED) -> None:
        """Stop the time, at the position it has now."""
        self.tick()
        self._pause(reason)

    def resume(self) -> None:
        """Go on from where it was; one that was taken up is counted in."""
        if self._moved(Command.RESUME):
            count_in = self._count_in
            stood_ms = self._clock.now_ms() - self._stood_ms
            self._set_out(self._lead_ms + max(0, _AFTER_CUT_MS - stood_ms))
            if count_in:
                count_in.begin()
                self._count_in = count_in
                self._anchor += count_in.length_ms
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

    # Inside.

    def _caught_up(self) -> Segment | None:
        """The segment of this very moment; None where there is nothing to be moved."""
        self.tick()
        return self.segment if self._state in (State.RUNNING, State.PAUSED) else None

    def _counted_in(self, passed_ms: int) -> tuple[CueDue, ...]:
        """The cues before a session goes on; behind the last one there is no count-in any more."""
        if (count_in := self._count_in) is None:
            return ()
        count_in.left_ms = max(0, -passed_ms)
        at_ms = self._position - count_in.left_ms
        due = tuple(CueDue(cue, at_ms) for cue in count_in.due(at_ms))
        for each in due:
            self._tell(each)
        if self._count_in is count_in and not count_in.left_ms:
            self._count_in = None
        return due

    def _set_out(self, lead_ms: int) -> None:
        """Let time run after a lead, which a session that nobody hears does not need."""
        self._count_in = None
        self._anchor = self._clock.now_ms() + (lead_ms if self._lead_ms else 0)

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

    def _jump(self, position_ms: int) -> None:
        """Move to the start of a segment, whose cues are then performed from its first on."""
        self._position = position_ms
        self._heard = position_ms - 1
        self._set_out(self._lead_ms + _AFTER_CUT_MS)
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
