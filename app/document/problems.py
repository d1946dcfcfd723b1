"""What is wrong with a file, and where."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """`error` stops a file from being used (or a rule from being kept); `warning` is advice."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Line and column, counted from 1; columns count characters, not bytes."""

    line: int = 1
    column: int = 1


START = Place()


class Problem(NamedTuple):
    """One fault: its place, a code that scripts may rely on, and one sentence for a person."""

    place: Place
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def line(self, file: str) -> str:
        """`FILE:LINE:COL: severity[code]: message`, as `limber check` prints it."""
        place = self.place
        return f"{file}:{place.line}:{place.column}: {self.severity}[{self.code}]: {self.message}"


class Problems:
    """Collects problems while a document is read."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: list[Problem] = []

    def add(self, place: Place, code: str, message: str) -> None:
        """Note one error."""
        self._found.append(Problem(place, code, message))

    def __bool__(self) -> bool:
        """Whether any problem was found."""
        return bool(self._found)

    def sorted(self) -> tuple[Problem, ...]:
        """All of them, by place; two at one place stay in the order in which they were found."""
        return tuple(sorted(self._found, key=lambda p: (p.place.line, p.place.column)))


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """` Did you mean "…"?` with a leading space, or nothing where no known word is near."""
    import difflib

    lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word[:80].lower(), lower, n=1, cutoff=0.6)
    return f' Did you mean "{lower[near[0]]}"?' if near else ""


def quoted(text: str, limit: int = 60) -> str:
    """A value as a message shows it: in quotes, on one line, cut when long.

    A character that shows nothing is replaced: a terminal might obey it.
    """
    shown = text if len(text) <= limit else f"{text[: limit - 1]}…"
    if not shown.isprintable():
        flat = re.sub("[\t\n\r ]+", " ", shown).strip(" ")
        shown = "".join(char if char.isprintable() else "\ufffd" for char in flat)
    return f'"{shown}"'
