"""One line that tells how far something is, updated in its place."""

from __future__ import annotations

import sys
from typing import Final, TextIO

_CLEAR_TO_END: Final = "\x1b[K"


class ProgressLine:
    """Writes only to a terminal: a file or a pipe is spared."""

    def __init__(self, what: str, out: TextIO | None = None) -> None:
        """`what` stands before the per cent; to standard output by default."""
        self._what = what
        self._out = out or sys.stdout
        self._is_terminal = self._out.isatty()
        self._shown = -1

    def show(self, done: float) -> None:
        """`done` from 0 to 1."""
        per_cent = int(100 * done)
        if self._is_terminal and per_cent != self._shown:
            self._shown = per_cent
            self._out.write(f"\r{self._what}  {per_cent} %{_CLEAR_TO_END}")
            self._out.flush()

    def clear(self) -> None:
        """Make room for what is said instead."""
        if self._shown >= 0:
            self._out.write(f"\r{_CLEAR_TO_END}")
            self._out.flush()
            self._shown = -1
