"""The stream over a pretended Qt, tick by tick."""

from __future__ import annotations

from array import array
from itertools import groupby

import pytest

from app.audio import qt_player
from app.audio.clips import Clip, to_pcm
from app.audio.qt_player import NO_DEVICE, NO_FLOW, NOT_OPENED, LostStream
from app.audio.score import Note
from app.session.engine import LEAD_MS
from tests.audio.fakes_qt import TICK_FRAMES, TICK_MS, FakeDevice, FakeFormat, FakeRoom

FADED = 22_050 * 60 // 1000
AFTER_JUMP_MS = LEAD_MS + 250


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> FakeRoom:
    made = FakeRoom()
    monkeypatch.setattr(qt_player, "exact_ms", made.exact_ms)
    return made


def steady(frames: int, level: int = 10_000) -> Clip:
    return Clip(22_050, to_pcm(array("h", [level] * frames)))


def test_the_stream_runs_on_silence_and_stays_full(room: FakeRoom) -> None:
    room.run(50)
    assert len(room.qt.sinks) == 1
    assert room.qt.sink.size == 3 * 2 * 2205
    assert abs(len(room.qt.sink.buffer) - 2 * 2205) <= 2 * (TICK_FRAMES + 1)
    assert set(room.heard) == {0}


def test_a_session_that_runs_is_written_further_ahead(room: FakeRoom) -> None:
    room.warm_up()
    room.perform(Note(100, steady(3000)))
    room.run(3)
    assert abs(len(room.qt.sink.buffer) - 3 * 2 * 2205) <= 2 * (TICK_FRAMES + 1)
    room.now_ms += 200
    room.qt.sink.play(2 * 4410)
    room.run(10)
    heard = room.heard
    first = heard.index(10_000)
    assert heard[first : first + 3000] == [10_000] * 3000, "200 ms without a tick are not heard"
    room.stream.cut()
    room.run(40)
    assert abs(len(room.qt.sink.buffer) - 2 * 2205) <= 2 * (TICK_FRAMES + 1)


def test_of_a_device_that_is_not_known_the_lead_is_the_usual_one(room: FakeRoom) -> None:
    room.warm_up()
    assert room.stream.lead_ms == LEAD_MS


def test_a_device_that_takes_little_at_once_has_little_to_wait_for(room: FakeRoom) -> None:
    room.get_known()
    assert room.stream.lead_ms == 60
    assert abs(len(room.qt.sink.buffer) - 2 * TICK_FRAMES) <= 8, "of two ticks one is played"
    begin = room.perform(Note(0, steady(3000)), lead_ms=room.stream.lead_ms)
    room.run(40)
    assert abs(room.heard.index(10_000) - begin) <= 1
    assert room.heard.count(10_000) == 3000


def test_after_a_stall_it_is_written_further_ahead_at_once(room: FakeRoom) -> None:
    room.get_known()
    room.qt.sink.play()
    room.now_ms += TICK_MS
    room.run(2)
    assert room.stream.lead_ms == 100
    assert abs(len(room.qt.sink.buffer) - 3 * 2 * TICK_FRAMES) <= 8, "of four ticks one is played"
    room.run(30)
    begin = room.perform(Note(0, steady(3000)), lead_ms=room.stream.lead_ms)
    room.run(40)
    assert abs(room.heard.index(10_000) - begin) <= 1


def test_what_is_still_written_far_ahead_counts(room: FakeRoom) -> None:
    room.get_known()
    room.perform(Note(0, steady(3000)))
    room.run(10)
    room.stream.cut()
    room.run(1)
    assert room.stream.lead_ms > 250
    room.run(40)
    assert room.stream.lead_ms == 60


def test_it_flows_when_it_is_known_what_is_heard_when(room: FakeRoom) -> None:
    assert room.stream.has_device
    assert not room.stream.flowing
    room.stand_still(5)
    assert not room.stream.flowing
    room.run(50)
    assert not room.stream.flowing
    room.run(40)
    assert room.stream.flowing


def test_it_is_looked_at_closely_until_that_is_known(room: FakeRoom) -> None:
    paces = []
    for _ in range(120):
        room.run(1)
        paces.append(room.stream.tick_ms)
    assert [(pace, len(list(run))) for pace, run in groupby(paces)][1] == (2, 79)
    assert (paces[0], paces[-1]) == (10, 10), "a device that sleeps is not woken by looks"


def test_a_note_is_heard_whole_at_its_moment(room: FakeRoom) -> None:
    room.warm_up()
    begin = room.perform(Note(100, steady(3000)))
    room.run(40)
    assert abs(room.heard.index(10_000) - begin - 2205) <= 1
    assert room.heard.count(10_000) == 3000


def test_a_device_that_runs_dry_makes_later_notes_exact_again(room: FakeRoom) -> None:
    room.warm_up()
    room.now_ms += 150
    room.run(40)
    begin = room.perform(Note(100, steady(100)))
    room.run(40)
    assert abs(room.heard.index(10_000) - begin - 2205) <= 1


@pytest.mark.parametrize("greed", [101, 303])
def test_a_write_that_takes_less_loses_nothing(room: FakeRoom, greed: int) -> None:
    room.warm_up()
    room.perform(Note(0, Clip(22_050, to_pcm(array("h", range(1, 900))))))
    room.qt.sink.greed = greed
    room.run(300)
    assert [value for value in room.heard if value] == list(range(1, 900))


