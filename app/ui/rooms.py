"""The rooms of the window: one head above them, one page at a time, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.header import Header
from app.ui.home import Home
from app.ui.pictures import Pictures
from app.ui.theme import Theme

# A room is imported when it is first entered: the first window waits for nothing that it does not
# show.
if TYPE_CHECKING:
    from app.movements.model import Movement
    from app.ui.key_sheet import KeySheet
    from app.ui.movements_page import MovementsPage
    from app.ui.resume_offer import ResumeOffer
    from app.ui.services import Services
    from app.ui.settings_room import SettingsRoom

_TABS: Final = ("Home", "Movements")
_HOME, _MOVEMENTS = range(2)
# More steps back than this nobody takes.
_STEPS_BACK: Final = 20


class Rooms(QWidget):
    """Owns the rooms and shows one of them; a `bare` page, such as the stage, hides the head."""

    def __init__(self, services: Services, theme: Theme) -> None:
        """Shows home; reads nothing before its first paint."""
        super().__init__()
        self._services = services
        self._theme = theme
        self.setObjectName("room")
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pictures = Pictures(services, theme, self)
        self.header = Header(theme, _TABS, self)
        self._pages = QStackedWidget(self)
        self.home = Home(services, theme, self.pictures)
        self._pages.addWidget(self.home)
        self._behind: list[QWidget] = []
        self._movements_page: MovementsPage | None = None
        self._settings_room: SettingsRoom | None = None
        self.key_sheet: KeySheet | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._pages, 1)
        self._connect()
        self.header.mark(_HOME)

    def _connect(self) -> None:
        self.header.tab_asked.connect(self._show_tab)
        self.header.voice_asked.connect(self.show_voice)
        self.header.settings_asked.connect(self.show_settings)
        self.header.keys_asked.connect(self.show_keys)
        self.home.level_told.connect(self.header.set_level)
        for keys, action in (
            ("Ctrl+1", lambda: self._show_tab(_HOME)),
            ("Ctrl+2", lambda: self._show_tab(_MOVEMENTS)),
            ("Ctrl+,", self.show_settings),
            ("Alt+Left", self.go_back),
            ("Back", self.go_back),
        ):
            QShortcut(QKeySequence(keys), self, action)

    # What is shown.

    def currentWidget(self) -> QWidget:
        """The page that is shown: a room, or one that has no head."""
        page = self._pages.currentWidget()
        assert page is not None  # home is there from the first moment on
        return page

    def addWidget(self, page: QWidget) -> None:
        """Take a page, and show it when it is asked for."""
        self._pages.addWidget(page)

    def setCurrentWidget(self, page: QWidget, *, bare: bool = False) -> None:
        """Show a page; a `bare` one has the window to itself."""
        self.header.setVisible(not bare)
        if not bare:
            tabs: dict[QWidget | None, int] = {self._movements_page: _MOVEMENTS, self.home: _HOME}
            self.header.mark(tabs.get(page))
        self._pages.setCurrentWidget(page)

    @property
    def is_bare(self) -> bool:
        """Whether a page has the window to itself."""
        return self.header.isHidden()

    def _enter(self, room: QWidget) -> None:
        """Show a room and remember where we came from; a bare page is left by its own ways."""
        here = self.currentWidget()
        if room is here or self.is_bare:
            return
        self._behind = [*self._behind, here][-_STEPS_BACK:]
        self._settle(room)

    def _settle(self, room: QWidget) -> None:
        self.setCurrentWidget(room)
        room.setFocus()
        if room is self.home:
            self._behind.clear()
            self.home_entered()
        else:
            self.home_left()

    def place_offer(self, offer: ResumeOffer) -> None:
        """What is asked above all that home offers; while it asks, Enter is its own."""
        self.home.page.place_first(offer)
        offer.shown.connect(lambda asks: self.home.hero.show_key(not asks))

    def home_entered(self) -> None:
        """Home is about to be shown."""
        self.header.wake()
        self.home.refresh()

    def home_left(self) -> None:
        """Another room is about to be shown."""

    def go_back(self) -> None:
        """To the room before this one; home is the last."""
        if not self.is_bare and self.currentWidget() is not self.home:
            self._settle(self._behind.pop() if self._behind else self.home)

    def go_home(self) -> None:
        """Back to the routines, from wherever."""
        self._settle(self.home)

    # The rooms that come later.

    @property
    def settings_room(self) -> SettingsRoom:
        """The room of the settings, made when it is first needed."""
        if self._settings_room is None:
            from app.ui.settings_room import SettingsRoom

            room = SettingsRoom(self._services, self._theme, self.pictures)
            room.left.connect(self.go_back)
            room.choices.changed.connect(self.home.tell_level)
            self.addWidget(room)
            self._settings_room = room
        return self._settings_room

    @property
    def movements_page(self) -> MovementsPage:
        """The room of the movements, made when it is first needed."""
        if self._movements_page is None:
            from app.ui.movements_page import MovementsPage

            page = MovementsPage(self._services, self._theme, self.pictures)
            page.left.connect(self.go_back)
            page.practise_asked.connect(self.practise)
            self.addWidget(page)
            self._movements_page = page
        return self._movements_page

    def _show_tab(self, number: int) -> None:
        if not self.is_bare:
            (self.go_home, self.show_movements)[number]()

    def show_movements(self) -> None:
        """All movements, with pictures and words."""
        self._enter(self.movements_page)

    def show_voice(self) -> None:
        """Who speaks, how fast and how loud."""
        self.show_settings("Voice")

    def show_settings(self, section: str = "") -> None:
        """All that is chosen once and for all; the section that was shown last, or a named one."""
        if self.is_bare:
            return
        room = self.settings_room
        if section:
            room.show_section(section)
        self._enter(room)
        room.enter()

    def show_first_run(self) -> None:
        """What is asked once, before anything was ever chosen or begun; then home."""
        from app.ui.first_run import FirstRun

        page = FirstRun(self._services, self._theme, self)
        page.left.connect(self.go_home)
        page.left.connect(page.deleteLater)
        self.addWidget(page)
        self.home_left()
        self.setCurrentWidget(page, bare=True)
        page.setFocus()

    def show_keys(self) -> None:
        """What can be done by keys alone."""
        if self.is_bare:
            return
        from app.ui.key_sheet import KeySheet

        if self.key_sheet is None:
            self.key_sheet = KeySheet(self)
        self.key_sheet.open()

    def practise(self, movement: Movement) -> None:
        """One movement is to be performed by itself."""
        raise NotImplementedError

    # Hands.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The head makes do with less."""
        super().resizeEvent(event)
        self.header.set_room(self.width(), self.height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Routine files may be dropped on any room, not on a session."""
        if not self.is_bare:
            self.home.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Home shows what becomes of them."""
        if self.currentWidget() is not self.home:
            self.go_home()
        self.home.dropEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The side button of a mouse leads back."""
        if event.button() is Qt.MouseButton.BackButton:
            self.go_back()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no room has taken: Esc leads back, `?` tells the keys."""
        if event.text() == "?" or event.key() == Qt.Key.Key_F1:
            self.show_keys()
        elif event.key() == Qt.Key.Key_Escape and not self.is_bare:
            self.go_back()
        else:
            super().keyPressEvent(event)
