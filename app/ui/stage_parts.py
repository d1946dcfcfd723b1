"""The parts of the stage, where they stand, and the pointer and controls that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.board import Board
from app.ui.controls import Controls
from app.ui.help import Help
from app.ui.slab import Slab
from app.ui.stage_layout import stage_layout
from app.ui.stage_picture import StagePicture
from app.ui.strip import Strip
from app.ui.theme import Theme
from app.ui.timers import interval
from app.ui.view import StageView

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

_POINTER_MS: Final = 3000
_REMARK_MS: Final = 5000


class StageParts(QWidget):
    """Board, picture, slab, strip, controls and the overlay of keys; knows no session."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        """All parts, showing nothing yet."""
        super().__init__(parent)
        self.setMouseTracking(True)
        self.board = Board(theme, self)
        self.slab = Slab(theme, self)
        self.picture = StagePicture(self.board, pictures, theme)
        self.strip = Strip(theme, pictures, self)
        self.controls = Controls(theme, self)
        self.help = Help(theme, self)
        self._runs = False
        self._pointer_at = QPointF(-1, -1)
        self._pointer = interval(self, _POINTER_MS, self.rest_hands, once=True)
        self._remark = interval(self, _REMARK_MS, lambda: self.board.set_remark(""), once=True)

    def show_view(self, view: StageView) -> None:
        """Show a moment in every part; the slab may have to change sides."""
        was_left = self.slab.is_left
        self.slab.show_view(view)
        self.board.set_view(view)
        self.strip.show_view(view)
        self.picture.show(view)
        if self.slab.is_left is not was_left:
            self.lay_out()

    def remark(self, text: str) -> None:
        """Show for a while what was just changed."""
        self.board.set_remark(text)
        self._remark.start()

    def set_running(self, runs: bool) -> None:
        """While the time stands still the controls stay."""
        self._runs = runs
        self.controls.set_running(runs)
        self.reveal()

    def clear(self) -> None:
        """Between two sessions: nothing is left of the last one."""
        self._runs = False
        self._pointer.stop()
        self._remark.stop()
        self.picture.follow(None)
        self.board.set_remark("")
        self.unsetCursor()
        self.help.hide()

    # Where they stand.

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Sizes come from the height and, in narrow windows, from the width."""
        self.lay_out()

    def lay_out(self) -> None:
        """Put every part in its place."""
        at = stage_layout(self.width(), self.height(), self.slab.is_left)
        self.board.setGeometry(at.board_left, 0, at.board_width, at.top_height)
        self.board.set_scale(at.cap, at.words_left, at.words_right)
        self.board.set_room(at.picture_left, at.picture_width)
        self.slab.setGeometry(at.slab_left, 0, at.slab_width, at.top_height)
        self.slab.set_scale(at.cap, at.bow, at.margin)
        for below in (self.strip, self.controls):
            below.setGeometry(0, at.top_height, self.width(), at.strip_height)
        self.strip.set_scale(at.cap)
        self.controls.set_scale(at.cap, at.margin)
        self.help.place(self.rect(), at.cap)
        self.slab.raise_()
        self.controls.setVisible(self._controls_wanted())
        self.controls.raise_()
        self.help.raise_()

    # Pointer and controls.

    def _controls_wanted(self) -> bool:
        focused = self.window().focusWidget()
        return not self._runs or self._pointer.isActive() or self.controls.isAncestorOf(focused)

    def reveal(self) -> None:
        """Show pointer and controls, for a while."""
        self.unsetCursor()
        self.controls.setVisible(True)
        self._pointer.start()

    def rest_hands(self) -> None:
        """Nobody has touched anything for a while: pointer and controls go away."""
        self._pointer.stop()
        if self._runs:
            self.setCursor(Qt.CursorShape.BlankCursor)
        self.controls.setVisible(self._controls_wanted())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A moving mouse shows the controls; parts that move under a resting one do not."""
        at = event.globalPosition()
        if at != self._pointer_at:
            self._pointer_at = at
            self.reveal()

    def focusNextPrevChild(self, next_child: bool) -> bool:
        """Tab reaches the controls, so it shows them first."""
        self.reveal()
        return super().focusNextPrevChild(next_child)
