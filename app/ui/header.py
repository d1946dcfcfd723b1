"""The head of all rooms: where one is, who speaks, the settings, the keys. The stage has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.ui.painting import painting
from app.ui.theme import FOCUS_RING, GAPS, RADIUS_CHIP, Theme
from app.ui.typeface import BOLD, HEAD, MEDIUM, SEMI, SMALL, TEXT, room_font, scaled

_PAD: Final = 18
_MARK: Final = 28
_UNDER: Final = 4
_ICON: Final = 20
# From this width on there is room for the name beside the mark.
_NAMED_FROM: Final = 640
_HEIGHT: Final = 64
_LOW: Final = 48
_LOW_BELOW: Final = 520


class Header(QWidget):
    """Tabs at the left, what concerns all rooms at the right."""

    tab_asked = Signal(int)
    """The number of a tab, from 0."""
    voice_asked = Signal()
    settings_asked = Signal()
    keys_asked = Signal()

    def __init__(self, theme: Theme, tabs: Sequence[str], parent: QWidget) -> None:
        """No tab is marked yet."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Rooms")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._mark = _Mark(theme, self)
        self.tabs = [Tab(theme, word, self) for word in tabs]
        for number, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _=False, number=number: self.tab_asked.emit(number))
        self.voice = Tool(theme, "voice-full", "Voice", self, worded=True)
        self.settings = Tool(theme, "settings", "Settings", self)
        self.keys = Tool(theme, "help", "Keys", self)
        self.voice.setAccessibleDescription("Who speaks, how fast and how loud.")
        self.voice.clicked.connect(self.voice_asked)
        self.settings.clicked.connect(self.settings_asked)
        self.keys.clicked.connect(self.keys_asked)
        self._lay_out()
        theme.changed.connect(self.update)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GAPS[5], 0, GAPS[5] - GAPS[1], 1)
        row.setSpacing(GAPS[0])
        row.addWidget(self._mark)
        row.addSpacing(GAPS[4])
        for tab in self.tabs:
            row.addWidget(tab)
        row.addStretch(1)
        for tool in (self.voice, self.settings, self.keys):
            row.addWidget(tool)

    def mark(self, number: int | None) -> None:
        """Mark the room that is shown; None where it has no tab."""
        for at, tab in enumerate(self.tabs):
            tab.set_current(at == number)

    def wake(self) -> None:
        """The window has been painted once: the signs, which cost an import, follow."""
        for tool in (self.voice, self.settings, self.keys):
            tool.wake()

    def set_level(self, level: str) -> None:
        """How much is said: `full`, `brief`, `tones` or `silent`."""
        self.voice.set_icon(f"voice-{level}")
        self.voice.setText(f"Voice: {level}")
        self.voice.setAccessibleName(f"Voice: {level}")
        self.voice.updateGeometry()

    def set_room(self, width: int, height: int) -> None:
        """A narrow window has room for the signs alone, a low one for a low head."""
        narrow = width < _NAMED_FROM
        self.setFixedHeight(_LOW if height < _LOW_BELOW else _HEIGHT + _grown())
        side = GAPS[3] if narrow else GAPS[5]
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, 0, side - GAPS[1], 1)
        self._mark.set_named(not narrow)
        self.voice.set_worded(not narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground of its own, and a hairline below."""
        with painting(self) as painter:
            colours = self._theme.colours
            painter.fillRect(self.rect(), QColor(colours.paper))
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.hairline))


class _Mark(QWidget):
    """The sign of the program and its name: two sides of one circle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._named = True
        self.setAccessibleName("Limber")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_named(self, named: bool) -> None:
        """Whether the name stands beside it."""
        if named != self._named:
            self._named = named
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for both."""
        metrics = QFontMetrics(room_font(HEAD, BOLD))
        width = _MARK + (GAPS[2] + metrics.horizontalAdvance("Limber") + 2 if self._named else 0)
        return QSize(width, max(_MARK, metrics.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dusk and dawn, parted by the bow."""
        with painting(self) as painter:
            colours = self._theme.colours
            mirrored = self.isRightToLeft()
            left = self.width() - _MARK if mirrored else 0
            box = QRectF(left, (self.height() - _MARK) / 2, _MARK, _MARK)
            paint_mark(painter, box, colours.left.mark, colours.right.mark)
            if self._named:
                painter.setFont(room_font(HEAD, BOLD))
                painter.setPen(QColor(colours.ink))
                words = self.rect().adjusted(_MARK + GAPS[2], 0, 0, 0)
                if mirrored:
                    words = self.rect().adjusted(0, 0, -_MARK - GAPS[2], 0)
                side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
                painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, "Limber")


def _grown() -> int:
    """What large letters take beyond the usual height."""
    return max(0, QFontMetrics(room_font(TEXT, SEMI)).height() - 32)


