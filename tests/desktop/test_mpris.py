"""A session on a real bus, seen and driven by playerctl as a desktop does it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.desktop.mpris import Mpris
from app.desktop.mpris_player import Ask
from app.desktop.now_playing import NowPlaying
from app.session.clock import Course, exact_ms
from tests.desktop.conftest import until

needs_playerctl = pytest.mark.skipif(not shutil.which("playerctl"), reason="needs playerctl")
PAUSED = NowPlaying(2, 7, "Cat-cow", "Rest day", 10_000, 30_000, 14_000, None)


def playerctl(*words: str) -> str:
    done = subprocess.run(["playerctl", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@pytest.fixture
def asked() -> list[Ask]:
    return []


@pytest.fixture
def keys(bus: str, asked: list[Ask]) -> Iterator[Mpris]:
    keys = Mpris(asked.append)
    yield keys
    keys.close()


@needs_playerctl
def test_a_session_is_seen_while_it_is_there(keys: Mpris) -> None:
    assert playerctl("-l") == ""
    keys.show(PAUSED)
    until(lambda: playerctl("-l") == "limber")
    words = "{{status}}|{{title}}|{{album}}|{{duration(mpris:length)}}|{{duration(position)}}"
    assert playerctl("metadata", "-f", words) == "Paused|Cat-cow|Rest day|0:30|0:04"
    keys.show(PAUSED._replace(title="Rest", course=Course(exact_ms(), 14_000)))
    until(lambda: playerctl("metadata", "-f", "{{status}} {{title}}") == "Playing Rest")
    keys.show(None)
    until(lambda: playerctl("-l") == "")
    keys.show(PAUSED)
    until(lambda: playerctl("-l") == "limber")


@needs_playerctl
@pytest.mark.parametrize(
    ("word", "ask"),
    [
        ("next", Ask.NEXT),
        ("previous", Ask.PREVIOUS),
        ("play-pause", Ask.TOGGLE),
        ("play", Ask.PLAY),
        ("pause", Ask.PAUSE),
        ("stop", Ask.STOP),
    ],
)
def test_what_is_asked_arrives(keys: Mpris, asked: list[Ask], word: str, ask: Ask) -> None:
    # playerctl asks a player that plays for no play, and one that stands for no pause.
    course = None if ask is Ask.PLAY else Course(exact_ms(), 14_000)
    keys.show(PAUSED._replace(course=course))
    until(lambda: playerctl("-l") == "limber")
    playerctl(word)
    until(lambda: asked)
    assert asked == [ask]


@needs_playerctl
def test_a_second_program_has_a_name_of_its_own(keys: Mpris) -> None:
    other = Mpris(lambda _: None)
    try:
        keys.show(PAUSED)
        until(lambda: playerctl("-l") == "limber")
        other.show(PAUSED)
        both = {"limber", f"limber.instance{os.getpid()}"}
        until(lambda: set(playerctl("-l").split()) == both)
    finally:
        other.close()


def test_only_changes_are_told(keys: Mpris, bus: str, tmp_path: Path) -> None:
    from jeepney import HeaderFields, MatchRule, message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    with open_dbus_connection(bus) as ear:
        Proxy(message_bus, ear).AddMatch(MatchRule(type="signal", path="/org/mpris/MediaPlayer2"))
        keys.show(PAUSED)
        until(lambda: Proxy(message_bus, ear).NameHasOwner("org.mpris.MediaPlayer2.limber")[0])
        keys.show(PAUSED._replace(position_ms=15_000))
        keys.show(PAUSED._replace(position_ms=10_000), jumped=True)
        keys.show(PAUSED._replace(position_ms=10_000, title="Rest"))
        keys.show(PAUSED._replace(position_ms=10_000, title="Rest", course=Course(0, 0)))
        told: list[tuple[str, tuple[Any, ...]]] = []
        while len(told) < 3:
            message = ear.receive(timeout=10)
            if message.header.fields.get(HeaderFields.path) == "/org/mpris/MediaPlayer2":
                told.append((message.header.fields[HeaderFields.member], message.body))
    assert [name for name, _ in told] == ["Seeked", "PropertiesChanged", "PropertiesChanged"]
    assert told[0][1] == (0,)
    assert list(told[1][1][1]) == ["Metadata"]
    assert told[2][1][1] == {"PlaybackStatus": ("s", "Playing")}
    assert told[2][1][2] == []


def test_no_bus_is_one_quiet_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    caplog.set_level("INFO", "app.desktop")
    keys = Mpris(lambda _: None)
    keys.show(PAUSED)
    until(lambda: caplog.records)
    keys.show(PAUSED._replace(title="Rest"))
    keys.close()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_nothing_is_opened_without_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Mpris(lambda _: None)
    keys.show(None)
    keys.close()
