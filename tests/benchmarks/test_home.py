"""Home with 5,000 routine files beside home with none of the runner's own, in the same run.

From the start of the process to the first paint, and on to the moment at which Enter would begin.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.side_by_side import Times, show

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).resolve().parents[2]
RUNS = 7
MANY = 5000

READY = """
import json, sys, time
started = int(sys.argv[1])
from app.main import main as program
from app.ui.window import Window
times = {}
paint = Window.paintEvent
def painted(window, event):
    paint(window, event)
    times.setdefault("first_paint_ms", (time.monotonic_ns() - started) / 1e6)
    Window.paintEvent = paint
    window.home.reading.ready.connect(lambda: ready(window))
def ready(window):
    if window.home.hero.row is not None and "ready_ms" not in times:
        times["ready_ms"] = (time.monotonic_ns() - started) / 1e6
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        QTimer.singleShot(0, QApplication.quit)
Window.paintEvent = painted
program([])
print(json.dumps(times))
"""


def measured(home: Path) -> dict[str, float]:
    environ = os.environ | {"LIMBER_HOME": str(home)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", READY, str(time.monotonic_ns())],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_first_paint_and_first_enter_do_not_wait_for_5000_files(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    (few / "routines").mkdir(parents=True)
    (many / "routines").mkdir(parents=True)
    shipped = ROOT / "routines" / "rest-day.yaml"
    for number in range(MANY):
        shutil.copyfile(shipped, many / "routines" / f"r{number:04}.yaml")
    pairs = [(measured(many), measured(few)) for _ in range(RUNS + 1)][1:]
    for what in ("first_paint_ms", "ready_ms"):
        theirs, none = (Times(tuple(pair[i][what] for pair in pairs)) for i in (0, 1))
        show(f"home, start to {what[:-3]}", theirs, "none of one's own", none, "ratio near 1")
