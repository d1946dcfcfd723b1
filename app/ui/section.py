"""One section of the settings: cards that scroll, and beside them what a choice comes to."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.key_button import KeyButton
from app.ui.setting_controls import controls_sheet
from app.ui.theme import GAPS, Theme
from app.ui.typeface import scaled

# From this width on the panel stands beside the cards.
_BESIDE_FROM: Final = 700
_SHARE: Final = 0.4
_SHARE_ABOVE: Final = 0.36
_WIDEST_PANEL: Final = 760
_WIDEST_CARDS: Final = 760
_NO_LIMIT: Final = 16_777_215


class Section(QWidget):
    """Without a panel until it is given one; Enter is told to `enter`, where nothing else is."""

    def __init__(self, name: str, theme: Theme, parent: QWidget, *, centred: bool = False) -> None:
        """`name` is the word in the list of sections. Cards stand at the left or `centred`."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._theme = theme
        self._panel: QWidget | None = None
        self._bar = False
        self._make_area(centred=centred)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._area, 1)
        theme.changed.connect(self._dress)
        self._dress()

    def _make_area(self, *, centred: bool) -> None:
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget(self._area)
        ground.setObjectName("room")
        self.cards = QWidget(ground)
        self.cards.setMaximumWidth(scaled(_WIDEST_CARDS))
        self._column = QVBoxLayout(self.cards)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAPS[4])
        self._margins = QHBoxLayout(ground)
        if centred:
            self._margins.addStretch(1)
        # As wide as it may be before anything is left to the stretches.
        self._margins.addWidget(self.cards, 1000)
        self._margins.addStretch(1)
        self._area.setWidget(ground)

    def add(self, *cards: QWidget) -> None:
        """The cards, from top to bottom; their parent is `self.cards`."""
        for card in cards:
            self._column.addWidget(card)
        self._column.addStretch(1)

    def set_panel(self, panel: QWidget, *, bar: bool = False) -> None:
        """What stands beside the cards; where that is narrow above them, a `bar` below them."""
        self._panel, self._bar = panel, bar
        self._row.addWidget(panel)

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for the panel beside the cards."""
        return self.width() < scaled(_BESIDE_FROM)

    def refresh(self) -> None:
        """Show what holds; called whenever the section is about to be seen."""

    def enter(self) -> bool:
        """What Enter does from anywhere in the section; whether it does anything."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Read what holds; not when the window comes back from an icon."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel stands beside the cards or not."""
        super().resizeEvent(event)
        narrow = self.is_narrow
        way = QBoxLayout.Direction
        if not narrow:
            self._row.setDirection(way.LeftToRight)
        else:
            self._row.setDirection(way.TopToBottom if self._bar else way.BottomToTop)
        if self._panel is not None:
            self._size(self._panel, narrow=narrow)
        side = GAPS[3] if narrow else GAPS[4]
        self._margins.setContentsMargins(side, GAPS[4], side, GAPS[4])

    def _size(self, panel: QWidget, *, narrow: bool) -> None:
        width = round(min(scaled(_WIDEST_PANEL), self.width() * _SHARE))
        panel.setMinimumWidth(0 if narrow else width)
        panel.setMaximumWidth(_NO_LIMIT if narrow else width)
        tall = round(self.height() * _SHARE_ABOVE) if narrow and not self._bar else 0
        panel.setMinimumHeight(tall)
        panel.setMaximumHeight(tall or _NO_LIMIT)

    def _dress(self) -> None:
        mirrored = self.isRightToLeft()
        self.setStyleSheet(controls_sheet(self._theme.colours, mirrored=mirrored))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What has the focus is in sight, also when it comes from outside the scrolled part."""
        moved = super().focusNextPrevChild(forward)
        self.show_focus()
        return moved

    def show_focus(self) -> None:
        """Scroll to what has the focus."""
        widget = QApplication.focusWidget()
        if widget is not None and self._area.isAncestorOf(widget):
            self._area.ensureWidgetVisible(widget, 0, GAPS[5])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, else it is told; Space presses as well."""
        button, key = self.focusWidget(), event.key()
        enters = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = QPushButton if enters else KeyButton
        if isinstance(button, pressed) and (enters or key == Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                button.click()
        elif not (enters and not event.isAutoRepeat() and self.enter()):
            super().keyPressEvent(event)
