"""What a command line asks of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.errors import UserError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from pathlib import Path

    from app.routine.model import VoiceLevel


class Start(NamedTuple):
    """A routine to begin, or, with `show`, to select on the home page.

    Without a path: what fits now, what was begun `last`, or with `resume` what was cut off.
    """

    path: Path | None = None
    fullscreen: bool = False
    level: VoiceLevel | None = None
    show: bool = False
    last: bool = False
    resume: bool = False


def start_of(asked: Namespace, find: Callable[[str], Path]) -> Start | None:
    """What `limber start` or `limber open` asks for; None: the home page as it is.

    A file that is shown may be broken, but `UserError` where it is none. `find` gives the file of a
    routine by its id or path.
    """
    if asked.command == "open" and asked.file is not None:
        if not asked.file.is_file():
            raise UserError(f"There is no file {asked.file}.")
        return Start(asked.file.absolute(), show=True)
    if asked.command != "start":
        return None
    from app.routine.model import VoiceLevel

    path = None if asked.routine is None else find(asked.routine).absolute()
    level = VoiceLevel(asked.voice) if asked.voice else None
    return Start(path, asked.fullscreen, level, last=asked.last, resume=asked.resume)
