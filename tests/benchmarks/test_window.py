"""Launch to the first painted window and to a running session, beside a label window, in turns.

Under a real X server or offscreen, as the environment has it. A desktop has a session bus, without
which Qt looks for it for 8 ms as soon as a window has a child, and an X server that other programs
use too: one that loses its only client begins anew, for 20 ms, after we ask whether it answers.

    xvfb-run -s "-screen 0 1920x1080x24 -noreset" dbus-run-session env QT_QPA_PLATFORM=xcb \
        python -m pytest -s tests/benchmarks/test_window.py
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.benchmarks.side_by_side import Times, show
from tests.sound.program import make_home
from tests.sound.server import SoundServer, missing_tools

pytestmark = pytest.mark.benchmark

HERE: Final = Path(__file__).parent
RUNS: Final = 15
GOAL: Final = 1.6
ROUTINE: Final = "five-minute-daily"


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A runner who has been here before, with a loudspeaker where one can be had."""
    server = SoundServer()
    environ = dict(os.environ)
    if not missing_tools():
        server.start()
        environ |= server.environ
    environ["LIMBER_HOME"] = str(make_home(tmp_path / "home"))
    # Bytecode is there on every start but the first.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    yield environ
    server.close()


def measured(environ: dict[str, str], script: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HERE / script), str(time.monotonic_ns()), *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_launch(environ: dict[str, str]) -> None:
    scripts = {
        "home": ("our_window.py", "painted"),
        "silent": ("our_window.py", "running", "start", ROUTINE, "--voice", "silent"),
        "voiced": ("our_window.py", "running", "start", ROUTINE, "--voice", "full"),
        "label": ("bare_window.py",),
    }
    # The first round writes bytecode, and clips of the first words.
    rounds = [
        {name: measured(environ, *script) for name, script in scripts.items()}
        for _ in range(RUNS + 1)
    ][1:]

    def times(name: str, what: str) -> Times:
        return Times(tuple(one[name][what] for one in rounds))

    label, goal = times("label", "first_paint_ms"), f"at most {GOAL}"
    show("home, launch to first paint", times("home", "first_paint_ms"), "label", label, goal)
    frames = times("home", "first_frame_ms"), times("label", "first_frame_ms")
    show("home, launch to all of it painted", frames[0], "label", frames[1], "none")
    for name in ("silent", "voiced"):
        what = f"a session, {name}, launch to its time running"
        show(what, times(name, "running_ms"), "label, first paint", label, "none")
    at_work = times("home", "first_paint_cpu_ms"), times("label", "first_paint_cpu_ms")
    what = "home, the process at work until its first paint"
    show(what, at_work[0], "label", at_work[1], goal)
    ours, least = (rounds[-1][name]["pss_kib"] for name in ("home", "label"))
    print(f"  home {ours} KiB, label {least} KiB (PSS)")
    # A busy machine disturbs some of the rounds: both of a round are slowed alike.
    paired = [one["home"]["first_paint_ms"] / one["label"]["first_paint_ms"] for one in rounds]
    print(
        f"  launch to first paint, round by round: ratio {statistics.median(paired):.2f} (median)"
    )
    assert statistics.median(paired) <= GOAL


def test_memory_of_an_open_session(environ: dict[str, str]) -> None:
    session = measured(environ, "our_window.py", "settled", "start", "post-run-cooldown")["pss_kib"]
    label = measured(environ, "bare_window.py")["pss_kib"]
    print(
        f"\nopen session {session / 1024:.1f} MB PSS, label window {label / 1024:.1f} MB: "
        f"{session / label:.2f} times"
    )
