"""The player's object, asked without a bus."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from app.desktop.mpris_player import PLAYER, PROPERTIES, ROOT, Ask, MprisPlayer
from app.desktop.now_playing import NowPlaying
from app.session.clock import Course

PLAYING = NowPlaying(2, 7, "Cat-cow", "Rest day", 10_000, 30_000, 14_000, Course(500, 14_000))


@pytest.fixture
def asked() -> list[Ask]:
    return []


@pytest.fixture
def player(asked: list[Ask]) -> MprisPlayer:
    player = MprisPlayer(asked.append, lambda: 1_500)
    player.playing = PLAYING
    return player


def test_every_property_of_the_specification_has_its_type(player: MprisPlayer) -> None:
    answer = player.answer(PROPERTIES, "GetAll", (PLAYER,))
    assert answer.signature == "a{sv}"
    types = {name: kind for name, (kind, _) in answer.body[0].items()}
    assert types == {
        "PlaybackStatus": "s",
        "Metadata": "a{sv}",
        "Position": "x",
        "Rate": "d",
        "MinimumRate": "d",
        "MaximumRate": "d",
        "Volume": "d",
        **dict.fromkeys("CanGoNext CanGoPrevious CanPlay CanPause CanSeek CanControl".split(), "b"),
    }
    root = player.answer(PROPERTIES, "GetAll", (ROOT,)).body[0]
    assert root["Identity"] == ("s", "Limber")
    assert root["DesktopEntry"] == ("s", "limber")


def test_metadata_and_position_are_in_microseconds(player: MprisPlayer) -> None:
    assert player.answer(PROPERTIES, "Get", (PLAYER, "Position")).body == (("x", 5_000_000),)
    kind, metadata = player.answer(PROPERTIES, "Get", (PLAYER, "Metadata")).body[0]
    assert kind == "a{sv}"
    assert metadata["mpris:length"] == ("x", 30_000_000)
    assert metadata["mpris:trackid"] == ("o", "/app/limber/segment/2")
    assert metadata["xesam:title"] == ("s", "Cat-cow")
    assert metadata["xesam:album"] == ("s", "Rest day")


@pytest.mark.parametrize("ask", list(Ask))
def test_methods_are_asked_of_the_session(player: MprisPlayer, asked: list[Ask], ask: Ask) -> None:
    assert player.answer(ROOT if ask in ("Raise", "Quit") else PLAYER, ask, ()).error == ""
    assert asked == [ask]


def test_a_call_without_an_interface_is_understood(player: MprisPlayer, asked: list[Ask]) -> None:
    player.answer("", "Next", ())
    assert asked == [Ask.NEXT]


def test_seeking_has_no_effect(player: MprisPlayer, asked: list[Ask]) -> None:
    assert player.answer(PLAYER, "Seek", (1_000_000,)).error == ""
    assert player.answer(PLAYER, "SetPosition", ("/x", 0)).error == ""
    assert asked == []


@pytest.mark.parametrize(
    ("member", "body", "error"),
    [
        ("Set", (PLAYER, "Volume", ("d", 0.5)), "PropertyReadOnly"),
        ("Get", (PLAYER, "LoopStatus"), "UnknownProperty"),
        ("Get", ("org.example", "Rate"), "UnknownProperty"),
        ("Get", (PLAYER,), "InvalidArgs"),
        ("Forget", (), "UnknownMethod"),
    ],
)
def test_what_it_cannot_do_is_an_error_with_a_name(
    player: MprisPlayer, member: str, body: tuple[object, ...], error: str
) -> None:
    answer = player.answer(PROPERTIES, member, body)
    assert answer.error == f"org.freedesktop.DBus.Error.{error}"
    assert answer.body[0].endswith(".")


def test_it_describes_itself(player: MprisPlayer) -> None:
    node = ET.fromstring(player.answer("", "Introspect", ()).body[0])
    told = {
        interface.get("name"): {(part.tag, part.get("name")) for part in interface}
        for interface in node
    }
    assert ("method", "PlayPause") in told[PLAYER]
    assert ("signal", "Seeked") in told[PLAYER]
    assert ("property", "Position") in told[PLAYER]
    assert ("method", "Raise") in told[ROOT]


def test_without_a_session_it_has_stopped(player: MprisPlayer) -> None:
    player.playing = None
    assert player.properties(PLAYER)["PlaybackStatus"] == ("s", "Stopped")
    assert player.position_us() == 0
