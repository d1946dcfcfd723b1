"""One routine file in the words of the home page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from app.ui.finding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.document.problems import Problem
    from app.movements.model import Area, Movement
    from app.routine.library import Entry
    from app.routine.model import Routine
    from app.timeline.model import Timeline
    from app.ui.services import Services

WHENS: Final = {
    "pre-run": "Before a run",
    "post-run": "After a run",
    "rest-day": "Rest day",
    "any": "Any time",
}
_AREAS: Final = {"ankle": "Ankles", "hip": "Hips", "thoracic": "Upper back"}
# Of a file that cannot be read at all; its line says nothing.
_NO_LINE: Final = "unreadable"


class StepLine(NamedTuple):
    """One movement of a routine, in words, and where its picture comes from."""

    name: str
    short_name: str
    dose: str
    movement: Movement | None = None


Steps = tuple[StepLine, ...]
"""The movements of a routine in their order."""

Index = QModelIndex | QPersistentModelIndex


class Trouble(NamedTuple):
    """One thing that is wrong with a file; `line` counts from 1, 0 where none is known."""

    line: int
    message: str

    @property
    def told(self) -> str:
        """As one sentence."""
        return f"Line {self.line}: {self.message}" if self.line else self.message


class Content(NamedTuple):
    """What a routine holds: its length in milliseconds, its areas, and what is done longest."""

    total_ms: int
    areas: tuple[Area, ...] = ()
    lead: Movement | None = None
    movements: tuple[str, ...] = ()


NOTHING: Final = Content(0)


@dataclass(frozen=True)
class Row:
    """One routine as home shows it; one with `troubles` cannot be begun.

    `guest`: its file lies in none of our folders. `routine` is kept, so that what it holds can be
    told when it is selected.
    """

    path: Path
    name: str
    own: bool
    content: Content = NOTHING
    when: str = ""
    description: str = ""
    troubles: tuple[Trouble, ...] = ()
    routine: Routine | None = None
    guest: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether it cannot be begun."""
        return bool(self.troubles)

    @property
    def total_ms(self) -> int:
        """How long it takes without what is left out."""
        return self.content.total_ms

    @property
    def minutes(self) -> int:
        """The same, rounded."""
        return max(1, round(self.content.total_ms / 60_000))

    @property
    def problems(self) -> tuple[str, ...]:
        """Each as a sentence with its line."""
        return tuple(trouble.told for trouble in self.troubles)

    @property
    def line(self) -> int:
        """Where the first problem is, 0 where that is not known."""
        return next((trouble.line for trouble in self.troubles if trouble.line), 0)

    @property
    def meta(self) -> str:
        """Its length, and when it is done."""
        if self.troubles:
            return "Cannot be read yet"
        return f"{self.minutes} min   {WHENS[self.when]}"

    @property
    def areas(self) -> str:
        """The areas in words."""
        return area_words(self.content.areas)

    @property
    def second_line(self) -> str:
        """Its description, or its first problem and how many more there are."""
        if not self.troubles:
            return self.description
        more = len(self.troubles) - 1
        return self.problems[0] + (f" And {more} more." if more else "")

    @property
    def told(self) -> str:
        """All of it, for a screen reader."""
        parts = (self.name, self.meta.replace("   ", ", "), self.areas, "yours" if self.own else "")
        return ", ".join(part for part in parts if part) + f". {self.second_line}"

    @cached_property
    def words(self) -> str:
        """All by which it can be found."""
        parts = (self.name, self.path.stem, self.description, self.meta, self.areas)
        return folded(" ".join((*parts, *self.content.movements, "yours" if self.own else "")))


def area_words(areas: Iterable[Area]) -> str:
    """The areas as a sentence begins: "Hips, upper back"."""
    return ", ".join(_AREAS[area] for area in areas).capitalize()


def row_of(entry: Entry, content: Content | None, *, guest: bool = False) -> Row:
    """A row for an entry of the library; `content` is what it holds where it can be read."""
    if entry.routine is None or content is None:
        troubles = tuple(_trouble(problem) for problem in entry.problems)
        return broken_row(entry.path, entry.own, troubles, guest=guest)
    return Row(
        entry.path,
        entry.name,
        entry.own,
        content,
        entry.routine.when.value,
        entry.routine.description,
        routine=entry.routine,
        guest=guest,
    )


def _trouble(problem: Problem) -> Trouble:
    return Trouble(0 if problem.code == _NO_LINE else problem.place.line, problem.message)


def broken_row(path: Path, own: bool, troubles: tuple[Trouble, ...], *, guest: bool = False) -> Row:
    """A row for a file that cannot be begun, and why."""
    return Row(path, path.name, own, troubles=troubles, guest=guest)


def content_of(services: Services, routine: Routine) -> Content:
    """What a routine holds tonight. Raises `UserError` where a movement cannot be read."""
    from app.movements.model import Area
    from app.routine.doses import decide

    programme = decide(routine, services.catalogue, services.left_out.ids)
    work: dict[str, tuple[int, Movement]] = {}
    for exercise in programme.exercises:
        movement = exercise.movement
        before = work.get(movement.id, (0, movement))[0]
        work[movement.id] = (before + exercise.length_ms, movement)
    lead = max(work.values(), key=lambda pair: pair[0], default=(0, None))[1]
    found = {area for _, movement in work.values() for area in movement.areas}
    names = tuple(movement.name for _, movement in work.values())
    areas = tuple(area for area in Area if area in found)
    return Content(services.tonight_ms(routine), areas, lead, names)


def steps_of(timeline: Timeline) -> Steps:
    """The movements in their order, each named once for every step that asks for it."""
    found: dict[int, StepLine] = {}
    for number, block in timeline.blocks:
        if block.exercise:
            movement = block.exercise.movement
            short = movement.short_name or block.label
            found.setdefault(number, StepLine(block.label, short, block.dose, movement))
    return tuple(found.values())
