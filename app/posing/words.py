"""The words of the pose language: names, directions, and the sentence when one is unknown."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import numpy as np

from app.document.nodes import Node, Scalar, Sequence
from app.document.problems import Problems, did_you_mean, quoted
from app.posing.bases import both_sides
from app.posing.body import BONES, PARENTS, SIDES
from app.posing.model import Vector
from app.posing.nodes import NODE_NAMES
from app.posing.skeleton import FREEDOM

WAYS: Final = {
    "forward": (1.0, 0.0, 0.0),
    "back": (-1.0, 0.0, 0.0),
    "left": (0.0, 1.0, 0.0),
    "right": (0.0, -1.0, 0.0),
    "up": (0.0, 0.0, 1.0),
    "down": (0.0, 0.0, -1.0),
}
# Ends of a bone's direction that are no joint: see `goals`.
_PAIRED_BONES: Final = tuple(sorted({bone[:-2] for bone in BONES if bone[-2:] in (".L", ".R")}))
DIRECTED: Final = (*BONES, "torso")
# The same angle counted the other way round.
REVERSED: Final = {
    "extension": "flexion",
    "adduction": "abduction",
    "supination": "pronation",
    "plantarflexion": "dorsiflexion",
    "eversion": "inversion",
    "depression": "elevation",
    "retraction": "protraction",
    "curl_back": "curl",
    "internal": "rotation",
}
_SAME: Final = {"external": "rotation"}
_JOINT_OF_BONE: Final = {"thigh": "hip", "shank": "knee", "foot": "ankle", "hand": "wrist"}


class Words:
    """Reads single values, noting a sentence for each that is wrong."""

    def __init__(self, problems: Problems) -> None:
        """`problems` collects the sentences."""
        self._problems = problems

    def _unknown(self, node: Node, what: str, word: str, known: tuple[str, ...]) -> None:
        hint = did_you_mean(word, known) or f" Known: {', '.join(known[:60])}."
        self._problems.add(node.place, "bad-value", f"{quoted(word)} is no {what}.{hint}")

    def text(self, node: Node, what: str) -> str | None:
        """The text of a plain value."""
        if isinstance(node, Scalar):
            return None if node.refused else node.text
        self._problems.add(node.place, "wrong-type", f"A {what} is a single word.")
        return None

    def number(self, node: Node, what: str) -> float | None:
        """A finite number."""
        text = self.text(node, what)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if np.isfinite(value):
            return value
        self._problems.add(node.place, "bad-value", f"{quoted(text)} is no number for {what}.")
        return None

    def vector(self, node: Node) -> Vector | None:
        """`up`, `forward 2 up` or `[2, 0, 1]`, made one metre long."""
        if isinstance(node, Sequence):
            numbers = [self.number(item, "a direction") for item in node.items]
            if len(numbers) != 3 or None in numbers:
                message = "A direction is a list of three numbers, or words such as forward up."
                self._problems.add(node.place, "bad-value", message)
                return None
            return self._unit(node, np.array(numbers, dtype=float))
        text = self.text(node, "direction")
        return None if text is None else self._spoken(node, text)

    def _spoken(self, node: Node, text: str) -> Vector | None:
        found = np.zeros(3)
        last = np.zeros(3)
        for word in text.split():
            if word in WAYS:
                last = np.array(WAYS[word])
                found += last
            elif word.replace(".", "", 1).isdigit() and last.any():
                found += (float(word) - 1) * last
            else:
                self._unknown(node, "direction", word, tuple(WAYS))
                return None
        return self._unit(node, found)

    def _unit(self, node: Node, vector: np.ndarray) -> Vector | None:
        size = float(np.linalg.norm(vector))
        if size < 1e-6:
            self._problems.add(node.place, "bad-value", "This direction has no length.")
            return None
        x, y, z = (float(value) for value in vector / size)
        return (x, y, z)

    def nodes(self, node: Node, others: tuple[str, ...] = ()) -> tuple[str, ...]:
        """One name, or a list of them; a name without a side means both."""
        items = node.items if isinstance(node, Sequence) else [node]
        return tuple(name for item in items for name in self._named(item, others))

    def _named(self, item: Node, others: tuple[str, ...]) -> tuple[str, ...]:
        text = self.text(item, "node")
        if text is None:
            return ()
        return self.node_name(item, text, others)

    def node_name(self, place: Node, text: str, others: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The full names behind a node's name, or behind one of `others`."""
        if text in NODE_NAMES or text in others:
            return (text,)
        if f"{text}.L" in NODE_NAMES:
            return tuple(f"{text}.{side}" for side in SIDES)
        self._unknown(place, "node", text, (*NODE_NAMES, *others))
        return ()

    def bones(self, place: Node, text: str) -> tuple[str, ...]:
        """The full names behind a bone's name."""
        if text in DIRECTED:
            return (text,)
        if f"{text}.L" in PARENTS:
            return tuple(f"{text}.{side}" for side in SIDES)
        self._unknown(place, "bone", text, (*DIRECTED, *_PAIRED_BONES))
        return ()

    def angles(self, place: Node, text: str) -> tuple[tuple[str, float], ...]:
        """The full names behind an angle's name, each with 1, or -1 when counted the other way."""
        joint, _, rest = text.partition(".")
        text = f"{_JOINT_OF_BONE.get(joint, joint)}.{rest}"
        head, _, last = text.rpartition(".")
        for name, sign in (
            (text, 1.0),
            (f"{head}.{_SAME.get(last, last)}", 1.0),
            (f"{head}.{REVERSED.get(last, last)}", -1.0),
        ):
            with suppress(KeyError):
                return tuple((full, sign) for full in both_sides(name))
        self._unknown(place, "angle", text, tuple(FREEDOM))
        return ()
