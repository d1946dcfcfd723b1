from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.errors import UserError
from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.states import State
from app.terminal.keys import Key, Keyboard, keys_in
from app.terminal.rehearsal import Rehearsal
from app.terminal.screen import Screen
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from app.units import clock_text
from tests.fakes import FakeVoice, timeline


class TypedKeyboard(Keyboard):
    """Types keys at given times and lets the clock run as far as it is asked to wait."""

    def __init__(self, clock: ManualClock, typed: dict[int, str]) -> None:
        self._clock = clock
        self._typed = dict(sorted(typed.items()))
        self._reads = 0

    def read(self, timeout_s: float) -> str:
        self._reads += 1
        assert self._reads < 200_000, "the session does not end"
        self._clock.advance(max(1, round(timeout_s * 1000)))
        due = [at for at in self._typed if at <= self._clock.now_ms()]
        return "".join(self._typed.pop(at) for at in due)


class Stage:
    """A rehearsal with everything around it faked."""

    def __init__(self, plan: Timeline, compiler: Compiler, typed: dict[int, str]) -> None:
        self.clock = ManualClock()
        self.session = Session(plan, self.clock, compiler)
        self.voice = FakeVoice()
        self.out = io.StringIO()
        self.keyboard = TypedKeyboard(self.clock, typed)

    def run(self, log: Path | None = None) -> int:
        # A speed other than 1 keeps the end from waiting for the closing words in real time.
        screen = Screen(self.out)
        return Rehearsal(self.session, self.voice, 1.5, log, screen).run(self.keyboard)


@pytest.fixture
def plan(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(" - {movement: pigeon-pose, hold: 20-30s}", catalogue, compiler)


def stage(plan: Timeline, compiler: Compiler, typed: dict[int, str] | None = None) -> Stage:
    return Stage(plan, compiler, typed or {})


def test_performs_every_cue_and_ends(plan: Timeline, compiler: Compiler) -> None:
    shown = stage(plan, compiler)
    assert shown.run() == 0
    assert shown.voice.said == list(plan.cues)
    assert shown.session.state is State.FINISHED
    assert shown.voice.closed


def test_shows_captions_sides_and_what_comes(plan: Timeline, compiler: Compiler) -> None:
    shown = stage(plan, compiler)
    shown.run()
    text = shown.out.getvalue()
    assert "Switch. Left knee forward." in text
    assert "-- Hold · right · Pigeon pose · Hold 20–30 s · 0:30 · then left, Pigeon pose" in text
    assert text.rstrip().endswith(f"The end, after {clock_text(plan.total_ms)}.")


def test_log_has_an_object_for_each_cue(plan: Timeline, compiler: Compiler, tmp_path: Path) -> None:
    shown = stage(plan, compiler)
    shown.run(tmp_path / "log.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [row["planned_ms"] for row in rows] == [cue.at_ms for cue in plan.cues]
    assert all(list(row) == ["at_ms", "planned_ms", "late_ms", "kind", "text"] for row in rows)
    assert all(row["late_ms"] == row["at_ms"] - row["planned_ms"] >= 0 for row in rows)


def test_log_that_cannot_be_written_is_a_sentence(
    plan: Timeline, compiler: Compiler, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        stage(plan, compiler).run(tmp_path)


def test_space_pauses_and_goes_on(plan: Timeline, compiler: Compiler) -> None:
    shown = stage(plan, compiler, {5_000: " ", 9_000: " "})
    shown.run()
    assert "Paused. Space goes on." in shown.out.getvalue()
    assert "Going on." in shown.out.getvalue()
    assert shown.voice.said == list(plan.cues)
    assert shown.voice.hushed == 1
    assert shown.clock.now_ms() > plan.total_ms


def test_right_arrow_goes_on_and_left_arrow_begins_again(
    plan: Timeline, compiler: Compiler
) -> None:
    shown = stage(plan, compiler, {1_000: "\x1b[C", 9_000: "\x1b[D"})
    shown.run()
    works = [cue.at_ms for cue in shown.voice.said if cue.kind == "work"]
    right, left = (s.start_ms for s in plan.segments if s.phase == "hold")
    assert works == [right, right, left]


def test_q_ends_early(plan: Timeline, compiler: Compiler) -> None:
    shown = stage(plan, compiler, {3_000: "q"})
    assert shown.run() == 0
    assert shown.session.state is State.STOPPED
    assert "Ended early." in shown.out.getvalue()


def test_skip_leaves_the_movement_out(plan: Timeline, compiler: Compiler) -> None:
    shown = stage(plan, compiler, {3_000: "s"})
    shown.run()
    assert "Left out of the rest of this session: pigeon-pose." in shown.out.getvalue()
    assert not [cue for cue in shown.voice.said if cue.kind == "work"]


def test_no_sound_is_told_in_one_line(plan: Timeline, compiler: Compiler) -> None:
    shown = stage(plan, compiler)
    shown.voice.problem = "No sound: this computer has no loudspeaker."
    shown.run()
    assert "No sound: this computer has no loudspeaker." in shown.out.getvalue()


def test_nothing_left_to_do_is_a_sentence(compiler: Compiler) -> None:
    with pytest.raises(UserError, match="left out"):
        stage(Timeline("x", "X", ()), compiler).run()


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (" .", [Key.TOGGLE, Key.TOGGLE]),
        ("\x1b[C\x1b[D", [Key.NEXT, Key.PREVIOUS]),
        ("\x1b[6~\x1b[5~", [Key.NEXT, Key.PREVIOUS]),
        ("xS+", [Key.SKIP, Key.LONGER]),
        ("\x1b", []),
        ("", []),
    ],
)
def test_keys_in_what_was_typed(typed: str, keys: list[Key]) -> None:
    assert list(keys_in(typed)) == keys
