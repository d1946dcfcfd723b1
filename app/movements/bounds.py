"""The bounds of doses and pauses, the same in routines and in movements. Times in milliseconds."""

from __future__ import annotations

from typing import Final

from app.units import MINUTE, SECOND

FORMAT: Final = "1"
DEFAULT_TEMPO_MS: Final = 4 * SECOND
HOLD_BOUNDS: Final = (SECOND, 10 * MINUTE)
REP_BOUNDS: Final = (1, 200)
SET_BOUNDS: Final = (1, 20)
BREATH_BOUNDS: Final = (1, 50)
TEMPO_BOUNDS: Final = (SECOND // 2, 30 * SECOND)
PAUSE_BOUNDS: Final = (0, 2 * MINUTE)
MAX_NAME: Final = 80
