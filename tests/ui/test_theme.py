"""The scheme follows what was chosen, else the desktop; all that shows colours changes with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from app.figure.palette import figure_palette
from app.history.appearance import APPEARANCES
from app.ui.sheet import sheet
from app.ui.theme import SCHEMES, Theme
from app.ui.typeface import (
    BOLD,
    MEDIUM,
    SEMI,
    cap_font,
    desktop_text_scale,
    load_typeface,
    room_font,
    set_text_scale,
)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.styleHints().unsetColorScheme()
    qapp.setStyleSheet("")


class Desktop:
    """No offscreen desktop tells anything: its answers are faked, its signals are Qt's own."""

    def __init__(self, app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
        self._hints = app.styleHints()
        self._scheme = Qt.ColorScheme.Light
        self._contrast = Qt.ContrastPreference.NoPreference
        access = self._hints.accessibility()
        monkeypatch.setattr(type(self._hints), "colorScheme", lambda _: self._scheme)
        monkeypatch.setattr(type(access), "contrastPreference", lambda _: self._contrast)

    def ask_for(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self._hints.colorSchemeChanged.emit(scheme)

    def ask_for_contrast(self, wish: Qt.ContrastPreference) -> None:
        self._contrast = wish
        self._hints.accessibility().contrastPreferenceChanged.emit(wish)


@pytest.fixture
def desktop(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    return Desktop(app, monkeypatch)


def test_every_scheme_can_be_chosen_and_the_desktop_besides() -> None:
    assert set(APPEARANCES) == {"system", *SCHEMES}


def test_the_desktop_is_followed_while_the_program_runs(
    app: QApplication, desktop: Desktop
) -> None:
    theme = Theme(app)
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.scheme))
    for scheme, name in ((Qt.ColorScheme.Dark, "dark"), (Qt.ColorScheme.Light, "light")):
        desktop.ask_for(scheme)
        assert theme.scheme == told[-1] == name
        assert app.palette().color(QPalette.ColorRole.Window) == QColor(theme.colours.paper)


def test_a_desktop_without_an_opinion_gets_the_light_one(
    app: QApplication, desktop: Desktop
) -> None:
    desktop.ask_for(Qt.ColorScheme.Unknown)
    assert Theme(app).scheme == "light"


@pytest.mark.parametrize("name", SCHEMES)
def test_what_was_chosen_holds_whatever_the_desktop_does(
    app: QApplication, desktop: Desktop, name: str
) -> None:
    theme = Theme(app, name)
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        desktop.ask_for(scheme)
        desktop.ask_for_contrast(Qt.ContrastPreference.HighContrast)
        assert theme.scheme == name
        assert theme.colours is SCHEMES[name]


def test_another_one_is_taken_at_once_and_told_once(app: QApplication) -> None:
    theme = Theme(app, "light")
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.scheme))
    theme.set_appearance("contrast")
    theme.set_appearance("contrast")
    theme.set_appearance("dark")
    assert told == ["contrast", "dark"]
    assert app.styleSheet() == sheet(SCHEMES["dark"])


def test_back_to_the_desktop(app: QApplication, desktop: Desktop) -> None:
    theme = Theme(app, "contrast")
    theme.set_appearance("system")
    assert (theme.appearance, theme.scheme) == ("system", "light")
    desktop.ask_for(Qt.ColorScheme.Dark)
    assert theme.scheme == "dark"


def test_high_contrast_asked_for_by_the_desktop(app: QApplication, desktop: Desktop) -> None:
    theme = Theme(app)
    desktop.ask_for_contrast(Qt.ContrastPreference.HighContrast)
    assert theme.scheme == "contrast"
    desktop.ask_for_contrast(Qt.ContrastPreference.NoPreference)
    assert theme.scheme == "light"


@pytest.mark.parametrize("name", SCHEMES)
def test_figures_know_every_scheme(name: str) -> None:
    assert figure_palette(name).scheme == name


@pytest.mark.parametrize("name", SCHEMES)
def test_the_sheet_is_understood(
    app: QApplication, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    app.setStyleSheet(sheet(SCHEMES[name]))
    assert "{{" not in sheet(SCHEMES[name])
    assert "parse" not in capfd.readouterr().err


def test_the_typeface_ships(qapp: QApplication) -> None:
    load_typeface()
    faces = [QFontInfo(room_font(16, weight)) for weight in (MEDIUM, SEMI, BOLD)]
    assert {face.family() for face in faces} <= {"Cabin", "Source Sans Pro"}
    assert len({face.styleName() for face in faces}) == 3


def test_words_of_the_rooms_grow_and_those_of_the_stage_do_not(qapp: QApplication) -> None:
    room, stage, heads = room_font(16), cap_font(40), sheet(SCHEMES["light"])
    set_text_scale(2)
    try:
        assert room_font(16).pixelSize() == 2 * room.pixelSize()
        assert cap_font(40).pixelSize() == stage.pixelSize()
        assert "font-size: 44px" in sheet(SCHEMES["light"])
    finally:
        set_text_scale(1)
    assert sheet(SCHEMES["light"]) == heads


@pytest.mark.parametrize(("pixels", "scale"), [(12, 1), (15, 1), (16, 1), (22, 1.5), (60, 2.5)])
def test_as_large_as_the_desktop_wants_them(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, pixels: int, scale: float
) -> None:
    font = QFont()
    font.setPixelSize(pixels)
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _: font)
    monkeypatch.setattr("sys.platform", "linux")
    assert desktop_text_scale() == pytest.approx(scale, rel=0.01)
