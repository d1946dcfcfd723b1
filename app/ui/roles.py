"""What painted widgets are to a screen reader: Qt takes whatever it does not know for a filler.

`QWidget` has no setter for its role. Nothing is made of this before a screen reader asks.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

ROLES: Final = {
    "Window": "Window",
    "Header": "ToolBar",
    "Controls": "ToolBar",
    "CornerBar": "ToolBar",
    "Home": "Grouping",
    "Hero": "Grouping",
    "FirstRun": "Grouping",
    "MovementPanel": "Grouping",
    "MovementsPage": "Grouping",
    "ResumeOffer": "Grouping",
    "SectionList": "Grouping",
    "Segments": "Grouping",
    "SettingsRoom": "Grouping",
    "Stage": "Grouping",
    "Summary": "Grouping",
    "Board": "StaticText",
    "HoldPanel": "StaticText",
    "Slab": "StaticText",
    "Strip": "StaticText",
    "SummaryBoard": "StaticText",
    "Help": "HelpBalloon",
    "FigureView": "Graphic",
    "SessionBar": "Indicator",
}
"""Names of `QAccessible.Role` by names of classes, so that nothing is imported for it."""


def tell_roles() -> None:
    """Let screen readers know them; once in the life of a process, before the first window."""
    QAccessible.installFactory(_interface)


@cache
def role_of(kind: str) -> QAccessible.Role | None:
    """The role of a class by its name, None where Qt knows better."""
    return QAccessible.Role[ROLES[kind]] if kind in ROLES else None


def _interface(kind: str, thing: QObject) -> QAccessibleInterface | None:
    role = role_of(kind)
    if role is None or not isinstance(thing, QWidget):
        return None
    return QAccessibleWidget(thing, role)
