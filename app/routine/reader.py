"""A routine file to a `Routine`, or every problem at once. The contract is `routine-format.md`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.document.fields import Fields
from app.document.nodes import Mapping, Node, Scalar, Sequence, read_bounded, read_nodes
from app.document.problems import Problem, Problems, quoted
from app.errors import UserError
from app.movements.bounds import FORMAT, MAX_NAME, PAUSE_BOUNDS, TEMPO_BOUNDS
from app.movements.loader import Catalogue
from app.movements.model import When
from app.routine.limits import check_size
from app.routine.model import HoldTarget, Routine, Step, VoiceLevel
from app.routine.steps import StepReader

_KEYS: Final = (
    "limber name when description lead-in transition switch tempo hold-target voice steps"
).split()
MAX_REPEAT_DEPTH: Final = 3


class BrokenRoutine(UserError):
    """A routine file cannot be used; `problems` says why, each with its place."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        """All problems, a line each, become the message."""
        super().__init__("\n".join(problem.line(file) for problem in problems))
        self.file = file
        self.problems = problems


def load_routine(path: Path, catalogue: Catalogue) -> Routine:
    """The routine in a file; `BrokenRoutine` with every problem, `UserError` when unreadable.

    Never reads more than the largest size that is allowed.
    """
    return read_routine(read_bounded(path), path.stem, catalogue, file_name=str(path))


def read_routine(
    data: bytes, routine_id: str, catalogue: Catalogue, file_name: str = "routine"
) -> Routine:
    """The routine in a file's bytes; `BrokenRoutine` with every problem, sorted by place."""
    problems = Problems()
    root = read_nodes(data, problems)
    routine = _Reader(root, problems, catalogue).routine(routine_id) if root else None
    if routine is None or problems:
        raise BrokenRoutine(file_name, problems.sorted())
    return routine


class _Reader:
    """Reads one document; gives None as soon as the routine cannot be whole."""

    def __init__(self, root: Mapping, problems: Problems, catalogue: Catalogue) -> None:
        self._problems = problems
        self._catalogue = catalogue
        self._fields = Fields(root, problems, _KEYS, "in a routine")

    def routine(self, routine_id: str) -> Routine | None:
        fields = self._fields
        fields.require("limber", "name", "steps")
        self._check_version()
        name = fields.text("name", MAX_NAME, empty=False)
        when = fields.choice("when", When) or When.ANY
        routine = Routine(
            id=routine_id,
            name=name or "",
            when=when,
            description=fields.text("description") or "",
            lead_in_ms=fields.duration("lead-in", *PAUSE_BOUNDS),
            transition_ms=fields.duration("transition", *PAUSE_BOUNDS),
            switch_ms=fields.duration("switch", *PAUSE_BOUNDS),
            tempo_ms=fields.duration("tempo", *TEMPO_BOUNDS),
            hold_target=fields.choice("hold-target", HoldTarget),
            voice=fields.choice("voice", VoiceLevel) or VoiceLevel.FULL,
            steps=self._steps(fields, 0),
        )
        check_size(routine, self._problems, fields.key_place("steps"), self._catalogue)
        return None if self._problems else routine

    def _check_version(self) -> None:
        version = self._fields.word("limber")
        if version is not None and version != FORMAT:
            self._fields.fault(
                "limber",
                "unknown-version",
                f'"limber: {quoted(version, 20)[1:-1]}" is not a version that this program reads. '
                f'Write "limber: {FORMAT}".',
            )

    def _steps(self, fields: Fields, depth: int) -> tuple[Step, ...]:
        """The steps of the routine or of a repeat; `depth` counts the repeats around them."""
        node = fields.node("steps")
        if node is None or (isinstance(node, Scalar) and node.refused):
            return ()
        if _is_empty(node):
            fields.fault("steps", "empty-steps", 'There is no step in "steps". Add one.')
            return ()
        found = (self._step(item, depth) for item in fields.items("steps"))
        return tuple(step for step in found if step is not None)

    def _step(self, node: Node, depth: int) -> Step | None:
        if isinstance(node, Scalar) and node.refused:
            return None
        if not isinstance(node, Mapping):
            message = 'A step is a group of keys, such as "movement: cat-cow".'
            self._problems.add(node.place, "wrong-type", message)
            return None
        return StepReader(node, self._problems, self._catalogue).step(
            lambda fields: self._repeated(fields, depth + 1)
        )

    def _repeated(self, fields: Fields, depth: int) -> tuple[Step, ...]:
        if depth > MAX_REPEAT_DEPTH:
            self._problems.add(
                self._fields.key_place("steps"),
                "too-deep",
                f"Repeats nest at most {MAX_REPEAT_DEPTH} deep; the one in line "
                f"{fields.place.line} lies deeper. Write its steps out.",
            )
            return ()
        return self._steps(fields, depth)


def _is_empty(node: Node) -> bool:
    if isinstance(node, Sequence):
        return not node.items
    return isinstance(node, Scalar) and not node.text
