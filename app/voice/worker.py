"""The child process that holds the one speech engine and writes one text at a time to a file.

It speaks JSON, one object a line. In: `{"id", "text", "voice", "rate", "path"}`. Out: first either
`{"ready": engine}` or `{"broken": reason}`, then for each request `{"id", "error"}`, where an empty
error says that a WAV file with sound in it lies at `path`. It ends when its input ends.

Why it is a process and why it is so careful: pyttsx3 2.99 prints to standard output, may write
nothing at the first save or after a change of a property, writes only the last of two queued texts,
hangs with a second engine or thread, and can hang for ever when a write fails.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NoReturn, Protocol, TextIO

USE_BUNDLED: Final = "LIMBER_BUNDLED_ESPEAK"
"""Environment variable: '1' passes over the system's espeak-ng, for one whose data is missing."""

SCRATCH_PREFIX: Final = "limber-voice-"
"""How the name of the folder begins that the parent makes for the files in passing."""

_TRIES: Final = 3
_SETTLE_S: Final = 0.02
_SETTLE_TRIES: Final = 50
_LONGEST_DATA_PATH: Final = 150
_WARM_UP_RATE: Final = 150
_EXIT_WRITE_FAILED: Final = 3
_STD_INPUT_HANDLE: Final = -10

# Both the American and the British voice of espeak are steady; the American one keeps its r, which
# tells "forward" and "four" from their neighbours in a noisy room.
_CLEAREST: Final = ("gmw/en-us", "gmw/en-gb", "gmw/en", "en-us", "en-gb", "en")


class RenderError(Exception):
    """The engine could not write this text; the message is one plain sentence."""


class Engine(Protocol):
    """What the loop below needs of a speech engine."""

    name: str

    def render(self, text: str, voice: str, rate: int, path: Path) -> None:
        """Write `text` to a WAV file at `path`, or raise `RenderError`."""


# --- pyttsx3: espeak-ng on Linux, SAPI5 on Windows ------------------------------------------------


class Pyttsx3Engine:
    """One pyttsx3 engine, with every trap of version 2.99 stepped round."""

    def __init__(self, scratch: Path) -> None:
        """Load the engine and make it write once, because the first save may come to nothing."""
        # With SAPI5 the loop is ours: its save is synchronous once the queue runs, while
        # `runAndWait` waits for an event that may already have passed. With espeak it is theirs.
        self._own_loop = sys.platform == "win32"
        if not self._own_loop:
            load_espeak(scratch)
        self.name = "sapi5" if self._own_loop else "espeak"
        self._engine: Any = importlib.import_module("pyttsx3").init(self.name)
        self._reason = ""
        self._engine.connect("error", self._note)
        self._voices = list(self._engine.getProperty("voices") or [])
        self._first_voice = str(self._engine.getProperty("voice") or "")
        self._properties: dict[str, object] = {}
        if self._own_loop:
            self._engine.startLoop(False)
        # Nothing is set before the first save: it would wait with the save in one queue, and the
        # end of the queue cancels what espeak has not yet done.
        self._write("Ready.", scratch / "warm-up.wav")
        self._set("volume", 1.0)

    def render(self, text: str, voice: str, rate: int, path: Path) -> None:
        """Write `text` to `path`."""
        self._set("voice", choose_voice(voice, self._voices, self._first_voice))
        self._set("rate", rate)
        self._write(text, path)

    def _write(self, text: str, path: Path) -> None:
        """Up to three tries, since a save may silently write nothing."""
        part = path.with_name(path.name + ".part")
        self._reason = ""
        for _ in range(_TRIES):
            part.unlink(missing_ok=True)
            self._save(text, str(part))
            if has_frames(part):
                os.replace(part, path)
                return
        raise RenderError(self._reason or "the engine wrote no sound")

    def _save(self, text: str, path: str) -> None:
        self._engine.save_to_file(text, path)
        if self._own_loop:
            self._engine.iterate()
        else:
            self._engine.runAndWait()

    def _set(self, name: str, value: object) -> None:
        """Set a property on change only, and wait until the engine has taken it.

        Espeak takes it in a thread of its own. A save that comes too soon cancels it, and then has
        the old rate or writes a file of no length.
        """
        if value in ("", self._properties.get(name)):
            return
        for _ in range(_SETTLE_TRIES):
            self._engine.setProperty(name, value)
            if self._own_loop:
                self._engine.iterate()
            time.sleep(_SETTLE_S)
            if self._engine.getProperty(name) == value:
                self._properties[name] = value
                time.sleep(_SETTLE_S)
                return

    def _note(self, exception: object = None, **_: object) -> None:
        self._reason = str(exception)


