"""The ring of the keyboard focus: 3 pixels, with a gap of 4, around whatever has it.

A style sheet cannot draw outside its widget, so one frame follows the focus through all windows.
Whoever paints itself paints its own ring as well, and gets none from here.
"""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from app.ui.painting import painting
from app.ui.theme import Theme
from app.ui.tokens import FOCUS_GAP, FOCUS_RING, RADIUS_BUTTON

_CONTROLS: Final = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QScrollArea)
_REACH: Final = FOCUS_GAP + FOCUS_RING
_MOVES: Final = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ZOrderChange,
}


class FocusRing(QObject):
    """Puts the frame where the focus goes, in every window, and brings that into view."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        """Begins with whatever has the focus."""
        super().__init__(app)
        self._theme = theme
        self._frame: _Frame | None = None
        app.focusChanged.connect(self._go)
        self._go(None, app.focusWidget())

    @property
    def frame(self) -> _Frame | None:
        """The frame, while there is one."""
        return self._frame if self._frame is not None and shiboken6.isValid(self._frame) else None

    def _go(self, _before: QWidget | None, now: QWidget | None) -> None:
        if (old := self.frame) is not None:
            old.retire()
        self._frame = _Frame(now, self._theme) if now is not None and _needs_ring(now) else None
        if now is not None and QApplication.mouseButtons() is Qt.MouseButton.NoButton:
            # What moves between press and release of a mouse would not be clicked.
            _reveal(now)


def _reveal(widget: QWidget) -> None:
    """Scroll to what has the focus; Qt does so only where Tab stays inside the same area."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, 2 * _REACH)
        above = above.parentWidget()


def _needs_ring(widget: QWidget) -> bool:
    kinds = (kind for kind in type(widget).__mro__ if not kind.__module__.startswith("PySide6"))
    paints_itself = any("paintEvent" in vars(kind) for kind in kinds)
    # A combo box is drawn by Qt in any case; ours only put a sign on it.
    own = paints_itself and not isinstance(widget, QComboBox)
    return isinstance(widget, _CONTROLS) and not own


def _ground_of(widget: QWidget) -> QWidget:
    """What the frame lies on: the inside of a scroll area, which scrolls it too, or the window."""
    inside: QWidget | None = widget
    while inside is not None and not inside.isWindow():
        view = inside.parentWidget()
        area = view.parentWidget() if view is not None else None
        if isinstance(area, QScrollArea) and area.widget() is inside:
            return inside
        inside = view
    return widget.window()


class _Frame(QWidget):
    """A ring around one widget, moved with it; clicks go through."""

    def __init__(self, target: QWidget, theme: Theme) -> None:
        self._ground = _ground_of(target)
        super().__init__(self._ground)
        self._target, self._theme = target, theme
        self._retired = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)
        step: QWidget | None = target
        while step is not None and step is not self._ground:
            step.installEventFilter(self)
            step = step.parentWidget()
        self._place()

    def retire(self) -> None:
        """Go, and follow nothing until the loop takes it away."""
        self._retired = True
        self.hide()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the widget and all that it lies in."""
        if event.type() in _MOVES and not self._retired:
            self._place()
        return False

    def _place(self) -> None:
        target, ground = self._target, self._ground
        if not (shiboken6.isValid(ground) and shiboken6.isValid(self)):
            # A box that was closed takes its frame with it.
            return
        if not shiboken6.isValid(target) or not target.isVisibleTo(ground):
            self.hide()
            return
        corner = target.mapTo(ground, target.rect().topLeft())
        box = target.rect().translated(corner)
        # What fills its part of the window has no room around it.
        reach = 0 if isinstance(target, QScrollArea) else _REACH
        self.setGeometry(box.adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        half = FOCUS_RING / 2
        with painting(self) as painter:
            painter.setPen(QPen(QColor(self._theme.colours.accent), FOCUS_RING))
            ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
            radius = RADIUS_BUTTON + FOCUS_GAP
            painter.drawRoundedRect(ring, radius, radius)
