"""A figure: read, painted for the first time, again, and from the cache; and its memory.

Beside it the same animation as a GIF, played by QMovie, as any other program would show it.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QMovie, QPainter

from app import paths
from app.figure.cache import FigureCache
from app.figure.format import Moment
from app.figure.loading import Figure, load_figure
from app.figure.painting import paint_frame
from app.figure.palette import figure_palette
from tests.benchmarks.gif import gif_bytes

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]

FOLDER: Final = paths.resources() / "figures"
FILES: Final = sorted(FOLDER.rglob("*.fig"))
LARGEST: Final = max(FILES, key=lambda path: path.stat().st_size, default=FOLDER)
SIZES: Final = ((800, 600, 2.0), (1920, 1080, 5.0))
LIGHT: Final = figure_palette("light")


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter_ns()
    action()
    return (time.perf_counter_ns() - start) / 1e6


def painted(image: QImage, paint: Callable[[QPainter], object]) -> float:
    """Milliseconds of painting on a picture, without beginning and ending."""
    painter = QPainter(image)
    try:
        return timed(partial(paint, painter))
    finally:
        painter.end()


def one_frame(figure: Figure, frame: int, box: QRectF, painter: QPainter) -> None:
    paint_frame(painter, box, figure, frame, False, LIGHT)


def told(what: str, runs: list[float], goal: str) -> float:
    median = statistics.median(runs)
    print(f"\n{what}: median {median:.2f} ms, worst {max(runs):.2f} ms ({len(runs)}); goal: {goal}")
    return median


def paper(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#F8F2E6"))
    return image


def pss() -> int:
    """KiB of this process, shared pages counted by share; 0 where nobody tells."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def test_reading() -> None:
    runs = [timed(lambda: load_figure(LARGEST)) for _ in range(30)]
    size = LARGEST.stat().st_size / 1024
    told(f"read {LARGEST.stem} ({LARGEST.parent.name}, {size:.0f} KiB)", runs, "10 ms")
    every = [timed(partial(load_figure, path)) for path in FILES]
    told("read each of them once", every, "10 ms")


@pytest.mark.parametrize(("width", "height", "goal"), SIZES)
def test_painting(width: int, height: int, goal: float) -> None:
    image, box = paper(width, height), QRectF(0, 0, width, height)
    first: list[float] = []
    again: list[float] = []
    for path in FILES:
        figure = load_figure(path)
        for runs in (first, again):
            for frame in range(0, figure.frames, 3):
                runs.append(painted(image, partial(one_frame, figure, frame, box)))
    told(f"paint a frame never seen before, {width}x{height}", first, f"{goal} ms")
    told(f"paint a frame again, {width}x{height}, uncached", again, f"{goal} ms")


def test_painting_from_the_cache() -> None:
    figure, cache = load_figure(LARGEST), FigureCache()
    image, box = paper(800, 600), QRectF(0, 0, 800, 600)
    track = next(iter(figure.tracks))
    runs: list[float] = []
    for at in (0.0, 0.5) * 50:
        moment = Moment(track, at)

        def kept(painter: QPainter, moment: Moment = moment) -> None:
            cache.paint(painter, box, figure, moment, False, LIGHT)

        runs.append(painted(image, kept))
    told("paint a kept frame, 800x600", runs[2:], "0.3 ms")


@pytest.fixture
def frames() -> list[QImage]:
    """The work of one movement, 800x600, as pictures."""
    figure = load_figure(LARGEST)
    track = max(figure.tracks.values(), key=lambda track: len(set(track.frames)))
    pictures = []
    for frame in list(dict.fromkeys(track.frames))[:24]:
        image = paper(800, 600)
        painter = QPainter(image)
        paint_frame(painter, QRectF(0, 0, 800, 600), figure, frame, False, LIGHT)
        painter.end()
        pictures.append(image)
    return pictures


def test_beside_a_gif(frames: list[QImage], tmp_path: Path) -> None:
    path = tmp_path / "figure.gif"
    path.write_bytes(gif_bytes(frames))
    gc.collect()
    before = pss()
    figure = load_figure(LARGEST)
    image, box = paper(800, 600), QRectF(0, 0, 800, 600)
    count = min(figure.frames, len(frames))
    ours = [painted(image, partial(one_frame, figure, frame, box)) for frame in range(count)]
    held = pss() - before
    gc.collect()
    before = pss()
    movie = QMovie(str(path))
    movie.setScaledSize(QSize(800, 600))
    movie.setCacheMode(QMovie.CacheMode.CacheAll)

    def show(frame: int, painter: QPainter) -> None:
        assert movie.jumpToFrame(frame)
        painter.drawPixmap(0, 0, movie.currentPixmap())

    theirs = [painted(image, partial(show, frame)) for frame in range(len(frames))]
    told("one frame of ours, first time, 800x600", ours, "2 ms")
    told("one frame of the GIF, first time, 800x600", theirs, "for comparison")
    print(
        f"  ours {LARGEST.stat().st_size / 1024:.0f} KiB for {figure.frames} frames in"
        f" {len(figure.views)} views, any size and colour, {held} KiB of memory; GIF"
        f" {path.stat().st_size / 1024:.0f} KiB for {len(frames)} frames, {pss() - before} KiB"
        f" ({os.cpu_count()} cores)"
    )
