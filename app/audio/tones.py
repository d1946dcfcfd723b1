"""The five sounds, made by arithmetic: told apart by the contour of their pitch.

    start     three notes, up           the work begins
    switch    two notes, down a fifth   the other side
    low-end   one bell, dying away      the short end of a range: stay, or come out
    beep      two notes at once, short  three, two, one
    end       down to a lasting chord   done

Their pitches lie between 800 and 2 000 Hz, where small loudspeakers are loud, music is thin and old
ears still keen; what lies above, up to 3 500 Hz, only gives them colour. They begin and end without
a click and are as loud as speech. Made without numpy: in the process of the session, in a few
milliseconds each.
"""

from __future__ import annotations

import math
import threading
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, repeat
from operator import add, mul
from typing import Final, NamedTuple

from app.audio.clips import Clip, to_pcm
from app.audio.loudness import TARGET_LUFS

RATE_HZ: Final = 22_050

TONE_LENGTH_MS: Final[dict[str, int]] = {
    "start": 360,
    "switch": 480,
    "low-end": 640,
    "beep": 120,
    "end": 1100,
}
"""Length of each sound in milliseconds, exact to the sample."""


class _Sine(NamedTuple):
    """One sine that swells, fades and stops."""

    at_ms: int
    length_ms: int
    pitch_hz: float
    strength: float = 1.0
    fade_ms: float = math.inf
    """The time in which it dies away to a third, like something struck."""
    release_ms: int = 40
    """The time of its smooth end."""


def _note(at_ms: int, length_ms: int, pitch_hz: float, fade_ms: float) -> tuple[_Sine, _Sine]:
    """A sine and its octave, which is softer and gone sooner."""
    octave = _Sine(at_ms, length_ms, 2 * pitch_hz, 0.35, fade_ms / 2)
    return _Sine(at_ms, length_ms, pitch_hz, 1.0, fade_ms), octave


# No two sounds share a note: the ear takes a part of one for the other in noise.
_SINES: Final[dict[str, tuple[_Sine, ...]]] = {
    "start": (*_note(0, 130, 932, 300), *_note(105, 130, 1245, 300), *_note(210, 150, 1568, 300)),
    "switch": (_Sine(0, 240, 1760, 1.0, 300), *_note(225, 255, 1175, 300)),
    "low-end": (
        _Sine(0, 640, 1047, 1.0, 200, 120),
        _Sine(0, 640, 2094, 0.4, 130, 120),
        _Sine(0, 640, 2890, 0.35, 70, 120),  # the second tone of a bar that is struck
    ),
    "beep": (_Sine(0, 120, 1480, 1.0, release_ms=25), _Sine(0, 120, 1976, 0.8, release_ms=25)),
    "end": (
        *_note(0, 260, 1661, 220),
        *_note(190, 260, 1397, 220),
        *_note(380, 720, 1109, 420),
        _Sine(380, 720, 831, 0.6, 420, 200),
    ),
}

_ATTACK_MS: Final = 8

# How loud the sums of these sines are, as `loudness` measures them; a test does so again.
_LUFS: Final = {"start": -3.80, "switch": -4.33, "low-end": -11.33, "beep": 0.05, "end": -5.58}


@cache
def tone(name: str) -> Clip:
    """The sound of that name, at `TARGET_LUFS`. Raises `KeyError` for an unknown name."""
    total = [0.0] * _frames(TONE_LENGTH_MS[name])
    for sine in _SINES[name]:
        first = _frames(sine.at_ms)
        place = slice(first, first + _frames(sine.length_ms))
        total[place] = map(add, total[place], _values(sine))
    gain = 32768 * 10 ** ((TARGET_LUFS - _LUFS[name]) / 20)
    return Clip(RATE_HZ, to_pcm(array("h", (round(gain * value) for value in total))))


@cache
def prepare_tones() -> None:
    """Make all of them in the background, once: 30 ms of arithmetic that no key should wait for."""
    threading.Thread(target=lambda: [tone(name) for name in TONE_LENGTH_MS], daemon=True).start()


def _frames(length_ms: int) -> int:
    return RATE_HZ * length_ms // 1000


def _values(sine: _Sine) -> Iterator[float]:
    """Its samples, zero at both ends. Chained in C: a loop in Python takes three times as long."""
    frames = _frames(sine.length_ms)
    step = 2 * math.pi * sine.pitch_hz / RATE_HZ
    wave = map(math.sin, accumulate(repeat(step, frames - 1), initial=0.0))
    decay = math.exp(-1000 / RATE_HZ / sine.fade_ms)
    rise, fall = _slope(_ATTACK_MS), _slope(sine.release_ms)[::-1]
    ends = rise + [1.0] * (frames - len(rise) - len(fall)) + fall
    swell = accumulate(repeat(decay, frames - 1), mul, initial=sine.strength)
    return map(mul, wave, map(mul, ends, swell))


def _slope(length_ms: int) -> list[float]:
    """Half a cosine, from 0 to 1."""
    last = _frames(length_ms) - 1
    return [0.5 - 0.5 * math.cos(math.pi * at / last) for at in range(last + 1)]
