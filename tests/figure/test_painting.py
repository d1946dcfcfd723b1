"""What lands on the paper: the right colours in the right place, either way round, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from app.figure.cache import FigureCache
from app.figure.format import LAYERS, Moment
from app.figure.loading import Figure
from app.figure.painting import paint, paint_frame
from app.figure.palette import CLOTHES, SKINS, FigurePalette, figure_palette, layer_colours
from tests.figure.samples import glowing, sample

PAPER = "#F8F2E6"
LIGHT = figure_palette("light")
pytestmark = pytest.mark.usefixtures("qapp")


def painted(
    figure: Figure,
    at: float,
    *,
    mirrored: bool = False,
    size: tuple[int, int] = (200, 100),
    track: str = "work",
) -> QImage:
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    try:
        paint(painter, QRectF(0, 0, *size), figure, Moment(track, at), mirrored, LIGHT)
        assert painter.transform().isIdentity(), "the painter is left as it was"
    finally:
        painter.end()
    return image


def colour(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


def expected(layer: str) -> str:
    return layer_colours(LIGHT, "robin")[layer][0]


def test_letterboxed_in_the_middle() -> None:
    image = painted(sample(), 0.0)
    assert colour(image, 70, 20) == expected("skin")
    assert colour(image, 20, 20) == PAPER
    assert colour(image, 100, 60) == PAPER, "the disc belongs to the other frame"
    assert colour(painted(sample(), 0.6), 100, 60) == expected("top")


def test_left_is_right_mirrored() -> None:
    straight, turned = painted(sample(), 0.6), painted(sample(), 0.6, mirrored=True)
    assert _alike(turned.flipped(Qt.Orientation.Horizontal), straight)
    assert colour(turned, 130, 20) == expected("skin")


def _alike(one: QImage, other: QImage) -> bool:
    """Edges may differ by the rounding of half a pixel."""
    pixels = product(range(one.width()), range(one.height()))
    return all(
        abs(one.pixelColor(x, y).lightness() - other.pixelColor(x, y).lightness()) < 12
        for x, y in pixels
    )


def test_guides_make_round_shapes_and_corners_sharp_ones() -> None:
    image = painted(sample(), 0.6, size=(1000, 1000))
    assert colour(image, 102, 102) == expected("skin")
    assert colour(image, 402, 502) == PAPER
    assert colour(image, 500, 502) == expected("top")


def test_close_up_has_a_frame_of_its_own() -> None:
    image = painted(sample(close=True), 0.0, size=(1000, 1000))
    assert colour(image, 500, 400) == expected("lens")
    assert colour(image, 1, 500) == expected("mat-edge")
    assert colour(image, 2, 2) == PAPER, "its corners are round"


def test_kept_picture_is_the_painted_one() -> None:
    cache, figure = FigureCache(), sample()
    pictures = []
    for _ in range(2):
        image = QImage(200, 100, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(PAPER))
        painter = QPainter(image)
        try:
            cache.paint(painter, QRectF(0, 0, 200, 100), figure, Moment("work", 0.6), False, LIGHT)
        finally:
            painter.end()
        pictures.append(image)
    assert _alike(pictures[0], painted(figure, 0.6))
    assert pictures[0] == pictures[1]
    assert 0 < cache.held < 200 * 100 * 4 / 2, "no larger than what is on it"


def test_muscle_fades_in_on_the_way() -> None:
    """It is part of the picture that is kept, too: the same frame glows less and more."""
    figure, cache = glowing(), FigureCache()
    dark = [painted(figure, at, track="enter") for at in (0.2, 0.75, 1.0)]
    assert colour(dark[0], 130, 20) == PAPER
    assert colour(dark[1], 130, 20) not in {PAPER, expected("highlight")}
    assert colour(dark[2], 130, 20) == expected("highlight")
    assert {colour(image, 70, 20) for image in dark} == {expected("skin")}
    kept = []
    for at in (0.55, 0.75, 1.0):
        image = QImage(200, 100, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(PAPER))
        painter = QPainter(image)
        try:
            box = QRectF(0, 0, 200, 100)
            cache.paint(painter, box, figure, Moment("enter", at), False, LIGHT)
        finally:
            painter.end()
        kept.append(colour(image, 130, 20))
    assert len(set(kept)) == 3


def paint_sizes(cache: FigureCache, figure: Figure, widths: Iterable[int]) -> None:
    image = QImage(400, 40, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    try:
        for width in widths:
            box = QRectF(0, 0, width, 40)
            cache.paint(painter, box, figure, Moment("work", 0.0), False, LIGHT)
    finally:
        painter.end()


def bytes_of(width: int) -> int:
    cache = FigureCache()
    paint_sizes(cache, sample(), (width,))
    return cache.held


def test_cache_holds_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a cycle that does not fit a part stays; another figure takes the place at once."""
    drawn: list[int] = []

    def counted(painter: QPainter, box: QRectF, *rest: Any) -> None:
        drawn.append(round(box.width()))
        paint_frame(painter, box, *rest)

    monkeypatch.setattr("app.figure.cache.paint_frame", counted)
    most_bytes = sum(bytes_of(width) for width in range(40, 43))
    cache, figure = FigureCache(most_bytes), sample()
    paint_sizes(cache, figure, range(40, 45))
    assert cache.held == most_bytes
    drawn.clear()
    paint_sizes(cache, figure, range(40, 45))
    assert drawn == [43, 44]
    other = sample()
    paint_sizes(cache, other, (44, 44))
    assert drawn == [43, 44, 44]
    cache.clear()
    assert cache.held == 0


