"""Whatever happens to the sound, a session ends on its planned second with every caption.

Each fault meets a whole session of two minutes, on a clock that only moves when told to; faults of
a real sound server are in `tests/sound`.
"""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.audio.clips import Clip
from app.audio.player import SilentPlayer
from app.audio.score import Score
from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.session.clock import Course, ManualClock
from app.session.engine import Session
from app.session.events import CueDue, Event
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Cue, Timeline
from app.voice.cache import ClipCache
from app.voice.child import ChildSynthesiser, Patience
from app.voice.speaker import Speaker
from app.voice.synthesiser import Synthesiser, Unavailable
from tests.fakes import timeline
from tests.voice.fakes_voice import Children, FakePlayer, FakeSynthesiser

STEPS = "- movement: pigeon-pose\n  hold: 30s\n- movement: cat-cow\n  reps: 2\n- rest: 20s"
STEP_MS = 250


@pytest.fixture(scope="module")
def planned(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


class Room:
    """A session with its voice; `happens` is done once, when a third of it is over."""

    def __init__(self, planned: Timeline, compiler: Compiler, speaker: Speaker) -> None:
        self.clock = ManualClock()
        self.session = Session(planned, self.clock, compiler, lead_ms=130)
        self.speaker = speaker
        self.captions: list[str] = []
        self.session.listen(self._hear)

    def _hear(self, event: Event) -> None:
        if isinstance(event, CueDue):
            self.captions.append(event.cue.caption)

    def perform(self, happens: Callable[[], None] = lambda: None) -> int:
        """To the end; milliseconds of the clock that it took, without the lead."""
        self.speaker.attend(self.session)
        self.session.start()
        total = self.session.timeline.total_ms
        happened = False
        while self.session.state is State.RUNNING:
            self.clock.advance(STEP_MS)
            self.session.tick()
            if not happened and self.session.position_ms > total // 3:
                happened = True
                happens()
            assert isinstance(self.speaker.problem, str)
        self.speaker.close()
        return self.clock.now_ms() - 130


def complete(room: Room, planned: Timeline, took_ms: int) -> None:
    """The session ended when it should have, and nothing of it was withheld."""
    assert room.session.state is State.FINISHED
    assert 0 <= took_ms - planned.total_ms < STEP_MS
    assert room.captions == [cue.caption for cue in planned.cues]


def spoken(planned: Timeline) -> set[str]:
    return {cue.text for cue in planned.cues if cue.text}


SHORT_OF_PATIENCE = Patience(start_s=0.5, render_s=0.2)


@pytest.mark.parametrize(
    ("fates", "patience"),
    [
        pytest.param(["ready speak speak die", "ready speak"], Patience(), id="killed once"),
        pytest.param(["ready die"], Patience(), id="killed at every text"),
        pytest.param(["ready hang", "ready hang"], SHORT_OF_PATIENCE, id="hangs"),
        pytest.param(["hang"], SHORT_OF_PATIENCE, id="never ready"),
        pytest.param(["die"], Patience(), id="does not start"),
        pytest.param(["broken"], Patience(), id="says it is broken"),
        pytest.param(["ready empty"], Patience(), id="files without a frame"),
        pytest.param(["ready garbage"], SHORT_OF_PATIENCE, id="talks nonsense"),
    ],
)
def test_an_engine_that_fails(
    fates: list[str], patience: Patience, planned: Timeline, compiler: Compiler, tmp_path: Path
) -> None:
    engine = ChildSynthesiser(Children(tmp_path, *fates).command, "fake", patience=patience)
    speaker = Speaker(engine, ClipCache(tmp_path / "clips"), FakePlayer(), VoiceLevel.FULL)
    room = Room(planned, compiler, speaker)
    complete(room, planned, room.perform())


def test_no_engine_at_all(planned: Timeline, compiler: Compiler, tmp_path: Path) -> None:
    player = FakePlayer()
    nobody = Unavailable("No voice: there is none.")
    room = Room(planned, compiler, Speaker(nobody, ClipCache(tmp_path), player, VoiceLevel.FULL))
    complete(room, planned, room.perform())
    assert room.speaker.problem == "No voice: there is none."
    tones = [cue for cue in planned.cues if cue.sound]
    assert len(player.notes()) == len(tones), "the sounds are still heard"


def test_no_device(planned: Timeline, compiler: Compiler, tmp_path: Path) -> None:
    silent = SilentPlayer("No sound: there is no loudspeaker.")
    engine = FakeSynthesiser()
    room = Room(planned, compiler, Speaker(engine, ClipCache(tmp_path), silent, VoiceLevel.FULL))
    complete(room, planned, room.perform())
    assert room.speaker.problem == silent.problem


class FailingPlayer(FakePlayer):
    """Breaks its promise to raise nothing."""

    def follow(self, score: Score, course: Course) -> None:
        raise RuntimeError("no")

    def stop(self) -> None:
        raise RuntimeError("no")


def test_a_player_that_raises(planned: Timeline, compiler: Compiler, tmp_path: Path) -> None:
    engine: Synthesiser = FakeSynthesiser()
    speaker = Speaker(engine, ClipCache(tmp_path), FailingPlayer(), VoiceLevel.FULL)
    room = Room(planned, compiler, speaker)
    complete(room, planned, room.perform())
    assert "failed" in room.speaker.problem


class Cache:
    """What can happen to the folder of the clips while a session runs."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch

    def untouched(self) -> None:
        pass

    def deleted(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def full(self) -> None:
        self._refuse(OSError(errno.ENOSPC, "No space left on device"))

    def read_only(self) -> None:
        self._refuse(PermissionError(errno.EACCES, "Permission denied"))

    def _refuse(self, fault: OSError) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise fault

        self.monkeypatch.setattr(Clip, "to_wav", refuse)

    def damaged(self) -> None:
        for path in self.folder.glob("*.wav"):
            path.write_bytes(b"RIFF")

    def a_file(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.write_bytes(b"")


@pytest.mark.parametrize("when", ["before", "while it runs"])
@pytest.mark.parametrize(
    "what",
    [Cache.untouched, Cache.deleted, Cache.full, Cache.read_only, Cache.damaged, Cache.a_file],
)
def test_a_cache_that_fails(
    what: Callable[[Cache], None],
    when: str,
    planned: Timeline,
    compiler: Compiler,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache = Cache(tmp_path / "clips", monkeypatch)
    engine, player = FakeSynthesiser(held=True), FakePlayer()
    if when == "before":
        what(cache)
    speaker = Speaker(engine, ClipCache(cache.folder), player, VoiceLevel.FULL)
    room = Room(planned, compiler, speaker)

    def happens() -> None:
        if when == "while it runs":
            what(cache)
        engine.let_go()
        wait_for(lambda: len(texts(player)) == len([c for c in planned.cues if c.text]))

    complete(room, planned, room.perform(happens))
    assert room.speaker.problem == "", "the voice does without a cache"
    assert set(engine.asked) == spoken(planned)


def test_two_programs_at_once_share_a_cache(
    planned: Timeline, compiler: Compiler, tmp_path: Path
) -> None:
    rooms = []
    for _ in range(2):
        speaker = Speaker(FakeSynthesiser(), ClipCache(tmp_path), FakePlayer(), VoiceLevel.FULL)
        rooms.append(Room(planned, compiler, speaker))
    took: dict[int, int] = {}
    threads = [
        threading.Thread(target=lambda at=at: took.update({at: rooms[at].perform()}))
        for at in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for at, room in enumerate(rooms):
        complete(room, planned, took[at])


def texts(player: FakePlayer) -> list[int]:
    return [note.at_ms for note in player.notes() if note.spoken]


def wait_for(met: Callable[[], bool]) -> None:
    """Let other threads work until it is so; 20 s at most."""
    pause = threading.Event()
    for _ in range(2000):
        if met():
            return
        pause.wait(0.01)
    raise AssertionError("it never came to that")


def test_the_table_above_means_all_of_a_session(planned: Timeline) -> None:
    assert isinstance(planned.cues[0], Cue)
    assert len(spoken(planned)) > 8
