"""The program as its user starts it, with a folder of its own and a loudspeaker of ours."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.sound.recorder import now_s
from tests.sound.server import until

ROOT: Final = Path(__file__).resolve().parents[2]
END: Final = "The end, after"
_PATIENCE_S: Final = 30.0
_WAKING_S: Final = 10.0
_STYLE: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_LINE: Final = re.compile(r"\s*(\d+):(\d\d)  (.*)")


def make_home(folder: Path) -> Path:
    """A runner's folder that has seen a session: what is heard is then what `plan` shows."""
    (folder / "state").mkdir(parents=True)
    (folder / "state" / "begun").touch()
    return folder


class Said(NamedTuple):
    """A line of a rehearsal: when it came (s), its time in the session (s), its words."""

    moment_s: float
    position_s: int
    text: str


class Program:
    """`python -m app ...`, or a script of ours in its place, running."""

    def __init__(
        self, home: Path, environ: Mapping[str, str], command: Sequence[str] = ("-m", "app")
    ) -> None:
        """`environ` is the sound server's, or whatever a test makes of it."""
        self.home = home
        self._environ = {"QT_QPA_PLATFORM": "offscreen", **environ, "LIMBER_HOME": str(home)}
        self._command = command
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by `close`
        self._process: subprocess.Popen[bytes] | None = None
        self._terminal = -1
        self._reader: threading.Thread | None = None
        self.said: list[Said] = []

    def start(self, *arguments: str) -> None:
        """Start it without a terminal."""
        self._launch(arguments, subprocess.DEVNULL, subprocess.DEVNULL)

    def rehearse(self, *arguments: str) -> None:
        """Start `rehearse` on a terminal of its own, which takes keys; `said` is what it shows."""
        self._terminal, theirs = os.openpty()
        try:
            self._launch(("rehearse", *arguments), theirs, theirs)
        finally:
            os.close(theirs)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def press(self, key: str) -> float:
        """Press a key of a rehearsal; the moment at which it was pressed."""
        moment_s = now_s()
        os.write(self._terminal, key.encode())
        return moment_s

    def await_line(self, start: str, patience_s: float = _PATIENCE_S) -> Said:
        """Wait until a rehearsal has said a line that begins so."""
        until(f"the line {start!r}", lambda: self.line(start), patience_s)
        found = self.line(start)
        assert found is not None
        return found

    def line(self, start: str) -> Said | None:
        """The first line that begins so, if it has come."""
        return next((said for said in self.said if said.text.startswith(start)), None)

    def await_end(self, patience_s: float) -> int:
        """Wait until it ends by itself; its exit status."""
        assert self._process is not None
        return self._process.wait(patience_s)

    def interrupt(self) -> int:
        """End it as Ctrl+C does; its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(_WAKING_S)

    def close(self) -> None:
        """End it in any case."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._reader is not None:
            self._reader.join(_WAKING_S)
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1
        self._errors.close()

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        self._errors.seek(0)
        return self._errors.read()

    def _launch(self, arguments: Sequence[str], stdin: int, stdout: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *self._command, *arguments],
            cwd=ROOT,
            env=self._environ,
            stdin=stdin,
            stdout=stdout,
            stderr=self._errors,
            start_new_session=True,
        )

    def _read(self) -> None:
        """Lines as they come, until the program lets go of its terminal."""
        rest = ""
        while data := _bytes_of(self._terminal):
            *lines, rest = (rest + data.decode(errors="replace")).split("\n")
            moment_s = now_s()
            for line in lines:
                # The line that stays beneath is drawn anew before each: the last piece counts.
                shown = _STYLE.sub("\n", line).strip("\n").rpartition("\n")[2]
                if match := _LINE.fullmatch(shown):
                    minutes, seconds, text = match.groups()
                    self.said.append(Said(moment_s, 60 * int(minutes) + int(seconds), text))


def _bytes_of(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # nobody is at the other end any more
        return b""


def read_log(path: Path) -> list[dict[str, Any]]:
    """What `rehearse --log` wrote, one row for each cue."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
