"""The slab beside a section: what a choice comes to, seen at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.bow import DEEPEST, ROOM_BOW, paint_room_slab
from app.ui.painting import painting
from app.ui.section import Section
from app.ui.theme import GAPS, Theme

_EDGE: Final = 3
# Where there is less, the section is better off without.
_LEAST_TALL: Final = 120


class SamplePanel(QWidget):
    """Pine, with a bow towards the cards; a block above them where it is narrow."""

    def __init__(self, name: str, theme: Theme, section: Section) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__(section)
        self._theme, self._section = theme, section
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def tell(self, text: str) -> None:
        """What is seen, in words for those who do not see it."""
        self.setAccessibleDescription(text)
        self.update()

    def paint_sample(self, painter: QPainter, box: QRectF) -> None:
        """Paint inside `box`, which lies clear of the bow, in the text colour of the slab."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, slab and sample."""
        colours = self._theme.colours
        side, edge = colours.none, max(_EDGE, colours.edge_px)
        width, height = float(self.width()), float(self.height())
        narrow, mirrored = self._section.is_narrow, self.isRightToLeft()
        with painting(self) as painter:
            painter.fillRect(self.rect(), QColor(colours.paper))
            if narrow:
                painter.fillRect(self.rect(), QColor(side.slab))
                if side.edge:
                    painter.fillRect(QRectF(0, height - edge, width, edge), QColor(side.edge))
            else:
                size, line = (self.width(), self.height()), (side.edge, float(edge))
                paint_room_slab(painter, size, side.slab, line, left=mirrored)
            if height >= _LEAST_TALL:
                painter.setPen(QColor(side.text))
                self.paint_sample(painter, self._box(narrow=narrow, mirrored=mirrored))

    def _box(self, *, narrow: bool, mirrored: bool) -> QRectF:
        rect = QRectF(self.rect())
        if narrow:
            return rect.adjusted(GAPS[4], GAPS[2], -GAPS[4], -GAPS[2])
        near, far = ROOM_BOW * DEEPEST + GAPS[3], float(GAPS[4])
        left, right = (far, near) if mirrored else (near, far)
        return rect.adjusted(left, GAPS[5], -right, -GAPS[5])
