"""The player in waiting."""

from __future__ import annotations

from app.audio.warm import WarmPlayer
from tests.voice.fakes_voice import FakePlayer


class Shop:
    """Where players are opened."""

    def __init__(self) -> None:
        self.opened: list[FakePlayer] = []
        self.warm = WarmPlayer(self.open)

    def open(self) -> FakePlayer:
        self.opened.append(FakePlayer())
        return self.opened[-1]


def test_nothing_is_opened_before_it_is_expected() -> None:
    assert Shop().opened == []


def test_whoever_takes_the_player_gets_the_one_that_waits() -> None:
    shop = Shop()
    shop.warm.warm()
    shop.warm.warm()
    assert len(shop.opened) == 1
    assert shop.warm.take() is shop.opened[0]
    assert shop.warm.take() is shop.opened[1], "one player is for one session"


def test_one_that_nobody_took_is_let_go() -> None:
    shop = Shop()
    shop.warm.cool()
    shop.warm.warm()
    shop.warm.cool()
    assert shop.opened[0].closed
    assert shop.warm.take() is not shop.opened[0]


def test_one_that_was_taken_is_not_closed_by_us() -> None:
    shop = Shop()
    shop.warm.warm()
    taken = shop.warm.take()
    shop.warm.cool()
    assert taken is shop.opened[0]
    assert not shop.opened[0].closed
