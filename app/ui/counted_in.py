"""What the stage shows while a session that was cut off is counted in: pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.session.engine import Session
from app.session.states import State
from app.timeline.model import Phase
from app.ui.view import Mood, StageView, time_text

_TITLE: Final = "Get ready"


def counted_in(view: StageView, session: Session) -> StageView:
    """The view with the time until it goes on as its number; as it is where nothing is counted.

    Before its start a session that was taken up stands, but nobody has paused it.
    """
    count_in, segment = session.count_in, session.segment
    waits = count_in is not None and count_in.left_ms == count_in.length_ms
    if count_in is None or segment is None or (session.state is State.PAUSED and not waits):
        return view
    number, unit = time_text(count_in.left_ms)
    left = ""
    if segment.phase is Phase.HOLD:
        left = " ".join(filter(None, (*time_text(segment.end_ms - session.position_ms), "left")))
    return replace(
        view,
        mood=Mood.READY,
        title=_TITLE,
        number=number,
        unit=unit,
        widest=((time_text(count_in.length_ms)),),
        seconds="",
        widest_seconds="",
        dose=left or view.dose,
        short_dose=left or view.short_dose,
        has_lane=False,
        pips=0,
        breath="",
        paused=False,
        spoken=f"{_TITLE}, {view.spoken}".replace(f"{_TITLE}, Paused, ", f"{_TITLE}, "),
    )


def shown_ms(session: Session) -> int:
    """The moment that captions are shown for: before the position while it is counted in."""
    return session.position_ms - (session.count_in.left_ms if session.count_in else 0)
