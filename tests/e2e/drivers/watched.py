"""The whole program, which writes down at every tick what the runner sees.

    python -m tests.e2e.drivers.watched FILE ARGUMENTS...

FILE gets one JSON object a line; the last one tells that the session is over.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import IO, Any

from app import main
from app.ui.stage import Stage


def seen(stage: Stage) -> dict[str, Any]:
    """What stands on the stage now."""
    session, board = stage.session, stage.board
    assert session is not None
    return {
        "position_ms": session.position_ms,
        "state": session.state.value,
        "caption": board.caption,
        "notice": board.notice,
        "mood": stage.slab.view.mood.value if stage.slab.view else "",
    }


def watch(out: IO[str]) -> None:
    """Write after each tick, and when a session is over."""
    tick = Stage.tick
    followed: list[Stage] = []

    def write(told: dict[str, Any]) -> None:
        print(json.dumps({"moment_s": time.monotonic(), **told}), file=out, flush=True)

    def watching(stage: Stage) -> None:
        tick(stage)
        if not followed:
            followed.append(stage)
            stage.over.connect(lambda _tally, finished: write({"over": True, "finished": finished}))
        if stage.session is not None:
            write(seen(stage))

    Stage.tick = watching  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    with Path(sys.argv[1]).open("w", encoding="utf-8") as file:
        watch(file)
        status = main.main(sys.argv[2:])
    sys.exit(status)
