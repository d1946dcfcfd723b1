"""The scheme in force: the desktop's or the one that was chosen, light, dark or high contrast.

The tokens themselves are in `app.ui.tokens`; those that most widgets need are found here as well.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

from app.ui.tokens import (
    CONTRAST,
    DARK,
    FOCUS_GAP,
    FOCUS_RING,
    GAPS,
    LIGHT,
    LINE_CONTROL,
    RADIUS_BUTTON,
    RADIUS_CARD,
    RADIUS_CHIP,
    Colours,
    SideColours,
)

__all__ = [
    "CONTRAST",
    "DARK",
    "FOCUS_GAP",
    "FOCUS_RING",
    "GAPS",
    "LIGHT",
    "LINE_CONTROL",
    "RADIUS_BUTTON",
    "RADIUS_CARD",
    "RADIUS_CHIP",
    "SCHEMES",
    "Colours",
    "SideColours",
    "Theme",
]

SYSTEM: Final = "system"
SCHEMES: Final = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
"""The schemes by name; any other appearance means the desktop's."""


class Theme(QObject):
    """The colours in force: the desktop's, also when it changes its mind, or the chosen ones."""

    changed = Signal()

    def __init__(self, app: QApplication, appearance: str = SYSTEM) -> None:
        """Dresses the application. `appearance` is a name of `SCHEMES`, else the desktop's."""
        super().__init__(app)
        self._app = app
        self._hints = app.styleHints()
        self._appearance = appearance
        if appearance in SCHEMES:
            self._tell_desktop()
        self.colours = self._wanted()
        self._hints.colorSchemeChanged.connect(self._follow)
        # Since Qt 6.10 the desktop tells whether high contrast is wanted.
        if hasattr(self._hints, "accessibility"):
            self._hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._dress()

    @property
    def scheme(self) -> str:
        """The name of the scheme in force: `light`, `dark` or `contrast`."""
        return next(name for name, colours in SCHEMES.items() if colours is self.colours)

    @property
    def appearance(self) -> str:
        """What was chosen: `system`, or the name of a scheme."""
        return self._appearance

    def set_appearance(self, appearance: str) -> None:
        """Take another scheme at once, or follow the desktop again."""
        self._appearance = appearance
        self._tell_desktop()
        self._follow()

    def _tell_desktop(self) -> None:
        """Title bar and native dialogs take the same scheme where the desktop lets us."""
        chosen = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        # A black window goes with dark ones.
        chosen["contrast"] = Qt.ColorScheme.Dark
        self._hints.setColorScheme(chosen.get(self._appearance, Qt.ColorScheme.Unknown))

    def _wanted(self) -> Colours:
        if self._appearance in SCHEMES:
            return SCHEMES[self._appearance]
        if _wants_contrast(self._hints):
            return CONTRAST
        return DARK if self._hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _follow(self, *_: object) -> None:
        colours = self._wanted()
        if colours is not self.colours:
            self.colours = colours
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        # Late, because the sheet is made of this module's tokens.
        from app.ui.sheet import sheet

        self._app.setPalette(_palette(self.colours))
        self._app.setStyleSheet(sheet(self.colours))


def _wants_contrast(hints: QStyleHints) -> bool:
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


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
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.control))
    return palette
