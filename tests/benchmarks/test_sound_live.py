"""Onsets at the sink in worse weather, beside pyttsx3 speaking live. Each takes minutes.

python3 -m tests -n 0 -s -o faulthandler_timeout=0 tests/benchmarks/test_sound_live.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from app.session.clock import wait
from app.voice.port import VoiceSettings
from tests.sound.hearing import Recording, find_start, hear
from tests.sound.live import Performance, perform
from tests.sound.load import all_cores_busy
from tests.sound.plan import planned_sounds, planned_timeline
from tests.sound.program import ROOT, Program, make_home
from tests.sound.recorder import Recorder
from tests.sound.report import Figures, faults_of, figures, show
from tests.sound.server import SoundServer, missing_tools

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.sound,
    pytest.mark.skipif(bool(missing_tools()), reason="needs PulseAudio and its tools"),
]
ROUTINE = "two-minute-opener"
GOAL_P99_MS = 10.0
GOAL_DRIFT_MS = 10.0
DRIVERS = ROOT / "tests" / "sound" / "drivers"
VOICE = "gmw/en-us"  # of those that the program asks for the first that espeak-ng has
HALF_AN_HOUR_MS = 30 * 60_000


@pytest.fixture
def server() -> Iterator[SoundServer]:
    server = SoundServer()
    yield server
    server.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path / "home")


def performed(
    server: SoundServer, home: Path, routine: str, driver: str = "", *, busy: bool = False
) -> Performance:
    command = (str(DRIVERS / driver),) if driver else ("-m", "app")
    program = Program(home, server.environ, command)
    try:
        with all_cores_busy() if busy else nullcontext():
            return perform(server, program, routine)
    finally:
        program.close()


def told(what: str, result: Performance) -> Figures:
    """Print it with all that is wrong; what the recording lost is not the fault of the player."""
    result.tell(what)
    for line in [*faults_of(result.heard), *(f"stray: {stray}" for stray in result.strays)]:
        print(f"  {line}")
    if lost := result.recording.lost_s():
        print(f"  the recording itself lost sound {len(lost)} times, first at {lost[0]:.1f} s")
    return result.figures


def test_every_core_is_busy(server: SoundServer, home: Path) -> None:
    result = performed(server, home, ROUTINE, busy=True)
    assert told(f"{ROUTINE}, all cores busy", result).p99 <= GOAL_P99_MS
    result.must_be_whole()


def test_the_window_is_busy(server: SoundServer, home: Path) -> None:
    result = performed(server, home, ROUTINE, "busy_window.py")
    assert told(f"{ROUTINE}, window busy 30 of 40 ms", result).p99 <= GOAL_P99_MS
    result.must_be_whole()


def test_drift_of_half_an_hour(server: SoundServer, home: Path, tmp_path: Path) -> None:
    day = (ROOT / "routines" / "five-minute-daily.yaml").read_text(encoding="utf-8")
    head, steps = day.split("steps:\n")
    routine = tmp_path / "half-an-hour.yaml"
    rounds = 1
    while rounds == 1 or planned_timeline(str(routine)).total_ms < HALF_AN_HOUR_MS:
        rounds += 1
        routine.write_text(f"{head}steps:\n{steps.rstrip()}\n" + steps * (rounds - 1), "utf-8")
    result = performed(server, home, str(routine))
    assert abs(told("half an hour", result).drift) <= GOAL_DRIFT_MS
    result.must_be_whole()


@pytest.mark.parametrize("busy", [False, True], ids=["quiet", "all cores busy"])
def test_beside_pyttsx3_speaking_live(server: SoundServer, tmp_path: Path, busy: bool) -> None:
    weather = "all cores busy" if busy else "quiet"
    ours = performed(server, make_home(tmp_path / "home"), ROUTINE, busy=busy)
    server.close()
    baseline = said_live(tmp_path, busy=busy)
    show((f"ours, {weather}", ours.figures), (f"pyttsx3 say, {weather}", baseline))
    assert ours.figures.p99 <= baseline.p99


def said_live(folder: Path, *, busy: bool) -> Figures:
    """The words of the routine spoken by pyttsx3; the clips to find them by are the session's."""
    timeline = planned_timeline(ROUTINE)
    words = [x for x in planned_sounds(timeline, folder / "home") if not x.name.startswith("(")]
    plan = folder / "plan.json"
    plan.write_text(json.dumps([[word.at_ms, word.name] for word in words]), "utf-8")
    server = SoundServer()
    program = Program(
        folder / "home",
        server.environ | {"PATH": f"{aplay_by_pulse(folder)}:{os.environ['PATH']}"},
        (str(DRIVERS / "say_live.py"),),
    )
    try:
        with all_cores_busy() if busy else nullcontext():
            server.start()
            server.play_pilot()
            recorder = Recorder(server)
            program.start(str(plan), VOICE, str(VoiceSettings().rate))
            assert program.await_end(timeline.total_ms / 1000 + 60) == 0, program.errors
            wait(1.0)
        recording = Recording.of(recorder.stop())
    finally:
        program.close()
        server.close()
    return figures(hear(recording, words, find_start(recording, words)))


def aplay_by_pulse(folder: Path) -> Path:
    """A folder with an `aplay` for the sound server: ALSA's own needs a plugin to find it."""
    place = folder / "bin"
    place.mkdir()
    (place / "aplay").write_text('#!/bin/sh\nexec paplay "$1"\n', "utf-8")
    (place / "aplay").chmod(0o755)
    return place
