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
from app.ui.textfit import Fitted, Size, fit, fit_whole
from app.ui.theme import Theme
from app.ui.typeface import SEMI, cap_font
from app.ui.view import Mood, StageView

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

END: Final = "The end"
_NEXT: Final = "Next"
# The chevron that takes the word's place, as shares of the cap height: width, height, line.
_CHEVRON: Final = (0.5, 1.05, 0.2)
# What comes takes this share of the width; the bar has the rest, and all of it while nothing is
# said of what comes because the slab says it already.
_NEXT_SHARE: Final = 0.42
_LARGE_SHARE: Final = 0.5
_LARGE: Final = 0.04  # S by the width, from which on the words need it
_POST: Final = 1.63
# Of the word's size: as large as it can be read, and only then smaller.
_NAMES: Final = ((1.0, 1), (0.92, 1), (0.84, 1))
_LAST_NAMES: Final = (*_NAMES, (0.7, 1), (0.56, 2), (0.46, 2))
# The picture, as shares of the strip's height.
_PICTURE: Final = (1.0, 0.72)
_BAR: Final = 1.32
_GAP: Final = 0.6
_LEADING: Final = (Mood.READY, Mood.SWITCH)


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
        self._cap, self._foot = 20.0, 0.0
        self._right = 0
        self._names = True
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
            self._place()

    def set_scale(self, cap: float, foot: float, *, names: bool = True, right: int = 0) -> None:
        """`cap` is S in pixels, `foot` what is kept free below.

        Without `names` there is the bar alone, which keeps `right` pixels free.
        """
        self._cap, self._foot, self._names, self._right = cap, foot, names, right
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the bar anew."""
        self._place()

    @property
    def tells_next(self) -> bool:
        """Whether it says what comes; getting ready and at a switch the slab does."""
        return self._names and self._view is not None and self._view.mood not in _LEADING

    @property
    def _row_height(self) -> float:
        """Of bar, picture and words; below it is the margin."""
        return self.height() - self._foot

    @property
    def _share(self) -> float:
        """What comes takes this much of the width."""
        return _LARGE_SHARE if self._cap > self.width() * _LARGE else _NEXT_SHARE

    def _place(self) -> None:
        margin = self.width() * 0.05
        height = min(self._row_height * 0.76, self._cap * _BAR)
        share = self._share if self.tells_next else 0.05
        width = self.width() * (1 - share) - margin - self._right
        top = (self._row_height - height) / 2
        self.bar.setGeometry(round(margin), round(top), round(width), round(height))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and next."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.colours.strip))
            line = self._theme.colours.strip_line
            if line:
                painter.fillRect(0, 0, self.width(), 2, QColor(line))
            if self._view is not None and self.tells_next:
                self._paint_next(painter, self._view)

    def _paint_next(self, painter: QPainter, view: StageView) -> None:
        """From the right: the sign of a side, the name, its picture, "Next" or a chevron."""
        colours = self._theme.colours
        cap = min(self._cap, self._row_height * 0.56)
        middle = self._row_height / 2
        right = self.width() * 0.95
        left = self.width() * (1 - self._share) + cap * 0.4
        if view.coming_side:
            height = cap * _POST
            width = post_width(view.coming_side, cap, height)
            rect = QRectF(right - width, middle - height / 2, width, height)
            side = side_colours(colours, view.coming_side)
            paint_post(painter, rect, view.coming_side, cap, side.mark, side.on_mark)
            right = rect.left() - cap * _GAP
        row = self._row(view, right - left, cap)
        x = self._paint_name(painter, row.name, right)
        if row.picture is not None:
            size = row.picture.deviceIndependentSize()
            x -= size.width() + (cap * _GAP if row.name.lines else 0.0)
            painter.drawPixmap(QPointF(x, middle - size.height() / 2), row.picture)
        if row.lead is not None:
            self._paint_lead(painter, row.lead, x - cap * _GAP, cap)

    def _paint_lead(self, painter: QPainter, lead: str, right: float, cap: float) -> None:
        """The word for what comes, or the chevron, ending at `right`."""
        colour = QColor(self._theme.colours.quiet)
        middle = self._row_height / 2
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
        top = (self._row_height - name.height) / 2
        painter.setFont(name.font)
        painter.setPen(QColor(self._theme.colours.ink))
        for index, line in enumerate(name.lines):
            at = QPointF(right - name.width, top + name.cap + index * name.pitch)
            painter.drawText(at, line)
        return right - name.width

    def _row(self, view: StageView, room: float, cap: float) -> _Row:
        """The word before it gives way first, then the picture of a name, then the size."""
        picture = self._picture(view)
        name = view.coming or END
        if picture is None or picture.isNull():
            return self._without_picture(name, room, cap)
        # On the other side of the same movement the picture says it all.
        name = "" if view.coming_same else name
        free = room - picture.deviceIndependentSize().width() - cap * _GAP
        for lead, taken in self._leads(cap):
            fitted = _whole(name, free - taken, cap)
            if fitted is not None and free - taken > 0:
                return _Row(lead, picture, fitted)
        fitted = _whole(name, free, cap)
        if fitted is not None and free >= 0:
            return _Row(None, picture, fitted)
        # A picture and a side say it better than words that nobody can read.
        alone = self._without_picture(name, room, cap)
        if alone.name.cap >= cap * _NAMES[-1][0]:
            return alone
        nothing = fit("", room, [Size(cap, 1)], SEMI)
        if free >= 0:
            return _Row("" if free >= self._leads(cap)[1][1] else None, picture, nothing)
        return _Row(None, None, nothing) if view.coming_side else alone

    def _without_picture(self, name: str, room: float, cap: float) -> _Row:
        for lead, taken in self._leads(cap):
            fitted = _whole(name, room - taken, cap)
            if fitted is not None and room >= taken:
                return _Row(lead, None, fitted)
        lead, taken = self._leads(cap)[-1]
        sizes = [Size(cap * share, lines) for share, lines in _LAST_NAMES]
        return _Row(lead, None, fit(name, room - taken, sizes, SEMI))

    def _leads(self, cap: float) -> tuple[tuple[str, float], ...]:
        """The word and the chevron with the room that each takes."""
        word = QFontMetricsF(cap_font(cap, SEMI)).horizontalAdvance(_NEXT)
        return (_NEXT, word + cap * _GAP), ("", cap * (_GAP + _CHEVRON[0] + _CHEVRON[2]))

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


def _whole(name: str, room: float, cap: float) -> Fitted | None:
    """A name that can be read, or None."""
    return fit_whole(name, room, [Size(cap * share, lines) for share, lines in _NAMES], SEMI)


def _coming(view: StageView) -> tuple[object, ...]:
    return view.coming_spoken, view.coming_same, view.coming_movement, view.mood in _LEADING
