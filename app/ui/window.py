"""The one window: home, stage, summary and voice, and the question before a session ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMessageBox, QStackedWidget, QWidget

from app.errors import UserError
from app.ui.home import Home
from app.ui.pictures import Pictures
from app.ui.theme import Theme
from app.ui.timers import interval
from app.ui.warm_sound import WarmSound

# The stage and all that a session needs are imported when the first one begins or the home page
# has been painted: the first window waits for nothing that it does not show.
if TYPE_CHECKING:
    from app.movements.model import Movement
    from app.routine.model import Routine, VoiceLevel
    from app.session.tally import Tally
    from app.ui.movements_page import MovementsPage
    from app.ui.picture_page import PicturePage
    from app.ui.services import Services
    from app.ui.stage import Stage
    from app.ui.summary import Summary
    from app.ui.voice_page import VoicePage

_TITLE: Final = "Limber"
# The home page has been painted, and its list is being read.
_IDLE_MS: Final = 400


class Window(QStackedWidget):
    """Owns the pages; one session at a time."""

    def __init__(self, services: Services, theme: Theme) -> None:
        """Shows home; reads nothing before its first paint."""
        super().__init__()
        self._services = services
        self._theme = theme
        self.setWindowTitle(_TITLE)
        self.resize(1100, 760)
        self.setMinimumSize(480, 360)
        self.pictures = Pictures(services, theme, self)
        self.home = Home(services, theme, self.pictures)
        self.home.begin.connect(self.begin)
        self.home.movements_asked.connect(self.show_movements)
        self.home.voice_asked.connect(self.show_voice_page)
        self.home.picture_asked.connect(self.show_picture_page)
        self.addWidget(self.home)
        self._stage: Stage | None = None
        self._summary: Summary | None = None
        self._voice_page: VoicePage | None = None
        self._movements_page: MovementsPage | None = None
        self._picture_page: PicturePage | None = None
        self._sound = WarmSound(services, self)
        self._expected = interval(self, _IDLE_MS, self._expect_session, once=True)
        self._painted: Callable[[], None] | None = self._show_home
        self._normal = self.geometry()
        self.question: QMessageBox | None = None
        self.told: QMessageBox | None = None
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)
        QShortcut(QKeySequence("Ctrl+W"), self, self.leave_session)

    def _show_home(self) -> None:
        self.home.refresh()
        self._expected.start()

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

    # The pages that come later.

    @property
    def stage(self) -> Stage:
        """The stage, made when it is first needed."""
        if self._stage is None:
            from app.ui.stage import Stage

            self._stage = Stage(self._theme, self.pictures)
            self._stage.over.connect(self._session_over)
            self._stage.skipped.connect(self._services.left_out.add)
            self._stage.end_asked.connect(self.leave_session)
            self._stage.full_screen_asked.connect(self.set_full_screen)
            self.addWidget(self._stage)
        return self._stage

    @property
    def summary(self) -> Summary:
        """The summary, made when it is first needed."""
        if self._summary is None:
            from app.ui.summary import Summary

            self._summary = Summary(self._theme)
            self._summary.left.connect(self.go_home)
            self.addWidget(self._summary)
        return self._summary

    @property
    def voice_page(self) -> VoicePage:
        """The page of the voice, made when it is first needed."""
        if self._voice_page is None:
            from app.ui.voice_page import VoicePage

            self._voice_page = VoicePage(self._services, self._theme)
            self._voice_page.left.connect(self.go_home)
            self.addWidget(self._voice_page)
        return self._voice_page

    @property
    def movements_page(self) -> MovementsPage:
        """The room of the movements, made when it is first needed."""
        if self._movements_page is None:
            from app.ui.movements_page import MovementsPage

            page = MovementsPage(self._services, self._theme, self.pictures)
            page.left.connect(self.go_home)
            page.practise_asked.connect(self._practise)
            self.addWidget(page)
            self._movements_page = page
        return self._movements_page

    @property
    def picture_page(self) -> PicturePage:
        """The page of the pictures, made when it is first needed."""
        if self._picture_page is None:
            from app.ui.picture_page import PicturePage

            self._picture_page = PicturePage(self._services, self._theme, self.pictures)
            self._picture_page.left.connect(self.go_home)
            self.addWidget(self._picture_page)
        return self._picture_page

    def show_movements(self) -> None:
        """All movements, with pictures and words."""
        self._show_room(self.movements_page)

    def show_voice_page(self) -> None:
        """Who speaks, how fast and how loud."""
        self._show_room(self.voice_page)

    def show_picture_page(self) -> None:
        """Who shows the movements, and in what colours."""
        self._show_room(self.picture_page)
        self.picture_page.focus_choice()

    def _show_room(self, room: QWidget) -> None:
        self._expected.stop()
        self._sound.rest()
        self.setCurrentWidget(room)
        room.setFocus()

    def _practise(self, movement: Movement) -> None:
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
        self.perform(entry.routine, path.name, level)

    def perform(self, routine: Routine, what: str, level: VoiceLevel | None = None) -> None:
        """Put a routine on the stage; `what` names it where it cannot be begun."""
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
        voice = self._services.open_voice(chosen or routine.voice)
        self._expected.stop()
        self._sound.rest()
        self.setWindowTitle(f"{routine.name} – {_TITLE}")
        self.setCurrentWidget(self.stage)
        self.stage.perform(self._services.new_session(timeline), voice)

    def begin_at_once(self, path: Path, level: VoiceLevel | None = None) -> None:
        """The same before anything was shown; home is there when it cannot be."""
        self.begin(path, level)
        if not self.is_performing:
            self._show_home()

    def _session_over(self, tally: Tally, finished: bool) -> None:
        names = {id_: self._services.catalogue.get(id_).name for id_ in tally.skipped}
        self.summary.show_tally(tally, names, finished=finished)
        self.setCurrentWidget(self.summary)
        self.summary.setFocus()
        self.setWindowTitle(_TITLE)

    def go_home(self) -> None:
        """Back to the routines."""
        self.setCurrentWidget(self.home)
        self._show_home()
        self.home.setFocus()

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
        elif event.key() == Qt.Key.Key_Escape:
            self.set_full_screen(False)
        else:
            super().keyPressEvent(event)

    # Ending.

    def release(self) -> None:
        """Let go of engine and device when the loop has ended."""
        self.home.saving.release()
        self._expected.stop()
        self._sound.rest()
        if self._voice_page is not None:
            self._voice_page.release()
        if self._stage is not None:
            self._stage.speaking.release()

    def leave_session(self) -> None:
        """Ask, and end the session."""
        if self.is_performing:
            self._ask_to_end(self.stage.end)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing asks while a session runs."""
        if self.is_performing:
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
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(_TITLE)
        box.setText("End the session?")
        box.setInformativeText("It goes on where it was if you keep going.")
        stay = box.addButton("Keep going", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("End it", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def decided() -> None:
            self.question = None
            if box.clickedButton() is leave:
                end()
            else:
                resume()

        box.finished.connect(decided)
        self.question = box
        box.open()

    def _tell(self, text: str, more: str) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(_TITLE)
        box.setText(text)
        box.setInformativeText(more)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
        self.told = box
