"""How home is laid out: one page that scrolls, the large card above, the small ones below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.card_grid import CardGrid
from app.ui.card_layout import EDGE
from app.ui.export_action import ExportAction
from app.ui.hero import Hero
from app.ui.home_head import FitsHead, RoutinesHead
from app.ui.left_out_row import LeftOutRow
from app.ui.notices import Notices
from app.ui.tab_order import order_tabs
from app.ui.theme import GAPS, Theme
from app.ui.typeface import scaled

if TYPE_CHECKING:
    from app.ui.card_painter import CardPainter
    from app.ui.pictures import Pictures
    from app.ui.row_model import Rows
    from app.ui.rows import Row
    from app.ui.services import Services

# Lines that run on and on are hard to read, and cards of half a metre are no cards.
_WIDEST: Final = 1840
_NARROW: Final = 700
_HERO: Final = 320
_LOW_HERO: Final = 268
_LOW: Final = 720


def _grown(height: int) -> int:
    """What is fixed of a height grows less than the words in it."""
    return (height + scaled(height)) // 2


def _now_ms() -> float:
    from app.session.clock import exact_ms

    return exact_ms()


class HomePage(QScrollArea):
    """Places its parts itself, so that scroll place and cards never part, not for one frame."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
        pictures: Pictures,
        cards: CardPainter,
        rows: Rows,
        parent: QWidget,
    ) -> None:
        """Empty."""
        super().__init__(parent)
        self._rows = rows
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Home")
        # Of our own: PySide would take 9 ms to find out what Qt has made.
        self.setViewport(QWidget())
        self._content = QWidget()
        self._content.setObjectName("room")
        self._content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top = QWidget(self._content)
        self.setWidget(self._content)
        self.notices = Notices(self._top)
        self.fits = FitsHead(theme, self._top)
        self.hero = Hero(theme, pictures, self._top, _now_ms)
        self.left_out = LeftOutRow(services, self._top)
        self.head = RoutinesHead(self._top)
        self.grid = CardGrid(rows, cards, self._content)
        self._sheets = QVBoxLayout()
        self._lay_out()
        for signal in (theme.changed, pictures.changed, pictures.arrived):
            signal.connect(self.grid.viewport().update)
        self.grid.resized.connect(self._place)
        self.grid.reveal.connect(self._reveal)
        self.grid.reachable.connect(self.order)

    def _lay_out(self) -> None:
        """The order is that of the Tab key, too."""
        column = QVBoxLayout(self._top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAPS[4])
        column.addWidget(self.notices)
        column.addWidget(self.fits)
        column.addWidget(self.hero)
        column.addLayout(self._sheets)
        column.addWidget(self.left_out)
        column.addWidget(self.head)
        self._top.installEventFilter(self)

    def order(self) -> None:
        """Let the Tab key follow the page; what has come stands at the end of Qt's own order.

        That order does not survive that the page gets a parent, so it is made when home is entered.
        """
        order_tabs(self._top, self.grid)

    def place_first(self, widget: QWidget) -> None:
        """Something that is asked above everything else."""
        column = self._top.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, widget)

    def add_saving(
        self,
        services: Services,
        current: Callable[[], Row | None],
        open_folder: Callable[[Path], object],
        page: QWidget,
    ) -> ExportAction:
        """The wish to save as audio, from the large card and behind a right click."""
        saving = ExportAction(services, current, open_folder, page)
        saving.sheet_made.connect(self._sheets.addWidget)
        saving.enabledChanged.connect(self.hero.save_button.setEnabled)
        self.hero.save_asked.connect(saving.trigger)
        self.grid.addAction(saving)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return saving

    # Where everything stands.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something above the cards has grown or shrunk."""
        if watched is self._top and event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.order()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        width = self.viewport().width()
        low = self.window().height() < _LOW
        self.hero.setFixedHeight(_grown(_LOW_HERO if low or width < _NARROW else _HERO))
        self.fits.set_narrow(width)
        self.head.set_narrow(width)
        self._place()

    def _place(self) -> None:
        width = self.viewport().width()
        side = GAPS[3] if width < _NARROW else GAPS[5]
        room = min(width - 2 * side, _WIDEST)
        left = (width - room) // 2
        layout = self._top.layout()
        if layout is None or room <= 0:
            return
        gap = GAPS[3] if width < _NARROW else GAPS[4] + GAPS[1]
        height = max(layout.heightForWidth(room), layout.minimumHeightForWidth(room))
        top = QRect(left, gap, room, height)
        self._top.setGeometry(top)
        below = top.bottom() + 1 + GAPS[3] - EDGE
        self.grid.resize(room + 2 * EDGE, max(1, self.grid.height()))
        cards = QRect(left - EDGE, below, room + 2 * EDGE, max(1, self.grid.natural_height))
        self.grid.setGeometry(cards)
        self.grid.page = max(1, self.viewport().height() // 250)
        self._content.resize(width, cards.bottom() + 1 + GAPS[4])

    def _reveal(self, card: QRect) -> None:
        """As much of the page as shows a card, and what is above the first row with it."""
        rect = card.translated(self.grid.pos()).adjusted(0, -GAPS[3], 0, GAPS[3])
        bar = self.verticalScrollBar()
        if rect.top() < bar.value():
            bar.setValue(rect.top())
        elif rect.bottom() > bar.value() + self.viewport().height():
            bar.setValue(rect.bottom() - self.viewport().height())

    def to_search(self) -> None:
        """The search field, seen and with the focus."""
        self.ensureWidgetVisible(self.head.search)
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    # What stays where it is.

    def select(self, path: Path, *, quietly: bool) -> None:
        """Select a file where it is shown; `quietly` the page does not move for it."""
        at = self._rows.index_of(path)
        if at is None:
            return
        self.grid.quiet = quietly
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().setCurrentIndex(self._rows.index(at), flags)
        self.grid.quiet = False

    @contextmanager
    def staying(self, current: Callable[[], Row | None]) -> Iterator[None]:
        """What happens inside moves neither what is seen nor what is selected."""
        selected, anchor = current(), self._anchor()
        self.grid.quiet = True
        try:
            yield
        finally:
            self.grid.quiet = False
        now = current()
        if selected is not None and (now is None or now.path != selected.path):
            self.select(selected.path, quietly=True)
        # At once, so that the scroll place can follow.
        self.grid.doItemsLayout()
        if anchor is not None:
            path, offset = anchor
            if (at := self._rows.index_of(path)) is not None:
                top = self.grid.visualRect(self._rows.index(at)).top() + self.grid.y()
                self.verticalScrollBar().setValue(top + offset)
        self.grid.viewport().update()

    def _anchor(self) -> tuple[Path, int] | None:
        """The first card that is seen whole where the page is scrolled, and how far from it."""
        value = self.verticalScrollBar().value()
        if value <= self.grid.y():
            return None
        for at in range(self._rows.rowCount()):
            top = self.grid.visualRect(self._rows.index(at)).top() + self.grid.y()
            if top >= value:
                return self._rows.row(at).path, value - top
        return None

    def empty_text(self, *, searched: bool) -> str:
        """What is said where no card is."""
        if searched:
            return "Nothing is found by these words."
        return "No routines yet. Save a YAML file in your folder and it appears here."

    def tell_found(self, any_at_all: bool) -> None:
        """How many were found, for a screen reader."""
        count = self._rows.rowCount()
        self.grid.setAccessibleDescription(f"{count} found" if any_at_all else "")
