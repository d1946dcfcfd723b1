"""A display of our own, and what a person could see and press on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from app import boot
from tests.sound.server import until

TOOLS: Final = ("Xvfb", "xdotool")


def missing_tools() -> list[str]:
    """What this computer lacks for a display of our own."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


NEEDED: Final = (
    pytest.mark.skipif(bool(missing_tools()), reason="needs Xvfb and xdotool"),
    pytest.mark.skipif(
        bool(boot.missing(["x11"], boot.Machine())), reason="needs the X11 libraries of Qt"
    ),
)
"""Marks of a test that opens a window on a display of our own and presses keys there."""


@contextmanager
def display(width: int = 1920, height: int = 1080) -> Iterator[Screen]:
    """A new one, of a 24-inch screen's resolution."""
    read, write = os.pipe()
    size = f"{width}x{height}x24"
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-dpi", "92", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as pipe:
                yield Screen(f":{pipe.readline().strip()}", width, height)
        finally:
            server.terminate()


class Screen:
    """Its windows, by what xdotool knows of them."""

    def __init__(self, name: str, width: int, height: int) -> None:
        """`name` is what goes into DISPLAY."""
        self.name, self._size = name, (width, height)

    def window(self, title: str) -> str:
        """The id of the visible window with a title, once it is there."""
        found: list[str] = []

        def look() -> bool:
            found[:] = self._tool("search", "--onlyvisible", "--name", title).split()
            return bool(found)

        until(f"a window named {title!r}", look)
        return found[0]

    def title(self, window: str) -> str:
        """What stands in its title bar."""
        return self._tool("getwindowname", window)

    def fill(self, window: str) -> None:
        """Maximise and focus it, as a desktop's window manager does."""
        width, height = map(str, self._size)
        self._tool("windowmove", window, "0", "0")
        self._tool("windowsize", "--sync", window, width, height)
        self._tool("windowfocus", "--sync", window)

    def press(self, key: str) -> None:
        """Press a key in the window that has the focus."""
        self._tool("key", "--clearmodifiers", key)

    def keep(self, file: Path) -> None:
        """A picture of the whole, where ImageMagick can take one."""
        if tool := shutil.which("import"):
            environ = os.environ | {"DISPLAY": self.name}
            command = [tool, "-silent", "-window", "root", str(file)]
            subprocess.run(command, env=environ, check=True)

    def _tool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | {"DISPLAY": self.name},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()
