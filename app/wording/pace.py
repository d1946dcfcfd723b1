"""How fast the voice speaks, and how long a text will take before it is rendered."""

from __future__ import annotations

import json
import logging
import math
from pathlib import Path
from typing import Final, NamedTuple

_log = logging.getLogger(__name__)

# With its pauses between sentences espeak-ng speaks about 150 words a minute at this setting.
RATE_WPM: Final = 170

# Milliseconds, fitted to 242 clips of espeak-ng at RATE_WPM, every text of the shipped routines
# and movements among them: none came out longer, the mean is a fifth shorter. At 100 to 260 words
# a minute the same holds in proportion (108 texts each). A plan must not depend on the machine, so
# this serves every engine, until a voice was found to be slower.
_BASE_MS: Final = 270
_CHAR_MS: Final = 60
_STOP_MS: Final = 420
_COMMA_MS: Final = 130

_STEP: Final = 0.05
_SLOWEST: Final = 3.0


def estimated_speech_ms(text: str) -> int:
    """Milliseconds that a text takes at most at `RATE_WPM`; pure, so that plans are repeatable."""
    if not text:
        return 0
    stops = sum(text.count(stop) for stop in (". ", "; ", ": ", "? "))
    return _BASE_MS + _CHAR_MS * len(text) + _STOP_MS * stops + _COMMA_MS * text.count(",")


class Pace(NamedTuple):
    """How long texts take with one voice: `factor` times as long as usual at that rate."""

    rate: int = RATE_WPM
    factor: float = 1.0

    def speech_ms(self, text: str) -> int:
        """Milliseconds that a text takes at most; pure."""
        return math.ceil(estimated_speech_ms(text) * RATE_WPM / self.rate * self.factor)


class PaceBook:
    """What was found out of voices slower than the estimate, kept in a file. Never raises.

    Only a convenience: without the file a slow voice leaves out what it has no time for.
    """

    def __init__(self, path: Path) -> None:
        """`path` may be missing."""
        self._path = path
        self._factors: dict[str, float] | None = None

    def pace(self, voice: str, rate: int) -> Pace:
        """The pace of a voice, which is named with its engine."""
        return Pace(rate, self._known().get(voice, 1.0))

    def note(self, voice: str, rate: int, text: str, length_ms: int) -> None:
        """A clip of this length came out; a slower voice than known is remembered."""
        factor = length_ms / Pace(rate).speech_ms(text) if text else 0.0
        if factor > self._known().get(voice, 1.0):
            self._known()[voice] = min(_SLOWEST, math.ceil(factor / _STEP) * _STEP)
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.write_text(json.dumps(self._known()), encoding="utf-8")
            except OSError as error:
                _log.info("the pace of %s is not kept: %s", voice, error)

    def _known(self) -> dict[str, float]:
        if self._factors is None:
            try:
                found = json.loads(self._path.read_text(encoding="utf-8"))
                self._factors = {
                    str(voice): min(_SLOWEST, max(1.0, float(factor)))
                    for voice, factor in found.items()
                }
            except (OSError, ValueError, TypeError, AttributeError):
                self._factors = {}
        return self._factors
