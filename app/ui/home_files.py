"""Single files on the home page: those from elsewhere, and those that came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.ui.drops import Arrivals

if TYPE_CHECKING:
    from app.ui.home_reading import Reading
    from app.ui.notices import Notices

_GUEST: Final = "guest"


class HomeFiles:
    """A file from elsewhere is a guest: it can be begun, and kept if the runner wants it."""

    def __init__(
        self,
        reading: Reading,
        notices: Notices,
        folder: Callable[[], Path],
        want: Callable[[Path], object],
    ) -> None:
        """`want` is told the file that is to be selected; `folder` is the runner's own."""
        self._reading, self._notices, self._want = reading, notices, want
        self._arrivals = Arrivals(notices, folder, self._arrived)
        self._kept: Path | None = None

    def show(self, path: Path) -> None:
        """Select a file, wherever it lies."""
        if self._reading.is_guest(path):
            self._reading.invite(path)
            answers = (
                ("Keep a copy", lambda: self._keep(path)),
                ("Not now", lambda: None),
            )
            told = f"{path.name} is not among your routines yet."
            self._notices.tell(told, answers, key=_GUEST)
        self._want(path)

    def take(self, dropped: Sequence[Path]) -> None:
        """Copy what was dropped into the runner's folder."""
        self._arrivals.take(dropped)

    def _keep(self, path: Path) -> None:
        self._kept = path
        self._arrivals.take([path])

    def _arrived(self, path: Path) -> None:
        """A file has come into the runner's folder; it is no guest any more."""
        if self._kept is not None:
            self._reading.dismiss(self._kept)
            self._kept = None
        self._notices.drop(_GUEST)
        self._want(path)
