"""Finds words that are cut off, lie over each other, or leave their widget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

from app.ui.key_button import KeyButton

# What letters may reach beyond their place without anyone seeing it; pixels.
_SLACK = 2
_WRAPS = Qt.TextFlag.TextWordWrap


class Painted(NamedTuple):
    """Words that were painted: where, and the room that was meant for them, in the device."""

    text: str
    place: QRectF
    room: QRectF
    widget: QWidget | None


@contextmanager
def painted_words() -> Iterator[list[Painted]]:
    """Notes all that our own painters write meanwhile; styles write in C++ and are not seen."""
    found: list[Painted] = []
    original = QPainter.drawText

    def spy(self: QPainter, *args: Any) -> Any:
        found.append(_noted(self, args))
        return original(self, *args)

    QPainter.drawText = spy  # type: ignore[method-assign, assignment]
    try:
        yield found
    finally:
        QPainter.drawText = original  # type: ignore[method-assign]


def _noted(painter: QPainter, args: tuple[Any, ...]) -> Painted:
    metrics, text = QFontMetricsF(painter.font()), args[-1]
    device = painter.device()
    widget = device if isinstance(device, QWidget) else None
    seen = QRectF(widget.rect()) if widget else QRectF(-1e6, -1e6, 2e6, 2e6)
    if len(args) == 2:
        place = metrics.tightBoundingRect(text).translated(args[0])
        room = seen
    else:
        room, flags = QRectF(args[0]), int(getattr(args[1], "value", args[1]))
        place = metrics.boundingRect(room, flags, text)
        if not flags & _WRAPS.value and "\n" not in text:
            # What hangs below the line is not cut where the room is as high as a capital.
            tight = metrics.tightBoundingRect(text)
            place.setTop(place.center().y() - tight.height() / 2)
            place.setHeight(tight.height())
    transform = painter.worldTransform()
    return Painted(text, transform.mapRect(place), transform.mapRect(room), widget)


def cut_words(painted: list[Painted]) -> list[str]:
    """What was painted into too small a room, or beyond its widget."""
    found = []
    for text, place, room, widget in painted:
        if not text.strip():
            continue
        if not room.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
            found.append(f"{text!r} needs {_size(place)}, has {_size(room)} in {_named(widget)}")
        elif "…" in text and not text.endswith(("audio…", "file…")):
            found.append(f"{text!r} was shortened in {_named(widget)}")
    return found


def overlapping(painted: list[Painted]) -> list[str]:
    """Words that one widget has painted over each other."""
    found = []
    for one, two in combinations(painted, 2):
        if one.widget is None or one.widget is not two.widget or one.text == two.text:
            continue
        common = one.place.intersected(two.place)
        if common.width() > _SLACK and common.height() > _SLACK:
            found.append(f"{one.text!r} and {two.text!r} overlap in {_named(one.widget)}")
    return found


def clipped(window: QWidget) -> list[str]:
    """Labels and controls that are smaller than their words, or lie outside of what shows them."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window:
            continue
        if why := _why_small(widget) or _why_outside(widget):
            found.append(f"{_named(widget)}: {why}")
    return found + _on_each_other(window)


def _why_small(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        if not widget.text():
            return ""
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            return f"{needed} high, has {widget.height()}" if needed > widget.height() + 1 else ""
        hint = widget.sizeHint()
        return _smaller(widget, hint.width(), hint.height())
    if isinstance(widget, QCheckBox) and widget.hasHeightForWidth():
        return _smaller(widget, 0, widget.heightForWidth(widget.width()))
    if isinstance(widget, KeyButton):
        # Its words, where it shows them, are seen as they are painted.
        return ""
    if isinstance(widget, (QAbstractButton, QComboBox)):
        hint = widget.minimumSizeHint()
        return _smaller(widget, hint.width(), hint.height())
    return ""


def _smaller(widget: QWidget, width: int, height: int) -> str:
    if widget.width() + 1 >= width and widget.height() + 1 >= height:
        return ""
    return f"needs {width}x{height}, has {widget.width()}x{widget.height()}"


def _why_outside(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if parent is None or isinstance(widget, QScrollBar):
        return ""
    area = parent.parentWidget()
    scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is parent
    box = widget.geometry()
    if scrolls:
        wide = box.width() > parent.width() + 1
        sideways = isinstance(area, QScrollArea) and not area.horizontalScrollBar().isVisible()
        return f"{box.width()} wide in {parent.width()}" if wide and sideways else ""
    worded = isinstance(widget, (QLabel, QAbstractButton, QComboBox))
    inside = parent.rect().adjusted(-1, -1, 1, 1).contains(box)
    return "" if inside or not worded else f"{_box(box)} in {_size(QRectF(parent.rect()))}"


def _on_each_other(window: QWidget) -> list[str]:
    """Words and controls that lie over other words and controls."""
    kinds = (QLabel, QAbstractButton, QComboBox)
    shown = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.isVisible() and widget.window() is window and not _is_inner(widget)
    ]
    found = []
    for one, two in combinations(shown, 2):
        if one.isAncestorOf(two) or two.isAncestorOf(one):
            continue
        common = _seen_part(one).intersected(_seen_part(two))
        if common.width() > _SLACK and common.height() > _SLACK:
            found.append(f"{_named(one)} and {_named(two)} lie on each other")
    return found


def _is_inner(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), (QScrollBar, QComboBox, QStackedWidget))


def _seen_part(widget: QWidget) -> QRect:
    """What of a widget its scroll areas show, in the window."""
    box = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        box &= QRect(above.mapTo(widget.window(), QPoint(0, 0)), above.size())
        above = above.parentWidget()
    return box


def _named(widget: QWidget | None) -> str:
    if widget is None:
        return "a picture"
    text = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} {str(text)[:40]!r}"


def _size(rect: QRectF) -> str:
    return f"{rect.width():.0f}x{rect.height():.0f}"


def _box(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"
