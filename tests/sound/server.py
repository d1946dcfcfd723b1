"""A private PulseAudio with null sinks: loudspeakers to be recorded, pulled out and killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.session.clock import wait
from tests.sound.witness import ahead_of_all

TOOLS: Final = ("pulseaudio", "pactl", "parec", "paplay")
SINK: Final = "null1"
RATE_HZ: Final = 48_000

PILOT_HZ: Final = 15_039
"""Above all that a clip of 22 050 Hz can hold. Its phase tells of any loss of less than 0.3 s."""
_PILOT_VOLUME: Final = "37%"

_PRIORITY: Final = 20  # as a desktop runs its sound server
_PATIENCE_S: Final = 20.0
_POLL_S: Final = 0.02


def missing_tools() -> list[str]:
    """What this computer lacks for a loudspeaker of our own."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def until(what: str, happened: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
    """Wait for something outside this process; an AssertionError when it never happens."""
    for _ in range(round(patience_s / _POLL_S)):
        if happened():
            return
        wait(_POLL_S)
    raise AssertionError(f"{what} did not happen in {patience_s:.0f} s")


class SoundServer:
    """One server on a socket of its own. Not started yet: a server may come late."""

    def __init__(self, sinks: Sequence[str] = (SINK,)) -> None:
        """`sinks` are there from the start, the first one as the default."""
        # Not pytest's folder: the path of a socket has 108 bytes at the most.
        self._folder = Path(tempfile.mkdtemp(prefix="limber-snd-"))
        (self._folder / "run").mkdir(mode=0o700)
        self._socket = self._folder / "run" / "native"
        self._sinks = sinks
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """What makes a program play here and nowhere else."""
        runtime = str(self._folder / "run")
        return os.environ | {
            "XDG_RUNTIME_DIR": runtime,
            "PULSE_RUNTIME_PATH": runtime,
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(self._folder / "cookie"),
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._socket.unlink(missing_ok=True)
        script = self._folder / "server.pa"
        lines = [f"load-module module-native-protocol-unix socket={self._socket} auth-anonymous=1"]
        lines += [f"load-module {_null_sink(name)}" for name in self._sinks]
        lines += [f"set-default-sink {name}" for name in self._sinks[:1]]
        script.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*ahead_of_all(_PRIORITY), *_SERVER, "-F", str(script)],
                env=self.environ | {"HOME": str(self._folder)},
                stdout=log,
                stderr=log,
            )
        until("the sound server's first answer", lambda: self._ask("info"))

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it and leave nothing behind."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add_sink(self, name: str = SINK) -> None:
        """Plug in a loudspeaker."""
        self.control("load-module", *_null_sink(name).split())

    def remove_sink(self, name: str = SINK) -> None:
        """Pull a loudspeaker out."""
        listed = self._ask("list", "short", "modules").splitlines()
        found = [line.split()[0] for line in listed if f"sink_name={name} " in line + " "]
        self.control("unload-module", found[0])

    def play_pilot(self, sink: str = SINK) -> None:
        """Let the server itself sound a quiet high note without end.

        It is made where the samples of the sink are counted and can never run dry: where a
        recording lacks a piece of it, the recording has lost that piece.
        """
        self.control("load-module", "module-sine", f"sink={sink}", f"frequency={PILOT_HZ}")
        stream = self._ask("list", "short", "sink-inputs").split()[0]
        self.control("set-sink-input-volume", stream, _PILOT_VOLUME)

    def control(self, *command: str) -> str:
        """Tell the server something that it must do."""
        done = self._run(command)
        assert done.returncode == 0, f"pactl {' '.join(command)}: {done.stderr}"
        return done.stdout

    def _ask(self, *command: str) -> str:
        done = self._run(command)
        return done.stdout if done.returncode == 0 else ""

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *command],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
        )


_SERVER: Final = (
    "pulseaudio",
    "-n",
    "--daemonize=no",
    "--realtime=yes",
    "--exit-idle-time=-1",
    "--use-pid-file=no",
    "--system=false",
)


def _null_sink(name: str) -> str:
    return f"module-null-sink sink_name={name} rate={RATE_HZ} channels=2"
