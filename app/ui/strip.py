"""The strip below the stage: the session bar, and what comes next with its small picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.movements.model import Side
from app.timeline.model import Timeline
from app.ui.fingerpost import paint_post, post_width
from app.ui.painting import painting
from app.ui.session_bar import SessionBar
from app.ui.slab import side_colours
from app.ui.textfit import Fitted, Size, fit
from app.ui.theme import Theme
from app.ui.typeface import SEMI, cap_font
from app.ui.view import StageView

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

END: Final = "The end"
_NEXT: Final = "Next"
# The chevron that takes the word's place, as shares of the cap height: width, height, line.
_CHEVRON: Final = (0.5, 1.05, 0.2)
_NEXT_SHARE: Final = 0.42
_POST: Final = 2.1
# Of the word's size: one line while it can be, two smaller ones before it is cut.
_NAMES: Final = ((1.0, 1), (0.88, 1), (0.68, 2), (0.56, 2), (0.46, 2))
# The picture, as shares of the strip's height; it gives way before a name gets smaller than this.
_PICTURE: Final = (1.25, 0.86)
_LEAST_NAME: Final = 0.55
_GAP: Final = 0.6


class _Row(NamedTuple):
    """What stands before the sign of a side, from the left; '' is the chevron, None is nothing."""

    lead: str | None
    picture: QPixmap | None
    name: Fitted


class Strip(QWidget):
    """Paints the word for what comes; the bar is a child of its own, so that it repaints alone."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._view: StageView | None = None
        self._cap = 20.0
        self.setMouseTracking(True)
        self.bar = SessionBar(theme, self)
        self.setAccessibleName("Next")
        for signal in (theme.changed, pictures.changed, pictures.arrived):
            signal.connect(self.update)

    def set_timeline(self, timeline: Timeline) -> None:
        """Another plan."""
        self.bar.set_timeline(timeline)

    def show_view(self, view: StageView) -> None:
        """What comes next may have changed."""
        before, self._view = self._view, view
        if before is None or _coming(before) != _coming(view):
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
        """From the right: the sign of a side, the name, its picture, "Next" or a chevron."""
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
            right = rect.left() - cap * _GAP
        row = self._row(view, right - left, cap)
        x = self._paint_name(painter, row.name, right)
        if row.picture is not None:
            size = row.picture.deviceIndependentSize()
            x -= size.width() + (cap * _GAP if row.name.lines else 0.0)
            painter.drawPixmap(QPointF(x, (self.height() - size.height()) / 2), row.picture)
        if row.lead is not None:
            self._paint_lead(painter, row.lead, x - cap * _GAP, cap)

    def _paint_lead(self, painter: QPainter, lead: str, right: float, cap: float) -> None:
        """The word for what comes, or the chevron, ending at `right`."""
        colour = QColor(self._theme.colours.quiet)
        middle = self.height() / 2
        if not lead:
            width, height, line = (cap * share for share in _CHEVRON)
            pen = QPen(colour, line)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            tip, tail = right - line / 2, right - line / 2 - width
            corners = ((tail, -height / 2), (tip, 0.0), (tail, height / 2))
            painter.drawPolyline([QPointF(x, middle + y) for x, y in corners])
            return
        painter.setFont(cap_font(cap, SEMI))
        painter.setPen(colour)
        width = QFontMetricsF(painter.font()).horizontalAdvance(lead)
        painter.drawText(QPointF(right - width, middle + cap / 2), lead)

    def _paint_name(self, painter: QPainter, name: Fitted, right: float) -> float:
        """The name, ending at `right`; where it begins."""
        top = (self.height() - name.height) / 2
        painter.setFont(name.font)
        painter.setPen(QColor(self._theme.colours.ink))
        for index, line in enumerate(name.lines):
            at = QPointF(right - name.width, top + name.cap + index * name.pitch)
            painter.drawText(at, line)
        return right - name.width

    def _row(self, view: StageView, room: float, cap: float) -> _Row:
        """The picture tells what comes on the other side; else the name counts for more."""
        picture = self._picture(view)
        if picture is not None and not picture.isNull():
            taken = picture.deviceIndependentSize().width()
            name = "" if view.coming_same else view.coming or END
            free = room - taken - cap * _GAP
            alone = fit(name, free, [Size(cap * s, n) for s, n in _NAMES], SEMI)
            tried: tuple[tuple[str | None, Fitted], ...] = (
                self._fitted(name, free, cap),
                (None, alone),
            )
            for lead, fitted in tried:
                cut = any(line.endswith("…") for line in fitted.lines)
                if not cut and fitted.cap >= cap * _LEAST_NAME:
                    return _Row(lead, picture, fitted)
        lead, fitted = self._fitted(view.coming or END, room, cap)
        return _Row(lead, None, fitted)

    def _picture(self, view: StageView) -> QPixmap | None:
        movement = view.coming_movement
        if movement is None:
            return None
        width, height = (round(self.height() * share) for share in _PICTURE)
        # The mat has the colour of the strip: what counts at this size is the body.
        ground = self._theme.colours.strip
        return self._pictures.small(
            movement,
            QSize(width, height),
            self.devicePixelRatioF(),
            (ground, ground),
            mirrored=view.coming_side is Side.LEFT,
            close=True,
        )

    def _fitted(self, name: str, room: float, cap: float) -> tuple[str, Fitted]:
        """The word before the name, and the name; the word gives way first."""
        metrics = QFontMetricsF(cap_font(cap, SEMI))
        free = room - cap * _GAP - metrics.horizontalAdvance(_NEXT)
        whole = fit(name, free, (Size(cap, 1),), SEMI)
        if free > 0 and (not whole.lines or not whole.lines[0].endswith("…")):
            return _NEXT, whole
        free = room - cap * (_GAP + _CHEVRON[0] + _CHEVRON[2])
        return "", fit(name, free, [Size(cap * s, n) for s, n in _NAMES], SEMI)


def _coming(view: StageView) -> tuple[object, ...]:
    return view.coming_spoken, view.coming_same, view.coming_movement
