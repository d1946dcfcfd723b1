from __future__ import annotations

import pytest

from app.desktop.now_playing import NowPlaying, now_playing
from app.movements.loader import Catalogue
from app.session.clock import ManualClock
from app.session.engine import Session
from app.timeline.compiler import Compiler
from tests.fakes import timeline

STEPS = """  - movement: pigeon-pose
    hold: 30s
  - rest: 20s
  - movement: cat-cow
    reps: 2"""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def session(catalogue: Catalogue, compiler: Compiler, clock: ManualClock) -> Session:
    return Session(timeline(STEPS, catalogue, compiler), clock, compiler, gap_ms=10**9)


def shown(session: Session) -> NowPlaying:
    playing = now_playing(session)
    assert playing is not None
    return playing


def test_there_is_nothing_before_the_start_and_after_the_end(session: Session) -> None:
    assert now_playing(session) is None
    session.start()
    assert now_playing(session) is not None
    session.stop()
    assert now_playing(session) is None


def test_titles_say_movement_side_and_what_is_done_of_it(session: Session) -> None:
    session.start()
    titles = []
    for _ in session.timeline.segments:
        titles.append(shown(session).title)
        session.next()
    assert titles == [
        "Get ready: Pigeon pose, right side",
        "Pigeon pose, right side",
        "Switch: Pigeon pose, left side",
        "Pigeon pose, left side",
        "Rest",
        "Get ready: Cat-cow",
        "Cat-cow",
    ]


def test_a_segment_is_the_track_and_the_routine_the_album(
    session: Session, clock: ManualClock
) -> None:
    session.start()
    session.next()
    clock.advance(4_000)
    session.tick()
    playing = shown(session)
    assert (playing.track, playing.tracks, playing.album) == (2, 7, "Test")
    assert playing.length_ms == 30_000
    assert playing.elapsed_ms(clock.now_ms()) == 4_000
    assert playing.elapsed_ms(clock.now_ms() + 1_500) == 5_500, "it goes on between two ticks"
    assert playing.elapsed_ms(clock.now_ms() + 60_000) == 30_000, "and never past the end"


def test_time_stands_in_a_pause(session: Session, clock: ManualClock) -> None:
    session.start()
    clock.advance(3_000)
    session.pause()
    playing = shown(session)
    assert not playing.playing
    assert playing.elapsed_ms(clock.now_ms() + 9_000) == 3_000


def test_the_face_does_not_change_with_the_time(session: Session, clock: ManualClock) -> None:
    session.start()
    before = shown(session)
    clock.advance(2_000)
    session.tick()
    assert shown(session) != before
    assert shown(session).face == before.face
