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

from app.voice.clips import BrokenClip, Clip

_log = logging.getLogger(__name__)

FORMAT_VERSION: Final = 1
"""To be raised when the same text would be rendered or trimmed differently."""

DEFAULT_LIMIT_BYTES: Final = 64 * 1024 * 1024
_KEPT_OF_LIMIT: Final = 0.9


@dataclass(frozen=True, slots=True)
class ClipKey:
    """All that decides how a text sounds."""

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

    Two programs may share the folder: every file appears whole or not at all. One thread at a time.
    """

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._used_bytes: int | None = None
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
            if self._used_bytes is not None:
                self._used_bytes += len(clip.pcm)
            if self._used_bytes is None or self._used_bytes > self._limit_bytes:
                self._shrink()
        except OSError as error:
            if not self._warned:
                _log.warning("speech is not cached in %s: %s", self._folder, error)
            self._warned = True

    def _path(self, key: ClipKey) -> Path:
        return self._folder / f"{key.digest}.wav"

    def _shrink(self) -> None:
        """Measure the folder; above the limit remove the oldest down to nine tenths of it.

        Files in the making count too: what a killed program left behind grows old and goes.
        """
        found = sorted(self._entries())
        used = sum(size for _, size, _ in found)
        if used > self._limit_bytes:
            for _, size, path in found:
                if used <= self._limit_bytes * _KEPT_OF_LIMIT:
                    break
                with contextlib.suppress(OSError):
                    os.unlink(path)
                    used -= size
        self._used_bytes = used

    def _entries(self) -> list[tuple[int, int, str]]:
        """Time of last use (ns), size in bytes and path of each file that is ours."""
        entries = []
        with os.scandir(self._folder) as found:
            for entry in found:
                if entry.name.endswith((".wav", ".part")):
                    with contextlib.suppress(OSError):  # another program may have removed it
                        status = entry.stat()
                        entries.append((status.st_mtime_ns, status.st_size, entry.path))
        return entries
