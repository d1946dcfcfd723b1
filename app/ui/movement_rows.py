"""The movements as a grid of cards: a picture, a name, a dose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.errors import UserError
from app.movements.model import Area, Movement, When
from app.routine.doses import Exercise
from app.routine.model import MovementStep, Routine
from app.ui.area_mark import SHAPE, paint_areas
from app.ui.rows import Index
from app.ui.theme import FOCUS_RING, GAPS, RADIUS_CARD, Theme
from app.ui.typeface import MEDIUM, SEMI, SMALL, TEXT, room_font, scaled
from app.units import clock_text

if TYPE_CHECKING:
    from app.ui.pictures import Pictures
    from app.ui.services import Services

CARD: Final = int(Qt.ItemDataRole.UserRole)
AREAS: Final = {Area.ANKLE: "Ankle", Area.HIP: "Hip", Area.THORACIC: "Upper back"}
WHENS: Final = {
    When.PRE_RUN: "Before a run",
    When.POST_RUN: "After a run",
    When.REST_DAY: "Rest day",
}
_PICTURE: Final = 122
_WORDS: Final = 62
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_GAP: Final = 6
_MARK: Final = 32


def card_height() -> int:
    """Of picture and words, in pixels."""
    return (_PICTURE + scaled(_PICTURE)) // 2 + scaled(_WORDS)


class Card(NamedTuple):
    """One movement in words; `movement` is None for a file that cannot be read, and `why` says why.

    `length` is the time of its work with the switches between, as a clock shows it.
    """

    name: str
    movement: Movement | None
    dose: str = ""
    length: str = ""
    areas: str = ""
    own: bool = False
    why: str = ""

    @property
    def told(self) -> str:
        """What a screen reader says of it."""
        parts = (self.name, self.dose, self.areas, "yours" if self.own else "", self.why)
        return ", ".join(part for part in parts if part)


def routine_of(movement: Movement) -> Routine:
    """A routine of this one movement, to practise it."""
    return Routine(movement.id, movement.name, (MovementStep(movement.id),))


def cards_of(services: Services) -> list[Card]:
    """All movements, from the foot upward; what cannot be read comes last."""
    catalogue, cards = services.catalogue, []
    for movement_id in catalogue.ids:
        try:
            movement = catalogue.get(movement_id)
            cards.append(_card(services, movement, own=catalogue.is_own(movement_id)))
        except UserError as fault:
            cards.append(Card(catalogue.path(movement_id).name, None, own=True, why=str(fault)))
    order = list(Area)

    def place(card: Card) -> tuple[int, str]:
        areas = card.movement.areas if card.movement else ()
        return min((order.index(area) for area in areas), default=len(order)), card.name.casefold()

    return sorted(cards, key=place)


def _card(services: Services, movement: Movement, *, own: bool) -> Card:
    exercises: dict[int, Exercise] = {}
    doses: dict[str, None] = {}
    for item, block in services.plan(routine_of(movement)).blocks:
        if block.exercise:
            exercises[item] = block.exercise
            doses[block.dose] = None
    length = clock_text(sum(exercise.length_ms for exercise in exercises.values()))
    areas = ", ".join(AREAS[area] for area in movement.areas)
    dose = "Its own course" if movement.parts else ", ".join(filter(None, doses))
    return Card(movement.name, movement, dose, length, areas, own)


class Cards(QAbstractListModel):
    """The grid's model."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._cards: list[Card] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The card itself, and its words for type-ahead and screen readers."""
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return card.told
            case _:
                return card if role == CARD else None

    def card(self, row: int) -> Card:
        """One card."""
        return self._cards[row]

    def fill(self, cards: list[Card]) -> bool:
        """Show these; whether anything has changed."""
        if cards == self._cards:
            return False
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()
        return True


