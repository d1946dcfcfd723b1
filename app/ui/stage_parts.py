"""The parts of the stage, where they stand, and the pointer and controls that come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.board import Board
from app.ui.controls import Controls
from app.ui.corner import Corner, CornerBar
from app.ui.help import Help
from app.ui.painting import painting
from app.ui.sight import METRES, running_cap
from app.ui.slab import Slab, ground_of, side_colours
from app.ui.stage_layout import StageLayout, stage_layout
from app.ui.stage_picture import StagePicture
from app.ui.strip import Strip
from app.ui.sweep import Sweep
from app.ui.theme import Theme
from app.ui.timers import interval
from app.ui.view import Mood, StageView

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

_POINTER_MS: Final = 3000
_REMARK_MS: Final = 5000
# In the small window there is no one to be far away.
_CORNER_FOOT: Final = 0.04


class StageParts(QWidget):
    """Board, picture, slab, strip, controls and the overlay of keys; knows no session."""

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget | None = None,
        metres: Callable[[], float] = lambda: METRES["mat"],
    ) -> None:
        """All parts, showing nothing yet; `metres` is the distance that it is read from."""
        super().__init__(parent)
        self._theme, self._pictures, self._metres = theme, pictures, metres
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.board = Board(theme, self)
        self.slab = Slab(theme, self)
        self.slab.set_behind(self.board)
        self.sweep = Sweep(self)
        self.sweep.done.connect(self.slab.show)
        self.picture = StagePicture(self.board, pictures, theme)
        self.slab.set_breath(self.picture.breath)
        self.strip = Strip(theme, pictures, self)
        self.controls = Controls(theme, self)
        self.corner = Corner()
        self.corner_bar = CornerBar(theme, self)
        self.help = Help(theme, self)
        self._runs = False
        self._pointer_at = QPointF(-1, -1)
        self._pointer = interval(self, _POINTER_MS, self.rest_hands, once=True)
        self._remark = interval(self, _REMARK_MS, lambda: self.board.set_remark(""), once=True)
        theme.changed.connect(self.update)

    @property
    def is_still(self) -> bool:
        """Whether nothing may move: the runner or the system wants it so."""
        return self._pictures.still

    def show_view(self, view: StageView) -> None:
        """Show a moment in every part; the slab may have to change sides."""
        before, was_left = self.slab.view, self.slab.is_left
        if before is None or before.mood is not view.mood:
            self.slab.set_still(self.is_still)
        self.slab.show_view(view)
        self.board.set_view(view)
        self.strip.show_view(view)
        self.picture.show(view)
        if self.slab.is_left is not was_left:
            self.lay_out()
            if view.mood is Mood.SWITCH and before is not None:
                self._sweep(view)
        elif before is not None and before.mood is not view.mood:
            self.sweep.stop()

    def _sweep(self, view: StageView) -> None:
        """The slab goes across the screen, once; its words are there when it has arrived."""
        if self.is_still or not self.isVisible():
            return
        fill, _, edge = ground_of(self._theme.colours, view)
        look = (fill, edge, self.slab.edge_px(view))
        place, left = self.slab.geometry(), self.slab.is_left
        self.slab.hide()
        self.update()
        self.sweep.go(place, self.width(), self._layout().bow, look, to_left=left)

    def remark(self, text: str) -> None:
        """Show for a while what was just changed."""
        self.board.set_remark(text)
        self._remark.start()

    def set_running(self, runs: bool) -> None:
        """While the time stands still the controls stay."""
        self._runs = runs
        self.controls.set_running(runs)
        self.corner_bar.set_running(runs)
        self.reveal()

    def clear(self) -> None:
        """Between two sessions: nothing is left of the last one."""
        self._runs = False
        self._pointer.stop()
        self._remark.stop()
        self.sweep.stop()
        self.slab.rest()
        self.picture.follow(None)
        self.board.set_remark("")
        self.unsetCursor()
        self.help.hide()
        self.set_corner(False)

    def set_corner(self, small: bool) -> None:
        """Into the small window that stays on top, or back to where the window was."""
        if small is self.corner.is_small:
            return
        self.help.hide()
        if small:
            self.corner.enter(self.window())
        else:
            self.corner.leave(self.window())
        self.lay_out()
        self.setFocus()

    # Where they stand.

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Sizes come from the screen, the distance, and the room that there is."""
        self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """The screen or the distance may be another one by now."""
        super().showEvent(event)
        self.lay_out()

    def _layout(self) -> StageLayout:
        size = self.width(), self.height()
        cap = running_cap(self.screen(), self._metres(), *size)
        return stage_layout(*size, self.slab.is_left, cap, corner=self.corner.is_small)

    def lay_out(self) -> None:
        """Put every part in its place."""
        at, small = self._layout(), self.corner.is_small
        self.sweep.stop()
        self.board.setGeometry(at.board_left, 0, at.board_width, at.top_height)
        self.board.set_scale(at.cap, (at.words_left, at.words_right), at.caption_lines)
        self.board.set_room(at.picture_left, at.picture_width)
        self.slab.setGeometry(at.slab_left, 0, at.slab_width, at.top_height)
        self.slab.set_scale(at.cap, at.bow, (at.margin, at.above))
        for below in (self.strip, self.controls):
            below.setGeometry(0, at.top_height, self.width(), at.strip_height)
        bar = self.corner_bar.width_in(at.strip_height)
        foot = self.height() * _CORNER_FOOT if small else at.above
        self.strip.set_scale(at.cap, foot, names=not small, right=bar if small else 0)
        self.controls.set_scale(at.cap, at.margin)
        left = round(self.width() - at.margin / 2 - bar)
        self.corner_bar.setGeometry(left, at.top_height, bar, at.strip_height)
        self.corner_bar.setVisible(small)
        self.help.place(self.rect(), at.cap)
        for part in (self.slab, self.sweep, self.controls, self.corner_bar, self.help):
            part.raise_()
        self.controls.setVisible(self._controls_wanted())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, which is seen while the slab is on its way."""
        colours, view = self._theme.colours, self.slab.view
        switching = view is not None and view.mood is Mood.SWITCH
        side = side_colours(colours, view.side if view else None)
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(side.tint if switching else colours.paper))

    # Pointer and controls.

    def _controls_wanted(self) -> bool:
        if self.corner.is_small:
            return False
        focused = self.window().focusWidget()
        return not self._runs or self._pointer.isActive() or self.controls.isAncestorOf(focused)

    def reveal(self) -> None:
        """Show pointer and controls, for a while."""
        self.unsetCursor()
        self._pointer.start()
        self.controls.setVisible(self._controls_wanted())

    def rest_hands(self) -> None:
        """Nobody has touched anything for a while: pointer and controls go away."""
        self._pointer.stop()
        if self._runs and not self.corner.is_small:
            self.setCursor(Qt.CursorShape.BlankCursor)
        self.controls.setVisible(self._controls_wanted())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A moving mouse shows the controls; parts that move under a resting one do not."""
        at = event.globalPosition()
        if at != self._pointer_at:
            self._pointer_at = at
            self.corner.drag(self.window(), at)
            self.reveal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The small window has no frame: it is taken anywhere."""
        if self.corner.is_small and event.button() is Qt.MouseButton.LeftButton:
            self.corner.grip(self.window(), event.globalPosition())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """And let go."""
        self.corner.let_go()

    def focusNextPrevChild(self, next_child: bool) -> bool:
        """Tab reaches the controls, so it shows them first; the keys over them it takes away."""
        if self.help.isVisible():
            self.help.hide()
            return True
        self.reveal()
        return super().focusNextPrevChild(next_child)
