"""The goals of a keyframe, one word each, from the document to wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from app.document.nodes import Mapping, Node, Scalar, Sequence
from app.document.problems import Problems, did_you_mean, quoted
from app.posing.model import (
    Angle,
    At,
    Balance,
    Direction,
    Face,
    Floor,
    Goal,
    Keep,
    Look,
    Symmetric,
    Touch,
    Where,
    Wish,
)
from app.posing.words import WAYS, Words

GOAL_WORDS: Final = ("floor direction face at touch balance hint angle symmetric look keep").split()
_PARTS: Final = ("legs", "arms", "spine", "all")


class GoalReader:
    """Reads `goals:`. `props` are the names that the file gave to its props."""

    def __init__(self, problems: Problems, words: Words, props: tuple[str, ...]) -> None:
        """All faults go to `problems`."""
        self._problems = problems
        self._words = words
        self._props = props
        self._readers: Final[dict[str, Callable[[Node], list[Wish]]]] = {
            "floor": self._floor,
            "direction": self._direction,
            "face": self._face,
            "at": self._at,
            "touch": self._touch,
            "balance": self._balance,
            "hint": lambda node: self._angles(node, firm=False),
            "angle": lambda node: self._angles(node, firm=True),
            "symmetric": self._symmetric,
            "look": self._look,
            "keep": self._keep,
        }

    def goals(self, items: list[Node]) -> tuple[Goal, ...]:
        """Every goal of a list, those that are right."""
        return tuple(goal for item in items for goal in self._item(item))

    def _item(self, item: Node) -> Iterator[Goal]:
        if not isinstance(item, Mapping):
            message = 'A goal is a word and its value, such as "floor: heel.R".'
            self._problems.add(item.place, "wrong-type", message)
            return
        weight = 1.0
        for key, value in item.entries:
            if isinstance(key, Scalar) and key.text == "weight":
                weight = self._words.number(value, "a weight") or 1.0
        for key, value in item.entries:
            word = key.text if isinstance(key, Scalar) else ""
            if word == "weight":
                continue
            if word not in self._readers:
                known = tuple(self._readers)
                hint = did_you_mean(word, known) or f" Known: {', '.join(known)}."
                self._problems.add(key.place, "unknown-key", f"{quoted(word)} is no goal.{hint}")
                continue
            for wish in self._readers[word](value):
                yield Goal(wish, weight, key.place)

    def _pairs(self, node: Node, example: str) -> list[tuple[Scalar, Node]]:
        if not isinstance(node, Mapping):
            self._problems.add(node.place, "wrong-type", f"Write this as {example}.")
            return []
        return [(key, value) for key, value in node.entries if isinstance(key, Scalar)]

    def _options(self, node: Node, known: tuple[str, ...]) -> dict[str, Node]:
        """The keys of a group such as `{nodes: ..., gap: ...}`."""
        found: dict[str, Node] = {}
        for key, value in self._pairs(node, "{" + ": ..., ".join(known) + ": ...}"):
            if key.text in known:
                found[key.text] = value
            else:
                hint = did_you_mean(key.text, known) or f" Known: {', '.join(known)}."
                message = f"There is no key {quoted(key.text)} here.{hint}"
                self._problems.add(key.place, "unknown-key", message)
        return found

    def _floor(self, node: Node) -> list[Wish]:
        height, on = 0.0, None
        if isinstance(node, Mapping):
            found = self._options(node, ("nodes", "height", "on"))
            if "height" in found:
                height = self._words.number(found["height"], "a height") or 0.0
            if "on" in found:
                on = self._prop(found["on"])
            if "nodes" not in found:
                self._problems.add(node.place, "missing-key", 'The key "nodes" is missing here.')
                return []
            node = found["nodes"]
        return [Floor(name, height, on) for name in self._words.nodes(node)]

    def _prop(self, node: Node) -> str | None:
        text = self._words.text(node, "prop")
        if text is None or text in self._props:
            return text
        known = ", ".join(self._props) or "none; write props: first"
        message = f"{quoted(text)} is no prop of this file. Known: {known}."
        self._problems.add(node.place, "bad-value", message)
        return None

    def _direction(self, node: Node) -> list[Wish]:
        found: list[Wish] = []
        for key, value in self._pairs(node, "direction: {shank.R: up}"):
            vector = self._words.vector(value)
            if vector is not None:
                found += [Direction(bone, vector) for bone in self._words.bones(key, key.text)]
        return found

    def _face(self, node: Node) -> list[Wish]:
        found: list[Wish] = []
        for key, value in self._pairs(node, "face: {palm.R: down}"):
            vector = self._words.vector(value)
            if vector is not None:
                found += [Face(name, vector) for name in self._words.node_name(key, key.text)]
        return found

    def _at(self, node: Node) -> list[Wish]:
        found: list[Wish] = []
        for key, value in self._pairs(node, "at: {heel.R: [0.1, -0.09, free]}"):
            origin, away = self._origin(value) if isinstance(value, Mapping) else (None, value)
            where = None if away is None else self._where(away)
            if where is not None:
                names = self._words.node_name(key, key.text)
                found += [At(name, where, origin) for name in names]
        return found

    def _origin(self, value: Mapping) -> tuple[str | None, Node | None]:
        """`{from: heel.R, by: [...]}`; no list where that is wrong."""
        options = self._options(value, ("from", "by"))
        names = self._words.nodes(options["from"]) if "from" in options else ()
        if len(names) == 1 and "by" in options:
            return names[0], options["by"]
        message = "Write this as {from: heel.R, by: [0.1, 0, free]}, with one node."
        self._problems.add(value.place, "bad-value", message)
        return None, None

    def _where(self, node: Node) -> Where | None:
        if not isinstance(node, Sequence) or len(node.items) != 3:
            message = "A place is a list of three: [x, y, z] in metres, each may be free."
            self._problems.add(node.place, "wrong-type", message)
            return None
        x, y, z = (
            None
            if isinstance(item, Scalar) and item.text == "free"
            else self._words.number(item, "a place")
            for item in node.items
        )
        return (x, y, z)

    def _touch(self, node: Node) -> list[Wish]:
        gap = 0.0
        if isinstance(node, Mapping):
            found = self._options(node, ("nodes", "gap"))
            gap = (self._words.number(found["gap"], "a gap") or 0.0) if "gap" in found else 0.0
            node = found.get("nodes", node)
        items = node.items if isinstance(node, Sequence) else []
        if len(items) != 2:
            message = "Two that touch are written as touch: [palm.R, kneecap.R]."
            self._problems.add(node.place, "wrong-type", message)
            return []
        ones = self._words.nodes(items[0])
        others = self._words.nodes(items[1], self._props)
        if len(others) == 1:
            return [Touch(one, others[0], gap) for one in ones]
        return [Touch(one, other, gap) for one, other in zip(ones, others, strict=False)]

    def _balance(self, node: Node) -> list[Wish]:
        names = self._words.nodes(node)
        return [Balance(names)] if names else []

    def _angles(self, node: Node, *, firm: bool) -> list[Wish]:
        found: list[Wish] = []
        for key, value in self._pairs(node, "hint: {knee.R.flexion: 90}"):
            degrees = self._words.number(value, "an angle")
            if degrees is not None:
                named = self._words.angles(key, key.text)
                found += [Angle(name, sign * degrees, firm) for name, sign in named]
        return found

    def _symmetric(self, node: Node) -> list[Wish]:
        items = node.items if isinstance(node, Sequence) else [node]
        found: list[Wish] = []
        for item in items:
            text = self._words.text(item, "part")
            if text in _PARTS:
                parts = _PARTS[:3] if text == "all" else (text,)
                found += [Symmetric(part) for part in parts if part]
            elif text is not None:
                message = f"{quoted(text)} is no part. Known: {', '.join(_PARTS)}."
                self._problems.add(item.place, "bad-value", message)
        return found

    def _look(self, node: Node) -> list[Wish]:
        first = node.text.split(" ")[0] if isinstance(node, Scalar) else ""
        if isinstance(node, Sequence) or first in WAYS:
            vector = self._words.vector(node)
            return [] if vector is None else [Look(None, vector)]
        return [Look(name, None) for name in self._words.nodes(node)[:1]]

    def _keep(self, node: Node) -> list[Wish]:
        return [Keep(name) for name in self._words.nodes(node)]
