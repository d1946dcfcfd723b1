"""Title and chapter marks, as each kind of audio file has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any, Final, NamedTuple

from app.units import HOUR, MINUTE, SECOND

ARTIST: Final = "Limber"
_NO_OFFSET: Final = 0xFFFFFFFF
_MOST_IN_TABLE: Final = 255
_MOST_NUMBERED: Final = 999


class Chapter(NamedTuple):
    """A stretch of the file with a name; times in milliseconds."""

    start_ms: int
    end_ms: int
    name: str


class AudioTags(NamedTuple):
    """What a player shows."""

    title: str
    comment: str = ""
    chapters: tuple[Chapter, ...] = ()


def tag_vorbis(out: IO[bytes], tags: AudioTags) -> None:
    """Mark an OGG Vorbis file. Raises `OSError`, as all of these do."""
    from mutagen.oggvorbis import OggVorbis

    _comment(OggVorbis, out, tags)


def tag_flac(out: IO[bytes], tags: AudioTags) -> None:
    """Mark a FLAC file, which has the same comments."""
    from mutagen.flac import FLAC

    _comment(FLAC, out, tags)


def tag_id3(out: IO[bytes], tags: AudioTags) -> None:
    """Mark an MP3 file."""
    from mutagen import id3 as module

    kinds: Any = module  # its types are told in part only

    def mark() -> None:
        id3 = kinds.ID3()
        _fill(id3, tags)
        # Version 2.3, which old players and Windows read.
        id3.save(out, v2_version=3)

    _save(out, mark)


def tag_wave(out: IO[bytes], tags: AudioTags) -> None:
    """Mark a WAV file: a chunk of ID3, for it has no marks of its own that players show."""
    from mutagen import wave as module

    kinds: Any = module

    def mark() -> None:
        wave = kinds.WAVE(out)
        wave.add_tags()
        _fill(wave.tags, tags)
        out.seek(0)
        wave.save(out, v2_version=3)

    _save(out, mark)


def _comment(kind: Callable[[IO[bytes]], Any], out: IO[bytes], tags: AudioTags) -> None:
    def mark() -> None:
        file = kind(out)
        if file.tags is None:
            file.add_tags()
        for name, value in _vorbis_comments(tags):
            file.tags[name] = value
        out.seek(0)
        file.save(out)

    _save(out, mark)


def _vorbis_comments(tags: AudioTags) -> Iterator[tuple[str, str]]:
    yield "TITLE", tags.title
    yield "ARTIST", ARTIST
    yield "COMMENT", tags.comment
    for number, chapter in enumerate(tags.chapters[:_MOST_NUMBERED], 1):
        yield f"CHAPTER{number:03}", _vorbis_time(chapter.start_ms)
        yield f"CHAPTER{number:03}NAME", chapter.name


def _vorbis_time(at_ms: int) -> str:
    """Such as 00:12:04.500."""
    hours, rest = divmod(at_ms, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def _fill(id3: Any, tags: AudioTags) -> None:
    from mutagen import id3 as module

    kinds: Any = module
    text = kinds.Encoding.UTF16
    id3.add(kinds.TIT2(encoding=text, text=tags.title))
    id3.add(kinds.TPE1(encoding=text, text=ARTIST))
    id3.add(kinds.COMM(encoding=text, lang="eng", desc="", text=tags.comment))
    names = _element_names(tags.chapters)
    # The table counts its chapters in one byte; without it players go by their times.
    if 0 < len(names) <= _MOST_IN_TABLE:
        flags = kinds.CTOCFlags.TOP_LEVEL | kinds.CTOCFlags.ORDERED
        id3.add(kinds.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    for name, chapter in zip(names, tags.chapters, strict=True):
        id3.add(
            kinds.CHAP(
                element_id=name,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[kinds.TIT2(encoding=text, text=chapter.name)],
            )
        )


def _element_names(chapters: tuple[Chapter, ...]) -> list[str]:
    """A name for each; they make all frames equally long, so that mutagen keeps them in order."""
    lengths = [len(chapter.name.encode("utf-16-le")) for chapter in chapters]
    longest = max(lengths, default=0)
    return [
        f"chapter{number:05}" + "-" * (longest - length) for number, length in enumerate(lengths, 1)
    ]


def _save(out: IO[bytes], mark: Callable[[], object]) -> None:
    """Let mutagen write; what the disk refuses is told as what it is."""
    from mutagen import MutagenError

    out.seek(0)
    try:
        mark()
    except MutagenError as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, OSError):
            raise cause from error
        raise
