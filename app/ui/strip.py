"""The strip below the stage: the session bar, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.timeline.model import Timeline
from app.ui.fingerpost import paint_post, post_width
from app.ui.session_bar import SessionBar
from app.ui.slab import side_colours
from app.ui.theme import Theme
from app.ui.typeface import SEMI, cap_font
from app.ui.view import StageView

_NEXT_SHARE = 0.42


class Strip(QWidget):
    """Paints the word for what comes; the bar is a child of its own, so that it repaints alone."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._theme = theme
        self._coming = ""
        self._view: StageView | None = None
        self._cap = 20.0
        self.bar = SessionBar(theme, self)
        self.setAccessibleName("Next")
        theme.changed.connect(self.update)

    def set_timeline(self, timeline: Timeline) -> None:
        """Another plan."""
        self.bar.set_timeline(timeline)

    def show_view(self, view: StageView) -> None:
        """What comes next may have changed."""
        before = self._view
        if before is None or (view.coming, view.coming_side) != (
            before.coming,
            before.coming_side,
        ):
            self._view = view
            self._coming = view.coming
            side = f"{view.coming_side.value}, " if view.coming_side else ""
            self.setAccessibleDescription(f"{side}{view.coming or 'the end'}")
            self.update()

    def set_scale(self, cap: float) -> None:
        """`cap` is the height of the capitals in pixels."""
        self._cap = cap
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the bar anew."""
        self._place()

    def _place(self) -> None:
        margin = self.width() * 0.05
        height = min(self.height() * 0.56, self._cap * 2.4)
        width = self.width() * (1 - _NEXT_SHARE) - margin
        top = (self.height() - height) / 2
        self.bar.setGeometry(round(margin), round(top), round(width), round(height))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and next."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
            if self._view is not None:
                self._paint_next(painter, self._view)
        finally:
            painter.end()

    def _paint_next(self, painter: QPainter, view: StageView) -> None:
        colours = self._theme.colours
        cap = min(self._cap, self.height() * 0.24)
        right = self.width() * 0.95
        left = self.width() * (1 - _NEXT_SHARE) + cap
        baseline = (self.height() + cap) / 2
        painter.setFont(cap_font(cap, SEMI))
        metrics = QFontMetricsF(painter.font())
        if view.coming_side:
            side = side_colours(colours, view.coming_side)
            height = cap * 2.1
            width = post_width(view.coming_side, cap, height)
            rect = QRectF(right - width, (self.height() - height) / 2, width, height)
            paint_post(painter, rect, view.coming_side, cap, side.mark, side.on_mark)
            right = rect.left() - cap * 0.7
            painter.setFont(cap_font(cap, SEMI))
        label = view.coming or "The end"
        word = "Next  "
        room = right - left
        if metrics.horizontalAdvance(word + label) > room:
            word = ""
        if metrics.horizontalAdvance(label) > room:
            painter.setFont(cap_font(cap * 0.8, SEMI))
            metrics = QFontMetricsF(painter.font())
        elided = metrics.elidedText(
            label, Qt.TextElideMode.ElideRight, max(0, int(room - metrics.horizontalAdvance(word)))
        )
        x = right - metrics.horizontalAdvance(word + elided)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(QPointF(x, baseline), word)
        painter.setPen(QColor(colours.ink))
        painter.drawText(QPointF(x + metrics.horizontalAdvance(word), baseline), elided)
