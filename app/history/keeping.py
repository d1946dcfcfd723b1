"""From a session to its journal, and back: what the windows ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.document.nodes import read_bounded
from app.errors import UserError
from app.history.begun import Begun
from app.history.cut_session import Beginning, CutSession
from app.history.journal import KEPT_S, Journals
from app.history.keeper import Keeper
from app.history.left_out import LeftOut
from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.library import Library
from app.routine.model import Routine, Usual, VoiceLevel
from app.session.engine import Session
from app.session.snapshot import Stale
from app.session.tally import Tally
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline


class Rooms(Protocol):
    """What a session is made of; the house is one."""

    @property
    def catalogue(self) -> Catalogue:
        """The movements."""

    @property
    def library(self) -> Library:
        """The routines."""

    @property
    def compiler(self) -> Compiler:
        """Lays a programme out in time."""

    @property
    def left_out(self) -> LeftOut:
        """The movements that hurt."""

    @property
    def usual(self) -> Usual:
        """What the runner wants wherever a routine does not say."""

    @property
    def begun(self) -> Begun:
        """Whether there was a session before."""

    def new_session(self, timeline: Timeline) -> Session:
        """A session on the machine's clock."""


class Keeping:
    """Begins a journal for what is put on the stage, and takes up what was cut off."""

    def __init__(self, journals: Journals, rooms: Rooms) -> None:
        """Reads nothing yet."""
        self.journals = journals
        self._rooms = rooms

    def beginning(self, routine: Routine, path: Path | None) -> Beginning:
        """What a session of this routine is begun with; to be asked before it is made.

        `path` is its file, None for a movement that is practised.
        """
        rooms = self._rooms
        newcomer = not rooms.begun.ever
        return Beginning(
            routine.name,
            routine.id,
            "" if path is None else str(path.absolute()),
            _practised(routine) if path is None else _read(path),
            rooms.left_out.ids,
            newcomer,
            rooms.usual,
        )

    def keep(
        self, session: Session, beginning: Beginning, level: Callable[[], VoiceLevel]
    ) -> Keeper | None:
        """Keep a new session from now on; None where there is no way to."""
        notes = self.journals.begin() if beginning.text else None
        return Keeper(session, Tally(session), notes, beginning, level) if notes else None

    def take_up(self, cut: CutSession) -> Session:
        """The session where it was cut off; `UserError` where that cannot be had any more."""
        beginning, rooms = cut.beginning, self._rooms
        try:
            routine = rooms.library.read(beginning.text, beginning.file)
            programme = decide(
                routine,
                rooms.catalogue,
                beginning.left_out,
                newcomer=beginning.newcomer,
                usual=beginning.usual,
            )
            session = rooms.new_session(rooms.compiler.compile(programme))
            session.take_up(cut.place.snapshot, rooms.compiler.count_in)
        except UserError:
            raise Stale(
                f"{beginning.name} cannot go on where it stood, because its movements have "
                "changed since. Start it over."
            ) from None
        return session

    def must_have_one(self) -> None:
        """Raise `UserError` where no session was cut off."""
        if self.journals.newest(KEPT_S) is None:
            raise UserError("There is no session to go on with: none was cut off.")

    def keep_on(
        self, cut: CutSession, session: Session, level: Callable[[], VoiceLevel]
    ) -> Keeper | None:
        """Keep a session that was taken up; None when another program has taken it up before."""
        notes = self.journals.go_on(cut)
        if notes is None:
            return None
        tally = Tally(session, cut.place.tally)
        return Keeper(session, tally, notes, cut.beginning, level)

    def ended(self, beginning: Beginning) -> None:
        """A session of this routine has come to an end: older ones of it are past."""
        self.journals.drop_routine(beginning.path, beginning.routine_id)


def _read(path: Path) -> bytes:
    try:
        return read_bounded(path)
    except UserError:
        return b""


def _practised(routine: Routine) -> bytes:
    """The routine of one movement, written down: quoted as JSON does it, which YAML reads."""
    name = json.dumps(routine.name, ensure_ascii=False)
    return f"limber: 1\nname: {name}\nsteps:\n  - movement: {routine.id}\n".encode()
