"""One of a few: painted by itself, reached by Tab where it holds, chosen by arrows and clicks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.ui.theme import Theme


class PaintedChoice(QRadioButton):
    """A radio button that paints itself and can be pressed all over. Enter is left to its page."""

    def __init__(self, theme: Theme, word: str, parent: QWidget) -> None:
        """Not chosen. Whoever derives from it gives it a `sizeHint` and paints it."""
        super().__init__(word, parent)
        self._theme = theme
        self.setProperty("ownFocus", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        """No word is ever cut."""
        return self.sizeHint()

    def hitButton(self, point: QPoint) -> bool:
        """All of it, not only where a style would draw a ring."""
        return self.rect().contains(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; Enter goes on to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


def tab_to_the_chosen(group: QButtonGroup) -> None:
    """Keep Tab on the choice that holds; Qt goes to the first one until the group was visited.

    Where nothing is chosen, every choice can be reached.
    """
    group.buttonToggled.connect(lambda *_: _set_policies(group))


def _set_policies(group: QButtonGroup) -> None:
    chosen = group.checkedButton()
    if chosen is not None:
        for button in group.buttons():
            by_tab = button is chosen
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if by_tab else Qt.FocusPolicy.ClickFocus
            )
