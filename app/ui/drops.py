"""Routine files that are dropped on the window, or opened from elsewhere, and are to be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData

from app.errors import UserError

if TYPE_CHECKING:
    from app.ui.notices import Notices

_KEY: Final = "arrivals"
_NAMED: Final = 3


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files and folders of a drag that lie on this computer."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def may_be_dropped(paths: Sequence[Path]) -> bool:
    """Whether there can be a routine among them, by their names alone."""
    from app.routine.arrivals import ENDINGS

    return any(path.suffix.lower() in ENDINGS or path.is_dir() for path in paths)


class Arrivals:
    """Copies files into the runner's folder; asks where a name is taken, never overwrites."""

    def __init__(
        self, notices: Notices, folder: Callable[[], Path], arrived: Callable[[Path], object]
    ) -> None:
        """`arrived` is told the path of the last file that came in, or that was there."""
        self._notices, self._folder, self._arrived = notices, folder, arrived

    def take(self, dropped: Sequence[Path]) -> None:
        """Copy what can be copied at once, and ask about the rest."""
        from app.routine.arrivals import copy_in, find_files, is_same, target_of

        found, folder = find_files(dropped), self._folder()
        told: list[str] = []
        taken: list[Path] = []
        there: list[Path] = []
        copied = 0
        for file in found.files:
            target = target_of(file, folder)
            try:
                copy_in(file, target)
                copied += 1
                there.append(target)
            except FileExistsError:
                if is_same(file, target):
                    there.append(target)
                else:
                    taken.append(file)
            except UserError as fault:
                told.append(str(fault))
        told += _others(found.others)
        if found.too_many:
            told.append(f"The first {len(found.files)} files were taken.")
        if there and not copied and not taken and not told:
            told.append(_already(there))
        self._end(told, taken, there)

    def _end(self, told: Sequence[str], taken: Sequence[Path], there: Sequence[Path]) -> None:
        if there:
            self._arrived(there[-1])
        if taken:
            told = [*told, _names_taken(taken)]
            answers = (
                ("Keep both", lambda: self._keep_both(taken)),
                ("Leave it" if len(taken) == 1 else "Leave them", lambda: None),
            )
            self._notices.tell(" ".join(told), answers, key=_KEY)
        elif told:
            self._notices.tell(" ".join(told), key=_KEY)
        else:
            self._notices.drop(_KEY)

    def _keep_both(self, files: Sequence[Path]) -> None:
        """Each under a name that is free."""
        from app.routine.arrivals import copy_in, free_target

        told: list[str] = []
        there: list[Path] = []
        for file in files:
            try:
                target = free_target(file, self._folder())
                copy_in(file, target)
                there.append(target)
            except FileExistsError:
                # Someone was faster; the next name is as good.
                told.append(f"{file.name} was not copied: its name was taken just now.")
            except UserError as fault:
                told.append(str(fault))
        self._end(told, (), there)


def _names_taken(files: Sequence[Path]) -> str:
    if len(files) == 1:
        name = f"{files[0].stem}.yaml"
        return f"You have another {name}. Keep both, the new one under another name?"
    return f"{len(files)} of the names are taken. Keep both, the new ones under other names?"


def _others(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    listed = ", ".join(names[:_NAMED]) + (" and more" if len(names) > _NAMED else "")
    return [f"No routine file in {listed}: they end in .yaml."]


def _already(there: Sequence[Path]) -> str:
    if len(there) == 1:
        return f"{there[0].name} is among your routines already."
    return "These are among your routines already."
