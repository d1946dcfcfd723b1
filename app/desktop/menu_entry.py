"""Limber in the menu of a desktop that follows freedesktop.org, for one person and without root.

A wheel cannot put its desktop file where a menu looks; this does, with the path of this very
program in it.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import Final

from app import paths
from app.errors import UserError

_ENTRY: Final = "applications/limber.desktop"
_MIME: Final = "mime/packages/limber.xml"
_ICON: Final = "icons/hicolor/scalable/apps/limber.svg"
# What has to be told, and of which folder. Where the tool is missing the desktop looks by itself.
_TOOLS: Final = (("update-desktop-database", "applications"), ("update-mime-database", "mime"))
_TOOL_S: Final = 30


def install() -> list[str]:
    """Write entry, kind of file and icon; what was done, a line each. Raises `UserError`."""
    shipped = paths.resources()
    files = {
        _ENTRY: _entry(shipped / "desktop" / "limber.desktop").encode(),
        _MIME: (shipped / "desktop" / "limber.xml").read_bytes(),
        _ICON: (shipped / "icons" / "limber.svg").read_bytes(),
    }
    folder = _folder()
    for name, data in files.items():
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as fault:
            raise UserError(f"{target} cannot be written: {fault.strerror or fault}.") from fault
    _tell_desktop(folder)
    return [f"Wrote {folder / name}" for name in files]


def remove() -> list[str]:
    """Take away what `install` wrote; what was done. Raises `UserError`."""
    folder, done = _folder(), []
    for name in (_ENTRY, _MIME, _ICON):
        target = folder / name
        try:
            target.unlink()
        except FileNotFoundError:
            continue
        except OSError as fault:
            raise UserError(f"{target} cannot be removed: {fault.strerror or fault}.") from fault
        done.append(f"Removed {target}")
    _tell_desktop(folder)
    return done or ["Limber was not in the menu."]


def _folder() -> Path:
    if sys.platform in ("win32", "darwin"):
        raise UserError("Only Linux desktops have a menu that is written to like this.")
    return paths.desktop_data_folder()


def _entry(shipped: Path) -> str:
    """The shipped entry with this program in the place of `limber`."""
    command = paths.launcher()
    lines = []
    for line in shipped.read_text(encoding="utf-8").splitlines():
        key, _, words = line.partition("=limber ")
        if key == "Exec":
            line = f"Exec={' '.join(map(quoted, command))} {words}"  # noqa: PLW2901
        lines.append(line)
        if key == "Exec" and command[1:2] == ["-m"] and words.endswith("%f"):
            # Only from its own folder does Python find a clone.
            lines.append(f"Path={paths.clone()}")
    return "\n".join(lines) + "\n"


def quoted(word: str) -> str:
    """A word of an Exec line, as the Desktop Entry Specification has it."""
    escaped = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word)
    # The backslash is escaped once more as in any value; a percent sign begins a field code.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _tell_desktop(folder: Path) -> None:
    for tool, part in _TOOLS:
        if (path := which(tool)) and (folder / part).is_dir():
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    [path, str(folder / part)], capture_output=True, check=False, timeout=_TOOL_S
                )
