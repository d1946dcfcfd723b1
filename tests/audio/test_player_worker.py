"""The child's side: orders read, performed at a desk over a pretended Qt, and its ways to end."""

from __future__ import annotations

import io
import json
import os
import queue
import signal
import subprocess
import sys
from array import array
from collections.abc import Callable
from itertools import groupby
from typing import Any, Final

import pytest

from app.audio import player_worker, qt_player
from app.audio.clips import to_pcm
from app.audio.player_worker import Desk, Orders, pause_ms, perform, read
from app.audio.qt_player import NO_DEVICE, NO_FLOW
from app.paths import child_environment
from tests.audio.fakes_qt import TICK_MS, FakeDevice, FakeQt

LONG_S: Final = 60.0
PCM: Final = to_pcm(array("h", range(1, 501)))


def note(**changes: Any) -> dict[str, Any]:
    made = {"do": "note", "at_ms": 100, "gain": 1.0, "spoken": True, "rate_hz": 22_050}
    return {key: value for key, value in {**made, **changes}.items() if value is not None}


class Office:
    """A desk, its orders, and the time that passes while the worker waits."""

    def __init__(self) -> None:
        self.qt = FakeQt()
        self.desk = Desk(self.qt)
        self.orders: queue.SimpleQueue[Orders] = queue.SimpleQueue()
        self.now_ms = 70_000.0
        self.waits = 0
        self.at_wait: dict[int, Callable[[], None]] = {}
        self.plays = True

    def exact_ms(self) -> float:
        return self.now_ms

    def wait(self, seconds: float) -> None:
        """In place of real time; what is planned for this wait happens."""
        assert 0 < seconds <= 0.25
        self.waits += 1
        if then := self.at_wait.get(self.waits):
            then()
        if self.qt.sinks and self.plays:
            self.qt.sink.play()
        self.now_ms += TICK_MS

    def order(self, order: dict[str, Any], pcm: bytes = b"") -> None:
        self.orders.put([(order, pcm)])

    def stop_playing(self) -> None:
        self.plays = False

    def work(self, waits: int, patience_s: float = 5.0) -> str:
        """Perform until the device stands still for good after so many waits."""
        self.at_wait[self.waits + waits] = self.stop_playing
        return perform(self.desk, self.orders, patience_s)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office()
    monkeypatch.setattr(player_worker, "wait", made.wait)
    monkeypatch.setattr(qt_player, "exact_ms", made.exact_ms)
    return made


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


# --- reading -------------------------------------------------------------------------------------


def test_orders_are_read_with_their_samples() -> None:
    found: queue.SimpleQueue[Orders] = queue.SimpleQueue()
    pcm = b"\n{}\x00" * 3
    line = json.dumps({"do": "note", "bytes": len(pcm)}).encode() + b"\n"
    read(io.BytesIO(b'{"do": "cut"}\n' + line + pcm + b'{"do": "follow"}\n'), found)
    assert found.get() == [({"do": "cut"}, b"")]
    assert found.get() == [({"do": "note", "bytes": len(pcm)}, pcm)]
    assert found.get() == [({"do": "follow"}, b"")]
    assert found.empty()


def test_a_course_waits_for_the_notes_that_come_with_it() -> None:
    """With a course the stream is written far ahead: a note that came later would be too late."""
    found: queue.SimpleQueue[Orders] = queue.SimpleQueue()
    orders = [{"do": "follow", "notes": 2}, {"do": "note", "bytes": 2}, {"do": "note"}]
    lines = [json.dumps(order).encode() + b"\n" for order in orders]
    read(io.BytesIO(lines[0] + lines[1] + b"ab" + lines[2] + b'{"do": "cut"}\n'), found)
    assert [order["do"] for order, _ in found.get()] == ["follow", "note", "note"]
    assert found.get() == [({"do": "cut"}, b"")]
    assert found.empty()


def test_what_is_no_order_ends_the_reading() -> None:
    """Where one ends and the next begins is then not known any more."""
    found: queue.SimpleQueue[Orders] = queue.SimpleQueue()
    with pytest.raises(ValueError, match="Expecting"):
        read(io.BytesIO(b"\x00\x01\n"), found)
    assert found.empty()


# --- performing ----------------------------------------------------------------------------------


