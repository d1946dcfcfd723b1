"""Thinned lines of pixels to runs: spurs cut off, straight ways through crossings kept whole."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Pixel = tuple[int, int]
Run = list[Pixel]
Chain = tuple[NDArray[np.int64], tuple[bool, bool]]

_SPUR: Final = 6  # pixels; shorter side branches are noise
_LOOK: Final = 7  # pixels over which the direction at a crossing is measured
_STRAIGHT: Final = -0.7  # cosine between two branches that are one line
_AROUND: Final = [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]


def chains(thin: NDArray[np.bool_]) -> list[Chain]:
    """Runs (n, 2) of rows and columns, each with whether its ends meet another run.

    Args:
        thin: (h, w), lines one pixel wide.
    """
    pixels = {(int(r), int(c)) for r, c in zip(*np.nonzero(thin), strict=True)}
    runs, links = _runs(pixels)
    spurs = [run for run in runs if len(run) < _SPUR and _free(run, links)]
    for run in spurs:
        pixels -= {pixel for pixel in run if len(links[pixel]) <= 2}
    if spurs:
        runs, links = _runs(pixels)
    knots = {pixel for pixel, near in links.items() if len(near) > 2}
    merged = _merged(runs, knots)
    ends = [pixel for run in merged for pixel in (run[0], run[-1])]
    return [
        (np.array(run), (_meets(run[0], ends, knots), _meets(run[-1], ends, knots)))
        for run in merged
    ]


def _meets(pixel: Pixel, ends: list[Pixel], knots: set[Pixel]) -> bool:
    return pixel in knots or ends.count(pixel) > 1


def _free(run: Run, links: dict[Pixel, list[Pixel]]) -> bool:
    degrees = sorted(len(links[pixel]) for pixel in (run[0], run[-1]))
    return degrees[0] <= 1 < degrees[1] - 1


def _runs(pixels: set[Pixel]) -> tuple[list[Run], dict[Pixel, list[Pixel]]]:
    """Runs between ends and crossings, then closed loops."""
    links = {pixel: _linked(pixel, pixels) for pixel in pixels}
    knots = {pixel for pixel, near in links.items() if len(near) != 2}
    walked: set[tuple[Pixel, Pixel]] = set()
    found: list[Run] = []
    for knot in sorted(knots):
        for step in links[knot]:
            if (knot, step) in walked:
                continue
            run = [knot, step]
            while run[-1] not in knots:
                run.append(next(p for p in links[run[-1]] if p != run[-2]))
            walked |= {(run[0], run[1]), (run[-1], run[-2])}
            found.append(run)
    seen = {pixel for run in found for pixel in run}
    for start in sorted(pixels - seen - knots):
        if start not in seen:
            loop = _loop(start, links)
            seen |= set(loop)
            found.append(loop)
    return found, links


def _loop(start: Pixel, links: dict[Pixel, list[Pixel]]) -> Run:
    run = [start, links[start][0]]
    while run[-1] != start:
        run.append(next(p for p in links[run[-1]] if p != run[-2]))
    return run


def _linked(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    """Neighbours; a diagonal one only where no straight one leads there."""
    r, c = pixel
    near = [(r + dr, c + dc) for dr, dc in _AROUND if (r + dr, c + dc) in pixels]
    straight = {p for p in near if p[0] == r or p[1] == c}
    return [
        p
        for p in near
        if p in straight or ((p[0], c) not in straight and (r, p[1]) not in straight)
    ]


def _merged(runs: list[Run], knots: set[Pixel]) -> list[Run]:
    """Runs joined through crossings where two of them go straight on."""
    left = [list(run) for run in runs]
    for knot in sorted(knots):
        while (pair := _straightest(left, knot)) is not None:
            one, other = (left[index] for index in pair)
            first = one if one[-1] == knot else one[::-1]
            second = other if other[0] == knot else other[::-1]
            left = [run for index, run in enumerate(left) if index not in pair]
            left.append(first + second[1:])
    return left


def _straightest(runs: list[Run], knot: Pixel) -> tuple[int, int] | None:
    ways = []
    for index, run in enumerate(runs):
        if run[0] == run[-1]:
            continue
        for end in (0, -1):
            if run[end] == knot:
                far = run[min(_LOOK, len(run) - 1)] if end == 0 else run[max(-_LOOK - 1, -len(run))]
                way = np.subtract(far, knot).astype(float)
                ways.append((index, way / np.hypot(*way)))
    best, chosen = _STRAIGHT, None
    for a, (one, way) in enumerate(ways):
        for other, back in ways[a + 1 :]:
            if one != other and float(way @ back) < best:
                best, chosen = float(way @ back), (one, other)
    return chosen
