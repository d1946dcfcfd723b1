"""A real session on a clock moved by hand, and a speaker with its pretended engine and player."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.audio.clips import Clip
from app.audio.score import Note
from app.routine.model import VoiceLevel
from app.session.clock import Course, ManualClock
from app.session.engine import Session
from app.timeline.model import Cue, CueKind
from app.voice.cache import ClipCache
from app.voice.cue_score import words_of
from app.voice.port import VoiceSettings
from app.voice.speaker import Speaker
from app.voice.synthesiser import Speech
from tests.voice.fakes_voice import RATE_HZ, FakePlayer, FakeSynthesiser

LONG_S: Final = 60.0
STEPS: Final = "- movement: pigeon-pose\n- movement: low-squat"
PER_LETTER_MS: Final = 50
"""Slow enough to be cut off, fast enough to fit wherever a text was planned."""


def spoken(text: str) -> Clip:
    """No two texts have the same clip."""
    frames = RATE_HZ * PER_LETTER_MS * len(text) // 1000
    mark = text.encode("utf-16-le")
    return Clip(RATE_HZ, mark + bytes(2 * frames - len(mark)))


class SlowSpeech(FakeSynthesiser):
    """Speaks as slowly as people do."""

    def render(self, text: str, voice: str, rate: int) -> Speech:
        return Speech(spoken(text), super().render(text, voice, rate).stands_in)


class Room:
    """A session, a speaker that attends it, and its pretended engine and player."""

    def __init__(self, folder: Path, new_session: Callable[[ManualClock], Session]) -> None:
        self.folder = folder
        self.engine = SlowSpeech()
        self.player = FakePlayer()
        self.clock = ManualClock(987_654)
        self.session = new_session(self.clock)
        self.speakers: list[Speaker] = []

    def speaker(
        self,
        level: VoiceLevel = VoiceLevel.FULL,
        settings: VoiceSettings = VoiceSettings(),  # noqa: B008
    ) -> Speaker:
        made = Speaker(self.engine, ClipCache(self.folder), self.player, level, settings)
        self.speakers.append(made)
        return made

    def attended(self, level: VoiceLevel = VoiceLevel.FULL) -> Speaker:
        """A speaker with all its words ready."""
        made = self.speaker(level)
        made.attend(self.session)
        self.ready(made)
        return made

    @property
    def cues(self) -> tuple[Cue, ...]:
        return self.session.timeline.cues

    def texts(self, level: VoiceLevel = VoiceLevel.FULL) -> list[str]:
        """The words of a level in the order of need."""
        return list(dict.fromkeys(text for cue in self.cues if (text := words_of(cue, level))))

    def cue(self, kind: CueKind, *, from_ms: int = 0) -> Cue:
        return next(cue for cue in self.cues if cue.kind is kind and cue.at_ms >= from_ms)

    def ready(self, made: Speaker) -> None:
        """Wait until every text of its level is rendered, or has failed."""
        renderer = made._renderer
        assert renderer
        texts = self.texts(made.level)
        with renderer._changed:
            assert renderer._changed.wait_for(
                lambda: all(x in renderer._clips or x in renderer._failed for x in texts), LONG_S
            )

    def to(self, position_ms: int) -> None:
        """Let the session run to a position."""
        while self.session.position_ms < position_ms:
            course = self.session.course
            assert course
            missing = course.clock_at(position_ms) - self.clock.now_ms()
            self.clock.advance(int(min(1000, missing)))
            self.session.tick()

    def words(self, from_ms: int = 0, to_ms: int = 10**9) -> list[Note]:
        """The words that are to come."""
        return [note for note in self.player.notes(from_ms, to_ms) if note.spoken]

    def tones(self) -> list[Note]:
        return [note for note in self.player.notes() if not note.spoken]

    def following(self) -> Course:
        """The course that the player has by now."""
        course = self.player.told[-1]
        assert isinstance(course, Course)
        return course
