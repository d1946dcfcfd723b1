"""Paints a routine card: its picture, its name, its length, when, and the areas it works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.ui.card_layout import Part, broken_parts, card_parts
from app.ui.card_text import elided, paint_paragraph
from app.ui.mirror import mirrored_rect
from app.ui.row_model import ROW
from app.ui.rows import WHENS, Index, Row
from app.ui.theme import FOCUS_RING, GAPS, RADIUS_BUTTON, RADIUS_CARD, RADIUS_CHIP, Theme
from app.ui.typeface import LARGE, MEDIUM, SEMI, SMALL, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

_CENTER: Final = Qt.AlignmentFlag.AlignCenter
_FOCUS_GAP: Final = 4
_ICON: Final = 20
_PICTURE_PAD: Final = 8


def words_of(row: Row) -> dict[Part, str]:
    """What the buttons of a broken card say."""
    words = {Part.OPEN: f"Open line {row.line}" if row.line else "Open the file"}
    if (count := len(row.troubles)) > 1:
        words[Part.ALL] = "See both" if count == 2 else f"See all {count}"
    return words


class CardPainter(QStyledItemDelegate):
    """A picture that is not there yet is asked for, and painted when it comes."""

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        """In the colours of the theme."""
        super().__init__()
        self._theme, self._pictures = theme, pictures
        self.painted = 0
        """How many cards were painted so far: a measure of the work that scrolling is."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The grid decides."""
        return option.rect.size()

    def part_at(self, row: Row, rect: QRect, point: QPoint, *, mirrored: bool) -> Part | None:
        """What of a card lies under a point."""
        if row.is_broken:
            spots = broken_parts(rect, words_of(row)).buttons
        else:
            spots = {Part.PLAY: card_parts(rect).play}
        if mirrored:
            point = QPoint(rect.left() + rect.right() - point.x(), point.y())
        return next((part for part, spot in spots.items() if spot.contains(point)), None)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The card, an outline where it is selected, a ring where it has the focus."""
        from PySide6.QtWidgets import QStyle

        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        self.painted += 1
        colours, state = self._theme.colours, option.state
        rect = QRect(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The words are English, whichever way the page runs.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(rect), RADIUS_CARD, RADIUS_CARD)
        painter.fillPath(outline, QColor(colours.clay_ground if row.is_broken else colours.card))
        if row.is_broken:
            self._paint_broken(painter, row, rect, option)
        else:
            painter.setClipPath(outline)
            self._paint_picture(painter, row, rect, option)
            painter.setClipping(False)
            self._paint_words(painter, row, rect, option)
        line = colours.clay_line if row.is_broken else colours.hairline
        pen = QPen(QColor(colours.accent if selected else line), FOCUS_RING if selected else 1)
        painter.strokePath(outline, pen)
        if state & QStyle.StateFlag.State_HasFocus:
            self._paint_ring(painter, QRectF(rect))
        painter.restore()

    def _paint_ring(self, painter: QPainter, rect: QRectF) -> None:
        gap = _FOCUS_GAP + 1
        painter.setPen(QPen(QColor(self._theme.colours.accent), FOCUS_RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = rect.adjusted(-gap, -gap, gap, gap)
        painter.drawRoundedRect(ring, RADIUS_CARD + gap, RADIUS_CARD + gap)

    def _paint_picture(
        self, painter: QPainter, row: Row, rect: QRect, option: QStyleOptionViewItem
    ) -> None:
        colours, parts = self._theme.colours, card_parts(rect)
        from PySide6.QtWidgets import QStyle

        flag = QStyle.StateFlag
        hot = bool(option.state & (flag.State_MouseOver | flag.State_HasFocus))
        painter.fillRect(parts.picture, QColor(colours.well))
        pad = _PICTURE_PAD
        box = parts.picture.adjusted(pad, pad, -pad, -pad)
        if row.content.lead is not None:
            ratio = painter.device().devicePixelRatioF()
            mat = (colours.none.mat, colours.none.track)
            picture = self._pictures.small(row.content.lead, box.size(), ratio, mat)
            if picture is not None and not picture.isNull():
                painter.drawPixmap(box.topLeft(), picture)
        if row.own or row.guest:
            self._paint_chip(painter, "Yours" if row.own else "Not kept", parts.picture, option)
        if hot:
            play = mirrored_rect(option.direction, rect, parts.play)
            _paint_play(painter, QRectF(play), colours.accent, colours.on_accent)

    def _paint_chip(
        self, painter: QPainter, word: str, picture: QRect, option: QStyleOptionViewItem
    ) -> None:
        colours, font = self._theme.colours, room_font(SMALL, SEMI)
        metrics = QFontMetrics(font)
        chip = QRect(0, 0, metrics.horizontalAdvance(word) + 2 * GAPS[1], metrics.height() + 6)
        chip.moveTopRight(picture.topRight() + QPoint(-GAPS[1], GAPS[1]))
        chip = mirrored_rect(option.direction, picture, chip)
        painter.setPen(QPen(QColor(colours.hairline), 1))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(chip, RADIUS_CHIP, RADIUS_CHIP)
        painter.setPen(QColor(colours.ink))
        painter.setFont(font)
        painter.drawText(chip, _CENTER, word)

    def _paint_words(
        self, painter: QPainter, row: Row, rect: QRect, option: QStyleOptionViewItem
    ) -> None:
        from app.ui.area_mark import paint_areas

        colours, parts = self._theme.colours, card_parts(rect)
        name, meta = (
            mirrored_rect(option.direction, rect, part) for part in (parts.name, parts.meta)
        )
        font = room_font(LARGE, SEMI)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(name, _begin(option), elided(row.name, font, name.width()))
        minutes = f"{row.minutes} min"
        font = room_font(TEXT, SEMI)
        painter.setFont(font)
        painter.drawText(meta, _begin(option), minutes)
        used = QFontMetrics(font).horizontalAdvance(minutes) + GAPS[1] + 2
        rest = mirrored_rect(option.direction, meta, meta.adjusted(0, 0, 0, 0))
        rest.adjust(*((0, 0, -used, 0) if _mirrored(option) else (used, 0, 0, 0)))
        font = room_font(TEXT, MEDIUM)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        painter.drawText(rest, _begin(option), elided(WHENS[row.when], font, rest.width()))
        body = QRectF(mirrored_rect(option.direction, rect, parts.body.toRect()))
        # As dark as the words: seen from a distance it is a sign, not a shade.
        paint_areas(painter, body, row.content.areas, colours._replace(accent=colours.ink))

    def _paint_broken(
        self, painter: QPainter, row: Row, rect: QRect, option: QStyleOptionViewItem
    ) -> None:
        from app.ui.icons import paint_icon

        colours, words = self._theme.colours, words_of(row)
        parts = broken_parts(rect, words)
        sign = QRectF(parts.head.left(), parts.head.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        head = parts.head.adjusted(_ICON + GAPS[1], 0, 0, 0)
        sign = QRectF(mirrored_rect(option.direction, rect, sign.toRect()))
        head = mirrored_rect(option.direction, rect, head)
        paint_icon(painter, "warning", sign, colours.clay)
        font = room_font(TEXT, SEMI)
        painter.setFont(font)
        painter.setPen(QColor(colours.clay))
        painter.drawText(head, _begin(option), elided(row.meta, font, head.width()))
        font = room_font(LARGE, SEMI)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(parts.name, _begin(option), elided(row.name, font, parts.name.width()))
        trouble = row.troubles[0]
        bold = len(trouble.told) - len(trouble.message)
        font = room_font(SMALL, MEDIUM)
        paint_paragraph(painter, trouble.told, parts.text, font, colours.ink, bold=bold)
        for part, spot in parts.buttons.items():
            box = mirrored_rect(option.direction, rect, spot)
            self._paint_button(painter, box, words[part], filled=part is Part.OPEN)

    def _paint_button(self, painter: QPainter, rect: QRect, word: str, *, filled: bool) -> None:
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.clay if filled else colours.control), 1.5))
        painter.setBrush(QColor(colours.clay if filled else colours.clay_ground))
        painter.drawRoundedRect(QRectF(rect), RADIUS_BUTTON - 2, RADIUS_BUTTON - 2)
        painter.setPen(QColor(colours.clay_ground if filled else colours.ink))
        painter.setFont(room_font(TEXT - 1, SEMI))
        painter.drawText(rect, _CENTER, word)


def _mirrored(option: QStyleOptionViewItem) -> bool:
    return bool(option.direction == Qt.LayoutDirection.RightToLeft)


def _begin(option: QStyleOptionViewItem) -> Qt.AlignmentFlag:
    """Where a line begins."""
    flag = Qt.AlignmentFlag
    return (flag.AlignRight if _mirrored(option) else flag.AlignLeft) | flag.AlignVCenter


def _paint_play(painter: QPainter, circle: QRectF, ground: str, ink: str) -> None:
    """A round button with the sign for play."""
    painter.setPen(QPen(QColor(ink), 1))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(circle)
    size = circle.width() * 0.19
    middle = circle.center() + QPointF(size * 0.25, 0)
    corners = ((-size, -1.15 * size), (-size, 1.15 * size), (1.05 * size, 0))
    pen = QPen(QColor(ink), 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(ink))
    painter.drawPolygon(QPolygonF([middle + QPointF(*corner) for corner in corners]))
