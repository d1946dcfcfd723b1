"""The tracks of a pose file: how a movement goes from keyframe to keyframe."""

from __future__ import annotations

from typing import Final

from app.document.fields import Fields
from app.document.nodes import Mapping, Node, Scalar, Sequence
from app.document.problems import Problems, quoted
from app.posing.model import Step, Trace, TrackPlan
from app.posing.words import Words

NAMES: Final = ("enter", "work", "hold")
EASES: Final = ("smooth", "linear", "through")
_SECONDS: Final = {"enter": 3.0, "work": 4.0, "hold": 8.0}


class TrackReader:
    """Reads `tracks:`. `keyframes` are the names that steps may go to."""

    def __init__(self, problems: Problems, words: Words, keyframes: tuple[str, ...]) -> None:
        """All faults go to `problems`."""
        self._problems = problems
        self._words = words
        self._keyframes = keyframes

    def tracks(self, node: Node | None) -> tuple[TrackPlan, ...]:
        """Every track, in the order of the file."""
        if not isinstance(node, Mapping):
            return ()
        fields = Fields(node, self._problems, NAMES, "among tracks")
        found = []
        for name in fields.in_order(NAMES):
            value = fields.node(name)
            if isinstance(value, Mapping):
                found.append(self._track(name, value))
            else:
                fields.fault(name, "wrong-type", "A track has a start and steps, or breathe.")
        return tuple(found)

    def _track(self, name: str, node: Mapping) -> TrackPlan:
        known = "start steps seconds reps breathe depth trace across up".split()
        fields = Fields(node, self._problems, known, "in a track")
        if sum(key in fields for key in ("steps", "breathe", "trace")) != 1:
            message = "A track has steps, or breathe: KEYFRAME, or trace: KEYFRAME."
            self._problems.add(node.place, "missing-key", message)
        breathe, trace = self._keyframe(fields, "breathe"), self._keyframe(fields, "trace")
        start = self._keyframe(fields, "start") or breathe or trace
        if start is None:
            fields.require("start")
        seconds = fields.node("seconds")
        found = self._words.number(seconds, "seconds") if seconds is not None else None
        depth = fields.node("depth")
        deep = self._words.number(depth, "depth") if depth is not None else 1.0
        return TrackPlan(
            name,
            start or "",
            tuple(step for item in fields.items("steps") for step in self._step(item)),
            found or _SECONDS[name],
            fields.count("reps", 1, 100) or 1,
            0.0 if breathe is None else (deep or 0.0),
            None if trace is None else self._trace(fields, trace),
        )

    def _keyframe(self, fields: Fields, key: str) -> str | None:
        name = fields.word(key)
        if name is None or name in self._keyframes:
            return name
        known = ", ".join(self._keyframes)
        message = f"There is no keyframe {quoted(name)}. Known: {known}."
        fields.fault(key, "bad-value", message)
        return None

    def _step(self, item: Node) -> list[Step]:
        if isinstance(item, Scalar):
            item_node = Mapping(item.place)
            item_node.entries.append((Scalar(item.place, "to"), item))
            item = item_node
        if not isinstance(item, Mapping):
            message = "A step is {to: KEYFRAME, share: 2, ease: smooth}."
            self._problems.add(item.place, "wrong-type", message)
            return []
        fields = Fields(item, self._problems, ("to", "share", "ease", "planted"), "in a step")
        fields.require("to")
        share = fields.node("share")
        part = self._words.number(share, "a share") if share is not None else 1.0
        ease = fields.word("ease") or "smooth"
        if ease not in EASES:
            known = ", ".join(EASES)
            fields.fault("ease", "bad-value", f"{quoted(ease)} is no ease. Known: {known}.")
        planted = fields.node("planted")
        nodes = self._words.nodes(planted) if planted is not None else ()
        return [Step(self._keyframe(fields, "to") or "", part or 1.0, ease, nodes)]

    def _trace(self, fields: Fields, keyframe: str) -> Trace:
        return Trace(keyframe, self._span(fields, "across"), self._span(fields, "up"))

    def _span(self, fields: Fields, key: str) -> tuple[tuple[str, float, float], ...]:
        """`{ankle.R.inversion: [20, -12], ...}`; for one angle `[ankle.R.inversion, 20, -12]`."""
        node = fields.node(key)
        if isinstance(node, Mapping):
            rows = [(name, value) for name, value in node.entries if isinstance(value, Sequence)]
            return tuple(self._one_span(fields, key, name, value.items) for name, value in rows)
        items = node.items if isinstance(node, Sequence) else []
        return (self._one_span(fields, key, items[0] if items else None, items[1:]),)

    def _one_span(
        self, fields: Fields, key: str, name: Node | None, ends: list[Node]
    ) -> tuple[str, float, float]:
        text = self._words.text(name, "angle") if name is not None else None
        full = self._words.angles(name, text) if name is not None and text else ()
        numbers = [self._words.number(end, "an angle") for end in ends]
        if len(full) != 1 or len(numbers) != 2 or None in numbers:
            message = (
                f"Write {key}: {{ankle.R.inversion: [-15, 25]}}: angles of one side, from, to."
            )
            fields.fault(key, "bad-value", message)
            return ("", 0.0, 0.0)
        sign = full[0][1]
        return (full[0][0], sign * (numbers[0] or 0.0), sign * (numbers[1] or 0.0))
