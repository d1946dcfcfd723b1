"""The five sounds, made by arithmetic: told apart by the contour of their pitch.

    start     rises          the work begins
    switch    two notes      the other side
    low-end   a soft bell    the short end of a range: stay, or come out
    beep      short          three, two, one
    end       falls to rest  done

All lie between 700 and 3 500 Hz, where small loudspeakers are loud and ears are keen, begin and end
without a click, and are as loud as the speech around them.
"""

from __future__ import annotations

import math
import operator
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from app.voice.clips import Clip, to_pcm

RATE_HZ: Final = 22_050

TONE_LENGTH_MS: Final[dict[str, int]] = {
    "start": 360,
    "switch": 480,
    "low-end": 640,
    "beep": 120,
    "end": 1100,
}
"""Length of each sound in milliseconds, exact to the sample."""

# Espeak-ng's speech at volume 1.0 has a root mean square of 2 500 to 3 300 over a whole clip. What
# sounds evenly is louder to the ear than speech of that mean with its gaps; what dies away is not.
# So the loudest tenth of a second decides.
_LOUDEST_RMS: Final = 3500
_LOUDEST_OVER_MS: Final = 100


@dataclass(frozen=True, slots=True)
class _Note:
    """A sine with overtones. Times in milliseconds, pitch in hertz."""

    at_ms: int
    length_ms: int
    pitch_hz: float
    glide_to_hz: float = 0.0
    """Where the pitch arrives at the end; 0 keeps it."""
    fade_ms: float = 0.0
    """The time in which it dies away to a third, like something struck; 0 sounds on evenly."""
    overtones: tuple[tuple[float, float], ...] = ((2.0, 0.15),)
    """Each as a multiple of the pitch and a part of its strength."""
    strength: float = 1.0


_BELL: Final = ((1.5, 0.3), (2.0, 0.35), (2.62, 0.12))
_PLAIN: Final = ((2.0, 0.1),)

_NOTES: Final[dict[str, tuple[_Note, ...]]] = {
    "start": (_Note(0, 360, 784, glide_to_hz=1568),),
    "switch": (_Note(0, 230, 1568), _Note(240, 240, 1047)),
    "low-end": (_Note(0, 640, 1319, fade_ms=160, overtones=_BELL),),
    "beep": (_Note(0, 120, 1245, overtones=_PLAIN),),
    "end": (
        _Note(0, 480, 1568, fade_ms=200),
        _Note(200, 480, 1319, fade_ms=200),
        _Note(400, 700, 1047, fade_ms=280),
        _Note(400, 700, 784, fade_ms=280, strength=0.7),
    ),
}

_ATTACK_MS: Final = 8
_RELEASE_MS: Final = 40


@cache
def tone(name: str) -> Clip:
    """The sound of that name. Raises `KeyError` for a name not in `TONE_LENGTH_MS`."""
    total = [0.0] * _frames(TONE_LENGTH_MS[name])
    for note in _NOTES[name]:
        _add(total, note)
    gain = _LOUDEST_RMS / _loudest(total)
    return Clip(RATE_HZ, to_pcm(array("h", (round(gain * value) for value in total))))


def _frames(length_ms: int) -> int:
    return RATE_HZ * length_ms // 1000


def _loudest(values: list[float]) -> float:
    """The greatest root mean square of any tenth of a second."""
    window = _frames(_LOUDEST_OVER_MS)
    powers = list(accumulate((value * value for value in values), initial=0.0))
    return math.sqrt(max(map(operator.sub, powers[window:], powers)) / window)


def _add(total: list[float], note: _Note) -> None:
    first, frames = _frames(note.at_ms), _frames(note.length_ms)
    step = 2 * math.pi / RATE_HZ
    ratio = (note.glide_to_hz or note.pitch_hz) / note.pitch_hz
    phase = 0.0
    for index in range(frames):
        wave = math.sin(phase) + sum(part * math.sin(k * phase) for k, part in note.overtones)
        total[first + index] += note.strength * _envelope(note, index, frames) * wave
        # An even glide to the ear is an even glide of the exponent.
        phase += step * note.pitch_hz * ratio ** (index / frames)


def _envelope(note: _Note, index: int, frames: int) -> float:
    """Raised-cosine ends, zero at the first and last sample; between them even or dying away."""
    rise = min(1.0, index / _frames(_ATTACK_MS))
    fall = min(1.0, (frames - 1 - index) / _frames(_RELEASE_MS))
    ends = 0.25 * (1 - math.cos(math.pi * rise)) * (1 - math.cos(math.pi * fall))
    if not note.fade_ms:
        return ends
    return ends * math.exp(-index * 1000 / RATE_HZ / note.fade_ms)
