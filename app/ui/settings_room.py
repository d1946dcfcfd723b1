"""The room of the settings: its sections at the left, one of them beside. All holds at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.ui.choices import Choices
from app.ui.section_list import SectionList
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, HEAD, SEMI, TEXT, room_font, scaled

# A section is imported when it is first seen.
if TYPE_CHECKING:
    from app.ui.files_section import FilesSection
    from app.ui.picture_section import PictureSection
    from app.ui.pictures import Pictures
    from app.ui.screen_section import ScreenSection
    from app.ui.section import Section
    from app.ui.services import Services
    from app.ui.session_section import SessionSection
    from app.ui.voice_section import VoiceSection

VOICE, PICTURE, SCREEN, SESSION, FILES = "Voice", "Picture", "Screen", "Session", "Files"
SECTIONS: Final = {
    VOICE: "voice-full",
    PICTURE: "movements",
    SCREEN: "fullscreen",
    SESSION: "clock",
    FILES: "folder",
}
_LIST: Final = 164
# From this width on the list stands at the left.
_BESIDE_FROM: Final = 900


class SettingsRoom(QWidget):
    """Makes a section when it is first asked for; Esc leaves."""

    left = Signal()

    def __init__(
        self, services: Services, theme: Theme, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        """Shows no section yet."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Settings")
        self._services, self._theme, self._pictures = services, theme, pictures
        self.choices = Choices(services.settings, self)
        self.choices.changed.connect(self._show_problem)
        self._made: dict[str, Section] = {}
        self._makers: dict[str, Callable[[], Section]] = {
            VOICE: self._voice,
            PICTURE: self._picture,
            SCREEN: self._screen,
            SESSION: self._session,
            FILES: self._files,
        }
        self._title = QLabel("Settings", self)
        self._title.setFont(room_font(HEAD, BOLD))
        self._title.setContentsMargins(GAPS[2], 0, GAPS[2], 0)
        self.list = SectionList(theme, list(SECTIONS.items()), self)
        self.list.chosen.connect(lambda number: self.show_section(list(SECTIONS)[number]))
        self._problem = QLabel(self)
        self._problem.setObjectName("clay")
        self._problem.setFont(room_font(TEXT, SEMI))
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.setContentsMargins(GAPS[4], GAPS[3], GAPS[4], 0)
        self._stack = QStackedWidget(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._side = QWidget(self)
        self._head = QVBoxLayout(self._side)
        self._head.setSpacing(GAPS[2])
        self._head.addWidget(self._title)
        self._head.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._problem)
        right.addWidget(self._stack, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._side)
        self._row.addLayout(right, 1)
        self._arrange()

    # The sections.

    def show_section(self, name: str) -> None:
        """Show one of `SECTIONS`."""
        section = self.section(name)
        self.list.select(list(SECTIONS).index(name))
        self._stack.setCurrentWidget(section)
        self._show_problem()

    def section(self, name: str) -> Section:
        """One of `SECTIONS`, made when it is first asked for."""
        if name not in self._made:
            made = self._makers[name]()
            self._made[name] = made
            self._stack.addWidget(made)
        return self._made[name]

    @property
    def current(self) -> Section:
        """The section that is shown."""
        return self.section(list(SECTIONS)[self.list.current])

    def _voice(self) -> VoiceSection:
        from app.ui.voice_section import VoiceSection

        return VoiceSection(self._services, self.choices, self._theme, self._stack)

    def _picture(self) -> PictureSection:
        from app.ui.picture_section import PictureSection

        return PictureSection(
            self._services, self.choices, self._theme, self._pictures, self._stack
        )

    def _screen(self) -> ScreenSection:
        from app.ui.screen_section import ScreenSection

        return ScreenSection(self.choices, self._theme, self._pictures, self._stack)

    def _session(self) -> SessionSection:
        from app.ui.session_section import SessionSection

        return SessionSection(self.choices, self._theme, self._stack)

    def _files(self) -> FilesSection:
        from app.ui.files_section import FilesSection

        return FilesSection(self._services, self._theme, self._stack)

    # What is said of the file.

    @property
    def problem(self) -> str:
        """Why the choices are not kept, or nothing."""
        return self._problem.text()

    def _show_problem(self) -> None:
        problem = self.choices.problem
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    # Coming and going.

    def enter(self) -> None:
        """Begin with the section that is shown."""
        self.show_section(list(SECTIONS)[self.list.current])
        self.list.focus_current()

    def release(self) -> None:
        """Let go of engine and loudspeaker, and keep what was chosen a moment ago."""
        from app.ui.voice_section import VoiceSection

        for section in self._made.values():
            if isinstance(section, VoiceSection):
                section.release()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stands beside the section or above it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < scaled(_BESIDE_FROM)
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._title.setVisible(not narrow)
        self.list.set_narrow(narrow)
        # The signs of the sections stand below the sign of the program.
        side, above = (GAPS[2], GAPS[1]) if narrow else (GAPS[5] - GAPS[2], GAPS[4])
        far, below = (side, above) if narrow else (0, 0)
        left, right = (far, side) if self.isRightToLeft() else (side, far)
        self._head.setContentsMargins(left, above, right, below)
        self._side.setMinimumWidth(0 if narrow else scaled(_LIST) + side)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What has the focus is in sight, also when it comes from the list."""
        moved = super().focusNextPrevChild(forward)
        self.current.show_focus()
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; Enter on the list does what it does in the section."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.has_focus:
            if not event.isAutoRepeat():
                self.current.enter()
        else:
            super().keyPressEvent(event)
