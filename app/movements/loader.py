"""Movement files, and the catalogue that reads each one when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.document.nodes import Mapping, Scalar, read_bounded, read_nodes
from app.document.problems import START, Place, Problem, Problems, Severity, did_you_mean
from app.errors import UserError
from app.movements.model import Movement
from app.movements.reader import MovementReader

if TYPE_CHECKING:
    from app.movements.words import MovementWords


class BrokenMovement(UserError):
    """A movement file cannot be used; `problems` says why, each with its place."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        """The first problem becomes the message."""
        super().__init__(problems[0].line(str(path)))
        self.path = path
        self.problems = problems


class Catalogue:
    """The movements by id, from the shipped folder and the runner's own.

    Files are read when they are asked for, so that opening one routine reads only what it uses.
    An own movement with the id of a shipped one is ignored: a routine means the same everywhere.
    """

    def __init__(
        self,
        shipped: Path,
        own: Path | Callable[[], Path] | None = None,
        words: Path | None = None,
    ) -> None:
        """`shipped` and `own` hold one `ID.yaml` for each movement; `own` may not exist.

        `own` may be a function, asked at the first id that does not ship: where the runner's folder
        lies costs an import. `words` is a file with the words of the shipped movements in another
        language; what the runner wrote stays as it is written.
        """
        self._shipped = _files(shipped)
        self._words_path = words
        self._find_own = own
        self._read: dict[str, Movement] = {}

    @cached_property
    def _own(self) -> dict[str, Path]:
        folder = self._find_own() if callable(self._find_own) else self._find_own
        return {} if folder is None else _files(folder)

    @cached_property
    def _words(self) -> MovementWords | None:
        if self._words_path is None:
            return None
        from app.movements.words import MovementWords

        return MovementWords(self._words_path, self._shipped)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, in the order of the alphabet."""
        return tuple(sorted(self._shipped.keys() | self._own.keys()))

    def __contains__(self, movement_id: str) -> bool:
        """Whether there is a file for this id."""
        return movement_id in self._shipped or movement_id in self._own

    def path(self, movement_id: str) -> Path:
        """The file of a movement; `KeyError` for an unknown id."""
        return self._shipped.get(movement_id) or self._own[movement_id]

    def is_own(self, movement_id: str) -> bool:
        """Whether the runner wrote it."""
        return movement_id not in self._shipped and movement_id in self._own

    def get(self, movement_id: str) -> Movement:
        """The movement; `KeyError` for an unknown id, `BrokenMovement` for a broken file."""
        if movement_id not in self._read:
            movement = read_movement(self.path(movement_id))
            self.check(movement)
            self._read[movement_id] = self._translated(movement)
        return self._read[movement_id]

    def _translated(self, movement: Movement) -> Movement:
        if self._words is None or movement.id not in self._shipped:
            return movement
        translated, problems = self._words.applied(movement)
        if problems:
            raise BrokenMovement(self._words.path, problems)
        return translated

    def check(self, movement: Movement) -> None:
        """Raise `BrokenMovement` unless each part is a movement without parts of its own."""
        for part in movement.parts:
            if part.movement is None:
                continue
            if part.movement not in self:
                hint = did_you_mean(part.movement, self.ids)
                message = f'There is no movement "{part.movement}" to be a part.{hint}'
            elif part.movement == movement.id or read_movement(self.path(part.movement)).parts:
                message = f'"{part.movement}" has parts itself, so it cannot be one.'
            else:
                continue
            problem = Problem(START, "unknown-movement", message)
            raise BrokenMovement(self.path(movement.id), (problem,))

    def __iter__(self) -> Iterator[Movement]:
        """All of them; `BrokenMovement` at the first broken file."""
        return (self.get(movement_id) for movement_id in self.ids)


def _files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def read_movement(path: Path) -> Movement:
    """The movement in a file; its id is the file's name. `BrokenMovement` names every problem."""
    problems = Problems()
    root = read_nodes(read_bounded(path), problems)
    movement = MovementReader(root, problems, path).movement() if root else None
    if movement is None or problems:
        raise BrokenMovement(path, problems.sorted())
    return movement


def picture_problems(path: Path, movement: Movement) -> tuple[Problem, ...]:
    """Why the picture of the movement in a file cannot be shown; the movement itself can be used.

    Reads the picture, which nothing else does before it is seen.
    """
    if movement.picture is None:
        return ()
    from app.movements.pictures import BadPicture, read_picture

    try:
        read_picture(movement.picture)
    except BadPicture as fault:
        return (Problem(_place_of(path, "picture"), "bad-picture", str(fault), Severity.WARNING),)
    return ()


def _place_of(path: Path, wanted: str) -> Place:
    """Where a value of a file that is known to be sound stands."""
    root = read_nodes(read_bounded(path), Problems())
    entries = root.entries if isinstance(root, Mapping) else ()
    places = (v.place for key, v in entries if isinstance(key, Scalar) and key.text == wanted)
    return next(places, START)