def test_a_write_that_took_less_moves_nothing_that_follows(room: FakeRoom) -> None:
    room.warm_up()
    room.qt.sink.greed = 101
    room.run(2)
    room.qt.sink.greed = 10_000
    begin = room.perform(Note(100, steady(100)))
    room.run(40)
    assert abs(room.heard.index(10_000) - begin - 2205) <= 1


# --- fading --------------------------------------------------------------------------------------


def test_a_cut_is_silent_within_60_ms_and_the_next_note_is_at_full_level(room: FakeRoom) -> None:
    room.warm_up()
    room.perform(Note(0, steady(44_100)))
    room.run(40)
    at = len(room.heard)
    assert room.heard[-1] == 10_000
    room.stream.cut()
    begin = room.perform(Note(0, steady(500, 7)), lead_ms=AFTER_JUMP_MS)
    room.run(70)
    assert set(room.heard[at + FADED + TICK_FRAMES : round(begin) - 1]) == {0}
    assert abs(room.heard.index(7) - begin) <= 1
    assert room.heard.count(7) == 500
    assert room.qt.sink.volume == 1.0


@pytest.mark.parametrize("ticks", [0, 1, 2, 3, 4, 5])
def test_a_second_cut_makes_nothing_louder(room: FakeRoom, ticks: int) -> None:
    room.warm_up()
    room.perform(Note(0, steady(44_100)))
    room.run(20)
    at = len(room.heard)
    room.stream.cut()
    room.run(ticks)
    room.stream.cut()
    room.run(20)
    after = room.heard[at:]
    assert after == sorted(after, reverse=True)
    assert room.qt.sink.volume == 1.0


def test_what_waits_behind_two_cuts_is_whole(room: FakeRoom) -> None:
    room.warm_up()
    room.perform(Note(0, steady(44_100)))
    room.run(20)
    room.stream.cut()
    room.perform(Note(0, steady(500, 5)))
    room.run(3)
    room.stream.cut()
    begin = room.perform(Note(0, steady(500, 7)), lead_ms=AFTER_JUMP_MS)
    room.run(70)
    assert 5 not in room.heard
    assert room.heard.count(7) == 500
    assert abs(room.heard.index(7) - begin) <= 1


def test_a_cut_without_a_stream_is_nothing(room: FakeRoom) -> None:
    room.stream.cut()
    room.run(3)
    assert room.qt.sink.volume == 1.0


# --- losing it -----------------------------------------------------------------------------------


def test_no_device_is_said(room: FakeRoom) -> None:
    room.qt.device = FakeDevice("")
    assert not room.stream.has_device
    with pytest.raises(LostStream, match=NO_DEVICE):
        room.stream.tick()


def test_a_device_that_does_not_open_is_said(room: FakeRoom) -> None:
    room.qt.device.opens = False
    with pytest.raises(LostStream, match=NOT_OPENED):
        room.stream.tick()
    assert room.qt.sink.stopped


def test_a_stream_that_stands_still_is_lost(room: FakeRoom) -> None:
    room.warm_up()
    room.stand_still(45)
    with pytest.raises(LostStream, match=NO_FLOW):
        room.stand_still(6)


def test_one_that_is_looked_at_closely_is_not_given_up_sooner(room: FakeRoom) -> None:
    room.run(5)
    room.stand_still(78)
    assert room.stream.flowing
    room.stand_still(30)
    with pytest.raises(LostStream, match=NO_FLOW):
        room.stand_still(8)


def test_a_device_may_take_three_hundred_ticks_to_wake(room: FakeRoom) -> None:
    room.stand_still(295)
    room.warm_up()
    with pytest.raises(LostStream, match=NO_FLOW):
        room.stand_still(52)


def test_one_that_never_wakes_is_lost(room: FakeRoom) -> None:
    with pytest.raises(LostStream, match=NO_FLOW):
        room.stand_still(302)


def test_another_default_device_is_followed_with_what_waits(room: FakeRoom) -> None:
    room.warm_up()
    room.perform(Note(1800, steady(100)))
    room.qt.device = FakeDevice("headphones")
    room.run(51)
    assert [sink.device.name for sink in room.qt.sinks] == ["built-in", "headphones"]
    assert room.qt.sinks[0].stopped
    room.run(100)
    assert room.heard.count(10_000) == 100


def test_no_default_device_at_all_is_left_to_the_watch(room: FakeRoom) -> None:
    room.run(10)
    room.qt.device = FakeDevice("")
    room.run(200)
    assert len(room.qt.sinks) == 1
    with pytest.raises(LostStream, match=NO_FLOW):
        room.stand_still(52)


def test_a_device_with_a_format_of_its_own_gets_that(room: FakeRoom) -> None:
    preferred = FakeFormat(48_000, 2, FakeFormat.SampleFormat.Float)
    room.qt.device = FakeDevice("odd", preferred=preferred)
    room.stand_still(2)
    assert room.qt.sink.format is preferred
    assert room.qt.sink.size == 3 * 4800 * 8
    assert room.qt.sink.buffer == bytes(4800 * 8)


def test_it_can_be_shut_twice(room: FakeRoom) -> None:
    room.run(2)
    room.stream.shut()
    room.stream.shut()
    assert room.qt.sink.stopped
