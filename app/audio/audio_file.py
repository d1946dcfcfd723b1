"""An audio file on its way to the disk: written beside its place, and put there whole or never.

Sound goes in as samples of one channel, block after block, so that a long session needs no memory.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from io import BufferedRandom, RawIOBase
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.audio.audio_tags import AudioTags, tag_flac, tag_id3, tag_vorbis, tag_wave
from app.audio.clips import to_samples
from app.audio.tones import RATE_HZ
from app.errors import UserError


class AudioFormat(NamedTuple):
    """A kind of audio file; `container`, `subtype` and `options` are the words of libsndfile."""

    suffix: str
    name: str
    container: str
    subtype: str
    options: dict[str, Any]


# All at the rate that speech and tones are made at: above 11 kHz neither has anything, and every
# phone plays it. MP3 at a constant rate, for there a player finds a chapter's place to the frame;
# 0.63 of libsndfile's scale from 160 down to 8 is 64 kbit/s.
FORMATS: Final = (
    AudioFormat(".ogg", "OGG Vorbis", "OGG", "VORBIS", {}),
    AudioFormat(
        ".mp3",
        "MP3",
        "MP3",
        "MPEG_LAYER_III",
        {"compression_level": 0.63, "bitrate_mode": "CONSTANT"},
    ),
    AudioFormat(".flac", "FLAC", "FLAC", "PCM_16", {}),
    AudioFormat(".wav", "WAV", "WAV", "PCM_16", {}),
)
_TAGGERS: Final = {".ogg": tag_vorbis, ".mp3": tag_id3, ".flac": tag_flac, ".wav": tag_wave}


def format_of(file: Path) -> AudioFormat:
    """The format that a name asks for. Raises `UserError`, which lists them all."""
    for each in FORMATS:
        if file.suffix.lower() == each.suffix:
            return each
    *others, last = (each.suffix for each in FORMATS)
    raise UserError(f"{file} has to end in {', '.join(others)} or {last}.")


def check_place(file: Path) -> None:
    """Raise `UserError` where a file of that name cannot be written."""
    if file.is_dir():
        raise UserError(f"{file} is a folder; name a file in it.")
    if not file.parent.is_dir():
        raise UserError(f"There is no folder {file.parent}; make it first or name another.")


def write_audio(file: Path, blocks: Iterable[bytes], tags: Callable[[], AudioTags]) -> int:
    """Write 16 bit little-endian samples as the format that the name asks for; its size in bytes.

    `tags` is asked when `blocks` have ended. The file appears when all is on the disk; what
    `blocks` raises, or a full disk, leaves nothing behind and an older file as it was. Raises
    `UserError`.
    """
    check_place(file)
    kind = format_of(file)
    library = _library(kind)
    try:
        with _beside(file) as out:
            _encode(library, out, kind, blocks)
            _TAGGERS[kind.suffix](out, tags())
            return out.seek(0, os.SEEK_END)
    except OSError as fault:
        reason = fault.strerror or str(fault) or type(fault).__name__
        raise UserError(f"{file} could not be saved: {reason}.") from fault


def _library(kind: AudioFormat) -> Any:
    """The module soundfile. Raises `UserError` where it cannot write this kind."""
    try:
        import soundfile
    except (ImportError, OSError) as fault:  # it raises OSError without its library
        raise UserError(f"Audio files need the Python package soundfile ({fault}).") from fault
    if kind.container not in soundfile.available_formats():
        raise UserError(f"This computer's libsndfile is too old for {kind.name}; choose another.")
    return soundfile


@contextlib.contextmanager
def _beside(file: Path) -> Iterator[BufferedRandom]:
    """A file beside `file` that takes its place at the end; in case of any error neither is left.

    Raises `OSError`.
    """
    # A link stays one; where it leads to is what changes.
    place = Path(os.path.realpath(file))
    part = place.with_name(f".limber-{secrets.token_hex(6)}.part")
    # Not a temporary file of the library's: those are for their owner's eyes only.
    out = part.open("x+b")
    try:
        with out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, place)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _encode(library: Any, out: BufferedRandom, kind: AudioFormat, blocks: Iterable[bytes]) -> None:
    """Raises `OSError`."""
    disk = _Disk(out.raw)
    try:
        with library.SoundFile(
            disk, "w", RATE_HZ, 1, kind.subtype, format=kind.container, **kind.options
        ) as sound:
            for block in blocks:
                sound.buffer_write(to_samples(block), "int16")
                disk.check()
    except (library.SoundFileError, AssertionError):
        disk.check()
        raise
    disk.check()


class _Disk:
    """What libsndfile writes to. It is called from C, where an exception would be lost.

    Without a buffer, so that nothing but writing can fail.
    """

    def __init__(self, out: RawIOBase) -> None:
        self._out = out
        self._fault: OSError | None = None
        self.seek, self.tell, self.readinto = out.seek, out.tell, out.readinto

    def write(self, data: bytes) -> int:
        written = 0
        try:
            while written < len(data) and not self._fault:
                written += self._out.write(data[written:]) or 0
        except OSError as fault:
            self._fault = fault
        return written

    def check(self) -> None:
        """Raise what could not be raised before."""
        if self._fault:
            raise self._fault
