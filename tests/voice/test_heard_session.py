"""Session, speaker, score and mixer together: what a loudspeaker would give, whatever is pressed.

Every text sounds as one level of its own, so that the stream itself tells what is heard, when, and
whether it is whole.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.audio.clips import Clip, silence, to_pcm, to_samples
from app.audio.mixer import LATE_MS, Mixer, StreamFormat
from app.audio.player_process import AHEAD_MS
from app.audio.score import Score
from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.session.clock import Course, ManualClock
from app.session.engine import LEAD_MS, Session
from app.session.events import CueDue, Event
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Cue
from app.voice import cue_score
from app.voice.cache import ClipCache
from app.voice.cue_score import words_ms, words_of
from app.voice.port import VoiceSettings
from app.voice.speaker import Speaker
from app.voice.synthesiser import Speech
from tests.fakes import timeline
from tests.voice.fakes_voice import FakePlayer, FakeSynthesiser

STEPS: Final = "- movement: pigeon-pose\n- movement: low-squat"
RATE: Final = 2000
PER_MS: Final = RATE // 1000
STEP_MS: Final = 10
BUFFER_MS: Final = 100
TICK_MS: Final = 50


class Levels(FakeSynthesiser):
    """Gives each text a level of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.level_of: dict[str, int] = {}

    def clip(self, text: str) -> Clip:
        level = self.level_of.setdefault(text, 1 + len(self.level_of))
        return Clip(RATE, to_pcm(array("h", [level] * (len(text) * 50 * PER_MS))))

    def render(self, text: str, voice: str, rate: int) -> Speech:
        return Speech(self.clip(text))


class Sound(NamedTuple):
    """One level without a break, and when it began by the clock."""

    at_ms: float
    level: int
    length_ms: float


