"""The section Picture: who shows the movements, and in what colours.

What is chosen holds at once, and is seen beside the choices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from app.figure.motion import shown_alone
from app.history.settings import BODIES
from app.movements.model import Movement
from app.session.clock import exact_ms
from app.ui.bow import paint_room_slab
from app.ui.figure_place import Fit
from app.ui.figure_view import FigureView
from app.ui.section import Section
from app.ui.setting_controls import Picker
from app.ui.setting_rows import Card, Field, rule
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.choices import Choices
    from app.ui.pictures import Pictures
    from app.ui.services import Services

BODY_WORDS: Final = {
    "ash": ("Ash", "A woman, with her hair tied back."),
    "robin": ("Robin", "A man with short hair and a headband."),
}
# What is shown beside the choices, the first of these that there is a picture of.
_SAMPLES: Final = ("cat-cow", "worlds-greatest-stretch")


class PictureSection(Section):
    """Shows the settings of the pictures and changes them."""

    def __init__(
        self,
        services: Services,
        choices: Choices,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget,
        now: Callable[[], float] = exact_ms,
    ) -> None:
        """Reads the settings when it is shown."""
        super().__init__("Picture", theme, parent)
        self._services, self._choices, self._pictures = services, choices, pictures
        self._now, self._began = now, 0.0
        self.add(self._who())
        self.sample = FigureView(pictures, theme, self, self._look)
        self.sample.set_ground(self._paint_slab)
        self.sample.set_margins(0.09, 0.08)
        self.sample.set_fit(Fit.MIDDLE)
        self.set_panel(self.sample)
        pictures.changed.connect(self._look)

    def _who(self) -> Card:
        card = Card("Who shows the movements", self.cards)
        options = [(body, *BODY_WORDS[body]) for body in BODIES]
        self.bodies = card.add_options(self._theme, options, lambda body: self._change(body=body))
        self.skin = Picker(self._theme, card.body)
        self.skin.picked.connect(lambda name: self._change(skin=name))
        self.clothes = Picker(self._theme, card.body)
        self.clothes.picked.connect(lambda name: self._change(clothes=name))
        card.add(rule(card.body))
        card.add(Field("Skin", self.skin, card.body))
        card.add(Field("Clothes", self.clothes, card.body))
        return card

    def refresh(self) -> None:
        """Show what holds."""
        self._began = self._now()
        self._show_settings()
        self._look()

    def _change(self, **fields: Any) -> None:
        self._choices.change(picture=self._choices.current.picture._replace(**fields))
        self._show_settings()
        self._pictures.chosen()

    def _show_settings(self) -> None:
        from app.figure.palette import CLOTHES, SKINS

        chosen = self._choices.current.picture
        self.bodies[chosen.body].setChecked(True)
        for picker, names, value in (
            (self.skin, SKINS, chosen.skin),
            (self.clothes, CLOTHES, chosen.clothes),
        ):
            offered = [("", "As they come"), *((name, name.capitalize()) for name in names)]
            picker.offer([offered], value)
            for name, colours in names.items():
                # Skin and hair, shirt and shorts.
                picker.setItemIcon(picker.findData(name), self._swatch((colours[0], colours[2])))

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
        still = self._pictures.still
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
        if self.is_narrow:
            painter.fillRect(self.sample.rect(), QColor(colours.none.tint))
            return
        size = (self.sample.width(), self.sample.height())
        line = (colours.none.mark, max(3.0, colours.edge_px))
        paint_room_slab(painter, size, colours.none.tint, line, left=self.isRightToLeft())
