"""The icons: drawn by one rule, in any colour, crisp at any scale."""

from __future__ import annotations

import subprocess
import sys
from typing import Final
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app import paths
from app.history.appearance import APPEARANCES
from app.movements.model import Need
from app.routine.model import VoiceLevel
from app.ui.icons import dress, icon_names, icon_pixmap, paint_icon, window_icon
from app.ui.theme import Theme

SVG: Final = "{http://www.w3.org/2000/svg}"
OWN_COLOURS: Final = {"limber"}


def ink_of(pixmap: QPixmap) -> set[str]:
    """The colours of all pixels that are covered whole."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", sorted(icon_names() - OWN_COLOURS))
def test_drawn_by_the_rule(name: str) -> None:
    root = ElementTree.parse(paths.resources() / "icons" / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "2")
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")
    for element in root.iter():
        assert element.get("fill") in (None, "none", "currentColor")
        assert element.get("stroke") in (None, "none", "currentColor")


@pytest.mark.parametrize("name", sorted(icon_names() - OWN_COLOURS))
def test_in_the_colour_asked_for_and_inside_its_box(qapp: QApplication, name: str) -> None:
    pixmap = icon_pixmap(name, 48, "#175E59")
    assert ink_of(pixmap) == {"#175E59"}
    image = pixmap.toImage()
    edge = [image.pixelColor(k, y) for k in range(48) for y in (0, 47)]
    edge += [image.pixelColor(x, k) for k in range(48) for x in (0, 47)]
    assert not any(pixel.alpha() for pixel in edge)


def test_there_is_one_for_everything_that_is_told_by_one() -> None:
    wanted = {need.value for need in Need} | {f"voice-{level.value}" for level in VoiceLevel}
    assert wanted <= icon_names()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_for_the_very_pixels_of_a_screen(qapp: QApplication, ratio: float) -> None:
    pixmap = icon_pixmap("plus", 24, "#000000", ratio)
    assert pixmap.size() == QSize(24, 24) * ratio
    assert pixmap.devicePixelRatio() == ratio


def test_painted_in_the_middle_of_its_place(qapp: QApplication) -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_icon(painter, "plus", QRectF(10, 0, 40, 40), "#FF0000")
    paint_icon(painter, "plus", QRectF(QPointF(), QSize(0, 0).toSizeF()), "#FF0000")
    painter.end()
    assert image.pixelColor(30, 20) == QColor("red")
    assert image.pixelColor(2, 2) == QColor("white")


def test_a_button_keeps_to_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    button = QPushButton("Go on")
    qtbot.addWidget(button)

    def shown() -> set[str]:
        return ink_of(button.icon().pixmap(button.iconSize()))

    dress(button, "plus", theme)
    assert shown() == {theme.colours.ink}
    for appearance in APPEARANCES:
        theme.set_appearance(appearance)
        assert shown() == {theme.colours.ink}
    dress(button, "stop", theme, colour=lambda colours: colours.clay)
    theme.set_appearance("contrast")
    assert shown() == {theme.colours.clay}
    theme.set_appearance("light")


def test_the_window_has_its_own(qapp: QApplication) -> None:
    assert {QSize(16, 16), QSize(256, 256)} <= set(window_icon().availableSizes())


def test_an_unknown_one_is_a_fault(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon_pixmap("unicorn", 24, "#000000")


def test_nothing_is_loaded_before_the_first_one() -> None:
    code = "import sys, app.ui.icons; sys.exit('PySide6.QtSvg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
