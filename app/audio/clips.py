"""A piece of sound: mono, signed 16 bit, little endian, with its sample rate.

Speech and tones are both clips; everything that is played or cached is one.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BYTES_PER_SAMPLE: Final = 2

# Speech at full level peaks near 20 000. Below one per cent of a clip's own peak (-40 dB) nothing
# is heard; the floor keeps the dither of a quiet engine from counting as speech.
_SILENCE_OF_PEAK: Final = 0.01
_SILENCE_FLOOR: Final = 24

_LEAD_KEPT_MS: Final = 5
_TAIL_KEPT_MS: Final = 15
_LEAD_ALLOWED_MS: Final = 20


class BrokenClip(Exception):
    """A sound file that cannot be read, or that holds no sound."""


def to_samples(pcm: bytes) -> array[int]:
    """The samples of little-endian 16 bit sound, in this machine's byte order."""
    samples = array("h")
    samples.frombytes(pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def to_pcm(samples: array[int]) -> bytes:
    """The inverse of `to_samples`."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples.tobytes()


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono sound. `rate_hz` samples a second; `pcm` signed 16 bit little endian."""

    rate_hz: int
    pcm: bytes

    @property
    def frames(self) -> int:
        """The number of samples."""
        return len(self.pcm) // BYTES_PER_SAMPLE

    @property
    def length_ms(self) -> int:
        """How long it sounds, rounded to the millisecond."""
        return round(self.frames * 1000 / self.rate_hz)

    @classmethod
    def from_wav(cls, path: Path) -> Clip:
        """Read a WAV file of 16 bit samples; several channels are mixed into one.

        Raises `BrokenClip` for a file that is missing, damaged, cut short, of another sample
        width, or without a single frame.
        """
        try:
            with wave.open(str(path), "rb") as file:
                channels, width = file.getnchannels(), file.getsampwidth()
                rate_hz, frames = file.getframerate(), file.getnframes()
                pcm = file.readframes(frames)
        except (OSError, EOFError, ValueError, RuntimeError, wave.Error) as error:
            raise BrokenClip(f"{path.name} cannot be read as a sound file: {error}") from error
        if width != BYTES_PER_SAMPLE or rate_hz <= 0:
            raise BrokenClip(f"{path.name} holds {8 * width} bit sound at {rate_hz} Hz")
        if frames == 0 or len(pcm) != frames * channels * width:
            raise BrokenClip(f"{path.name} holds no sound, or only part of it")
        return cls(rate_hz, pcm if channels == 1 else _mixed(pcm, channels))

    def to_wav(self, path: Path, *, durable: bool = True) -> None:
        """Write a WAV file in one step: whoever looks finds the old file or the new one, whole.

        `durable` waits until the disk has it. Raises `OSError`, and leaves nothing behind then.
        """
        # A name of its own, because two processes may write the same clip at once.
        handle, name = tempfile.mkstemp(".part", path.stem + ".", path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                self._write(file)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def _write(self, file: object) -> None:
        with wave.open(file, "wb") as out:  # type: ignore[call-overload]
            out.setnchannels(1)
            out.setsampwidth(BYTES_PER_SAMPLE)
            out.setframerate(self.rate_hz)
            out.writeframes(self.pcm)

    def trimmed(self) -> Clip:
        """The same without the silence that engines put around speech.

        The tail goes down to 15 ms, a lead above 20 ms down to 5 ms, so that a word starts when its
        clip starts. Raises `BrokenClip` when there is nothing but silence.
        """
        import numpy as np  # the child process has it; Python's own arrays take 20 times as long

        loudness = np.abs(np.frombuffer(self.pcm, "<i2").astype(np.int32))
        peak = int(loudness.max(initial=0))
        limit = max(_SILENCE_FLOOR, int(peak * _SILENCE_OF_PEAK))
        if peak <= limit:
            raise BrokenClip("a clip holds nothing but silence")
        heard = np.flatnonzero(loudness > limit)
        first, last = int(heard[0]), int(heard[-1])
        start = 0
        if first > self._frames_in(_LEAD_ALLOWED_MS):
            start = first - self._frames_in(_LEAD_KEPT_MS)
        end = last + 1 + self._frames_in(_TAIL_KEPT_MS)
        return Clip(self.rate_hz, self.pcm[BYTES_PER_SAMPLE * start : BYTES_PER_SAMPLE * end])

    def _frames_in(self, length_ms: int) -> int:
        return self.rate_hz * length_ms // 1000


def silence(length_ms: int, rate_hz: int) -> Clip:
    """A clip in which nothing is heard."""
    return Clip(rate_hz, bytes(BYTES_PER_SAMPLE * (rate_hz * length_ms // 1000)))


def _mixed(pcm: bytes, channels: int) -> bytes:
    """The mean of interleaved channels."""
    samples = to_samples(pcm)
    frames = range(0, len(samples), channels)
    return to_pcm(array("h", (sum(samples[at : at + channels]) // channels for at in frames)))