def test_orders_are_performed_and_life_is_shown(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    def begin() -> None:
        office.order({"do": "follow", "clock_ms": office.now_ms + 200, "position_ms": 0})
        office.order(note(), PCM)

    office.at_wait[110] = begin
    assert office.work(250) == NO_FLOW
    assert [x for x in office.qt.sink.heard if x] == list(range(1, 501))
    onset = office.qt.sink.heard.index(1)
    assert abs(onset - 22.05 * (108 * TICK_MS + 300)) <= 22.05 * TICK_MS
    signs = told(capsys)
    assert signs[0] == {"flowing": False, "lead_ms": 120}
    assert {"flowing": True, "lead_ms": 120} in signs[1:3]
    leads = [lead_ms for lead_ms, _ in groupby(sign["lead_ms"] for sign in signs)]
    assert leads == [120, 320], "at rest, and while a session runs"
    assert len(signs) == 2 + 300 // 50, "once at each change, and twice a second"


def test_a_cut_is_performed(office: Office) -> None:
    def begin() -> None:
        office.order({"do": "follow", "clock_ms": office.now_ms, "position_ms": 0})
        office.order(note(), to_pcm(array("h", [1000] * 22_050)))

    office.at_wait[90] = begin
    office.at_wait[120] = lambda: office.order({"do": "cut"})
    office.work(210)
    heard = office.qt.sink.heard
    assert 441 * 10 < heard.count(1000) < 441 * 32
    assert set(heard[441 * 125 :]) == {0}


@pytest.mark.parametrize(
    ("order", "pcm"),
    [
        ({}, b""),
        ({"do": "follow"}, b""),
        ({"do": "follow", "clock_ms": "soon", "position_ms": 0}, b""),
        ({"do": "follow", "clock_ms": 1, "position_ms": None}, b""),
        (note(rate_hz=0), PCM),
        (note(rate_hz=-1), PCM),
        (note(rate_hz="fast"), PCM),
        (note(at_ms="now"), PCM),
        (note(gain=[]), PCM),
        (note(gain=None), PCM),
        (note(), PCM[:-1]),
    ],
)
def test_an_order_that_makes_no_sense_is_left_out(
    office: Office, capsys: pytest.CaptureFixture[str], order: dict[str, Any], pcm: bytes
) -> None:
    office.desk.obey({"do": "follow", "clock_ms": office.now_ms, "position_ms": 0}, b"")
    office.desk.obey(order, pcm)
    assert "makes no sense" in capsys.readouterr().err
    office.desk.obey(note(at_ms=2000), PCM)
    office.work(120)
    assert [x for x in office.qt.sink.heard if x] == list(range(1, 501))


def test_what_it_does_not_know_is_passed_over(office: Office) -> None:
    office.desk.obey({"do": "sing"}, b"la")
    assert office.work(30) == NO_FLOW


def test_an_empty_clip_is_no_harm(office: Office) -> None:
    office.desk.obey({"do": "follow", "clock_ms": office.now_ms, "position_ms": 0}, b"")
    office.desk.obey(note(at_ms=2000), b"")
    office.work(120)
    assert set(office.qt.sink.heard) == {0}


def test_it_waits_for_a_device_and_shows_that_it_lives(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parent takes three seconds without a sign for a child that hangs."""
    office.qt.device = FakeDevice("")

    def plug_in() -> None:
        office.qt.device = FakeDevice("headphones")

    office.at_wait[36] = plug_in
    assert office.work(100, patience_s=10.0) == NO_FLOW
    signs = told(capsys)
    assert signs[:36] == [{"flowing": False, "problem": NO_DEVICE}] * 36
    assert {"flowing": True, "lead_ms": 120} in signs


def test_its_patience_for_a_device_has_an_end(office: Office) -> None:
    office.qt.device = FakeDevice("")
    assert office.work(1000, patience_s=5.0) == NO_DEVICE
    assert office.waits == 20
    assert office.qt.sinks == []


def test_the_looks_at_a_device_come_unevenly_about_a_mean() -> None:
    pauses = [pause_ms(tick, 10) for tick in range(1, 1001)]
    assert 5 <= min(pauses) < 5.1
    assert 14.9 < max(pauses) <= 15
    assert abs(sum(pauses) / 1000 - 10) < 0.01


# --- the real process ----------------------------------------------------------------------------


class Child:
    """The real thing, on a computer without a sound server."""

    def __init__(self, *command: str, patience_s: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *(command or ("-m", "app.audio.player_worker")), str(patience_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment()
            | {"PULSE_SERVER": "unix:/nowhere", "XDG_RUNTIME_DIR": "/nowhere"},
        )
        assert self.process.stdin
        assert self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout

    def sign(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.stdout.readline())
        return made

    def wait_for_a_device(self) -> None:
        """Its next sign that it does."""
        sign = self.sign()
        if sign["problem"] == player_worker.NO_LIBRARY:
            pytest.skip(sign["problem"])
        assert sign == {"flowing": False, "problem": NO_DEVICE}

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate(timeout=LONG_S)


def test_a_computer_without_a_device_is_told_and_the_child_ends() -> None:
    with Child(patience_s=0) as child:
        sign = child.sign()
        assert sign["flowing"] is False
        assert sign["problem"].startswith("No sound: ")
        assert child.process.wait(LONG_S) == 1


def test_it_ends_with_its_parent() -> None:
    with Child(patience_s=600) as child:
        child.wait_for_a_device()
        child.stdin.close()
        child.process.stdin = None
        assert child.process.wait(LONG_S) == 0


def test_it_ends_in_the_middle_of_a_note() -> None:
    with Child(patience_s=600) as child:
        child.wait_for_a_device()
        child.stdin.write(json.dumps(note(bytes=10_000)).encode() + b"\nonly so much")
        child.stdin.close()
        child.process.stdin = None
        assert child.process.wait(LONG_S) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_break_in_the_terminal_is_left_to_the_parent() -> None:
    with Child(patience_s=600) as child:
        child.wait_for_a_device()
        child.process.send_signal(signal.SIGINT)
        child.wait_for_a_device()
        child.wait_for_a_device()
        assert child.process.poll() is None


def test_without_qts_library_it_says_so_for_good() -> None:
    code = (
        "import sys; sys.modules['PySide6.QtMultimedia'] = None\n"
        "from app.audio.player_worker import main; main()"
    )
    with Child("-c", code, patience_s=600) as child:
        assert child.sign() == {
            "flowing": False,
            "problem": player_worker.NO_LIBRARY,
            "final": True,
        }
        assert child.process.wait(LONG_S) == 1


def test_a_fault_of_its_own_ends_it_cleanly() -> None:
    """Not by an abort of the interpreter, which would write a core file each time."""
    code = (
        "import app.audio.player_worker as worker\n"
        "def fail(*_): raise RuntimeError('a bug')\n"
        "worker.perform = fail\n"
        "worker.main()"
    )
    with Child("-c", code, patience_s=600) as child:
        assert child.process.wait(LONG_S) == 1
