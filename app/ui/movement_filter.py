"""Which movements the grid shows: those whose words, area, time and equipment fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from app.movements.model import Area, Need, When
from app.ui.finding import folded, holds

if TYPE_CHECKING:
    from app.movements.model import Movement
    from app.ui.movement_rows import Card

_ALWAYS: Final = frozenset({Need.MAT})


class Filter(NamedTuple):
    """What is asked for; what is empty asks for nothing.

    `need` is a thing that the movement uses; `bare` leaves those that use no more than a mat.
    """

    text: str = ""
    area: Area | None = None
    when: When | None = None
    need: Need | None = None
    bare: bool = False

    def fits(self, card: Card) -> bool:
        """Whether a card is to be seen. A file that cannot be read has nothing but its name."""
        if not holds(folded(_words(card)), folded(self.text)):
            return False
        movement = card.movement
        if movement is None:
            return self == Filter(self.text)
        return (
            (self.area is None or self.area in movement.areas)
            and (self.when is None or _is_for(movement, self.when))
            and (self.need is None or self.need in movement.needs)
            and not (self.bare and set(movement.needs) - _ALWAYS)
        )


def _is_for(movement: Movement, when: When) -> bool:
    return bool(movement.when & {when, When.ANY})


def _words(card: Card) -> str:
    movement = card.movement
    if movement is None:
        return card.name
    parts = (card.name, movement.short_name, card.areas, movement.target)
    return " ".join((*parts, *movement.needs))
