"""S on real screens, on screens that lie about their size, and in windows of every shape."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.history.settings import DISTANCES
from app.ui.sight import METRES, Panel, arc_minutes, fitted_cap, reading_cap

DESK_24: Final = Panel(1920, 1080, 531, 299)
LAPTOP_14: Final = Panel(1440, 900, 301, 188)
sides_px = st.integers(320, 8000)
metres = st.sampled_from(sorted(METRES.values()))


@st.composite
def screens(draw: st.DrawFn) -> Panel:
    """Screens as they are sold: 16:10 to 21:9, 12 to 100 inches, scaled or not, turned or not."""
    shape = draw(st.sampled_from((4 / 3, 16 / 10, 16 / 9, 21 / 9)))
    height_mm = draw(st.floats(180, 1200))
    height, ratio = draw(st.integers(720, 2160)), draw(st.sampled_from((1.0, 1.25, 1.5, 2.0)))
    pixels, size = (round(height * shape), height), (height_mm * shape, height_mm)
    if draw(st.booleans()):
        pixels = pixels[::-1]
        # Some systems turn the pixels alone.
        size = draw(st.sampled_from((size, size[::-1])))
    return Panel(*pixels, *size, ratio)


def test_every_distance_that_can_be_chosen_is_known() -> None:
    assert set(METRES) == set(DISTANCES)


def test_a_24_inch_screen_at_three_metres_as_it_was_drawn() -> None:
    assert reading_cap(DESK_24, 3.0) == pytest.approx(1080 * 0.0584, rel=0.01)
    assert reading_cap(DESK_24, 3.0) / DESK_24.pixels_per_mm == pytest.approx(17.45, abs=0.01)


def test_twice_the_pixels_on_the_same_glass_are_twice_as_many() -> None:
    four_k = Panel(3840, 2160, 531, 299)
    assert reading_cap(four_k, 3.0) == pytest.approx(2 * reading_cap(DESK_24, 3.0))
    # Scaled by the system, a logical pixel is as large as before.
    assert reading_cap(Panel(1920, 1080, 531, 299, 2.0), 3.0) == reading_cap(DESK_24, 3.0)


@given(screens(), metres)
def test_words_are_as_high_to_the_eye_on_every_screen(panel: Panel, far: float) -> None:
    assert panel.is_believable
    assert arc_minutes(reading_cap(panel, far), panel, far) == pytest.approx(20)


@pytest.mark.parametrize(
    "size",
    [
        (0, 0),
        (531, 0),
        (-1, -1),
        (160, 90),  # an aspect ratio
        (16, 9),
        (300, 300),  # the wrong shape
        (1, 1),
        (20000, 11250),
    ],
)
def test_a_screen_that_lies_counts_as_one_of_24_inches(size: tuple[int, int]) -> None:
    liar = Panel(1920, 1080, *size)
    assert not liar.is_believable
    assert reading_cap(liar, 3.0) == pytest.approx(reading_cap(DESK_24, 3.0), rel=0.01)


@given(screens(), metres, sides_px, sides_px)
def test_it_always_fits_and_is_never_lost(
    panel: Panel, far: float, width: int, height: int
) -> None:
    cap = fitted_cap(reading_cap(panel, far), width, height)
    assert cap <= height * 0.1
    assert cap <= width * 0.06
    assert cap >= min(height * 0.036, width * 0.06)


@given(screens(), sides_px, sides_px)
def test_farther_away_is_never_smaller(panel: Panel, width: int, height: int) -> None:
    caps = [fitted_cap(reading_cap(panel, METRES[name]), width, height) for name in DISTANCES]
    assert caps == sorted(caps)


def test_a_laptop_at_three_metres_is_at_the_ceiling_of_the_collapsed_stage() -> None:
    cap = fitted_cap(reading_cap(LAPTOP_14, 3.0), 1440, 900)
    assert 0.08 * 900 < cap <= 0.1 * 900
