"""What a start wishes of the window that is open already, and what becomes of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import EXIT_DONE, EXIT_USER
from app.ui.forward import come_forward
from app.ui.one_instance import OneInstance, Wish
from app.ui.start import Start

if TYPE_CHECKING:
    from app.ui.window import Window


# In the second program.


def told_by_the_first(instance: OneInstance, start: Start | None) -> int | None:
    """Hand the wish over; the exit status, or None where the first one does not answer."""
    said = instance.hand_over(wish_of(start))
    if said is None:
        return None
    print(said or "Limber is open; its window comes to the front.", file=sys.stderr)
    return EXIT_USER if said else EXIT_DONE


def wish_of(start: Start | None) -> Wish:
    """A start in words that another program understands."""
    if start is None:
        return Wish("show")
    whats = (("show", start.show), ("last", start.last), ("resume", start.resume))
    what = next((word for word, wished in whats if wished), "begin")
    path = str(start.path) if start.path else ""
    return Wish(what, path, start.fullscreen, start.level or "")


# In the first one.


def answer(window: Window, wish: Wish) -> str:
    """Come to the front and do as wished; a session that runs stays, and both are told."""
    come_forward(window, wish.token)
    if wish == Wish("show", token=wish.token):
        return ""
    session = window.stage.session if window.is_performing else None
    if session is not None:
        window.stage.remark("This session goes on. End it to begin another.")
        return f"{session.timeline.name} is under way and goes on. End it to begin another."
    from app.routine.model import VoiceLevel

    level = VoiceLevel(wish.level) if wish.level in set(VoiceLevel) else None
    path = Path(wish.path) if wish.path else None
    if wish.fullscreen:
        window.set_full_screen(True)
    whats = (wish.what == what for what in ("show", "last", "resume"))
    do(window, Start(path, wish.fullscreen, level, *whats))
    return ""


def do(window: Window, start: Start) -> None:
    """Begin or show what a start asks for, on a window that has been painted."""
    if start.resume:
        window.go_on_newest(start.level)
    elif start.path is None and start.last:
        window.begin_last(start.level)
    elif start.path is None:
        window.begin_fitting(start.level)
    elif start.show:
        window.show_routine(start.path)
    else:
        window.begin(start.path, start.level)
