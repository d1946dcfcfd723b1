"""What a running session weighs and costs, beside programs that people use for breaks.

A hold at 1920x1080, full screen, with the figure moving and the voice on; Workrave's exercises and
a break of Safe Eyes where they are installed (both are in Debian); a label window of PySide6.

    python3 -m tests -n 0 -s -o faulthandler_timeout=0 tests/benchmarks/test_stage_weight.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from app.session.clock import wait
from tests.benchmarks.peers import PEERS, Peer, RunningPeer, label_command
from tests.benchmarks.weight import Cost, cost
from tests.e2e.screen import NEEDED, Screen, display
from tests.sound import server as sound_server
from tests.sound.program import Program, make_home
from tests.sound.recorder import now_s
from tests.sound.server import SoundServer

pytestmark = [
    pytest.mark.benchmark,
    *NEEDED,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux"),
]
GOAL_PSS_MIB: Final = 110.0
GOAL_PERCENT: Final = 4.0
# The first rounds of a figure are painted, the others come from what is kept.
SETTLING_S: Final = 30.0
MEASURED_S: Final = 30.0
HOLD: Final = """limber: 1
name: A long hold
steps:
  - movement: pigeon-pose
    hold: 5m
    transition: 0s
    sides: right
"""


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with display() as screen:
        yield screen


def tell(name: str, seen_s: float, found: Cost) -> None:
    window = found.window
    print(
        f"\n{name}: window seen after {seen_s:.2f} s; PSS {window.pss:.1f} MiB, private "
        f"{window.private:.1f}; {found.percent:.2f} % of one core"
    )
    for child, weight in found.children:
        print(f"    and {child}: PSS {weight.pss:.1f} MiB, private {weight.private:.1f}")
    if found.children:
        print(f"    all together {found.percent_of_all:.2f} % of one core")


def test_a_label_window(screen: Screen) -> None:
    begun_s = now_s()
    environ = os.environ | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(label_command(), env=environ, stdout=subprocess.DEVNULL) as label:
        try:
            screen.window("A label")
            seen_s = now_s() - begun_s
            tell("a label window", seen_s, cost(label.pid, MEASURED_S / 3))
        finally:
            label.kill()


@pytest.mark.parametrize("peer", PEERS, ids=[peer.name for peer in PEERS])
def test_another_program(screen: Screen, tmp_path: Path, peer: Peer) -> None:
    if lacking := [tool for tool in peer.needs if shutil.which(tool) is None]:
        pytest.skip(f"needs {' '.join(lacking)}")
    begun_s = now_s()
    running = RunningPeer(peer, screen.name, tmp_path / "home")
    try:
        screen.window(peer.window)
        seen_s = now_s() - begun_s
        wait(SETTLING_S / 3)
        tell(peer.name, seen_s, cost(running.pid, MEASURED_S))
    finally:
        running.close()


@pytest.mark.parametrize("voice", ["full", "silent"])
def test_a_hold_on_the_stage(screen: Screen, tmp_path: Path, voice: str) -> None:
    routine = tmp_path / "hold.yaml"
    routine.write_text(HOLD, encoding="utf-8")
    server = SoundServer()
    if not sound_server.missing_tools():
        server.start()
    environ = server.environ | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}
    program = Program(make_home(tmp_path / "home"), environ)
    try:
        begun_s = now_s()
        program.start("start", str(routine), "--fullscreen", "--voice", voice)
        screen.window("A long hold")
        seen_s = now_s() - begun_s
        wait(SETTLING_S)
        found = cost(program.pid, MEASURED_S)
    finally:
        program.close()
        server.close()
    tell(f"a hold on the stage, voice {voice}", seen_s, found)
    assert found.window.pss <= GOAL_PSS_MIB
    assert 0 < found.percent <= GOAL_PERCENT
