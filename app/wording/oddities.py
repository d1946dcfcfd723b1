"""What a runner may write, in words: digits, units, signs, abbreviations, links and pictures.

What an engine reads better by itself (ordinals, decimals, thousands) is left to it. What belongs to
one language lies in `resources/phrases/CODE/writing.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from app.wording.book_file import lists, read_sections, table, text_of, units_of
from app.wording.spelling import Speller, capital

_PARTS: Final = "½⅓⅔¼¾"
_NUMBER: Final = rf"(?:[0-9]*[{_PARTS}]|[0-9]+(?:[.,][0-9]+)?)"
_DASH: Final = r"\s?[-\u2013]\s?"
# A number inside "3-1-3", "7:30" or "2026-05-01" is no end of a range.
_FREE: Final = r"(?<![\w.,:/\u00d7-])"
_END: Final = r"(?![\w:/]|[.,-][0-9])"
_RANGE: Final = rf"{_FREE}({_NUMBER}){_DASH}({_NUMBER}){_END}(\s?[^\W\d_])?"
_TIMES: Final = (
    rf"{_FREE}(?:([0-9]+){_DASH})?([0-9]+)\s?[x\u00d7](?:\s?([0-9]+)\b|{_END})"
    rf"|{_FREE}[x\u00d7]\s?([0-9]+){_END}"
)
_CLOCK: Final = r"(?<![0-9:])([0-9]{1,2}):([1-5][0-9])(?![0-9:])"
# With a point, a colon, a stroke or an ending a number is read best by the engine itself.
_WHOLE: Final = (
    rf"[0-9]*[{_PARTS}]|[0-9]+(?:[.,:/][0-9]+)*(?:(?:st|nd|rd|th)\b)?(?=(\s[^\W\d_a-z])?)"
)
_FRACTIONS: Final = r"(?<![\w./])(?:([0-9]+)\s)?([123])/([234])(?![\w/]|\.[0-9])"
# "30s/side" and "10/side".
_PER: Final = r"([0-9][a-z]*)/(?=[^\W\d_])"
_ASCII_PARTS: Final = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾"}

# Signs of layout, which an engine would read out ("asterisk", "right arrow").
_LAYOUT: Final = str.maketrans(
    dict.fromkeys("*_`[]{}<>^\\", " ")
    | dict.fromkeys("|\u00b7\u2022\u2190\u2192\u21d2", ", ")
    | {"\ufe0f": ""}
)
_PICTURES: Final = frozenset({"So", "Sk", "Me", "Cf", "Co", "Cn"})


class Writing:
    """How one language is written. Implements `app.wording.spelling.Oddities`."""

    def __init__(self, path: Path, speller: Speller) -> None:
        """Reads the file; a shipped file that is broken is a fault of the program."""
        sections = read_sections(path)
        self._speller = speller
        self._forms = table(sections["forms"])
        self._fractions = {
            sign: (alone, behind) for sign, (alone, behind) in lists(sections["fractions"]).items()
        }
        self._units = dict(speller.units) | units_of(sections["units"])
        self._short = table(sections["short"])
        self._special = _with_capitals(table(sections["spoken"]))
        self._slash, self._per, self._link = map(
            text_of, (sections["slash"], sections["per"], sections["link"])
        )

    def lower(self, word: str) -> str:
        """A word of a text in capitals; one letter and a known abbreviation stay as they are."""
        known = len(word) == 1 or word.strip(".,;:!?()") in self._special
        return word if known else word.lower()

    def spelt(self, text: str) -> str:
        """A text with digits, signs or abbreviations."""
        if "://" in text or "www." in text:
            text = re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
            text = re.sub(r"(?:https?://|www\.)[^\s)]*[^\s).,;!?]", self._link, text)
        if any(char.isnumeric() for char in text):
            text = re.sub(_FRACTIONS, _fraction_sign, text)
            text = re.sub(_PER, rf"\1 {self._per} ", text)
            text = re.sub(self._amounts, self._amount, text)
            text = self._said(text)
            text = re.sub(_TIMES, self._times, text)
            text = re.sub(_RANGE, self._range_in_words, text)
            text = re.sub(_CLOCK, self._clock, text)
            text = re.sub(_WHOLE, self._number_in_words, text)
        else:
            text = self._said(text)
        return _tidy(text, self._slash)

    def _said(self, text: str) -> str:
        """Abbreviations and signs in words; the full stop at the end of a text is kept."""
        special = self._special

        def say(found: re.Match[str]) -> str:
            written = found[0]
            said = special[written]
            stop = "." if written[-1] == "." and found.end() == len(found.string) else ""
            end = said.rstrip(".") + stop if stop else said
            return end if written[0].isalnum() else f" {end} "

        return re.sub(_any_of(special), say, text)

    # Numbers in a text.

    @cached_property
    def _names(self) -> dict[str, str]:
        """Every name of a unit that may stand behind a number, with the unit's key."""
        found = dict(self._short)
        for key, (one, many, eye_one, eye_many) in self._units.items():
            for name in (one.split()[-1], many, eye_one, eye_many):
                found.setdefault(name, key)
        return found

    @cached_property
    def _amounts(self) -> str:
        names = "|".join(re.escape(name) for name in _longest_first(self._names))
        return rf"{_FREE}(?:({_NUMBER}){_DASH})?({_NUMBER})(?:\s?|-)({names})(?!\w)"

    def _amount(self, found: re.Match[str]) -> str:
        """`10-12 min`, `45°`, `1 rep`; what is in a decimal stays in digits for the engine."""
        low, high, name = found.groups()
        if low == high:  # "90-90 switch"
            return found[0]
        one, many, _, _ = self._units[self._names[name]]
        # The full stop of a short form may end the sentence too.
        stop = (
            "."
            if name[-1] == "." and not re.match(r"\s*[^\W_A-Z]", found.string[found.end() :])
            else ""
        )
        if low is None and high == "1":
            return one + stop
        single = one.split()[-1]
        noun = single if high in ("½", "¼") or name == single else many  # "a 45-degree angle"
        said = f"{self._number(high, before_noun=True)} {noun}{stop}"
        return (
            said if low is None else self._speller.range(self._number(low, before_noun=True), said)
        )

    def _number(self, written: str, *, before_noun: bool = False) -> str:
        """A written number in words: whole below 1000, or with a part."""
        if written[-1] in _PARTS:
            alone, behind = self._fractions[written[-1]]
            whole = written[:-1]
            return self._number(whole, before_noun=True) + behind if whole else alone
        if not written.isdecimal() or len(written) > 3:
            return written
        return self._speller.number(int(written), before_noun=before_noun)

    def _range_in_words(self, found: re.Match[str]) -> str:
        low, high, noun = found[1], found[2], found[3] or ""
        said = self._number(low), self._number(high, before_noun=bool(noun))
        return self._speller.range(*said) + noun

    def _times(self, found: re.Match[str]) -> str:
        low, count, each, alone = found.groups()
        number = self._number(count or alone, before_noun=True)
        key = "times" if each is None else "by"
        said = self._forms[key].format(count=number, each=self._number(each or "0"))
        return self._speller.range(self._number(low), said) if low else said

    def _clock(self, found: re.Match[str]) -> str:
        hours, minutes = (int(part) for part in found.groups())
        said = self._speller.number(hours), self._speller.number(minutes)
        return self._forms["clock"].format(hours=said[0], minutes=said[1])

    def _number_in_words(self, found: re.Match[str]) -> str:
        text = found.string
        said = self._number(found[0], before_noun=bool(found[1]))
        if said == found[0]:
            return said
        before = " " if text[found.start() - 1 : found.start()].isalpha() else ""
        after = " " if text[found.end() : found.end() + 1].isalpha() else ""
        return f"{before}{said}{after}"


