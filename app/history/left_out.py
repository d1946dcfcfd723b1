"""The movements that hurt: left out of every session until they are put back."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from app.history.files import write_whole

_log = logging.getLogger(__name__)


class LeftOut:
    """A set of movement ids in a small JSON file, written at every change.

    A file that cannot be read is set aside, never overwritten; a folder that cannot be written
    means that the choice holds for this run only.
    """

    def __init__(self, path: Path) -> None:
        """Reads the file at the first question, so that a start costs nothing."""
        self._path = path
        self._ids: frozenset[str] | None = None

    @property
    def ids(self) -> frozenset[str]:
        """What is left out now."""
        if self._ids is None:
            self._ids = self._read()
        return self._ids

    def add(self, movement_id: str) -> None:
        """Leave a movement out from now on."""
        self._set(self.ids | {movement_id})

    def put_back(self, movement_id: str) -> None:
        """Take it up again."""
        self._set(self.ids - {movement_id})

    def _set(self, ids: frozenset[str]) -> None:
        self._ids = ids
        try:
            write_whole(self._path, json.dumps(sorted(ids), indent=1).encode())
        except OSError:
            _log.warning("Cannot write %s", self._path, exc_info=True)

    def _read(self) -> frozenset[str]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(data, list) and all(isinstance(item, str) for item in data):
                return frozenset(data)
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, RecursionError):
            _log.warning("Cannot read %s", self._path, exc_info=True)
        self._set_aside()
        return frozenset()

    def _set_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".damaged.json"))
        except OSError:
            _log.warning("Cannot set %s aside", self._path, exc_info=True)
