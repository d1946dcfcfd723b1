"""The Qt application: made, shown, run."""

from __future__ import annotations

import logging
import signal
import sys
import traceback
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app import __version__, paths
from app.faults import start_log, versions
from app.history.appearance import early_appearance
from app.ui.one_instance import OneInstance, place_in
from app.ui.roles import tell_roles
from app.ui.sleep import pausing_for_sleep
from app.ui.theme import Theme
from app.ui.typeface import TEXT, desktop_text_scale, load_typeface, room_font, set_text_scale
from app.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.session.engine import Session
    from app.ui.hands_free import HandsFree
    from app.ui.services import Services
    from app.ui.start import Start

_LOGGED: Final = 10
# The first paint is over on any machine that it is waited for.
_PAINTED_MS: Final = 700

_log = logging.getLogger(__name__)


def run(services: Services, start: Start | None) -> int:
    """Show the window and run until it closes; the exit status."""
    start_log()
    instance = OneInstance(place_in(paths.runtime_folder(), paths.state_folder()))
    if not instance.take():
        from app.ui.second_start import told_by_the_first

        if (status := told_by_the_first(instance, start)) is not None:
            return status
    # What Qt remarks on belongs into the log, not onto the terminal of whoever started us.
    qInstallMessageHandler(lambda _kind, _context, text: _log.warning("Qt: %s", text))
    # `setStyle` would hand over a style, and PySide take 5 ms to make the class of it.
    app = QApplication.instance() or QApplication([*sys.argv[:1], "-style", "Fusion"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Limber")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("limber")
    theme = _dressed(app)
    window = Window(services, theme)
    _tell_faults(window)
    _heed_the_system(app, window)
    window.session_begun.connect(_free_hands(window))
    if start is None:
        window.on_first_paint(lambda: _open_home(window, services))
    else:
        window.on_first_paint(lambda: _do(window, start))
        if start.fullscreen:
            window.set_full_screen(True)
    window.show()
    QTimer.singleShot(_PAINTED_MS, window, lambda: _hear_second_starts(instance, window))
    QTimer.singleShot(_PAINTED_MS, window, lambda: _finish(app, theme))
    status = app.exec()
    window.release()
    instance.close()
    return status


def _open_home(window: Window, services: Services) -> None:
    """Home is read while the first of all starts asks its three questions."""
    window.home_entered()
    if services.is_first_run:
        window.show_first_run()


def _do(window: Window, start: Start) -> None:
    if start.path is not None and not start.show:
        window.begin_at_once(start.path, start.level)
        return
    from app.ui.second_start import do

    do(window, start)


def _hear_second_starts(instance: OneInstance, window: Window) -> None:
    from app.ui.second_start import answer

    instance.answer = lambda wish: answer(window, wish)
    instance.listen()


def _free_hands(window: Window) -> Callable[[Session], None]:
    """Screen and media keys are thought of when the first session begins."""
    made: list[HandsFree] = []

    def follow(session: Session) -> None:
        if not made:
            from app.ui.hands_free import on_this_desktop

            made.append(on_this_desktop(window))
        made[0].follow(session)

    return follow


def _dressed(app: QApplication) -> Theme:
    """Style, typeface and colours, as the first paint needs them."""
    load_typeface()
    set_text_scale(desktop_text_scale())
    app.setFont(room_font(TEXT))
    # 3 ms: a screen reader keeps what it was told of the first window.
    tell_roles()
    return Theme(app, early_appearance(paths.settings_file()))


def _finish(app: QApplication, theme: Theme) -> None:
    """What no first paint waits for: the ring of the focus, and the program's sign."""
    from app.ui.focus import FocusRing
    from app.ui.icons import window_icon

    FocusRing(app, theme)
    app.setWindowIcon(window_icon())


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
            from PySide6.QtWidgets import QMessageBox

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


def _heed_the_system(app: QApplication, window: Window) -> None:
    """Its sleep, its end, and its signals: a session stands or is left, and none is lost."""
    _end_on_signals(app)
    app.commitDataRequest.connect(lambda _: window.desktop_ends())
    window.session_begun.connect(pausing_for_sleep(window))


def _end_on_signals(app: QApplication) -> None:
    """Ctrl+C, a polite kill and a closed terminal end the program.

    Python sees them only when it runs now and then.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Whoever starts it with nohup wants it to outlive the terminal.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: app.exit(0))
    heartbeat = QTimer(app)
    heartbeat.start(250)
    heartbeat.timeout.connect(lambda: None)
