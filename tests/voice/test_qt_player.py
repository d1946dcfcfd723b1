"""The stream over a pretended Qt, tick by tick; the real Qt in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from array import array
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.voice import qt_player
from app.voice.clips import Clip, to_pcm, to_samples
from app.voice.player import Feed, SilentPlayer
from app.voice.qt_player import NO_DEVICE, NO_FLOW, NO_LIBRARY, NOT_OPENED, QtPlayer, Stream
from tests.voice.fakes_voice import square

BYTES_PER_SECOND = 2 * 22_050
TICK_BYTES = 2 * 220


class FakeFormat:
    SampleFormat = SimpleNamespace(
        Int16=SimpleNamespace(name="Int16"), Float=SimpleNamespace(name="Float")
    )

    def __init__(self) -> None:
        self.rate, self.channels, self.kind = 0, 0, self.SampleFormat.Int16

    def setSampleRate(self, rate: int) -> None:
        self.rate = rate

    def setChannelCount(self, channels: int) -> None:
        self.channels = channels

    def setSampleFormat(self, kind: Any) -> None:
        self.kind = kind

    def sampleRate(self) -> int:
        return self.rate

    def channelCount(self) -> int:
        return self.channels

    def sampleFormat(self) -> Any:
        return self.kind


class FakeDevice:
    def __init__(self, name: str, *, preferred: FakeFormat | None = None) -> None:
        self.name = name
        self.preferred = preferred
        self.opens = True

    def isNull(self) -> bool:
        return not self.name

    def id(self) -> SimpleNamespace:
        return SimpleNamespace(data=self.name.encode)

    def isFormatSupported(self, _: FakeFormat) -> bool:
        return self.preferred is None

    def preferredFormat(self) -> FakeFormat:
        assert self.preferred
        return self.preferred


class FakeSink:
    """A sink whose time passes by `play`; it is heard as what it was given, times its volume."""

    def __init__(self, device: FakeDevice, fmt: FakeFormat) -> None:
        self.device, self.format = device, fmt
        self.size = 0
        self.volume = 1.0
        self.buffer = b""
        self.heard: list[float] = []
        self.played_bytes = 0
        self.stopped = False

    def setBufferSize(self, size: int) -> None:
        self.size = size

    def start(self) -> FakeSink | None:
        return self if self.device.opens else None

    def error(self) -> SimpleNamespace:
        return SimpleNamespace(name="NoError" if self.device.opens else "OpenError")

    def stop(self) -> None:
        self.stopped = True

    def bytesFree(self) -> int:
        return self.size - len(self.buffer)

    def write(self, data: bytes) -> int:
        assert len(data) <= self.bytesFree()
        self.buffer += data
        return len(data)

    def setVolume(self, volume: float) -> None:
        self.volume = volume

    def processedUSecs(self) -> int:
        return self.played_bytes * 1_000_000 // BYTES_PER_SECOND

    def play(self, size: int = TICK_BYTES) -> None:
        size = min(size, len(self.buffer) // 2 * 2)
        now, self.buffer = self.buffer[:size], self.buffer[size:]
        self.played_bytes += len(now)
        self.heard += [value * self.volume for value in to_samples(now)]


class FakeQt:
    """The part of QtMultimedia that the stream uses."""

    QAudioFormat = FakeFormat

    def __init__(self) -> None:
        self.device = FakeDevice("built-in")
        self.sinks: list[FakeSink] = []
        self.QMediaDevices = SimpleNamespace(defaultAudioOutput=lambda: self.device)

    def QAudioSink(self, device: FakeDevice, fmt: FakeFormat) -> FakeSink:
        self.sinks.append(FakeSink(device, fmt))
        return self.sinks[-1]

    @property
    def sink(self) -> FakeSink:
        return self.sinks[-1]


class Room:
    """A stream, its feed and its pretended device."""

    def __init__(self) -> None:
        self.qt, self.feed = FakeQt(), Feed()
        self.stream = Stream(self.feed, self.qt)

    def run(self, ticks: int) -> None:
        """Let time pass while the device plays."""
        for _ in range(ticks):
            self.stream.tick()
            if self.qt.sinks:
                self.qt.sink.play()

    def stand_still(self, ticks: int) -> None:
        """Let time pass while the device takes nothing."""
        for _ in range(ticks):
            self.stream.tick()


def steady(frames: int) -> Clip:
    return Clip(22_050, to_pcm(array("h", [10_000] * frames)))


def test_the_stream_runs_on_silence_and_stays_full() -> None:
    room = Room()
    room.run(50)
    assert len(room.qt.sinks) == 1
    assert room.qt.sink.size == 2 * 2205
    assert len(room.qt.sink.buffer) == room.qt.sink.size - TICK_BYTES
    assert set(room.qt.sink.heard) == {0}
    assert room.stream.flowing
    assert room.stream.problem == ""


def test_a_clip_is_heard_whole_within_the_buffer_and_two_ticks() -> None:
    room = Room()
    room.run(10)
    before = len(room.qt.sink.heard)
    room.feed.add(steady(1000))
    room.run(30)
    heard = room.qt.sink.heard[before:]
    assert heard.index(10_000) <= 2205 + 2 * 221
    assert heard.count(10_000) == 1000


def test_a_write_that_takes_less_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stingy(self: FakeSink, data: bytes) -> int:
        self.buffer += data[:101]
        return min(101, len(data))

    monkeypatch.setattr(FakeSink, "write", stingy)
    room = Room()
    numbers = Clip(22_050, to_pcm(array("h", range(1, 900))))
    room.feed.add(numbers)
    room.run(40)
    assert [value for value in room.qt.sink.heard if value] == list(range(1, 900))


def test_a_cut_is_silent_within_60_ms_and_the_next_clip_is_at_full_level() -> None:
    room = Room()
    room.feed.add(steady(44_100))
    room.run(60)
    at = len(room.qt.sink.heard)
    assert room.qt.sink.heard[-1] == 10_000
    room.stream.fade_until(room.feed.cut())
    room.feed.add(steady(500))
    room.run(40)
    heard = room.qt.sink.heard[at:]
    assert set(heard[22_050 * 60 // 1000 : 2205]) == {0}
    assert heard.count(10_000) == 500
    assert room.qt.sink.volume == 1.0


def test_two_cuts_in_a_row_end_in_full_volume() -> None:
    room = Room()
    room.feed.add(steady(44_100))
    room.run(20)
    for _ in range(2):
        room.stream.fade_until(room.feed.cut())
        room.run(2)
    room.run(30)
    assert room.qt.sink.volume == 1.0


def test_a_cut_without_a_device_is_nothing() -> None:
    room = Room()
    room.stream.fade_until(room.feed.cut())
    room.run(3)
    assert room.qt.sink.volume == 1.0


def test_no_device_is_said_and_a_new_one_is_found() -> None:
    room = Room()
    room.qt.device = FakeDevice("")
    room.run(1)
    assert room.stream.problem == NO_DEVICE
    room.feed.add(steady(100))
    room.run(50)
    room.qt.device = FakeDevice("headphones")
    room.run(60)
    assert room.stream.problem == ""
    assert room.qt.sink.device.name == "headphones"
    assert set(room.qt.sink.heard) == {0}, "what was asked without a device is late, and dropped"


def test_a_device_that_does_not_open_is_said_and_tried_again_ever_more_rarely() -> None:
    room = Room()
    room.qt.device.opens = False
    room.run(1)
    assert room.stream.problem == NOT_OPENED
    assert room.qt.sink.stopped
    room.run(5000)
    assert 10 <= len(room.qt.sinks) <= 16
    room.qt.device.opens = True
    room.run(500)
    assert room.stream.problem == ""
    assert room.stream.flowing


def test_a_stream_that_stands_still_for_half_a_second_is_made_anew() -> None:
    room = Room()
    room.run(10)
    room.feed.add(steady(10_000))
    room.stand_still(49)
    assert len(room.qt.sinks) == 1
    room.stand_still(2)
    assert room.stream.problem == NO_FLOW
    room.run(10)
    assert len(room.qt.sinks) == 2
    assert room.qt.sinks[0].stopped
    assert room.stream.problem == ""
    assert set(room.qt.sink.heard) == {0}, "what was lost is not heard later"


def test_a_device_may_take_three_seconds_to_wake() -> None:
    room = Room()
    room.feed.add(steady(100))
    room.stand_still(290)
    assert len(room.qt.sinks) == 1
    assert room.stream.problem == ""
    assert not room.stream.flowing
    room.run(30)
    assert room.qt.sink.heard.count(10_000) == 100
    room = Room()
    room.stand_still(310)
    assert room.stream.problem == NO_FLOW


def test_another_default_device_is_followed_and_the_queue_goes_with_it() -> None:
    room = Room()
    room.run(10)
    room.qt.device = FakeDevice("headphones")
    room.run(60)
    assert [sink.device.name for sink in room.qt.sinks] == ["built-in", "headphones"]
    assert room.qt.sinks[0].stopped
    room.feed.add(steady(100))
    room.run(30)
    assert room.qt.sink.heard.count(10_000) == 100


def test_no_default_device_at_all_is_left_to_the_watch() -> None:
    room = Room()
    room.run(10)
    room.qt.device = FakeDevice("")
    room.run(200)
    assert len(room.qt.sinks) == 1
    room.stand_still(52)
    assert room.stream.problem == NO_DEVICE


def test_a_device_with_a_format_of_its_own_gets_that() -> None:
    room = Room()
    preferred = FakeFormat()
    preferred.rate, preferred.channels, preferred.kind = 48_000, 2, FakeFormat.SampleFormat.Float
    room.qt.device = FakeDevice("odd", preferred=preferred)
    room.stand_still(2)
    assert room.qt.sink.format is preferred
    assert room.qt.sink.size == 4800 * 8
    assert room.qt.sink.buffer == bytes(4800 * 8)


# --- the thread ----------------------------------------------------------------------------------


def test_a_fault_in_the_thread_becomes_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    player = QtPlayer(SimpleNamespace())
    player.close()
    for _ in range(10):
        player.play(square(10))
    player.stop()
    assert player.problem == qt_player.FAILED
    assert player.settled
    assert "has ended" in caplog.text


class HangingDevices:
    """A sound server that does not answer."""

    def __init__(self) -> None:
        self.asked, self.answer = threading.Event(), threading.Event()

    def defaultAudioOutput(self) -> FakeDevice:
        self.asked.set()
        self.answer.wait()
        return FakeDevice("")


def test_a_sound_server_that_hangs_is_told_by_what_waits() -> None:
    devices = HangingDevices()
    player = QtPlayer(SimpleNamespace(QMediaDevices=devices))
    devices.asked.wait()
    assert not player.settled
    for _ in range(10):
        player.play(square(10))
    assert player.problem == NO_FLOW
    assert player.settled
    devices.answer.set()
    player.close()
    assert player.problem == NO_DEVICE


def test_without_the_library_there_is_a_silent_player(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    player = qt_player.open_player()
    assert isinstance(player, SilentPlayer)
    assert player.problem == NO_LIBRARY
    assert "cannot be imported" in caplog.text


_BARE = """
from app.voice.qt_player import open_player
import sys
assert "PySide6" not in sys.modules
from app.voice.tones import tone
player = open_player()
player.play(tone("beep"))
player.stop()
player.play(tone("beep"))
if sys.argv[1] == "close":
    player.close()
print(type(player).__name__, player.problem)
"""


@pytest.mark.parametrize("end", ["close", "leave open"])
def test_the_real_player_needs_neither_a_loop_nor_a_device(end: str) -> None:
    root = Path(qt_player.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _BARE, end], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] in ("QtPlayer", "SilentPlayer")
