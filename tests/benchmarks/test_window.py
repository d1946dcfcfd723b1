"""The first painted window and an open session, against a label window in the same run.

Under a real X server (`xvfb-run`) or offscreen, as the environment has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.side_by_side import Times, show

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
RUNS = 15


def measured(script: str, *arguments: str) -> dict[str, Any]:
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, str(HERE / script), str(time.monotonic_ns()), *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_start_to_first_paint() -> None:
    pairs = [(measured("our_window.py"), measured("bare_window.py")) for _ in range(RUNS + 1)][1:]
    ours, bare = (Times(tuple(pair[i]["first_paint_ms"] for pair in pairs)) for i in (0, 1))
    show("home, start to first paint", ours, "a label window", bare, "ratio at most 2")
    print(f"  home {pairs[-1][0]['pss_kib']} KiB, label {pairs[-1][1]['pss_kib']} KiB (PSS)")


def test_memory_of_an_open_session() -> None:
    session = measured("our_window.py", "post-run-cooldown")["pss_kib"]
    label = measured("bare_window.py")["pss_kib"]
    print(
        f"\nopen session {session / 1024:.1f} MB PSS, label window {label / 1024:.1f} MB: "
        f"{session / label:.2f} times"
    )
