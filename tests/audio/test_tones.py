from __future__ import annotations

import math
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.audio.clips import Clip
from app.audio.loudness import TARGET_LUFS, loudness_lufs
from app.audio.tones import RATE_HZ, TONE_LENGTH_MS, tone
from app.timeline.placing import SOUND_MS

Floats = NDArray[np.float64]

NAMES: Final = tuple(TONE_LENGTH_MS)
BAND_HZ: Final = (700.0, 3500.0)


def samples_of(clip: Clip) -> Floats:
    return np.frombuffer(clip.pcm, "<i2") / 32768


def energy(values: Floats, low_hz: float, high_hz: float) -> float:
    """The energy between two frequencies."""
    spectrum = np.abs(np.fft.rfft(values)) ** 2
    hertz = np.fft.rfftfreq(values.size, 1 / RATE_HZ)
    return float(spectrum[(hertz >= low_hz) & (hertz <= high_hz)].sum())


def pitch(name: str, from_ms: int, to_ms: int) -> float:
    """The strongest frequency of a stretch of a sound."""
    part = samples_of(tone(name))[RATE_HZ * from_ms // 1000 : RATE_HZ * to_ms // 1000]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(part.size), 1 << 15))
    return float(np.argmax(spectrum) * RATE_HZ / (1 << 15))


def level(name: str, from_ms: int, to_ms: int) -> float:
    """The root mean square of a stretch of a sound, in decibels."""
    part = samples_of(tone(name))[RATE_HZ * from_ms // 1000 : RATE_HZ * to_ms // 1000]
    return 10 * math.log10(np.mean(part**2))


@pytest.mark.parametrize("name", NAMES)
class TestEach:
    def test_its_length_is_exact_and_that_of_the_timeline(self, name: str) -> None:
        assert tone(name).rate_hz == RATE_HZ
        assert tone(name).length_ms == TONE_LENGTH_MS[name] == SOUND_MS[name]
        assert tone(name).frames * 1000 == TONE_LENGTH_MS[name] * RATE_HZ

    def test_it_is_as_loud_as_speech(self, name: str) -> None:
        # Ten times closer than need be: a sound that was changed wants its loudness noted anew.
        assert loudness_lufs(tone(name)) == pytest.approx(TARGET_LUFS, abs=0.1)

    def test_its_peak_leaves_room(self, name: str) -> None:
        assert np.abs(samples_of(tone(name))).max() < 10 ** (-1 / 20)

    def test_its_energy_lies_where_small_loudspeakers_are_loud(self, name: str) -> None:
        values = samples_of(tone(name))
        assert energy(values, *BAND_HZ) > 0.99 * energy(values, 0, RATE_HZ)

    def test_old_ears_hear_most_of_it(self, name: str) -> None:
        values = samples_of(tone(name))
        assert energy(values, 700, 2000) > 0.85 * energy(values, 0, RATE_HZ)

    def test_there_is_no_click(self, name: str) -> None:
        values = samples_of(tone(name))
        peak = np.abs(values).max()
        assert values[0] == values[-1] == 0
        assert np.abs(values[:10]).max() < peak / 30
        assert np.abs(values[-10:]).max() < peak / 100
        # A click is heard by what it has above the band.
        for at in range(0, values.size - 256, 64):
            piece = values[at : at + 256] * np.hanning(256)
            assert energy(piece, 4500, RATE_HZ) < 1e-5 * 256 * 256 * peak**2

    def test_it_is_the_same_when_made_again(self, name: str) -> None:
        first = tone(name)
        tone.cache_clear()
        assert tone(name) is not first
        assert tone(name) == first


def test_the_timeline_asks_for_no_other_sound() -> None:
    assert set(SOUND_MS) == set(TONE_LENGTH_MS)


def test_start_climbs_in_three_steps() -> None:
    low, middle, high = pitch("start", 0, 105), pitch("start", 130, 210), pitch("start", 235, 360)
    assert middle > 1.25 * low
    assert high > 1.25 * middle


def test_switch_falls_once_and_far() -> None:
    assert pitch("switch", 20, 110) == pytest.approx(pitch("switch", 110, 225), rel=0.02)
    assert pitch("switch", 260, 360) == pytest.approx(pitch("switch", 360, 470), rel=0.02)
    assert pitch("switch", 0, 220) > 1.4 * pitch("switch", 250, 480)


def test_end_falls_step_by_step_and_rests() -> None:
    steps = pitch("end", 0, 190), pitch("end", 260, 380), pitch("end", 450, 750)
    assert steps[0] > 1.15 * steps[1] > 1.15 * 1.15 * steps[2]
    assert pitch("end", 750, 1050) == pytest.approx(steps[2], rel=0.02)


def test_low_end_keeps_its_pitch_and_dies_away() -> None:
    assert pitch("low-end", 0, 200) == pytest.approx(pitch("low-end", 300, 600), rel=0.02)
    levels = [level("low-end", at, at + 100) for at in range(20, 520, 100)]
    assert all(later < earlier - 2 for earlier, later in pairwise(levels))


def test_beep_keeps_its_pitch_and_its_level() -> None:
    assert pitch("beep", 0, 60) == pytest.approx(pitch("beep", 60, 120), rel=0.03)
    assert level("beep", 15, 45) == pytest.approx(level("beep", 45, 75), abs=0.5)


def test_a_tone_is_made_once() -> None:
    assert tone("beep") is tone("beep")


def test_an_unknown_tone_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        tone("gong")


def test_they_are_made_without_numpy() -> None:
    code = (
        "import sys; from app.audio.tones import TONE_LENGTH_MS, tone;"
        "[tone(name) for name in TONE_LENGTH_MS]; sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


# A noisy room, and a listener who knows the five sounds but not when one comes.

SCENE_S: Final = 2.4
_FRAME: Final = 882  # 40 ms, so 25 Hz apart
_HOP: Final = 441
_QUIET_FRAMES: Final = 5  # before and after a sound, so that its length tells as well
_BINS: Final = slice(round(BAND_HZ[0] / 25), round(BAND_HZ[1] / 25))
_FLOOR: Final = 0.3  # what noise adds to each bin, more or less
_ROOM_S: Final = 20


@cache
def room() -> tuple[Floats, ...]:
    """Pink noise, many who talk at once, and music with a beat: each as loud as the sounds."""
    rng = np.random.default_rng(700)
    return tuple(_levelled(make(rng)) for make in (_pink, _babble, _music))


def _levelled(values: Floats) -> Floats:
    values = values / np.abs(values).max()
    loudness = loudness_lufs(Clip(RATE_HZ, np.rint(32767 * values).astype("<i2").tobytes()))
    return values * 10 ** ((TARGET_LUFS - loudness) / 20)


def _pink(rng: np.random.Generator) -> Floats:
    spectrum = np.fft.rfft(rng.standard_normal(_ROOM_S * RATE_HZ))
    return np.fft.irfft(spectrum / np.sqrt(np.arange(spectrum.size) + 400))


def _babble(rng: np.random.Generator) -> Floats:
    """Buzzing voices of wavering pitch, in syllables; the ninth harmonic may fall on a tone."""
    time = np.arange(_ROOM_S * RATE_HZ) / RATE_HZ
    total = np.zeros(time.size)
    for _ in range(6):
        voice = rng.uniform(90, 240)
        turn = 2 * np.pi * voice * time + 8 * np.sin(2 * np.pi * rng.uniform(0.3, 0.9) * time)
        pulses = np.exp(12 * (np.cos(turn) - 1))  # as many harmonics as a voice has
        speed, start = rng.uniform(2, 4), rng.uniform(0, 6)
        total += np.diff(pulses, prepend=0) * np.maximum(0, np.sin(speed * np.pi * time + start))
    return total


def _music(rng: np.random.Generator) -> Floats:
    """Plucked chords, each of another key, and a drum, 128 beats to the minute."""
    total = np.zeros(_ROOM_S * RATE_HZ)
    length = RATE_HZ // 2
    time = np.arange(length) / RATE_HZ
    for at in range(0, total.size - length, RATE_HZ * 60 // 128 // 2):
        key = 196 * 2 ** (rng.integers(12) / 12)
        for step in rng.choice([0, 4, 7, 12, 16, 19, 24], 3, replace=False):
            for k in range(1, 6):
                wave = np.sin(2 * np.pi * k * key * 2 ** (step / 12) * time)
                total[at : at + length] += wave * np.exp(-4 * time) / k
        total[at : at + 1500] += rng.standard_normal(1500) * np.linspace(1, 0, 1500)
    return total


@cache
def _room_heard(by: str) -> tuple[Floats, ...]:
    return tuple(_heard(by, kind) for kind in room())


@cache
def _tone_heard(by: str, name: str) -> Floats:
    return _heard(by, samples_of(tone(name)))


def _heard(by: str, values: Floats) -> Floats:
    """What is left for good ears, for old ones, or after a loudspeaker that has no lows."""
    hertz = np.fft.rfftfreq(values.size, 1 / RATE_HZ) + 1
    factor = {
        "good ears": np.ones(hertz.size),
        "old ears": np.minimum(1, (2000 / hertz) ** 4),
        "a small loudspeaker": np.minimum(1, (hertz / 900) ** 2),
    }[by]
    return np.fft.irfft(np.fft.rfft(values) * factor, values.size)


def scene(name: str, snr_db: float, rng: np.random.Generator) -> Floats:
    """The sound somewhere in the noise; both are equally loud at 0 dB."""
    by = rng.choice(["good ears", "old ears", "a small loudspeaker"])
    length = int(SCENE_S * RATE_HZ)
    heard = np.zeros(length)
    for kind, share in zip(_room_heard(by), rng.dirichlet((1, 1, 1)), strict=True):
        start = rng.integers(kind.size - length)
        heard += math.sqrt(share) * kind[start : start + length]
    sound = _tone_heard(by, name) * 10 ** (snr_db / 20)
    at = rng.integers(_HOP * _QUIET_FRAMES, length - sound.size - _HOP * _QUIET_FRAMES)
    heard[at : at + sound.size] += sound
    return heard


def _picture(values: Floats) -> Floats:
    """Loudness by time and pitch, in decibels over what is usual at that pitch."""
    frames = sliding_window_view(values, _FRAME)[::_HOP] * np.hanning(_FRAME)
    decibels: Floats = 10 * np.log10(np.abs(np.fft.rfft(frames)[:, _BINS]) ** 2 + _FLOOR / 1000)
    return np.maximum(0.0, decibels - np.quantile(decibels, 0.4, axis=0))


@cache
def _templates() -> dict[str, Floats]:
    found = {}
    for name in NAMES:
        sound = samples_of(tone(name))
        edge = np.zeros(_HOP * _QUIET_FRAMES)
        sound = np.concatenate([edge, sound, edge])
        frames = sliding_window_view(sound, _FRAME)[::_HOP] * np.hanning(_FRAME)
        picture = 10 * np.log10(np.abs(np.fft.rfft(frames)[:, _BINS]) ** 2 + _FLOOR)
        picture -= picture.mean()
        found[name] = picture / math.sqrt((picture**2).sum())
    return found


def _fits(values: Floats) -> Floats:
    """How much of what is heard each sound explains, at the moment where it explains most."""
    picture = _picture(values)
    best = []
    for template in _templates().values():
        windows = sliding_window_view(picture, template.shape)[:, 0]
        best.append((windows.reshape(len(windows), -1) @ template.ravel()).max())
    return np.array(best)


@cache
def _fits_of_noise() -> Floats:
    """What a listener has got used to: how much of the bare noise each sound explains."""
    rng = np.random.default_rng(6)
    found: Floats = np.mean([_fits(scene("beep", -90, rng)) for _ in range(40)], axis=0)
    return found


def recognised(values: Floats) -> str:
    return NAMES[np.argmax(_fits(values) - _fits_of_noise())]


def confusion(snr_db: float, trials: int) -> Counter[tuple[str, str]]:
    """How often each sound was taken for each; `trials` for each sound."""
    rng = np.random.default_rng(3)
    return Counter(
        (name, recognised(scene(name, snr_db, rng))) for name in NAMES for _ in range(trials)
    )


def table(found: Counter[tuple[str, str]]) -> str:
    head = "played as".ljust(12) + "".join(name.rjust(9) for name in NAMES)
    rows = (
        name.ljust(12) + "".join(str(found[name, other]).rjust(9) for other in NAMES)
        for name in NAMES
    )
    return "\n".join(["", head, *rows])


def told_apart(found: Counter[tuple[str, str]], name: str) -> float:
    """The part of all times a sound was played at which it was taken for itself."""
    return found[name, name] / sum(found[name, other] for other in NAMES)


def test_they_are_told_apart_in_noise_as_loud_as_they() -> None:
    found = confusion(snr_db=0, trials=100)
    assert all(told_apart(found, name) >= 0.99 for name in NAMES), table(found)


def test_they_are_mostly_told_apart_in_noise_of_twice_their_strength() -> None:
    found = confusion(snr_db=-6, trials=30)
    assert all(told_apart(found, name) >= 0.8 for name in NAMES), table(found)
    assert sum(told_apart(found, name) for name in NAMES) / len(NAMES) >= 0.93, table(found)


def test_the_listener_does_not_know_what_cannot_be_heard() -> None:
    found = confusion(snr_db=-40, trials=20)
    assert sum(told_apart(found, name) for name in NAMES) / len(NAMES) < 0.4, table(found)
