"""How fast the voice speaks, and how long a text will take before it is rendered."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

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
