"""What was done, to be seen at a glance: a tile for each movement, a bar for each area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.movements.model import Area
from app.ui.area_mark import paint_areas
from app.ui.icons import paint_icon
from app.ui.painting import painting
from app.ui.textfit import Size, fit
from app.ui.theme import LINE_CONTROL, RADIUS_CARD, Theme
from app.ui.typeface import BOLD, MEDIUM, SEMI, cap_font
from app.units import MINUTE, SECOND

if TYPE_CHECKING:
    from app.movements.model import Movement
    from app.ui.pictures import Pictures

AREAS: Final = {Area.HIP: "Hips", Area.ANKLE: "Ankles", Area.THORACIC: "Upper back"}

_MOST_TILES: Final = 16
_IN_A_ROW: Final = (4, 5, 6, 8)
# Shares of the height: the tiles in one row or two, and the gap below them.
_TILES: Final = {1: 0.42, 2: 0.6}
_TILE_GAP: Final = 16.0
_AREAS_GAP: Final = 0.06
# Of a tile: the picture, and the least width at which words are of use; pixels.
_PICTURE: Final = 0.6
_WORDS_FROM: Final = 96.0
_CHECK: Final = 0.15
# Of a cap height: the mark of an area and the gap behind it.
_MARKED: Final = 1.6


class Tile(NamedTuple):
    """A movement, and how long it was done, in words."""

    movement: Movement | None
    name: str
    told: str
    even: bool = True


class AreaTime(NamedTuple):
    """An area and how long it was worked, in milliseconds."""

    area: Area
    ms: int


def minutes_text(ms: int) -> tuple[str, str]:
    """A time as number and unit: whole minutes, below one the seconds."""
    if ms < MINUTE:
        return str(round(ms / SECOND)), "s"
    return str(round(ms / MINUTE)), "min"


class SummaryBoard(QWidget):
    """Painted as a whole; the words are told by the page around it."""

    def __init__(self, theme: Theme, pictures: Pictures | None, parent: QWidget) -> None:
        """Empty. Without `pictures` the tiles have words alone."""
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._tiles: tuple[Tile, ...] = ()
        self._areas: tuple[AreaTime, ...] = ()
        self._cap = 20.0
        self.setAccessibleName("What was done")
        theme.changed.connect(self.update)
        if pictures is not None:
            for signal in (pictures.changed, pictures.arrived):
                signal.connect(self.update)

    def show_done(self, tiles: tuple[Tile, ...], areas: tuple[AreaTime, ...]) -> None:
        """What was done."""
        self._tiles, self._areas = tiles, areas
        self.update()

    def set_scale(self, cap: float) -> None:
        """`cap` is S in pixels."""
        self._cap = cap
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tiles and bars."""
        if not self._tiles:
            return
        with painting(self) as painter:
            foot = self._paint_tiles(painter)
            top = foot + self.height() * _AREAS_GAP
            self._paint_areas(painter, QRectF(0, top, self.width(), self.height() - top))

    # Tiles.

    def _paint_tiles(self, painter: QPainter) -> float:
        """In one row or two; where they end."""
        tiles = self._tiles[:_MOST_TILES]
        most = next((n for n in _IN_A_ROW if len(tiles) <= 2 * n), _IN_A_ROW[-1])
        rows = 1 if len(tiles) <= _IN_A_ROW[0] else 2
        columns = max(3, -(-len(tiles) // rows) if rows == 1 else min(most, -(-len(tiles) // 2)))
        share = _TILES[rows] if self._areas else 0.9
        gap = min(_TILE_GAP, self.width() * 0.02)
        width = (self.width() - gap * (columns - 1)) / columns
        height = min((self.height() * share - gap * (rows - 1)) / rows, width * 1.45)
        for number, tile in enumerate(tiles):
            row, column = divmod(number, columns)
            rect = QRectF(column * (width + gap), row * (height + gap), width, height)
            self._paint_tile(painter, tile, rect)
        return rows * height + (rows - 1) * gap

    def _paint_tile(self, painter: QPainter, tile: Tile, rect: QRectF) -> None:
        colours = self._theme.colours
        shape = QPainterPath()
        shape.addRoundedRect(rect, RADIUS_CARD, RADIUS_CARD)
        painter.fillPath(shape, QColor(colours.well))
        if QColor(colours.well) == QColor(colours.paper):
            painter.strokePath(shape, QPen(QColor(colours.hairline), LINE_CONTROL))
        worded = rect.width() >= _WORDS_FROM
        picture = QRectF(rect)
        picture.setHeight(rect.height() * (_PICTURE if worded else 0.72))
        self._paint_picture(painter, tile, picture.adjusted(4, 6, -4, 0), shape)
        check = rect.height() * _CHECK
        if worded:
            self._paint_words(painter, tile, rect, picture.bottom())
            place = QRectF(rect.right() - check * 1.35, rect.top() + check * 0.35, check, check)
        else:
            place = QRectF(0, picture.bottom(), check, check)
            place.moveCenter(QPointF(rect.center().x(), (picture.bottom() + rect.bottom()) / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if tile.even else colours.clay))
        painter.drawEllipse(place)
        inner = place.adjusted(check * 0.18, check * 0.18, -check * 0.18, -check * 0.18)
        paint_icon(painter, "check" if tile.even else "minus", inner, colours.card)

    def _paint_picture(
        self, painter: QPainter, tile: Tile, rect: QRectF, shape: QPainterPath
    ) -> None:
        if tile.movement is None or self._pictures is None:
            return
        none = self._theme.colours.none
        pixmap = self._pictures.small(
            tile.movement,
            QSize(round(rect.width()), round(rect.height())),
            self.devicePixelRatioF(),
            (none.mat, none.track),
        )
        if pixmap is None or pixmap.isNull():
            return
        painter.save()
        painter.setClipPath(shape)
        size = pixmap.deviceIndependentSize()
        at = QPointF(rect.center().x() - size.width() / 2, rect.bottom() - size.height())
        painter.drawPixmap(at, pixmap)
        painter.restore()

    def _paint_words(self, painter: QPainter, tile: Tile, rect: QRectF, top: float) -> None:
        """Name and time, in the lower part of a tile."""
        colours = self._theme.colours
        room = rect.width() - 20
        cap = min(rect.height() * 0.062, rect.width() * 0.062)
        name = fit(tile.name, room, [Size(cap * s, 2) for s in (1.0, 0.86, 0.72)], SEMI)
        told = fit(tile.told, room, [Size(cap * s, 2) for s in (0.86, 0.76, 0.66)], MEDIUM)
        free = rect.bottom() - top - name.height - told.height - cap * 1.1
        y = top + max(0.0, free / 2)
        for fitted, colour in ((name, colours.ink), (told, colours.muted)):
            painter.setFont(fitted.font)
            painter.setPen(QColor(colour if tile.even or fitted is name else colours.clay))
            for index, line in enumerate(fitted.lines):
                at = QPointF(rect.left() + 10, y + fitted.cap + index * fitted.pitch)
                painter.drawText(at, line)
            y += fitted.height + cap * 1.1

    # Areas.

    def _paint_areas(self, painter: QPainter, room: QRectF) -> None:
        if not self._areas:
            return
        most = max(area.ms for area in self._areas)
        height = min(room.height() / len(self._areas), self._cap * 3.4)
        for number, area in enumerate(self._areas):
            rect = QRectF(0, room.top() + number * height, room.width(), height)
            self._paint_area(painter, area, rect, area.ms / max(1, most))

    def _paint_area(self, painter: QPainter, time: AreaTime, rect: QRectF, share: float) -> None:
        """Mark, name and minutes above a bar; the longest one is full."""
        colours = self._theme.colours
        text = " ".join(minutes_text(time.ms))
        cap = _fitting(
            f"{AREAS[time.area]}  {text}", rect.width(), min(self._cap, rect.height() * 0.3)
        )
        mark = QRectF(rect.left(), rect.top(), cap * 1.1, cap * 1.7)
        paint_areas(painter, mark, (time.area,), colours)
        base = rect.top() + cap * 1.4
        painter.setPen(QColor(colours.ink))
        painter.setFont(cap_font(cap, BOLD))
        painter.drawText(QPointF(mark.right() + cap * 0.5, base), AREAS[time.area])
        painter.setFont(cap_font(cap, SEMI))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        painter.drawText(QPointF(rect.right() - width, base), text)
        lane = QRectF(rect.left(), base + cap * 0.5, rect.width(), max(4.0, cap * 0.42))
        for part, colour in ((1.0, colours.well), (share, colours.none.mark)):
            path = QPainterPath()
            bar = QRectF(lane.left(), lane.top(), lane.width() * part, lane.height())
            path.addRoundedRect(bar, lane.height() * 0.3, lane.height() * 0.3)
            painter.fillPath(path, QColor(colour))


def _fitting(words: str, room: float, cap: float) -> float:
    """The cap height at which words and the mark before them have room; at most `cap`."""
    wide = QFontMetricsF(cap_font(cap, BOLD)).horizontalAdvance(words) + cap * _MARKED
    return cap * min(1.0, room / wide)