def paint_mark(painter: QPainter, box: QRectF, dusk: str, dawn: str) -> None:
    """The mark: a circle whose right part leans against a bow."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    circle = QPainterPath()
    circle.addEllipse(QRectF(0, 0, 24, 24))
    bow = QPainterPath(QPointF(11.5, -1))
    bow.cubicTo(QPointF(16.5, 7), QPointF(16.5, 17), QPointF(11.5, 25))
    bow.lineTo(-1, 25)
    bow.lineTo(-1, -1)
    bow.closeSubpath()
    gap = QPainterPath(bow)
    gap.translate(2.6, 0)
    painter.fillPath(circle.intersected(bow), QColor(dusk))
    painter.fillPath(circle.subtracted(gap), QColor(dawn))
    painter.restore()


class _HeadButton(QPushButton):
    """Flat on the head; a frame when it has the focus, a ground under the pointer."""

    def __init__(self, theme: Theme, word: str, parent: QWidget) -> None:
        super().__init__(word, parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("ownFocus", True)
        theme.changed.connect(self.update)

    def _ground(self, painter: QPainter) -> None:
        colours = self._theme.colours
        pad = max(4.0, (self.height() - 40) / 2)
        rect = QRectF(self.rect()).adjusted(2, pad, -2, -pad)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.strip))
            painter.drawRoundedRect(rect, RADIUS_CHIP, RADIUS_CHIP)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_CHIP, RADIUS_CHIP)


class Tab(_HeadButton):
    """A room; a bar below it says that it is the one that is shown."""

    def __init__(self, theme: Theme, word: str, parent: QWidget) -> None:
        """Not marked."""
        super().__init__(theme, word, parent)
        self._current = False

    @property
    def is_current(self) -> bool:
        """Whether its room is shown."""
        return self._current

    def set_current(self, current: bool) -> None:
        """Mark it or not."""
        self._current = current
        self.setAccessibleDescription("This room is shown." if current else "")
        self.update()

    def sizeHint(self) -> QSize:
        """The word as bold as it may become, so that nothing moves."""
        metrics = QFontMetrics(room_font(TEXT, SEMI))
        width = metrics.horizontalAdvance(self.text()) + 2 * _PAD
        return QSize(width, _LOW)

    def minimumSizeHint(self) -> QSize:
        """The word is never cut; what is around it may go."""
        size = self.sizeHint()
        return QSize(size.width() - _PAD, size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The word, and the bar."""
        with painting(self) as painter:
            colours = self._theme.colours
            self._ground(painter)
            painter.setFont(room_font(TEXT, SEMI if self._current else MEDIUM))
            painter.setPen(QColor(colours.ink if self._current else colours.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
            if self._current:
                bar = QPainterPath()
                pad = GAPS[3]
                top = self.height() - _UNDER
                bar.addRoundedRect(QRectF(pad, top, self.width() - 2 * pad, 2 * _UNDER), 3, 3)
                painter.fillPath(bar, QColor(colours.accent))


class Tool(_HeadButton):
    """A sign of our own, with a word beside it where it is `worded`."""

    def __init__(
        self, theme: Theme, icon: str, word: str, parent: QWidget, *, worded: bool = False
    ) -> None:
        """The word is its name in either case; the sign is seen from `wake` on."""
        super().__init__(theme, word, parent)
        self._icon, self._worded = icon, worded
        self._awake = False
        self.setAccessibleName(word)
        self.setToolTip(word)

    def wake(self) -> None:
        """Paint the sign from now on."""
        self._awake = True
        self.update()

    def set_icon(self, icon: str) -> None:
        """Another sign."""
        self._icon = icon
        self.update()

    def set_worded(self, worded: bool) -> None:
        """Whether there is room for the word."""
        if worded != self._worded:
            self._worded = worded
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Sign and word."""
        metrics = QFontMetrics(room_font(SMALL, SEMI))
        word = metrics.horizontalAdvance(self.text()) + GAPS[1] if self._worded else 0
        return QSize(scaled(_ICON) + word + 2 * GAPS[2], _LOW)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign, then the word."""
        with painting(self) as painter:
            ink = self._theme.colours.ink
            self._ground(painter)
            middle = self.height() / 2
            left = float(GAPS[2])
            mirrored = self.isRightToLeft() and self._worded
            at = self.width() - left - scaled(_ICON) if mirrored else left
            if self._awake:
                from app.ui.icons import paint_icon

                box = QRectF(at, middle - scaled(_ICON) / 2, scaled(_ICON), scaled(_ICON))
                paint_icon(painter, self._icon, box, ink)
            if self._worded:
                painter.setFont(room_font(SMALL, SEMI))
                painter.setPen(QColor(ink))
                near = round(left + scaled(_ICON) + GAPS[1])
                words = self.rect().adjusted(near, 0, 0, 0)
                if mirrored:
                    words = self.rect().adjusted(0, 0, -near, 0)
                side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
                painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, self.text())
