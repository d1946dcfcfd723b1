"""The grid of routine cards: a list to Qt and to screen readers, laid out by arithmetic.

It is as high as all its cards and lies in a page that scrolls. Nothing of it is made for a card
that is not seen: `QListView` would keep a rectangle for each and lay all of them out again for
every file that is read.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.card_layout import GridLayout, Part, grid_layout
from app.ui.card_painter import CardPainter
from app.ui.mirror import mirrored_point, mirrored_rect
from app.ui.row_model import ROW, Rows
from app.ui.rows import Index, Row

_Move = QAbstractItemView.CursorAction


class CardGrid(QListView):
    """Arrows choose, Enter or a double click begins, typing goes to a name.

    `activated` is not used: on some desktops a single click is enough for it.
    """

    chosen = Signal()
    """The selected card is to be begun, or its file to be opened."""
    all_asked = Signal()
    """All that is wrong with the selected file is to be told."""
    reveal = Signal(QRect)
    """This part of the grid is to be seen."""
    reachable = Signal()
    """The Tab key may come to it from now on, or may not."""
    resized = Signal()
    """The height of all cards may have changed."""

    def __init__(self, rows: Rows, painter: CardPainter, parent: QWidget) -> None:
        """Shows what `rows` shows."""
        super().__init__(parent)
        self._rows, self._cards = rows, painter
        self._layout: Final[list[GridLayout]] = [grid_layout(800)]
        self._hovered = QModelIndex()
        self._pressed: Part | None = None
        self.quiet = False
        """While true nothing is revealed: what is selected was not chosen by anyone."""
        self.page = 2
        """How many rows the page shows at once."""
        # Of our own: PySide would take 9 ms to find out what Qt has made.
        self.setViewport(QWidget())
        self.setModel(rows)
        self.setItemDelegate(painter)
        self.setAccessibleName("Routines")
        self.setProperty("ownFocus", True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _: self.chosen.emit())

    # The layout.

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return self._layout[0].columns

    @property
    def natural_height(self) -> int:
        """The height of all cards."""
        return self._layout[0].total(self._rows.rowCount())

    def visualRect(self, index: Index) -> QRect:
        """Where a card is."""
        if not index.isValid():
            return QRect()
        rect = self._layout[0].rect(index.row())
        return mirrored_rect(self.layoutDirection(), self.rect(), rect)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The card under a point."""
        direct = mirrored_point(self.layoutDirection(), self.rect(), point)
        at = self._layout[0].at(direct)
        if 0 <= at < self._rows.rowCount() and self._layout[0].rect(at).contains(direct):
            return self._rows.index(at)
        return QModelIndex()

    def doItemsLayout(self) -> None:
        """Nothing is kept for a card, so nothing is laid out; without any there is no way in."""
        focus = Qt.FocusPolicy
        policy = focus.StrongFocus if self._rows.rowCount() else focus.NoFocus
        if policy is not self.focusPolicy():
            self.setFocusPolicy(policy)
            self.reachable.emit()
        self.resized.emit()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """It never scrolls by itself."""

    def verticalOffset(self) -> int:
        """The same."""
        return 0

    def horizontalOffset(self) -> int:
        """The same."""
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        """The model hides what is not searched for."""
        return False

    def scrollTo(
        self,
        index: Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Ask the page to."""
        if not self.quiet and index.isValid():
            self.reveal.emit(self.visualRect(index))

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Where the focus is: else the page would show the middle of all cards."""
        if query is Qt.InputMethodQuery.ImCursorRectangle and self.currentIndex().isValid():
            return self.visualRect(self.currentIndex())
        return super().inputMethodQuery(query)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """One card at a time."""
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: object) -> QRegion:
        """What is painted anew when another card is selected."""
        region = QRegion()
        for index in selection.indexes():  # type: ignore[attr-defined]
            region += self.visualRect(index).adjusted(-8, -8, 8, 8)
        return region

    def moveCursor(self, action: _Move, _keys: Qt.KeyboardModifier) -> QModelIndex:
        """Left and right run on into the next row; up and down stay in their column."""
        count, at = self._rows.rowCount(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        back = self.isRightToLeft()
        steps = {
            _Move.MoveLeft: 1 if back else -1,
            _Move.MoveRight: -1 if back else 1,
            _Move.MovePrevious: -1,
            _Move.MoveNext: 1,
            _Move.MoveUp: -self.columns,
            _Move.MoveDown: self.columns,
            _Move.MovePageUp: -self.columns * self.page,
            _Move.MovePageDown: self.columns * self.page,
            _Move.MoveHome: -count,
            _Move.MoveEnd: count,
        }
        to = at + steps[action]
        if not 0 <= to < count and action in (_Move.MoveUp, _Move.MoveDown):
            # The last row may be shorter than the one above it.
            last_row = (count - 1) // self.columns
            below = action is _Move.MoveDown and at // self.columns < last_row
            to = count - 1 if below else at
        return self._rows.index(max(0, min(count - 1, to)))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Share the width out."""
        self.relayout()

    def relayout(self) -> None:
        """Width or letters have changed."""
        self._layout[0] = grid_layout(self.width())
        self.resized.emit()
        self.viewport().update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards that are seen, and no other."""
        layout, seen = self._layout[0], event.rect()
        first = max(0, (seen.top() - 2 * layout.pitch // 10) // layout.pitch - 1) * layout.columns
        last = (seen.bottom() // layout.pitch + 1) * layout.columns
        painter = QPainter(self.viewport())
        try:
            # Each text runs as its own letters do, see `app.ui.painting`.
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            for at in range(first, min(last, self._rows.rowCount())):
                index = self._rows.index(at)
                rect = self.visualRect(index)
                if rect.adjusted(-8, -8, 8, 8).intersects(seen):
                    self._cards.paint(painter, self._option(index, rect), index)
        finally:
            painter.end()

    def _option(self, index: QModelIndex, rect: QRect) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        from PySide6.QtWidgets import QStyle

        flag = QStyle.StateFlag
        state = flag.State_Enabled
        if self.selectionModel().isSelected(index):
            state |= flag.State_Selected
        if index == self._hovered:
            state |= flag.State_MouseOver
        if self.hasFocus() and index == self.currentIndex():
            state |= flag.State_HasFocus
        option.state = state
        return option

    # Hands.

    def _row(self, index: QModelIndex) -> Row | None:
        row = index.data(ROW) if index.isValid() else None
        return row if isinstance(row, Row) else None

    def _part_at(self, point: QPoint) -> Part | None:
        index = self.indexAt(point)
        row = self._row(index)
        if row is None:
            return None
        rect, mirrored = self.visualRect(index), self.isRightToLeft()
        return self._cards.part_at(row, rect, point, mirrored=mirrored)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A card under the pointer shows its button; a button shows a hand."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))
        hand = self._part_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _hover(self, index: QModelIndex) -> None:
        if index != self._hovered:
            for changed in (self._hovered, index):
                self.viewport().update(self.visualRect(changed))
            self._hovered = index

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex())
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Selects; what is pressed is done when the button is let go."""
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = self._part_at(event.position().toPoint()) if left else None
        if not self.indexAt(event.position().toPoint()).isValid():
            # Between the cards nothing is meant; Qt would drop the selection.
            event.ignore()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the part of the card is for."""
        super().mouseReleaseEvent(event)
        part, self._pressed = self._pressed, None
        if part is None or part is not self._part_at(event.position().toPoint()):
            return
        if part is Part.ALL:
            self.all_asked.emit()
        else:
            self.chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks on a button are not more than one."""
        if self._part_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins on every system, also where one click or F2 would."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid() and not event.isAutoRepeat():
                self.chosen.emit()
            return
        # These belong to the page and to the window.
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1) or event.text() in ("?", "/"):
            event.ignore()
            return
        super().keyPressEvent(event)
