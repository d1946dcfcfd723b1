"""Checked values out of a mapping: a reader notes its fault, gives None, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, TypeVar

from app.document.nodes import Mapping, Node, Scalar, Sequence
from app.document.problems import Place, Problems, did_you_mean, quoted
from app.units import (
    BadRange,
    BadValue,
    Range,
    parse_count,
    parse_count_range,
    parse_duration,
    parse_duration_range,
    written_duration,
)

MAX_TEXT: Final = 500

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class Fields:
    """A mapping with known keys, read field by field.

    Creating it notes duplicate and unknown keys, merge keys and keys that are not words.
    """

    def __init__(
        self, node: Mapping, problems: Problems, known: Iterable[str], what: str = "here"
    ) -> None:
        """`what` names the mapping in messages, such as `in a movement step`."""
        self.place: Final = node.place
        self.problems: Final = problems
        self._what = what
        self._known = tuple(known)
        self._values: dict[str, Node] = {}
        self._key_places: dict[str, Place] = {}
        for key, value in node.entries:
            self._take(key, value)

    def _take(self, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.problems.add(key.place, "wrong-type", f"A key must be a word, not {_kind(key)}.")
        elif key.refused and not key.text:
            return  # An alias may stand for any key; one with an anchor or a tag is still itself.
        elif key.text == "<<" and not key.quoted:
            self.problems.add(key.place, "alias", 'Merge keys ("<<") are not used here.')
        elif key.text in self._values:
            self.problems.add(key.place, "duplicate-key", f'"{key.text}" is written twice.')
        elif key.text not in self._known:
            hint = did_you_mean(key.text, self._known) or f" Known: {', '.join(self._known)}."
            self.problems.add(
                key.place,
                "unknown-key",
                f"There is no key {quoted(key.text)} {self._what}.{hint}",
            )
        else:
            self._values[key.text] = value
            self._key_places[key.text] = key.place

    def __contains__(self, key: str) -> bool:
        """Whether the key is there, right or wrong."""
        return key in self._values

    def node(self, key: str) -> Node | None:
        """The raw value."""
        return self._values.get(key)

    def key_place(self, key: str) -> Place:
        """Where the key stands; the mapping's start when it is missing."""
        return self._key_places.get(key, self.place)

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Those of some keys that are there, in the order of the file."""
        wanted = set(keys)
        return [key for key in self._values if key in wanted]

    def fault(self, key: str, code: str, message: str) -> None:
        """Note a problem at the value of a key."""
        node = self._values.get(key)
        self.problems.add(node.place if node else self.place, code, message)

    def require(self, *keys: str) -> None:
        """Note each key that is missing, at the mapping's start."""
        for key in keys:
            if key not in self._values:
                self.problems.add(
                    self.place, "missing-key", f'The key "{key}" is missing {self._what}.'
                )

    # One reader for each kind of value.

    def word(self, key: str) -> str | None:
        """The text of a plain value as it stands."""
        node = self._values.get(key)
        if isinstance(node, Scalar):
            return None if node.refused else node.text
        if node is not None:
            self.fault(key, "wrong-type", f'"{key}" takes a single value, not {_kind(node)}.')
        return None

    def text(self, key: str, limit: int = MAX_TEXT, *, empty: bool = True) -> str | None:
        """A text of at most `limit` characters."""
        value = self.word(key)
        if value is None:
            return None
        value = value.strip()
        if len(value) > limit:
            self.fault(
                key,
                "out-of-bounds",
                f'"{key}" has {len(value)} characters; at most {limit} are allowed.',
            )
            return None
        if not value and not empty:
            self.fault(key, "bad-value", f'"{key}" is empty. Write a short text.')
            return None
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice | None:
        """One of the members of an enum, by value."""
        value = self.word(key)
        return None if value is None else self._member(value, kind, key)

    def _member(
        self, value: str, kind: type[Choice], key: str, place: Place | None = None
    ) -> Choice | None:
        try:
            return kind(value)
        except ValueError:
            names = tuple(member.value for member in kind)
        node = self._values[key]
        self.problems.add(
            place or node.place,
            "bad-value",
            f'{quoted(value)} is not a choice for "{key}": {", ".join(names)}.'
            f"{did_you_mean(value, names)}",
        )
        return None

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """A list of members of an enum."""
        found = (self._member(n.text, kind, key, n.place) for n in self._scalars(key))
        return tuple(member for member in found if member is not None)

    def texts(self, key: str, limit: int = MAX_TEXT) -> tuple[str, ...]:
        """A list of texts."""
        found: list[str] = []
        for node in self._scalars(key):
            if len(node.text) > limit:
                message = f'At most {limit} characters are allowed in "{key}".'
                self.problems.add(node.place, "out-of-bounds", message)
            else:
                found.append(node.text.strip())
        return tuple(found)

    def _scalars(self, key: str) -> list[Scalar]:
        found: list[Scalar] = []
        for node in self.items(key):
            if not isinstance(node, Scalar):
                message = f'"{key}" takes a list of single values, not {_kind(node)}.'
                self.problems.add(node.place, "wrong-type", message)
            elif not node.refused:
                found.append(node)
        return found

    def items(self, key: str) -> list[Node]:
        """The items of a list; a fault and nothing for anything else."""
        node = self._values.get(key)
        if isinstance(node, Sequence):
            return node.items
        if node is not None and not (isinstance(node, Scalar) and node.refused):
            self.fault(key, "wrong-type", f'"{key}" takes a list, not {_kind(node)}.')
        return []

    def refuse_empty(self, key: str) -> None:
        """A fault where there is a list, but nothing in it."""
        node = self._values.get(key)
        if isinstance(node, Sequence) and not node.items:
            self.fault(key, "bad-value", f'"{key}" needs at least one entry.')

    def duration(self, key: str, low: int, high: int) -> int | None:
        """Milliseconds within bounds, which the message names."""
        value = self._parsed(key, parse_duration, "bad-duration")
        return self._bounded(key, value, value, (low, high), written_duration, value)

    def duration_range(self, key: str, low: int, high: int) -> Range | None:
        """A range of durations, both ends within bounds."""
        value = self._parsed(key, parse_duration_range, "bad-duration")
        return self._bounded_range(key, value, (low, high), written_duration)

    def count(self, key: str, low: int, high: int) -> int | None:
        """A whole number within bounds."""
        value = self._parsed(key, parse_count, "wrong-type")
        return self._bounded(key, value, value, (low, high), str, value)

    def count_range(self, key: str, low: int, high: int) -> Range | None:
        """A range of whole numbers, both ends within bounds."""
        value = self._parsed(key, parse_count_range, "bad-range")
        return self._bounded_range(key, value, (low, high), str)

    def _parsed(self, key: str, parse: Callable[[str], Value], code: str) -> Value | None:
        word = self.word(key)
        if word is None:
            return None
        try:
            return parse(word)
        except BadValue as fault:
            code = "bad-range" if isinstance(fault, BadRange) else code
            self.fault(key, code, f'"{key}: {quoted(word)[1:-1]}" cannot be used: {fault}')
            return None

    def _bounded_range(
        self, key: str, value: Range | None, bounds: tuple[int, int], write: Callable[[int], str]
    ) -> Range | None:
        low, high = (None, None) if value is None else (value.low, value.high)
        return self._bounded(key, low, high, bounds, write, value)

    def _bounded(
        self,
        key: str,
        low: int | None,
        high: int | None,
        bounds: tuple[int, int],
        write: Callable[[int], str],
        value: Value | None,
    ) -> Value | None:
        if low is None or high is None or (bounds[0] <= low and high <= bounds[1]):
            return value
        wrong = low if low < bounds[0] else high
        self.fault(
            key,
            "out-of-bounds",
            f'"{key}" must lie between {write(bounds[0])} and {write(bounds[1])}; '
            f"{write(wrong)} does not.",
        )
        return None


def _kind(node: Node) -> str:
    if isinstance(node, Scalar):
        return quoted(node.text) if node.text else "nothing"
    return "a list" if isinstance(node, Sequence) else "a group of keys"
