"""The row above the movements: what to look for, which area, when, with what."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.movements.model import Area, Need, When
from app.ui.flow import Flow
from app.ui.movement_filter import Filter
from app.ui.movement_rows import WHENS
from app.ui.search_field import SearchField
from app.ui.segments import Segments
from app.ui.setting_controls import Picker
from app.ui.theme import GAPS, Theme
from app.ui.typeface import scaled

_AREAS: Final = {
    None: "All",
    Area.ANKLE: "Ankles",
    Area.HIP: "Hips",
    Area.THORACIC: "Upper back",
}
_BARE: Final = "bare"
_NEEDS: Final = {
    _BARE: "Only a mat",
    Need.WALL: "With a wall",
    Need.BOX: "With a low box",
    Need.ROLLER: "With a foam roller",
    Need.BALL: "With a small ball",
    Need.CUSHION: "With a cushion",
    Need.BLOCKS: "With yoga blocks",
}
_CHOICE: Final = 204
_WIDE: Final = 780


class FilterBar(QWidget):
    """Tells at every change what is asked for."""

    changed = Signal(object)
    """The `Filter`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Asks for nothing yet."""
        super().__init__(parent)
        told = "By name, area or muscle."
        self.search = SearchField("Search the movements", told, self)
        self.search.textChanged.connect(self._tell)
        self.areas = Segments(theme, "Area", list(_AREAS.values()), self)
        self.areas.select(0)
        self.areas.chosen.connect(self._tell)
        self.when = _Choice(theme, "When", self)
        self.when.offer([[("", "Any time")], list(WHENS.items())], "")
        self.need = _Choice(theme, "Equipment", self)
        self.need.offer([[("", "With anything")], list(_NEEDS.items())], "")
        for choice in (self.when, self.need):
            choice.currentIndexChanged.connect(self._tell)
        flow = Flow(self)
        flow.setSpacing(GAPS[2])
        for part in self.stops:
            flow.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer lines, where narrower words save one."""
        self.areas.set_narrow(event.size().width() < scaled(_WIDE))
        super().resizeEvent(event)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Its parts, in the order of the Tab key."""
        return (self.search, self.areas, self.when, self.need)

    @property
    def filter(self) -> Filter:
        """What is asked for now."""
        when, need = self.when.currentData(), self.need.currentData()
        return Filter(
            self.search.text().strip(),
            list(_AREAS)[self.areas.current],
            When(when) if when else None,
            Need(need) if need and need != _BARE else None,
            bare=need == _BARE,
        )

    def clear(self) -> None:
        """Ask for nothing."""
        with QSignalBlocker(self):
            self.search.clear()
            self.areas.select(0)
            self.when.setCurrentIndex(0)
            self.need.setCurrentIndex(0)
        self._tell()

    def set_count(self, count: int) -> None:
        """How many there are to be searched."""
        self.search.setPlaceholderText(f"Search {count} movements")

    def _tell(self) -> None:
        self.changed.emit(self.filter)


class _Choice(Picker):
    """A list that stands in a row, as wide as its words."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(name)
        # On Linux what is chosen is told as the name of a combo box.
        self.setAccessibleDescription(name)

    def sizeHint(self) -> QSize:
        return QSize(scaled(_CHOICE), super().sizeHint().height())
