"""Tab goes to the choice that holds; Qt goes to the first one until the group was visited."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def tab_to_the_chosen(group: QButtonGroup) -> None:
    """Keep it so, whatever is chosen; where nothing is, every choice can be reached."""
    group.buttonToggled.connect(lambda *_: _set_policies(group))


def _set_policies(group: QButtonGroup) -> None:
    chosen = group.checkedButton()
    if chosen is not None:
        for button in group.buttons():
            by_tab = button is chosen
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if by_tab else Qt.FocusPolicy.ClickFocus
            )
