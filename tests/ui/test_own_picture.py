"""The runner's own picture, decoded: every kind, both ways, moving and standing, and no bombs."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.figure.motion import Shown
from app.movements.pictures import BadPicture
from app.ui.own_picture import OwnPicture, open_picture

RED, BLUE = QColor("#FF0000"), QColor("#0000FF")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'
    '<rect width="20" height="10" fill="#0000FF"/><rect width="10" height="10" fill="#FF0000"/>'
    "{}</svg>"
)


def two_halves(width: int = 200, height: int = 100) -> QImage:
    """Left red, right blue."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height, RED)
    painter.fillRect(width // 2, 0, width, height, BLUE)
    painter.end()
    return image


def gif(frames: list[list[int]], delay: int = 2) -> bytes:
    """An animation one pixel high; a pixel is 0 (red) or 1 (blue); `delay` in hundredths."""
    width = len(frames[0])
    data = b"GIF89a" + struct.pack("<HHBBB", width, 1, 0x80, 0, 0) + b"\xff\0\0\0\0\xff"
    data += b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    for frame in frames:
        data += b"\x21\xf9\x04" + struct.pack("<BHB", 4, delay, 0) + b"\0"
        data += b"\x2c" + struct.pack("<HHHHB", 0, 0, width, 1, 0) + b"\x02"
        # A clear code before every pixel keeps all codes three bits long.
        bits = "".join(f"{code:03b}"[::-1] for pixel in frame for code in (4, pixel)) + "101"
        bits += "0" * (-len(bits) % 8)
        codes = bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))
        data += bytes([len(codes)]) + codes + b"\0"
    return data + b";"


def kept(folder: Path, name: str) -> Path:
    """A file of a kind, red on the left and blue on the right."""
    path = folder / name
    if name.endswith("svg"):
        path.write_text(DRAWING.format(""), encoding="utf-8")
    elif name.endswith("gif"):
        path.write_bytes(gif([[0, 0, 1, 1]]))
    else:
        assert two_halves().save(str(path), None, 100)
    return path


def painted(picture: OwnPicture, mirrored: bool = False, size: int = 300) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    picture.paint(painter, QRectF(0, 0, size, size), Shown((), mirrored))
    painter.end()
    return image


def near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return one.alpha() > 250 and all(abs(a - b) < 40 for a, b in pairs)


@pytest.mark.parametrize("name", ["rock.svg", "rock.png", "rock.gif", "rock.webp"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_every_kind_is_letterboxed_and_turned(
    qtbot: QtBot, tmp_path: Path, name: str, mirrored: bool
) -> None:
    picture = open_picture(kept(tmp_path, name))
    image = painted(picture, mirrored)
    left, right = (BLUE, RED) if mirrored else (RED, BLUE)
    assert near(image.pixelColor(20, 150), left)
    assert near(image.pixelColor(280, 150), right)
    for y in (20, 280):
        assert image.pixelColor(150, y).alpha() == 0


@pytest.mark.parametrize("size", [1, 7, 300, 1200])
def test_paints_into_a_box_of_any_size(qtbot: QtBot, tmp_path: Path, size: int) -> None:
    for name in ("rock.svg", "rock.png", "rock.gif", "rock.webp"):
        painted(open_picture(kept(tmp_path, name)), size=size)


def test_animation_moves_while_it_plays_and_stands_where_it_is(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "rock.gif"
    path.write_bytes(gif([[0, 0], [1, 1], [0, 1]]))
    picture = open_picture(path)
    assert picture.moves
    assert near(painted(picture).pixelColor(150, 150), RED)
    told: list[int] = []
    picture.play(True, lambda: told.append(picture.frame))
    qtbot.waitUntil(lambda: len(told) > 6)
    assert set(told) == {0, 1, 2}
    picture.play(False, lambda: None)
    frame = picture.frame
    qtbot.wait(100)
    assert picture.frame == frame


def test_picture_of_one_frame_does_not_move(qtbot: QtBot, tmp_path: Path) -> None:
    assert not open_picture(kept(tmp_path, "rock.gif")).moves
    assert not open_picture(kept(tmp_path, "rock.webp")).moves


def test_large_picture_is_kept_small(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "rock.png"
    assert two_halves(5000, 2500).save(str(path))
    picture = open_picture(path)
    assert picture.size.width() == 2160
    assert near(painted(picture).pixelColor(20, 150), RED)


def test_drawing_has_the_shape_of_its_box(qtbot: QtBot, tmp_path: Path) -> None:
    path = kept(tmp_path, "rock.svg")
    size = open_picture(path).size
    assert size.width() == 2 * size.height()
    huge = DRAWING.replace("0 0 20 10", "0 0 20000000 10000000").format("")
    path.write_text(huge, encoding="utf-8")
    assert open_picture(path).size == size


def test_filter_is_left_out_and_the_drawing_still_shows(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "rock.svg"
    blur = '<filter id="f"><feGaussianBlur stdDeviation="99999"/></filter>'
    path.write_text(DRAWING.format(blur + '<rect width="1" height="1" filter="url(#f)"/>'))
    assert near(painted(open_picture(path)).pixelColor(280, 150), BLUE)


def truncated(data: bytes, name: str) -> bytes:
    """Half of it; a PNG keeps its head and says that its rows are there."""
    return data[: len(data) // 2] if name != "rock.png" else data[:41] + b"\0" * 60


@pytest.mark.parametrize("name", ["rock.png", "rock.webp"])
def test_damaged_picture_is_one_sentence(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    path = kept(tmp_path, name)
    path.write_bytes(truncated(path.read_bytes(), name))
    with pytest.raises(BadPicture) as caught:
        open_picture(path)
    assert str(caught.value).startswith(f"The picture {name} cannot be shown: ")


def test_animation_whose_first_frame_is_missing_is_one_sentence(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "rock.gif"
    path.write_bytes(gif([[0, 1]])[:30])
    with pytest.raises(BadPicture):
        open_picture(path)


def test_bomb_is_refused_before_it_is_unpacked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 40 KB that asks for 4 GB; nothing of Qt's is asked to read it."""
    body = b"IHDR" + struct.pack(">IIBBBBB", 32_000, 32_000, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    rows = zlib.compress(bytes(1 << 24), 9)
    tail = b"IDAT" + rows
    data = b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", len(rows)) + tail
    (tmp_path / "rock.png").write_bytes(data + struct.pack(">I", zlib.crc32(tail)))

    def never(*_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("app.ui.own_picture.QImageReader.read", never)
    monkeypatch.setattr("app.ui.own_picture.QMovie.jumpToFrame", never)
    with pytest.raises(BadPicture, match="32000 × 32000 pixels are too many"):
        open_picture(tmp_path / "rock.png")


def test_picture_inside_a_drawing_cannot_unpack_to_much(qtbot: QtBot, tmp_path: Path) -> None:
    """Qt's own limit stands behind ours."""
    import base64

    body = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    inside = base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()
    image = f'<image width="9" height="9" href="data:image/png;base64,{inside}"/>'
    path = tmp_path / "rock.svg"
    path.write_text(DRAWING.format(image))
    assert near(painted(open_picture(path)).pixelColor(280, 150), BLUE)
