"""The routines there are: those that ship and the runner's own, readable or not."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.document.nodes import read_bounded
from app.document.problems import START, Problem, did_you_mean, quoted
from app.errors import UserError
from app.movements.loader import Catalogue
from app.routine.model import Routine
from app.routine.reader import BrokenRoutine, read_routine

if TYPE_CHECKING:
    from app.routine.words import RoutineWords


class Entry(NamedTuple):
    """One routine file. `routine` is None when `problems` says why it cannot be used."""

    path: Path
    own: bool
    routine: Routine | None
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def name(self) -> str:
        """The routine's name, or the file's where there is none to be had."""
        return self.routine.name if self.routine else self.path.name


class Library:
    """Reads the routine folders anew at every call, so that a saved file is there at once."""

    def __init__(
        self, catalogue: Catalogue, shipped: Path, own: Path, words: Path | None = None
    ) -> None:
        """`own` may not exist yet; its files come after the shipped ones.

        `words` is a file with names, descriptions and notes of the shipped routines in another
        language.
        """
        self._catalogue = catalogue
        self.shipped = shipped
        self.own = own
        self._words_path = words

    @cached_property
    def _words(self) -> RoutineWords | None:
        if self._words_path is None:
            return None
        from app.routine.words import RoutineWords

        return RoutineWords(self._words_path)

    def paths(self) -> list[Path]:
        """The routine files: shipped ones first, each folder by name."""
        return [
            path
            for folder in (self.shipped, self.own)
            if folder.is_dir()
            for path in sorted(folder.glob("*.yaml"))
        ]

    def load(self, path: Path) -> Routine:
        """The routine in a file, a shipped one in the chosen language; raises as the reader does.

        What the runner wrote stays as it is written.
        """
        return self.read(read_bounded(path), path)

    def read(self, data: bytes, path: Path) -> Routine:
        """The same of what stood in a file, whatever stands in it now."""
        routine = read_routine(data, path.stem, self._catalogue, file_name=str(path))
        if self._words is None or path.parent != self.shipped:
            return routine
        return self._words.over(routine)

    def entry(self, path: Path) -> Entry:
        """One file, read now; never raises for what is in it."""
        own = path.parent != self.shipped
        try:
            return Entry(path, own, self.load(path))
        except BrokenRoutine as fault:
            return Entry(path, own, None, fault.problems)
        except UserError as fault:
            return Entry(path, own, None, (Problem(START, "unreadable", str(fault)),))

    def entries(self) -> list[Entry]:
        """Every routine, the broken ones included."""
        return [self.entry(path) for path in self.paths()]

    def find(self, wanted: str) -> Path:
        """The file of a routine by id or path; `UserError` with the nearest id when there is none.

        A shipped id wins over a file of that name in the current folder, so that scripts mean the
        same everywhere; a path is anything with a separator or an ending.
        """
        by_id = {path.stem: path for path in reversed(self.paths())}
        if wanted in by_id:
            return by_id[wanted]
        # A name may be too long, in a closed folder, or in the home of nobody.
        with suppress(OSError, RuntimeError):
            if (path := Path(wanted).expanduser()).is_file():
                return path
        hint = did_you_mean(wanted, tuple(by_id))
        raise UserError(
            f'There is no routine {quoted(wanted)}.{hint} "limber list" shows them all.'
        )
