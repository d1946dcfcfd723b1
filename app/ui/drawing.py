"""What stands in the place of a picture: a figure, the runner's own file, or a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from app.figure.motion import ENTER, Shown, Tracks, glow
from app.ui.figure_place import CLOSER, Fit, placed, side_by_side
from app.ui.textfit import LOOSE, Size, fit
from app.ui.theme import Theme
from app.ui.typeface import SEMI

if TYPE_CHECKING:
    from app.figure.cache import FigureCache
    from app.figure.loading import Figure
    from app.figure.palette import FigurePalette
    from app.ui.body_map import BodyMap
    from app.ui.own_picture import OwnPicture

_SENTENCE: Final = ((0.62, 3), (0.5, 4), (0.4, 6), (0.3, 9))


class Look(NamedTuple):
    """How a picture is painted: in which colours, from which camera, how large."""

    palette: FigurePalette
    view: int = 0
    fit: Fit = Fit.WHOLE


class Drawing:
    """One picture. `tracks` is empty where nothing follows the session.

    `has_close_up`: a second view shows what is small in the first, and wants more room.
    """

    problem = ""
    views = 1
    has_close_up = False

    @property
    def tracks(self) -> Tracks:
        """What can be played."""
        return {}

    @property
    def shape(self) -> float | None:
        """Width by height of the body alone; None where there is nothing around it."""
        return None

    def proportion(self, view: int) -> float:
        """Width by height of a whole view, with all that is around the body."""
        return 1.0

    def key(self, shown: Shown) -> object:
        """Equal keys look equal: nothing has to be painted again."""
        return shown.mirrored

    def has_second(self, shown: Shown) -> bool:
        """Whether a second view says something then; from near not before one has arrived."""
        on_the_way = any(moment.track == ENTER for moment in shown.moments)
        return self.views > 1 and not (self.has_close_up and on_the_way)

    def play(self, on: bool, told: Callable[[], object]) -> None:
        """Let what moves by itself move, and tell each new frame; or stand still."""

    def clearest(self, rect: QRectF, places: Sequence[QRectF], shown: Shown, look: Look) -> int:
        """Which of some places over a picture in `rect` covers the least of what counts."""
        return 0

    def paint(self, painter: QPainter, rect: QRectF, shown: Shown, look: Look) -> None:
        """Paint as large as it fits into a box."""
        raise NotImplementedError


class FigureDrawing(Drawing):
    """A figure of ours."""

    def __init__(self, figure: Figure, cache: FigureCache | None = None) -> None:
        """`figure` is loaded; `cache` keeps the frames of what comes round again and again."""
        self.figure = figure
        self.views = len(figure.views)
        self.has_close_up = any(view.close for view in figure.views[1:])
        self._cache = cache
        self._bodies: dict[int, BodyMap] = {}

    @property
    def tracks(self) -> Tracks:
        """Those of the figure."""
        return self.figure.tracks

    @property
    def shape(self) -> float | None:
        """Of the main view, in all frames."""
        bounds = self._body(0).bounds
        return bounds.width() / bounds.height()

    def proportion(self, view: int) -> float:
        """As the figure was baked."""
        width, height = self.figure.box(view)
        return width / height

    def key(self, shown: Shown) -> object:
        """The numbers of the frames, how strongly they glow, and whether a second view is there."""
        seen = ((self.figure.frame(moment), glow(moment)) for moment in shown.moments)
        return (shown.mirrored, self.has_second(shown), *seen)

    def paint(self, painter: QPainter, rect: QRectF, shown: Shown, look: Look) -> None:
        """One figure, or two side by side, the first on the left."""
        from app.figure.painting import paint

        one = len(shown.moments) == 1
        fitted = look.fit if one or look.fit is Fit.MIDDLE else Fit.WHOLE
        size = self.figure.box(look.view)
        body = self._body(look.view).bounds if fitted in CLOSER else None
        for room, moment in zip(side_by_side(rect, len(shown.moments)), shown.moments, strict=True):
            box = placed(size, body, room, fitted, mirrored=shown.mirrored)
            kept = self._cache if moment.track != ENTER else None
            brush = kept.paint if kept is not None else paint
            palette, view = look.palette, look.view
            brush(painter, QRectF(box), self.figure, moment, shown.mirrored, palette, view)

    def clearest(self, rect: QRectF, places: Sequence[QRectF], shown: Shown, look: Look) -> int:
        """The first of the places in which nothing of the body would be covered."""
        size, body = self.figure.box(look.view), self._body(look.view)
        bounds = body.bounds if look.fit in CLOSER else None
        box = placed(size, bounds, rect, look.fit, mirrored=shown.mirrored)
        scale = box.width() / size[0]
        found = []
        for place in places:
            left = (place.left() - box.left()) / scale
            width, height = place.width() / scale, place.height() / scale
            if shown.mirrored:
                left = size[0] - left - width
            top = (place.top() - box.top()) / scale
            found.append(body.covered(QRectF(left, top, width, height)))
        return found.index(min(found))

    def _body(self, view: int) -> BodyMap:
        if view not in self._bodies:
            from app.ui.body_map import body_map

            self._bodies[view] = body_map(self.figure, view)
        return self._bodies[view]


class OwnDrawing(Drawing):
    """A file of the runner's."""

    def __init__(self, picture: OwnPicture, *, mirrors: bool) -> None:
        """`mirrors`: it is turned over for the left side."""
        self._picture = picture
        self._mirrors = mirrors

    def key(self, shown: Shown) -> object:
        """The number of the frame."""
        return (shown.mirrored and self._mirrors, self._picture.frame)

    def play(self, on: bool, told: Callable[[], object]) -> None:
        """Only an animation does."""
        self._picture.play(on, told)

    def paint(self, painter: QPainter, rect: QRectF, shown: Shown, look: Look) -> None:
        """The same from all sides, and in its own colours."""
        turned = shown.mirrored and self._mirrors
        self._picture.paint(painter, rect, shown._replace(mirrored=turned))


class Sentence(Drawing):
    """Why there is no picture, where it would be."""

    def __init__(self, problem: str, theme: Theme) -> None:
        """`problem` is one sentence."""
        self.problem = problem
        self._theme = theme

    def paint(self, painter: QPainter, rect: QRectF, shown: Shown, look: Look) -> None:
        """In the middle, quiet, and never cut where there is room for it."""
        width = rect.width() * 0.8
        cap = max(9.0, rect.height() * 0.1)
        sizes = [Size(max(9.0, cap * share), lines) for share, lines in _SENTENCE]
        fitted = fit(self.problem, width, sizes, SEMI, LOOSE)
        painter.setFont(fitted.font)
        painter.setPen(QColor(self._theme.colours.muted))
        left, top = rect.center().x() - fitted.width / 2, rect.center().y() - fitted.height / 2
        for index, line in enumerate(fitted.lines):
            painter.drawText(QPointF(left, top + fitted.cap + index * fitted.pitch), line)
