"""Two hundred sessions in one window: nothing of an old one stays behind."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from app import paths
from app.audio.player import SilentPlayer
from app.routine.model import VoiceLevel
from app.ui.hands_free import HandsFree
from app.ui.keys import Action
from app.voice.cache import ClipCache
from app.voice.speaker import Speaker
from tests.ui.conftest import Rig
from tests.ui.test_hands_free import FakeAwake
from tests.voice.fakes_voice import FakeSynthesiser

CYCLES: Final = 200
# Imports happen, caches fill, and the allocator takes what it will use again.
WARM_UP: Final = 60
MOST_KIB: Final = 2048
MOST_NONES: Final = CYCLES // 4
MOST_BLOCKS: Final = 15 * CYCLES
ROLLUP: Final = Path("/proc/self/smaps_rollup")
_M_ARENA_MAX: Final = -8

ROUTINE: Final = """limber: 1
name: Short one
steps:
  - movement: pigeon-pose
    hold: 20-30s
  - rest: 10s
  - movement: cat-cow
    reps: 3
"""


class Weight(NamedTuple):
    """What this process holds after a collection."""

    kib: int
    """Memory that it shares with nobody, 0 where the system does not tell."""
    blocks: int
    """Pieces of memory in Python's hands."""
    none_references: int
    objects: Counter[str]
    """Living objects of Qt by their class."""
    widgets: int


def weigh() -> Weight:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    gc.collect()
    with suppress(OSError, AttributeError):
        # Else the figure swings by some MiB with what the allocator keeps for later.
        ctypes.CDLL(None).malloc_trim(0)
    kinds = (type(x).__name__ for x in shiboken6.getAllValidWrappers() if isinstance(x, QObject))
    return Weight(
        _anonymous_kib(),
        sys.getallocatedblocks(),
        sys.getrefcount(None),
        Counter(kinds),
        len(QApplication.allWidgets()),
    )


def _anonymous_kib() -> int:
    """The proportional size would move with every other program that shares Qt with this one."""
    if not ROLLUP.exists():
        return 0
    lines = ROLLUP.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def one_heap() -> None:
    """For all threads: else a new one may be given some MiB of its own at any time."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def until(happened: Callable[[], bool]) -> None:
    for _ in range(2000):
        QApplication.processEvents()
        if happened():
            return
    pytest.fail("it did not happen")


def run_out(rig: Rig) -> None:
    """To the end of the session, painted every ten seconds."""
    stage, total_ms = rig.window.stage, rig.session.timeline.total_ms
    for _ in range(total_ms // 10_000 + 1):
        rig.clock.advance(10_000)
        stage.tick()
        QApplication.processEvents()


def one_session(rig: Rig) -> None:
    """Begun, paused, gone on, changed, moved on, finished, and left; painted on its way."""
    window = rig.window
    window.begin(rig.own / "short.yaml")
    stage = window.stage
    until(lambda: rig.state() == "running")
    rig.run_to(rig.start_of("hold") + 3_000)
    for action in (Action.TOGGLE, Action.TOGGLE, Action.LONGER, Action.NEXT):
        stage.act(action)
        QApplication.processEvents()
    run_out(rig)
    until(lambda: window.currentWidget() is window.summary)
    # As the timer does some seconds after each session.
    stage.speaking.release_retired()
    window.go_home()
    QApplication.processEvents()


@pytest.fixture
def speaking(rig: Rig, tmp_path: Path) -> Rig:
    """With the program's own voice and figures; only engine and loudspeaker are not there."""
    cache = ClipCache(tmp_path / "voice")

    def open_voice(level: VoiceLevel) -> Speaker:
        return Speaker(FakeSynthesiser(), cache, SilentPlayer(""), level)

    rig.open_voice = open_voice  # type: ignore[method-assign, assignment]
    rig.figures = paths.resources() / "figures"
    rig.file("short.yaml", ROUTINE)
    return rig


def test_two_hundred_sessions_leave_nothing_behind(speaking: Rig) -> None:
    one_heap()
    hands = HandsFree(speaking.window, FakeAwake())
    speaking.show().session_begun.connect(hands.follow)
    for _ in range(WARM_UP):
        one_session(speaking)
    weigh()  # asked for the first time PySide wraps every widget, and keeps that
    before = weigh()
    for _ in range(CYCLES):
        one_session(speaking)
    after = weigh()
    gained = after.objects - before.objects
    print(
        f"\n{CYCLES} sessions: {after.kib - before.kib:+} KiB of {before.kib}, "
        f"{after.blocks - before.blocks:+} blocks of {before.blocks}, "
        f"{after.none_references - before.none_references:+} references to None, "
        f"{sum(after.objects.values()) - sum(before.objects.values()):+} objects of Qt"
    )
    assert not gained, f"objects of Qt that stay: {gained}"
    assert after.widgets == before.widgets
    assert after.blocks - before.blocks <= MOST_BLOCKS
    assert after.kib - before.kib <= MOST_KIB
    # PySide6 6.12.0 lost one with every void call, and aborted when none was left.
    assert abs(after.none_references - before.none_references) <= MOST_NONES


def test_a_painted_pixmap_is_what_adds_references_to_none() -> None:
    """Each takes six with it when it goes (6.11.3); so frames are painted on one easel."""

    def painted(make: Callable[[], QPixmap]) -> int:
        before = sys.getrefcount(None)
        for _ in range(100):
            pixmap = make()  # held, as the painter holds nothing
            QPainter(pixmap).end()
            del pixmap
        return sys.getrefcount(None) - before

    kept = QPixmap(8, 8)
    assert abs(painted(lambda: kept)) < 50
    assert -50 < painted(lambda: QPixmap(8, 8)) <= 650
