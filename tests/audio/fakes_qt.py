"""The part of QtMultimedia that the player uses, without a sound; time passes when it is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

from app.audio.clips import to_samples
from app.audio.mixer import Mixer, StreamFormat
from app.audio.qt_player import Stream
from app.audio.score import Note
from app.session.clock import Course
from app.session.engine import LEAD_MS
from tests.voice.fakes_voice import RATE_HZ

TICK_FRAMES: Final = 441
"""20 ms: a whole number of frames, and of the device's periods."""
TICK_MS: Final = 20.0


class FakeFormat:
    SampleFormat = SimpleNamespace(
        Int16=SimpleNamespace(name="Int16"), Float=SimpleNamespace(name="Float")
    )

    def __init__(self, rate: int = 0, channels: int = 0, kind: Any = None) -> None:
        self.rate, self.channels, self.kind = rate, channels, kind or self.SampleFormat.Int16

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
    """`preferred` is the only format that it takes, where it is not speech's own."""

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
    """Heard as what it was given, times its volume. `greed` is the most that one write takes."""

    def __init__(self, device: FakeDevice, fmt: FakeFormat) -> None:
        self.device, self.format = device, fmt
        self.size = 0
        self.greed = 1 << 30
        self.volume = 1.0
        self.buffer = b""
        self.heard: list[float] = []
        self.played_us = 0.0
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
        part = data[: self.greed]
        self.buffer += part
        return len(part)

    def setVolume(self, volume: float) -> None:
        self.volume = volume

    def processedUSecs(self) -> int:
        return int(self.played_us)

    def play(self, size: int = 2 * TICK_FRAMES) -> None:
        """Let the device take what is there of so many bytes."""
        size = min(size, len(self.buffer) // 2 * 2)
        now, self.buffer = self.buffer[:size], self.buffer[size:]
        self.played_us += size * 1_000_000 / (2 * RATE_HZ)
        self.heard += [value * self.volume for value in to_samples(now)]


class FakeQt:
    """The module."""

    QAudioFormat = FakeFormat

    def __init__(self, device: str = "built-in") -> None:
        self.device = FakeDevice(device)
        self.sinks: list[FakeSink] = []
        self.QMediaDevices = SimpleNamespace(defaultAudioOutput=lambda: self.device)

    def QAudioSink(self, device: FakeDevice, fmt: FakeFormat) -> FakeSink:
        self.sinks.append(FakeSink(device, fmt))
        return self.sinks[-1]

    @property
    def sink(self) -> FakeSink:
        return self.sinks[-1]


class FakeRoom:
    """A stream, its mixer, its pretended device and the clock on the wall."""

    def __init__(self) -> None:
        self.qt = FakeQt()
        self.mixer = Mixer(StreamFormat(RATE_HZ))
        self.stream = Stream(self.mixer, self.qt)
        self.now_ms = 70_000.0

    def exact_ms(self) -> float:
        return self.now_ms

    @property
    def heard(self) -> list[float]:
        return self.qt.sink.heard

    def run(self, ticks: int) -> None:
        """Let time pass while the device plays."""
        for _ in range(ticks):
            self.stream.tick()
            self.qt.sink.play()
            self.now_ms += TICK_MS

    def stand_still(self, ticks: int) -> None:
        """Let time pass while the device takes nothing."""
        for _ in range(ticks):
            self.stream.tick()
            self.now_ms += TICK_MS

    def warm_up(self) -> None:
        """Until it is known when a frame is heard."""
        self.run(90)
        assert self.stream.flowing

    def get_known(self) -> None:
        """Until it is known, too, what the device takes at once."""
        self.warm_up()
        self.run(150)

    def perform(self, *notes: Note, lead_ms: int = LEAD_MS) -> float:
        """Let a session begin in a moment; where in `heard` its beginning is."""
        self.mixer.follow(Course(self.now_ms + lead_ms, 0))
        for note in notes:
            self.mixer.add(note)
        return len(self.heard) + lead_ms * RATE_HZ / 1000
