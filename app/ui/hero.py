"""The large card of the home page: the routine that fits now, and the button that begins it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.card_layout import Part
from app.ui.card_painter import words_of
from app.ui.hero_layout import HeroLayout, hero_layout
from app.ui.key_button import KeyButton
from app.ui.painting import painting
from app.ui.rows import Row, Steps
from app.ui.theme import FOCUS_RING, GAPS, RADIUS_BUTTON, Theme
from app.ui.typeface import LARGE, SEMI, TEXT, room_font, scaled

if TYPE_CHECKING:
    from app.ui.figure_view import FigureView
    from app.ui.pictures import Pictures
    from app.ui.session_bar import Stretch

_QUIET_PAD: Final = 10
# What the frame of the focus takes of a button, at each side.
_FRAME: Final = 5


class Hero(QWidget):
    """Pine for a routine that can begin, clay for a file that cannot be read yet."""

    chosen = Signal()
    """It is to begin, or its file to be opened."""
    save_asked = Signal()
    """The routine is to become an audio file."""
    all_asked = Signal()
    """All that is wrong with the file is to be told."""

    def __init__(
        self, theme: Theme, pictures: Pictures, parent: QWidget, now: Callable[[], float]
    ) -> None:
        """Shows nothing until it is given a row. `now` is any clock, in milliseconds."""
        super().__init__(parent)
        self._theme, self._pictures, self._now = theme, pictures, now
        self._row: Row | None = None
        self._steps: Steps = ()
        self._bar: tuple[Stretch, ...] = ()
        self._empty = ""
        self._began = 0.0
        self._layout: HeroLayout | None = None
        self.figure: FigureView | None = None
        self.button = KeyButton(theme, "Enter", self, primary=True)
        self.button.setText("Start")
        self.button.set_look(scaled(LARGE + 4))
        self.button.clicked.connect(self.chosen)
        self.save_button = self._quiet("Save as audio…", self.save_asked)
        self.all_button = self._quiet("See all", self.all_asked)
        self.button.hide()
        self.setAccessibleName("The selected routine")
        theme.changed.connect(self._dress)
        pictures.changed.connect(self._look)

    def _quiet(self, word: str, told: SignalInstance) -> QPushButton:
        button = QPushButton(word, self)
        button.setFont(room_font(TEXT, SEMI))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setProperty("ownFocus", True)
        button.clicked.connect(told)
        button.hide()
        return button

    # What is shown.

    @property
    def row(self) -> Row | None:
        """The routine."""
        return self._row

    @property
    def steps(self) -> Steps:
        """What is shown of the routine's movements."""
        return self._steps

    @property
    def bar(self) -> tuple[Stretch, ...]:
        """What is shown of the session's course."""
        return self._bar

    def show_row(self, row: Row | None, empty: str = "") -> None:
        """Show another routine; `empty` is said where there is none."""
        if row == self._row and empty == self._empty:
            return
        another = row is None or self._row is None or row.path != self._row.path
        self._row, self._empty = row, empty
        if another:
            self._steps, self._bar = (), ()
            self._began = self._now()
        broken = row is not None and row.is_broken
        self.button.setVisible(row is not None)
        self.save_button.setVisible(row is not None and not broken)
        words = words_of(row) if row is not None and broken else {}
        self.all_button.setVisible(Part.ALL in words)
        self.all_button.setText(words.get(Part.ALL, "See all"))
        if row is not None:
            self.button.setText(words.get(Part.OPEN, "Start"))
            self.button.set_icon("" if broken else "play")
            self.button.setAccessibleName(f"{self.button.text()}: {row.name}")
        self._tell()
        self._dress()
        self._arrange()
        self._look()

    def show_key(self, shows: bool) -> None:
        """Whether the button says that Enter presses it."""
        self.button.set_look(scaled(LARGE + 4), shows_key=shows)
        if self._layout is not None:
            self._arrange()

    def show_steps(self, steps: Steps, bar: tuple[Stretch, ...] = ()) -> None:
        """Show what the routine holds, and its course."""
        if (steps, bar) != (self._steps, self._bar):
            self._steps, self._bar = steps, bar
            self._tell()
            self.update()

    def _tell(self) -> None:
        """All of it in words."""
        row = self._row
        if row is None:
            self.setAccessibleDescription(self._empty)
            return
        steps = tuple(f"{step.name}, {step.dose}" for step in self._steps)
        more = row.problems or (row.meta.replace("   ", ", "), row.areas, row.description, *steps)
        told = ". ".join(part.rstrip(".") for part in (row.name, *more) if part)
        self.setAccessibleDescription(f"{told}.")

    # The moving picture.

    def _look(self) -> None:
        """What is seen now; called up to 30 times a second while it moves."""
        row = self._row
        movement = row.content.lead if row is not None and not row.is_broken else None
        if movement is None or self._layout is None or self._layout.figure.isEmpty():
            if self.figure is not None:
                self.figure.set_playing(False)
                self.figure.hide()
            return
        from app.figure.motion import shown_alone
        from app.movements.model import Side

        view = self._view()
        side = Side.RIGHT if movement.two_sided else None
        drawing = self._pictures.drawing(movement) if self.isVisible() else view.drawing
        view.set_drawing(drawing, movement.name, side)
        view.setVisible(drawing is not None)
        if drawing is not None:
            still = self._pictures.still
            elapsed = self._now() - self._began
            shown = shown_alone(movement, side, elapsed, drawing.tracks, still=still)
            none = self._theme.colours.none
            view.set_shown(shown, (none.mat, none.track), Side.RIGHT)
            view.set_playing(not still)

    def _view(self) -> FigureView:
        """Made with the first routine, since it imports what draws figures."""
        if self.figure is None:
            from app.ui.figure_view import FigureView

            self.figure = FigureView(self._pictures, self._theme, self, self._look)
            self.figure.set_ground(self._paint_ground)
            # Else all of the card would be painted anew with each frame.
            self.figure.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
            self.figure.set_margins(0.03, 0.03)
            self._arrange()
        return self.figure

    def _paint_ground(self, painter: QPainter) -> None:
        if self.figure is not None:
            painter.fillRect(self.figure.rect(), QColor(self._theme.colours.card))

    def showEvent(self, event: QShowEvent) -> None:
        """It is seen again."""
        super().showEvent(event)
        self._look()

    # How it is laid out and coloured.

    def changeEvent(self, event: QEvent) -> None:
        """From the other side."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self._layout is not None:
            self._arrange()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Figure, words and list share the width; the list goes first."""
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        broken = self._row is not None and self._row.is_broken
        layout = hero_layout(self.width(), self.height(), broken=broken)
        self._layout = layout
        box = layout.words
        start, beside = self.button.sizeHint(), self.save_button
        width = min(max(start.width() + GAPS[4], 180 if not broken else 0), box.width() + _FRAME)
        top = box.bottom() - start.height()
        rect = QRect(box.left() - _FRAME, top, width, start.height())
        self._put(self.button, rect)
        beside = self.all_button if broken else self.save_button
        size = beside.sizeHint()
        left = rect.right() + GAPS[1]
        place = QRect(left, rect.center().y() - size.height() // 2, size.width(), size.height())
        if left + size.width() > box.right() + GAPS[4]:
            place.moveTopLeft(rect.topLeft())
            place.translate(_FRAME - _QUIET_PAD, -size.height())
        self._put(beside, place)
        if self.figure is not None:
            self._put(self.figure, layout.figure)
        self.update()

    def _put(self, child: QWidget, rect: QRect) -> None:
        if self.isRightToLeft():
            rect = QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())
        child.setGeometry(rect)

    def _dress(self) -> None:
        colours = self._theme.colours
        broken = self._row is not None and self._row.is_broken
        if broken:
            self.button.set_colours(colours.clay, colours.clay_ground)
        else:
            self.button.set_colours(colours.none.post, colours.none.on_post)
        self.save_button.setStyleSheet(_quiet(colours.none.text, colours.none.track))
        self.all_button.setStyleSheet(_quiet(colours.ink, colours.muted))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its words."""
        if self._layout is None:
            return
        from app.ui.hero_painting import Content, paint_hero

        above = self.button.geometry().top()
        beside = self.all_button if self.save_button.isHidden() else self.save_button
        if not beside.isHidden():
            above = min(above, beside.geometry().top())
        content = Content(self._row, self._steps, self._bar, self._empty, above - GAPS[1])
        mirrored = self.isRightToLeft()
        with painting(self) as painter:
            paint_hero(painter, self._layout, content, self._theme.colours, mirrored=mirrored)


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