def test_cache_forgets_what_is_not_painted_any_more() -> None:
    cache, figure = FigureCache(bytes_of(30) + bytes_of(40)), sample()
    paint_sizes(cache, figure, (30, 40))
    held = cache.held
    paint_sizes(cache, figure, [20] * 600)
    assert cache.held == bytes_of(40) + bytes_of(20) < held
    paint_sizes(cache, figure, [35] * 600)
    assert cache.held == bytes_of(20) + bytes_of(35)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_every_layer_has_a_colour(scheme: str) -> None:
    for skin, clothes, body in product(["", *SKINS], ["", *CLOTHES], ["ash", "robin", "else"]):
        colours = layer_colours(figure_palette(scheme, skin, clothes), body)
        assert set(colours) >= set(LAYERS)
        assert all(QColor.isValidColorName(name) for name, _ in colours.values())
        assert all(0 < opacity <= 1 for _, opacity in colours.values())


def test_unknown_names_are_the_bodys_own() -> None:
    assert figure_palette("sepia", "green", "hat") == FigurePalette("light", "", "", "", "")
    own = layer_colours(figure_palette("light"), "robin")
    assert own["skin"][0] == SKINS["honey"][0]
    assert layer_colours(figure_palette("light"), "ash")["skin"][0] == SKINS["brown"][0]


def _channels(name: str) -> tuple[int, int, int]:
    colour = QColor(name)
    return colour.red(), colour.green(), colour.blue()


def _luminance(name: str) -> float:
    parts = [channel / 255 for channel in _channels(name)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", PAPER), ("dark", "#17131B"), ("contrast", "#000000")]
)
def test_silhouette_stands_out_from_the_ground(scheme: str, paper: str) -> None:
    """By its outline, whatever skin and clothes are worn."""
    colours = layer_colours(figure_palette(scheme), "robin")
    assert contrast(colours["outline"][0], paper) >= 3
    for skin, clothes in product(SKINS, CLOTHES):
        worn = layer_colours(figure_palette(scheme, skin, clothes), "robin")
        parts = ("skin", "skin-shade", "shorts", "shorts-shade", "top", "top-shade")
        assert min(_apart(worn["highlight"][0], worn[part][0]) for part in parts) > 75


def _apart(one: str, other: str) -> float:
    """Distance of two colours in steps of a channel."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_the_application_is_there() -> None:
    assert QGuiApplication.instance() is not None
