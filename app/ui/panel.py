"""The slab of the home page: the selected routine, what it holds, and the button that begins it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.bow import DEEPEST, bow_edge, bow_shape
from app.ui.key_button import KeyButton
from app.ui.painting import painting
from app.ui.rows import Row, StepLine, Steps
from app.ui.textfit import LOOSE, TIGHT, Size, fit
from app.ui.theme import FOCUS_RING, GAPS, RADIUS_BUTTON, Theme
from app.ui.typeface import BOLD, LARGE, MEDIUM, SEMI, TEXT, room_font

if TYPE_CHECKING:
    from app.ui.pictures import Pictures

# Cap heights in pixels, and the lines that each may take.
_NAME: Final = (Size(24, 1), Size(24, 2), Size(19, 3), Size(16, 4), Size(13, 5))
_TEXT: Final = 11.5
_META: Final = 12.5
_TEXT_LINES: Final = 5
# The height of a row: as high as there is room for, so that its picture can be seen.
_STEP: Final = (32, 54)
# The picture of a step: the part of the row that it leaves free, its shape, its corners.
_PICTURE: Final = (6, 1.45, 6)
_BOW_PX: Final = 30
_FAINT: Final = 0.28
_QUIET_PAD: Final = 10


class Panel(QWidget):
    """Pine for a routine that can begin, clay for a file that cannot be read yet."""

    chosen = Signal()
    save_asked = Signal()
    """The routine is to become an audio file."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        """Shows nothing until it is given a row."""
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._row: Row | None = None
        self._steps: Steps = ()
        self.button = KeyButton(theme, "Enter", self, primary=True)
        self.button.setText("Start")
        self.button.set_look(LARGE + 2)
        self.button.clicked.connect(self.chosen)
        self.button.hide()
        self.save_button = QPushButton("Save as audio…", self)
        self.save_button.setFont(room_font(TEXT, MEDIUM))
        self.save_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.save_button.clicked.connect(self.save_asked)
        self.save_button.hide()
        self.setAccessibleName("The selected routine")
        theme.changed.connect(self._dress)
        for signal in (pictures.changed, pictures.arrived):
            signal.connect(self.update)

    def show_row(self, row: Row | None) -> None:
        """Show another routine."""
        if row == self._row:
            return
        self._row, self._steps = row, ()
        self.button.setVisible(row is not None)
        self.save_button.setVisible(row is not None and not row.is_broken)
        if row is not None:
            self.button.setText("Open the file" if row.is_broken else "Start")
            self.button.setAccessibleName(f"{self.button.text()}: {row.name}")
            more = row.problems or (row.meta, row.description)
            self.setAccessibleDescription(". ".join((row.name, *more)))
        self._dress()
        self._place()

    @property
    def steps(self) -> Steps:
        """What is shown of the routine's movements."""
        return self._steps

    def show_steps(self, steps: Steps) -> None:
        """Show what the routine holds."""
        if steps != self._steps:
            self._steps = steps
            self.update()

    def _dress(self) -> None:
        colours = self._theme.colours
        if self._row is not None and self._row.is_broken:
            self.button.set_colours(colours.clay, colours.clay_ground)
        else:
            self.button.set_colours(colours.none.post, colours.none.on_post)
        self.save_button.setStyleSheet(_quiet(colours.none.text, colours.none.track))
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The button stands at the bottom."""
        self._place()

    def _box(self) -> QRectF:
        left = _BOW_PX * DEEPEST + GAPS[3]
        return QRectF(left, GAPS[5], self.width() - left - GAPS[5], self.height() - 2.0 * GAPS[5])

    def _place(self) -> None:
        box, size = self._box(), self.button.sizeHint()
        width = min(size.width() + 2 * GAPS[4], round(box.width()) + 8)
        # The frame of the focus reaches beyond the button; its fill stands in line with the words.
        self.button.setGeometry(
            round(box.left()) - 4, round(box.bottom()) - size.height(), width, size.height()
        )
        self._place_quietly(box)

    def _place_quietly(self, box: QRectF) -> None:
        """Beside the button where there is room, else above it."""
        size, start = self.save_button.sizeHint(), self.button.geometry()
        left, top = start.right() + GAPS[1], start.center().y() - size.height() // 2
        if left + size.width() > box.right() + _QUIET_PAD:
            left, top = round(box.left()) - _QUIET_PAD, start.top() - size.height()
        self.save_button.setGeometry(left, top, size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint slab and words."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        colours, row = self._theme.colours, self._row
        broken = row is not None and row.is_broken
        ground = colours.clay_ground if broken else colours.none.slab
        ink = colours.ink if broken else colours.none.text
        edge = colours.clay_line if broken else colours.none.edge
        size = (float(self.width()), float(self.height()), float(_BOW_PX))
        painter.fillPath(bow_shape(*size, left=False), QColor(ground))
        if edge:
            painter.strokePath(bow_edge(*size, left=False), QPen(QColor(edge), 3))
        if row is None:
            return
        box = self._box()
        top_button = self.button if self.save_button.isHidden() else self.save_button
        box.setBottom(min(self.button.y(), top_button.y()) - float(GAPS[3]))
        top = self._head(painter, row, box, colours.clay if broken else ink, ink)
        if broken:
            self._problems(painter, row.problems, box, top, ink)
        else:
            self._paint_steps(painter, self._steps, box, top, ink)

    def _head(self, painter: QPainter, row: Row, box: QRectF, meta_ink: str, ink: str) -> float:
        """When and how long, the name, the description; where they end."""
        meta = row.meta.replace("   ", " · ") + (" · Yours" if row.own else "")
        top = _lines(painter, meta, box, box.top(), (Size(_META, 2),), meta_ink, SEMI) + 22
        top = _lines(painter, row.name, box, top, _NAME, ink, BOLD, TIGHT) + 22
        if row.description:
            sizes = (Size(_TEXT, _TEXT_LINES),)
            top = _lines(painter, row.description, box, top, sizes, ink, MEDIUM) + 26
        return top

    def _problems(
        self, painter: QPainter, problems: tuple[str, ...], box: QRectF, top: float, ink: str
    ) -> None:
        """Every problem that has room, and how many have none."""
        for number, problem in enumerate(problems):
            room = box.bottom() - top
            last = number == len(problems) - 1
            if room < (2 if last else 4) * _TEXT * LOOSE:
                more = f"And {len(problems) - number} more."
                _lines(painter, more, box, top, (Size(_TEXT, 1),), ink, SEMI)
                return
            top = _lines(painter, problem, box, top, (Size(_TEXT, 6),), ink, MEDIUM) + 18

    def _paint_steps(
        self, painter: QPainter, steps: Steps, box: QRectF, top: float, ink: str
    ) -> None:
        """Its movements with pictures and doses, as many as have room."""
        least, most = _STEP
        free = box.bottom() - top
        step = min(float(most), max(float(least), free / max(1, len(steps))))
        room = int(free / step + 1e-6)
        shown = steps if len(steps) <= room else steps[: max(0, room - 1)]
        lines = list(shown)
        if len(shown) < len(steps) and room > 0:
            lines.append(StepLine(f"and {len(steps) - len(shown)} more", "", ""))
        rule = QColor(ink)
        rule.setAlphaF(_FAINT)
        for line in lines:
            painter.setPen(QPen(rule, 1))
            painter.drawLine(QPointF(box.left(), top), QPointF(box.right(), top))
            rect = QRectF(box.left(), top, box.width(), step)
            rect.setLeft(rect.left() + self._paint_picture(painter, line, rect))
            _step(painter, (line.name, line.short_name), line.dose, rect, ink)
            top += step

    def _paint_picture(self, painter: QPainter, line: StepLine, rect: QRectF) -> float:
        """The small picture on a ground of its own; the width that it takes."""
        pad, shape, radius = _PICTURE
        height = round(rect.height()) - pad
        size = QSize(round(height * shape), height)
        side = self._theme.colours.none
        picture = line.movement and self._pictures.small(
            line.movement, size, self.devicePixelRatioF(), (side.mat, side.track), close=True
        )
        if not picture or picture.isNull():
            return 0.0
        ground = QRectF(rect.left(), rect.top() + pad / 2, size.width(), size.height())
        card = QPainterPath()
        card.addRoundedRect(ground, radius, radius)
        painter.fillPath(card, QColor(self._theme.colours.card))
        painter.save()
        painter.setClipPath(card)
        spare = ground.width() - picture.deviceIndependentSize().width()
        painter.drawPixmap(ground.topLeft() + QPointF(spare / 2, 0), picture)
        painter.restore()
        return ground.width() + GAPS[2]


def _quiet(ink: str, faint: str) -> str:
    """A button that is words alone, framed when it has the focus."""
    return f"""
    QPushButton {{
        background: transparent; color: {ink}; border: none; padding: 9px {_QUIET_PAD}px;
    }}
    QPushButton:disabled {{ color: {faint}; }}
    QPushButton:hover {{ text-decoration: underline; }}
    QPushButton:focus {{
        border: {FOCUS_RING}px solid {ink}; border-radius: {RADIUS_BUTTON}px;
        padding: {9 - FOCUS_RING}px {_QUIET_PAD - FOCUS_RING}px;
    }}
    """


def _step(painter: QPainter, names: tuple[str, str], dose: str, rect: QRectF, ink: str) -> None:
    """The first of the names that leaves room for the dose; else the name alone."""
    font = room_font(TEXT, SEMI)
    metrics = QFontMetricsF(font)
    painter.setPen(QColor(ink))
    painter.setFont(font)
    middle = Qt.AlignmentFlag.AlignVCenter
    dose_font = room_font(TEXT, MEDIUM)
    dose_width = QFontMetricsF(dose_font).horizontalAdvance(dose)
    room = rect.width() - GAPS[3] - dose_width
    name = next((name for name in names if metrics.horizontalAdvance(name) <= room), "")
    if name:
        painter.setFont(dose_font)
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, dose)
        painter.setFont(font)
    text = metrics.elidedText(name or names[0], Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, middle | Qt.AlignmentFlag.AlignLeft, text)


def _lines(  # noqa: PLR0913, PLR0917 - a text, its place and its dress
    painter: QPainter,
    text: str,
    box: QRectF,
    top: float,
    sizes: tuple[Size, ...],
    ink: str,
    weight: int,
    leading: float = LOOSE,
) -> float:
    """Paint a text from `top` on; the last baseline."""
    fitted = fit(text, box.width(), sizes, weight, leading, even=leading is TIGHT)
    painter.setFont(fitted.font)
    painter.setPen(QColor(ink))
    for index, line in enumerate(fitted.lines):
        painter.drawText(QPointF(box.left(), top + fitted.cap + index * fitted.pitch), line)
    return top + fitted.height
