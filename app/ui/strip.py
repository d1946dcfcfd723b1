"""The strip below the stage: the session bar, and what comes next."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.timeline.model import Timeline
from app.ui.fingerpost import paint_post, post_width
from app.ui.painting import painting
from app.ui.session_bar import SessionBar
from app.ui.slab import side_colours
from app.ui.textfit import Fitted, Size, fit
from app.ui.theme import Theme
from app.ui.typeface import SEMI, cap_font
from app.ui.view import StageView

END: Final = "The end"
_NEXT: Final = "Next"
_CHEVRON: Final = "\u203a"
_NEXT_SHARE: Final = 0.42
_POST: Final = 2.1
# Of the word's size: one line while it can be, two smaller ones before it is cut.
_NAMES: Final = ((1.0, 1), (0.88, 1), (0.68, 2), (0.56, 2), (0.46, 2))


class Strip(QWidget):
    """Paints the word for what comes; the bar is a child of its own, so that it repaints alone."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._theme = theme
        self._view: StageView | None = None
        self._cap = 20.0
        self.setMouseTracking(True)
        self.bar = SessionBar(theme, self)
        self.setAccessibleName("Next")
        theme.changed.connect(self.update)

    def set_timeline(self, timeline: Timeline) -> None:
        """Another plan."""
        self.bar.set_timeline(timeline)

    def show_view(self, view: StageView) -> None:
        """What comes next may have changed."""
        before, self._view = self._view, view
        if before is None or before.coming_spoken != view.coming_spoken:
            self.setAccessibleName(view.coming_spoken)
            self.update()

    def set_scale(self, cap: float) -> None:
        """`cap` is S in pixels."""
        self._cap = cap
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the bar anew."""
        self._place()

    def _place(self) -> None:
        margin = self.width() * 0.05
        height = min(self.height() * 0.56, self._cap * 1.75)
        width = self.width() * (1 - _NEXT_SHARE) - margin
        top = (self.height() - height) / 2
        self.bar.setGeometry(round(margin), round(top), round(width), round(height))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and next."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
            if self._view is not None:
                self._paint_next(painter, self._view)

    def _paint_next(self, painter: QPainter, view: StageView) -> None:
        """From the right: the sign of a side, the name, the word "Next" or a chevron."""
        colours = self._theme.colours
        cap = min(self._cap * 0.85, self.height() * 0.3, self.width() * 0.03)
        right = self.width() * 0.95
        left = self.width() * (1 - _NEXT_SHARE) + cap
        if view.coming_side:
            height = cap * _POST
            width = post_width(view.coming_side, cap, height)
            rect = QRectF(right - width, (self.height() - height) / 2, width, height)
            side = side_colours(colours, view.coming_side)
            paint_post(painter, rect, view.coming_side, cap, side.mark, side.on_mark)
            right = rect.left() - cap * 0.6
        lead, name = self._fitted(view.coming or END, right - left, cap)
        top = (self.height() - name.height) / 2
        x = right - name.width
        painter.setFont(name.font)
        painter.setPen(QColor(colours.ink))
        for index, line in enumerate(name.lines):
            painter.drawText(QPointF(x, top + name.cap + index * name.pitch), line)
        painter.setFont(cap_font(cap, SEMI))
        painter.setPen(QColor(colours.quiet))
        at = x - cap * 0.6 - QFontMetricsF(painter.font()).horizontalAdvance(lead)
        painter.drawText(QPointF(at, (self.height() + cap) / 2), lead)

    def _fitted(self, name: str, room: float, cap: float) -> tuple[str, Fitted]:
        """The word before the name, and the name; the word gives way first."""
        metrics = QFontMetricsF(cap_font(cap, SEMI))
        free = room - cap * 0.6 - metrics.horizontalAdvance(_NEXT)
        whole = fit(name, free, (Size(cap, 1),), SEMI)
        if not whole.lines or not whole.lines[0].endswith("…"):
            return _NEXT, whole
        free = room - cap * 0.6 - metrics.horizontalAdvance(_CHEVRON)
        return _CHEVRON, fit(name, free, [Size(cap * s, n) for s, n in _NAMES], SEMI)
