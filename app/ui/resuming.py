"""Between the window and the journals: what runs is kept, what was cut off is offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.history.journal import KEPT_S
from app.session.clock import wall_s
from app.ui.resume_offer import ResumeOffer

if TYPE_CHECKING:
    from app.history.cut_session import Beginning, CutSession
    from app.history.keeper import Keeper
    from app.history.keeping import Keeping
    from app.routine.model import Routine, VoiceLevel
    from app.session.engine import Session
    from app.ui.services import Services
    from app.ui.stage import Stage
    from app.ui.theme import Theme


class Resuming(QObject):
    """Owns the keeper of the session on the stage, and the offer."""

    go_on_asked = Signal(object)
    """The `CutSession` to go on with."""
    begin_asked = Signal(object)
    """The path of the routine to begin once more."""

    def __init__(self, services: Services, theme: Theme, parent: QObject) -> None:
        """Nothing is kept, and nothing offered yet."""
        super().__init__(parent)
        self._services = services
        self._keeper: Keeper | None = None
        self.offer = ResumeOffer(theme)
        self.offer.go_on.connect(self.go_on_asked)
        self.offer.start_over.connect(self._start_over)
        self.offer.leave.connect(self._leave)

    @property
    def _keeping(self) -> Keeping:
        return self._services.keeping

    # What was cut off.

    def refresh(self) -> None:
        """Offer the session that was cut off last, if there is one; whoever has the focus keeps it.

        It takes the focus when it appears, so that one Enter goes on.
        """
        was_hidden = self.offer.isHidden()
        cut = self._keeping.journals.newest()
        if cut is not None:
            self.offer.offer(cut, wall_s())
            if was_hidden:
                self.offer.go_on_button.setFocus()
        elif problem := self._keeping.journals.problem:
            self.offer.tell(problem)
        else:
            self.offer.hide()

    def newest(self) -> CutSession | None:
        """The one that is asked for by name, also where it is too old to be offered."""
        return self._keeping.journals.newest(KEPT_S)

    def _start_over(self, cut: CutSession) -> None:
        """As the file is now; where there is none any more, nothing can be begun."""
        self._leave(cut)
        self.begin_asked.emit(cut)

    def _leave(self, cut: CutSession | None) -> None:
        journals = self._keeping.journals
        if cut is None:
            journals.problem = ""
        else:
            journals.drop(cut)
        self.refresh()

    # What runs.

    def beginning(self, routine: Routine, path: Path | None) -> Beginning:
        """To be asked before the session is made."""
        return self._keeping.beginning(routine, path)

    def keep(self, session: Session, beginning: Beginning, stage: Stage) -> Keeper | None:
        """Keep a new session, which is about to be put on the stage."""
        self._keeper = self._keeping.keep(session, beginning, lambda: _level(stage))
        return self._keeper

    def take_up(self, cut: CutSession, stage: Stage) -> tuple[Session, Keeper] | None:
        """The session where it stood; None when another window has it. Raises `UserError`."""
        session = self._keeping.take_up(cut)
        self._keeper = self._keeping.keep_on(cut, session, lambda: _level(stage))
        return (session, self._keeper) if self._keeper else None

    def ended(self, *, finished: bool) -> None:
        """The session on the stage is over; one that came to its end makes older ones past."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None and finished:
            self._keeping.ended(keeper.beginning)

    def release(self) -> None:
        """The program ends: what runs is to go on at its next start."""
        if self._keeper is not None:
            self._keeper.close()
            self._keeper = None


def _level(stage: Stage) -> VoiceLevel:
    from app.routine.model import VoiceLevel

    voice = stage.speaking.voice
    return voice.level if voice is not None else VoiceLevel.FULL
