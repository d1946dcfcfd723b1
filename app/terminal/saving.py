"""`limber export`: a session saved as an audio file, with its progress in one line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.audio.audio_file import check_place, format_of
from app.errors import EXIT_DONE, UserError
from app.terminal.progress import ProgressLine
from app.units import clock_text
from app.voice.export import NoWords, Recording

_WAY_OUT: Final = "With --voice tones the sounds alone are saved."
_MEGABYTE: Final = 1_000_000


def check_target(file: Path, *, force: bool) -> None:
    """Raise `UserError` where the file cannot be written, or is there and may not be replaced."""
    check_place(file)
    format_of(file)
    if file.exists() and not force:
        raise UserError(f"{file} is there already; with --force it is replaced.")


def save_in_terminal(recording: Recording, file: Path) -> int:
    """Save, and tell where and how long the file is; the exit status. Raises `UserError`."""
    line = ProgressLine(f"Saving {file}")
    try:
        with _interrupted() as stopped:
            saved = recording.save(file, line.show, stopped)
    except NoWords as fault:
        raise UserError(f"{fault} {_WAY_OUT}") from fault
    finally:
        line.clear()
    if saved.remark:
        print(saved.remark, file=sys.stderr)
    size = saved.size_bytes / _MEGABYTE
    print(f"Saved {file}: {clock_text(saved.length_ms)}, {size:.1f} MB")
    return EXIT_DONE


@contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C or a polite kill has come meanwhile.

    A flag instead of an exception, which could come in the midst of a call from the encoder and
    be lost there.
    """
    asked = False

    def ask(*_: object) -> None:
        nonlocal asked
        asked = True

    before = [(number, signal.signal(number, ask)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield lambda: asked
    finally:
        for number, handler in before:
            signal.signal(number, handler)
