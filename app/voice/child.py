"""Speech rendered by a child process that may hang or die: the parent's side of it.

No engine can be trusted inside this process: see `worker`. Here lies what makes it safe: a time
limit for each text, a child that is killed and started again, and a limit to that as well.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from app import paths
from app.audio.clips import BrokenClip, Clip
from app.voice.choosing import is_language, language_name
from app.voice.synthesiser import BrokenSynthesiser, Speech, SynthesisError, VoiceChoice
from app.voice.worker import SCRATCH_PREFIX

_log = logging.getLogger(__name__)

_TIMEOUT_PER_LETTER_S: Final = 0.05
_LONGEST_TEMP_FOLDER: Final = 100


class Patience(NamedTuple):
    """How long a child is waited for, in seconds, and how often a lost one is replaced."""

    start_s: float = 30.0
    render_s: float = 10.0
    tries_per_text: int = 2
    losses: int = 4


_PATIENT: Final = Patience()


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


class ChildSynthesiser:
    """A `Synthesiser` over one child process, which is started by the first text.

    A child that hangs or dies is replaced and the text tried once more. After several losses in a
    row, or when it cannot be started, every further call raises `BrokenSynthesiser` at once.
    """

    def __init__(
        self,
        command: Sequence[str],
        name: str,
        language: str = "en",
        *,
        environments: Sequence[Mapping[str, str]] = ({},),
        patience: Patience = _PATIENT,
    ) -> None:
        """`command` is the child without its last argument, a folder.

        `language` is what a voice speaks in place of one that is missing. Each of `environments`,
        additions to this process's own, is tried in turn for a child that does not start.
        """
        self.name = name
        self._command = list(command)
        self._language = language
        self._environments = environments
        self._patience = patience
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

    def render(self, text: str, voice: str, rate: int) -> Speech:
        """Speak `text` into a clip; see `Synthesiser.render`."""
        words = " ".join(text.split())
        if not words:
            raise SynthesisError("There are no words to speak.")
        wanted = [voice or self._language, self._language]
        request = {"text": words, "wanted": wanted, "rate": rate}
        with self._lock:
            path, reply = self._ask(request, len(words) * _TIMEOUT_PER_LETTER_S)
            try:
                clip = Clip.from_wav(path)
            except BrokenClip as error:
                raise SynthesisError(f"The voice engine gave no sound: {error}.") from error
            finally:
                with contextlib.suppress(OSError):
                    path.unlink()
        if not clip.pcm.strip(b"\0"):
            raise SynthesisError("The voice engine gave nothing but silence.")
        instead = str(reply.get("instead", ""))
        return Speech(clip, _stand_in(wanted[0], instead) if instead else "")

    def voices(self) -> tuple[VoiceChoice, ...]:
        """The voices of the engine now; see `Synthesiser.voices`."""
        with self._lock:
            _, reply = self._ask({"list": True}, 0)
        try:
            listed = [(str(i), str(name), tuple(map(str, x))) for i, name, x in reply["voices"]]
        except (KeyError, TypeError, ValueError) as error:
            raise SynthesisError("The voice engine did not tell its voices.") from error
        return tuple(VoiceChoice(*each) for each in listed)

    def _ask(self, request: dict[str, object], more_s: float) -> tuple[Path, dict[str, Any]]:
        """Where the sound would lie, and the answer; within `more_s` above the usual time.

        A child that is lost over it is replaced. Raises `SynthesisError`.
        """
        for _ in range(self._patience.tries_per_text):
            child = self._running()
            self._asked += 1
            path = self._folder() / f"{self._asked}.wav"
            try:
                child.ask({"id": self._asked, "path": str(path), **request})
                reply = child.answer(self._patience.render_s + more_s)
            except _LostChild as loss:
                self._lose(child, loss)
                continue
            self._losses = 0
            if error := reply.get("error"):
                raise SynthesisError(f"The voice engine could not speak a text: {error}.", error)
            return path, reply
        raise SynthesisError("The voice engine failed at one of the texts.", "it failed at a text")

    def _running(self) -> _Child:
        """The child, started now if there is none. Raises `BrokenSynthesiser`."""
        if self._closed:
            raise BrokenSynthesiser("The voice has been closed.")
        if self._child is None and not self._broken:
            self._start()
        if self._child is None:
            raise BrokenSynthesiser(f"No voice: {self._broken}.", self._broken)
        return self._child

    def _start(self) -> None:
        reason = ""
        for extra in self._environments:
            try:
                command = [*self._command, str(self._folder())]
                self._child = _Child(command, {**paths.child_environment(), **extra})
            except OSError as error:
                self._give_up(f"its process could not be started ({error})")
                return
            if self._closed:  # closed by another thread, which may have seen no child, no folder
                self.close()
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
            reply = child.answer(self._patience.start_s)
        except _LostChild as loss:
            return str(loss)
        return "" if "ready" in reply else str(reply.get("broken", "it gave no answer"))

    def _lose(self, child: _Child, loss: _LostChild) -> None:
        child.kill()
        self._child = None
        self._clear_up()
        self._losses += 1
        _log.warning("voice worker lost (%d in a row): %s", self._losses, loss)
        if self._losses >= self._patience.losses:
            self._give_up(str(loss))

    def _give_up(self, reason: str) -> None:
        self._broken = reason
        _log.warning("%s has no voice: %s", self.name, reason)

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
            for path in self._folder().iterdir():
                if path.suffix in (".wav", ".part"):
                    with contextlib.suppress(OSError):
                        path.unlink()

    def rest(self) -> None:
        """End the child, which takes 20 to 40 MB; the next text starts another one."""
        with self._lock:
            child, self._child = self._child, None
            if child:
                child.kill()

    def close(self) -> None:
        """Kill the child and remove its folder. Does not wait for a render in another thread."""
        self._closed = True
        if child := self._child:
            child.kill()
        if self._scratch:
            self._scratch.cleanup()


def worker_command() -> list[str]:
    """What starts `worker`, up to its own arguments."""
    return paths.child_command("voice-worker")


def _stand_in(wanted: str, instead: str) -> str:
    kind = f"{language_name(wanted)} voice" if is_language(wanted) else f"voice called {wanted}"
    return f"This computer has no {kind}: {instead} speaks until you install or choose one."
