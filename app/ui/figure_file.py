"""One figure as a file, for print or for another program: SVG of named layers, or PNG."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from app.document.problems import did_you_mean
from app.errors import UserError
from app.figure.format import Moment
from app.figure.motion import Tracks, glow, key_moment
from app.history.settings import PictureSettings, Settings
from app.movements.loader import Catalogue
from app.movements.model import Movement, Side
from app.ui.slab import side_colours
from app.ui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from app.figure.format import Contour
    from app.figure.loading import Figure
    from app.figure.palette import FigurePalette

_PNG_WIDTH: Final = 1600


class FigureWish(NamedTuple):
    """What is asked for. `at` is '' for the telling moment, a keyframe's name or `TRACK:SHARE`."""

    movement: str
    picture: PictureSettings
    side: Side = Side.RIGHT
    at: str = ""
    theme: str = "light"
    is_svg: bool = True


def wish_of(asked: Namespace, settings: Settings) -> FigureWish:
    """What the command line asks for; body and colours are the runner's own."""
    picture = settings.picture
    picture = picture._replace(body=asked.body or picture.body)
    side = Side(asked.side)
    return FigureWish(asked.figure, picture, side, asked.at, asked.theme, asked.svg is not None)


def write_figure(catalogue: Catalogue, folder: Path, file: Path, wish: FigureWish) -> None:
    """Write the figure of a movement to `file`; `UserError` with the reason why not.

    `folder` holds a folder for each body.
    """
    if wish.movement not in catalogue:
        hint = did_you_mean(wish.movement, catalogue.ids)
        raise UserError(f'There is no movement "{wish.movement}".{hint}')
    movement = catalogue.get(wish.movement)
    figure = _loaded(movement, folder / wish.picture.body / f"{movement.id}.fig")
    from app.figure.palette import figure_palette

    moment = moment_named(wish.at, figure.tracks)
    colours = DARK if wish.theme == "dark" else LIGHT
    side = side_colours(colours, wish.side if movement.two_sided else None)
    skin, clothes = wish.picture.skin, wish.picture.clothes
    mat = ("", "") if wish.theme == "contrast" else (side.mat, side.track)
    palette = figure_palette(wish.theme, skin, clothes, mat)
    mirrored = movement.two_sided and wish.side is Side.LEFT
    try:
        if wish.is_svg:
            file.write_text(svg_of(figure, moment, palette, mirrored=mirrored), encoding="utf-8")
        else:
            _write_png(png_of(figure, moment, palette, mirrored=mirrored), file)
    except OSError as fault:
        raise UserError(f"{file} cannot be written: {fault.strerror or fault}.") from fault


def _write_png(image: QImage, file: Path) -> None:
    """The bytes first, so that a file which cannot be written says why."""
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(data, QByteArray(b"png")).write(image)
    file.write_bytes(data.data().data())


def _loaded(movement: Movement, path: Path) -> Figure:
    from app.figure.loading import load_figure

    try:
        return load_figure(path)
    except FileNotFoundError as fault:
        own = " It shows a picture file of its own." if movement.picture else ""
        raise UserError(f"There is no figure of {movement.id}.{own}") from fault
    except (OSError, ValueError) as fault:
        raise UserError(f"The figure of {movement.id} cannot be read: {fault}.") from fault


def moment_named(at: str, tracks: Tracks) -> Moment:
    """The moment that a person means by a keyframe's name, a track's, or a track and a share."""
    if not at:
        return key_moment(tracks)
    for name, track in tracks.items():
        for mark, share in track.marks:
            if mark == at:
                return Moment(name, share)
    name, _, share_text = at.partition(":")
    try:
        share = float(share_text) if share_text else 0.0
    except ValueError:
        share = -1.0
    if name in tracks and 0 <= share <= 1:
        return Moment(name, share)
    marks = (mark for track in tracks.values() for mark, _ in track.marks)
    known = ", ".join(dict.fromkeys((*marks, *(f"{track}:0.5" for track in tracks))))
    raise UserError(f'There is no moment "{at}" in this figure. Known: {known}.')


def png_of(figure: Figure, moment: Moment, palette: FigurePalette, *, mirrored: bool) -> QImage:
    """On no ground, 1600 pixels wide."""
    from app.figure.painting import paint

    width, height = figure.box()
    image = QImage(_PNG_WIDTH, round(_PNG_WIDTH * height / width), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, QRectF(image.rect()), figure, moment, mirrored, palette)
    finally:
        painter.end()
    return image


def svg_of(figure: Figure, moment: Moment, palette: FigurePalette, *, mirrored: bool) -> str:
    """Each layer a path of its own, with the layer's name as its class."""
    from app.figure.format import GLOWING, LAYERS
    from app.figure.palette import layer_colours

    width, height = figure.box()
    colours = layer_colours(palette, figure.body)
    turn = f' transform="matrix(-1 0 0 1 {width:g} 0)"' if mirrored else ""
    paths, lit = [], glow(moment)
    for layer, shape in figure.shapes(figure.frame(moment)):
        colour, opacity = colours[LAYERS[layer]]
        opacity *= lit if layer in GLOWING else 1.0
        if opacity == 0:
            continue
        faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        outline = "".join(map(_path_data, figure.contours(shape)))
        paths.append(f'<path class="{LAYERS[layer]}" fill="{colour}"{faint} d="{outline}"/>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
    return "\n".join((head, f'<g fill-rule="evenodd"{turn}>', *paths, "</g>", "</svg>", ""))


def _path_data(contour: Contour) -> str:
    """A closed contour as SVG writes it; the curve passes half way between two guides."""
    xs, ys, corners = contour
    count = len(xs)

    def point(at: int) -> str:
        return f"{round(xs[at], 1):g} {round(ys[at], 1):g}"

    def between(at: int) -> str:
        after = (at + 1) % count
        return f"{round((xs[at] + xs[after]) / 2, 1):g} {round((ys[at] + ys[after]) / 2, 1):g}"

    first = max(0, corners.find(1))
    has_corner = bool(corners[first])
    steps = [f"M{point(first) if has_corner else between(first - 1)}"]
    for step in range(has_corner, count + has_corner):
        at = (first + step) % count
        if corners[at]:
            if corners[at - 1]:
                steps.append(f"L{point(at)}")
            continue
        after = (at + 1) % count
        steps.append(f"Q{point(at)} {point(after) if corners[after] else between(at)}")
    return "".join((*steps, "Z"))
