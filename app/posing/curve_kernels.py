"""Fitting quadratic splines, compiled by numba: sharp turns, and the guides that suffice."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numba import njit

_SAMPLES: Final = 6  # of each span, to measure its error
_LONGEST: Final = 60.0  # pixels of a span to begin with


@njit(cache=True)
def sharp_turns(line: Any, look: float, kink: float) -> Any:
    """Indices where the line turns sharply within a short way; the sharpest of each turn."""
    n = len(line)
    reach = int(look)
    turn = np.zeros(n)
    for i in range(n):
        a, b = line[(i - reach) % n], line[(i + reach) % n]
        ux, uy = line[i, 0] - a[0], line[i, 1] - a[1]
        vx, vy = b[0] - line[i, 0], b[1] - line[i, 1]
        turn[i] = abs(math.atan2(ux * vy - uy * vx, ux * vx + uy * vy))
    found = []
    for i in range(n):
        if turn[i] < kink:
            continue
        best = True
        for k in range(1, reach + 1):
            if turn[(i - k) % n] > turn[i] or turn[(i + k) % n] >= turn[i]:
                best = False
                break
        if best:
            found.append(i)
    return np.array(found, dtype=np.int64)


@njit(cache=True)
def _at(run: Any, along: Any, s: float) -> tuple[float, float]:
    i = int(np.searchsorted(along, s))
    i = min(max(i, 1), len(along) - 1)
    size = along[i] - along[i - 1]
    t = (s - along[i - 1]) / size if size > 0 else 0.0
    return (
        run[i - 1, 0] + t * (run[i, 0] - run[i - 1, 0]),
        run[i - 1, 1] + t * (run[i, 1] - run[i - 1, 1]),
    )


@njit(cache=True)
def _solve(run: Any, along: Any, knots: Any, closed: bool) -> Any:
    """Guides whose curve passes through the middle of every span."""
    m = len(knots) - 1
    matrix = np.zeros((m, m))
    wanted = np.zeros((m, 2))
    for j in range(m):
        x, y = _at(run, along, 0.5 * (knots[j] + knots[j + 1]))
        wanted[j, 0], wanted[j, 1] = x, y
        matrix[j, j] += 0.5
        for side in (-1, 1):
            k = j + side
            if closed:
                matrix[j, j] += 0.125
                matrix[j, k % m] += 0.125
            elif 0 <= k < m:
                matrix[j, j] += 0.125
                matrix[j, k] += 0.125
            else:
                end = 0 if k < 0 else len(run) - 1
                wanted[j, 0] -= 0.25 * run[end, 0]
                wanted[j, 1] -= 0.25 * run[end, 1]
    return np.linalg.solve(matrix, wanted)


@njit(cache=True)
def _span_error(run: Any, along: Any, knots: Any, guides: Any, j: int, closed: bool) -> float:
    """How far the curve of one span strays from the run."""
    m = len(guides)
    cx, cy = guides[j, 0], guides[j, 1]
    if closed or j > 0:
        ax, ay = 0.5 * (guides[(j - 1) % m, 0] + cx), 0.5 * (guides[(j - 1) % m, 1] + cy)
    else:
        ax, ay = run[0, 0], run[0, 1]
    if closed or j < m - 1:
        bx, by = 0.5 * (guides[(j + 1) % m, 0] + cx), 0.5 * (guides[(j + 1) % m, 1] + cy)
    else:
        bx, by = run[len(run) - 1, 0], run[len(run) - 1, 1]
    slack = 0.3 * (knots[j + 1] - knots[j]) + 2.0
    n = len(run)
    low = np.searchsorted(along, knots[j] - slack)
    high = np.searchsorted(along, knots[j + 1] + slack)
    worst = 0.0
    for k in range(_SAMPLES + 1):
        t = k / _SAMPLES
        p, q, r = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        x, y = p * ax + q * cx + r * bx, p * ay + q * cy + r * by
        best = 1e18
        for i in range(max(low, 1), min(high + 1, n)):
            best = min(best, _off(run, i, x, y))
        if closed and low <= 1:
            for i in range(max(n - 8, 1), n):
                best = min(best, _off(run, i, x, y))
        if closed and high >= n - 1:
            for i in range(1, min(8, n)):
                best = min(best, _off(run, i, x, y))
        worst = max(worst, best)
    return math.sqrt(worst)


@njit(cache=True)
def _off(run: Any, i: int, x: float, y: float) -> float:
    """Squared distance from the segment that ends at point i."""
    px, py = run[i - 1, 0], run[i - 1, 1]
    dx, dy = run[i, 0] - px, run[i, 1] - py
    size = dx * dx + dy * dy
    t = ((x - px) * dx + (y - py) * dy) / size if size > 0 else 0.0
    t = min(max(t, 0.0), 1.0)
    ex, ey = x - px - t * dx, y - py - t * dy
    return float(ex * ex + ey * ey)


@njit(cache=True)
def _balance(knots: Any, split: Any, closed: bool) -> None:
    """Marks more spans to be split, until neighbours differ by little more than a factor of two."""
    m = len(split)
    more = True
    while more:
        more = False
        for j in range(m):
            if split[j]:
                continue
            for side in (-1, 1):
                k = j + side
                if closed:
                    k %= m
                elif k < 0 or k >= m:
                    continue
                size = knots[k + 1] - knots[k]
                if split[k]:
                    size *= 0.5
                if knots[j + 1] - knots[j] > 2.6 * size:
                    split[j] = True
                    more = True


@njit(cache=True)
def refine(run: Any, along: Any, tolerance: float, closed: bool) -> Any:
    """Splits spans until the curve fits; neighbours differ at most by a factor of two."""
    total = along[len(along) - 1]
    first = 4 if closed else 1
    first = max(first, int(total / _LONGEST))
    knots = np.linspace(0.0, total, first + 1)
    guides = _solve(run, along, knots, closed)
    for _ in range(9):
        m = len(knots) - 1
        split = np.zeros(m, np.bool_)
        for j in range(m):
            size = knots[j + 1] - knots[j]
            if size > 2.5 and _span_error(run, along, knots, guides, j, closed) > tolerance:
                split[j] = True
        if not split.any():
            break
        _balance(knots, split, closed)
        fresh = np.empty(m + 1 + int(split.sum()))
        n = 0
        for j in range(m):
            fresh[n] = knots[j]
            n += 1
            if split[j]:
                fresh[n] = 0.5 * (knots[j] + knots[j + 1])
                n += 1
        fresh[n] = knots[m]
        knots = fresh
        guides = _solve(run, along, knots, closed)
    return _thinned(run, along, knots, tolerance, closed)


@njit(cache=True)
def _thinned(run: Any, along: Any, knots: Any, tolerance: float, closed: bool) -> Any:
    """Joins neighbouring spans wherever the curve still fits, shortest pairs first."""
    least = 4 if closed else 1
    tried = np.zeros(len(knots), np.bool_)
    guides = _solve(run, along, knots, closed)
    while len(knots) - 1 > least:
        m = len(knots) - 1
        best, chosen = 1e18, -1
        for k in range(1, m):
            size = knots[k + 1] - knots[k - 1]
            if not tried[k] and size < best:
                best, chosen = size, k
        if chosen < 0:
            break
        fewer = np.concatenate((knots[:chosen], knots[chosen + 1 :]))
        trial = _solve(run, along, fewer, closed)
        fits = True
        for j in range(chosen - 5, chosen + 5):
            span = j % (m - 1) if closed else j
            if not 0 <= span < m - 1:
                continue
            if _span_error(run, along, fewer, trial, span, closed) > tolerance:
                fits = False
                break
        if fits:
            tried = np.concatenate((tried[:chosen], tried[chosen + 1 :]))
            knots, guides = fewer, trial
        else:
            tried[chosen] = True
    return guides
