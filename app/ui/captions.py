"""Captions, one spoken sentence at a time: which part of what is being said shows now. Pure."""

from __future__ import annotations

import re
from typing import Final

from app.timeline.model import Cue, CueKind

# Beeps are told by the digits and counts by the rep: neither may push a sentence away.
_UNSHOWN: Final = frozenset({CueKind.COUNT, CueKind.COUNTDOWN})
_SENTENCE_END: Final = re.compile(r"(?<=[.?!…]) +")
# Short sentences share a page, so that nothing flits past.
_PAGE: Final = 47
# What is shown but not said stays as long as it takes to read it in peace.
_READING_MS: Final = 65


def is_shown(cue: Cue) -> bool:
    """Whether a cue brings a caption of its own."""
    return bool(cue.caption) and cue.kind not in _UNSHOWN


def pages(caption: str) -> tuple[str, ...]:
    """A caption in pieces of a sentence or two."""
    found: list[str] = []
    for sentence in _SENTENCE_END.split(caption.strip()):
        if found and len(found[-1]) + len(sentence) < _PAGE:
            found[-1] += f" {sentence}"
        elif sentence:
            found.append(sentence)
    return tuple(found)


class Captions:
    """The caption on the board. Its last page stays until another caption, or `clear`."""

    def __init__(self) -> None:
        """Nothing is said yet."""
        self._starts: tuple[tuple[int, str], ...] = ()

    def take(self, cue: Cue) -> None:
        """A cue with a caption has become due."""
        parts = pages(cue.caption)
        length = max(cue.length_ms, len(cue.caption) * _READING_MS)
        whole = sum(map(len, parts)) or 1
        starts, before = [], 0
        for part in parts:
            starts.append((cue.at_ms + length * before // whole, part))
            before += len(part)
        self._starts = tuple(starts)

    def clear(self) -> None:
        """Nothing is being said."""
        self._starts = ()

    def at(self, position_ms: int) -> str:
        """What shows at a position; the first page also before its time."""
        shown = self._starts[0][1] if self._starts else ""
        for start, text in self._starts:
            if start <= position_ms:
                shown = text
        return shown
