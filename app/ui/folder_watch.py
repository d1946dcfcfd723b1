"""Notices what happens to the runner's own files, whatever editor saved them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from app.ui.timers import interval

_SETTLE_MS: Final = 200
# More files than this are noticed by their folder alone: systems bound what one program watches.
_WATCHED: Final = 500


class FolderWatch(QObject):
    """Tells once when a folder has come to rest after a change; it may not exist yet."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Watches nothing yet."""
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._settle = interval(self, _SETTLE_MS, self.changed.emit, once=True)
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self._watcher.fileChanged.connect(lambda _: self._settle.start())

    def watch(self, wanted: Path, also: Sequence[Path] = ()) -> None:
        """The folder and its files, or the nearest folder above it that exists; and single files.

        To be called again after every change: an editor that saves by renaming leaves a file that
        is no longer the one that was watched.
        """
        folder = wanted
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        if old := self._watcher.directories() + self._watcher.files():
            self._watcher.removePaths(old)
        paths = [folder]
        if folder == wanted:
            paths += islice(folder.glob("*.yaml"), _WATCHED)
        paths += (path for path in also if path.is_file())
        self._watcher.addPaths([str(path) for path in paths])
