"""What holds of every timeline, whatever valid routine it was compiled from.

Each `check_` is one rule; all of them are put to each generated routine, since making one costs
more than compiling it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from hypothesis import given

from app import paths
from app.movements.loader import Catalogue
from app.movements.model import Side
from app.routine.doses import Bout, Exercise, Pause, Programme, decide
from app.routine.reader import read_routine
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind, Phase, Timeline
from app.timeline.placing import GAP_MS, QUIET_TAIL_MS, SOUND_MS
from app.timeline.plan import plan_text
from app.wording.pace import estimated_speech_ms
from app.wording.phrases import PhraseBook
from tests.strategies import explore, routines

# What a note of `strategies` has that an engine reads better than any spelling of ours.
LEFT_TO_THE_ENGINE: Final = {"37.5"}


def decided(text: str, catalogue: Catalogue) -> Programme:
    return decide(read_routine(text.encode(), "made", catalogue), catalogue)


def check_segments_touch_from_nothing_to_the_end(_: Programme, timeline: Timeline) -> None:
    segments = timeline.segments
    assert segments[0].start_ms == 0
    assert segments[-1].end_ms == timeline.total_ms
    assert all(a.end_ms == b.start_ms for a, b in pairwise(segments))
    assert all(segment.end_ms > segment.start_ms for segment in segments)


def check_the_work_is_what_was_decided(programme: Programme, timeline: Timeline) -> None:
    """Neither a bout nor a pause grows, shrinks or vanishes; a pause of nothing has no segment."""
    for number, item in enumerate(programme.items):
        found = [s for s in timeline.segments if s.item == number and s.phase is not Phase.PREPARE]
        parts = item.bouts if isinstance(item, Exercise) else (item,)
        wanted = [part for part in parts if part.length_ms]
        assert [s.block.source for s in found] == wanted
        assert [s.end_ms - s.start_ms for s in found] == [part.length_ms for part in wanted]


def check_both_sides_get_the_same(programme: Programme, timeline: Timeline) -> None:
    work: defaultdict[tuple[int, Side], list[tuple[int, int | None]]] = defaultdict(list)
    for segment in timeline.segments:
        if segment.phase.is_work and segment.side and segment.bout:
            length = segment.end_ms - segment.start_ms
            work[segment.item, segment.side].append((length, segment.bout.rep_count))
    for number, item in enumerate(programme.items):
        if isinstance(item, Exercise) and len({bout.side for bout in item.work}) == 2:
            assert work[number, Side.LEFT] == work[number, Side.RIGHT]


def check_cues_are_in_order_and_never_overlap(_: Programme, timeline: Timeline) -> None:
    for segment in timeline.segments:
        for before, after in pairwise(segment.cues):
            assert before.at_ms + before.length_ms + GAP_MS <= after.at_ms
    for before, after in pairwise(timeline.cues):
        assert before.at_ms + before.length_ms <= after.at_ms
    assert timeline.cues[-1].kind is CueKind.DONE
    assert timeline.cues[-1].at_ms == timeline.total_ms


def check_cues_stay_in_their_segment(_: Programme, timeline: Timeline) -> None:
    """And speech out of its last seconds."""
    for segment in timeline.segments:
        for cue in segment.cues:
            end = cue.at_ms + cue.length_ms
            assert segment.start_ms <= cue.at_ms
            assert end <= segment.end_ms - (QUIET_TAIL_MS if cue.text else 0)


def check_a_cue_is_as_long_as_it_sounds(_: Programme, timeline: Timeline) -> None:
    for cue in timeline.cues:
        sound = SOUND_MS[cue.sound] if cue.sound else 0
        speech = estimated_speech_ms(cue.text)
        assert cue.length_ms == sound + speech + (GAP_MS if sound and speech else 0)
        assert cue.sound or cue.text


def check_every_stretch_above_four_seconds_counts_down(_: Programme, timeline: Timeline) -> None:
    for segment in timeline.segments:
        left = [segment.end_ms - c.at_ms for c in segment.cues if c.kind is CueKind.COUNTDOWN]
        long_enough = segment.end_ms - segment.start_ms > QUIET_TAIL_MS
        assert left == ([3000, 2000, 1000] if long_enough else [])


def check_work_begins_with_its_tone(_: Programme, timeline: Timeline) -> None:
    for segment in timeline.segments:
        if segment.phase.is_work:
            cue = segment.block.cues[0]
            assert (cue.kind, cue.at_ms, cue.sound) == (CueKind.WORK, 0, "start")


def check_getting_ready_is_as_long_as_asked(programme: Programme, timeline: Timeline) -> None:
    """And says what comes, on which side, with the runner's note."""
    led = False
    for number, item in enumerate(programme.items):
        if not isinstance(item, Exercise):
            continue
        asked = item.transition_ms if led else programme.lead_in_ms
        found = [s for s in timeline.segments if s.item == number and s.phase is Phase.PREPARE]
        assert len(found) == (1 if asked or not led else 0)
        for segment in found:
            assert segment.end_ms - segment.start_ms >= asked
            (said,) = (cue for cue in segment.cues if cue.kind is CueKind.ANNOUNCE)
            assert said.caption.startswith(item.movement.name)
            side = item.work[0].side
            assert side is None or side.value in said.text.lower()
            assert item.note[1:] in said.caption
        led = True


