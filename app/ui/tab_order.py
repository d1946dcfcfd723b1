"""The order of the Tab key where things come and go: that of the layouts, from top to bottom."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLayout, QWidget


def tab_stops(widget: QWidget) -> list[QWidget]:
    """What has the focus one after the other: the widget itself, else all inside it.

    Of a choice of one among a few, Tab comes to the one that is chosen; all of them have a place.
    """
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        return [widget]
    layout = widget.layout()
    if layout is not None:
        return _stops_in(layout)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    inside: list[QObject] = list(widget.findChildren(QWidget, options=direct))
    return [stop for child in inside if isinstance(child, QWidget) for stop in tab_stops(child)]


def _stops_in(layout: QLayout) -> list[QWidget]:
    found: list[QWidget] = []
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            found += tab_stops(widget)
        elif (inner := item.layout()) is not None:
            found += _stops_in(inner)
    return found


def order_tabs(*widgets: QWidget) -> None:
    """Tab goes through the widgets in this order, and inside each as it is laid out."""
    for before, after in pairwise(stop for widget in widgets for stop in tab_stops(widget)):
        QWidget.setTabOrder(before, after)
