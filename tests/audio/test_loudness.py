from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.audio.clips import Clip, silence
from app.audio.loudness import PEAK_DBFS, TARGET_LUFS, loudness_lufs, normalised

RATES = (22_050, 48_000)
PEAK = 32768 * 10 ** (PEAK_DBFS / 20)


def clip_of(rate_hz: int, values: NDArray[np.float64]) -> Clip:
    """A clip of values of which 1 is full scale."""
    return Clip(rate_hz, np.rint(32768 * values).clip(-32768, 32767).astype("<i2").tobytes())


def values_of(clip: Clip) -> NDArray[np.float64]:
    return np.frombuffer(clip.pcm, "<i2").astype(np.float64)


def sine(rate_hz: int, *parts: tuple[float, float], hertz: float = 1000) -> Clip:
    """Stretches of a sine, each of a peak level in dBFS and a length in seconds."""
    pieces = [
        10 ** (level / 20)
        * np.sin(2 * np.pi * hertz * np.arange(round(length * rate_hz)) / rate_hz)
        for level, length in parts
    ]
    return clip_of(rate_hz, np.concatenate(pieces))


def like_speech(rate_hz: int, length_s: float, level: float = 0.05) -> Clip:
    """A wavering buzz of 120 Hz in syllables, with pauses."""
    time = np.arange(round(rate_hz * length_s)) / rate_hz
    waver = 2 * np.pi * 120 * (time + 0.002 * np.sin(2 * np.pi * 3 * time))
    buzz = np.sum([np.sin(k * waver) / k for k in range(1, 40)], axis=0)
    syllables = np.maximum(0, np.sin(2 * np.pi * 2.3 * time))
    return clip_of(rate_hz, level * buzz * syllables * (np.sin(2 * np.pi * 0.31 * time) > -0.5))


def with_peaks(clip: Clip, times: float) -> Clip:
    """The same, so many times as loud for 5 ms of every quarter of a second."""
    factor = np.ones(clip.frames)
    for at in range(0, clip.frames - 110, clip.rate_hz // 4):
        factor[at : at + 110] += (times - 1) * np.hanning(110)
    return clip_of(clip.rate_hz, factor * values_of(clip) / 32768)


# EBU Tech 3341 gives these for two channels alike; one channel of them reads 3.01 LU less.
@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([(-23, 20)], -23, id="1: steady"),
        pytest.param([(-33, 20)], -33, id="2: steady and softer"),
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23, id="3: relative gate"),
        pytest.param(
            [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23, id="4: both gates"
        ),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23, id="5: none is gated"),
    ],
)
def test_it_reads_the_signals_of_ebu_tech_3341(
    rate_hz: int, parts: list[tuple[float, float]], expected: float
) -> None:
    assert loudness_lufs(sine(rate_hz, *parts)) == pytest.approx(expected - 3.01, abs=0.1)


# Read once with pyloudnorm 0.1.1 (filter class "DeMan") at 48 kHz. It was also held against 163
# clips of espeak-ng, cut to whole steps of 100 ms: at most 0.06 LU apart.
@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize(
    ("hertz", "expected"),
    [
        (30, -18.028),
        (60, -12.623),
        (200, -9.987),
        (997, -9.031),
        (2000, -6.651),
        (4000, -5.754),
        (8000, -5.682),
    ],
)
def test_it_weighs_each_pitch_as_another_meter_does(
    rate_hz: int, hertz: float, expected: float
) -> None:
    clip = sine(rate_hz, (20 * math.log10(0.5), 3), hertz=hertz)
    assert loudness_lufs(clip) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize(
    ("length_s", "expected"), [(0.8, -33.922), (2.0, -34.020), (12.5, -34.287)]
)
def test_it_reads_what_is_like_speech_as_another_meter_does(
    rate_hz: int, length_s: float, expected: float
) -> None:
    assert loudness_lufs(like_speech(rate_hz, length_s)) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("rate_hz", [*RATES, 8_000, 11_025, 16_000, 44_100, 96_000])
@pytest.mark.parametrize("length_s", [0.05, 0.12, 0.399, 0.4, 0.401, 0.49, 0.51, 10.05])
def test_length_and_rate_do_not_matter_to_a_steady_sound(rate_hz: int, length_s: float) -> None:
    assert loudness_lufs(sine(rate_hz, (-20, length_s))) == pytest.approx(-23.0, abs=0.1)


