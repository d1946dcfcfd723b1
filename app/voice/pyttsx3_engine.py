"""Speech by pyttsx3: espeak-ng on Linux, SAPI5 on Windows. Lives in the child process alone.

pyttsx3 2.99 may write nothing at the first save or after a change of a property, writes only the
last of two queued texts, hangs with a second engine or thread, and can hang for ever when a write
fails. Each of these is stepped round here, or outlived by the parent, which has a time limit.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from app.voice.choosing import choose
from app.voice.engine import Listed, RenderError, has_frames

USE_BUNDLED: Final = "LIMBER_BUNDLED_ESPEAK"
"""Environment variable: '1' passes over the system's espeak-ng, for one whose data is missing."""

_TRIES: Final = 3
_SETTLE_TRIES: Final = 50
_LOOKS_PER_TRY: Final = 20
_LOOK_S: Final = 0.001
_SAPI_REST_S: Final = 0.02
_LONGEST_DATA_PATH: Final = 150


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
        self._pause = threading.Event()
        self._reason = ""
        self._engine.connect("error", self._note)
        self._is_busy = self._hasten()
        self._known = self._list()
        self._first_voice = str(self._engine.getProperty("voice") or "")
        self._properties: dict[str, object] = {}
        if self._own_loop:
            self._engine.startLoop(False)
        # Nothing is set before the first save: it would wait with the save in one queue, and the
        # end of the queue cancels what espeak has not yet done.
        self._write("Ready.", scratch / "warm-up.wav")
        self._set("volume", 1.0)

    def voices(self) -> list[Listed]:
        """The voices of this computer now, those that were installed meanwhile among them."""
        self._known = self._list()
        return self._known

    def render(self, text: str, wanted: tuple[str, ...], rate: int, path: Path) -> str:
        """Write `text` to `path`; see `Engine.render`."""
        choice = choose(wanted, self._known, self._first_voice)
        self._set("voice", choice.id)
        self._set("rate", rate)
        self._write(text, path)
        return choice.instead

    def _hasten(self) -> Callable[[], object]:
        """Wake at the end of a text, and tell whether espeak is at work.

        The driver looks every 10 ms whether espeak has ended, which takes 1 ms a text.
        """
        driver: Any = sys.modules.get("pyttsx3.drivers.espeak")
        if self._own_loop or driver is None:
            return lambda: False
        ended = threading.Event()

        def sleep(seconds: float) -> None:
            ended.wait(seconds)
            ended.clear()

        self._engine.connect("finished-utterance", lambda **_: ended.set())
        driver.time = SimpleNamespace(sleep=sleep)
        is_playing: Callable[[], object] = driver._espeak.IsPlaying
        return is_playing

    def _list(self) -> list[Listed]:
        found: list[Any] = []
        with contextlib.suppress(Exception):  # one odd entry of SAPI's registry fails them all
            found = list(self._engine.getProperty("voices") or [])
        return [Listed(str(x.id), str(x.name), _languages(x)) for x in found]

    def _write(self, text: str, path: Path) -> None:
        """Up to three tries, since a save may silently write nothing."""
        part = path.with_name(path.name + ".part")
        self._reason = ""
        for _ in range(_TRIES):
            part.unlink(missing_ok=True)
            self._rest()
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
                self._pause.wait(_SAPI_REST_S)
            if self._has_taken(name, value):
                self._properties[name] = value
                return

    def _has_taken(self, name: str, value: object) -> bool:
        for _ in range(_LOOKS_PER_TRY):
            self._rest()
            if self._engine.getProperty(name) == value:
                return True
            self._pause.wait(_LOOK_S)
        return False

    def _rest(self) -> None:
        """Wait until espeak has ended what it does: a save that finds it at work is cancelled."""
        for _ in range(_LOOKS_PER_TRY):
            if not self._is_busy():
                return
            self._pause.wait(_LOOK_S)

    def _note(self, exception: object = None, **_: object) -> None:
        self._reason = str(exception)


def _languages(voice: Any) -> tuple[str, ...]:
    """Language codes in lower case; older drivers give bytes with a leading priority byte."""
    found = (x.decode(errors="ignore") if isinstance(x, bytes) else str(x) for x in voice.languages)
    return tuple(x.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\t").casefold() for x in found)


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
