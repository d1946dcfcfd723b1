"""A timeline's own arithmetic, and its two texts."""

from __future__ import annotations

import json

import pytest

from app.movements.loader import Catalogue
from app.timeline.compiler import Compiler
from app.timeline.model import Form, Phase, Timeline
from app.timeline.plan import plan, plan_table, plan_text
from app.units import clock_text
from tests.fakes import timeline

STEPS = "- movement: pigeon-pose\n- rest: 20s\n  say: Sip.\n- movement: bridge"


@pytest.fixture(scope="module")
def compiled(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


def test_the_segment_at_a_moment_is_the_one_that_begins_there(compiled: Timeline) -> None:
    for index, segment in enumerate(compiled.segments):
        assert compiled.index_at(segment.start_ms) == index
        assert compiled.index_at(segment.end_ms - 1) == index
    assert compiled.index_at(compiled.total_ms) == len(compiled.segments) - 1
    assert compiled.index_at(-5) == 0


def test_a_segment_knows_its_movement_and_the_side_that_comes(compiled: Timeline) -> None:
    seen = [(s.phase.value, s.movement_id, s.side and s.side.value) for s in compiled.segments]
    assert seen[:5] == [
        ("prepare", "pigeon-pose", "right"),
        ("hold", "pigeon-pose", "right"),
        ("switch", "pigeon-pose", "left"),
        ("hold", "pigeon-pose", "left"),
        ("rest", None, None),
    ]


def test_only_work_is_work() -> None:
    assert {phase for phase in Phase if phase.is_work} == {Phase.HOLD, Phase.REPS, Phase.BREATHS}


def test_equal_steps_share_their_blocks(catalogue: Catalogue, compiler: Compiler) -> None:
    """A long routine costs little to compile and to keep."""
    step = "    - movement: bridge"
    long = timeline(f"- rest: 1s\n- repeat: 40\n  steps:\n{step}", catalogue, compiler)
    assert len({id(block) for _, block in long.blocks}) < 14
    assert len(long.blocks) == 1 + 40 * 6


def test_a_plan_has_the_keys_of_the_contract(compiled: Timeline) -> None:
    made = plan(compiled)
    assert list(made) == ["id", "name", "total_ms", "segments", "cues", "left_out"]
    assert list(made["segments"][0]) == (
        "start_ms end_ms phase movement side set sets rep_count label".split()
    )
    assert list(made["cues"][0]) == "at_ms kind text sound caption form".split()
    assert (made["id"], made["name"], made["total_ms"]) == ("test", "Test", compiled.total_ms)


def test_sets_and_reps_belong_to_work_alone(compiled: Timeline) -> None:
    bridge = [s for s in plan(compiled)["segments"] if s["movement"] == "bridge"]
    assert [(s["phase"], s["set"], s["sets"], s["rep_count"]) for s in bridge] == [
        ("prepare", None, None, None),
        ("breaths", 1, 3, 3),
        ("rest", None, None, None),
        ("breaths", 2, 3, 3),
        ("rest", None, None, None),
        ("breaths", 3, 3, 3),
    ]


def test_the_text_of_a_plan_is_its_json(compiled: Timeline) -> None:
    assert json.loads(plan_text(compiled)) == plan(compiled)


def test_the_table_has_a_line_for_each_segment(compiled: Timeline) -> None:
    table = plan_table(compiled).splitlines()
    assert table[0] == f"Test, {clock_text(compiled.total_ms)}"
    end = table.index("Found no room:") - 1
    rows = [line for line in table[2:end] if not line.startswith(" " * 16)]
    assert len(rows) == len(compiled.segments)
    assert len(table) - end - 2 == len(compiled.yielded)
    assert any(line.endswith("  (quiet-end)") for line in table[end:])
    short = sum(cue.form is not Form.FULL for cue in compiled.cues)
    assert sum(line.endswith(("  (short)", "  (sound)")) for line in table[:end]) == short > 0
    assert any("Sip." in line for line in table)