def choose_voice(wanted: str, voices: Iterable[Any], current: str) -> str:
    """The identifier of the voice to use.

    `wanted` may be an identifier, a name or a language; when it is '' or this computer does not
    have it, the clearest English voice, else the engine's `current` one: better heard than not.
    """
    known = [(str(voice.id), str(voice.name), _languages(voice)) for voice in voices]
    for match in filter(None, (wanted.casefold(), *_CLEAREST)):
        for identifier, name, languages in known:
            if match in (identifier.casefold(), name.casefold(), *languages):
                return identifier
    english = [each for each, _, languages in known if any(x[:2] == "en" for x in languages)]
    return current if current in english or not english else english[0]


def _languages(voice: Any) -> list[str]:
    """Language codes in lower case; older drivers give bytes with a leading priority byte."""
    found = [x.decode(errors="ignore") if isinstance(x, bytes) else str(x) for x in voice.languages]
    return [x.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\t").casefold() for x in found]


def load_espeak(scratch: Path) -> None:
    """Load espeak-ng so that pyttsx3, imported after it, finds it by its library name.

    The system's own where there is one, else the one of the package espeakng-loader. Raises
    `RenderError` when there is neither.
    """
    if os.environ.get(USE_BUNDLED) != "1":
        try:
            ctypes.CDLL("libespeak-ng.so.1", ctypes.RTLD_GLOBAL)
        except OSError:
            pass
        else:
            return
    try:
        loader: Any = importlib.import_module("espeakng_loader")
        # Without the variable espeak ends the whole process; with a long path it fails.
        data = short_path(Path(loader.get_data_path()), scratch)
        os.environ["ESPEAK_DATA_PATH"] = str(data)
        ctypes.CDLL(loader.get_library_path(), ctypes.RTLD_GLOBAL)
    except (ImportError, OSError, RuntimeError) as error:
        raise RenderError(f"espeak-ng could not be loaded ({error})") from error


def short_path(data: Path, scratch: Path) -> Path:
    """`data`, or a link to it (else a copy of it) whose path espeak-ng can bear: 150 characters."""
    if len(str(data)) <= _LONGEST_DATA_PATH:
        return data
    place = scratch / "espeak-ng-data"
    try:
        place.symlink_to(data, target_is_directory=True)
    except OSError:
        shutil.copytree(data, place)
    return place


def has_frames(path: Path) -> bool:
    """Whether a WAV file with at least one frame lies at `path`."""
    try:
        with wave.open(str(path), "rb") as file:
            return file.getnframes() > 0
    except (OSError, EOFError, wave.Error):
        return False


# --- macOS ----------------------------------------------------------------------------------------


class SayEngine:
    """The `say` command of macOS, which writes WAV itself.

    Written from its manual page; it was not run on a Mac.
    """

    name = "say"

    def __init__(self, scratch: Path) -> None:
        """Look for an English voice and write once, to know now whether it works."""
        self._english = self._find_english()
        self.render("Ready.", "", _WARM_UP_RATE, scratch / "warm-up.wav")

    def render(self, text: str, voice: str, rate: int, path: Path) -> None:
        """Write `text` to `path`; the text goes in by a pipe, so it may begin with a dash."""
        part = path.with_name(path.name + ".part")
        command = ["say", "-r", str(rate), "-f", "-", "-o", str(part)]
        command += ["--file-format=WAVE", "--data-format=LEI16@22050"]
        # A voice that is not installed makes `say` fail: then the English one, then its own.
        for name in dict.fromkeys((voice or self._english, self._english, "")):
            chosen = ["-v", name] if name else []
            subprocess.run(command + chosen, input=text.encode(), check=False)
            if has_frames(part):
                os.replace(part, path)
                return
        raise RenderError("the `say` command wrote no sound")

    def _find_english(self) -> str:
        listed = subprocess.run(["say", "-v", "?"], capture_output=True, text=True, check=False)
        before_sample = [line.split("#")[0].split() for line in listed.stdout.splitlines()]
        english = [
            " ".join(words[:-1]) for words in before_sample if words and words[-1][:2] == "en"
        ]
        return next((name for name in ("Samantha", "Daniel", *english) if name in english), "")


# --- the loop -------------------------------------------------------------------------------------


def _take_pipes() -> tuple[TextIO, TextIO]:
    """The pipes to the parent, moved out of reach of anything that reads or prints."""
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    if sys.platform == "win32":
        # In a program without a console `dup2` leaves the system's own handle on the pipe, and a
        # library that looks at it while it loads would wait for the read that is under way there.
        import msvcrt

        ctypes.windll.kernel32.SetStdHandle(_STD_INPUT_HANDLE, msvcrt.get_osfhandle(0))
    return requests, replies


def _say(replies: TextIO, message: dict[str, object]) -> None:
    try:
        replies.write(json.dumps(message) + "\n")
        replies.flush()
    except OSError:
        os._exit(0)  # the parent is gone


def _read(requests: TextIO, found: queue.SimpleQueue[dict[str, Any]], scratch: Path) -> None:
    """Pass requests on; when the parent is gone end the process, even in mid-render."""
    try:
        for line in requests:
            found.put(json.loads(line))
    finally:
        # A parent that was killed could not clear up behind itself.
        if scratch.name.startswith(SCRATCH_PREFIX):
            shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)


