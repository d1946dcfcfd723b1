"""The real window on a real X server: started as a runner starts it, driven by keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import boot
from app.session.clock import wait

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"
    ),
    pytest.mark.skipif(
        bool(boot.missing(["x11"], boot.Machine())), reason="needs the X11 libraries of Qt"
    ),
]
ROOT = Path(__file__).parents[2]
PATIENCE = 200  # tenths of a second: how long a slow machine may take for anything


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            yield f":{pipe.readline().strip()}"
        server.terminate()


class Program:
    """A running Limber on a display."""

    def __init__(self, display: str, home: Path, *arguments: str) -> None:
        self.environ = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "LIMBER_HOME": str(home),
            "PULSE_SERVER": "unix:/nowhere",
        }
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by `close`
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", *arguments],
            env=self.environ,
            cwd=ROOT,
            stderr=self.errors,
        )

    def tool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environ, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def window(self, title: str) -> str:
        """The id of the visible window with a title, once it is there."""
        return until(
            lambda: self.tool("search", "--onlyvisible", "--name", title).partition("\n")[0]
        )

    def press(self, key: str) -> None:
        self.tool("key", "--clearmodifiers", key)

    def said(self) -> str:
        self.errors.seek(0)
        return self.errors.read()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.errors.close()


def until(found: Callable[[], str]) -> str:
    """What `found` gives as soon as it gives something: a real window has no clock to fake."""
    for _ in range(PATIENCE):
        if result := found():
            return result
        wait(0.1)
    pytest.fail("it did not happen")


@pytest.fixture
def start(display: str, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    programs: list[Program] = []

    def begin(*arguments: str) -> Program:
        programs.append(Program(display, tmp_path, *arguments))
        return programs[-1]

    yield begin
    for program in programs:
        program.close()


def test_home_opens_and_ends_on_a_signal(start: Callable[..., Program]) -> None:
    program = start()
    assert program.window("Limber")
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(timeout=PATIENCE / 10) == 0
    assert "Traceback" not in program.said()


def test_stage_begins_and_escape_never_ends_it(start: Callable[..., Program]) -> None:
    program = start("start", "two-minute-opener", "--voice", "silent")
    window = program.window("Two-minute opener")
    program.tool("windowfocus", "--sync", window)
    program.press("Escape")
    program.press("space")
    program.press("space")
    assert program.process.poll() is None
    assert program.window("Two-minute opener") == window
    assert "Traceback" not in program.said()
