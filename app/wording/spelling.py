"""Text to words that any engine reads right: numbers, units, and what engines misread.

Everything that belongs to one language is data of its phrase book. A session's own texts are plain
words and cost next to nothing; what a runner wrote with digits, signs or abbreviations goes to
`app.wording.oddities`, which is imported when it first comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Protocol

Unit = tuple[str, str, str, str]
"""One of it in words, the name of many, and the eye's names for one and for many."""

_PUNCTUATION: Final = str.maketrans(dict.fromkeys(".,;:'!?-\u2013\u2019", " "))


class Oddities(Protocol):
    """Spells out what is not plain."""

    def lower(self, word: str) -> str:
        """A word of a text in capitals."""

    def spelt(self, text: str) -> str:
        """A text with digits, signs or abbreviations in words."""


class Speller:
    """Spells out one language. `spoken` is cached: a session says its words again and again."""

    def __init__(
        self,
        numbers: Mapping[str, str],
        units: Mapping[str, Unit],
        sounds: Mapping[str, str],
        oddities: Callable[[Speller], Oddities],
    ) -> None:
        """`sounds` are parts of words that engines read wrong; `oddities` is asked for late."""
        self._numbers = numbers
        self._small = numbers["small"].split()
        self._tens = numbers["tens"].split()
        # The words that abbreviations begin with tell a plain text at a glance.
        self._hints = frozenset(numbers["hints"].split())
        self._sounds = tuple(sounds.items())
        self._oddities = oddities
        self.units = units
        self.spoken = lru_cache(maxsize=2048)(self._spell_out)

    def range(self, low: str, high: str) -> str:
        """Two ends in words."""
        return self._numbers["range"].format(low=low, high=high)

    def number(self, value: int, *, before_noun: bool = False) -> str:
        """A number from 0 to 999 in words; larger ones stay digits."""
        return self._sounded(self._in_words(value, before_noun))

    def _in_words(self, value: int, before_noun: bool) -> str:
        if value == 1 and before_noun:
            return self._numbers["joined-one"]
        if value < len(self._small):
            return self._small[value]
        if value < 100:
            tens, units = divmod(value, 10)
            word = self._tens[tens - 2]
            one = self._in_words(units, True)
            return self._numbers["joint"].format(tens=word, units=one) if units else word
        hundreds, rest = divmod(value, 100)
        if hundreds > 9:
            return str(value)
        key = "hundred-more" if rest else "hundred"
        first, said = self._in_words(hundreds, True), self._in_words(rest, before_noun)
        return self._numbers[key].format(hundreds=first, rest=said)

    def counted(self, value: int, unit: str) -> str:
        """A number of something: `one rep`, `twelve reps`."""
        one, many, _, _ = self.units[unit]
        return one if value == 1 else f"{self.number(value, before_noun=True)} {many}"

    def _spell_out(self, text: str) -> str:
        """A text as the voice reads it: no signs, no abbreviations, whole numbers in words."""
        starts_small = text[:1].islower()
        text = self._sounded(text)
        if " " in text and text.isupper():
            text = " ".join(map(self._oddities(self).lower, text.split()))  # "IT" would be spelt.
        words = text.translate(_PUNCTUATION).split()
        if not "".join(words).isalpha() or "->" in text or not self._hints.isdisjoint(words):
            text = self._oddities(self).spelt(text)
        return text if starts_small else capital(text)

    def _sounded(self, text: str) -> str:
        for written, said in self._sounds:
            text = text.replace(written, said)
        return text


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
