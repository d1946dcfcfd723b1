"""`kill -9` at random moments of a session: the next start goes on where it was.

The program runs in real time without a screen, with somebody at the keys who skips, jumps and
changes settings. `LIMBER_KILLS=20 python3 -m tests -rP tests/e2e/test_killed.py` kills more often.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from app import boot
from app.history.settings import SettingsStore
from app.session.clock import MonotonicClock, wait

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9"),
    pytest.mark.skipif(
        bool(boot.missing(["offscreen"], boot.Machine())), reason="needs the libraries of Qt"
    ),
]
ROOT: Final = Path(__file__).parents[2]
KILLS: Final = int(os.environ.get("LIMBER_KILLS", "3"))
ROUTINE: Final = "rest-day"
WITHIN_MS: Final = 1000


class Program:
    """The program, and what it told last."""

    def __init__(self, home: Path, seed: int, *arguments: str) -> None:
        environ = os.environ | {
            "LIMBER_HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "PULSE_SERVER": "unix:/nowhere",
        }
        driver = [sys.executable, "-m", "tests.e2e.drivers.telling", str(seed)]
        self.process = subprocess.Popen(
            [*driver, *arguments], env=environ, cwd=ROOT, stdout=subprocess.PIPE
        )
        assert self.process.stdout
        self._out = self.process.stdout
        self.last: deque[dict[str, Any]] = deque(maxlen=3)

    def tell(self) -> dict[str, Any]:
        """The next line; nothing more comes from one that was killed."""
        line = self._out.readline()
        if line.endswith(b"\n"):
            told: dict[str, Any] = json.loads(line)
            self.last.append(told)
        return self.last[-1] if line else {}

    def run(self, ms: int) -> None:
        """Read along for a while."""
        clock = MonotonicClock()
        end = clock.now_ms() + ms
        while clock.now_ms() < end:
            assert self.tell(), "it ended by itself"

    def kill(self) -> None:
        """As when the power fails; then whatever it still told."""
        self.process.kill()
        while self.tell():
            pass
        self.close()

    def close(self) -> None:
        """Let go of one that has ended."""
        self.process.wait()
        self._out.close()


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        if program.process.poll() is None:
            program.kill()
        program.close()


def test_nothing_is_lost_when_it_is_killed(tmp_path: Path, programs: list[Program]) -> None:
    """Two kills a round: the second one while the resumed session is counted in."""
    seed = int(os.environ.get("LIMBER_SEED", str(random.randrange(1, 10**6))))
    print(f"LIMBER_SEED={seed}")
    chance = random.Random(seed)
    worst = 0
    for number in range(KILLS):
        home = tmp_path / str(number)
        home.mkdir()
        begun = Program(home, seed + number, "start", ROUTINE, "--voice", "silent")
        programs.append(begun)
        while begun.tell()["position_ms"] == 0:
            pass
        begun.run(chance.randrange(300, 5500))
        wait(chance.random() / 20)
        begun.kill()
        for _ in range(2):
            killed = programs[-1]
            again = Program(home, 0, "start", "--resume", "--voice", "silent")
            programs.append(again)
            first = again.tell()
            before = same(killed, first)
            lost = before["position_ms"] - first["position_ms"]
            print(f"{number}: {before['state']} at {before['position_ms']} ms, {lost} ms lost")
            worst = max(worst, abs(lost))
            kept(first, home)
            again.run(chance.randrange(100, 900))
            again.kill()
        left = sorted(path.name for path in (home / "state" / "sessions").iterdir())
        assert set(left) <= {"session-1.json", "session-1.lock", ".session-1.json.new"}, left
    print(f"{KILLS} rounds of 2 kills: at most {worst} ms lost")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_polite_end_keeps_the_very_tick(
    name: str, tmp_path: Path, programs: list[Program]
) -> None:
    """A logout, a closed terminal: the program ends well, and is not asked anything."""
    begun = Program(tmp_path, 0, "start", ROUTINE, "--voice", "silent")
    programs.append(begun)
    begun.tell()
    begun.run(700)
    begun.process.send_signal(getattr(signal, name))
    while begun.tell():
        pass
    assert begun.process.wait(timeout=30) == 0
    begun.close()
    again = Program(tmp_path, 0, "start", "--resume", "--voice", "silent")
    programs.append(again)
    first = again.tell()
    lost = begun.last[-1]["position_ms"] - first["position_ms"]
    print(f"{name}: {lost} ms lost")
    assert lost <= 0


def same(killed: Program, first: dict[str, Any]) -> dict[str, Any]:
    """What the killed program told last, found again in what the next one told first.

    A key pressed in the very last moment may be told and not yet written in one of the files, so
    that one of its last three ticks, a tenth of a second, has to be met, in each file by itself.
    """
    assert first["counts_in"]
    for key in ("left_out", "volume"):
        assert first[key] in [before[key] for before in killed.last], key
    before: dict[str, Any]
    for before in reversed(killed.last):
        late = before["position_ms"] - first["position_ms"], before["done_ms"] - first["done_ms"]
        if first["blocks"] == before["blocks"] and all(abs(ms) <= WITHIN_MS for ms in late):
            return before
    shown = [{key: each[key] for key in each if key != "blocks"} for each in (*killed.last, first)]
    raise AssertionError(f"told last and then first: {shown}")


def kept(first: dict[str, Any], home: Path) -> None:
    """The other files are whole too."""
    settings = SettingsStore(home / "state" / "settings.json")
    assert settings.current.voice.tone_volume == first["volume"]
    assert settings.problem == ""
    assert (home / "state" / "begun").exists()
