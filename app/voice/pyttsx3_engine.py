"""Speech by pyttsx3 (by `say` on macOS), rendered by a child process that may hang or die.

pyttsx3 cannot be trusted inside this process: see `worker`. Here lies what makes it safe: a time
limit for each text, a child that is killed and started again, and a limit to that as well.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final

import app
from app.voice.clips import BrokenClip, Clip
from app.voice.synthesiser import BrokenSynthesiser, SynthesisError
from app.voice.worker import SCRATCH_PREFIX, USE_BUNDLED

_log = logging.getLogger(__name__)

_START_TIMEOUT_S: Final = 30.0
_RENDER_TIMEOUT_S: Final = 10.0
_TIMEOUT_PER_LETTER_S: Final = 0.05
_TRIES_PER_TEXT: Final = 2
_MAX_LOSSES: Final = 4
_LONGEST_TEMP_FOLDER: Final = 100
_ENGINE_NAMES: Final = {"darwin": "say", "win32": "pyttsx3-sapi5"}


class _LostChild(Exception):
    """The child hung or died; the message says which."""


class _Child:
    """One child process: a line to it, and its lines back through a thread and a queue.

    The thread is what makes a time limit possible on every platform.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        for target, pipe in ((self._read, "stdout"), (self._log_errors, "stderr")):
            stream = getattr(self._process, pipe)
            threading.Thread(target=target, args=(stream,), daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def _read(self, stream: IO[str]) -> None:
        with contextlib.suppress(OSError, ValueError), stream:
            for line in stream:
                self._replies.put(line)
        self._replies.put("")
        self.kill()

    def _log_errors(self, stream: IO[str]) -> None:
        with contextlib.suppress(OSError, ValueError), stream:
            for line in stream:
                _log.debug("voice worker %d: %s", self.pid, line.rstrip())

    def ask(self, request: dict[str, object]) -> None:
        """Send one request. Raises `_LostChild`."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise _LostChild("the voice engine has stopped") from error

    def answer(self, timeout_s: float) -> dict[str, Any]:
        """The next reply within `timeout_s` seconds. Raises `_LostChild`."""
        try:
            line = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            raise _LostChild("the voice engine does not answer") from None
        try:
            reply = json.loads(line) if line else None
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            raise _LostChild("the voice engine has stopped")
        return reply

    def kill(self) -> None:
        """End the process and collect it, so that no zombie stays. Safe from any thread."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()


class Pyttsx3Synthesiser:
    """A `Synthesiser` over one child process, which is started by the first text.

    A child that hangs or dies is replaced and the text tried once more. After `max_losses` in a
    row, or when it cannot be started, every further call raises `BrokenSynthesiser` at once.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        start_timeout_s: float = _START_TIMEOUT_S,
        render_timeout_s: float = _RENDER_TIMEOUT_S,
        max_losses: int = _MAX_LOSSES,
    ) -> None:
        """`command` is the child without its last argument, a folder; the tests bring their own."""
        self.name = _ENGINE_NAMES.get(sys.platform, "pyttsx3-espeak")
        self._command = list(command or _worker_command())
        self._start_timeout_s = start_timeout_s
        self._render_timeout_s = render_timeout_s
        self._max_losses = max_losses
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._asked = 0
        self._losses = 0
        self._broken = ""
        self._closed = False

    @property
    def child_pid(self) -> int | None:
        """The process id of the running child."""
        return self._child.pid if self._child else None

    def render(self, text: str, voice: str, rate: int) -> Clip:
        """Speak `text` into a trimmed clip; see `Synthesiser.render`."""
        words = " ".join(text.split())
        if not words:
            raise SynthesisError("There are no words to speak.")
        with self._lock:
            for _ in range(_TRIES_PER_TEXT):
                child = self._running()
                try:
                    clip = self._render(child, words, voice, rate)
                except _LostChild as loss:
                    self._lose(child, loss)
                else:
                    self._losses = 0
                    return clip
        raise SynthesisError("The voice engine failed at one of the texts.")

    def _render(self, child: _Child, text: str, voice: str, rate: int) -> Clip:
        self._asked += 1
        path = self._folder() / f"{self._asked}.wav"
        request = {"id": self._asked, "text": text, "voice": voice, "rate": rate}
        child.ask({**request, "path": str(path)})
        reply = child.answer(self._render_timeout_s + len(text) * _TIMEOUT_PER_LETTER_S)
        if error := reply.get("error"):
            raise SynthesisError(f"The voice engine could not speak a text: {error}.")
        try:
            return Clip.from_wav(path).trimmed()
        except BrokenClip as error:
            raise SynthesisError(f"The voice engine gave no sound: {error}.") from error
        finally:
            with contextlib.suppress(OSError):
                path.unlink()

    def _running(self) -> _Child:
        """The child, started now if there is none. Raises `BrokenSynthesiser`."""
        if self._closed:
            raise BrokenSynthesiser("The voice has been closed.")
        if self._child is None and not self._broken:
            self._start()
        if self._child is None:
            raise BrokenSynthesiser(self._broken)
        return self._child

    def _start(self) -> None:
        # A system's espeak-ng may lack its data, which ends the child: then the bundled one.
        environment = _environment()
        for extra in ({}, {USE_BUNDLED: "1"}):
            try:
                self._child = _Child([*self._command, str(self._folder())], environment | extra)
            except OSError as error:
                self._give_up(f"its process could not be started ({error})")
                return
            if self._closed:  # closed by another thread, which may not have seen this child
                self._child.kill()
                return
            reason = self._reason_not_ready(self._child)
            if not reason:
                return
            self._child.kill()
            self._child = None
            self._clear_up()
        self._give_up(reason)

    def _reason_not_ready(self, child: _Child) -> str:
        try:
            reply = child.answer(self._start_timeout_s)
        except _LostChild as loss:
            return str(loss)
        return "" if "ready" in reply else str(reply.get("broken", "it gave no answer"))

    def _lose(self, child: _Child, loss: _LostChild) -> None:
        child.kill()
        self._child = None
        self._clear_up()
        self._losses += 1
        _log.warning("voice worker lost (%d in a row): %s", self._losses, loss)
        if self._losses >= self._max_losses:
            self._give_up(str(loss))

    def _give_up(self, reason: str) -> None:
        self._broken = f"No voice: {reason}."
        _log.warning("%s", self._broken)

    def _folder(self) -> Path:
        """A private folder for the files in passing. Raises `OSError`."""
        if self._scratch is None:
            # Espeak's data may have to be linked to from there, by a path of 150 characters.
            too_long = os.name == "posix" and len(tempfile.gettempdir()) > _LONGEST_TEMP_FOLDER
            self._scratch = tempfile.TemporaryDirectory(
                prefix=SCRATCH_PREFIX, dir="/tmp" if too_long else None, ignore_cleanup_errors=True
            )
        return Path(self._scratch.name)

    def _clear_up(self) -> None:
        """Remove what a lost child left half written: it may be what fills the disk."""
        # The folder itself may go meanwhile: `close` waits for no render in another thread.
        with contextlib.suppress(OSError):
            for path in self._folder().glob("*.wav*"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Kill the child and remove its folder. Does not wait for a render in another thread."""
        self._closed = True
        if child := self._child:
            child.kill()
        if self._scratch:
            self._scratch.cleanup()


def _worker_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "voice-worker"]
    return [sys.executable, "-m", "app.voice.worker"]


def _environment() -> dict[str, str]:
    """This process's environment, in which the child finds this very package and no other."""
    root = str(Path(app.__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([root, others] if others else [root])
    # Without the safe path a folder called `app` in the current folder would be imported.
    return os.environ | {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