def end_on_lost_errors(replies: TextIO) -> None:
    """End the process when an error is raised inside a callback of the engine.

    Nobody could catch it: a write that fails there leaves the engine waiting for ever.
    """

    def give_up(lost: sys.UnraisableHookArgs) -> None:
        reason = str(lost.exc_value)
        _say(replies, {"broken": reason, "error": reason})
        os._exit(_EXIT_WRITE_FAILED)

    sys.unraisablehook = give_up


def serve(engine: Engine, get: Callable[[], dict[str, Any]], replies: TextIO) -> NoReturn:
    """Answer requests for ever."""
    while True:
        request = get()
        error = ""
        try:
            path = Path(request["path"])
            engine.render(request["text"], request["voice"], request["rate"], path)
        except Exception as failure:  # noqa: BLE001 - the parent decides what it means
            error = str(failure) or type(failure).__name__
        _say(replies, {"id": request.get("id"), "error": error})


def main() -> NoReturn:
    """Run as the child; the last argument is a folder that it may write to."""
    requests, replies = _take_pipes()
    # Ctrl+C in a terminal goes to the whole group; the parent decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_on_lost_errors(replies)
    scratch = Path(sys.argv[-1])
    try:
        engine = SayEngine(scratch) if sys.platform == "darwin" else Pyttsx3Engine(scratch)
    except Exception as failure:  # noqa: BLE001 - whatever it is, there is no voice
        _say(replies, {"broken": str(failure) or type(failure).__name__})
        os._exit(1)
    found: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, found, scratch), daemon=True).start()
    _say(replies, {"ready": engine.name})
    serve(engine, found.get, replies)


if __name__ == "__main__":
    main()
