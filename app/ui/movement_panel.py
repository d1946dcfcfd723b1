"""One movement: moving, from both sides, with its words, its dose, its warnings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.figure.motion import shown_alone
from app.movements.model import Movement, Need, Side
from app.session.clock import exact_ms
from app.ui.figure_view import FigureView
from app.ui.flow import Flow
from app.ui.key_button import KeyButton
from app.ui.movement_rows import WHENS, Card
from app.ui.painting import painting
from app.ui.slab import side_colours
from app.ui.theme import GAPS, RADIUS_BUTTON, RADIUS_CHIP, Colours, Theme
from app.ui.typeface import BOLD, HEAD, LARGE, MEDIUM, SEMI, SMALL, TEXT, room_font, scaled

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

_SHAPE: Final = 0.66
_TALLEST: Final = 0.46
_NEEDS: Final = {
    Need.MAT: "a mat",
    Need.WALL: "a wall",
    Need.BOX: "a low box",
    Need.ROLLER: "a foam roller",
    Need.BALL: "a small ball",
    Need.CUSHION: "a cushion",
    Need.BLOCKS: "yoga blocks",
    Need.TAPE_MEASURE: "a tape measure",
}


class MovementPanel(QWidget):
    """Shows one card of the grid at length; tells when it is to be practised or closed."""

    practise_asked = Signal(object)
    """The `Movement` to be practised."""

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget,
        now: Callable[[], float] = exact_ms,
    ) -> None:
        """Empty. `now` is any clock, in milliseconds."""
        super().__init__(parent)
        self._theme, self._pictures, self._now = theme, pictures, now
        self._card: Card | None = None
        self._left_out = False
        self._side: Side | None = None
        self._began = 0.0
        self.setAccessibleName("The selected movement")
        self.picture = FigureView(pictures, theme, self, self._look)
        self.picture.set_ground(self._paint_ground)
        self.picture.set_margins(0.04, 0.06)
        self.sides: dict[Side, QPushButton] = {}
        self._side_row = self._make_sides()
        self.button = KeyButton(theme, "Enter", self, primary=True)
        self.button.setText("Practise now")
        self.button.set_look(scaled(LARGE))
        self.button.clicked.connect(self._practise)
        self.back = KeyButton(theme, "Esc", self)
        self.back.setText("All movements")
        self.back.set_look(scaled(LARGE))
        self.back.setAccessibleName("Back to all movements")
        self.back.hide()
        self._lay_out()
        theme.changed.connect(self._dress)
        pictures.changed.connect(self._look)

    def _lay_out(self) -> None:
        """The picture, the words below it, the button at the foot."""
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("About it")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAPS[3])
        column.setSpacing(0)
        column.addWidget(self.picture)
        column.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(GAPS[4], GAPS[2], GAPS[4], 0)
        foot.addWidget(self.button)
        foot.addWidget(self.back)
        foot.addStretch(1)
        column.addLayout(foot)

    def _make_sides(self) -> QWidget:
        row = QWidget(self.picture)
        # The left is on the left in every language.
        row.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAPS[0])
        group = QButtonGroup(row)
        for side, word in ((Side.LEFT, "Left"), (Side.RIGHT, "Right")):
            button = QPushButton(word, row)
            button.setCheckable(True)
            button.setFont(room_font(SMALL, SEMI))
            button.setAccessibleName(f"Show the {side} side")
            button.clicked.connect(lambda _=False, side=side: self._turn(side))
            group.addButton(button)
            line.addWidget(button)
            self.sides[side] = button
        return row

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in its order."""
        return (*self.sides.values(), self._area, self.button, self.back)

    # What is shown.

    @property
    def words(self) -> list[str]:
        """Everything that is written, from top to bottom."""
        inside = self._area.widget()
        labels = inside.findChildren(QLabel) if inside else []
        return [label.text() for label in labels]

    def show_card(self, card: Card | None, *, left_out: bool = False) -> None:
        """Another movement; `left_out` because it hurt."""
        if (card, left_out) == (self._card, self._left_out):
            return
        self._card, self._left_out = card, left_out
        movement = card.movement if card else None
        self.button.setVisible(movement is not None)
        if card is not None:
            self.button.setAccessibleName(f"Practise now: {card.name}")
        two = movement is not None and movement.two_sided
        # They lie on the picture, and are seen only with it.
        self._side_row.setVisible(two)
        self._side = Side.RIGHT if two else None
        self.sides[Side.RIGHT].setChecked(True)
        self._began = self._now()
        self._dress()
        self._look()

    def _turn(self, side: Side) -> None:
        self._side = side
        self._look()

    def _look(self) -> None:
        """What is seen now; called up to 30 times a second while it moves."""
        card = self._card
        movement = card.movement if card else None
        # Loaded when it can be seen: the page may be made long before.
        drawing = self._pictures.drawing(movement) if movement and self.isVisible() else None
        still = self._pictures.still
        self.picture.set_drawing(drawing, card.name if card else "", self._side)
        self.picture.setVisible(drawing is not None)
        if movement is not None and drawing is not None:
            elapsed = self._now() - self._began
            shown = shown_alone(movement, self._side, elapsed, drawing.tracks, still=still)
            side = side_colours(self._theme.colours, self._side)
            self.picture.set_shown(shown, (side.mat, side.track), Side.RIGHT)
        self.picture.set_playing(drawing is not None and not still)

    def wake(self) -> None:
        """The page is seen: begin with the way into the position."""
        self._began = self._now()
        self._look()

    def practise(self) -> None:
        """As the button does."""
        if self.button.isVisible():
            self._practise()

    def _practise(self) -> None:
        if self._card and self._card.movement:
            self.practise_asked.emit(self._card.movement)

    # How it is laid out and coloured.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture keeps its shape, and leaves room for the words."""
        super().resizeEvent(event)
        height = min(self.width() * _SHAPE, self.height() * _TALLEST)
        self.picture.setFixedHeight(round(height))
        # At the foot, where no second view stands.
        foot = round(height) - self._side_row.sizeHint().height() - GAPS[2]
        self._side_row.move(GAPS[3], foot)

    def _paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(self.picture.rect(), QColor(self._theme.colours.strip))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and a line to the grid."""
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.colours.card))
            painter.setPen(QPen(QColor(self._theme.colours.hairline), 1))
            painter.drawLine(0, 0, 0, self.height())

    def _dress(self) -> None:
        colours = self._theme.colours
        self.button.set_colours(colours.accent, colours.on_accent)
        for side, button in self.sides.items():
            button.setStyleSheet(_side_sheet(colours, side))
        inside = QWidget()
        inside.setObjectName("words")
        inside.setStyleSheet(f"QWidget#words {{ background: {colours.card} }}")
        column = QVBoxLayout(inside)
        column.setContentsMargins(GAPS[4], GAPS[3], GAPS[4], GAPS[2])
        column.setSpacing(GAPS[2])
        if self._card is not None:
            _fill(column, self._card, colours, left_out=self._left_out)
        column.addStretch(1)
        self._area.setWidget(inside)
        self.update()


def _fill(column: QVBoxLayout, card: Card, colours: Colours, *, left_out: bool) -> None:
    """Name, dose, when, technique, warnings, what it needs, what it is for."""
    column.addWidget(_label(card.name, HEAD + 4, BOLD))
    if card.why:
        column.addWidget(_warning(card.why, colours))
    movement = card.movement
    if movement is None:
        return
    sides = "both sides with the switch" if movement.two_sided else "in all"
    column.addWidget(_label(card.dose, LARGE, SEMI))
    about = f"{card.areas}  ·  {card.length} {sides}"
    column.addWidget(_label(about, TEXT, MEDIUM, muted=True))
    column.addWidget(_whens(movement, colours))
    if left_out:
        text = "Left out because it hurt. Put it back on the home page."
        column.addWidget(_warning(text, colours))
    for text in movement.technique:
        column.addLayout(_point(text, colours))
    for text in movement.warnings:
        column.addWidget(_warning(text, colours))
    if movement.description:
        column.addWidget(_label(movement.description, TEXT, MEDIUM))
    if movement.target:
        column.addWidget(_label(f"Works: {movement.target}", TEXT, MEDIUM, muted=True))
    if movement.needs:
        needs = ", ".join(_NEEDS[need] for need in movement.needs)
        column.addWidget(_label(f"You need {needs}.", TEXT, MEDIUM, muted=True))


def _label(text: str, size: int, weight: int, *, muted: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(room_font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if muted:
        label.setObjectName("muted")
    return label


def _warning(text: str, colours: Colours) -> QLabel:
    label = _label(text, TEXT, MEDIUM)
    label.setStyleSheet(
        f"background: {colours.clay_ground}; border-left: 4px solid {colours.clay};"
        f" padding: 8px 12px; border-radius: 4px;"
    )
    return label


def _point(text: str, colours: Colours) -> QHBoxLayout:
    mark = QFrame()
    mark.setFixedSize(8, 8)
    mark.setStyleSheet(f"background: {colours.accent}; border-radius: 2px;")
    line = QHBoxLayout()
    line.setSpacing(GAPS[2])
    beside = QVBoxLayout()
    beside.setContentsMargins(0, 7, 0, 0)
    beside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(beside)
    line.addWidget(_label(text, TEXT, MEDIUM), 1)
    return line


def _whens(movement: Movement, colours: Colours) -> QWidget:
    """When it belongs, and when it does not: a sign, a word and a colour for each."""
    row = QWidget()
    flow = Flow(row)
    for when, word in WHENS.items():
        fits = when in movement.when
        label = QLabel(f"{'✓' if fits else '✕'}  {word}", row)
        label.setFont(room_font(SMALL, SEMI))
        label.setAccessibleName(f"{word}: {'yes' if fits else 'no'}")
        ground, ink = (
            (colours.none.tint, colours.accent) if fits else (colours.clay_ground, colours.clay)
        )
        label.setStyleSheet(
            f"background: {ground}; color: {ink}; border-radius: {RADIUS_CHIP}px; padding: 6px 10px"
        )
        flow.addWidget(label)
    return row


def _side_sheet(colours: Colours, side: Side) -> str:
    own = side_colours(colours, side)
    return f"""
    QPushButton {{
        background: {colours.card}; color: {colours.ink}; border: 1px solid {colours.control};
        border-radius: {RADIUS_BUTTON}px; padding: 5px 12px;
    }}
    QPushButton:checked {{
        background: {own.mark}; color: {own.on_mark}; border-color: {own.mark};
    }}
    QPushButton:focus {{ border: 3px solid {colours.accent}; padding: 3px 10px; }}
    """
