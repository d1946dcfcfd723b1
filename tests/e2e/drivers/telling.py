"""The whole program, which tells at every tick where it stands, and does what a seed says.

    python -m tests.e2e.drivers.telling SEED ARGUMENTS...

One JSON object a line goes to standard output, written before anything can be killed after it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from typing import Any

from app import main
from app.ui.keys import Action
from app.ui.stage import Stage
from app.ui.timers import interval
from app.ui.window import Window

_ACT_MS = 230
_ACTIONS = (
    *(Action.NEXT,) * 4,
    *(Action.PREVIOUS,) * 2,
    *(Action.LONGER,) * 2,
    Action.RESTART,
    Action.SKIP,
    Action.TOGGLE,
)


def told(window: Window) -> dict[str, Any]:
    """What must not be lost, by the program's own account."""
    stage, services = window.stage, window._services
    session = stage.session
    assert session is not None
    assert stage._tally is not None
    return {
        "position_ms": session.position_ms,
        "counts_in": session.count_in is not None,
        "state": session.state,
        "blocks": [(b.label, b.phase, b.length_ms) for _, b in session.timeline.blocks],
        "left_out": sorted(services.left_out.ids),
        "volume": services.settings.current.voice.tone_volume,
        "done_ms": stage._tally.total_ms,
    }


class Hands:
    """Somebody who presses keys and changes settings at random moments."""

    def __init__(self, window: Window, seed: int) -> None:
        self._window, self._random = window, random.Random(seed)
        self._timer = interval(window, _ACT_MS, self._act)
        self._timer.start()

    def _act(self) -> None:
        stage, settings = self._window.stage, self._window._services.settings
        session = stage.session
        if session is None or session.count_in is not None or self._random.random() < 0.75:
            return
        near_end = session.position_ms > session.timeline.total_ms * 0.8
        stage.act(Action.PREVIOUS if near_end else self._random.choice(_ACTIONS))
        voice = settings.current.voice._replace(tone_volume=self._random.randrange(100))
        settings.change(settings.current._replace(voice=voice))
        stage.tick()


def follow(seed: int) -> None:
    """Tell after each tick; the first one brings the hands."""
    tick = Stage.tick
    hands: list[Hands] = []

    def telling(stage: Stage) -> None:
        tick(stage)
        window = stage.window()
        if stage.session is not None and isinstance(window, Window):
            os.write(1, json.dumps(told(window)).encode() + b"\n")
            if seed and not hands:
                hands.append(Hands(window, seed))

    setattr(Stage, "tick", telling)  # noqa: B010 - a method of a class has no type of its own


if __name__ == "__main__":
    if hasattr(signal, "SIGHUP"):
        # As a terminal starts it, also where the tests themselves run under nohup.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    follow(int(sys.argv[1]))
    sys.exit(main.main(sys.argv[2:]))
