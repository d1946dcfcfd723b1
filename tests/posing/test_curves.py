"""Contours to curves: few points, near the line, corners where it turns sharply."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="needs limber[posing]")

from app.posing.chains import chains
from app.posing.curves import Curve, fit
from app.posing.flesh_kit import Floats


def drawn(curve: Curve, steps: int = 80) -> Floats:
    """Points on a curve, by the rule of the file format."""
    points, corner = curve.points, curve.corner
    found = []
    for k in range(len(points)):
        if corner[k]:
            found.append(points[k][None])
            continue
        before, after = points[k - 1], points[(k + 1) % len(points)]
        start = before if corner[k - 1] else (before + points[k]) / 2
        end = after if corner[(k + 1) % len(points)] else (after + points[k]) / 2
        t = np.linspace(0, 1, steps)[:, None]
        found.append((1 - t) ** 2 * start + 2 * t * (1 - t) * points[k] + t**2 * end)
    return np.vstack(found)


def ring(radius: float, wobble: float = 0.0, waves: int = 3, count: int = 1200) -> Floats:
    angle = np.arange(count) * 2 * np.pi / count
    size = radius * (1 + wobble * np.sin(waves * angle))
    return np.column_stack([200 + size * np.cos(angle), 200 + size * np.sin(angle)])


def farthest(points: Floats, line: Floats) -> float:
    away = np.hypot(points[:, None, 0] - line[:, 0], points[:, None, 1] - line[:, 1])
    return float(away.min(1).max())


@settings(deadline=None)  # the first call compiles
@given(st.floats(15, 150), st.floats(0, 0.25), st.integers(2, 6), st.floats(0.3, 1.5))
def test_curve_stays_near_the_contour(
    radius: float, wobble: float, waves: int, tolerance: float
) -> None:
    contour = ring(radius, wobble, waves)
    curve = fit(contour, tolerance, kinks=False)
    assert curve is not None
    assert farthest(drawn(curve), contour) < tolerance + 1.2
    assert farthest(contour, drawn(curve)) < tolerance + 1.2


def test_smooth_shapes_need_few_points() -> None:
    curve = fit(ring(100), 0.5)
    assert curve is not None
    assert len(curve.points) <= 10
    assert not curve.corner.any()


def test_corners_are_kept_sharp() -> None:
    side = np.arange(0, 100, 0.8)
    flat, full = np.zeros_like(side), np.full_like(side, 100)
    square = np.vstack(
        [
            np.column_stack(pair)
            for pair in ((side, flat), (full, side), (100 - side, full), (flat, 100 - side))
        ]
    )
    curve = fit(square, 0.5)
    assert curve is not None
    assert curve.corner.sum() == 4
    for point in ((0, 0), (100, 0), (100, 100), (0, 100)):
        assert farthest(np.array([point], float), curve.points) < 1.0


def test_specks_are_no_curves() -> None:
    assert fit(ring(0.5, count=8), 0.5) is None


def test_crossing_lines_go_straight_through() -> None:
    thin = np.zeros((41, 41), bool)
    thin[20, 2:39] = True
    thin[2:39, 20] = True
    found = chains(thin)
    assert sorted(len(run) for run, _ in found)[-2:] == [37, 37]


def test_spurs_are_cut_off() -> None:
    thin = np.zeros((30, 60), bool)
    thin[15, 5:55] = True
    thin[12:15, 30] = True
    (run, joined) = max(chains(thin), key=lambda chain: len(chain[0]))
    assert len(run) == 50
    assert joined == (False, False)
