"""The timeline as text: what `limber plan --json` prints and the golden tests compare."""

from __future__ import annotations

import json
from typing import Any

from app.routine.doses import Bout
from app.timeline.model import Cue, Form, Segment, Timeline, Yielded
from app.units import clock_text


def plan(timeline: Timeline) -> dict[str, Any]:
    """Plain values, in the form of the contract."""
    return {
        "id": timeline.id,
        "name": timeline.name,
        "total_ms": timeline.total_ms,
        "segments": [_segment(segment) for segment in timeline.segments],
        "cues": [_cue(cue) for cue in timeline.cues],
        "left_out": [_left_out(each) for each in timeline.yielded],
    }


def plan_text(timeline: Timeline) -> str:
    """The plan as JSON, the same bytes for the same routine."""
    return json.dumps(plan(timeline), ensure_ascii=False, indent=1)


def _segment(segment: Segment) -> dict[str, Any]:
    source = segment.block.source
    work = source if isinstance(source, Bout) else None
    return {
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "phase": segment.phase.value,
        "movement": segment.movement_id,
        "side": segment.side and segment.side.value,
        "set": work and work.set,
        "sets": work and work.sets,
        "rep_count": work and work.rep_count,
        "label": segment.block.label,
    }


def _cue(cue: Cue) -> dict[str, Any]:
    return {
        "at_ms": cue.at_ms,
        "kind": cue.kind.value,
        "text": cue.text,
        "sound": cue.sound,
        "caption": cue.caption,
        "form": cue.form.value,
    }


def _left_out(each: Yielded) -> dict[str, Any]:
    return {"at_ms": each.at_ms, "kind": each.kind.value, "text": each.text, "why": each.why}


def plan_table(timeline: Timeline) -> str:
    """The plan for reading: a line for each segment, its spoken cues beneath it."""
    lines = [f"{timeline.name}, {clock_text(timeline.total_ms)}", ""]
    for segment in timeline.segments:
        side = segment.side.value if segment.side else ""
        length = clock_text(segment.end_ms - segment.start_ms)
        lines.append(
            f"{clock_text(segment.start_ms):>7}  {length:>5}  {segment.phase:8} {side:6} "
            f"{segment.block.label}"
        )
        lines += [_cue_line(cue) for cue in segment.cues if cue.text or cue.form is Form.SOUND]
    if timeline.yielded:
        lines += ["", "Found no room:"]
        lines += [
            f"{clock_text(each.at_ms):>7}  {each.text or each.kind.value}  ({each.why})"
            for each in timeline.yielded
        ]
    return "\n".join(lines)


def _cue_line(cue: Cue) -> str:
    form = "" if cue.form is Form.FULL else f"  ({cue.form.value})"
    return f"{'':>16}{clock_text(cue.at_ms):>7}  {cue.caption}{form}"
