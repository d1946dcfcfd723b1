"""What home offers first: guessed from what was chosen before, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.ui.fits import Fit, best, guessed, occasion_of, part_of_day

if TYPE_CHECKING:
    from app.history.offers import Offers
    from app.ui.row_model import Rows
    from app.ui.rows import Row
    from app.ui.services import Services


def _this_hour() -> int:
    from app.session.clock import local_hour

    return local_hour()


class Offer:
    """The occasion that holds, and the routine for it."""

    def __init__(
        self, services: Services, rows: Rows, hour: Callable[[], int] = _this_hour
    ) -> None:
        """Reads nothing before `wake`. `hour` is that of the day, 0 to 23."""
        self._services, self._rows, self._hour = services, rows, hour
        self._awake = False
        self.occasion = Fit.POST_RUN

    @property
    def _kept(self) -> Offers:
        return self._services.settings.current.offers

    def wake(self) -> bool:
        """Guess, once; whether this was the first time."""
        if self._awake:
            return False
        self._awake = True
        self.occasion = guessed(self._kept.chosen, self._hour())
        return True

    @property
    def last(self) -> Path | None:
        """The file that was begun last on such an occasion."""
        told = self._kept.begun.get(self.occasion)
        return Path(told) if told else None

    @property
    def last_of_all(self) -> Path | None:
        """The file that was begun last."""
        told = self._kept.begun.get("last")
        return Path(told) if told else None

    def best(self) -> Row | None:
        """The routine to offer among those that are shown, None where none can begin."""
        shown = (self._rows.row(at) for at in range(self._rows.rowCount()))
        ready = [row for row in shown if not row.is_broken and not row.guest]
        if ready:
            return best(ready, self.occasion, self.last)
        return self._rows.row(0) if self._rows.rowCount() else None

    def choose(self, occasion: Fit) -> None:
        """The runner says which occasion it is."""
        self.occasion = occasion
        self._keep(self._kept.after_choice(part_of_day(self._hour()), occasion))

    def begun(self, row: Row) -> None:
        """A routine is begun: it comes first the next time."""
        occasion = occasion_of(row, self.occasion)
        offers = self._kept.after_choice(part_of_day(self._hour()), occasion)
        self._keep(offers.after_begin(occasion, str(row.path)))

    def _keep(self, offers: Offers) -> None:
        if offers != self._kept:
            store = self._services.settings
            store.change(store.current._replace(offers=offers))
