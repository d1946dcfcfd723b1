"""Pictures of the stage in each of its states, for eyes: a real stage and a clock that obeys.

    python -m tests.ui.stage_shots FOLDER [--only NAME ...] [--size WxH ...] [--scheme light ...]

Nothing here is a test; what is to hold is written in `test_stage*.py` and `test_layout.py`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app import paths
from app.history.settings import SettingsStore
from app.routine.doses import decide
from app.routine.reader import read_routine
from app.session.clock import ManualClock, wait
from app.session.engine import Session
from app.session.tally import Tally
from app.shelf import Shelf, Tongue
from app.ui.keys import Action
from app.ui.pictures import Pictures
from app.ui.sight import METRES, panel_of
from app.ui.stage import Stage
from app.ui.summary import Summary
from app.ui.theme import Theme
from app.ui.typeface import TEXT, load_typeface, room_font
from tests.fakes import FakeVoice

if TYPE_CHECKING:
    from app.ui.services import Services

INCHES_24_MM: Final = 609.6
EVENING: Final = """limber: 1
name: Evening
hold-target: high
steps:
  - movement: kneeling-hip-flexor
  - movement: wall-ankle-drill
  - movement: thread-the-needle
  - movement: pigeon-pose
    hold: 60-90s
  - movement: cat-cow
    reps: 10
  - rest: 20s
    say: Sip of water.
  - movement: worlds-greatest-stretch
    reps: 5
