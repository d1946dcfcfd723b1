"""A pose file to a `PoseFile`, with every problem at once, each at its line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.document.fields import Fields
from app.document.nodes import Mapping, Node, Scalar, Sequence, read_bounded, read_nodes
from app.document.problems import Problems, did_you_mean, quoted
from app.errors import UserError
from app.posing.bases import BASES
from app.posing.camera import VIEWS
from app.posing.goal_reader import GoalReader
from app.posing.model import Goal, Keyframe, PoseFile, View
from app.posing.muscles import MUSCLES
from app.posing.props import SIZES, Prop
from app.posing.track_reader import TrackReader
from app.posing.words import Words

_KEYS: Final = (
    "pose views highlight lengthens stretched-at props planted allow keyframes tracks".split()
)


class BrokenPose(UserError):
    """A pose file with faults; the text has one line for each."""


def read_pose_file(path: Path) -> PoseFile:
    """One pose file; `BrokenPose` with a line `FILE:LINE:COLUMN: ...` for each fault."""
    problems = Problems()
    root = read_nodes(read_bounded(path), problems)
    found = None if root is None else _Reader(root, problems, path.stem).file()
    if problems or found is None:
        raise BrokenPose("\n".join(problem.line(str(path)) for problem in problems.sorted()))
    return found


class _Reader:
    def __init__(self, root: Mapping, problems: Problems, name: str) -> None:
        self._problems = problems
        self._name = name
        self._words = Words(problems)
        self._fields = Fields(root, problems, _KEYS, "in a pose file")

    def file(self) -> PoseFile | None:
        fields = self._fields
        fields.require("pose", "views", "keyframes", "tracks")
        props = self._props(fields.node("props"), {})
        keyframes = self._keyframes(fields.node("keyframes"), props)
        tracks = TrackReader(self._problems, self._words, tuple(keyframes))
        planted = fields.node("planted")
        stretched = fields.word("stretched-at")
        if stretched is not None and stretched not in keyframes:
            fields.fault("stretched-at", "bad-value", f"There is no keyframe {quoted(stretched)}.")
        return PoseFile(
            self._name,
            self._views(),
            self._muscles("highlight"),
            self._muscles("lengthens"),
            stretched,
            props,
            self._words.nodes(planted) if planted is not None else (),
            self._allow(),
            keyframes,
            tracks.tracks(fields.node("tracks")),
        )

    def _entries(self, node: Node | None, what: str) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return [(key, value) for key, value in node.entries if isinstance(key, Scalar)]
        if node is not None:
            message = f"{what} are written as names with values."
            self._problems.add(node.place, "wrong-type", message)
        return []

    def _muscles(self, key: str) -> tuple[str, ...]:
        found = []
        for item in self._fields.items(key):
            text = self._words.text(item, "muscle")
            if text in MUSCLES:
                found.append(text)
            elif text is not None:
                hint = did_you_mean(text, MUSCLES) or f" Known: {', '.join(MUSCLES)}."
                self._problems.add(item.place, "bad-value", f"{quoted(text)} is no muscle.{hint}")
        return tuple(found)

    def _allow(self) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        for item in self._fields.items("allow"):
            names = [self._words.text(one, "part") for one in getattr(item, "items", [])]
            if len(names) == 2 and names[0] and names[1]:
                found.append((names[0], names[1]))
            else:
                message = "Two parts that may press into each other: [hand.R, shank.R]."
                self._problems.add(item.place, "wrong-type", message)
        return tuple(found)

    def _views(self) -> tuple[View, ...]:
        found: list[View] = []
        for item in self._fields.items("views"):
            if isinstance(item, Scalar):
                found.append(View(self._camera(item), 0.0, 0.0, ()))
            elif isinstance(item, Mapping):
                found.append(self._view(item))
        if not found and "views" in self._fields:
            self._fields.fault("views", "bad-value", "At least one view is needed: [side].")
        return tuple(found)

    def _view(self, item: Mapping) -> View:
        fields = Fields(item, self._problems, ("camera", "turn", "tilt", "focus"), "in a view")
        fields.require("camera")
        camera = fields.node("camera")
        focus = fields.node("focus")
        return View(
            self._camera(camera) if camera is not None else "side",
            self._number(fields, "turn"),
            self._number(fields, "tilt"),
            self._words.nodes(focus) if focus is not None else (),
        )

    def _number(self, fields: Fields, key: str, usual: float = 0.0) -> float:
        node = fields.node(key)
        found = None if node is None else self._words.number(node, key)
        return usual if found is None else found

    def _camera(self, node: Node) -> str:
        text = self._words.text(node, "camera") or ""
        if text not in VIEWS:
            hint = did_you_mean(text, tuple(VIEWS)) or f" Known: {', '.join(VIEWS)}."
            self._problems.add(node.place, "bad-value", f"{quoted(text)} is no camera.{hint}")
        return text

    def _props(self, node: Node | None, before: dict[str, Prop]) -> dict[str, Prop]:
        """Props by name; a keyframe's move those of the file (`before`)."""
        found = dict(before)
        for key, value in self._entries(node, "Props"):
            prop = self._prop(key, value, before.get(key.text))
            if prop is not None:
                found[key.text] = prop
        return found

    def _prop(self, key: Scalar, value: Node, before: Prop | None) -> Prop | None:
        kind = before.kind if before else key.text.split("-")[0]
        if kind not in SIZES:
            hint = did_you_mean(kind, tuple(SIZES)) or f" Known: {', '.join(SIZES)}."
            self._problems.add(key.place, "unknown-key", f"{quoted(kind)} is no prop.{hint}")
            return None
        if isinstance(value, Scalar) and not value.text:
            value = Mapping(value.place)
        if not isinstance(value, Mapping):
            message = "A prop is written as {at: [x, y], size: [x, y, z], turn: degrees}."
            self._problems.add(value.place, "wrong-type", message)
            return None
        fields = Fields(value, self._problems, ("at", "size", "turn"), "in a prop")
        usual = before or Prop(key.text, kind, (0.0, 0.0, 0.0), SIZES[kind], 0.0)
        at = self._numbers(fields, "at", (2, 3)) or list(usual.at)
        size = self._numbers(fields, "size", (3,)) or list(usual.size)
        x, y, z = [*at, 0.0][:3]
        turn = self._number(fields, "turn", usual.turn)
        return Prop(key.text, kind, (x, y, z), (size[0], size[1], size[2]), turn)

    def _numbers(self, fields: Fields, key: str, counts: tuple[int, ...]) -> list[float] | None:
        node = fields.node(key)
        if node is None:
            return None
        items = node.items if isinstance(node, Sequence) else []
        found = [self._words.number(item, key) for item in items]
        right = [value for value in found if value is not None]
        if len(right) == len(found) and len(found) in counts:
            return right
        message = f'"{key}" takes a list of {" or ".join(map(str, counts))} numbers, in metres.'
        fields.fault(key, "wrong-type", message)
        return None

    def _keyframes(self, node: Node | None, props: dict[str, Prop]) -> dict[str, Keyframe]:
        found: dict[str, Keyframe] = {}
        for key, value in self._entries(node, "Keyframes"):
            if not isinstance(value, Mapping):
                message = "A keyframe has a base or a from, and goals."
                self._problems.add(value.place, "wrong-type", message)
            elif key.text in found:
                message = f"{quoted(key.text)} is written twice."
                self._problems.add(key.place, "duplicate-key", message)
            else:
                found[key.text] = self._keyframe(key, value, found, props)
        return found

    def _keyframe(
        self, key: Scalar, value: Mapping, found: dict[str, Keyframe], props: dict[str, Prop]
    ) -> Keyframe:
        fields = Fields(value, self._problems, ("base", "from", "goals", "props"), "in a keyframe")
        base, origin = fields.word("base"), fields.word("from")
        if base is not None and base not in BASES:
            hint = did_you_mean(base, tuple(BASES)) or f" Known: {', '.join(BASES)}."
            fields.fault("base", "bad-value", f"{quoted(base)} is no base.{hint}")
        if origin is not None and origin not in found:
            message = f"No keyframe {quoted(origin)} stands above this one."
            fields.fault("from", "bad-value", message)
        if (base is None) == (origin is None):
            message = "A keyframe starts from a base, or from another keyframe."
            self._problems.add(key.place, "missing-key", message)
        here = found[origin].props if origin in found else props
        mine = self._props(fields.node("props"), dict(here))
        reader = GoalReader(self._problems, self._words, tuple(mine))
        goals: tuple[Goal, ...] = reader.goals(fields.items("goals"))
        return Keyframe(key.text, base, origin, goals, mine, key.place)
