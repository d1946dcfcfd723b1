"""Finds clips in a recording: where each begins, whether it is whole, and what else sounds.

Clips are compared by their shape, so that no volume matters. A *place* in a recording is a sample
at 22 050 Hz, with its fraction; a *moment* is a second of the clock that stamped the recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from tests.sound.plan import Planned
from tests.sound.recorder import Recorder
from tests.sound.server import PILOT_HZ, RATE_HZ
from tests.sound.witness import Hold, in_doubt

Samples: TypeAlias = NDArray[Any]

CLIP_HZ: Final = 22_050
LIKE: Final = 0.9
"""Likeness of one sound with itself: 0.99 and more; with other speech 0.3 at the most."""

_CLOCK_WINDOW_S: Final = 0.2
_NEIGHBOURS: Final = 4
_ONSET_S: Final = 1.0
_END_S: Final = 0.25
_REALIGN: Final = 60  # samples, 3 ms
# Samples: where a tone lies between two of them it is a little less like itself there than four
# periods, 82 samples, further on.
_NEAR: Final = 200
_STEPS: Final = 16
_REACH: Final = 16
_PIECE: Final = CLIP_HZ // 5
_SLIP: Final = 5  # samples: less than half a period of any tone
_HOLE: Final = CLIP_HZ // 200
_AROUND_S: Final = (0.015, 0.06)
_LOUD_OF_PEAK: Final = 0.01
_PILOT_BLOCK: Final = RATE_HZ // 20


class Heard(NamedTuple):
    """A planned clip in a recording. `moment_s` is nan where nothing like it was found."""

    planned: Planned
    moment_s: float
    place: float
    like: float
    """Likeness of the whole clip, and of its first and its last quarter of a second."""
    like_head: float
    like_tail: float
    hole_ms: float
    """How much of it is missing in its middle, however short each hole."""
    in_doubt: bool
    """The machine stood still about then: whatever is wrong with it tells nothing."""
    due: float
    """The place at which it was looked for."""

    @property
    def is_whole(self) -> bool:
        """Found, and neither begins late nor ends early nor has a hole."""
        return min(self.like, self.like_head, self.like_tail) >= LIKE and self.hole_ms == 0


class Stray(NamedTuple):
    """Something that sounds where nothing should: seconds in the recording, part of its peak."""

    from_s: float
    to_s: float
    peak: float


class Recording:
    """A recording made ready for the search."""

    def __init__(
        self,
        raw: Samples,
        rate_hz: int,
        stamps: Sequence[tuple[float, int]],
        holds: Sequence[Hold] = (),
    ) -> None:
        """`stamps` and `holds` as those of a `Recorder`."""
        self._raw = raw
        self._holds = holds
        self.samples: Samples = soxr.resample(raw, rate_hz, CLIP_HZ, quality="HQ")
        self._powers = np.concatenate(([0.0], np.cumsum(np.square(self.samples, dtype=float))))
        self._clock = _clock(np.array(stamps))

    @classmethod
    def of(cls, recorder: Recorder) -> Recording:
        """What a recorder that has stopped has taken in."""
        raw = np.frombuffer(bytes(recorder.pcm), "<i2").astype(np.float32) / 32768
        return cls(raw, RATE_HZ, recorder.stamps, recorder.holds)

    @classmethod
    def of_file(cls, path: Path) -> Recording:
        """A sound file, as if it had been played at moment 0 by a clock without fault."""
        raw, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        # With some silence around, since a clip may begin with the file.
        return cls(np.pad(raw.mean(axis=1), rate_hz // 2), rate_hz, [(0.0, 0)])

    @property
    def length_s(self) -> float:
        """By its own clock."""
        return len(self.samples) / CLIP_HZ

    def moment_s(self, place: float) -> float:
        """When a sample came."""
        at_s = place / CLIP_HZ
        return float(at_s + np.interp(at_s, *self._clock))

    def place(self, moment_s: float) -> float:
        """The inverse of `moment_s`."""
        at_s = moment_s - self._clock[1][0]
        return float((moment_s - np.interp(at_s, *self._clock)) * CLIP_HZ)

    def in_doubt(self, from_s: float, to_s: float) -> bool:
        """Whether the machine stood still near a stretch between two moments."""
        return in_doubt(self._holds, from_s, to_s)

    def best(self, clip: Samples, first: int, last: int) -> tuple[float, float]:
        """The place between two where the clip fits best, to a part of a sample; its likeness."""
        first = max(0, first - _REACH)
        products, powers = self._compared(clip, first, last + _REACH)
        if len(products) <= 2 * _REACH:
            return float("nan"), 0.0
        # A tone is almost like itself a period later: only between the samples are they told apart.
        likeness = (products / powers)[_REACH:-_REACH]
        top = int(np.argmax(likeness)) + _REACH
        start = max(0, top - _NEAR - _REACH)
        fine = _between(products[start : top + _NEAR + _REACH])[_REACH * _STEPS : -_REACH * _STEPS]
        at = start + _REACH + np.arange(len(fine)) / _STEPS
        found = fine / np.interp(at, np.arange(len(powers)), powers)
        finest = int(np.argmax(found))
        return float(first + at[finest]), float(found[finest])

    def _compared(self, clip: Samples, first: int, last: int) -> tuple[Samples, Samples]:
        """For a clip that begins at each place: its product with what is there, and at most what.

        The first divided by the second is the likeness.
        """
        part = self.samples[first : max(first, last) + len(clip)]
        if len(part) < len(clip):
            return np.zeros(0), np.zeros(0)
        size = 1 << (len(part) - 1).bit_length()
        spectrum = np.fft.rfft(part, size) * np.conj(np.fft.rfft(clip, size))
        products = np.fft.irfft(spectrum, size)[: len(part) - len(clip) + 1]
        ends = self._powers[first + len(clip) : first + len(part) + 1]
        power = ends - self._powers[first : first + len(products)]
        floor = 1e-7 * len(clip)  # what is less is silence and like nothing
        own = max(float(np.sum(clip**2)), 1e-12)
        return products, np.sqrt(np.maximum(power, floor) * own)

    def lost_s(self) -> list[float]:
        """Where the recording itself has lost something, by the pilot; seconds by its clock.

        What is missing there is no fault of the program.
        """
        count = len(self._raw) // _PILOT_BLOCK
        turn = -2j * np.pi * PILOT_HZ / RATE_HZ
        blocks = self._raw[: count * _PILOT_BLOCK].reshape(count, _PILOT_BLOCK)
        pilot = blocks @ np.exp(turn * np.arange(_PILOT_BLOCK)).astype(np.complex64)
        pilot = pilot * np.exp(turn * _PILOT_BLOCK * np.arange(count))
        # Where a piece is missing the phase is another one from then on.
        level = np.median(np.abs(pilot))
        jumps = np.flatnonzero(np.abs(pilot[2:] - pilot[:-2]) > 0.3 * level)
        lost_s = [float((at + 1.5) * _PILOT_BLOCK / RATE_HZ) for at in jumps]
        moments = [(at_s, self.moment_s(at_s * CLIP_HZ)) for at_s in lost_s]
        return [at_s for at_s, moment_s in moments if not self.in_doubt(moment_s, moment_s)]


def _between(values: Samples) -> Samples:
    """Values with those between them, `_STEPS` for each, by a windowed sinc."""
    reach = _REACH * _STEPS
    at = np.arange(-reach, reach + 1) / _STEPS
    kernel = np.sinc(at) * np.hanning(len(at))
    spread = np.zeros((len(values), _STEPS))
    spread[:, 0] = values
    flat = spread.reshape(-1)[: (len(values) - 1) * _STEPS + 1]
    result: Samples = np.convolve(flat, kernel)[reach : reach + len(flat)]
    return result


def samples_of(planned: Planned) -> Samples:
    """The samples of a clip, at 22 050 Hz."""
    samples = np.frombuffer(planned.clip.pcm, "<i2").astype(np.float64) / 32768
    if planned.clip.rate_hz != CLIP_HZ:
        samples = soxr.resample(samples, planned.clip.rate_hz, CLIP_HZ, quality="HQ")
    return samples


def find_start(recording: Recording, sounds: Sequence[Planned], within_s: float = 90.0) -> float:
    """The moment at which the session began, give or take 50 ms, told by its longest clips."""
    early = [sound for sound in sounds if sound.at_ms < within_s * 1000]
    votes: list[float] = []
    for sound in sorted(early, key=lambda sound: -sound.clip.frames)[:12]:
        place, like = recording.best(samples_of(sound), 0, round((within_s + 30) * CLIP_HZ))
        if like > LIKE:
            votes.append(recording.moment_s(place) - sound.at_ms / 1000)
    assert votes, "nothing of the session is heard"
    return max(votes, key=lambda vote: sum(abs(vote - other) < 0.05 for other in votes))


def hear(
    recording: Recording, sounds: Iterable[Planned], start_s: float, within_s: float = 0.5
) -> list[Heard]:
    """Look for each clip near its moment in a session that began at `start_s`."""
    return [_hear_one(recording, sound, start_s, within_s) for sound in sounds]


def _hear_one(recording: Recording, sound: Planned, start_s: float, within_s: float) -> Heard:
    clip = samples_of(sound)
    begins_s = start_s + sound.at_ms / 1000
    middle = recording.place(begins_s)
    reach = within_s * CLIP_HZ
    place, like = recording.best(clip, round(middle - reach), round(middle + reach))
    in_doubt = recording.in_doubt(begins_s, begins_s + len(clip) / CLIP_HZ)
    if like < LIKE / 2:
        return Heard(sound, float("nan"), float("nan"), like, 0.0, 0.0, 0.0, in_doubt, middle)

    def near(piece: Samples, at: float) -> tuple[float, float]:
        return recording.best(piece, round(at) - _REALIGN, round(at) + _REALIGN)

    # The onset is that of the beginning: a player may hurry or linger in a long clip.
    onset, _ = near(clip[: round(_ONSET_S * CLIP_HZ)], place)
    end = min(len(clip), round(_END_S * CLIP_HZ))
    _, like_head = near(clip[:end], onset)
    _, like_tail = near(clip[-end:], place + len(clip) - end)
    hole_ms = _hole_ms(recording, clip, place)
    moment_s = recording.moment_s(onset)
    return Heard(sound, moment_s, onset, like, like_head, like_tail, hole_ms, in_doubt, middle)


def _hole_ms(recording: Recording, clip: Samples, place: float) -> float:
    """Milliseconds in which the clip is loud and the recording is something else."""
    holes = 0
    mean_power = float(np.mean(clip**2))
    played = _at(recording.samples, np.arange(len(clip)) + place)
    gain = float(np.dot(played, clip) / np.dot(clip, clip))
    for first in range(0, len(clip), _PIECE):
        piece = clip[first : first + _PIECE]
        piece = piece[: len(piece) // _HOLE * _HOLE]
        if not len(piece) or np.mean(piece**2) < 0.1 * mean_power:
            continue
        at, like = recording.best(piece, round(place + first) - _SLIP, round(place + first) + _SLIP)
        if like < LIKE:
            at = place + first
        rest = _at(recording.samples, np.arange(len(piece)) + at) - gain * piece
        wanted = np.mean((gain * piece).reshape(-1, _HOLE) ** 2, axis=1)
        missed = np.mean(rest.reshape(-1, _HOLE) ** 2, axis=1)
        loud = wanted > 0.1 * gain**2 * mean_power
        holes += int(np.count_nonzero(loud & (missed > 0.5 * wanted)))
    return holes * _HOLE * 1000 / CLIP_HZ


def _at(samples: Samples, places: Samples) -> Samples:
    """The samples at rising places between them."""
    first = max(0, int(places[0]))
    part = samples[first : int(places[-1]) + 2]
    result: Samples = np.interp(places, np.arange(first, first + len(part)), part)
    return result


def strays(recording: Recording, heard: Iterable[Heard]) -> list[Stray]:
    """Everything that sounds beside what was found: doubles, stale words, halves, clicks."""
    quiet = np.abs(recording.samples)
    peak = float(np.max(quiet))
    quiet = quiet.copy()
    for one in heard:
        place = one.due if one.in_doubt and np.isnan(one.place) else one.place
        if not np.isnan(place):
            length_s = one.planned.clip.frames / one.planned.clip.rate_hz
            first = place - _AROUND_S[0] * CLIP_HZ
            quiet[max(0, int(first)) : int(place + (length_s + _AROUND_S[1]) * CLIP_HZ)] = 0
    loud = np.flatnonzero(quiet > _LOUD_OF_PEAK * peak)
    if not len(loud):
        return []
    parts = np.split(loud, np.flatnonzero(np.diff(loud) > 0.05 * CLIP_HZ) + 1)
    return [
        Stray(part[0] / CLIP_HZ, part[-1] / CLIP_HZ, float(np.max(quiet[part]) / peak))
        for part in parts
        if not recording.in_doubt(recording.moment_s(part[0]), recording.moment_s(part[-1]))
    ]


def errors_ms(heard: Iterable[Heard]) -> Samples:
    """Onset against plan, less its median: the constant way to the ear is nobody's fault."""
    offsets = [1000 * one.moment_s - one.planned.at_ms for one in heard]
    result: Samples = np.array(offsets) - np.median(offsets)
    return result


def _clock(stamps: NDArray[np.float64]) -> tuple[Samples, Samples]:
    """Seconds of the recording, and what to add to each for its moment.

    A sample may come late but never early, so the soonest stamp of each moment tells the truth;
    where all were late their neighbours do. When a stream begins or ends the server may change its
    pace: a step of some milliseconds, which a median keeps where a mean or a line would smear it.
    """
    at_s = stamps[:, 1] / RATE_HZ
    delay_s = stamps[:, 0] - at_s
    _, firsts = np.unique(np.floor(at_s / _CLOCK_WINDOW_S), return_index=True)
    windows = np.split(np.arange(len(at_s)), firsts[1:])
    soonest = [window[np.argmin(delay_s[window])] for window in windows]
    around = np.pad(delay_s[soonest], _NEIGHBOURS, mode="edge")
    views = np.lib.stride_tricks.sliding_window_view(around, 2 * _NEIGHBOURS + 1)
    return at_s[soonest], np.median(views, axis=1)
