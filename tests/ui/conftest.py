"""A window with a faked voice and a clock that only moves when told to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.audio.player import SilentPlayer
from app.history.begun import Begun
from app.history.journal import Journals
from app.history.keeping import Keeping
from app.history.left_out import LeftOut
from app.history.settings import SettingsStore
from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.library import Library
from app.routine.model import Routine, Usual, VoiceLevel
from app.session.clock import ManualClock
from app.session.engine import Session
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from app.ui.services import VoiceTrial
from app.ui.theme import Theme
from app.ui.typeface import load_typeface
from app.ui.window import Window
from app.voice.clip_maker import FindSynthesiser
from app.voice.export import Recording
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Unavailable
from app.voice.trial import Trial
from tests.fakes import FakeVoice
from tests.voice.fakes_voice import FakeSynthesiser

SHORT = """limber: 1
name: Short one
steps:
  - movement: pigeon-pose
    hold: 20-30s
  - movement: cat-cow
    reps: 2
"""
BROKEN = "limber: 1\nname: Legs\nsteps:\n  - movement: pigon-pose\n  - rest: soon\n"


class Rig:
    """A window and everything around it: the services that a test gives it."""

    def __init__(
        self, qtbot: QtBot, folder: Path, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        self.qtbot = qtbot
        self.clock = ManualClock()
        self.lead_ms = 0
        self.warm = False
        self.is_first_run = False
        self.voice = FakeVoice()
        self.own = folder / "routines"
        self.own.mkdir()
        (folder / "shipped").mkdir()
        self.catalogue, self.compiler = catalogue, compiler
        self.left_out = LeftOut(folder / "left-out.json")
        self.begun = Begun(folder / "begun")
        self.usual = Usual()
        self.keeping = Keeping(Journals(folder / "sessions"), self)
        self.library = Library(catalogue, folder / "shipped", self.own)
        self.settings = SettingsStore(folder / "settings.json")
        self.figures = folder / "figures"
        self.find_engine: FindSynthesiser = lambda _: FakeSynthesiser()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window = Window(self, Theme(app))
        qtbot.addWidget(self.window)

    def plan(self, routine: Routine) -> Timeline:
        return self.compiler.compile(decide(routine, self.catalogue))

    def tonight(self, routine: Routine) -> Timeline:
        return self.compiler.compile(decide(routine, self.catalogue, self.left_out.ids))

    def tonight_ms(self, routine: Routine) -> int:
        return self.tonight(routine).total_ms

    def new_session(self, timeline: Timeline) -> Session:
        return Session(timeline, self.clock, self.compiler, gap_ms=10**9, lead_ms=self.lead_ms)

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        return (("en", "English"),)

    def sample(self, language: str) -> str:
        return f"A sample in {language}."

    def open_trial(self) -> VoiceTrial:
        nobody = Unavailable("No voice here.")
        return Trial(lambda _: nobody, lambda: SilentPlayer("No sound here."))

    def warm_sound(self) -> None:
        self.warm = True

    def cool_sound(self) -> None:
        self.warm = False

    def recording(self, routine: Routine, level: VoiceLevel | None = None) -> Recording:
        chosen = level or routine.voice
        find = self.find_engine
        return Recording(self.tonight(routine), chosen, VoiceSettings(), self.own.parent, find)

    def open_voice(self, level: VoiceLevel) -> FakeVoice:
        self.voice.level = level
        return self.voice

    def file(self, name: str, text: str = SHORT) -> Path:
        path = self.own / name
        path.write_text(text, encoding="utf-8")
        return path

    def show(self) -> Window:
        """The window, painted once, with its list filled."""
        self.window.show()
        self.qtbot.waitUntil(lambda: not self.window.home.is_reading)
        return self.window

    def begin(self, text: str = SHORT) -> Session:
        """A session that has begun, its first cues performed."""
        self.show().begin(self.file("short.yaml", text))
        self.qtbot.waitUntil(lambda: self.session.state == "running")
        return self.session

    @property
    def session(self) -> Session:
        session = self.window.stage.session
        assert session is not None
        return session

    def state(self) -> str:
        """The session's state now."""
        return self.session.state.value

    def run_to(self, position_ms: int) -> None:
        """Let the session get to a position, with a tick at every second."""
        while self.session.position_ms < position_ms:
            self.clock.advance(min(1000, position_ms - self.session.position_ms))
            self.window.stage.tick()
            if self.window.stage.session is None:
                return

    def start_of(self, phase: str, side: str | None = None) -> int:
        return next(
            s.start_ms
            for s in self.session.timeline.segments
            if s.phase == phase and (side is None or s.side == side)
        )


@pytest.fixture(scope="session", autouse=True)
def typeface(qapp: QApplication) -> None:
    """The one that ships, so that words are as wide as they will be."""
    load_typeface()


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> Rig:
    return Rig(qtbot, tmp_path, catalogue, compiler)
