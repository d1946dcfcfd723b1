"""The program's own icons: SVG of one colour, rendered for the very pixels that they take.

A word stands beside each, or is its accessible name. QtSvg is imported with the first icon.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from app import paths
from app.ui.tokens import Colours

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QAbstractButton

    from app.ui.theme import Theme

SIZE: Final = 20
"""The usual size beside a word, in pixels."""

_KEPT: Final = 256
_AIR: Final = 3
_WINDOW_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def icon_names() -> frozenset[str]:
    """All icons there are."""
    return frozenset(file.stem for file in (paths.resources() / "icons").glob("*.svg"))


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Paint an icon in the middle of a rectangle, crisp on the painter's device."""
    size = round(min(rect.width(), rect.height()))
    if size <= 0:
        return
    ratio = painter.device().devicePixelRatio()
    at = rect.center() - QPointF(size / 2, size / 2)
    # On whole pixels, so that straight lines stay sharp.
    whole = QPointF(round(at.x() * ratio) / ratio, round(at.y() * ratio) / ratio)
    painter.drawPixmap(whole, icon_pixmap(name, size, colour, ratio))


@lru_cache(maxsize=_KEPT)
def icon_pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels in a colour, for a screen with `ratio` device pixels each.

    Raises:
        FileNotFoundError: there is no icon of that name.
    """
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _renderer(name, colour).render(painter, QRectF(0, 0, size, size))
    finally:
        painter.end()
    return pixmap


@lru_cache(maxsize=_KEPT)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(text.replace("currentColor", colour).encode())


def dress(
    button: QAbstractButton,
    name: str,
    theme: Theme,
    size: int = SIZE,
    *,
    colour: Callable[[Colours], str] = lambda colours: colours.ink,
) -> None:
    """Give a button an icon that keeps to the theme; another one when it is called anew."""
    worn = button.findChild(_Dressing, options=Qt.FindChildOption.FindDirectChildrenOnly)
    dressing = worn or _Dressing(button, theme)
    dressing.name, dressing.size, dressing.colour = name, size, colour
    dressing.put()


class _Dressing(QObject):
    """A button's icon; it goes with its button, and so does what it listens to."""

    def __init__(self, button: QAbstractButton, theme: Theme) -> None:
        super().__init__(button)
        self._button, self._theme = button, theme
        self.name, self.size = "", SIZE
        self.colour: Callable[[Colours], str] = lambda colours: colours.ink
        theme.changed.connect(self.put)

    def put(self) -> None:
        """In the colours of now."""
        self._button.setIconSize(QSize(self.size + 2 * _AIR, self.size))
        ink = self.colour(self._theme.colours)
        self._button.setIcon(_for_all_screens(self.name, self.size, ink))


def _for_all_screens(name: str, size: int, colour: str) -> QIcon:
    """Rendered for each screen there is: scaled, one device pixel would blur."""
    icon = QIcon()
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}):
        icon.addPixmap(_with_air(icon_pixmap(name, size, colour, ratio)))
    return icon


def _with_air(pixmap: QPixmap) -> QPixmap:
    """Wider by what Qt leaves too little of between an icon and its word."""
    ratio, size = pixmap.devicePixelRatio(), pixmap.deviceIndependentSize()
    wider = QPixmap(round((size.width() + 2 * _AIR) * ratio), pixmap.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    try:
        painter.drawPixmap(QPointF(_AIR, 0), pixmap)
    finally:
        painter.end()
    return wider


def window_icon() -> QIcon:
    """The program's own sign, for title bar and task list."""
    icon = QIcon()
    for size in _WINDOW_SIZES:
        icon.addPixmap(icon_pixmap("limber", size, ""))
    return icon
