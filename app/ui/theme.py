"""The tokens of the look in one place: colours for light and dark, spacing, radii, line widths.

A side has a colour, but never a colour alone: its place, its shape and its word say it too. Amber
and indigo mean sides and nothing else; clay means advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

GAPS: Final = (4, 8, 12, 16, 24, 40)
"""Spacing in pixels, from the smallest to the largest."""

RADIUS_CHIP: Final = 8
RADIUS_BUTTON: Final = 10
RADIUS_CARD: Final = 14

LINE_CONTROL: Final = 1.5
FOCUS_RING: Final = 3


@dataclass(frozen=True, slots=True)
class SideColours:
    """The colours of right, left or no side.

    `slab` and `text` are the panel while work runs, `post` and `on_post` its fingerpost; `mark` and
    `on_mark` the small sign on paper; `tint` the panel while getting ready; `mat` what is to come;
    `track` the part of a lane that is still empty; `outline` and `edge` lines on paper. An empty
    `edge` means that the panel needs none.
    """

    slab: str
    text: str
    post: str
    on_post: str
    mark: str
    on_mark: str
    tint: str
    mat: str
    track: str
    outline: str
    edge: str


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. `quiet` is the second ink on the stage, `muted` the one in the rooms."""

    paper: str
    strip: str
    card: str
    ink: str
    quiet: str
    muted: str
    control: str
    hairline: str
    accent: str
    on_accent: str
    sand: str
    sand_track: str
    done: str
    clay: str
    clay_ground: str
    clay_line: str
    right: SideColours
    left: SideColours
    none: SideColours


LIGHT: Final = Colours(
    paper="#F8F2E6",
    strip="#F0E7D7",
    card="#FFFBF3",
    ink="#211A26",
    quiet="#4A4150",
    muted="#574D5D",
    control="#948467",
    hairline="#DDD1BD",
    accent="#175E59",
    on_accent="#FFFFFF",
    sand="#DCD2C3",
    sand_track="#B8AB96",
    done="#7D7080",
    clay="#A63A14",
    clay_ground="#FBE3D6",
    clay_line="#E2A98F",
    right=SideColours(
        slab="#F3B452",
        text="#211A26",
        post="#211A26",
        on_post="#FFC66B",
        mark="#E79A1C",
        on_mark="#211A26",
        tint="#FBE6BD",
        mat="#F7DDAA",
        track="#B27310",
        outline="#A96A00",
        edge="#B27310",
    ),
    left=SideColours(
        slab="#333F92",
        text="#FFFFFF",
        post="#FFFFFF",
        on_post="#333F92",
        mark="#333F92",
        on_mark="#FFFFFF",
        tint="#DDE1F8",
        mat="#CFD4F3",
        track="#6672C9",
        outline="#333F92",
        edge="",
    ),
    none=SideColours(
        slab="#175E59",
        text="#FFFFFF",
        post="#FFFFFF",
        on_post="#175E59",
        mark="#1F7A73",
        on_mark="#FFFFFF",
        tint="#D9EAE3",
        mat="#CBE2DA",
        track="#4C9D95",
        outline="#1F7A73",
        edge="",
    ),
)

DARK: Final = Colours(
    paper="#17131B",
    strip="#221C28",
    card="#221C28",
    ink="#F7F0E4",
    quiet="#BDB2C2",
    muted="#BDB2C2",
    control="#7A6E84",
    hairline="#372F3F",
    accent="#86D3C4",
    on_accent="#0B2A27",
    sand="#3A3241",
    sand_track="#6A5F73",
    done="#8C8292",
    clay="#FF9B73",
    clay_ground="#3A2018",
    clay_line="#7A4632",
    right=SideColours(
        slab="#4E3208",
        text="#FFE3B3",
        post="#F6B955",
        on_post="#211A26",
        mark="#F6B955",
        on_mark="#211A26",
        tint="#2B2013",
        mat="#5A4722",
        track="#8F6A2E",
        outline="#F6B955",
        edge="#F6B955",
    ),
    left=SideColours(
        slab="#2B3479",
        text="#E4E7FF",
        post="#AEB8FF",
        on_post="#14163A",
        mark="#AEB8FF",
        on_mark="#14163A",
        tint="#1B1E3D",
        mat="#333A72",
        track="#5865C0",
        outline="#AEB8FF",
        edge="#AEB8FF",
    ),
    none=SideColours(
        slab="#12433F",
        text="#D3F3EA",
        post="#86D3C4",
        on_post="#0B2A27",
        mark="#86D3C4",
        on_mark="#0B2A27",
        tint="#12271F",
        mat="#22463F",
        track="#36857C",
        outline="#86D3C4",
        edge="#86D3C4",
    ),
)


class Theme(QObject):
    """The scheme in force; follows the desktop's, also while the program runs."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        """Takes the scheme of the desktop and dresses the application in it."""
        super().__init__(app)
        self._app = app
        hints = app.styleHints()
        self.colours = _scheme(hints.colorScheme())
        hints.colorSchemeChanged.connect(self._follow)
        self._dress()

    @property
    def scheme(self) -> str:
        """Its name: `light` or `dark`."""
        return "dark" if self.colours is DARK else "light"

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        colours = _scheme(scheme)
        if colours is not self.colours:
            self.colours = colours
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        # Late, because the sheet is made of this module's tokens.
        from app.ui.sheet import sheet

        self._app.setPalette(_palette(self.colours))
        self._app.setStyleSheet(sheet(self.colours))


def _scheme(scheme: Qt.ColorScheme) -> Colours:
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def _palette(colours: Colours) -> QPalette:
    """For what no sheet and no painter of ours reaches, such as tooltips and message boxes."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, value in (
        (role.Window, colours.paper),
        (role.WindowText, colours.ink),
        (role.Base, colours.card),
        (role.AlternateBase, colours.strip),
        (role.Text, colours.ink),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.strip),
        (role.ButtonText, colours.ink),
        (role.ToolTipBase, colours.card),
        (role.ToolTipText, colours.ink),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Accent, colours.accent),
    ):
        palette.setColor(name, QColor(value))
    return palette
