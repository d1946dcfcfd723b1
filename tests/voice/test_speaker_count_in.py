"""What is heard before a session goes on that was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import LEAD_MS, Session
from app.timeline.compiler import Compiler
from app.timeline.model import CueKind, Phase
from tests.fakes import timeline
from tests.voice.speaker_room import STEPS, Room, spoken


@pytest.fixture
def room(tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> Iterator[Room]:
    """A session cut off 20 s into its first hold."""
    plan = timeline(STEPS, catalogue, compiler)

    def taken_up(clock: ManualClock) -> Session:
        first = Session(plan, ManualClock(), compiler, gap_ms=10**9)
        first.start()
        hold = next(s for s in plan.segments if s.phase is Phase.HOLD)
        first._clock.advance(hold.start_ms + 20_000)  # type: ignore[attr-defined]
        first.tick()
        session = Session(plan, clock, compiler, lead_ms=LEAD_MS)
        session.take_up(first.snapshot(), compiler.count_in)
        return session

    made = Room(tmp_path / "voice", taken_up)
    yield made
    for speaker in made.speakers:
        speaker.close()


def test_the_words_come_first_and_nothing_of_the_past_is_said_again(room: Room) -> None:
    made = room.attended()
    session = room.session
    count_in = session.count_in
    assert count_in
    words = count_in.cues[0].text
    assert made._renderer
    with made._renderer._changed:
        assert made._renderer._changed.wait_for(lambda: made._renderer._clips.get(words), 60)  # type: ignore[union-attr]
    session.start()
    position = session.position_ms
    assert room.following().position_ms == position - count_in.length_ms
    before = room.words(position - count_in.length_ms, position)
    assert [(note.at_ms - position, note.clip) for note in before] == [
        (-count_in.length_ms, spoken(words))
    ]
    tones = [note.at_ms - position for note in room.tones() if note.at_ms <= position]
    assert tones == [-3000, -2000, -1000, 0]


def test_what_comes_after_it_is_heard_as_ever(room: Room) -> None:
    room.attended()
    room.session.start()
    position = room.session.position_ms
    low = room.cue(CueKind.LOW_END, from_ms=position)
    assert room.words(low.at_ms, low.at_ms + 2000)
    room.to(position + 1000)
    room.session.pause()
    room.session.resume()
    assert room.following().position_ms == room.session.position_ms