class CardPainter(QStyledItemDelegate):
    """Paints a card; a picture that is not there yet is asked for and painted when it comes."""

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        """In the colours of the theme."""
        super().__init__()
        self._theme, self._pictures = theme, pictures

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The grid decides."""
        return QSize(option.rect.width(), card_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The picture above, name and dose below it."""
        card = index.data(CARD)
        if not isinstance(card, Card):
            return
        colours = self._theme.colours
        rect: QRect = option.rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Each text runs as its own letters do, see `app.ui.painting`.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(rect), RADIUS_CARD, RADIUS_CARD)
        painter.fillPath(outline, QColor(colours.clay_ground if card.why else colours.card))
        painter.save()
        painter.setClipPath(outline)
        self._paint_picture(
            painter, card, rect.adjusted(0, 0, 0, -scaled(_WORDS)), selected=selected
        )
        painter.restore()
        line = colours.accent if selected else colours.hairline
        painter.strokePath(outline, QPen(QColor(line), FOCUS_RING if selected else 1))
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring, radius = QRectF(rect).adjusted(-4, -4, 4, 4), RADIUS_CARD + 4
            painter.setPen(QPen(QColor(colours.accent), FOCUS_RING))
            painter.drawRoundedRect(ring, radius, radius)
        inner = rect.adjusted(GAPS[2], 0, -GAPS[2], 0)
        mirrored = bool(option.direction is Qt.LayoutDirection.RightToLeft)
        self._paint_words(painter, card, inner, mirrored=mirrored)
        painter.restore()

    def _paint_picture(self, painter: QPainter, card: Card, rect: QRect, *, selected: bool) -> None:
        colours = self._theme.colours
        if card.movement is None:
            return
        painter.fillRect(rect, QColor(colours.none.tint if selected else colours.strip))
        box = rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        ratio = painter.device().devicePixelRatioF()
        mat = (colours.none.mat, colours.none.track)
        picture = self._pictures.small(card.movement, box.size(), ratio, mat)
        if picture is not None and not picture.isNull():
            painter.drawPixmap(box.topLeft(), picture)
        elif picture is not None:
            # Words instead of a hole.
            painter.setPen(QColor(colours.muted))
            painter.setFont(room_font(SMALL, MEDIUM))
            painter.drawText(box, _MIDDLE, card.movement.target or card.areas)

    def _paint_words(self, painter: QPainter, card: Card, rect: QRect, *, mirrored: bool) -> None:
        colours = self._theme.colours
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        begin, end = (right, left) if mirrored else (left, right)
        begin, end = (side | Qt.AlignmentFlag.AlignVCenter for side in (begin, end))
        words, mark = scaled(_WORDS), scaled(_MARK)
        half = (words - GAPS[2]) // 2
        if card.movement:
            size = QSize(round(mark * SHAPE) + 1, mark)
            place = QRect(rect.topRight() + QPoint(1 - size.width(), rect.height() - mark), size)
            place.translate(0, -(words - mark) // 2)
            paint_areas(painter, QRectF(place), card.movement.areas, colours)
            rect = rect.adjusted(0, 0, -size.width() - GAPS[1], 0)
        top = QRect(rect.left(), rect.bottom() - words + GAPS[1], rect.width(), half)
        font = room_font(TEXT, SEMI)
        painter.setFont(font)
        painter.setPen(QColor(colours.clay if card.why else colours.ink))
        name = card.movement.short_name if card.movement else card.name
        wide = QFontMetrics(font).horizontalAdvance(card.name) <= top.width()
        painter.drawText(top, begin, _elided(card.name if wide else name, font, top.width()))
        font = room_font(SMALL, MEDIUM)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        line = card.why or card.dose
        own = "Yours" if card.own and not card.why else ""
        room = top.width() - (QFontMetrics(font).horizontalAdvance(own) + GAPS[1] if own else 0)
        below = top.translated(0, half)
        painter.drawText(below, begin, _elided(line, font, room))
        painter.drawText(below, end, own)


def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
