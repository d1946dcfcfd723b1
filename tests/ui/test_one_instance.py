"""Two starts of one person, the second in a process of its own where that matters."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui import one_instance
from app.ui.one_instance import OneInstance, Wish, place_in, read_wish
from app.ui.second_start import answer
from tests.ui.conftest import SHORT, Rig

HOLD = """
import sys
from pathlib import Path
from app.ui.one_instance import OneInstance
held = OneInstance(Path(sys.argv[1]))
print(held.take(), flush=True)
sys.stdin.read()
"""
TELL = """
import sys
from pathlib import Path
from app.ui.one_instance import OneInstance, Wish
second = OneInstance(Path(sys.argv[1]))
print(second.take())
print(second.hand_over(Wish("begin", "/x/a.yaml", True, "brief")))
"""

Open = Callable[[Path], OneInstance]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "limber.lock"


@pytest.fixture
def opened() -> Iterator[Open]:
    made: list[OneInstance] = []

    def make(place: Path) -> OneInstance:
        made.append(OneInstance(place))
        return made[-1]

    yield make
    for instance in made:
        instance.close()


def second(code: str, place: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, str(place)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def test_the_second_hands_over_and_hears_the_answer(
    opened: Open, place: Path, qtbot: QtBot
) -> None:
    first = opened(place)
    assert first.take()
    wishes: list[Wish] = []

    def hear(wish: Wish) -> str:
        wishes.append(wish)
        return "It goes on."

    first.answer = hear
    first.listen()
    with second(TELL, place) as other:
        qtbot.waitUntil(lambda: other.poll() is not None, timeout=20_000)
        assert other.stdout is not None
        assert other.stdout.read().split("\n") == ["False", "It goes on.", ""]
    assert wishes == [Wish("begin", "/x/a.yaml", True, "brief")]


def test_a_lock_left_by_a_killed_program_is_taken_over(opened: Open, place: Path) -> None:
    with second(HOLD, place) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "True\n"
        late = opened(place)
        assert not late.take()
        first.kill()
        first.wait()
    assert late.take()


def test_a_socket_left_by_a_killed_program_is_replaced(
    opened: Open, place: Path, qtbot: QtBot
) -> None:
    place.with_suffix(".sock").write_text("left over")
    first = opened(place)
    assert first.take()
    first.listen()
    with second(TELL, place) as other:
        qtbot.waitUntil(lambda: other.poll() is not None, timeout=20_000)
        assert other.stdout is not None
        assert other.stdout.read().split("\n")[:2] == ["False", ""]


def test_who_does_not_answer_is_not_waited_for(
    opened: Open, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_instance, "_TRIES", 2)
    assert opened(place).take()
    assert opened(place).hand_over(Wish()) is None


def test_without_rights_there_are_two_windows(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    place = tmp_path / "file" / "limber.lock"
    first, other = opened(place), opened(place)
    assert first.take()
    assert other.take()
    first.listen()


def test_each_home_and_each_display_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":1")
    here = place_in(tmp_path, Path("/home/ada"))
    assert here == place_in(tmp_path, Path("/home/ada"))
    assert here != place_in(tmp_path, Path("/home/ben"))
    monkeypatch.setenv("DISPLAY", ":2")
    assert here != place_in(tmp_path, Path("/home/ada"))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\n",
        json.dumps(Wish()._asdict() | {"more": 1}).encode(),
        json.dumps(Wish()._asdict() | {"path": 7}).encode(),
        json.dumps(Wish()._asdict() | {"fullscreen": "yes"}).encode(),
    ],
)
def test_what_no_start_would_send_is_no_wish(line: bytes) -> None:
    assert read_wish(line) is None


# What the window does.


def test_a_second_start_begins_its_routine(rig: Rig) -> None:
    path = rig.file("short.yaml")
    rig.show()
    assert answer(rig.window, Wish("begin", str(path), True, "brief")) == ""
    rig.qtbot.waitUntil(lambda: rig.window.is_performing)
    assert rig.window.isFullScreen()
    assert rig.voice.level == "brief"


def test_a_running_session_stays_and_both_are_told(rig: Rig) -> None:
    session = rig.begin()
    other = rig.file("other.yaml", SHORT.replace("Short one", "Other"))
    for what in ("begin", "show"):
        said = answer(rig.window, Wish(what, str(other)))
        assert said == "Short one is under way and goes on. End it to begin another."
        assert rig.session is session
        told = rig.window.stage.board.remark
        assert told == "This session goes on. End it to begin another."


def test_a_bare_second_start_brings_the_window_back_and_moves_nothing(rig: Rig) -> None:
    session = rig.begin()
    rig.window.showMinimized()
    assert answer(rig.window, Wish()) == ""
    assert not rig.window.isMinimized()
    assert rig.session is session
    assert rig.window.stage.board.remark == ""
