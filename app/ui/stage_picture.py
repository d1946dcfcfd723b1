"""The picture on the stage: it follows a session between its ticks, and stands when it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.figure.motion import pictured, shown_at
from app.movements.model import Side
from app.session.clock import exact_ms
from app.session.engine import Session
from app.session.states import State
from app.timeline.model import Segment, Timeline
from app.ui.board import Board
from app.ui.figure_place import Fit
from app.ui.figure_view import FigureView
from app.ui.slab import side_colours
from app.ui.theme import Theme
from app.ui.view import Mood, StageView, breath_level

if TYPE_CHECKING:
    from app.ui.drawing import Drawing
    from app.ui.pictures import Mat, Pictures

# The position is known at every tick; no picture runs further ahead of it than this.
_AHEAD_MS: Final = 120.0


class StagePicture:
    """Tells the view on the board what to show; without a picture the caption has the board."""

    def __init__(
        self,
        board: Board,
        pictures: Pictures,
        theme: Theme,
        now: Callable[[], float] = exact_ms,
    ) -> None:
        """`now` is the clock that sessions run on, in milliseconds."""
        self._board, self._pictures, self._theme = board, pictures, theme
        self.now = now
        self._session: Session | None = None
        # What was shown last, and until when nothing but the moment of it changes.
        self._shows: tuple[Timeline, Segment, Drawing] | None = None
        self._mood = Mood.READY
        self.view = FigureView(pictures, theme, board, self.look)
        self.view.set_ground(board.paint_behind)
        board.set_picture(self.view)
        pictures.changed.connect(self._show)

    def follow(self, session: Session | None) -> None:
        """Another session, or none."""
        self._session, self._shows = session, None
        if session is None:
            self.view.set_playing(False)
            self.view.set_drawing(None, "", None)
            self._pictures.rest()

    def show(self, view: StageView) -> None:
        """A tick, or something was moved by hand."""
        self._mood = view.mood
        self._show()

    def look(self) -> None:
        """Between two ticks: mostly the same picture, a little later."""
        session, shows = self._session, self._shows
        if session is None or shows is None:
            return
        timeline, segment, drawing = shows
        position = self._position(session)
        if timeline is not session.timeline or not segment.start_ms <= position < segment.end_ms:
            self._show()
            return
        self.view.set_moment(shown_at(segment, position, drawing.tracks))

    def breath(self) -> float | None:
        """How full the lungs are now, from 0 to 1; None where nothing follows the breath."""
        session = self._session
        if session is None or (segment := session.segment) is None:
            return None
        return breath_level(segment, self._position(session))

    def _show(self) -> None:
        session = self._session
        if session is None or not session.timeline.segments:
            return
        self._shows = None
        position = self._position(session)
        segment = pictured(session.timeline, round(position))
        exercise = segment.block.exercise if segment else None
        drawing = self._pictures.drawing(exercise.movement) if exercise else None
        self._board.set_pictured(drawing is not None)
        if segment is None or drawing is None:
            self.view.set_playing(False)
            self.view.set_drawing(None, "", None)
            return
        still = self._pictures.still
        self.view.set_drawing(drawing, segment.block.label, segment.side)
        shown = shown_at(segment, position, drawing.tracks, still=still)
        corner = self._corner(session)
        self.view.set_fit(Fit.BLEED_LEFT if corner is Side.LEFT else Fit.BLEED_RIGHT)
        self.view.set_shown(shown, self._mat(segment), corner)
        plays = session.state is State.RUNNING and not still
        if plays:
            self._shows = (session.timeline, segment, drawing)
        self.view.set_playing(plays)

    def _position(self, session: Session) -> float:
        course, known = session.course, float(session.position_ms)
        if course is None:
            return known
        return min(max(known, course.position_at(self.now())), known + _AHEAD_MS)

    def _mat(self, segment: Segment) -> Mat:
        """In the side's tint; light on the coloured ground of a switch, sand while all stands."""
        colours = self._theme.colours
        side = side_colours(colours, segment.side)
        if self._mood is Mood.STILL:
            return colours.sand, colours.sand_track
        if self._mood is Mood.SWITCH:
            return colours.card, side.track
        return side.mat, side.track

    def _corner(self, session: Session) -> Side:
        """The corner that the slab leaves free."""
        here = session.segment
        return Side.RIGHT if here is not None and here.side is Side.LEFT else Side.LEFT
