"""What a sink plays, recorded, each piece with the moment at which it came."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from typing import IO, Final

from tests.sound.server import RATE_HZ, SINK, SoundServer, until
from tests.sound.witness import Hold, Witness

_BYTES: Final = 2
_CHUNK_BYTES: Final = 65_536
_PATIENCE_S: Final = 5.0


def now_s() -> float:
    """The clock of every stamp here; it goes as the session's clock does."""
    return time.monotonic()


class Recorder:
    """Records the monitor of a sink, mono at 48 kHz, from its making until `stop`.

    `stamps` pairs moments (s) with the number of samples that had come by then. The clock of a sink
    is not that of the session: a null sink of PulseAudio 16 runs up to some hundred parts in a
    million off it, so only the stamps tell when something was heard.
    """

    def __init__(self, server: SoundServer, sink: str = SINK) -> None:
        """Returns when the first samples are there."""
        self.pcm = bytearray()
        self.stamps: list[tuple[float, int]] = []
        self.holds: list[Hold] = []
        self._witness = Witness()
        self._process = subprocess.Popen(
            [
                "parec",
                f"--device={sink}.monitor",
                "--raw",
                "--format=s16le",
                f"--rate={RATE_HZ}",
                "--channels=1",
                "--latency-msec=20",
            ],
            env=server.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        pipe = self._process.stdout
        self._thread = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self._thread.start()
        until("the first sample of a recording", lambda: self.stamps)

    def stop(self) -> Recorder:
        """End it; may be called again. A recording also ends with its sink or its server."""
        self._process.terminate()
        self._process.wait(_PATIENCE_S)
        self._thread.join(_PATIENCE_S)
        self.holds += self._witness.stop()
        return self

    def _read(self, pipe: IO[bytes]) -> None:
        while data := os.read(pipe.fileno(), _CHUNK_BYTES):
            moment_s = now_s()
            self.pcm += data
            self.stamps.append((moment_s, len(self.pcm) // _BYTES))
        pipe.close()
