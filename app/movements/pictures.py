"""A runner's own picture, judged by its first bytes before anything decodes it.

What a picture would unpack to is written in its head: a small file can ask for gigabytes. Nothing
here decodes; the windows do, and only what has passed. Sizes are in pixels and bytes.
"""

from __future__ import annotations

import struct
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from app.errors import UserError

MAX_BYTES: Final = 16 << 20
MAX_SVG_BYTES: Final = 4 << 20
MAX_SIDE: Final = 8192
MAX_PIXELS: Final = 16_000_000
# Every frame of an animation is unpacked again and again.
MAX_MOVING_PIXELS: Final = 4_000_000
MAX_ELEMENTS: Final = 20_000
MAX_DEPTH: Final = 60


class Format(StrEnum):
    """What a picture is, by its content; the ending of its name does not count."""

    SVG = "svg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"


class BadPicture(UserError):
    """A picture cannot be shown; the message is one sentence that names the file."""


class PictureFile(NamedTuple):
    """The bytes that were judged, so that what is decoded is what has passed.

    `width` and `height` are in pixels, 0 for an SVG, which has any size. `costly` is an SVG with
    filters or patterns, which are left out: one of them may cost more than a whole picture.
    """

    data: bytes
    format: Format
    width: int = 0
    height: int = 0
    moves: bool = False
    costly: bool = False


def read_picture(path: Path) -> PictureFile:
    """The picture in a file; `BadPicture` where it is missing, broken or too large."""
    data = _read(path)
    try:
        picture = _judged(data)
    except (struct.error, IndexError, ValueError) as fault:
        told = str(fault) if type(fault) is ValueError else "it is cut off or damaged"
        raise BadPicture(f"The picture {path.name} cannot be shown: {told}.") from fault
    return picture


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            there = "is not a file" if path.exists() else "is not there"
            raise BadPicture(f"The picture {path.name} {there}.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise BadPicture(f"The picture {path.name} cannot be read ({reason}).") from fault
    if len(data) > MAX_BYTES:
        most = MAX_BYTES >> 20
        raise BadPicture(f"The picture {path.name} is too large: at most {most} MiB are shown.")
    return data


def _judged(data: bytes) -> PictureFile:
    if not data:
        raise ValueError("it is empty")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _sized(data, Format.PNG, *_png(data))
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _sized(data, Format.GIF, *struct.unpack_from("<HH", data, 6), moves=True)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        width, height, moves = _webp(data)
        return _sized(data, Format.WEBP, width, height, moves=moves)
    if _looks_like_xml(data):
        # Late: few pictures are drawings, and the check of most files needs no parser.
        from app.movements.svg_check import check_svg

        return PictureFile(data, Format.SVG, costly=check_svg(data))
    raise ValueError("it is no SVG, PNG, GIF or WebP")


def _sized(
    data: bytes, kind: Format, width: int, height: int, *, moves: bool = False
) -> PictureFile:
    """Refuse what would unpack to more than a weak computer can hold."""
    if not width or not height:
        raise ValueError("it is cut off or damaged")
    most = MAX_MOVING_PIXELS if moves else MAX_PIXELS
    if max(width, height) > MAX_SIDE or width * height > most:
        what = "moving pictures" if moves else "pictures"
        told = f"{width} × {height} pixels are too many; {what} of up to {most // 1_000_000}"
        raise ValueError(f"{told} megapixels are shown")
    return PictureFile(data, kind, width, height, moves)


def _png(data: bytes) -> tuple[int, int]:
    length, name, width, height = struct.unpack_from(">I4sII", data, 8)
    if (length, name) != (13, b"IHDR"):
        raise ValueError("it is cut off or damaged")
    return width, height


def _webp(data: bytes) -> tuple[int, int, bool]:
    """Width, height and whether it moves, from the first chunk, of which there are three kinds."""
    kind = data[12:16]
    if kind == b"VP8X":
        sides = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        if len(data) < 30:
            raise ValueError("it is cut off or damaged")
        return next(sides), next(sides), bool(data[20] & 2)
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, False
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF, False
    raise ValueError("it is cut off or damaged")


def _looks_like_xml(data: bytes) -> bool:
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff")
