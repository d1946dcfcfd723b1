"""Contact sheets: every movement at its keyframes, both sides, on one picture to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from app.figure.loading import Figure, load_figure
from app.figure.painting import paint_frame
from app.figure.palette import FigurePalette, figure_palette

_TILE: Final = (250, 200)
_KEYFRAMES: Final = 4  # of a movement, at the most
_LABEL: Final = 20
_PAPER: Final = {"light": ("#F8F2E6", "#211A26"), "dark": ("#17131B", "#F7F0E4")}
_MATS: Final = {
    ("light", False): ("#F7DDAA", "#B27310"),
    ("light", True): ("#CFD4F3", "#6672C9"),
    ("dark", False): ("#5A4722", "#8F6A2E"),
    ("dark", True): ("#333A72", "#5865C0"),
}


def write_sheets(figures: Path, folder: Path, only: Iterable[str] = ()) -> Iterator[Path]:
    """Draws a sheet for each body, light and dark; yields where each lies.

    Args:
        figures: a folder for each body with its figures.
        folder: where `sheet-BODY-SCHEME.png` go.
        only: movements; all if none is named.
    """
    QGuiApplication.instance() or QGuiApplication(["sheet", "-platform", "offscreen"])
    named = set(only)
    for body in sorted(path for path in figures.iterdir() if path.is_dir()):
        files = [f for f in sorted(body.glob("*.fig")) if not named or f.stem in named]
        if not files:
            continue
        loaded = [load_figure(file) for file in files]
        for scheme in _PAPER:
            path = folder / f"sheet-{body.name}-{scheme}.png"
            sheet(loaded, scheme).save(str(path))
            yield path


def key_frames(figure: Figure) -> list[tuple[str, int]]:
    """Up to four telling frames: their names and numbers."""
    found: dict[int, str] = {}
    for name in ("enter", "work", "hold"):
        track = figure.tracks.get(name)
        for mark, at in track.marks if track else ():
            number = track.frames[track.times.index(at)] if track else 0
            found.setdefault(number, mark)
    chosen = [(mark, number) for number, mark in found.items()] or [("", 0)]
    if len(chosen) > _KEYFRAMES:
        step = (len(chosen) - 1) / (_KEYFRAMES - 1)
        chosen = [chosen[round(k * step)] for k in range(_KEYFRAMES)]
    return chosen


def sheet(figures: Sequence[Figure], scheme: str) -> QImage:
    """One picture: a row for each view of each movement, right in its left half."""
    rows = [(figure, view) for figure in figures for view in range(len(figure.views))]
    width, height = _TILE
    image = QImage(
        width * _KEYFRAMES * 2, (height + _LABEL) * len(rows), QImage.Format.Format_RGB32
    )
    paper, ink = _PAPER[scheme]
    image.fill(QColor(paper))
    painter = QPainter(image)
    try:
        painter.setFont(QFont("Cabin", 10))
        painter.setPen(QColor(ink))
        for row, (figure, view) in enumerate(rows):
            _row(painter, row * (height + _LABEL), figure, view, scheme)
    finally:
        painter.end()
    return image


def _row(painter: QPainter, top: int, figure: Figure, view: int, scheme: str) -> None:
    width, height = _TILE
    for side, mirrored in enumerate((False, True)):
        palette: FigurePalette = figure_palette(scheme, mat=_MATS[scheme, mirrored])
        for column, (name, frame) in enumerate(key_frames(figure)):
            left = (side * _KEYFRAMES + column) * width
            told = f"{figure.movement} · {name} · {'left' if mirrored else 'right'}"
            painter.drawText(QPointF(left + 6, top + 14), told)
            box = QRectF(left + 6, top + _LABEL, width - 12, height - 6)
            paint_frame(painter, box, figure, frame, mirrored, palette, view)
