"""What fits now: which of four occasions it is, and which routine is meant for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.ui.rows import Row

# The values of `When`, which are not imported before the first paint.
ANY: Final = "any"
_FIVE_MINUTES: Final = 5
# A routine of five minutes and a half still is one.
_SHORT_MS: Final = 5 * 60_000 + 30_000
_MORNING, _MIDDAY, _EVENING = 4, 11, 17


class Fit(StrEnum):
    """The occasions, in the order in which they are offered."""

    PRE_RUN = "pre-run"
    POST_RUN = "post-run"
    REST_DAY = "rest-day"
    FIVE = "five-minutes"


FITS: Final = tuple(Fit)
WORDS: Final = {
    Fit.PRE_RUN: "Before a run",
    Fit.POST_RUN: "After a run",
    Fit.REST_DAY: "Rest day",
    Fit.FIVE: "Five minutes",
}


def fits(row: Row, occasion: Fit) -> bool:
    """Whether a routine is meant for an occasion; what fits any time is meant for none."""
    if row.is_broken:
        return False
    if occasion is Fit.FIVE:
        return row.total_ms <= _SHORT_MS
    return row.when == occasion


def best(rows: Iterable[Row], occasion: Fit, last: Path | None = None) -> Row | None:
    """The routine to offer: the one begun `last`, else the nearest; None where there is none."""
    ready = [row for row in rows if not row.is_broken]
    return min(ready, key=lambda row: _distance(row, occasion, last), default=None)


def _distance(row: Row, occasion: Fit, last: Path | None) -> tuple[object, ...]:
    """The smaller the nearer: begun last, meant for it, any time; then as long as it may be."""
    return (
        row.path != last,
        not fits(row, occasion),
        row.when != ANY,
        # Of short ones the one that comes nearest to five minutes; of the others the runner's own.
        abs(row.minutes - _FIVE_MINUTES) if occasion is Fit.FIVE else 0,
        not row.own,
        row.name.casefold(),
    )


def part_of_day(hour: int) -> str:
    """`morning`, `midday` or `evening`; `hour` from 0 to 23."""
    if _MORNING <= hour < _MIDDAY:
        return "morning"
    return "midday" if _MIDDAY <= hour < _EVENING else "evening"


def guessed(choices: Mapping[str, str], hour: int) -> Fit:
    """What was chosen last at this part of the day, else at any; a new runner has just run."""
    for key in (part_of_day(hour), "last"):
        if (word := choices.get(key)) in set(Fit):
            return Fit(word)
    return Fit.POST_RUN


def occasion_of(row: Row, asked: Fit) -> Fit:
    """The occasion that a begun routine tells of: its own, where it has one."""
    if asked is Fit.FIVE and fits(row, asked):
        return asked
    return Fit(row.when) if row.when in set(Fit) else asked
