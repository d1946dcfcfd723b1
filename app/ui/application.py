"""The Qt application: made, shown, run."""

from __future__ import annotations

import logging
import signal
import sys
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from app import __version__, paths
from app.faults import start_log, versions
from app.ui.theme import Theme
from app.ui.typeface import TEXT, room_font
from app.ui.window import Window

if TYPE_CHECKING:
    from app.routine.model import VoiceLevel
    from app.ui.services import Services

_LOGGED: Final = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """What `limber start` asks for."""

    path: Path
    fullscreen: bool = False
    level: VoiceLevel | None = None


def run(services: Services, start: Start | None) -> int:
    """Show the window and run until it closes; the exit status."""
    start_log()
    # What Qt remarks on belongs into the log, not onto the terminal of whoever started us.
    qInstallMessageHandler(lambda _kind, _context, text: _log.warning("Qt: %s", text))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Limber")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("limber")
    app.setStyle("Fusion")
    app.setFont(room_font(TEXT))
    window = Window(services, Theme(app))
    _tell_faults(window)
    _end_on_signals(app)
    if start is not None:
        path, level = start.path, start.level
        window.on_first_paint(lambda: window.begin_at_once(path, level))
        if start.fullscreen:
            window.set_full_screen(True)
    window.show()
    status = app.exec()
    window.release()
    return status


def _tell_faults(window: Window) -> None:
    """A fault in a slot is logged and told once; the session goes on.

    One that comes back at every tick or repaint does not fill the disk.
    """
    told = False
    counts: Counter[str] = Counter()

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        nonlocal told
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(0)
            return
        place = "".join(traceback.format_tb(trace)[-1:])
        counts[place] += 1
        if counts[place] <= _LOGGED:
            _log.error("%s", versions(), exc_info=(kind, fault, trace))
        if not told:
            told = True
            box = QMessageBox(window)
            box.setWindowTitle("Limber")
            box.setText("Limber made a mistake of its own; nothing of yours is lost.")
            box.setInformativeText(f"The details are in {paths.log_file()}.")
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            # Not modal: the keys still reach the session.
            box.setWindowModality(Qt.WindowModality.NonModal)
            box.show()

    sys.excepthook = hook


def _end_on_signals(app: QApplication) -> None:
    """Ctrl+C and a polite kill end the program; Python sees them only when it runs now and then."""
    for name in ("SIGINT", "SIGTERM"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: app.exit(0))
    heartbeat = QTimer(app)
    heartbeat.start(250)
    heartbeat.timeout.connect(lambda: None)
