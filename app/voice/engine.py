"""What the child process of the voice needs of any speech engine."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import NamedTuple, Protocol


class RenderError(Exception):
    """The engine could not write this text, or not begin at all; says why, in plain words."""


class Listed(NamedTuple):
    """A voice as an engine lists it; `languages` are codes in lower case, such as "en-gb"."""

    id: str
    name: str
    languages: tuple[str, ...]


class Engine(Protocol):
    """A speech engine, used from one thread."""

    name: str

    def voices(self) -> list[Listed]:
        """The voices that can be asked for now."""

    def render(self, text: str, wanted: tuple[str, ...], rate: int, path: Path) -> str:
        """Write `text` to a WAV file of 16 bit samples at `path`, `rate` in words a minute.

        `wanted` names voices or languages, the dearest first. Returns the name of the voice that
        spoke where it is not the first of these, else ''. Raises `RenderError`.
        """


def has_frames(path: Path) -> bool:
    """Whether a WAV file with at least one frame lies at `path`."""
    try:
        with wave.open(str(path), "rb") as file:
            return file.getnframes() > 0
    except (OSError, EOFError, wave.Error):
        return False