def _with_capitals(table: Mapping[str, str]) -> dict[str, str]:
    """The table, also for a sentence that begins with one of its words."""
    found = {capital(key): capital(said) for key, said in table.items() if len(key) > 2}
    return found | dict(table)


def _longest_first(names: Mapping[str, str]) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _any_of(names: Mapping[str, str]) -> str:
    """A pattern for any of them as a whole word, the longest first."""
    parts = []
    for name in _longest_first(names):
        start = r"(?<![\w/])" if name[0].isalnum() else ""
        end = r"(?![\w/])" if name[-1].isalnum() else ""
        parts.append(f"{start}{re.escape(name)}{end}")
    return "|".join(parts)


def _fraction_sign(found: re.Match[str]) -> str:
    sign = _ASCII_PARTS.get(f"{found[2]}/{found[3]}")
    return f"{found[1] or ''}{sign}" if sign else found[0]


def _tidy(text: str, slash: str) -> str:
    """Without layout and pictures; a stroke between words becomes a word."""
    text = re.sub(
        r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])",
        f" {slash} ",
        text.replace("->", ", ").translate(_LAYOUT),
    )
    text = "".join(
        char for char in text if char < "\u00a0" or unicodedata.category(char) not in _PICTURES
    )
    text = re.sub(r"\s+(?=[,.;!?])", "", " ".join(text.split()))
    return re.sub(r"^[,;\s]+|,(?=[,.;!?])", "", text)
