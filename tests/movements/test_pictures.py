"""Pictures of the runner's own, judged before they are decoded."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest

from app import paths
from app.house import House
from app.movements.pictures import (
    MAX_BYTES,
    MAX_ELEMENTS,
    MAX_SVG_BYTES,
    BadPicture,
    Format,
    PictureFile,
    read_picture,
)
from tests.movements.test_loader import MINIMAL

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def png(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + head


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + b";"


def webp(kind: bytes, body: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def extended(width: int, height: int, flags: int = 0) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", bytes([flags, 0, 0, 0]) + sides)


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def judged(folder: Path, data: bytes | str, name: str = "rock.png") -> PictureFile:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_picture(path)


def refused(folder: Path, data: bytes | str, name: str = "rock.png") -> str:
    with pytest.raises(BadPicture) as caught:
        judged(folder, data, name)
    sentence = str(caught.value)
    assert sentence.startswith(f"The picture {name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("data", "kind", "size", "moves"),
    [
        (png(640, 480), Format.PNG, (640, 480), False),
        (gif(640, 480), Format.GIF, (640, 480), True),
        (extended(640, 480), Format.WEBP, (640, 480), False),
        (extended(640, 480, flags=2), Format.WEBP, (640, 480), True),
        (lossless(640, 480), Format.WEBP, (640, 480), False),
        (lossy(640, 480), Format.WEBP, (640, 480), False),
    ],
)
def test_size_is_known_from_the_head(
    tmp_path: Path, data: bytes, kind: Format, size: tuple[int, int], moves: bool
) -> None:
    # The ending of the name does not count.
    assert judged(tmp_path, data, "rock.svg") == PictureFile(data, kind, *size, moves)


@pytest.mark.parametrize(
    "data",
    [
        png(60_000, 60_000),
        png(0xFFFFFFFF, 1),
        png(8193, 1),
        png(5000, 5000),
        gif(65_535, 65_535),
        gif(4000, 2000),
        extended(1 << 24, 1 << 24),
        extended(4000, 2000, flags=2),
        lossless(16_384, 16_384),
        lossy(16_383, 16_383),
    ],
)
def test_what_would_unpack_to_too_much_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "pixels are too many" in refused(tmp_path, data)


@pytest.mark.parametrize(
    "data",
    [
        png(640, 480)[:20],
        png(640, 480).replace(b"IHDR", b"IDAT"),
        png(0, 480),
        gif(640, 480)[:8],
        gif(640, 0),
        extended(640, 480)[:22],
        lossless(640, 480)[:22],
        lossy(640, 480)[:24],
        webp(b"ALPH", b"\0" * 40),
    ],
)
def test_what_is_cut_off_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "cut off or damaged" in refused(tmp_path, data)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\xff\xd8\xff\xe0JFIF", b"rock", b"\0" * 40])
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "no SVG, PNG, GIF or WebP" in refused(tmp_path, data)


def test_a_file_that_is_missing_empty_or_none_is_a_sentence(tmp_path: Path) -> None:
    assert "is empty" in refused(tmp_path, b"")
    (tmp_path / "folder.png").mkdir()
    for name, told in (("nowhere.png", "is not there"), ("folder.png", "is not a file")):
        with pytest.raises(BadPicture, match=told):
            read_picture(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rock.png")
    with pytest.raises(BadPicture, match="is not a file"):
        read_picture(tmp_path / "rock.png")


def test_a_large_file_is_refused_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "rock.png"
    with path.open("wb") as file:
        file.write(png(10, 10))
        file.truncate(1 << 36)
    with pytest.raises(BadPicture, match="too large: at most 16 MiB"):
        read_picture(path)
    assert MAX_BYTES == 16 << 20


# Drawings.


@pytest.mark.parametrize(
    "inside",
    [
        "<rect width='3' height='3'/>",
        "<defs><g id='a'><path d='M0 0h3'/></g></defs><use href='#a'/>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<use href='#nothing'/>",
    ],
)
def test_drawing_passes(tmp_path: Path, inside: str) -> None:
    assert judged(tmp_path, SVG.format(inside)).format is Format.SVG


def test_drawing_with_a_filter_is_drawn_without_it(tmp_path: Path) -> None:
    assert not judged(tmp_path, SVG.format("<rect/>")).costly
    assert judged(tmp_path, SVG.format("<filter id='f'/><rect filter='url(#f)'/>")).costly


def test_drawing_in_another_encoding_is_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + SVG.format("<rect/>")
    assert judged(tmp_path, text.encode("utf-16")).format is Format.SVG


def laughs(levels: int) -> str:
    """Ten times as many shapes at every level."""
    uses = [f"<use href='#g{n - 1}'/>" * 10 for n in range(1, levels)]
    groups = "".join(f"<g id='g{n}'>{ten}</g>" for n, ten in enumerate(uses, 1))
    return SVG.format(f"<defs><g id='g0'><rect/></g>{groups}</defs><use href='#g{levels - 1}'/>")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (laughs(10), "too large"),
        (SVG.format("<g id='a'><use href='#a'/></g>"), "uses itself"),
        (SVG.format("<g id='a'><use xlink:href='#b'/></g><g id='b'><use href='#a'/></g>"), "self"),
        (SVG.format("<g>" * 80 + "</g>" * 80), "too large"),
        (SVG.format("<rect/>" * (MAX_ELEMENTS + 1)), "too large"),
        (SVG.format("<image href='/etc/passwd'/>"), "another file"),
        (SVG.format("<image xlink:href='file:///dev/zero'/>"), "another file"),
        (SVG.format("<image href='data:,'/>" * 9), "too large"),
        (SVG.format("x" * MAX_SVG_BYTES), "too large"),
        (SVG.format("<rect>"), "line 1 is not sound XML"),
        ("<html><body/></html>", "no SVG"),
        ("<?xml version='1.0' encoding='klingon'?>" + SVG.format(""), "encoding"),
        ("<svg", "XML"),
    ],
)
def test_drawing_that_could_hurt_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in refused(tmp_path, text, "rock.svg")


def test_entities_of_a_drawing_are_refused_before_they_grow(tmp_path: Path) -> None:
    tens = [f"&e{n};" * 10 for n in range(11)]
    entities = "".join(f"<!ENTITY e{n} '{ten}'>" for n, ten in enumerate(tens, 1))
    text = f'<!DOCTYPE svg [<!ENTITY e0 "ha">{entities}]>' + SVG.format("<text>&e11;</text>")
    assert "entities" in refused(tmp_path, text, "rock.svg")


# What `limber check` says.


def checked(folder: Path, more: str) -> list[tuple[int, int, str, str, str]]:
    movements = folder / "movements"
    movements.mkdir(exist_ok=True)
    file = movements / "calf-rock.yaml"
    file.write_text(MINIMAL + more, encoding="utf-8")
    found = House().problems(file)
    return [(*p.place, p.severity.value, p.code, p.message) for p in found]


def test_check_tells_of_a_bad_picture_where_it_is_named(tmp_path: Path) -> None:
    place = (9, 10, "warning", "bad-picture")
    (line,) = checked(tmp_path, "picture: rock.gif\n")
    assert line == (*place, "The picture rock.gif is not there.")
    (tmp_path / "movements" / "rock.gif").write_bytes(gif(60_000, 60_000))
    (line,) = checked(tmp_path, "picture: rock.gif\nmirror: no\n")
    assert line[:4] == place
    assert "60000 × 60000 pixels" in line[4]
    (tmp_path / "movements" / "rock.gif").write_bytes(gif(60, 60))
    assert checked(tmp_path, "picture: rock.gif\n") == []


def test_shipped_movements_need_no_picture() -> None:
    for path in sorted((paths.resources() / "movements").glob("*.yaml")):
        assert House().problems(path) == ()
