"""A plain GIF encoder: what Qt reads but does not write. Only for comparison."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QImage


def gif_bytes(frames: Sequence[QImage], centiseconds: int = 10) -> bytes:
    """An animated GIF of pictures of one size, each in 256 colours of its own."""
    width, height = frames[0].width(), frames[0].height()
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    found = b"GIF89a" + size + b"\x00\x00\x00"
    found += b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    for frame in frames:
        image = frame.convertToFormat(QImage.Format.Format_Indexed8)
        table = b"".join(
            bytes(((c >> 16) & 255, (c >> 8) & 255, c & 255)) for c in image.colorTable()
        )
        found += b"\x21\xf9\x04\x04" + centiseconds.to_bytes(2, "little") + b"\x00\x00"
        found += b"\x2c\x00\x00\x00\x00" + size + b"\x87" + table.ljust(768, b"\0")
        pixels, stride = bytes(image.constBits()), image.bytesPerLine()
        lines = (pixels[y * stride : y * stride + width] for y in range(height))
        found += b"\x08" + _blocks(_lzw(b"".join(lines)))
    return found + b"\x3b"


def _blocks(data: bytes) -> bytes:
    parts = (data[at : at + 255] for at in range(0, len(data), 255))
    return b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


class _Bits:
    """Codes of some bits each, the lowest bit first."""

    def __init__(self) -> None:
        self.out = bytearray()
        self._held = self._count = 0

    def put(self, code: int, wide: int) -> None:
        self._held |= code << self._count
        self._count += wide
        while self._count >= 8:
            self.out.append(self._held & 255)
            self._held >>= 8
            self._count -= 8

    def end(self) -> bytes:
        return bytes(self.out) + bytes((self._held,))


def _lzw(data: bytes) -> bytes:
    """Bytes packed as GIF wants them, codes of 9 to 12 bits."""
    bits, word = _Bits(), b""
    codes: dict[bytes, int] = {}
    for value in data:
        longer = word + bytes((value,))
        if longer in codes:
            word = longer
            continue
        if word:
            bits.put(codes[word], max(9, (len(codes) + 1).bit_length()))
            codes[longer] = len(codes) + 2
        if not word or len(codes) > 4093:
            bits.put(256, 12 if word else 9)
            codes = {bytes((one,)): one for one in range(256)}
        word = bytes((value,))
    wide = max(9, (len(codes) + 1).bit_length())
    bits.put(codes[word], wide)
    bits.put(257, wide)
    return bits.end()