def test_a_short_clip_is_one_block_of_its_own_length() -> None:
    half_empty = sine(22_050, (-20, 0.15), (-200, 0.15))
    assert loudness_lufs(half_empty) == pytest.approx(-26.0, abs=0.1)


def test_what_is_left_of_a_last_block_does_not_count() -> None:
    assert loudness_lufs(sine(22_050, (-20, 0.4), (0, 0.09))) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("frames", [0, 1, 100, 8820, 50_000])
def test_silence_has_no_loudness_and_stays_silence(frames: int) -> None:
    clip = Clip(22_050, bytes(2 * frames))
    assert loudness_lufs(clip) == -math.inf
    assert normalised(clip) == clip


def test_what_is_below_the_absolute_gate_is_not_lifted() -> None:
    hiss = sine(22_050, (-75, 1))
    assert loudness_lufs(hiss) == -math.inf
    assert normalised(hiss) == hiss
    assert normalised(silence(300, 22_050)) == silence(300, 22_050)


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("level", [-55, -30, -19, -3, 0])
@pytest.mark.parametrize("length_s", [0.2, 3])
def test_normalised_is_at_the_target(rate_hz: int, level: float, length_s: float) -> None:
    clip = normalised(sine(rate_hz, (level, length_s)))
    assert loudness_lufs(clip) == pytest.approx(TARGET_LUFS, abs=0.05)
    assert clip.frames == round(rate_hz * length_s)


def test_plain_gain_changes_nothing_but_the_level() -> None:
    clip = like_speech(22_050, 2, 0.02)
    before, after = values_of(clip), values_of(normalised(clip))
    gain = after[np.abs(before).argmax()] / before[np.abs(before).argmax()]
    assert np.abs(after - gain * before).max() < gain + 1


@pytest.mark.parametrize("times", [5, 7])
def test_single_peaks_are_held_down_and_the_rest_keeps_its_level(times: float) -> None:
    clip = with_peaks(like_speech(22_050, 3, 0.02), times)
    plain_gain = 10 ** ((TARGET_LUFS - loudness_lufs(clip)) / 20)
    assert plain_gain * np.abs(values_of(clip)).max() > 1.1 * PEAK
    louder = normalised(clip)
    assert np.abs(values_of(louder)).max() <= PEAK
    assert loudness_lufs(louder) == pytest.approx(TARGET_LUFS, abs=0.6)


def test_the_limiter_moves_gently() -> None:
    clip = with_peaks(like_speech(22_050, 3, 0.02), 7)
    before, after = values_of(clip), values_of(normalised(clip))
    heard = np.flatnonzero(np.abs(before) > 100)
    factors = after[heard] / before[heard]
    assert np.ptp(factors) > 0.2 * factors.max()  # it does something,
    steps = np.abs(np.diff(factors)) / np.diff(heard)
    assert steps.max() < 0.03 * factors.max()  # and never all at once


def test_a_clip_of_hardly_anything_but_peaks_stays_softer() -> None:
    knocks = with_peaks(sine(22_050, (-50, 2)), 300)
    louder = normalised(knocks)
    assert np.abs(values_of(louder)).max() <= PEAK
    assert loudness_lufs(louder) < TARGET_LUFS - 2


@settings(max_examples=60, deadline=None)
@given(
    rate_hz=st.sampled_from([8000, 22_050, 44_100]),
    samples=st.lists(st.integers(-32768, 32767), min_size=1, max_size=400),
    times=st.integers(1, 60),
)
def test_no_sample_is_ever_above_the_peak(rate_hz: int, samples: list[int], times: int) -> None:
    clip = Clip(rate_hz, np.array(samples * times, "<i2").tobytes())
    louder = normalised(clip)
    assert louder.frames == clip.frames
    if louder != clip:
        assert np.abs(values_of(louder)).max() <= PEAK
        assert loudness_lufs(louder) <= TARGET_LUFS + 0.1


def test_numpy_is_not_loaded_before_something_is_measured() -> None:
    code = "import sys, app.audio.loudness; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
