"""Whether a session was ever begun on this computer: the first one is told a little more."""

from __future__ import annotations

import logging
from pathlib import Path

_log = logging.getLogger(__name__)


class Begun:
    """An empty file that is there from the first session on.

    Where it cannot be written every session is a first one: the words of safety do no harm.
    """

    def __init__(self, path: Path) -> None:
        """Looks at nothing yet."""
        self._path = path

    @property
    def ever(self) -> bool:
        """Whether there was a session."""
        return self._path.exists()

    def note(self) -> None:
        """There is one now."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
        except OSError:
            _log.warning("Cannot write %s", self._path, exc_info=True)
