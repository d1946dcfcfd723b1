"""Real sound in real time; runs only when it is named: `python3 -m tests tests/sound`.

Nothing else should run beside it: what is measured are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sound.program import Program, make_home
from tests.sound.server import SoundServer


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave this folder alone unless it was asked for, by its name or by its mark."""
    asked = " ".join([*config.args, config.getoption("markexpr")])
    return None if "sound" in asked else True


@pytest.fixture
def server() -> Iterator[SoundServer]:
    """A sound server with one null sink; a test starts it when it wants it."""
    server = SoundServer()
    yield server
    server.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A runner's folder with an empty cache."""
    return make_home(tmp_path / "home")


@pytest.fixture
def program(server: SoundServer, home: Path) -> Iterator[Program]:
    """The program, not started yet."""
    program = Program(home, server.environ)
    yield program
    program.close()
