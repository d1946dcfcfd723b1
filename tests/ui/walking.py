"""Walks through a window as those do who cannot see it, or who have no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Role = QAccessible.Role
CONTROLS = {
    Role.Button,
    Role.CheckBox,
    Role.ComboBox,
    Role.EditableText,
    Role.List,
    Role.PageTab,
    Role.ProgressBar,
    Role.RadioButton,
    Role.Slider,
    Role.SpinBox,
}
"""What a person works with: each needs a name of its own."""
# What Qt makes inside its own widgets, named by the widget around them.
_INNER = {"qt_spinbox_lineedit", "qt_scrollarea_viewport", "qt_scrollarea_vcontainer"}


class Told(NamedTuple):
    """What a screen reader is told of one thing; `items` are those of a list."""

    role: Role
    name: str
    description: str
    kind: str
    items: tuple[str, ...] = ()


def told_of(window: QWidget) -> list[Told]:
    """All that a screen reader finds in a window, in its order; hidden things are left out."""
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    return list(_walk(root))


def _walk(one: QAccessibleInterface) -> Iterator[Told]:
    thing = one.object()
    inner = isinstance(thing, QWidget) and thing.objectName() in _INNER
    kind = type(thing).__name__
    name, description = (one.text(which) for which in (_NAME, _DESCRIPTION))
    if one.role() is Role.List:
        items = tuple(one.child(at).text(_NAME) for at in range(min(one.childCount(), 40)))
        yield Told(Role.List, name, description, kind, items)
        return
    if not inner:
        yield Told(one.role(), name, description, kind)
    if one.role() is Role.ComboBox:
        return
    for at in range(one.childCount()):
        child = one.child(at)
        if not child.state().invisible:
            yield from _walk(child)


_NAME, _DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


def nameless(window: QWidget) -> list[Told]:
    """The controls that say nothing of themselves, and lists with items that do not."""
    return [
        told
        for told in told_of(window)
        if (told.role in CONTROLS and not told.name.strip()) or not all(told.items)
    ]


# By keyboard.


class Stop(NamedTuple):
    """Where the focus stood, and how many pixels around it showed that."""

    widget: QWidget
    seen: int


def walk(window: QWidget, *, back: bool = False, most: int = 120) -> list[Stop]:
    """Press Tab, or Shift+Tab, until the focus is where it was before; every stop once."""
    stops: list[Stop] = []
    start = focus(window)
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    for _ in range(most):
        QTest.keyClick(focus(window), key)
        QApplication.processEvents()
        now = focus(window)
        if any(stop.widget is now for stop in stops):
            break
        stops.append(Stop(now, _seen(now, window)))
        if now is start:
            break
    return stops


def focus(window: QWidget) -> QWidget:
    """What has the focus of a window, else the window itself."""
    return cast("QWidget | None", window.focusWidget()) or window


def _seen(widget: QWidget, window: QWidget) -> int:
    """How many pixels are others while a widget has the focus."""
    focused = window.grab().toImage()
    widget.clearFocus()
    QApplication.processEvents()
    without = window.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return _changed(without, focused, place(widget, window))


def place(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget is in its window, with room for a ring around it."""
    corner = widget.mapTo(window, QPoint(0, 0))
    return QRect(corner, widget.size()).adjusted(-8, -8, 8, 8)


def _changed(before: QImage, after: QImage, where: QRect) -> int:
    """How many pixels in a place are others now."""
    ratio = after.devicePixelRatio()
    corner, size = where.topLeft() * ratio, where.size() * ratio
    area = QRect(corner, size).intersected(after.rect()).intersected(before.rect())
    one, two = (image.copy(area).convertToFormat(_PLAIN) for image in (before, after))
    first, second = bytes(one.constBits()), bytes(two.constBits())
    if first == second:
        return 0
    return sum(first[at : at + 4] != second[at : at + 4] for at in range(0, len(first), 4))


_PLAIN = QImage.Format.Format_RGB32


def focusable(window: QWidget) -> list[QWidget]:
    """All that Tab should reach: seen, able to act, and willing to have the focus."""
    tab = Qt.FocusPolicy.TabFocus
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & tab
        and widget.window() is window
        and widget.focusProxy() is None
        and widget.objectName() not in _INNER
    ]
