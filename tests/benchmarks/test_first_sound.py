"""From Enter on home to the first sound, recorded, with nothing in the cache and with everything.

xdotool is part of it (5 ms until the key is down), and the way through the null sink (35 ms).

python3 -m tests -n 0 -s -o faulthandler_timeout=0 tests/benchmarks/test_first_sound.py
"""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.session.clock import wait
from tests.e2e import screen
from tests.sound.hearing import Recording
from tests.sound.program import Program, make_home
from tests.sound.recorder import Recorder, now_s
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
    *screen.NEEDED,
]
ROUNDS = 6
OPEN_S = 4.0
HEARD_S = 2.5
GOALS_MS = {"empty": 500, "full": 150}


@pytest.fixture
def server() -> Iterator[SoundServer]:
    server = SoundServer()
    server.start()
    yield server
    server.close()


def enter_to_sound_ms(server: SoundServer, home: Path) -> float:
    """Of one start of the program; the window has been open for a while, as when one reads it."""
    with screen.display() as shown:
        environ = server.environ | {"DISPLAY": shown.name, "QT_QPA_PLATFORM": "xcb"}
        program = Program(home, environ)
        try:
            program.start()
            shown.fill(shown.window("Limber"))
            wait(OPEN_S)
            recorder = Recorder(server)
            pressed_s = now_s()
            shown.press("Return")
            wait(HEARD_S)
            recording = Recording.of(recorder.stop())
        finally:
            program.close()
    # Nothing is offered to be gone on with the next time.
    shutil.rmtree(home / "state")
    make_home(home)
    loud = np.flatnonzero(np.abs(recording.samples) > 0.003)
    assert len(loud), "nothing was heard"
    return 1000 * (recording.moment_s(float(loud[0])) - pressed_s)


def test_enter_to_first_sound(server: SoundServer, tmp_path: Path) -> None:
    homes = [make_home(tmp_path / f"home{number}") for number in range(ROUNDS)]
    for cache, goal_ms in GOALS_MS.items():
        found = [enter_to_sound_ms(server, home) for home in homes]
        median = statistics.median(found)
        told = ", ".join(f"{one:.0f}" for one in found)
        print(
            f"\nEnter to first sound, {cache} cache: median {median:.0f} ms of {told}; "
            f"goal: {goal_ms}"
        )
