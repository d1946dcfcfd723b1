"""Whether the system wants nothing to move, as far as it lets us know.

Qt tells it since 6.12, and Windows for itself. On the other systems before that nobody does: GNOME
and macOS would have to be asked by ways of their own. The runner's own choice, among the settings
of the picture, holds everywhere.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtWidgets import QApplication

_CLIENT_AREA_ANIMATION: Final = 0x1042


def system_is_still() -> bool:
    """Whether motion is to be reduced; asked anew each time, since people change their minds."""
    hints = getattr(QApplication.styleHints(), "accessibility", None)
    prefers = getattr(hints(), "motionPreference", None) if hints is not None else None
    if prefers is not None:
        return bool(prefers().name != "NoPreference")
    return not _windows_animates()


def _windows_animates() -> bool:
    """Settings, Accessibility, Visual effects, Animation effects; elsewhere it is taken as on."""
    if sys.platform != "win32":
        return True
    import ctypes

    wanted = ctypes.c_int(1)
    ask = ctypes.windll.user32.SystemParametersInfoW
    return not ask(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(wanted), 0) or bool(wanted.value)
