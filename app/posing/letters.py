"""The alphabet as a foot writes it: capital letters on a grid of 5 by 7, one stroke each."""

from __future__ import annotations

from typing import Final

# Corners of each letter's one line, (across 0-4, up 0-6); the pen is never lifted.
_CORNERS: Final = {
    "A": "00 26 40 31 11",
    "B": "00 06 36 45 44 33 03 33 42 41 30 00",
    "C": "45 36 16 05 01 10 30 41",
    "D": "00 06 26 44 42 20 00",
    "E": "46 06 03 33 03 00 40",
    "F": "46 06 03 33 03 00",
    "G": "45 36 16 05 01 10 30 41 43 23",
    "H": "06 00 03 43 46 40",
    "I": "16 36 26 20 10 30",
    "J": "16 46 36 31 20 10 01",
    "K": "06 00 03 46 13 40",
    "L": "06 00 40",
    "M": "00 06 23 46 40",
    "N": "00 06 40 46",
    "O": "26 05 01 20 41 45 26",
    "P": "00 06 36 45 44 33 03",
    "Q": "26 05 01 20 41 45 26 22 40",
    "R": "00 06 36 45 44 33 03 13 40",
    "S": "45 36 16 05 04 13 33 42 41 30 10 01",
    "T": "06 46 26 20",
    "U": "06 01 10 30 41 46",
    "V": "06 20 46",
    "W": "06 10 23 30 46",
    "X": "06 40 23 46 00",
    "Y": "06 23 46 23 20",
    "Z": "06 46 00 40",
}
Cell = tuple[int, int]


def strokes() -> tuple[tuple[Cell, ...], ...]:
    """Of each letter from A to Z the cells it passes, neighbours all, up to the next one."""
    found = []
    names = sorted(_CORNERS)
    for name, after in zip(names, [*names[1:], names[0]], strict=True):
        corners = [_cell(text) for text in _CORNERS[name].split()]
        corners.append(_cell(_CORNERS[after].split()[0]))
        cells = [corners[0]]
        for corner in corners[1:]:
            cells += _line(cells[-1], corner)
        found.append(tuple(cells[:-1]))
    return tuple(found)


def _cell(text: str) -> Cell:
    return (int(text[0]), int(text[1]))


def _line(start: Cell, end: Cell) -> list[Cell]:
    """The cells after `start` up to `end`, each a neighbour of the one before."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    return [
        (
            round(start[0] + (end[0] - start[0]) * k / steps),
            round(start[1] + (end[1] - start[1]) * k / steps),
        )
        for k in range(1, steps + 1)
    ]
