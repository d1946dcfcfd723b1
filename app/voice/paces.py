"""What was found out of voices that are slower than the estimate."""

from __future__ import annotations

import json
import logging
import math
from pathlib import Path
from typing import Final

from app.wording.pace import Pace

_log = logging.getLogger(__name__)

# One odd text may be read out at length; so many plain ones mean that the voice is slow.
_TEXTS: Final = 3
_STEP: Final = 0.05
_SLOWEST: Final = 3.0


class PaceBook:
    """How much slower each voice is, kept in a file. Never raises.

    Only a convenience: without the file a slow voice leaves out what it has no time for.
    """

    def __init__(self, path: Path) -> None:
        """`path` may be missing."""
        self._path = path
        self._factors: dict[str, float] | None = None
        self._slowest: dict[str, list[float]] = {}

    def pace(self, voice: str, rate: int) -> Pace:
        """The pace of a voice, which is named with its engine."""
        return Pace(rate, self._known().get(voice, 1.0))

    def note(self, voice: str, rate: int, text: str, length_ms: int) -> None:
        """A clip of this length came out; a voice slower than known at three texts is remembered.

        Digits and foreign letters are read out one by one, which tells nothing of the voice.
        """
        if not text or not all(char < "\u0250" and not char.isdigit() for char in text):
            return
        slowest = self._slowest.setdefault(voice, [])
        slowest.append(length_ms / Pace(rate).speech_ms(text))
        slowest.sort(reverse=True)
        del slowest[_TEXTS:]
        factor = slowest[-1] if len(slowest) == _TEXTS else 0.0
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
