"""What home remembers, so that it can offer what is wanted: choices and routines, never more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

LAST: Final = "last"
_LONGEST: Final = 4096
_PARTS: Final = (LAST, "morning", "midday", "evening")
_OCCASIONS: Final = (LAST, "pre-run", "post-run", "rest-day", "five-minutes")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Offers(NamedTuple):
    """`chosen`: the occasion by part of the day; `begun`: the path of a file by occasion.

    The key `LAST` is the last one of all.
    """

    chosen: Mapping[str, str] = _NOTHING
    begun: Mapping[str, str] = _NOTHING

    def after_choice(self, part_of_day: str, occasion: str) -> Offers:
        """Once an occasion was chosen."""
        return self._replace(chosen={**self.chosen, part_of_day: occasion, LAST: occasion})

    def after_begin(self, occasion: str, path: str) -> Offers:
        """Once a routine was begun."""
        return self._replace(begun={**self.begun, occasion: path, LAST: path})

    def as_fields(self) -> dict[str, dict[str, str]]:
        """For JSON."""
        return {"chosen": dict(self.chosen), "begun": dict(self.begun)}


def offers_of(fields: Any) -> Offers:
    """From JSON; what makes no sense is forgotten by itself."""
    fields = fields if isinstance(fields, dict) else {}
    return Offers(
        _known(fields.get("chosen"), _PARTS, _OCCASIONS[1:]),
        _known(fields.get("begun"), _OCCASIONS, None),
    )


def _known(pairs: Any, keys: tuple[str, ...], values: tuple[str, ...] | None) -> Mapping[str, str]:
    if not isinstance(pairs, dict):
        return _NOTHING
    return {
        key: pairs[key]
        for key in keys
        if isinstance(pairs.get(key), str)
        and (pairs[key] in values if values else 0 < len(pairs[key]) <= _LONGEST)
        and "\0" not in pairs[key]
    }
