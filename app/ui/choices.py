"""The settings as the windows change them: kept at once, and told to whoever shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.history.settings import Settings, SettingsStore


class Choices(QObject):
    """What holds now. Nothing here raises."""

    changed = Signal()
    """Something was chosen and kept, or could not be kept."""

    def __init__(self, store: SettingsStore, parent: QObject) -> None:
        """Reads nothing yet."""
        super().__init__(parent)
        self._store = store

    @property
    def current(self) -> Settings:
        """What holds now."""
        return self._store.current

    @property
    def problem(self) -> str:
        """Why what was chosen before or now is not kept, and what holds instead; or ''."""
        return self._store.problem

    def change(self, **fields: Any) -> None:
        """Other values for fields of `Settings`; what is not named stays as it is."""
        self._store.change(self._store.current._replace(**fields))
        self.changed.emit()
