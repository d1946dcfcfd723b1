"""Opens a text file at a line in the editor that the runner uses; else as the desktop does."""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_ASK_S: Final = 2
_TYPES: Final = ("application/yaml", "application/x-yaml", "text/plain")

# How each editor is told a line. Those that live in a terminal are not among them: a window has
# none to give.
_PLUS: Final = ("+{line}", "{path}")
_GOTO: Final = ("--goto", "{path}:{line}")
_COLON: Final = ("{path}:{line}",)
_LINE: Final = ("--line", "{line}", "{path}")
_KNOWN: Final[dict[str, tuple[str, ...]]] = {
    "code": _GOTO,
    "code-oss": _GOTO,
    "codium": _GOTO,
    "vscodium": _GOTO,
    "cursor": _GOTO,
    "subl": _COLON,
    "sublime_text": _COLON,
    "zed": _COLON,
    "zeditor": _COLON,
    "gedit": _PLUS,
    "gnome-text-editor": _PLUS,
    "xed": _PLUS,
    "pluma": _PLUS,
    "gvim": _PLUS,
    "emacs": _PLUS,
    "geany": _COLON,
    "kate": _LINE,
    "kwrite": _LINE,
    "mousepad": _LINE,
    "notepad++": ("-n{line}", "{path}"),
}
# Desktop entries whose name is not that of their program.
_ENTRIES: Final = {
    "org.gnome.gedit": "gedit",
    "org.gnome.texteditor": "gnome-text-editor",
    "org.kde.kate": "kate",
    "org.kde.kwrite": "kwrite",
    "org.xfce.mousepad": "mousepad",
    "org.x.xed": "xed",
    "org.geany.geany": "geany",
    "dev.zed.zed": "zed",
    "sublime_text": "subl",
}

_log = logging.getLogger(__name__)


class Desk(NamedTuple):
    """What is asked of the machine; a test gives its own."""

    environ: Mapping[str, str]
    which: Callable[[str], str | None]
    default_entry: Callable[[], str]
    """The desktop entry that opens text, such as `org.kde.kate.desktop`; '' where none is known."""
    start: Callable[[list[str]], bool]
    open_plainly: Callable[[Path], bool]


def open_at(path: Path, line: int = 0, desk: Desk | None = None) -> bool:
    """Open a file or a folder; whether something was found to do it. `line` 0: at its beginning."""
    desk = desk or this_desk()
    if line > 0 and (command := editor_command(path, line, desk)) and desk.start(command):
        return True
    return desk.open_plainly(path)


def editor_command(path: Path, line: int, desk: Desk) -> list[str] | None:
    """The command that opens a file at a line; None where no editor is known that can."""
    for name in (desk.environ.get("VISUAL"), desk.environ.get("EDITOR")):
        if name and (found := _command(name, path, line, desk)):
            return found
    entry = desk.default_entry().removesuffix(".desktop")
    program = _ENTRIES.get(entry.lower(), entry.rpartition(".")[2] or entry)
    return _command(program, path, line, desk) if program else None


def _command(words: str, path: Path, line: int, desk: Desk) -> list[str] | None:
    """`words` is what a variable or an entry names, options included."""
    try:
        program, *options = shlex.split(words, posix=os.name != "nt")
    except ValueError:
        return None
    if {"-nw", "-t", "--no-window-system"} & set(options):
        return None  # it stays in the terminal
    name = Path(program).stem.lower()
    pattern = _KNOWN.get(name)
    found = desk.which(program) or desk.which(program.lower())
    if pattern is None or not found:
        return None
    return [found, *(part.format(path=path, line=line) for part in pattern)]


def this_desk() -> Desk:
    """The machine that we run on."""
    return Desk(os.environ, shutil.which, _default_entry, _start, _open_plainly)


def _default_entry() -> str:
    """What the desktop opens text with, asked of it where there is one to ask."""
    asker = shutil.which("xdg-mime")
    if asker is None:
        return ""
    for kind in _TYPES:
        try:
            told = subprocess.run(
                [asker, "query", "default", kind],
                capture_output=True,
                text=True,
                timeout=_ASK_S,
                check=False,
            ).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            _log.info("Cannot ask for the editor", exc_info=True)
            return ""
        if told:
            return told
    return ""


def _start(command: list[str]) -> bool:
    started, _ = QProcess.startDetached(command[0], command[1:])
    return started


def _open_plainly(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
