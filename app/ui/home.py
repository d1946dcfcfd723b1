"""The home page: what fits now, all routines below it, one Enter from launch to session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.ui.card_painter import CardPainter
from app.ui.drops import dropped_paths, may_be_dropped
from app.ui.fits import FITS, Fit
from app.ui.home_files import HomeFiles
from app.ui.home_offer import Offer
from app.ui.home_page import HomePage
from app.ui.home_reading import Reading
from app.ui.row_model import Rows
from app.ui.rows import Row, steps_of
from app.ui.theme import Theme
from app.ui.timers import interval

if TYPE_CHECKING:
    from app.ui.pictures import Pictures
    from app.ui.problems_sheet import ProblemsSheet
    from app.ui.services import Services

OpenFile = Callable[[Path, int], object]
"""Opens a file at a line, 0 for its beginning, or shows a folder."""

_UNFOLD_MS: Final = 60


class Home(QWidget):
    """Keeps together what is read, what is selected and what is offered; `page` shows it."""

    begin = Signal(object)
    """The path of the routine to begin."""
    level_told = Signal(str)
    """How much will be said: `full`, `brief`, `tones` or `silent`."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
        pictures: Pictures,
        open_file: OpenFile | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Reads nothing yet: `refresh` does, after the first paint."""
        super().__init__(parent)
        self.setAccessibleName("Home")
        self._services = services
        self.open_file = open_file or _open_at
        self.rows = Rows()
        self.reading = Reading(services, self)
        self.offer = Offer(services, self.rows)
        self.page = HomePage(
            services, theme, pictures, CardPainter(theme, pictures), self.rows, self
        )
        self.hero, self.list, self.notices = self.page.hero, self.page.grid, self.page.notices
        self.saving = self.page.add_saving(services, self._current, self._open, self)
        self.files = HomeFiles(self.reading, self.notices, lambda: services.library.own, self._want)
        self.problems_sheet: ProblemsSheet | None = None
        self._wanted: Path | None = None
        self._waiting: Callable[[Path], object] | None = None
        self._unfold = interval(self, _UNFOLD_MS, self._show_steps, once=True)
        self._connect()

    def _connect(self) -> None:
        self.reading.rows_read.connect(self._put)
        self.reading.gone.connect(self._remove)
        self.reading.ready.connect(self._offer_one)
        self.reading.finished.connect(self._all_read)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.list.chosen.connect(self._choose)
        self.list.all_asked.connect(self._show_problems)
        self.hero.chosen.connect(self._choose)
        self.hero.all_asked.connect(self._show_problems)
        self.page.fits.segments.chosen.connect(self._choose_occasion)
        self.page.head.search.textChanged.connect(self._search)
        self.page.head.search.down.connect(self._to_cards)
        self.page.head.folder_asked.connect(self._open_folder)
        self.page.left_out.put_back.connect(self._planned_anew)
        for keys in ("/", QKeySequence.StandardKey.Find):
            # From the head of the window, too; while another room is seen they are its own.
            QShortcut(QKeySequence(keys), self, self.page.to_search)

    # Reading.

    @property
    def is_reading(self) -> bool:
        """Whether rows are still to come; true until the first reading has ended."""
        return self.reading.is_reading

    def refresh(self) -> None:
        """Read the folders again; scroll place, selection and focus stay."""
        if self.offer.wake():
            self.page.fits.segments.select(FITS.index(self.offer.occasion))
            self.rows.arrange(self.offer.occasion, "")
        self.page.order()
        self.reading.refresh(self._wanted or self.offer.last)
        self.page.left_out.refresh()
        self.page.head.set_folder(self._services.library.own)
        self.tell_level()
        # What is left out may have changed, and with it what a routine holds.
        self._unfold.start()

    def _put(self, rows: list[Row]) -> None:
        with self.page.staying(self._current):
            self.rows.put(rows)
        self.page.head.set_count(self.rows.count)
        self._show_current()
        read = {row.path for row in rows}
        if self._wanted in read:
            self._show_wanted()
        elif self.offer.last in read:
            # Nothing that is read later can be nearer to what is wanted.
            self._offer_one()

    def _remove(self, paths: set[Path]) -> None:
        with self.page.staying(self._current):
            self.rows.remove(paths)
        self.page.head.set_count(self.rows.count)
        self._show_current()

    def _offer_one(self) -> None:
        """Once there is something to choose from; what was selected stays selected."""
        if self._current() is None and self._wanted is None:
            best = self.offer.best()
            if best is not None:
                self.page.select(best.path, quietly=True)
        current = self._current()
        if self._waiting is not None and current is not None and not current.is_broken:
            waiting, self._waiting = self._waiting, None
            waiting(current.path)

    def _all_read(self) -> None:
        # Also where it was known already, and has not changed.
        self._show_wanted()
        self._offer_one()
        self._waiting = None
        self._show_current()

    def _planned_anew(self) -> None:
        self.refresh()
        self.hero.button.setFocus()

    # What is offered.

    def _choose_occasion(self, number: int) -> None:
        """Another answer to "What fits now?": the cards in its order, the best one above."""
        self.offer.choose(FITS[number])
        self._arrange(FITS[number], self.page.head.search.text())
        if (best := self.offer.best()) is not None:
            self.page.select(best.path, quietly=True)

    def _arrange(self, occasion: Fit, asked: str) -> None:
        current = self._current()
        self.rows.arrange(occasion, asked)
        self.page.tell_found(bool(self.rows.count))
        if current is not None:
            self.page.select(current.path, quietly=True)
        self._show_current()

    def _search(self, text: str) -> None:
        """Show what has all the words; the first of it is selected where nothing else is."""
        self._arrange(self.rows.occasion, text)
        if self._current() is None and self.rows.rowCount():
            self.page.select(self.rows.row(0).path, quietly=True)

    def _to_cards(self) -> None:
        if self.rows.rowCount():
            self.list.setFocus()
            self.list.scrollTo(self.list.currentIndex())

    def when_offered(self, begin: Callable[[Path], object]) -> None:
        """Call with the file of what is offered, now or as soon as there is something."""
        self._waiting = begin
        if not self.reading.is_reading:
            self._offer_one()

    # One file.

    def show_routine(self, path: Path) -> None:
        """Select a file, wherever it lies; one from elsewhere may be kept."""
        self.files.show(path.absolute())

    def _want(self, path: Path) -> None:
        self._wanted = path
        self.page.head.search.clear()
        self.refresh()

    def _show_wanted(self) -> None:
        """Once it has been read: select it, and let Enter begin it."""
        path, self._wanted = self._wanted, None
        if path is not None:
            self.page.select(path, quietly=True)
            # Seen above all cards, with what there is to be said about it.
            self.page.verticalScrollBar().setValue(0)
            # A page that is not seen would take the keys from a session.
            if self.isVisible():
                self.hero.button.setFocus()

    def _open(self, path: Path) -> None:
        self.open_file(path, 0)

    def _open_folder(self) -> None:
        """The runner's folder in the file manager; made now, since it was asked for."""
        folder: Path = self._services.library.own
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            self.page.head.set_folder(folder, f"{folder} cannot be made: {fault.strerror}.")
            return
        self.reading.watch()
        self.open_file(folder, 0)

    # What is selected.

    def _current(self) -> Row | None:
        index = self.list.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def _show_current(self) -> None:
        row = self._current()
        empty = "" if self.is_reading else self.page.empty_text(searched=bool(self.rows.count))
        if row is None and self.is_reading and self.hero.row is not None and self.rows.count:
            # It goes on standing there while the cards are laid out anew.
            return
        first = self.hero.row is None and row is not None
        self.hero.show_row(row, empty)
        if first and self.isVisible() and self._nobody_has_the_focus():
            # One Enter from launch to session.
            self.hero.button.setFocus()
        self.tell_level()
        self._unfold.start()

    def _nobody_has_the_focus(self) -> bool:
        """Before anything can be begun Qt gives it to the first thing that there is."""
        widget = cast("QWidget | None", self.window().focusWidget())
        return widget is None or not self.isAncestorOf(widget)

    def tell_level(self) -> None:
        """What is chosen for all sessions, else what the routine asks for."""
        row = self._current()
        level = self._services.settings.current.level
        if level is None and row is not None and row.routine is not None:
            level = row.routine.voice
        self.level_told.emit(level.value if level else "full")

    def _show_steps(self) -> None:
        """What the selected routine holds; not while the selection still runs along the cards."""
        row = self._current()
        if row is None or row.routine is None:
            return
        from app.ui.session_bar import stretches

        try:
            timeline = self._services.tonight(row.routine)
        except UserError:
            # Its row says why as soon as it is read again.
            self.hero.show_steps(())
        else:
            self.hero.show_steps(steps_of(timeline), stretches(timeline))

    def _choose(self) -> None:
        """Begin the selected routine, or open a broken one's file."""
        row = self._current()
        if row is None:
            return
        if row.is_broken:
            self.open_file(row.path, row.line)
        else:
            self.offer.begun(row)
            self.begin.emit(row.path)

    def _show_problems(self) -> None:
        row = self._current()
        if row is not None and row.is_broken:
            from app.ui.problems_sheet import ProblemsSheet

            open_file = self.open_file
            self.problems_sheet = ProblemsSheet(row, lambda line: open_file(row.path, line), self)
            self.problems_sheet.open()

    # Hands.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Enter begins, from the first moment on."""
        super().focusInEvent(event)
        self.hero.button.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins wherever the focus is, but on a button of its own; Esc ends a search."""
        search = self.page.head.search
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._choose()
        elif event.key() == Qt.Key.Key_Escape and search.text():
            search.clear()
        elif event.key() == Qt.Key.Key_Escape and search.hasFocus():
            self.hero.button.setFocus()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders with routines may be dropped."""
        if may_be_dropped(dropped_paths(event.mimeData())):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """They are copied, never moved."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.files.take(dropped_paths(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page fills all of it."""
        super().resizeEvent(event)
        self.page.setGeometry(QRect(0, 0, self.width(), self.height()))


def _open_at(path: Path, line: int) -> bool:
    from app.ui.editors import open_at

    return open_at(path, line)
