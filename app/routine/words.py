"""Names, descriptions and notes of the shipped routines in another language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.document.fields import Fields
from app.document.nodes import Mapping, read_bounded, read_nodes
from app.document.problems import Problems
from app.movements.bounds import MAX_NAME
from app.routine.model import MovementStep, RepeatStep, Routine, Step
from app.routine.reader import BrokenRoutine

_KEYS = ("name", "description", "notes")


class RoutineWords:
    """One language's file, read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        """`path` maps the id of each shipped routine to its words."""
        self._path = path
        self._root: Mapping | None = None

    def over(self, routine: Routine) -> Routine:
        """A shipped routine in this language; `BrokenRoutine` names what is wrong with the file."""
        problems = Problems()
        node = self._node(routine.id, problems)
        translated = _over(routine, node, problems) if node else routine
        if problems:
            raise BrokenRoutine(str(self._path), problems.sorted())
        return translated

    def _node(self, routine_id: str, problems: Problems) -> Mapping | None:
        if self._root is None:
            self._root = read_nodes(read_bounded(self._path), problems)
        if self._root is None:
            return None
        known = [getattr(key, "text", "") for key, _ in self._root.entries]
        fields = Fields(self._root, problems, known, "in the words of a language")
        fields.require("limber", routine_id)
        node = fields.node(routine_id)
        if isinstance(node, Mapping):
            return node
        if node is not None:
            fields.fault(routine_id, "wrong-type", f'"{routine_id}" takes a group of keys.')
        return None


def _over(routine: Routine, node: Mapping, problems: Problems) -> Routine:
    fields = Fields(node, problems, _KEYS, "in a routine's words")
    fields.require("name", "description")
    notes = fields.texts("notes")
    written = sum(_said(step) != "" for step in _flat(routine.steps))
    if len(notes) != written:
        message = f'"notes" has {len(notes)} here; the routine itself has {written}.'
        problems.add(fields.key_place("notes"), "bad-value", message)
        return routine
    return routine._replace(
        name=fields.text("name", MAX_NAME, empty=False) or routine.name,
        description=fields.text("description", empty=False) or routine.description,
        steps=_with_notes(routine.steps, iter(notes)),
    )


def _flat(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, RepeatStep):
            yield from _flat(step.steps)
        else:
            yield step


def _said(step: Step) -> str:
    """The words that a step brings along."""
    if isinstance(step, RepeatStep):
        return ""
    return step.note if isinstance(step, MovementStep) else step.say


def _with_notes(steps: tuple[Step, ...], notes: Iterator[str]) -> tuple[Step, ...]:
    return tuple(_with_note(step, notes) for step in steps)


def _with_note(step: Step, notes: Iterator[str]) -> Step:
    if isinstance(step, RepeatStep):
        return step._replace(steps=_with_notes(step.steps, notes))
    if not _said(step):
        return step
    if isinstance(step, MovementStep):
        return step._replace(note=next(notes))
    return step._replace(say=next(notes))
