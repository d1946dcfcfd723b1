"""The Picture page: who shows the movements, in what colours, and whether anything moves.

What is chosen holds at once, and is seen beside the choices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
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
from app.history.settings import BODIES
from app.movements.model import Movement
from app.session.clock import exact_ms
from app.ui.bow import bow_edge, bow_shape
from app.ui.figure_place import Fit
from app.ui.figure_view import FigureView
from app.ui.key_button import KeyButton
from app.ui.theme import GAPS, Theme
from app.ui.typeface import BOLD, MEDIUM, TEXT, TITLE, room_font
from app.ui.voice_controls import Picker, controls_sheet
from app.ui.voice_rows import Card, Field, Option, Tick, rule

if TYPE_CHECKING:
    from app.ui.pictures import Pictures
    from app.ui.services import Services

BODY_WORDS: Final = {
    "ash": ("Ash", "A woman, with her hair tied back."),
    "robin": ("Robin", "A man with short hair and a headband."),
}
# What is shown beside the choices, the first of these that there is a picture of.
_SAMPLES: Final = ("cat-cow", "worlds-greatest-stretch")
_PANEL_FROM: Final = 720
_PANEL_SHARE: Final = 0.44
_FORM_MOST: Final = 720
_BOW_PX: Final = 30


class PicturePage(QWidget):
    """Shows the settings of the pictures and changes them; Esc goes back."""

    left = Signal()

    def __init__(
        self,
        services: Services,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget | None = None,
        now: Callable[[], float] = exact_ms,
    ) -> None:
        """Reads the settings when it is shown."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Picture")
        self._services, self._theme, self._pictures = services, theme, pictures
        self._now, self._began = now, 0.0
        self._build()
        self.sample = FigureView(pictures, theme, self, self._look)
        self.sample.set_ground(self._paint_slab)
        self.sample.set_margins(0.09, 0.08)
        self.sample.set_fit(Fit.MIDDLE)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._area, 1)
        self._row.addWidget(self.sample)
        # Of all controls the first one: Qt's tab key skips what lies before a focus proxy.
        self.setFocusProxy(self.back)
        theme.changed.connect(self._dress)
        pictures.changed.connect(self._look)
        self._dress()

    def focus_choice(self) -> None:
        """Begin with who is chosen."""
        self.bodies[self._services.settings.current.picture.body].setFocus()

    def _build(self) -> None:
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget(self._area)
        ground.setObjectName("room")
        self._form = QWidget(ground)
        self._form.setMaximumWidth(_FORM_MOST)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAPS[4])
        column.addLayout(self._head())
        column.addWidget(self._who())
        column.addWidget(self._motion())
        column.addStretch(1)
        self._centre = QHBoxLayout(ground)
        self._centre.addWidget(self._form)
        self._area.setWidget(ground)

    def _head(self) -> QVBoxLayout:
        title = QLabel("Picture", self._form)
        title.setFont(room_font(TITLE, BOLD))
        self.back = KeyButton(self._theme, "Esc", self._form)
        self.back.setText("Back")
        self.back.set_look(TEXT)
        self.back.setAccessibleName("Back to the routines")
        self.back.clicked.connect(self.left)
        line = QHBoxLayout()
        line.addWidget(title, 1)
        line.addWidget(self.back)
        self._problem = QLabel(self._form)
        self._problem.setFont(room_font(TEXT, MEDIUM))
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(GAPS[1])
        head.addLayout(line)
        head.addWidget(self._problem)
        return head

    def _who(self) -> Card:
        card = Card("Who shows the movements", self._form)
        group = QButtonGroup(card)
        self.bodies: dict[str, Option] = {}
        for body in BODIES:
            word, line = BODY_WORDS[body]
            option = Option(self._theme, word, line, card.body)
            option.clicked.connect(lambda _=False, body=body: self._change(body=body))
            group.addButton(option)
            card.add(option)
            self.bodies[body] = option
        self.skin = Picker(self._theme, card.body)
        self.skin.picked.connect(lambda name: self._change(skin=name))
        self.clothes = Picker(self._theme, card.body)
        self.clothes.picked.connect(lambda name: self._change(clothes=name))
        card.add(rule(card.body))
        card.add(Field("Skin", self.skin, card.body))
        card.add(Field("Clothes", self.clothes, card.body))
        return card

    def _motion(self) -> Card:
        card = Card("Motion", self._form)
        self.still = Tick(
            self._theme,
            "Still",
            "Key positions side by side, and nothing that moves.",
            card.body,
        )
        self.still.clicked.connect(lambda on: self._change(still=on))
        card.add(self.still)
        return card

    # What is chosen.

    def showEvent(self, event: QShowEvent) -> None:
        """Read what holds."""
        super().showEvent(event)
        if not event.spontaneous():
            self._began = self._now()
            self._show_settings()
            self._look()

    def _change(self, **fields: Any) -> None:
        store = self._services.settings
        settings = store.current
        store.change(settings._replace(picture=settings.picture._replace(**fields)))
        self._show_settings()
        self._pictures.chosen()

    @property
    def problem(self) -> str:
        """What is said of the settings' file."""
        return self._problem.text()

    def _show_settings(self) -> None:
        from app.figure.palette import CLOTHES, SKINS

        store = self._services.settings
        chosen = store.current.picture
        self.bodies[chosen.body].setChecked(True)
        self.still.setChecked(chosen.still)
        for picker, names, value in (
            (self.skin, SKINS, chosen.skin),
            (self.clothes, CLOTHES, chosen.clothes),
        ):
            offered = [("", "As they come"), *((name, name.capitalize()) for name in names)]
            picker.offer([offered], value)
            for name, colours in names.items():
                # Skin and hair, shirt and shorts.
                picker.setItemIcon(picker.findData(name), self._swatch((colours[0], colours[2])))
        self._problem.setText(store.problem)
        self._problem.setVisible(bool(store.problem))

    def _swatch(self, colours: Sequence[str]) -> QIcon:
        """Colours beside each other."""
        size = self.skin.iconSize() * self.devicePixelRatioF()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            circle = QPainterPath()
            circle.addEllipse(QRectF(0, 0, size.width(), size.height()))
            painter.setClipPath(circle)
            width = size.width() / len(colours)
            for at, colour in enumerate(colours):
                painter.fillRect(QRectF(at * width, 0, width, size.height()), QColor(colour))
        finally:
            painter.end()
        return QIcon(pixmap)

    # What is seen of it.

    def _look(self) -> None:
        """The sample now; called up to 30 times a second while it moves."""
        movement = self._sample_movement() if self.isVisible() else None
        drawing = self._pictures.drawing(movement) if movement else None
        still = self._pictures.settings.still
        self.sample.set_drawing(drawing, movement.name if movement else "", None)
        if movement is not None and drawing is not None:
            elapsed = self._now() - self._began
            shown = shown_alone(movement, None, elapsed, drawing.tracks, still=still)
            side = self._theme.colours.none
            self.sample.set_shown(shown, (self._theme.colours.card, side.track))
        self.sample.set_playing(drawing is not None and not still)

    def _sample_movement(self) -> Movement | None:
        catalogue = self._services.catalogue
        found = (catalogue.get(name) for name in _SAMPLES if name in catalogue)
        return next((each for each in found if self._pictures.drawing(each)), None)

    def _paint_slab(self, painter: QPainter) -> None:
        colours = self._theme.colours
        painter.fillRect(self.sample.rect(), QColor(colours.paper))
        if self._is_narrow:
            painter.fillRect(self.sample.rect(), QColor(colours.none.tint))
            return
        size = (float(self.sample.width()), float(self.sample.height()), float(_BOW_PX))
        painter.fillPath(bow_shape(*size, left=False), QColor(colours.none.tint))
        painter.strokePath(bow_edge(*size, left=False), QPen(QColor(colours.none.mark), 3))

    # How it is laid out.

    @property
    def _is_narrow(self) -> bool:
        return self.width() < _PANEL_FROM

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sample stands beside the choices or above them."""
        super().resizeEvent(event)
        narrow = self._is_narrow
        way = QBoxLayout.Direction
        self._row.setDirection(way.BottomToTop if narrow else way.LeftToRight)
        if narrow:
            self.sample.setFixedSize(self.width(), round(self.height() * 0.36))
        else:
            self.sample.setFixedSize(round(self.width() * _PANEL_SHARE), self.height())
        side = GAPS[3] if narrow else GAPS[5]
        self._centre.setContentsMargins(side, GAPS[4], side if narrow else GAPS[4], GAPS[4])

    def _dress(self) -> None:
        self.setStyleSheet(controls_sheet(self._theme.colours))
        self._problem.setStyleSheet(f"color: {self._theme.colours.clay}")

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What has the focus is in sight."""
        moved = super().focusNextPrevChild(forward)
        widget = QApplication.focusWidget()
        if widget is not None and self._area.isAncestorOf(widget):
            self._area.ensureWidgetVisible(widget, 0, GAPS[5])
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; Enter presses the button that has the focus."""
        button = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(button, QPushButton) and not event.isAutoRepeat():
                button.click()
        else:
            super().keyPressEvent(event)