"""
LONG: Final = "limber: 1\nname: Long\nsteps:\n" + "".join(
    f"  - movement: {name}\n"
    for name in (
        "kneeling-hip-flexor",
        "pigeon-pose",
        "ninety-ninety",
        "half-kneeling-ankle-lunge",
        "worlds-greatest-stretch",
        "intense-side-stretch",
        "open-book",
        "cat-cow",
        "wall-ankle-drill",
        "low-lunge",
    )
)


class Host(QStackedWidget):
    """Stage and summary in a window of their own, with a clock that only moves when told to."""

    def __init__(self, folder: Path, theme: Theme, language: str, distance: str) -> None:
        super().__init__()
        shelf = Shelf(Tongue(language=language))
        self.catalogue, self.compiler = shelf.catalogue, shelf.compiler
        self.settings = SettingsStore(folder / "settings.json")
        self.figures = paths.resources() / "figures"
        self.clock = ManualClock()
        pictures = Pictures(cast("Services", self), theme, self)
        self._distance = distance
        self.stage = Stage(theme, pictures, metres=self.metres)
        self.stage.over.connect(self._over)
        self.summary = Summary(theme, pictures, metres=self.metres)
        for page in (self.stage, self.summary):
            self.addWidget(page)

    def metres(self) -> float:
        """The distance, as if the window filled a screen of 24 inches: that is what is judged."""
        density = hypot(self.width(), self.height()) / INCHES_24_MM
        return METRES[self._distance] * density / panel_of(self.screen()).pixels_per_mm

    def _over(self, tally: Tally, finished: bool) -> None:
        movements = {done.movement_id: self.catalogue.get(done.movement_id) for done in tally.done}
        self.summary.show_tally(tally, movements, finished=finished)
        self.setCurrentWidget(self.summary)

    def begin(self, text: str) -> None:
        """Put a routine on the stage, in a window that is seen."""
        self.show()
        routine = read_routine(text.encode(), "shot", self.catalogue)
        timeline = self.compiler.compile(decide(routine, self.catalogue))
        session = Session(timeline, self.clock, self.compiler, gap_ms=10**9)
        self.stage.picture.now = self.clock.now_ms
        self.stage.perform(session, FakeVoice())

    @property
    def session(self) -> Session:
        """The one on the stage."""
        assert self.stage.session is not None
        return self.stage.session

    def run_to(self, position_ms: int) -> None:
        """Let it get there, with a tick at every second."""
        while self.stage.session is not None and self.session.position_ms < position_ms:
            self.clock.advance(min(1000, position_ms - self.session.position_ms))
            self.stage.tick()

    def go(self, movement: str | None, phase: str, side: str | None, plus_ms: int) -> None:
        """To a moment of the first segment that is meant."""
        start = next(
            s.start_ms
            for s in self.session.timeline.segments
            if s.phase == phase and s.movement_id == movement and (side is None or s.side == side)
        )
        self.run_to(start + plus_ms)


def _act(*actions: Action) -> Callable[[Host], None]:
    def do(host: Host) -> None:
        for action in actions:
            host.stage.act(action)

    return do


def _end(host: Host) -> None:
    host.run_to(host.session.timeline.total_ms)
    settle()


def _nothing(_host: Host) -> None:
    pass


PIGEON: Final = "pigeon-pose"
GREATEST: Final = "worlds-greatest-stretch"
# Name, routine, movement, phase, side, how far into it, and what is done there.
STATES: Final = (
    ("welcome", EVENING, "kneeling-hip-flexor", "prepare", "right", 900, _nothing),
    ("ready", EVENING, PIGEON, "prepare", "right", 4100, _nothing),
    ("hold-right", EVENING, PIGEON, "hold", "right", 12_100, _nothing),
    ("hold-left", EVENING, PIGEON, "hold", "left", 30_100, _nothing),
    ("paused", EVENING, PIGEON, "hold", "left", 49_100, _act(Action.TOGGLE)),
    ("switch", EVENING, PIGEON, "switch", "left", 1100, _nothing),
    ("reps", EVENING, "cat-cow", "reps", None, 19_900, _nothing),
    ("reps-out", EVENING, "cat-cow", "reps", None, 22_600, _nothing),
    ("rest", EVENING, None, "rest", None, 6100, _nothing),
    ("two-lines", EVENING, GREATEST, "reps", "right", 14_100, _nothing),
    ("end", EVENING, GREATEST, "reps", "left", 3_100, _nothing),
    ("remark", EVENING, PIGEON, "hold", "right", 12_100, _act(Action.LONGER)),
    ("keys", EVENING, PIGEON, "hold", "right", 12_100, _act(Action.HELP)),
    ("corner", EVENING, PIGEON, "hold", "right", 12_100, _act(Action.CORNER)),
    ("corner-paused", EVENING, PIGEON, "hold", "right", 9_100, _act(Action.CORNER, Action.TOGGLE)),
    ("long", LONG, "half-kneeling-ankle-lunge", "hold", "right", 12_100, _nothing),
    ("breaths", LONG, "low-lunge", "breaths", "right", 8_100, _nothing),
    ("summary", EVENING, GREATEST, "reps", "left", 3_100, _end),
)
SIZES: Final = ("1024x768", "1920x1080", "3840x2160")


class Wish(NamedTuple):
    """Which pictures are wanted; empty names are all of them."""

    names: frozenset[str] = frozenset()
    sizes: tuple[str, ...] = SIZES
    schemes: tuple[str, ...] = ("light", "dark")
    language: str = "en"
    distance: str = "gym"


def shots(theme: Theme, wish: Wish) -> Iterator[tuple[str, QWidget]]:
    """The window in each state, with a name for its picture."""
    for name, text, movement, phase, side, plus_ms, then in STATES:
        if wish.names and name not in wish.names:
            continue
        for size, scheme in product(wish.sizes, wish.schemes):
            theme.set_appearance(scheme)
            with tempfile.TemporaryDirectory() as folder:
                host = Host(Path(folder), theme, wish.language, wish.distance)
                host.resize(*map(int, size.split("x")))
                host.begin(text)
                host.go(movement, phase, side, plus_ms)
                host.stage.rest_hands()
                then(host)
                settle()
                yield f"{name}-{size}-{scheme}", host
                host.stage.end()
                host.hide()
                host.deleteLater()


def settle() -> None:
    """Small pictures are made by and by, and what moves comes to rest."""
    for _ in range(60):
        QApplication.processEvents()
        wait(0.01)


def main() -> int:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--size", nargs="*", default=SIZES)
    parser.add_argument("--scheme", nargs="*", default=("light", "dark"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--distance", default="gym", choices=sorted(METRES))
    asked = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    load_typeface()
    app.setFont(room_font(TEXT))
    asked.folder.mkdir(parents=True, exist_ok=True)
    names, sizes, schemes = (
        frozenset(asked.only),
        tuple(asked.size),
        tuple(asked.scheme),
    )
    wish = Wish(names, sizes, schemes, asked.language, asked.distance)
    for name, window in shots(Theme(app), wish):
        window.grab().save(str(asked.folder / f"{name}.png"))
        print(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
