"""A button with its word and the key that does the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.painting import painting
from app.ui.theme import FOCUS_RING, LINE_CONTROL, Colours, Theme
from app.ui.typeface import MEDIUM, SEMI, TEXT, exact_font, scaled

# Shares of the word's size.
_PAD: Final = 0.62
_GAP: Final = 0.5
_KEY: Final = 0.72
_KEY_PAD: Final = 0.34
_HEIGHT: Final = 2.5
_RADIUS: Final = 0.45
_FOCUS_GAP: Final = 3.0
_ICON: Final = 1.15
_ICON_GAP: Final = 0.42
_INSET: Final = _FOCUS_GAP + FOCUS_RING / 2


class KeyButton(QPushButton):
    """Painted by itself, so that word and key stay apart at every size. Enter presses it."""

    def __init__(self, theme: Theme, key: str, parent: QWidget, *, primary: bool = False) -> None:
        """`key` is written in a small frame; a primary button is filled."""
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self._primary = primary
        self._pixels = scaled(TEXT)
        self._shows_key = True
        self._shows_word = True
        self._icon = ""
        self._quiet = False
        self._colours: tuple[str, str] | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    @property
    def key(self) -> str:
        """The key that does the same."""
        return self._key

    def set_icon(self, name: str) -> None:
        """A picture before the word, from `app.ui.icons`; '' for none."""
        if name != self._icon:
            self._icon = name
            self.update()

    def set_quiet(self, quiet: bool) -> None:
        """Without a frame, until the pointer or the focus is on it."""
        self._quiet = quiet
        self.update()

    def set_look(self, pixels: int, *, shows_key: bool = True, shows_word: bool = True) -> None:
        """The size of the word in real pixels, whether its key has room, and whether it has."""
        self._pixels, self._shows_key, self._shows_word = pixels, shows_key, shows_word
        self.updateGeometry()
        self.update()

    def set_colours(self, fill: str, ink: str) -> None:
        """On a coloured ground, whose own ink then rings the focus."""
        self._colours = (fill, ink)
        self.update()

    def natural_width(self, pixels: int, *, shows_key: bool) -> float:
        """How wide it wants to be at a size."""
        word = _advance(self.text(), pixels, SEMI) if self._shows_word else 0.0
        key = self._key_width(pixels) if shows_key else 0.0
        return self._icon_width(pixels) + word + key + 2 * (_PAD * pixels + _INSET)

    def _icon_width(self, pixels: int) -> float:
        """The icon and the gap behind it."""
        if not self._icon:
            return 0.0
        return pixels * (_ICON + (_ICON_GAP if self._shows_word else 0.0))

    def _key_width(self, pixels: int) -> float:
        """The frame of the key and the gap before it."""
        text = _advance(self._key, round(pixels * _KEY), MEDIUM)
        return pixels * _GAP + max(text + 2 * _KEY_PAD * pixels, pixels * _KEY * 1.7)

    def sizeHint(self) -> QSize:
        """Room for word, key and the ring of the focus."""
        width = self.natural_width(self._pixels, shows_key=self._shows_key)
        return QSize(round(width), round(self._pixels * _HEIGHT + 2 * _INSET))

    def minimumSizeHint(self) -> QSize:
        """The same: the word is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses; every other key belongs to the page around it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space does not press it either."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, word, key and focus."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        colours = self._theme.colours
        rect = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        radius = self._pixels * _RADIUS
        fill, ink, line, ring_colour = self._dress(colours)
        if self.hasFocus():
            painter.setPen(QPen(QColor(ring_colour), FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = rect.adjusted(-_FOCUS_GAP, -_FOCUS_GAP, _FOCUS_GAP, _FOCUS_GAP)
            painter.drawRoundedRect(ring, radius + _FOCUS_GAP, radius + _FOCUS_GAP)
        painter.setPen(QPen(QColor(line), LINE_CONTROL))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(rect, radius, radius)
        self._paint_words(painter, rect, ink)

    def _dress(self, colours: Colours) -> tuple[str, str, str, str]:
        """Fill, ink, outline and the ring of the focus."""
        if self._colours is not None:
            fill, ink = self._colours
            return fill, ink, fill, fill
        if self._primary:
            return colours.ink, colours.paper, colours.ink, colours.accent
        lit = self.underMouse() or self.isDown()
        if self._quiet and not lit:
            return colours.strip, colours.ink, colours.strip, colours.accent
        return (
            colours.hairline if lit else colours.card,
            colours.ink,
            colours.control,
            colours.accent,
        )

    def _paint_words(self, painter: QPainter, rect: QRectF, ink: str) -> None:
        size = self._pixels
        font = exact_font(size, SEMI)
        metrics = QFontMetricsF(font)
        key = self._key_width(size) if self._shows_key else 0.0
        icon = self._icon_width(size)
        word = metrics.horizontalAdvance(self.text()) if self._shows_word else 0.0
        x = rect.center().x() - (icon + word + key) / 2
        if self._icon:
            from app.ui.icons import paint_icon

            side = size * _ICON
            paint_icon(
                painter, self._icon, QRectF(x, rect.center().y() - side / 2, side, side), ink
            )
        x += icon
        if self._shows_word:
            painter.setPen(QColor(ink))
            painter.setFont(font)
            at = QPointF(x, rect.center().y() + metrics.capHeight() / 2)
            painter.drawText(at, self.text())
        if self._shows_key:
            self._paint_key(painter, QRectF(x + word, rect.top(), key, rect.height()), ink)

    def _paint_key(self, painter: QPainter, room: QRectF, ink: str) -> None:
        """The key in its small frame, behind a gap."""
        size = self._pixels
        width = room.width() - size * _GAP
        frame = QRectF(room.left() + size * _GAP, 0, width, size * _KEY * 1.7)
        frame.moveCenter(QPointF(frame.center().x(), room.center().y()))
        faint = QColor(ink)
        faint.setAlphaF(0.55)
        painter.setPen(QPen(faint, LINE_CONTROL))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, size * 0.22, size * 0.22)
        painter.setPen(QColor(ink))
        painter.setFont(exact_font(round(size * _KEY), MEDIUM))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._key)


@lru_cache(maxsize=1024)
def _advance(text: str, pixels: int, weight: int) -> float:
    """The width of a text. The same words are fitted again at every change of the strip."""
    return QFontMetricsF(exact_font(pixels, weight)).horizontalAdvance(text)
