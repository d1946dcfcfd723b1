"""Written text to words that any engine reads right: numbers, ranges, units, special spellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# Compiled by `re` when the first text with digits comes: most have none.
_RANGE: Final = r"([0-9]+)\s*[-\u2013]\s*([0-9]+)"
_UNIT: Final = r"([0-9.]+)\s*(s|min)\b"
# With a point, a colon, a stroke or an ending a number is read best by the engine itself.
_NUMBER: Final = r"[0-9]+(?:[.,:/][0-9]+)*(?:(?:st|nd|rd|th)\b)?"

Names = tuple[str, str, str]
"""A unit: singular, plural, and the eye's short form."""


class Speller:
    """Spells out one language. `spoken` is cached: a session says its words again and again."""

    def __init__(
        self, numbers: Mapping[str, str], units: Mapping[str, Names], special: Mapping[str, str]
    ) -> None:
        """`special` tells what is read out differently from how it is written."""
        self._numbers = numbers
        self._small = numbers["small"].split()
        self._tens = numbers["tens"].split()
        self._units = units
        self._special = special
        self.spoken = lru_cache(maxsize=2048)(self._spell_out)

    def range(self, low: str, high: str) -> str:
        """Two ends in words."""
        return self._numbers["range"].format(low=low, high=high)

    def number(self, value: int) -> str:
        """A number from 0 to 999 in words; larger ones stay digits."""
        if value < len(self._small):
            return self._small[value]
        if value < 100:
            tens, units = divmod(value, 10)
            word = self._tens[tens - 2]
            joint = self._numbers["joint"]
            return joint.format(tens=word, units=self._small[units]) if units else word
        hundreds, rest = divmod(value, 100)
        if hundreds > 9:
            return str(value)
        key = "hundred-more" if rest else "hundred"
        return self._numbers[key].format(hundreds=self._small[hundreds], rest=self.number(rest))

    def _spell_out(self, text: str) -> str:
        """A text as the voice reads it: no signs, no abbreviations, whole numbers in words."""
        starts_small = text[:1].islower()
        for written, said in self._special.items():
            text = text.replace(written, said)
        if any(char.isdigit() for char in text):
            text = re.sub(_RANGE, lambda m: self.range(m[1], m[2]), text)
            text = re.sub(_UNIT, self._unit_in_words, text)
            text = re.sub(_NUMBER, self._number_in_words, text)
        return text if starts_small else capital(text)

    def _unit_in_words(self, found: re.Match[str]) -> str:
        singular, plural, _ = self._units["second" if found[2] == "s" else "minute"]
        return f"{found[1]} {singular if found[1] == '1' else plural}"

    def _number_in_words(self, found: re.Match[str]) -> str:
        digits, text = found[0], found.string
        if not digits.isdecimal() or len(digits) > 3:
            return digits
        before = " " if text[found.start() - 1 : found.start()].isalpha() else ""
        after = " " if text[found.end() : found.end() + 1].isalpha() else ""
        return f"{before}{self.number(int(digits))}{after}"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
