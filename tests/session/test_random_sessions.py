"""What holds of every session, whatever routine it performs and whatever the runner presses."""

from __future__ import annotations

import json
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from app.movements.loader import Catalogue
from app.routine.doses import Bout, decide
from app.routine.reader import read_routine
from app.session.changes import WORKED_FROM_MS
from app.session.clock import ManualClock
from app.session.engine import GAP_MS, Session
from app.session.events import (
    CueDue,
    Event,
    Finished,
    Jumped,
    Paused,
    PauseReason,
    SegmentEntered,
)
from app.session.snapshot import Snapshot
from app.session.states import TRANSITIONS, State
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind, Segment, Timeline
from app.timeline.placing import QUIET_TAIL_MS
from tests.strategies import explore, routines

ENDED: Final = (State.FINISHED, State.STOPPED)
NEXT_STATES: Final = {
    state: {after for (before, _), after in TRANSITIONS.items() if before is state} | {state}
    for state in State
}


def compiled(text: str, catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return compiler.compile(decide(read_routine(text.encode(), "made", catalogue), catalogue))


class Watched:
    """A session under watch: every event is checked against what came before it."""

    def __init__(self, timeline: Timeline, compiler: Compiler) -> None:
        self.plan = timeline
        self.compiler = compiler
        self.clock = ManualClock(123)
        self.heard = -1
        self.performed: list[CueDue] = []
        self.stale: list[CueDue] = []
        self.events: list[Event] = []
        self.watch(Session(timeline, self.clock, compiler))

    def watch(self, session: Session) -> None:
        self.session = session
        session.listen(self.hear)

    def hear(self, event: Event) -> None:
        """Notes what is wrong; what a listener raises is swallowed, so `check` asserts it."""
        self.events.append(event)
        if isinstance(event, Jumped):
            self.heard = event.position_ms - 1
        elif isinstance(event, CueDue):
            if not self.heard < event.cue.at_ms <= event.at_ms == self.session.position_ms:
                self.stale.append(event)
            if event.late_ms > GAP_MS:
                self.stale.append(event)
            self.heard = event.cue.at_ms
            self.performed.append(event)

    def tick(self, ms: int) -> None:
        self.clock.advance(ms)
        before, running = self.session.position_ms, self.session.state is State.RUNNING
        self.session.tick()
        if running and ms <= GAP_MS:
            assert self.session.position_ms == min(before + ms, self.session.timeline.total_ms)
            self.heard = self.session.position_ms

    def press(self, key: str) -> None:
        """One command, or a stretch of time; then everything that must hold."""
        state, events = self.session.state, len(self.events)
        if key == "next":
            self.go_on()
        elif key == "cut off":
            self.cut_off()
        elif key == "gap":
            self.fall_asleep()
        elif key == "go on for a while":
            for _ in range(9):
                self.tick(1_900)
        elif key.isdecimal():
            self.tick(int(key))
        else:
            getattr(self.session, key)()
        assert self.session.state in NEXT_STATES[state] | NEXT_STATES[State.RUNNING]
        if state in ENDED:
            assert self.session.state is state
            assert len(self.events) == events
        self.check()

    def go_on(self) -> None:
        """Whoever goes on early gives the other side as much, in whole reps."""
        session, segment = self.session, self.session.segment
        done = session.position_ms - (segment.start_ms if segment else 0)
        other = None if segment is None else partner(session.timeline, segment)
        active = session.state in (State.RUNNING, State.PAUSED)
        session.next()
        if active and segment and other is not None and done >= WORKED_FROM_MS:
            tempo = (segment.bout and segment.bout.tempo_ms) or 1
            wanted = min(-(-done // tempo) * tempo, segment.end_ms - segment.start_ms)
            assert session.timeline.segments[other].block.length_ms == wanted

    def fall_asleep(self) -> None:
        before, running = self.session.position_ms, self.session.state is State.RUNNING
        cues = len(self.performed)
        self.tick(GAP_MS + 1)
        assert self.session.position_ms == before
        assert len(self.performed) == cues
        if running:
            assert self.session.state is State.PAUSED
            assert self.events[-1] == Paused(PauseReason.GAP)

    def cut_off(self) -> None:
        """The program dies and comes back: the same place, the same words still to come."""
        old = self.session
        if old.state not in (State.RUNNING, State.PAUSED):
            return
        text = json.dumps(old.snapshot().to_json())
        self.clock = ManualClock(-5_000)
        saved = Snapshot.from_json(json.loads(text))
        session = Session.resumed(saved, self.plan, self.clock, self.compiler)
        assert session.state is State.PAUSED
        assert session.position_ms == old.position_ms
        assert session.timeline.blocks == old.timeline.blocks
        assert session.timeline.closing == old.timeline.closing
        assert json.dumps(session.snapshot().to_json()) == text
        self.watch(session)
        if old.state is State.RUNNING:
            session.resume()

    def check(self) -> None:
        """The timeline is sound after every change, and the position lies in it."""
        assert self.stale == []
        timeline = self.session.timeline
        assert 0 <= self.session.position_ms <= timeline.total_ms
        due = self.session.until_next_ms()
        assert (due is None) is (self.session.state is not State.RUNNING)
        end = 0
        for segment in timeline.segments:
            assert segment.start_ms == end < segment.end_ms
            end = segment.end_ms
        until = 0
        for cue in timeline.cues:
            assert cue.at_ms >= until
            until = cue.at_ms + cue.length_ms


def partner(timeline: Timeline, segment: Segment) -> int | None:
    """The same work on the other side, still to come."""
    bout = segment.block.source
    if not isinstance(bout, Bout) or bout.side is None:
        return None
    for index, later in enumerate(timeline.segments):
        found = later.block.source
        if later.item != segment.item or later.start_ms < segment.end_ms:
            continue
        if (
            isinstance(found, Bout)
            and found.side is bout.side.other
            and (found.set, found.kind, found.direction) == (bout.set, bout.kind, bout.direction)
        ):
            return index
    return None


@given(text=routines(), rhythm=st.lists(st.integers(0, GAP_MS), min_size=1, max_size=8))
@explore(25)
def test_each_cue_is_performed_once_and_in_order_at_any_rhythm(
    text: str, rhythm: list[int], catalogue: Catalogue, compiler: Compiler
) -> None:
    """Pauses in between change nothing."""
    watched = Watched(compiled(text, catalogue, compiler), compiler)
    session, timeline = watched.session, watched.session.timeline
    session.start()
    session.tick()
    number = 0
    while session.state is State.RUNNING:
        step = rhythm[number % len(rhythm)] or 700
        watched.tick(step)
        number += 1
        if number % 11 == 0:
            session.pause()
            watched.clock.advance(3_600_000)
            session.resume()
    watched.check()
    assert tuple(due.cue for due in watched.performed) == timeline.cues
    assert session.state is State.FINISHED
    assert session.position_ms == timeline.total_ms
    assert watched.events[-1] == Finished()
    entered = [event.segment for event in watched.events if isinstance(event, SegmentEntered)]
    # A pause of a few milliseconds has nothing to say and may pass between two ticks.
    assert [s for s in entered if s.block.cues] == [s for s in timeline.segments if s.block.cues]


KEYS: Final = (
    "next previous restart_step longer skip pause resume toggle gap".split()
    + ["cut off", "go on for a while"] * 3
)


@given(
    text=routines(),
    keys=st.lists(
        st.sampled_from(KEYS) | st.integers(0, GAP_MS).map(str) | st.just("2000"), max_size=60
    ),
)
@explore(120)
def test_whatever_is_pressed(
    text: str, keys: list[str], catalogue: Catalogue, compiler: Compiler
) -> None:
    watched = Watched(compiled(text, catalogue, compiler), compiler)
    watched.press("next")
    watched.press("pause")
    assert watched.session.state == "ready"
    watched.session.start()
    for key in keys:
        watched.press(key)
        if watched.session.state is State.PAUSED and key not in ("pause", "toggle", "next"):
            watched.press("resume")


@given(text=routines(), before=st.integers(0, 30), keys=st.lists(st.just("longer"), max_size=3))
@explore(40)
def test_what_is_said_once_is_not_said_again_when_it_gets_longer(
    text: str, before: int, keys: list[str], catalogue: Catalogue, compiler: Compiler
) -> None:
    watched = Watched(compiled(text, catalogue, compiler), compiler)
    watched.session.start()
    for _ in range(before):
        watched.press("2000")
    for key in keys:
        watched.press("1700")
        watched.press(key)
    while watched.session.state is State.RUNNING:
        watched.press("2000")
    once = {CueKind.HALFWAY, CueKind.TECHNIQUE, CueKind.LOW_END, CueKind.ANNOUNCE}
    timeline = watched.session.timeline
    for segment in timeline.segments:
        said = [
            due.cue.kind
            for due in watched.performed
            if segment.start_ms <= due.cue.at_ms < segment.end_ms and due.cue.kind in once
        ]
        assert len(said) == len(set(said))
        for due in watched.performed:
            if due.cue.text and segment.start_ms <= due.cue.at_ms < segment.end_ms:
                assert due.cue.at_ms + due.cue.length_ms <= segment.end_ms - QUIET_TAIL_MS
