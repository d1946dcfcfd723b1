"""Rendered speech on disk, so that a routine is rendered once and then starts at once.

Only a convenience: with a folder that is full, read-only or gone, everything works without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.audio.clips import BrokenClip, Clip

_log = logging.getLogger(__name__)

FORMAT_VERSION: Final = 2
"""To be raised when the same text would be rendered, trimmed or made loud differently."""

DEFAULT_LIMIT_BYTES: Final = 64 * 1024 * 1024
_KEPT_OF_LIMIT: Final = 0.9
_PART: Final = ".part"
_YOUNG_NS: Final = 60 * 10**9
# Other programs write to the folder too: so much of our own, and it is measured again.
_UNMEASURED_OF_LIMIT: Final = 1 / 16


@dataclass(frozen=True, slots=True)
class ClipKey:
    """All that decides how a text sounds.

    `engine` is the name of the synthesiser, which for Piper tells one voice file from another;
    `voice` what was asked for; `rate` in words a minute.
    """

    text: str
    engine: str
    voice: str
    rate: int

    @property
    def digest(self) -> str:
        """The key as a file name."""
        parts = (self.text, self.engine, self.voice, str(self.rate), str(FORMAT_VERSION))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class ClipCache:
    """Clips in a folder, bounded; those unused for longest go first. Never raises.

    Two programs may share the folder: every file appears whole or not at all, and the bound is kept
    to a sixteenth for each of them. One thread at a time.
    """

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._room_bytes = 0  # what may be written before the folder is measured again
        self._warned = False

    def get(self, key: ClipKey) -> Clip | None:
        """The clip, or None. A damaged file is removed."""
        path = self._path(key)
        try:
            clip = Clip.from_wav(path)
        except BrokenClip:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the time of last use, by which the oldest are found
        return clip

    def put(self, key: ClipKey, clip: Clip) -> None:
        """Keep a clip if the disk lets us."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Not forced to the disk: what a power cut spoils is found to be damaged and made again.
            clip.to_wav(self._path(key), durable=False)
            self._room_bytes -= len(clip.pcm)
            if self._room_bytes < 0:
                self._shrink()
        except OSError as error:
            if not self._warned:
                _log.warning("speech is not cached in %s: %s", self._folder, error)
            self._warned = True

    def _path(self, key: ClipKey) -> Path:
        return self._folder / f"{key.digest}.wav"

    def _shrink(self) -> None:
        """Measure the folder; above the limit remove the oldest down to nine tenths of it.

        Files in the making count too: what a killed program left behind grows old and goes. A young
        one is still being written by another program, and stays.
        """
        found = sorted(self._entries())
        used = sum(size for _, size, _ in found)
        if used > self._limit_bytes:
            young_ns = found[-1][0] - _YOUNG_NS
            for time_ns, size, path in found:
                if used <= self._limit_bytes * _KEPT_OF_LIMIT:
                    break
                if path.endswith(_PART) and time_ns > young_ns:
                    continue
                with contextlib.suppress(OSError):
                    os.unlink(path)
                    used -= size
        unmeasured = self._limit_bytes * _UNMEASURED_OF_LIMIT
        self._room_bytes = int(min(unmeasured, self._limit_bytes - used))

    def _entries(self) -> list[tuple[int, int, str]]:
        """Time of last use (ns), size in bytes and path of each file that is ours."""
        entries = []
        with os.scandir(self._folder) as found:
            for entry in found:
                if entry.name.endswith((".wav", _PART)):
                    with contextlib.suppress(OSError):  # another program may have removed it
                        status = entry.stat()
                        entries.append((status.st_mtime_ns, status.st_size, entry.path))
        return entries
