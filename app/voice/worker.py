"""The child process that holds the one speech engine and writes one text at a time to a file.

It speaks JSON, one object a line. Out, first: `{"ready": engine}` or `{"broken": reason}`. Then it
answers each request, and ends when its input ends:

- `{"id", "text", "wanted", "rate", "path"}`: speak. `wanted` are voices or languages, the dearest
  first. Answer: `{"id", "error", "instead"}`; an empty error says that a WAV file lies at `path`,
  trimmed and as loud as all others; `instead` names the voice that spoke for a missing one.
- `{"id", "list": true}`: `{"id", "error", "voices": [[id, name, [language, ...]], ...]}`.

Why it is a process: an engine may print, hang, or take the whole process with it, and none of them
must delay a window. What each engine is known for stands in its own module.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from app.voice.engine import Engine

SCRATCH_PREFIX: Final = "limber-voice-"
"""How the name of the folder begins that the parent makes for the files in passing."""

PIPER: Final = "piper"

_EXIT_WRITE_FAILED: Final = 3
_STD_INPUT_HANDLE: Final = -10


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
        _end(Path(sys.argv[-1]))


def _end(scratch: Path) -> NoReturn:
    """The parent is gone, and if it was killed it could not clear up behind itself."""
    if scratch.name.startswith(SCRATCH_PREFIX):
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


def _read(requests: TextIO, found: queue.SimpleQueue[dict[str, Any]], scratch: Path) -> None:
    """Pass requests on; when the parent is gone end the process, even in mid-render."""
    try:
        for line in requests:
            found.put(json.loads(line))
    finally:
        _end(scratch)


def end_on_lost_errors(replies: TextIO) -> None:
    """End the process when an error is raised inside a callback of the engine.

    Nobody could catch it: a write that fails there leaves the engine waiting for ever.
    """

    def give_up(lost: sys.UnraisableHookArgs) -> None:
        reason = str(lost.exc_value)
        _say(replies, {"broken": reason, "error": reason})
        os._exit(_EXIT_WRITE_FAILED)

    sys.unraisablehook = give_up


def finish(path: Path) -> None:
    """Trim the sound at `path` and make it as loud as all others. Raises `BrokenClip`."""
    from app.audio.clips import Clip
    from app.audio.loudness import normalised

    normalised(Clip.from_wav(path).trimmed()).to_wav(path, durable=False)


def _prepare() -> None:
    """Load what `finish` needs while the engine loads: numpy takes as long as all the rest."""
    from app.audio.clips import Clip

    with contextlib.suppress(ImportError):  # the first text will say so
        from app.audio.loudness import normalised

        normalised(Clip(22_050, bytes(range(200)) * 400))


def _answer(engine: Engine, request: dict[str, Any]) -> dict[str, object]:
    if request.get("list"):
        return {"error": "", "voices": engine.voices()}
    path = Path(request["path"])
    instead = engine.render(request["text"], tuple(request["wanted"]), request["rate"], path)
    finish(path)
    return {"error": "", "instead": instead}


def serve(engine: Engine, get: Callable[[], dict[str, Any]], replies: TextIO) -> NoReturn:
    """Answer requests for ever."""
    while True:
        request = get()
        try:
            answer = _answer(engine, request)
        except Exception as failure:  # noqa: BLE001 - the parent decides what it means
            answer = {"error": str(failure) or type(failure).__name__}
        _say(replies, {"id": request.get("id"), **answer})


def _load(words: list[str]) -> Engine:
    """The engine that the command line asks for: `[piper MODEL] SCRATCH`."""
    scratch = Path(words[-1])
    if words[-3:-2] == [PIPER]:
        from app.voice.piper_engine import PiperEngine

        return PiperEngine(Path(words[-2]), scratch)
    if sys.platform == "darwin":
        from app.voice.say_engine import SayEngine

        return SayEngine(scratch)
    from app.voice.pyttsx3_engine import Pyttsx3Engine

    return Pyttsx3Engine(scratch)


def main() -> NoReturn:
    """Run as the child; the last argument is a folder that it may write to."""
    requests, replies = _take_pipes()
    # Ctrl+C in a terminal goes to the whole group; the parent decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_on_lost_errors(replies)
    threading.Thread(target=_prepare, daemon=True).start()
    try:
        engine = _load(sys.argv[1:])
    except Exception as failure:  # noqa: BLE001 - whatever it is, there is no voice
        _say(replies, {"broken": str(failure) or type(failure).__name__})
        os._exit(1)
    found: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    reading = (requests, found, Path(sys.argv[-1]))
    threading.Thread(target=_read, args=reading, daemon=True).start()
    _say(replies, {"ready": engine.name})
    serve(engine, found.get, replies)


if __name__ == "__main__":
    main()
