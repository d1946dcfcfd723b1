"""A session bus of the tests' own, where there is a daemon for one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from app.session.clock import wait

_Found = TypeVar("_Found")
PATIENCE = 200  # twentieths of a second, on a machine that does much else


def until(found: Callable[[], _Found]) -> _Found:
    """What `found` gives as soon as it gives something: other processes have no clock to fake."""
    for _ in range(PATIENCE):
        if result := found():
            return result
        wait(0.05)
    pytest.fail("it did not happen")


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a private session bus, which the environment names."""
    if not (daemon := shutil.which("dbus-daemon")):
        pytest.skip("needs dbus-daemon")
    read, write = os.pipe()
    # A file in the folder of a test may have too long a path for a socket.
    command = [daemon, "--session", "--nofork", f"--print-address={write}"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as running:
        os.close(write)
        with os.fdopen(read) as pipe:
            address = pipe.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        running.terminate()
