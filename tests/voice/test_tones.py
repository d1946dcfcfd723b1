from __future__ import annotations

import cmath
import math
from itertools import pairwise

import pytest

from app.timeline.placing import SOUND_MS
from app.voice.clips import Clip, to_samples
from app.voice.tones import RATE_HZ, TONE_LENGTH_MS, tone

NAMES = sorted(TONE_LENGTH_MS)


def spectrum(values: list[complex]) -> list[complex]:
    """The discrete Fourier transform of a power of two of values."""
    if len(values) == 1:
        return values
    even, odd = spectrum(values[::2]), spectrum(values[1::2])
    turned = [cmath.rect(1, -2 * math.pi * k / len(values)) * x for k, x in enumerate(odd)]
    return [e + t for e, t in zip(even, turned, strict=True)] + [
        e - t for e, t in zip(even, turned, strict=True)
    ]


def powers(clip: Clip, first: float, last: float) -> dict[float, float]:
    """Energy by frequency in hertz of the stretch between two parts of a clip."""
    samples = to_samples(clip.pcm)[int(clip.frames * first) : int(clip.frames * last)]
    size = 1024
    window = [0.5 - 0.5 * math.cos(2 * math.pi * i / size) for i in range(size)]
    total = dict.fromkeys((k * RATE_HZ / size for k in range(size // 2)), 0.0)
    for start in range(0, len(samples) - size + 1, size // 2):
        piece = [complex(window[i] * samples[start + i]) for i in range(size)]
        for hertz, value in zip(total, spectrum(piece), strict=False):
            total[hertz] += abs(value) ** 2
    return total


def pitch(clip: Clip, first: float, last: float) -> float:
    found = powers(clip, first, last)
    return max(found, key=lambda hertz: found[hertz])


@pytest.mark.parametrize("name", NAMES)
def test_lengths_are_exact_and_are_those_of_the_timeline(name: str) -> None:
    assert tone(name).length_ms == TONE_LENGTH_MS[name] == SOUND_MS[name]
    assert tone(name).frames * 1000 == TONE_LENGTH_MS[name] * RATE_HZ


def test_the_timeline_asks_for_no_other_sound() -> None:
    assert set(SOUND_MS) == set(TONE_LENGTH_MS)


@pytest.mark.parametrize("name", NAMES)
def test_energy_lies_where_small_loudspeakers_are_loud(name: str) -> None:
    found = powers(tone(name), 0, 1)
    inside = sum(power for hertz, power in found.items() if 700 <= hertz <= 3500)
    assert inside > 0.99 * sum(found.values())


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_click(name: str) -> None:
    samples = to_samples(tone(name).pcm)
    peak = max(map(abs, samples))
    assert samples[0] == samples[-1] == 0
    assert max(map(abs, samples[:10])) < peak / 50
    assert max(map(abs, samples[-10:])) < peak / 50
    # No step is steeper than that of a full swing at the top of the band.
    steepest = max(abs(b - a) for a, b in pairwise(samples))
    assert steepest < peak * 2 * math.pi * 3500 / RATE_HZ


@pytest.mark.parametrize("name", NAMES)
def test_the_level_is_near_that_of_speech(name: str) -> None:
    samples = to_samples(tone(name).pcm)
    window = RATE_HZ // 10
    loudest = max(
        math.sqrt(sum(x * x for x in samples[at : at + window]) / window)
        for at in range(0, len(samples) - window, window // 10)
    )
    assert 3300 <= loudest <= 3700
    assert max(map(abs, samples)) < 20_000


def test_the_contours_tell_the_sounds_apart() -> None:
    assert pitch(tone("start"), 0, 0.3) < 0.75 * pitch(tone("start"), 0.7, 1)
    assert pitch(tone("switch"), 0, 0.45) > 1.4 * pitch(tone("switch"), 0.55, 1)
    assert pitch(tone("end"), 0, 0.18) > 1.4 * pitch(tone("end"), 0.6, 1)
    bell = to_samples(tone("low-end").pcm)
    assert max(map(abs, bell[: len(bell) // 4])) > 8 * max(map(abs, bell[3 * len(bell) // 4 :]))


def test_a_tone_is_made_once() -> None:
    assert tone("beep") is tone("beep")


def test_an_unknown_tone_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        tone("gong")
