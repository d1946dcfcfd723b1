"""The words of the shipped movements in another language: one file that lies over theirs.

The file maps each movement's id to its words. It is as strict as a movement's own: what the
English has must be there, line for line, and nothing else, so that no session mixes languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from app.document.fields import Fields
from app.document.nodes import Mapping, read_bounded, read_nodes
from app.document.problems import Place, Problem, Problems, quoted
from app.movements.bounds import FORMAT, MAX_NAME
from app.movements.model import BreathWords, Movement

_TEXTS: Final = ("name", "target", "lead", "action", "setup", "description")
_LISTS: Final = ("technique", "warnings", "part-actions")
_BREATHS: Final = ("inhale", "exhale")
_KEYS: Final = (*_TEXTS, "short-name", *_LISTS, *_BREATHS)
# `{side:es}` puts an ending to the side: "linkes Knie".
_NO_PLACEHOLDER: Final = r"\{(?!(?:side|other)(?::\w+)?\})[^{}]*\}?"


class MovementWords:
    """Every movement's words in one language; the file is read when it is first asked for."""

    def __init__(self, path: Path, ids: Iterable[str]) -> None:
        """`ids` are the shipped movements: those that the file may and must name."""
        self.path = path
        self._ids = tuple(ids)
        self._nodes: dict[str, tuple[Mapping, Place]] | None = None
        self._problems: tuple[Problem, ...] = ()

    def applied(self, movement: Movement) -> tuple[Movement, tuple[Problem, ...]]:
        """A shipped movement in this language, and the problems that keep it from being one.

        What is wrong with the file as a whole keeps every movement from it.
        """
        nodes = self._read()
        problems = Problems()
        if movement.id in nodes:
            node, place = nodes[movement.id]
            translated = _Words(node, problems, place).over(movement)
            return translated, self._problems + problems.sorted()
        message = f'"{movement.id}" has no words in this file. Add it.'
        problems.add(Place(), "missing-key", message)
        return movement, self._problems or problems.sorted()

    def _read(self) -> dict[str, tuple[Mapping, Place]]:
        if self._nodes is None:
            problems = Problems()
            root = read_nodes(read_bounded(self.path), problems)
            self._nodes = _by_id(root, self._ids, problems) if root else {}
            self._problems = problems.sorted()
        return self._nodes


def _by_id(
    root: Mapping, ids: tuple[str, ...], problems: Problems
) -> dict[str, tuple[Mapping, Place]]:
    fields = Fields(root, problems, ("limber", *ids), "in the words of a language")
    fields.require("limber")
    if (version := fields.word("limber")) not in (None, FORMAT):
        message = f'This program reads "limber: {FORMAT}" only, not {quoted(str(version))}.'
        fields.fault("limber", "unknown-version", message)
    found = {}
    for name in ids:
        node = fields.node(name)
        if isinstance(node, Mapping):
            found[name] = (node, fields.key_place(name))
        elif node is not None:
            fields.fault(name, "wrong-type", f'"{name}" takes a group of keys.')
    return found


class _Words:
    """The words of one movement."""

    def __init__(self, node: Mapping, problems: Problems, place: Place) -> None:
        self._fields = Fields(node, problems, _KEYS, "in a movement's words")
        self._problems = problems
        self._place = place

    def over(self, movement: Movement) -> Movement:
        """The movement with these words; noted faults leave the English ones."""
        texts = {key: self._text(key, getattr(movement, key)) for key in _TEXTS}
        short = self._fields.text("short-name", MAX_NAME, empty=False)
        actions = iter(self._lines("part-actions", _part_actions(movement)))
        parts = (part._replace(action=part.action and next(actions)) for part in movement.parts)
        values: dict[str, Any] = texts | {
            "short_name": short or texts["name"],
            "technique": self._lines("technique", movement.technique),
            "warnings": self._lines("warnings", movement.warnings),
            "breath_words": self._breaths(movement.breath_words),
            "parts": tuple(parts),
        }
        return movement._replace(**values)

    def _breaths(self, english: BreathWords | None) -> BreathWords | None:
        inhale, exhale = (self._text(key, getattr(english, key, "")) for key in _BREATHS)
        return BreathWords(inhale, exhale) if english else None

    def _text(self, key: str, english: str) -> str:
        own = self._fields.text(key, MAX_NAME) if key == "name" else self._fields.text(key)
        self._compare(key, bool(english), bool(own))
        self._check_sides(key, own or "")
        return own or english

    def _lines(self, key: str, english: tuple[str, ...]) -> tuple[str, ...]:
        own = self._fields.texts(key)
        self._compare(key, bool(english), bool(own))
        for line in own:
            self._check_sides(key, line)
        if own and english and len(own) != len(english):
            lines = f"{len(english)} line{'s' * (len(english) > 1)}"
            message = f'"{key}" has {len(own)} here; the movement itself has {lines}.'
            self._fields.fault(key, "bad-value", message)
        return own if len(own) == len(english) else english

    def _compare(self, key: str, expected: bool, found: bool) -> None:
        if expected and not found:
            message = f'"{key}" is missing; the movement itself has it.'
            self._problems.add(self._place, "missing-key", message)
        elif found and not expected:
            message = f'"{key}" has no counterpart in the movement itself. Remove it.'
            self._problems.add(self._fields.key_place(key), "unknown-key", message)

    def _check_sides(self, key: str, text: str) -> None:
        if wrong := re.search(_NO_PLACEHOLDER, text) if "{" in text else None:
            message = f"{quoted(wrong[0])} is not a placeholder: {{side}} and {{other}} are."
            self._fields.fault(key, "bad-value", message)


def _part_actions(movement: Movement) -> tuple[str, ...]:
    return tuple(part.action for part in movement.parts if part.action)
