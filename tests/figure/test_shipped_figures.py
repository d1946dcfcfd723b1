"""The figures that ship: all there, small enough, and as they were when somebody looked at them.

Golden pictures lie in tests/golden/figures, three moments of each movement side by side.
LIMBER_RENEW=1 paints them anew; then look at every one that changed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app import paths
from app.figure.cache import FigureCache
from app.figure.format import LAYERS, Moment
from app.figure.loading import Figure, figure_from, load_figure
from app.figure.painting import paint, paint_frame
from app.figure.palette import figure_palette
from app.figure.sheet import key_frames
from app.movements.loader import Catalogue

FOLDER: Final = paths.resources() / "figures"
GOLDEN: Final = Path(__file__).parents[1] / "golden" / "figures"
BODIES: Final = ("ash", "robin")
IDS: Final = Catalogue(paths.resources() / "movements").ids
ALL: Final = [(body, movement) for body in BODIES for movement in IDS]

TILE: Final = (160, 120)
FAR: Final = 48  # of 255; what a smoothed edge may differ by between two releases of Qt
MOVED: Final = 0.0012  # of the pixels; a hand that moved by its own width changes more

pytestmark = pytest.mark.usefixtures("qapp")


def shipped(body: str, movement: str) -> Figure:
    return load_figure(FOLDER / body / f"{movement}.fig")


def moments(figure: Figure) -> list[int]:
    """Three frames: the first, the middle one and the last of those that tell."""
    frames = [number for _, number in key_frames(figure)]
    return [frames[0], frames[len(frames) // 2], frames[-1]]


def strip(figure: Figure, frames: list[int]) -> QImage:
    image = QImage(TILE[0] * len(frames), TILE[1], QImage.Format.Format_RGB32)
    image.fill(QColor("#F8F2E6"))
    painter = QPainter(image)
    try:
        for place, frame in enumerate(frames):
            box = QRectF(place * TILE[0], 0, *TILE)
            paint_frame(painter, box, figure, frame, False, figure_palette("light"))
    finally:
        painter.end()
    return image


def changed(one: QImage, other: QImage) -> float:
    """The share of pixels that look different."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    different = {at // 4 for at, (a, b) in enumerate(pairs) if abs(a - b) > FAR}
    return len(different) / (one.width() * one.height())


@pytest.mark.parametrize(("body", "movement"), ALL)
def test_every_movement_is_drawn_in_both_bodies(body: str, movement: str) -> None:
    path = FOLDER / body / f"{movement}.fig"
    assert path.stat().st_size <= 400 * 1024
    figure = load_figure(path)
    assert (figure.movement, figure.body) == (movement, body)
    assert {"work", "hold"} & set(figure.tracks)
    for track in figure.tracks.values():
        assert len(track.frames) == len(track.times)
        assert list(track.times) == sorted(track.times)
        assert 0 <= min(track.frames) <= max(track.frames) < figure.frames
    needed = {LAYERS.index(name) for name in ("outline", "skin")}
    for view in range(len(figure.views)):
        for frame in range(figure.frames):
            assert needed <= {layer for layer, _ in figure.shapes(frame, view)}


def test_all_of_them_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.fig")) <= 4 << 20


@pytest.mark.parametrize(("body", "movement"), ALL)
def test_golden_frames(body: str, movement: str) -> None:
    figure = shipped(body, movement)
    painted = strip(figure, moments(figure))
    path = GOLDEN / f"{body}-{movement}.png"
    if os.environ.get("LIMBER_RENEW"):
        path.parent.mkdir(parents=True, exist_ok=True)
        assert painted.save(str(path))
    golden = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    assert golden.size() == painted.size(), "paint it with LIMBER_RENEW=1 and look at it"
    assert changed(painted, golden) <= MOVED


@pytest.mark.parametrize("joint", ["elbow.R.flexion", "knee.L.flexion", "neck.flexion"])
def test_golden_frames_notice_a_limb_that_moved(
    joint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten degrees at one joint, baked as the baker does; and nothing where nothing moved."""
    pytest.importorskip("numba", reason="needs limber[posing]")
    pytest.importorskip("skimage", reason="needs limber[posing]")
    from app.posing import bake
    from app.posing.figure_file import Geometry, figure_bytes
    from app.posing.skeleton import forward

    movement = bake.Movement("cat-cow", "robin")
    frame = movement.motion.frames[0]

    def picture() -> QImage:
        geometry = Geometry()
        geometry.add_frame(movement.shapes(0, 0))
        head = movement.head()._replace(frames=1, tracks={}, views=(movement.head().views[0],))
        return strip(figure_from(figure_bytes(head, geometry)), [0])

    still = picture()
    assert changed(picture(), still) == 0.0
    bent = {**frame.pose.angles, joint: frame.pose.angles.get(joint, 0.0) + 10.0}
    moved = forward(movement.body, frame.pose._replace(angles=bent))
    monkeypatch.setitem(movement.places, 0, moved)
    assert changed(picture(), still) > MOVED


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("movement", IDS)
def test_a_kept_frame_is_the_painted_one(movement: str, mirrored: bool) -> None:
    """On a dense screen; the mat is kept once for all frames."""
    figure, cache, palette = shipped("ash", movement), FigureCache(), figure_palette("dark")
    box = QRectF(2.0, 4.0, 122.0, 86.0)
    track = max(figure.tracks, key=lambda name: len(figure.tracks[name].frames))
    for view in range(len(figure.views)):
        for at in (0.0, 0.4, 0.8, 0.0):
            moment, images = Moment(track, at), []
            for brush in (paint, cache.paint):
                image = QImage(186, 138, QImage.Format.Format_RGB32)
                image.setDevicePixelRatio(1.5)
                image.fill(QColor("#17131B"))
                painter = QPainter(image)
                brush(painter, box, figure, moment, mirrored, palette, view)
                painter.end()
                images.append(image)
            assert changed(*images) <= MOVED