class Loudspeaker(FakePlayer):
    """Plays what it is told as the real one does, 100 ms after the samples are taken."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock
        self._mixer = Mixer(StreamFormat(RATE))
        self._sent: set[tuple[int, bool]] = set()
        self._course: Course | None = None
        self._from_ms = clock.now_ms() + STEP_MS + BUFFER_MS
        self.samples = array("h")
        self.cuts: list[float] = []

    def follow(self, score: Score, course: Course) -> None:
        super().follow(score, course)
        self._course = course
        self._sent.clear()
        self._mixer.follow(course)

    def stop(self) -> None:
        super().stop()
        self._course = None
        self.cuts.append(self._clock.now_ms() + STEP_MS + BUFFER_MS)
        self._mixer.cut()

    def step(self) -> None:
        """Ten milliseconds: take what becomes due, and give the next samples."""
        now = self._clock.now_ms()
        if self._course and self.score:
            position = int(self._course.position_at(now))
            first = max(int(self._course.position_ms), position - LATE_MS)
            for note in self.score.notes(first, position + AHEAD_MS):
                if (key := (note.at_ms, note.spoken)) not in self._sent:
                    self._sent.add(key)
                    self._mixer.add(note)
        taken = self._mixer.take(STEP_MS * PER_MS, now + BUFFER_MS)
        self.samples += to_samples(taken)

    def heard(self) -> Iterator[Sound]:
        """Everything heard, but for the fades."""
        cut = {round((at - self._from_ms) * PER_MS) + k for at in self.cuts for k in range(20)}
        at = 0
        for level, run in groupby(enumerate(self.samples), lambda x: 0 if x[0] in cut else x[1]):
            length = sum(1 for _ in run)
            if level:
                yield Sound(self._from_ms + at / PER_MS, level, length / PER_MS)
            at += length


class Evening:
    """A session that is performed, and all courses that its position has taken."""

    def __init__(self, session: Session, clock: ManualClock, folder: Path) -> None:
        self.session, self.clock = session, clock
        self.engine = Levels()
        self.player = Loudspeaker(clock)
        self.speaker = Speaker(
            self.engine, ClipCache(folder), self.player, VoiceLevel.FULL, VoiceSettings()
        )
        self.cues: set[Cue] = set(session.timeline.cues)
        self.due: list[CueDue] = []
        self.speaker.attend(session)
        self.settle()
        session.listen(self._hear)

    def _hear(self, event: Event) -> None:
        self.cues.update(self.session.timeline.cues)
        if isinstance(event, CueDue):
            self.due.append(event)

    def settle(self) -> None:
        """Let the words be rendered that are new, in no time."""
        renderer = self.speaker._renderer
        assert renderer
        with renderer._changed:
            assert renderer._changed.wait_for(lambda: not renderer._plan, 60)
            for cue in self.session.timeline.cues:
                for text in filter(None, (cue.text, cue.brief)):
                    renderer._clips.setdefault(text, self.engine.clip(text))

    def run(self, ms: int) -> None:
        for _ in range(ms // STEP_MS):
            self.clock.advance(STEP_MS)
            if self.clock.now_ms() % TICK_MS == 0:
                self.session.tick()
            self.player.step()

    def deed(self, name: str) -> None:
        if name in ("full", "tones", "brief", "silent"):
            self.speaker.level = VoiceLevel(name)
        else:
            getattr(self.session, name)()
        self.settle()

    def texts(self) -> dict[int, str]:
        return {level: text for text, level in self.engine.level_of.items()}


@pytest.fixture
def evening(
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: Catalogue,
    compiler: Compiler,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[type[Evening]]:
    monkeypatch.setattr(cue_score, "tone", lambda _: silence(100, RATE))
    plan = timeline(STEPS, catalogue, compiler)
    opened: list[Evening] = []

    class New(Evening):
        def __init__(self) -> None:
            clock = ManualClock(40_000)
            session = Session(plan, clock, compiler, lead_ms=LEAD_MS)
            super().__init__(session, clock, tmp_path_factory.mktemp("voice"))
            opened.append(self)

    yield New
    for each in opened:
        each.speaker.close()


def test_an_undisturbed_session_is_heard_to_the_sample(evening: type[Evening]) -> None:
    night = evening()  # type: ignore[call-arg]
    night.session.start()
    course = night.session.course
    assert course
    night.run(night.session.timeline.total_ms + 10_000)
    assert night.session.state is State.FINISHED
    texts = night.texts()
    heard = [(sound.at_ms, texts[sound.level]) for sound in night.player.heard()]
    planned = [
        (course.clock_at(words_ms(cue)), cue.text)
        for cue in night.session.timeline.cues
        if cue.text
    ]
    assert heard == planned
    assert [sound.length_ms for sound in night.player.heard()] == [
        50 * len(text) for _, text in planned
    ]


DEEDS: Final = "pause resume next previous restart_step longer longer skip full brief tones".split()


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(DEEDS)), max_size=12))
@example([(30, "longer"), (5, "longer"), (300, "next"), (3, "next"), (1, "pause"), (2, "resume")])
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_pressed_nothing_is_stale_doubled_or_cut_without_need(
    evening: type[Evening], deeds: list[tuple[int, str]]
) -> None:
    night = evening()  # type: ignore[call-arg]
    night.session.start()
    for tens, deed in deeds:
        night.run(10 * tens)
        night.deed(deed)
    night.run(12_000)
    cuts = night.player.cuts
    courses = [told for told in night.player.told if isinstance(told, Course)]
    starts = {course.clock_at(0) for course in courses}
    again = {(round(course.clock_at(0)), round(course.position_ms)) for course in courses}
    texts = night.texts()
    seen: set[tuple[float, str]] = set()
    for sound in night.player.heard():
        text = texts[sound.level]
        ended = sound.at_ms + sound.length_ms
        whole = abs(sound.length_ms - 50 * len(text)) < 1
        assert whole or any(abs(ended - at) <= 1 for at in cuts) or _running(night, ended)
        planned = [
            start + words_ms(cue)
            for start in starts
            for cue in night.cues
            if text in (words_of(cue, VoiceLevel.FULL), words_of(cue, VoiceLevel.BRIEF))
        ] + [start + position for start, position in again]
        nearest = min(planned, key=lambda at: abs(sound.at_ms - at))
        assert -1 <= sound.at_ms - nearest <= LATE_MS, text
        assert (nearest, text) not in seen
        seen.add((nearest, text))


def _running(night: Evening, ended_ms: float) -> bool:
    """Whether a sound was still going on when the listening ended."""
    return ended_ms >= night.clock.now_ms() + BUFFER_MS - 1
