"""A session that was cut off goes on where it stood."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.errors import UserError
from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.snapshot import Snapshot, Stale, fingerprint
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Cue, CueKind, Timeline
from tests.fakes import timeline

STEPS = "- movement: low-squat\n- movement: pigeon-pose\n- movement: half-kneeling-ankle-lunge"


@pytest.fixture
def plan(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


class Cut:
    """A session that can be cut off and taken up again, and what it performs from then on."""

    def __init__(self, plan: Timeline, compiler: Compiler) -> None:
        self.plan = plan
        self.compiler = compiler
        self.clock = ManualClock()
        self.session = Session(plan, self.clock, compiler)
        self.session.start()

    def to(self, ms: int) -> None:
        while self.session.position_ms < ms:
            self.clock.advance(min(1000, ms - self.session.position_ms))
            self.session.tick()

    def again(self) -> Session:
        text = json.dumps(self.session.snapshot().to_json())
        self.clock = ManualClock(99)
        saved = Snapshot.from_json(json.loads(text))
        return Session.resumed(saved, self.plan, self.clock, self.compiler)

    def rest(self, session: Session) -> list[Cue]:
        """All that is performed from now on."""
        clock: ManualClock = self.clock
        cues = []
        if session.state is State.PAUSED:
            session.resume()
        while session.state is State.RUNNING:
            cues += [due.cue for due in session.tick()]
            clock.advance(1000)
        return cues


@pytest.fixture
def cut(plan: Timeline, compiler: Compiler) -> Cut:
    return Cut(plan, compiler)


@pytest.mark.parametrize("ms", [0, 1, 20_000, 61_234, 150_000, 349_999])
def test_to_the_millisecond_and_to_the_cue(ms: int, cut: Cut) -> None:
    cut.to(ms)
    cut.session.tick()
    expected = [cue for cue in cut.plan.cues if cue.at_ms > ms]
    session = cut.again()
    assert (session.state, session.position_ms) == (State.PAUSED, ms)
    assert cut.rest(session) == expected


def test_what_the_first_tick_has_not_performed_yet_is_not_lost(cut: Cut) -> None:
    assert cut.rest(cut.again()) == list(cut.plan.cues)


def test_what_waits_after_a_jump_is_not_lost(cut: Cut) -> None:
    cut.to(5_000)
    cut.session.pause()
    cut.session.next()
    first = cut.rest(cut.again())[0]
    assert (first.kind, first.at_ms) == (CueKind.WORK, cut.plan.segments[1].start_ms)


def test_every_change_comes_back_cue_for_cue(cut: Cut) -> None:
    """Made longer after halfway was said: a new halfway must not be said after the cut."""
    hold = cut.plan.segments[3]
    cut.to(hold.start_ms + 46_000)
    cut.session.longer()
    cut.session.longer()
    session = cut.again()
    assert session.timeline.blocks == cut.session.timeline.blocks
    said = [cue.kind for cue in cut.rest(session) if cue.at_ms < hold.end_ms + 30_000]
    assert CueKind.HALFWAY not in said
    assert said.count(CueKind.LOW_END) == 1


def test_what_was_left_out_and_shortened_stays_so(cut: Cut) -> None:
    cut.session.tick()
    cut.session.skip()
    cut.session.next()
    cut.to(cut.session.position_ms + 20_000)
    cut.session.next()
    session = cut.again()
    assert [s.movement_id for s in session.timeline.segments].count("low-squat") == 1
    assert [block.length_ms for _, block in session.timeline.blocks][-7] == 20_000
    assert session.timeline.blocks == cut.session.timeline.blocks


def test_the_last_words_count_the_time_before_the_cut(cut: Cut) -> None:
    cut.to(5_000)
    while cut.session.timeline.segments[-1] != cut.session.segment:
        cut.session.next()
    cut.to(cut.session.position_ms + 3_000)
    session = cut.again()
    session.next()
    assert session.timeline.closing[0].text == "Done. Eight seconds."


def test_a_snapshot_is_small(cut: Cut) -> None:
    cut.session.tick()
    assert len(json.dumps(cut.session.snapshot().to_json())) < 300


def test_a_plan_is_told_by_its_fingerprint(
    plan: Timeline, catalogue: Catalogue, compiler: Compiler
) -> None:
    assert fingerprint(timeline(STEPS, catalogue, compiler)) == fingerprint(plan)
    other = timeline(STEPS + "\n  note: Slowly.", catalogue, compiler)
    assert fingerprint(other) != fingerprint(plan)


def test_another_routine_is_refused(cut: Cut, catalogue: Catalogue, compiler: Compiler) -> None:
    cut.session.tick()
    other = timeline(STEPS + "\n  sets: 2", catalogue, compiler)
    with pytest.raises(Stale, match="has changed since") as fault:
        Session.resumed(cut.session.snapshot(), other, ManualClock(), compiler)
    assert isinstance(fault.value, UserError)


GOOD: dict[str, Any] = {
    "routine": "test",
    "fingerprint": "",
    "position_ms": 1000,
    "heard_ms": 1000,
    "performed_ms": 1000,
    "left_out": [],
    "resized": [],
    "shape": "",
    "place": [0, 1000],
}


@pytest.mark.parametrize(
    "damage",
    [
        {"resized": [[99, 1000, 0]]},
        {"resized": [[-1, 1000, 0]]},
        {"resized": [[1, 0, 0]]},
        {"resized": [[1, -5, 0]]},
        {"resized": [[1, 1000, -5]]},
        {"resized": [[1, 10**15, 0]]},
    ],
)
def test_lengths_that_cannot_be_are_refused(
    damage: dict[str, Any], plan: Timeline, compiler: Compiler
) -> None:
    """A billion reps would be counted for hours before the first of them."""
    data = GOOD | {"fingerprint": fingerprint(plan)} | damage
    with pytest.raises(Stale):
        Session.resumed(Snapshot.from_json(data), plan, ManualClock(), compiler)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {},
        GOOD | {"position_ms": None},
        GOOD | {"position_ms": float("inf")},
        GOOD | {"position_ms": "soon"},
        GOOD | {"left_out": 3},
        GOOD | {"left_out": ["a"]},
        GOOD | {"resized": [[1, 2]]},
        GOOD | {"resized": [1]},
        GOOD | {"place": [1]},
        GOOD | {"place": 3},
        GOOD | {"place": ["a", 2]},
        {key: value for key, value in GOOD.items() if key != "heard_ms"},
    ],
)
def test_what_is_no_snapshot_is_refused(data: Any) -> None:
    with pytest.raises(Stale, match="cannot be read"):
        Snapshot.from_json(data)


@pytest.mark.parametrize("numbers", [(10**9, 10**9), (-5, -5), (1000, 10**9), (1000, -(10**9))])
def test_a_position_outside_is_drawn_in(
    numbers: tuple[int, int], plan: Timeline, compiler: Compiler
) -> None:
    position, heard = numbers
    data = GOOD | {"fingerprint": fingerprint(plan), "position_ms": position, "heard_ms": heard}
    session = Session.resumed(Snapshot.from_json(data), plan, ManualClock(), compiler)
    assert 0 <= session.position_ms <= plan.total_ms
    session.resume()
    assert all(due.late_ms == 0 for due in session.tick())
