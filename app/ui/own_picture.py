"""A runner's own picture on the stage: a drawing, a still or a moving picture, letterboxed.

What is decoded are the bytes that `app.movements.pictures` has passed, in the format that it found,
and Qt's own limit on memory stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QMovie, QPainter, QPixmap

from app.figure.motion import Shown
from app.movements.pictures import BadPicture, Format, PictureFile, read_picture

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_ALLOCATION_MIB: Final = 128
# No picture is shown larger than this; a larger one is made smaller once, not at every repaint.
_LONGEST_SIDE: Final = 2160


def open_picture(path: Path) -> OwnPicture:
    """The picture in a file; `BadPicture` says in one sentence why there is none."""
    file = read_picture(path)
    QImageReader.setAllocationLimit(_ALLOCATION_MIB)
    if file.format is Format.SVG:
        return _Drawn(file, path.name)
    moving = _Moving(file, path.name) if file.moves else None
    return moving if moving is not None and moving.moves else _Still(file, path.name)


class OwnPicture:
    """What every kind has in common. `moves` tells whether it ever changes by itself."""

    moves = False

    def __init__(self) -> None:
        """With nothing kept yet."""
        self._kept: tuple[tuple[int, int, float], QPixmap] | None = None

    @property
    def size(self) -> QSize:
        """Its own size; only the ratio counts."""
        raise NotImplementedError

    def play(self, on: bool, told: Callable[[], object]) -> None:
        """Let it move, and tell each new frame; or stand still."""

    @property
    def frame(self) -> int:
        """The number of the frame that shows."""
        return 0

    def paint(self, painter: QPainter, rect: QRectF, shown: Shown) -> None:
        """As large as it fits into a box, turned over where it shows the other side."""
        size = self.size.scaled(rect.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        if size.isEmpty():
            return
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(rect.center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if shown.mirrored:
            painter.translate(2 * target.center().x(), 0)
            painter.scale(-1, 1)
        self._paint(painter, target, painter.device().devicePixelRatioF())
        painter.restore()

    def _paint(self, painter: QPainter, target: QRectF, ratio: float) -> None:
        """Paint from a pixmap of just this size, kept until another size is asked for."""
        key = (round(target.width() * ratio), round(target.height() * ratio), ratio)
        if self._kept is None or self._kept[0] != key:
            pixmap = self._rendered(QSize(key[0], key[1]))
            pixmap.setDevicePixelRatio(ratio)
            self._kept = (key, pixmap)
        painter.drawPixmap(target.topLeft(), self._kept[1])

    def _rendered(self, size: QSize) -> QPixmap:
        raise NotImplementedError


class _Still(OwnPicture):
    """One picture of pixels."""

    def __init__(self, file: PictureFile, name: str) -> None:
        super().__init__()
        device = _device(file)
        reader = QImageReader(device, QByteArray(file.format.value.encode()))
        reader.setAutoDetectImageFormat(False)
        size = reader.size()
        if max(size.width(), size.height()) > _LONGEST_SIDE:
            box = QSize(_LONGEST_SIDE, _LONGEST_SIDE)
            reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio))
        reader.setAutoTransform(True)
        self._image: QImage = reader.read()
        if self._image.isNull():
            raise _damaged(name)

    @property
    def size(self) -> QSize:
        return self._image.size()

    def _rendered(self, size: QSize) -> QPixmap:
        keep, smooth = (
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return QPixmap.fromImage(self._image.scaled(size, keep, smooth))


class _Drawn(OwnPicture):
    """A drawing, made anew at every size."""

    def __init__(self, file: PictureFile, name: str) -> None:
        super().__init__()
        from PySide6.QtSvg import QSvgRenderer, QtSvg

        renderer = QSvgRenderer()
        if file.costly:
            renderer.setOptions(QtSvg.Option.Tiny12FeaturesOnly)
        renderer.setAnimationEnabled(False)
        if not renderer.load(QByteArray(file.data)):
            raise BadPicture(f"The picture {name} cannot be shown: it is no drawing that Qt knows.")
        self._renderer: QSvgRenderer = renderer

    @property
    def size(self) -> QSize:
        box = self._renderer.viewBoxF()
        size = box.size() if not box.isEmpty() else self._renderer.defaultSize().toSizeF()
        longest = max(size.width(), size.height(), 1e-6)
        scale = _LONGEST_SIDE / longest
        return QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))

    def _rendered(self, size: QSize) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
        finally:
            painter.end()
        return pixmap


class _Moving(OwnPicture):
    """An animation, one frame of which is in memory at a time."""

    def __init__(self, file: PictureFile, name: str) -> None:
        super().__init__()
        self._device = _device(file)
        self._movie = QMovie()
        self._movie.setDevice(self._device)
        self._movie.setFormat(QByteArray(file.format.value.encode()))
        self._movie.setCacheMode(QMovie.CacheMode.CacheNone)
        reads = self._movie.isValid() and self._movie.jumpToFrame(0)
        if not reads or self._movie.currentImage().isNull():
            raise _damaged(name)
        self.moves = self._movie.frameCount() != 1
        self._told: Callable[[], object] = lambda: None
        # A lambda, so that a frame that comes late finds whoever is to be told now.
        self._movie.frameChanged.connect(lambda _number: self._told())
        self._movie.finished.connect(self._again)
        self._plays = False

    @property
    def size(self) -> QSize:
        return self._movie.currentImage().size()

    @property
    def frame(self) -> int:
        return self._movie.currentFrameNumber()

    def play(self, on: bool, told: Callable[[], object]) -> None:
        self._told, self._plays = told, on
        state = self._movie.state()
        if on and state is QMovie.MovieState.NotRunning:
            self._movie.start()
        else:
            self._movie.setPaused(not on)

    def _again(self) -> None:
        """Also an animation that was made to end: it is looked at as long as the work takes."""
        if self._plays:
            self._movie.start()

    def _paint(self, painter: QPainter, target: QRectF, ratio: float) -> None:
        image = self._movie.currentImage()
        painter.drawImage(target, image, QRectF(image.rect()))


def _device(file: PictureFile) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(file.data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _damaged(name: str) -> BadPicture:
    return BadPicture(f"The picture {name} cannot be shown: it is cut off or damaged.")
