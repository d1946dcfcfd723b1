"""The stream that a loudspeaker is given: silence, in which every note begins at its sample.

Knows nothing of a device: it is told when the frames that it gives will be heard.
"""

from __future__ import annotations

import logging
from array import array
from bisect import insort
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.audio.clips import to_pcm, to_samples
from app.audio.score import Note
from app.audio.tones import RATE_HZ
from app.session.clock import Course

_log = logging.getLogger(__name__)

LATE_MS: Final = 250
"""A note that would begin later than this after its moment is left out: late words mislead."""

_CUT_FADE_MS: Final = 10
# What follows a cut waits until the device's own fade is over.
_PAUSE_AFTER_CUT_MS: Final = 30
_BETWEEN_WORDS_MS: Final = 40


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

    def frames_in(self, length_ms: float) -> int:
        """Frames in a stretch of time, to the nearest."""
        return round(self.rate_hz * length_ms / 1000)

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
    """A note that has begun: its samples at the stream's rate, from a frame of the stream on."""

    def __init__(self, note: Note, samples: array[int], first: int) -> None:
        self.samples = samples
        self.first = first
        self.gain = note.gain
        self.spoken = note.spoken

    @property
    def end(self) -> int:
        return self.first + len(self.samples)

    def part(self, first: int, end: int) -> tuple[int, array[int]]:
        """What sounds of it in `[first, end)` of the stream, and from which frame on."""
        start = max(first, self.first)
        part = self.samples[start - self.first : max(0, end - self.first)]
        if self.gain == 1.0:
            return start, part
        return start, array("h", [_within(round(self.gain * value)) for value in part])


class Mixer:
    """Notes laid into one stream. For one thread."""

    def __init__(self, stream: StreamFormat) -> None:
        """Silence, until there is a course and notes on it."""
        self._stream = stream
        self._course: Course | None = None
        self._begun_ms = self._floor_ms = 0.0
        self._waiting: list[Note] = []
        self._sounding: list[_Sounding] = []
        self._taken = 0
        self._free_from = 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing sounds and nothing waits."""
        return not self._sounding and not self._waiting

    @property
    def is_performing(self) -> bool:
        """Whether there is a course to follow."""
        return self._course is not None

    def open(self, stream: StreamFormat) -> None:
        """Begin a new stream; notes that wait are kept, what sounded is lost."""
        # At another rate the first note would wait for numpy, while the device runs dry.
        at_rate(array("h", [0]), RATE_HZ, stream.rate_hz)
        self._stream = stream
        self._sounding.clear()
        self._taken = self._free_from = 0

    def follow(self, course: Course) -> None:
        """Perform notes along this course from now on; those that wait are forgotten.

        On the same course as before, by whichever of its moments it is given, what has begun does
        not begin again.
        """
        self._waiting.clear()
        if self._course is None or course.clock_at(0) != self._course.clock_at(0):
            self._begun_ms = course.position_ms
        self._course = course
        self._floor_ms = self._begun_ms

    def add(self, note: Note) -> None:
        """A note of the course; one whose moment has passed by more than `LATE_MS` never sounds."""
        if note.at_ms >= max(self._floor_ms, self._begun_ms - LATE_MS):
            insort(self._waiting, note, key=lambda each: each.at_ms)

    def cut(self) -> int:
        """End what sounds in 10 ms and forget course and notes.

        Returns the frame of this stream, counted from its opening, at which only silence follows;
        30 ms of it come before anything else is heard.
        """
        end = self._taken + self._stream.frames_in(_CUT_FADE_MS)
        for each in self._sounding:
            first, part = each.part(self._taken, end)
            each.samples, each.first, each.gain = _faded(part), first, 1.0
            each.spoken = False  # new words need not keep a distance from what fades
        self._course = None
        self._waiting.clear()
        self._free_from = end + self._stream.frames_in(_PAUSE_AFTER_CUT_MS)
        return end

    def take(self, frames: int, heard_ms: float | None) -> bytes:
        """The next frames of the stream, of which the first is heard at `heard_ms` of the clock.

        With None, where that is not yet known, nothing begins.
        """
        if heard_ms is not None and self._course is not None:
            self._begin(self._course, heard_ms, heard_ms + frames * 1000 / self._stream.rate_hz)
        mixed = array("h", bytes(2 * frames))
        end = self._taken + frames
        untouched = True
        for each in self._sounding:
            first, part = each.part(self._taken, end)
            at = first - self._taken
            if part:
                mixed[at : at + len(part)] = part if untouched else _sum(mixed[at:], part)
                untouched = False
        self._taken = end
        self._sounding = [each for each in self._sounding if each.end > end]
        return self._stream.encode(mixed)

    def _begin(self, course: Course, heard_ms: float, until_ms: float) -> None:
        """Let begin what is due before `until_ms` of the clock."""
        until = course.position_at(until_ms)
        while self._waiting and self._waiting[0].at_ms < until:
            note = self._waiting.pop(0)
            after_ms = course.clock_at(note.at_ms) - heard_ms
            due = self._taken + self._stream.frames_in(after_ms)
            first = max(due, self._taken, self._free_from, self._words_end() if note.spoken else 0)
            if first - due <= self._stream.frames_in(LATE_MS):
                samples = at_rate(
                    to_samples(note.clip.pcm), note.clip.rate_hz, self._stream.rate_hz
                )
                self._sounding.append(_Sounding(note, samples, first))
            else:
                late_ms = (first - due) * 1000 / self._stream.rate_hz
                _log.warning("left out at %d ms: %d ms late", note.at_ms, late_ms)
        self._begun_ms = max(self._begun_ms, until)

    def _words_end(self) -> int:
        """The first frame at which words would not follow too closely on others."""
        ends = [each.end for each in self._sounding if each.spoken]
        return max(ends) + self._stream.frames_in(_BETWEEN_WORDS_MS) if ends else 0


def at_rate(samples: array[int], from_hz: int, to_hz: int) -> array[int]:
    """The same sound at another rate."""
    if from_hz == to_hz:
        return samples
    # Few devices ask for it, and numpy is heavy.
    import numpy as np
    import soxr

    other = soxr.resample(np.asarray(samples, dtype=np.int16), from_hz, to_hz)
    return array("h", other.astype(np.int16).tobytes())


def _sum(ground: array[int], part: array[int]) -> array[int]:
    """Two sounds at once; where they would be too loud, as loud as can be."""
    return array(
        "h",
        [_within(low + high) for low, high in zip(ground, part, strict=False)],
    )


def _within(value: int) -> int:
    return max(-32768, min(32767, value))


def _faded(samples: array[int]) -> array[int]:
    """The same, going evenly to nothing."""
    count = len(samples)
    return array("h", [value * (count - at) // count for at, value in enumerate(samples)])
