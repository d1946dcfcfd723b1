"""The room of the movements: all of them in a grid, and the selected one at length beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.filter_bar import FilterBar
from app.ui.movement_filter import Filter
from app.ui.movement_panel import MovementPanel
from app.ui.movement_rows import Card, CardPainter, Cards, card_height, cards_of
from app.ui.theme import GAPS, Theme
from app.ui.typeface import LARGE, MEDIUM, TEXT, room_font, scaled

if TYPE_CHECKING:
    from app.ui.pictures import Pictures
    from app.ui.services import Services

# From this width on the selected movement stands beside the grid; else it takes its place.
_PANEL_FROM: Final = 760
_PANEL_SHARE: Final = 0.38
_PANEL_MOST: Final = 560
_CARD: Final = 214


class MovementsPage(QWidget):
    """Arrows choose, Enter practises the chosen one, / searches, Esc goes back."""

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
        self._all: list[Card] = []
        self.cards = Cards()
        self.grid = _Grid(self)
        self.grid.setModel(self.cards)
        self.grid.setItemDelegate(CardPainter(theme, pictures))
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.grid.chosen.connect(self._choose)
        self.panel = MovementPanel(theme, pictures, self)
        self.panel.practise_asked.connect(self.practise_asked)
        self.panel.back.clicked.connect(self._close)
        for signal in (theme.changed, pictures.changed, pictures.arrived):
            signal.connect(self.grid.viewport().update)
        self._opened = False
        self._column = QWidget(self)
        self.filter = FilterBar(theme, self._column)
        self.filter.changed.connect(self._sift)
        self.filter.search.down.connect(self._go_on)
        self._lay_out()
        for keys in ("/", "Ctrl+F"):
            QShortcut(QKeySequence(keys), self, self._search)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._column)
        column.setContentsMargins(GAPS[5], GAPS[4], GAPS[4], 0)
        column.setSpacing(GAPS[2])
        column.addWidget(self.filter)
        column.addWidget(self.grid, 1)
        column.addWidget(self._make_nothing(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._column, 1)
        row.addWidget(self.panel)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """What is asked, what was found, and then the one that was chosen."""
        bar, panel = self.filter, self.panel
        stops = (*bar.stops, self.grid, self.all_button, *panel.stops)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arrows choose at once. A proxy would do that too, and keep Tab from all before it."""
        super().focusInEvent(event)
        self.grid.setFocus(event.reason())

    def _make_nothing(self) -> QWidget:
        """What stands in the place of the grid when no card fits."""
        self.nothing = QWidget(self._column)
        text = QLabel("No movement fits.", self.nothing)
        text.setFont(room_font(LARGE, MEDIUM))
        self.all_button = QPushButton("Show all", self.nothing)
        self.all_button.setFont(room_font(TEXT, MEDIUM))
        self.all_button.clicked.connect(self._show_all)
        column = QVBoxLayout(self.nothing)
        column.setContentsMargins(0, GAPS[4], 0, 0)
        column.setSpacing(GAPS[2])
        start = Qt.AlignmentFlag.AlignLeft
        column.addWidget(text, 0, start)
        column.addWidget(self.all_button, 0, start)
        column.addStretch(1)
        self.nothing.hide()
        return self.nothing

    # Coming.

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is; the selection stays."""
        super().showEvent(event)
        if event.spontaneous():
            return
        self._opened = False
        self._all = cards_of(self._services)
        self.filter.set_count(len(self._all))
        self._sift(self.filter.filter)
        self._arrange()
        self._show_current()
        self.panel.wake()

    def _sift(self, asked: Filter) -> None:
        """Show what fits; the selected movement stays selected where it does."""
        chosen, row = self.current(), self.grid.currentIndex().row()
        fitting = [card for card in self._all if asked.fits(card)]
        if self.cards.fill(fitting) and fitting:
            names = [card.name for card in fitting]
            again = names.index(chosen.name) if chosen and chosen.name in names else None
            self._select(max(0, min(row, len(fitting) - 1)) if again is None else again)
        self.grid.setVisible(bool(fitting))
        self.nothing.setVisible(not fitting)
        self._show_current()

    def _show_all(self) -> None:
        self.filter.clear()
        self.grid.setFocus()

    def _search(self) -> None:
        if self._column.isVisible():
            self.filter.search.setFocus()
            self.filter.search.selectAll()

    def _go_on(self) -> None:
        """From the search to what it has found."""
        if self.cards.rowCount():
            self.grid.setFocus()

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
        return self.width() < scaled(_PANEL_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel stands beside the grid, or takes its place."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.is_narrow
        self._column.setVisible(not narrow or not self._opened)
        self.panel.setVisible(not narrow or self._opened)
        self.panel.back.setVisible(narrow)
        width = (
            self.width() if narrow else round(min(scaled(_PANEL_MOST), self.width() * _PANEL_SHARE))
        )
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

    def _close(self) -> None:
        """Back from the one to all of them."""
        self._opened = False
        self._arrange()
        self.grid.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back by one; Enter on a button presses it."""
        button = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            if self.is_narrow and self._opened:
                self._close()
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
        columns = max(1, round(width / scaled(_CARD)))
        self.setGridSize(QSize(width // columns, card_height()))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)
