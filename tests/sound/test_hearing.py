"""The ear of these tests: a tone is found where it is, whatever part of a sample it is off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import soxr

from app.audio.tones import TONE_LENGTH_MS, tone
from tests.sound.hearing import CLIP_HZ, Recording, Samples, hear, strays
from tests.sound.plan import Planned
from tests.sound.report import faults_of, judged
from tests.sound.server import RATE_HZ
from tests.sound.witness import Hold

_STEPS = 24
_FIRST_MS = 500


def recorded(name: str, part: float, holds: Sequence[Hold] = ()) -> Recording:
    """A tone that begins a part of a sample of `CLIP_HZ` after its moment, and a little noise."""
    clip = tone(name)
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float64) / 65536
    raw = np.random.default_rng(1).normal(0, 1e-4, 2 * RATE_HZ)
    first = RATE_HZ * _FIRST_MS // 1000
    there = soxr.resample(samples, clip.rate_hz, RATE_HZ)
    raw[first : first + len(there)] += there
    stamps = [(second / 2, second * RATE_HZ // 2) for second in range(5)]
    return Recording(shifted(raw, part * RATE_HZ / CLIP_HZ), RATE_HZ, stamps, holds)


def shifted(samples: Samples, by: float) -> Samples:
    """The same, later by a part of a sample."""
    size = 2 * len(samples)
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(size) * by)
    moved = np.fft.irfft(np.fft.rfft(samples, size) * turn, size)[: len(samples)]
    result: Samples = moved.astype(np.float32)
    return result


@pytest.mark.parametrize("name", list(TONE_LENGTH_MS))
def test_a_tone_is_found_where_it_is_between_samples(name: str) -> None:
    planned = Planned(_FIRST_MS, name, tone(name))
    for step in range(_STEPS):
        part = step / _STEPS
        (found,) = hear(recorded(name, part), [planned], 0.0)
        assert found.is_whole
        late_ms = 1000 * found.moment_s - _FIRST_MS - 1000 * part / CLIP_HZ
        assert abs(late_ms) < 0.1


@pytest.mark.parametrize(("held_s", "excused"), [(0.55, True), (1.9, False)])
def test_nothing_is_held_against_the_program_while_the_machine_stood_still(
    held_s: float, excused: bool
) -> None:
    """A tone 200 ms off its moment, and another that never came."""
    recording = recorded("switch", 0.0, [Hold(held_s, held_s + 0.02)])
    planned = [
        Planned(_FIRST_MS, "other", tone("low-end")),
        Planned(_FIRST_MS + 200, "switch", tone("switch")),
    ]
    heard = hear(recording, planned, 0.0)
    assert bool(faults_of(heard)) is not excused
    assert bool(strays(recording, heard[:1])) is not excused
    if excused:
        with pytest.raises(pytest.skip.Exception, match="2 of 2"):
            judged(heard)
    else:
        assert judged(heard) == heard
