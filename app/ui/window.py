"""The one window: sessions come and go, and closing asks first. Its rooms are in `rooms.py`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut

from app.errors import UserError
from app.ui.rooms import Rooms
from app.ui.theme import Theme
from app.ui.timers import interval
from app.ui.warm_sound import WarmSound

# The stage and all that a session needs are imported when the first one begins or the home page
# has been painted: the first window waits for nothing that it does not show.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from app.history.cut_session import CutSession
    from app.history.keeper import Keeper
    from app.movements.model import Movement
    from app.routine.model import Routine, VoiceLevel
    from app.session.engine import Session
    from app.session.tally import Tally
    from app.ui.resuming import Resuming
    from app.ui.services import Services
    from app.ui.stage import Stage
    from app.ui.summary import Summary

_TITLE: Final = "Limber"
# The home page has been painted, and its list is being read.
_IDLE_MS: Final = 400
_CALLED_OFF_MS: Final = 60_000


class Window(Rooms):
    """One session at a time, on the stage; the rest of the time its rooms."""

    session_begun = Signal(object)
    """The `Session` that is on the stage from now on."""

    def __init__(self, services: Services, theme: Theme) -> None:
        """Shows home; reads nothing before its first paint."""
        super().__init__(services, theme)
        self.setWindowTitle(_TITLE)
        self.resize(1180, 800)
        self.setMinimumSize(480, 360)
        self.home.begin.connect(self.begin)
        self._stage: Stage | None = None
        self._summary: Summary | None = None
        self._resuming: Resuming | None = None
        self._sound = WarmSound(services, self)
        self._expected = interval(self, _IDLE_MS, self._expect_session, once=True)
        self._painted: Callable[[], None] | None = self.home_entered
        self._normal = self.geometry()
        self._desktop_ends = False
        self.question: QMessageBox | None = None
        self.told: QMessageBox | None = None
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)
        QShortcut(QKeySequence("Ctrl+W"), self, self.leave_session)

    # Before a session.

    def home_entered(self) -> None:
        """The routines may have changed, and one of them may be begun."""
        super().home_entered()
        self._expected.start()
        self.resuming.refresh()

    def home_left(self) -> None:
        """Nobody begins from here: let the loudspeaker sleep."""
        self._expected.stop()
        self._sound.rest()
        if self._resuming is not None:
            self._resuming.offer.hide()

    def _expect_session(self) -> None:
        """Make ready what a session needs, so that it begins at the press of a key."""
        _ = self.stage
        self._sound.expect()

    def on_first_paint(self, action: Callable[[], None]) -> None:
        """Do something as soon as the window has been painted once."""
        self._painted = action

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint the window begins to read."""
        super().paintEvent(event)
        if self._painted is not None:
            QTimer.singleShot(0, self, self._painted)
            self._painted = None

    def show_routine(self, path: Path) -> None:
        """Home, with this routine selected, wherever its file lies; Enter begins it.

        Nothing happens while a session runs.
        """
        if not self.is_performing:
            self.home.show_routine(path)
            self.go_home()

    def begin_fitting(self, level: VoiceLevel | None = None) -> None:
        """Begin what home offers first, as soon as there is something."""
        if not self.is_performing:
            self.home.when_offered(lambda path: self.begin(path, level))
            self.go_home()

    def begin_last(self, level: VoiceLevel | None = None) -> None:
        """Begin what was begun last; where there is nothing of that, what fits."""
        last = self.home.offer.last_of_all
        if last is not None and last.is_file() and not self.is_performing:
            self.begin_at_once(last, level)
        else:
            self.begin_fitting(level)

    # What a session is seen on.

    @property
    def stage(self) -> Stage:
        """The stage, made when it is first needed."""
        if self._stage is None:
            from app.ui.stage import Stage

            self._stage = Stage(self._theme, self.pictures, metres=self._metres)
            self._stage.begun.connect(self.session_begun)
            self._stage.over.connect(self._session_over)
            self._stage.skipped.connect(self._services.left_out.add)
            self._stage.end_asked.connect(self.leave_session)
            self._stage.full_screen_asked.connect(self.set_full_screen)
            self.addWidget(self._stage)
        return self._stage

    def _metres(self) -> float:
        from app.ui.sight import METRES

        return METRES[self._services.settings.current.distance]

    @property
    def resuming(self) -> Resuming:
        """What runs is kept, what was cut off is offered; made when it is first needed."""
        if self._resuming is None:
            from app.ui.resuming import Resuming

            self._resuming = Resuming(self._services, self._theme, self)
            self._resuming.go_on_asked.connect(self.go_on)
            self._resuming.begin_asked.connect(self._start_over)
            self.place_offer(self._resuming.offer)
        return self._resuming

    @property
    def summary(self) -> Summary:
        """The summary, made when it is first needed."""
        if self._summary is None:
            from app.ui.summary import Summary

            self._summary = Summary(self._theme, self.pictures, metres=self._metres)
            self._summary.left.connect(self.go_home)
            self.addWidget(self._summary)
        return self._summary

    def practise(self, movement: Movement) -> None:
        """One movement by itself."""
        from app.ui.movement_rows import routine_of

        self.perform(routine_of(movement), movement.name)

    @property
    def is_performing(self) -> bool:
        """Whether a session would be lost by closing."""
        return self._stage is not None and self._stage.is_active

    # A session.

    def begin(self, path: Path, level: VoiceLevel | None = None) -> None:
        """Put the routine of a file on the stage; what is wrong with it is a sentence."""
        entry = self._services.library.entry(path)
        if entry.routine is None:
            lines = (f"Line {p.place.line}: {p.message}" for p in entry.problems)
            self._tell(f"{path.name} cannot be read yet.", "\n".join(lines))
            return
        self.perform(entry.routine, path.name, level, path)

    def perform(
        self, routine: Routine, what: str, level: VoiceLevel | None = None, path: Path | None = None
    ) -> None:
        """Put a routine on the stage; `what` names it where it cannot be begun.

        `path` is its file, None for a movement that is practised.
        """
        try:
            timeline = self._services.tonight(routine)
        except UserError as mistake:
            self._tell(f"{what} cannot be begun.", str(mistake))
            return
        if not timeline.has_work:
            self._tell(
                f"There is nothing left to do in {routine.name}.",
                "All its movements are left out. Put one back on the home page.",
            )
            return
        chosen = level or self._services.settings.current.level
        beginning = self.resuming.beginning(routine, path)
        session = self._services.new_session(timeline)
        keeper = self.resuming.keep(session, beginning, self.stage)
        self._put_on_stage(session, chosen or routine.voice, keeper)

    def go_on(self, cut: CutSession, level: VoiceLevel | None = None) -> None:
        """Put a session that was cut off on the stage, where it stood."""
        try:
            taken_up = self.resuming.take_up(cut, self.stage)
        except UserError as mistake:
            self._tell(f"{cut.beginning.name} cannot go on.", str(mistake))
            return
        if taken_up is None:
            self._tell(f"{cut.beginning.name} goes on in another window.", "")
            self.resuming.refresh()
            return
        session, keeper = taken_up
        self._put_on_stage(session, level or cut.place.level, keeper)

    def go_on_newest(self, level: VoiceLevel | None = None) -> None:
        """The session that was cut off last; home is there where it cannot be had."""
        cut = self.resuming.newest()
        if cut is not None:
            self.go_on(cut, level)
        if not self.is_performing:
            self.home_entered()

    def _put_on_stage(self, session: Session, level: VoiceLevel, keeper: Keeper | None) -> None:
        voice = self._services.open_voice(level)
        self.home_left()
        self.setWindowTitle(f"{session.timeline.name} – {_TITLE}")
        self.setCurrentWidget(self.stage, bare=True)
        self.stage.perform(session, voice, keeper)

    def begin_at_once(self, path: Path, level: VoiceLevel | None = None) -> None:
        """The same before anything was shown; home is there when it cannot be."""
        self.begin(path, level)
        if not self.is_performing:
            self.home_entered()

    def _session_over(self, tally: Tally, finished: bool) -> None:
        self.resuming.ended(finished=finished)
        ids = {*tally.skipped, *(done.movement_id for done in tally.done)}
        movements = {id_: self._services.catalogue.get(id_) for id_ in ids}
        self.summary.show_tally(tally, movements, finished=finished)
        self.setCurrentWidget(self.summary, bare=True)
        self.summary.setFocus()
        self.setWindowTitle(_TITLE)

    def _start_over(self, cut: CutSession) -> None:
        """As its file is now; where that is gone, as it was."""
        beginning = cut.beginning
        if beginning.path and beginning.file.is_file():
            self.begin(beginning.file, cut.place.level)
            return
        try:
            routine = self._services.library.read(beginning.text, beginning.file)
        except UserError as mistake:
            self._tell(f"{beginning.name} cannot be begun.", str(mistake))
            return
        self.perform(routine, beginning.name, cut.place.level)

    def set_full_screen(self, full: bool) -> None:
        """Also where no window manager would do it, as on a kiosk."""
        if full and not self.isFullScreen():
            self._normal = self.geometry()
            self.setGeometry(self.screen().geometry())
            self.showFullScreen()
        elif not full and self.isFullScreen():
            self.showNormal()
            self.setGeometry(self._normal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Full screen and back, also on the pages that have no keys of their own."""
        if event.key() == Qt.Key.Key_F11:
            self.set_full_screen(not self.isFullScreen())
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.set_full_screen(False)
        else:
            super().keyPressEvent(event)

    # Ending.

    def release(self) -> None:
        """Let go of engine and device when the loop has ended."""
        if self._resuming is not None:
            self._resuming.release()
        self.home.saving.release()
        self.home_left()
        if self._settings_room is not None:
            self._settings_room.release()
        if self._stage is not None:
            self._stage.speaking.release()

    def desktop_ends(self) -> None:
        """The desktop says that it will end soon: stand, and ask nothing; the journal has it all.

        Someone may still call that off, so that a minute later closing asks again.
        """
        self._desktop_ends = True
        if self.is_performing:
            self.stage.stand_still()
        QTimer.singleShot(_CALLED_OFF_MS, self, self._desktop_stays)

    def _desktop_stays(self) -> None:
        self._desktop_ends = False

    def leave_session(self) -> None:
        """Ask, and end the session."""
        if self.is_performing:
            self._ask_to_end(self.stage.end)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing asks while a session runs."""
        if self.is_performing and not self._desktop_ends:
            event.ignore()
            self._ask_to_end(self._close_for_good)
        else:
            event.accept()

    def _close_for_good(self) -> None:
        self.stage.end()
        self.close()

    def _ask_to_end(self, end: Callable[[], None]) -> None:
        """A question that does not block the loop; the session stands meanwhile."""
        if self.question is not None:
            self.question.raise_()
            return
        resume = self.stage.stand_still()

        def decided(ends: bool) -> None:
            self.question = None
            (end if ends else resume)()

        from app.ui.questions import ask_to_end

        self.question = ask_to_end(self, decided)

    def _tell(self, text: str, more: str) -> None:
        from app.ui.questions import tell

        self.told = tell(self, text, more)
