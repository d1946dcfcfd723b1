"""The port to the loudspeaker, and what any player that writes a stream needs.

`Feed` holds the queue of clips and says what the device gets next: it is the whole of a player but
for the device, and knows nothing of Qt.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from app.voice.clips import Clip, to_pcm, to_samples

_CUT_FADE_MS: Final = 10
_PAUSE_AFTER_CUT_MS: Final = 20


class Player(Protocol):
    """Plays clips one after the other. No call blocks or raises."""

    @property
    def problem(self) -> str:
        """One plain sentence why nothing is heard, or ''. May change at any time."""

    @property
    def settled(self) -> bool:
        """Whether it is known if anything can be heard: waking a device takes up to 2 s."""

    def play(self, clip: Clip) -> None:
        """Start at once, or right after what still sounds."""

    def stop(self) -> None:
        """Fade out what sounds within 60 ms and forget what waits."""

    def close(self) -> None:
        """Let go of the device. Nothing is heard afterwards."""


class SilentPlayer:
    """A player for a computer that cannot be heard; `problem` says why."""

    settled = True

    def __init__(self, reason: str) -> None:
        self.problem = reason

    def play(self, clip: Clip) -> None:
        """Nothing is heard; the captions carry the words."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def close(self) -> None:
        """There is nothing to let go of."""


class SampleKind(StrEnum):
    """How a device wants its samples."""

    UINT8 = "uint8"
    INT16 = "int16"
    INT32 = "int32"
    FLOAT = "float"


_BYTES: Final = {
    SampleKind.UINT8: 1,
    SampleKind.INT16: 2,
    SampleKind.INT32: 4,
    SampleKind.FLOAT: 4,
}


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """What the device takes: frames a second, channels in a frame, and the kind of its samples."""

    rate_hz: int
    channels: int = 1
    kind: SampleKind = SampleKind.INT16

    @property
    def bytes_per_frame(self) -> int:
        """Bytes of one sample for every channel."""
        return self.channels * _BYTES[self.kind]

    def frames_in(self, length_ms: int) -> int:
        """Frames in a stretch of time."""
        return self.rate_hz * length_ms // 1000

    def encode(self, samples: array[int]) -> bytes:
        """Mono 16 bit samples as frames of this format, the same on every channel."""
        if self.channels == 1 and self.kind is SampleKind.INT16:
            return to_pcm(samples)
        # Spread before it is converted: a slice takes only an array of the very same type.
        frames = array("h", bytes(2 * len(samples) * self.channels))
        for channel in range(self.channels):
            frames[channel :: self.channels] = samples
        return _converted(frames, self.kind).tobytes()


def _converted(samples: array[int], kind: SampleKind) -> array[int] | array[float]:
    """The same samples in the type of the device and this machine's byte order, as Qt wants it."""
    match kind:
        case SampleKind.UINT8:
            return array("B", [(value >> 8) + 128 for value in samples])
        case SampleKind.INT16:
            return samples
        case SampleKind.INT32:
            return array("i", [value << 16 for value in samples])
        case SampleKind.FLOAT:
            return array("f", [value / 32768 for value in samples])


class _Sounding:
    """A clip under way, seen at the rate of the device.

    Another rate than the clip's own is met by straight lines between its samples: plain speech
    bears it. It happens bit by bit, so that a long clip on a slow computer holds nothing up.
    """

    def __init__(self, clip: Clip, rate_hz: int) -> None:
        self._samples = to_samples(clip.pcm)
        self._from_hz, self._to_hz = clip.rate_hz, rate_hz
        self._at = 0
        self._end = len(self._samples) * rate_hz // clip.rate_hz

    @property
    def is_over(self) -> bool:
        return self._at >= self._end

    def take(self, frames: int) -> array[int]:
        """The next samples, at most `frames`."""
        first, self._at = self._at, min(self._end, self._at + frames)
        if self._from_hz == self._to_hz:
            return self._samples[first : self._at]
        return array("h", [self._between(index) for index in range(first, self._at)])

    def _between(self, index: int) -> int:
        whole, part = divmod(index * self._from_hz, self._to_hz)
        left = self._samples[whole]
        right = self._samples[min(whole + 1, len(self._samples) - 1)]
        return left + (right - left) * part // self._to_hz


class Feed:
    """The endless stream that a device is given: clips one after the other, else silence.

    Every method may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Clip] = deque()
        self._sounding: _Sounding | None = None
        self._tail = array("h")  # the end of a clip that was cut, then a short silence
        self._format = StreamFormat(22_050)
        self._taken = 0

    def open(self, stream: StreamFormat) -> None:
        """Begin a new stream; clips that wait are kept, one that sounded is lost."""
        with self._lock:
            self._format = stream
            self._taken = 0
            self._tail = array("h")
            self._sounding = None

    def add(self, clip: Clip) -> None:
        """Let a clip follow what is there."""
        with self._lock:
            self._waiting.append(clip)

    def drop(self) -> None:
        """Forget all, because it would be heard too late."""
        with self._lock:
            self._waiting.clear()
            self._sounding = None

    def cut(self) -> int:
        """End what sounds in 10 ms and forget what waits.

        Returns the frame of this stream, counted from its opening, at which only silence follows;
        20 ms of it come before any clip that is added from now on.
        """
        with self._lock:
            self._waiting.clear()
            fade = array("h")
            if self._sounding:
                fade = _faded(self._sounding.take(self._format.frames_in(_CUT_FADE_MS)))
                self._sounding = None
            pause = array("h", bytes(2 * self._format.frames_in(_PAUSE_AFTER_CUT_MS)))
            self._tail = fade + pause
            return self._taken + len(fade)

    def take(self, frames: int) -> bytes:
        """The next frames of the stream, exactly as many as asked for."""
        with self._lock:
            samples, self._tail = self._tail[:frames], self._tail[frames:]
            while len(samples) < frames and (sounding := self._next()):
                samples += sounding.take(frames - len(samples))
            samples.frombytes(bytes(2 * (frames - len(samples))))
            self._taken += frames
            return self._format.encode(samples)

    def _next(self) -> _Sounding | None:
        if self._sounding and self._sounding.is_over:
            self._sounding = None
        if self._sounding is None and self._waiting:
            self._sounding = _Sounding(self._waiting.popleft(), self._format.rate_hz)
        return self._sounding


def _faded(samples: array[int]) -> array[int]:
    """The same, going evenly to nothing."""
    count = len(samples)
    return array("h", [value * (count - at) // count for at, value in enumerate(samples)])