def check_each_new_side_is_told(_: Programme, timeline: Timeline) -> None:
    """By a phase before the work, or by the work itself where it is long enough for a word."""
    for before, segment in pairwise(timeline.segments):
        bout = segment.block.source
        if not isinstance(bout, Bout) or bout.side is None or bout.length_ms < 12_000:
            continue
        if isinstance(before.block.source, Bout) and before.side is bout.side:
            continue
        told = before.phase is Phase.PREPARE or (
            isinstance(before.block.source, Pause) and any(cue.text for cue in before.cues)
        )
        assert told or any(cue.kind is CueKind.ANNOUNCE for cue in segment.cues)


def check_what_is_spoken_is_made_for_the_ear(_: Programme, timeline: Timeline) -> None:
    for cue in timeline.cues:
        for said in (cue.text, cue.brief):
            assert {*re.findall(r"[0-9][0-9.]*", said)} <= LEFT_TO_THE_ENGINE, said
            assert "{" not in said + cue.caption
            assert "  " not in said
            assert said == said.strip()
        assert cue.caption or not cue.text


CHECKS: Final[tuple[Callable[[Programme, Timeline], None], ...]] = (
    check_segments_touch_from_nothing_to_the_end,
    check_the_work_is_what_was_decided,
    check_both_sides_get_the_same,
    check_cues_are_in_order_and_never_overlap,
    check_cues_stay_in_their_segment,
    check_a_cue_is_as_long_as_it_sounds,
    check_every_stretch_above_four_seconds_counts_down,
    check_work_begins_with_its_tone,
    check_getting_ready_is_as_long_as_asked,
    check_each_new_side_is_told,
    check_what_is_spoken_is_made_for_the_ear,
)


@given(text=routines())
@explore(120)
def test_every_timeline(text: str, catalogue: Catalogue, compiler: Compiler) -> None:
    programme = decided(text, catalogue)
    timeline = compiler.compile(programme)
    assert compiler.length_ms(programme) == timeline.total_ms
    for check in CHECKS:
        check(programme, timeline)


@given(text=routines())
@explore(8)
def test_a_plan_is_the_same_bytes_each_time(text: str) -> None:
    """With every object fresh: nothing depends on identity, on hashing or on what came before."""

    def fresh() -> str:
        book = PhraseBook(paths.resources() / "phrases" / "en.yaml")
        movements = Catalogue(paths.resources() / "movements")
        compiler = Compiler(book, estimated_speech_ms)
        return plan_text(compiler.compile(decided(text, movements)))

    assert fresh() == fresh()
