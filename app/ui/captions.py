"""Captions, one spoken sentence at a time: which part of what is being said shows now. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from app.timeline.model import Cue, CueKind

# Beeps are told by the digits and counts by the rep: neither may push a sentence away.
_UNSHOWN: Final = frozenset({CueKind.COUNT, CueKind.COUNTDOWN})
_SENTENCE_END: Final = re.compile(r"(?<=[.?!…]) +")
_CLAUSE_END: Final = re.compile(r"(?<=[,;:]) +")
# Short sentences share a page, so that nothing flits past.
_PAGE: Final = 47
# What is shown but not said stays as long as it takes to read it in peace.
_READING_MS: Final = 65

Fits = Callable[[str], bool]


def is_shown(cue: Cue) -> bool:
    """Whether a cue brings a caption of its own."""
    return bool(cue.caption) and cue.kind not in _UNSHOWN


def pages(caption: str, fits: Fits = lambda _: True) -> tuple[str, ...]:
    """A caption in pieces of a sentence or two, each as long as it fits."""
    found: list[str] = []
    for sentence in _SENTENCE_END.split(caption.strip()):
        joined = f"{found[-1]} {sentence}" if found else ""
        if found and len(joined) <= _PAGE and fits(joined):
            found[-1] = joined
        elif sentence:
            found += _pieces(sentence, fits)
    return tuple(found)


def _pieces(sentence: str, fits: Fits) -> list[str]:
    """A sentence as it is, or parted at its commas, or into parts of the same length."""
    if fits(sentence):
        return [sentence]
    clauses = _CLAUSE_END.split(sentence)
    if all(map(fits, clauses)):
        return _joined(clauses, fits)
    return _evenly(sentence, fits)


def _joined(parts: list[str], fits: Fits) -> list[str]:
    """As few pieces as can be, in order."""
    found: list[str] = []
    for part in parts:
        if found and fits(f"{found[-1]} {part}"):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _evenly(sentence: str, fits: Fits) -> list[str]:
    """As few pieces as can be, none of them a lonely word."""
    words = sentence.split(" ")
    fewest = _joined(words, fits)
    for most in range(len(sentence) // len(fewest), len(sentence)):
        even = _joined(words, partial(_short_enough, most, fits))
        if len(even) <= len(fewest):
            return even
    return fewest


def _short_enough(most: int, fits: Fits, text: str) -> bool:
    return len(text) <= most and fits(text)


class Captions:
    """The caption on the board. Its last page stays until another caption, or `clear`."""

    def __init__(self, fits: Fits = lambda _: True) -> None:
        """Nothing is said yet; `fits` tells whether a text has room on the board now."""
        self._fits = fits
        self._cue: Cue | None = None
        self._starts: tuple[tuple[int, str], ...] = ()

    def take(self, cue: Cue) -> None:
        """A cue with a caption has become due."""
        self._cue = cue
        self.refit()

    def refit(self) -> None:
        """There is more room, or less."""
        cue = self._cue
        if cue is None:
            return
        parts = pages(cue.caption, self._fits)
        length = max(cue.length_ms, len(cue.caption) * _READING_MS)
        whole = sum(map(len, parts)) or 1
        starts, before = [], 0
        for part in parts:
            starts.append((cue.at_ms + length * before // whole, part))
            before += len(part)
        self._starts = tuple(starts)

    def clear(self) -> None:
        """Nothing is being said."""
        self._cue, self._starts = None, ()

    def at(self, position_ms: int) -> str:
        """What shows at a position; the first page also before its time."""
        shown = self._starts[0][1] if self._starts else ""
        for start, text in self._starts:
            if start <= position_ms:
                shown = text
        return shown
