"""Other programs that show a break or an exercise, started as their users start them.

Each is run in a D-Bus session of its own with a home folder of its own, and shows what comes
nearest to a session of ours.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from tests.sound.server import until

WORKRAVE: Final = """
workrave & echo $! > pid
until gdbus call --session --dest org.workrave.Workrave \
    --object-path /org/workrave/Workrave/UI --method org.workrave.ControlInterface.Exercises \
    > /dev/null 2>&1; do sleep 0.1; done
wait
"""
# It asks the bus of the system, and gives up where there is none.
SAFE_EYES: Final = """
export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS
safeeyes --take-break & echo $! > pid
wait
"""
_BREAK_S: Final = 240
_PLUGINS: Final = ("notification", "mediacontrol")


class Peer(NamedTuple):
    """A program, what shows its window, and the name of that window."""

    name: str
    needs: tuple[str, ...]
    script: str
    window: str


PEERS: Final = (
    Peer("Workrave, exercises", ("workrave", "dbus-run-session", "gdbus"), WORKRAVE, "^Exercises$"),
    Peer("Safe Eyes, a break", ("safeeyes", "dbus-run-session"), SAFE_EYES, "^SafeEyes-0$"),
)


class RunningPeer:
    """One of them on a display."""

    def __init__(self, peer: Peer, display: str, folder: Path) -> None:
        """`folder` becomes its home."""
        folder.mkdir(mode=0o700)
        _long_break(folder)
        self._pid_file = folder / "pid"
        plain = {"DISPLAY": display, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self._process = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", peer.script],
            env={**keep, **plain, "NO_AT_BRIDGE": "1", "GIO_USE_VFS": "local"},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process of the window."""
        until("its process id", lambda: self._pid_file.exists() and self._pid_file.read_text())
        return int(self._pid_file.read_text())

    def close(self) -> None:
        """End it, with its bus."""
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(5.0)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _long_break(folder: Path) -> None:
    """A break of Safe Eyes that outlasts the measurement, and no plugin that needs a desktop."""
    config = folder / ".config" / "safeeyes"
    config.mkdir(parents=True)
    shipped = Path("/usr/lib/python3/dist-packages/safeeyes/config/safeeyes.json")
    if shipped.exists():
        wishes = json.loads(shipped.read_text(encoding="utf-8"))
        wishes |= {"short_break_duration": _BREAK_S, "long_break_duration": _BREAK_S}
        wishes["plugins"] = [one for one in wishes["plugins"] if one["id"] in _PLUGINS]
        (config / "safeeyes.json").write_text(json.dumps(wishes), encoding="utf-8")
        style = config / "style"
        style.mkdir()
        shutil.copy(shipped.parent / "style" / "safeeyes_style.css", style)


def label_command() -> list[str]:
    """The least window of PySide6, which stays."""
    return [sys.executable, str(Path(__file__).parent / "bare_window.py"), "0"]
