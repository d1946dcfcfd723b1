"""How loud a clip is to the ear, and the same clip at the loudness of all others.

The measure is the integrated loudness of EBU R 128 (ITU-R BS.1770-4), one channel. Numpy is
imported inside the functions: it takes as long as all the rest of the start, and only the child
process of the voice and the export ever measure.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from app.audio.clips import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

TARGET_LUFS: Final = -19.0
"""As loud as spoken-word recordings in one channel are; speech and tones meet here."""

PEAK_DBFS: Final = -1.0
"""No sample of a normalised clip is above this part of full scale, in decibels."""

# Of the 169 texts of the shipped routines, plain gain would leave 31 softer than the target by more
# than 1 LU (1.9 at most), because of single peaks.
_LIMIT_DB: Final = 6.0
_HOLD_MS: Final = 25  # two swings of a low voice
_FULL_SCALE: Final = 32768.0
_PEAK: Final = int(_FULL_SCALE * 10 ** (PEAK_DBFS / 20))

# BS.1770-4, tables 1 and 2: the head as a shelf, then the ear's weak lows. Given for 48 kHz; other
# rates take the same answer at the same frequency.
_TABLE_RATE_HZ: Final = 48_000
_SHELF: Final = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS: Final = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

_OFFSET_LU: Final = -0.691
_STEPS_A_SECOND: Final = 10
_STEPS_IN_BLOCK: Final = 4
_ABSOLUTE_GATE_LUFS: Final = -70.0
_RELATIVE_GATE_LU: Final = -10.0

# Long sound is weighted in stretches. What a stretch needs of the one before it has died away to
# nothing after a tenth of a second; both in steps of a block.
_STRETCH_STEPS: Final = 100
_RUN_IN_STEPS: Final = 2


def loudness_lufs(clip: Clip) -> float:
    """The integrated loudness in LUFS; minus infinity where all is below the absolute gate.

    A clip shorter than a block of 400 ms is one block of its own length.
    """
    import numpy as np

    samples = np.frombuffer(clip.pcm, dtype="<i2") / _FULL_SCALE
    return _gated(_block_powers(samples, clip.rate_hz)) if samples.size else -math.inf


def normalised(clip: Clip) -> Clip:
    """The same at `TARGET_LUFS`, no sample above `PEAK_DBFS`; silence stays as it is.

    Where plain gain would lift the peaks of a clip too high, they alone are held down, by
    `_LIMIT_DB` at most; a clip that would need more stays softer.
    """
    import numpy as np

    loudness = loudness_lufs(clip)
    if loudness == -math.inf:
        return clip
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float64)
    headroom = _PEAK / np.abs(samples).max()
    gain = min(_factor(TARGET_LUFS - loudness), headroom * _factor(_LIMIT_DB))
    samples *= gain
    if gain > headroom:
        samples *= _limiter(samples, clip.rate_hz)
    return Clip(clip.rate_hz, np.rint(samples).astype("<i2").tobytes())


def _limiter(samples: _Floats, rate_hz: int) -> _Floats:
    """A factor for each sample that brings all to `_PEAK`, and moves slower than a voice swings.

    The least factor within one hold either way, then its mean over one hold, twice half as long:
    as each of the values that a mean is made of is low enough for the sample, so is the mean.
    """
    import numpy as np

    half = rate_hz * _HOLD_MS // 2000
    needed = np.minimum(1.0, _PEAK / np.maximum(np.abs(samples), 1.0))
    needed = np.pad(needed, 2 * half, constant_values=1.0)
    reach = 1
    while reach < 2 * half + 1:  # the least of `reach` values from each on
        step = min(reach, 2 * half + 1 - reach)
        needed = np.minimum(needed[:-step], needed[step:])
        reach += step
    for _ in range(2):
        sums = np.cumsum(np.concatenate(([0.0], needed)))
        needed = (sums[half + 1 :] - sums[: -half - 1]) / (half + 1)
    return needed


def _block_powers(samples: _Floats, rate_hz: int) -> _Floats:
    """The mean square of each whole block of 400 ms, a new one every 100 ms, weighted."""
    import numpy as np

    steps = samples.size * _STEPS_A_SECOND // rate_hz
    if steps < _STEPS_IN_BLOCK:
        return np.array([np.mean(_weighted(samples, rate_hz) ** 2)])
    edges = np.arange(steps + 1) * rate_hz // _STEPS_A_SECOND
    energies = np.concatenate(
        [
            _step_energies(samples, edges, first, rate_hz)
            for first in range(0, steps, _STRETCH_STEPS)
        ]
    )
    whole = steps - _STEPS_IN_BLOCK + 1
    energy = sum(energies[late : late + whole] for late in range(_STEPS_IN_BLOCK))
    lengths = edges[_STEPS_IN_BLOCK:] - edges[:whole]
    return np.asarray(energy / lengths)


def _step_energies(samples: _Floats, edges: Any, first: int, rate_hz: int) -> _Floats:
    """The weighted energy of the steps of one stretch; `edges` are the bounds of all steps."""
    import numpy as np

    bounds = edges[first : first + _STRETCH_STEPS + 1]
    start = edges[max(0, first - _RUN_IN_STEPS)]
    weighted = _weighted(samples[start : bounds[-1]], rate_hz)[bounds[0] - start :]
    return np.add.reduceat(weighted**2, bounds[:-1] - bounds[0])


def _weighted(samples: _Floats, rate_hz: int) -> _Floats:
    """The samples as the filters of BS.1770 let them through, from a state of rest."""
    import numpy as np

    # Silence at the end is where the filters' own ringing goes, instead of round to the start.
    needed = samples.size + _RUN_IN_STEPS * rate_hz // _STEPS_A_SECOND
    size = 1 << (needed - 1).bit_length()
    spectrum = np.fft.rfft(samples, size) * _response(rate_hz, size)
    return np.fft.irfft(spectrum, size)[: samples.size]


@lru_cache(maxsize=8)
def _response(rate_hz: int, size: int) -> NDArray[np.complex128]:
    """What both filters do to each frequency of a transform of that many samples."""
    import numpy as np

    hertz = np.minimum(np.fft.rfftfreq(size, 1 / rate_hz), _TABLE_RATE_HZ / 2)
    delay = np.exp(-2j * np.pi * hertz / _TABLE_RATE_HZ)
    answer: NDArray[np.complex128] = np.ones_like(delay)
    for above, below in (_SHELF, _HIGH_PASS):
        answer *= np.polyval(above[::-1], delay) / np.polyval(below[::-1], delay)
    return answer


def _gated(powers: _Floats) -> float:
    """The loudness of those blocks that count: neither silent nor far below the others."""
    heard = powers[powers > _power(_ABSOLUTE_GATE_LUFS)]
    if not heard.size:
        return -math.inf
    gate = _power(_lufs(float(heard.mean())) + _RELATIVE_GATE_LU)
    return _lufs(float(heard[heard > gate].mean()))


def _lufs(power: float) -> float:
    return _OFFSET_LU + 10 * math.log10(power)


def _factor(decibels: float) -> float:
    return 10 ** (decibels / 20)


def _power(lufs: float) -> float:
    return 10 ** ((lufs - _OFFSET_LU) / 10)
