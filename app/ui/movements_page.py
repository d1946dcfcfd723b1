"""The room of the movements: all of them in a grid, and the selected one at length beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.key_button import KeyButton
from app.ui.movement_panel import MovementPanel
from app.ui.movement_rows import HEIGHT, Card, CardPainter, Cards, cards_of
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, TEXT, TITLE, room_font

if TYPE_CHECKING:
    from app.ui.pictures import Pictures
    from app.ui.services import Services

# From this width on the selected movement stands beside the grid; else it takes its place.
_PANEL_FROM: Final = 760
_PANEL_SHARE: Final = 0.38
_PANEL_MOST: Final = 560
_CARD: Final = 214


class MovementsPage(QWidget):
    """Arrows choose, Enter practises the chosen one, Esc goes back."""

    left = Signal()
    practise_asked = Signal(object)
    """The `Movement` to be practised."""

    def __init__(
        self, services: Services, theme: Theme, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        """Reads the catalogue when it is shown."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Movements")
        self._services, self._theme = services, theme
        self.cards = Cards()
        self.grid = _Grid(self)
        self.grid.setModel(self.cards)
        self.grid.setItemDelegate(CardPainter(theme, pictures))
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.grid.chosen.connect(self._choose)
        self.panel = MovementPanel(theme, pictures, self)
        self.panel.practise_asked.connect(self.practise_asked)
        for signal in (theme.changed, pictures.changed, pictures.arrived):
            signal.connect(self.grid.viewport().update)
        self._opened = False
        self._column = QWidget(self)
        self._lay_out()

    def _lay_out(self) -> None:
        title = QLabel("Movements", self._column)
        title.setFont(room_font(TITLE, BOLD))
        self.back = KeyButton(self._theme, "Esc", self._column)
        self.back.setText("Back")
        self.back.set_look(TEXT)
        self.back.setAccessibleName("Back to the routines")
        self.back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.back)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(GAPS[5], GAPS[4], GAPS[4], 0)
        column.setSpacing(GAPS[2])
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._column, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.grid)

    # Coming.

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is; the selection stays."""
        super().showEvent(event)
        if event.spontaneous():
            return
        current = self.grid.currentIndex().row()
        self._opened = False
        if self.cards.fill(cards_of(self._services)) and self.cards.rowCount():
            self._select(max(0, min(current, self.cards.rowCount() - 1)))
        self._arrange()
        self._show_current()
        self.panel.wake()

    def _select(self, row: int) -> None:
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().setCurrentIndex(self.cards.index(row), select)

    def current(self) -> Card | None:
        """The selected card."""
        index = self.grid.currentIndex()
        return self.cards.card(index.row()) if index.isValid() else None

    def _show_current(self) -> None:
        card = self.current()
        movement = card.movement if card else None
        hurts = movement is not None and movement.id in self._services.left_out.ids
        self.panel.show_card(card, left_out=hurts)

    # Narrow or wide.

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for the grid or the panel, but not for both."""
        return self.width() < _PANEL_FROM

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel stands beside the grid, or takes its place."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.is_narrow
        self._column.setVisible(not narrow or not self._opened)
        self.panel.setVisible(not narrow or self._opened)
        width = self.width() if narrow else round(min(_PANEL_MOST, self.width() * _PANEL_SHARE))
        self.panel.setFixedWidth(width)
        side = GAPS[3] if narrow else GAPS[5]
        layout = self._column.layout()
        if layout is not None:
            layout.setContentsMargins(side, GAPS[4], GAPS[3], 0)

    def _choose(self) -> None:
        """Enter: what is seen is practised; what is not seen yet is shown first."""
        if self.is_narrow and not self._opened:
            self._opened = True
            self._arrange()
            self.panel.wake()
            self.panel.button.setFocus()
        else:
            self.panel.practise()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back by one; Enter on a button presses it."""
        button = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            if self.is_narrow and self._opened:
                self._opened = False
                self._arrange()
                self.grid.setFocus()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(button, QPushButton):
                button.click()
            elif not event.isAutoRepeat():
                self._choose()
        else:
            super().keyPressEvent(event)


class _Grid(QListView):
    """Cards in as many columns as there is room for, all of the same width."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Movements")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _: self.chosen.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        width = self.viewport().width() - 1
        columns = max(1, round(width / _CARD))
        self.setGridSize(QSize(width // columns, HEIGHT))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)
