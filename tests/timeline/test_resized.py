"""A block made again at another length, while it is performed or before."""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.timeline.compiler import Compiler
from app.timeline.model import Block, CueKind, Phase
from tests.fakes import timeline


def block(
    step: str, catalogue: Catalogue, compiler: Compiler, phase: Phase, number: int = 0
) -> Block:
    """The `number`-th block of a phase of a step, which may be a movement's id with its keys."""
    steps = step if step.startswith("- ") else f"- movement: {step}"
    compiled = timeline(steps, catalogue, compiler)
    return [made for _, made in compiled.blocks if made.phase is phase][number]


def times(made: Block, kind: CueKind) -> list[int]:
    return [cue.at_ms for cue in made.cues if cue.kind is kind]


def test_a_hold_made_longer_before_its_start(catalogue: Catalogue, compiler: Compiler) -> None:
    hold = block("pigeon-pose\n  hold: 60s", catalogue, compiler, Phase.HOLD)
    longer = compiler.resized(hold, 75_000)
    assert longer.length_ms == 75_000
    assert times(longer, CueKind.HALFWAY) == [37_500]
    assert times(longer, CueKind.COUNTDOWN) == [72_000, 73_000, 74_000]


def test_a_single_dose_made_longer_has_no_low_end(catalogue: Catalogue, compiler: Compiler) -> None:
    """Sixty seconds were asked for, not sixty to seventy-five: nothing invites to come out."""
    hold = block("pigeon-pose\n  hold: 60s", catalogue, compiler, Phase.HOLD)
    assert times(compiler.resized(hold, 75_000), CueKind.LOW_END) == []
    twice = compiler.resized(compiler.resized(hold, 75_000), 90_000)
    assert times(twice, CueKind.LOW_END) == []
    reps = block("low-squat\n  reps: 10", catalogue, compiler, Phase.REPS)
    assert times(compiler.resized(reps, 45_000), CueKind.LOW_END) == []


def test_a_range_keeps_its_low_end_through_shorter_and_longer(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    hold = block("pigeon-pose", catalogue, compiler, Phase.HOLD)
    assert times(compiler.resized(hold, 105_000), CueKind.LOW_END) == [60_000]
    short = compiler.resized(hold, 40_000)
    assert times(short, CueKind.LOW_END) == []
    assert times(compiler.resized(short, 90_000), CueKind.LOW_END) == [60_000]


def test_reps_are_counted_anew(catalogue: Catalogue, compiler: Compiler) -> None:
    reps = block("low-squat\n  reps: 10", catalogue, compiler, Phase.REPS)
    longer = compiler.resized(reps, 45_000)
    assert longer.bout is not None
    assert (longer.bout.rep_count, longer.dose) == (15, "15 reps")
    assert times(longer, CueKind.COUNT)[-1] == 39_000


@pytest.mark.parametrize("done_ms", [0, 9_000, 10_000, 12_500, 31_000, 58_000, 59_999])
def test_what_was_performed_stays_and_is_not_said_again(
    done_ms: int, catalogue: Catalogue, compiler: Compiler
) -> None:
    hold = block("pigeon-pose\n  hold: 60s", catalogue, compiler, Phase.HOLD)
    longer = compiler.resized(hold, 75_000, done_ms)
    kept = [cue for cue in hold.cues if cue.at_ms <= done_ms]
    assert list(longer.cues[: len(kept)]) == kept
    later = longer.cues[len(kept) :]
    assert all(cue.at_ms > done_ms for cue in later)
    ends = [cue.at_ms + cue.length_ms for cue in longer.cues]
    starts = [cue.at_ms for cue in longer.cues]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    for kind in (CueKind.TECHNIQUE, CueKind.HALFWAY, CueKind.LOW_END, CueKind.ANNOUNCE):
        assert len(times(longer, kind)) <= 1


def test_what_the_work_said_at_its_start_is_said_again_only_to_the_other_side(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    step = "pigeon-pose\n  switch: 0s"
    left = block(step, catalogue, compiler, Phase.HOLD, number=1)
    assert compiler.resized(left, 40_000).cues[1] == left.cues[1]
    assert left.cues[1].text == "Left knee forward."
    performed = compiler.resized(left, 105_000, 20_000)
    assert times(performed, CueKind.ANNOUNCE) == [left.cues[1].at_ms]


def test_the_second_dose_of_a_side_can_be_made_longer_twice(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    hold = block("half-kneeling-ankle-lunge", catalogue, compiler, Phase.HOLD)
    longer = compiler.resized(compiler.resized(hold, 45_000), 60_000)
    assert longer.length_ms == 60_000
    assert longer.cues[1].text == "Now thirty seconds."


@pytest.mark.parametrize(
    ("step", "phase"),
    [
        ("pigeon-pose", Phase.PREPARE),
        ("pigeon-pose", Phase.SWITCH),
        ("bridge", Phase.REST),
        ("- rest: 20s\n  say: Sip.", Phase.REST),
    ],
)
def test_a_pause_made_longer_says_the_same_and_counts_down_later(
    step: str, phase: Phase, catalogue: Catalogue, compiler: Compiler
) -> None:
    pause = block(step, catalogue, compiler, phase)
    length = pause.length_ms + 15_000
    longer = compiler.resized(pause, length, 1_000)
    assert longer.length_ms == length
    assert times(longer, CueKind.COUNTDOWN) == [length - ms for ms in (3_000, 2_000, 1_000)]
    spoken = [cue for cue in longer.cues if cue.text]
    assert spoken == [cue for cue in pause.cues if cue.text]


def test_a_block_remembers_how_it_came_to_its_length(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    """So that a session that was cut off can make the very same block again."""
    hold = block("pigeon-pose\n  hold: 60s", catalogue, compiler, Phase.HOLD)
    changed = compiler.resized(compiler.resized(hold, 75_000, 31_000), 90_000, 40_000)
    assert changed.resizes == ((75_000, 31_000), (90_000, 40_000))
    again = hold
    for length_ms, done_ms in changed.resizes:
        again = compiler.resized(again, length_ms, done_ms)
    assert again == changed
