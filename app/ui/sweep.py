"""The slab on its way across the screen at a switch: colour and shape, no words."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPointF, QRect, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.bow import DEEPEST
from app.ui.painting import painting
from app.ui.tokens import SWEEP_MS

Look = tuple[str, str, float]
"""Fill, edge ('' for none) and the edge's width in pixels."""


class Sweep(QWidget):
    """Hidden but for 400 ms. Both its sides are bowed, so that it leaves and arrives as the slab.

    It is wider than the slab by what its outer bow hides behind the window's edge.
    """

    done = Signal()

    def __init__(self, parent: QWidget) -> None:
        """At rest."""
        super().__init__(parent)
        self._look: Look = ("", "", 0.0)
        self._bow = 0.0
        self._way = QVariantAnimation(self)
        self._way.setDuration(SWEEP_MS)
        self._way.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._way.valueChanged.connect(self._move)
        self._way.finished.connect(self._arrive)
        self.hide()

    @property
    def is_under_way(self) -> bool:
        """Whether it is seen."""
        return self._way.state() is QVariantAnimation.State.Running

    def go(self, place: QRect, width: int, bow: float, look: Look, *, to_left: bool) -> None:
        """From where the slab was to `place`, where it is, in a window `width` pixels wide."""
        self._look, self._bow = look, bow
        outer = round(DEEPEST * bow)
        left, right = -outer, width - place.width()
        self.setGeometry(right if to_left else left, 0, place.width() + outer, place.height())
        self._way.stop()
        self._way.setStartValue(float(right if to_left else left))
        self._way.setEndValue(float(left if to_left else right))
        self.show()
        self._way.start()

    def stop(self) -> None:
        """At once where it is going."""
        if self.is_under_way:
            self._way.stop()
            self._arrive()

    def _move(self, left: float) -> None:
        self.move(round(left), 0)

    def _arrive(self) -> None:
        self.hide()
        self.done.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shape and edges."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        fill, edge, edge_px = self._look
        width, height = float(self.width()), float(self.height())
        ends, middle = DEEPEST * self._bow, -0.2 * self._bow
        path = QPainterPath(QPointF(ends, 0))
        path.cubicTo(
            QPointF(middle, height * 0.3), QPointF(middle, height * 0.7), QPointF(ends, height)
        )
        path.lineTo(width - ends, height)
        path.cubicTo(
            QPointF(width - middle, height * 0.7),
            QPointF(width - middle, height * 0.3),
            QPointF(width - ends, 0),
        )
        path.closeSubpath()
        painter.fillPath(path, QColor(fill))
        if edge:
            painter.strokePath(path, QPen(QColor(edge), edge_px))
