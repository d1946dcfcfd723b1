"""A short routine on a real display, recorded: the first words as exact as the last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session.clock import wait
from tests.e2e.screen import NEEDED, Screen, display
from tests.sound.live import perform, write_short
from tests.sound.program import Program
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
    *NEEDED,
]
GOAL_MAX_MS = 10.0
LOOKED_AT_S = 4.0


@pytest.fixture
def shown(server: SoundServer, home: Path) -> Iterator[tuple[Screen, Program]]:
    """A display of our own, and the program that is going to be seen on it."""
    with display() as screen:
        environ = server.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": screen.name}
        program = Program(home, environ)
        try:
            yield screen, program
        finally:
            program.close()


def test_a_session_at_the_start_of_the_program(
    server: SoundServer, shown: tuple[Screen, Program], tmp_path: Path
) -> None:
    result = perform(server, shown[1], str(write_short(tmp_path)))
    result.tell("a short routine, X11")
    result.must_be_whole()
    assert result.figures.greatest <= GOAL_MAX_MS


def test_a_session_that_home_begins(
    server: SoundServer, shown: tuple[Screen, Program], tmp_path: Path
) -> None:
    """The loudspeaker is awake and known by then: the session has the shortest lead."""
    screen, program = shown

    def press_enter() -> None:
        screen.fill(screen.window("Limber"))
        wait(LOOKED_AT_S)
        screen.press("Return")

    result = perform(server, program, str(write_short(tmp_path)), ("open",), press_enter)
    result.tell("begun from home")
    result.must_be_whole()
    assert result.figures.greatest <= GOAL_MAX_MS
