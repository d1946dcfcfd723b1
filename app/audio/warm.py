"""A player that is awake before it is needed, since a device takes up to 2 s to wake."""

from __future__ import annotations

from collections.abc import Callable

from app.audio.player import Player


class WarmPlayer:
    """At most one player in waiting."""

    def __init__(self, open_player: Callable[[], Player]) -> None:
        """Opens nothing yet."""
        self._open = open_player
        self._waiting: Player | None = None

    def warm(self) -> None:
        """Wake the device for whoever takes the player next."""
        if self._waiting is None:
            self._waiting = self._open()

    def take(self) -> Player:
        """The player in waiting, or a new one; whoever takes it closes it."""
        player, self._waiting = self._waiting, None
        return player or self._open()

    def cool(self) -> None:
        """Let the device sleep again."""
        player, self._waiting = self._waiting, None
        if player is not None:
            player.close()
