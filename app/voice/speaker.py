"""The voice of a session, as the window and the terminal use it.

It listens to the session itself: what is to come is rendered ahead and handed to the player, which
places it to the sample; what is past falls silent. Nothing here ever raises into the session; what
goes wrong is logged and becomes `problem`, a line.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.audio.clips import Clip
from app.audio.player import Player, SilentPlayer
from app.audio.score import Note
from app.audio.tones import prepare_tones
from app.routine.model import VoiceLevel
from app.session.clock import Course, exact_ms
from app.session.engine import LEAD_MS, Session
from app.session.events import Changed, Event, Finished, Jumped, Paused, Resumed, Started, Stopped
from app.timeline.placing import GAP_MS, QUIET_TAIL_MS
from app.voice.cache import ClipCache
from app.voice.cue_score import CueScore, Gains, SpokenCue, words_ms, words_of
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.renderer import FAILED, Renderer
from app.voice.synthesiser import Synthesiser, Unavailable, find_synthesiser

_log = logging.getLogger(__name__)


class Speaker:
    """Accompanies one session. Implements `app.voice.port.Voice`; for any one thread."""

    def __init__(
        self,
        synthesiser: Synthesiser | Unavailable,
        cache: ClipCache,
        player: Player,
        level: VoiceLevel,
        settings: VoiceSettings = VoiceSettings(),  # noqa: B008 - a value
        paces: PaceBook | None = None,
    ) -> None:
        """Closes what it is given; `paces` learns how slow the voice is."""
        self._player = player
        self._level = level
        self._gains = Gains.of(settings)
        self._renderer: Renderer | None = None
        self._no_voice = ""
        if isinstance(synthesiser, Unavailable):
            self._no_voice = synthesiser.reason
        else:
            self._renderer = Renderer(synthesiser, cache, settings, paces)
        self._session: Session | None = None
        self._cues: tuple[SpokenCue, ...] = ()
        self._fault = ""
        self._follows = False

    @classmethod
    def silent(cls) -> Speaker:
        """One for a session that runs at another speed than people speak at."""
        nobody = Unavailable("")
        return cls(nobody, ClipCache(Path()), SilentPlayer(""), VoiceLevel.SILENT)

    # What can be asked.

    @property
    def level(self) -> VoiceLevel:
        """How much is heard; may be set at any time, and what is no longer wanted is hushed."""
        return self._level

    @level.setter
    def level(self, level: VoiceLevel) -> None:
        self._level = level
        with self._guard():
            if level in (VoiceLevel.TONES, VoiceLevel.SILENT):
                self._stop()
            self._plan()
            self._perform()

    @property
    def problem(self) -> str:
        """Why less is heard than the level promises: one plain line, or ''."""
        if self._level is VoiceLevel.SILENT:
            return ""
        if problem := self._player.problem or self._fault:
            return problem
        if self._level is VoiceLevel.TONES:
            return ""
        return self._renderer.problem if self._renderer else self._no_voice

    # A session.

    def attend(self, session: Session) -> None:
        """Prepare the words of a session, and from now on speak and fall silent as it goes."""
        self._session = session
        session.listen(self._hear)
        with self._guard():
            prepare_tones()
            self._take(session.timeline.cues)

    @property
    def settled(self) -> bool:
        """Whether it is known if the first words and sounds can be heard."""
        if self._level is VoiceLevel.SILENT or self._fault:
            return True
        return self._player.settled and (self._renderer is None or self._renderer.settled)

    @property
    def lead_ms(self) -> int | None:
        """See `Voice`."""
        return self._player.lead_ms

    def close(self) -> None:
        """End the threads, the engine and the stream."""
        with self._guard():
            if self._renderer:
                self._renderer.close()
        with self._guard():
            self._player.close()

    def _hear(self, event: Event) -> None:
        with self._guard():
            match event:
                case Started():
                    self._perform()
                case Resumed():
                    self._perform(self._cut_off())
                case Paused() | Stopped():
                    self._stop()
                case Jumped():
                    self._stop()
                    self._plan()
                    self._perform()
                case Finished() if not self._follows:
                    self._say_last_words(self._session)
                case Changed(timeline):
                    self._take(timeline.cues)
                    self._perform()

    def _stop(self) -> None:
        self._follows = False
        self._player.stop()

    def _say_last_words(self, session: Session | None) -> None:
        """A session that stood still was led to its end: no course of its own goes there."""
        if session is not None:
            course = Course(exact_ms() + LEAD_MS, session.position_ms)
            self._player.follow(self._score(), course)

    def _take(self, cues: tuple[SpokenCue, ...]) -> None:
        self._cues = cues
        if self._renderer:
            words = (*self._count_in(), *cues)
            self._renderer.keep({x for cue in words for x in (cue.text, cue.brief)})
        self._plan()

    def _plan(self) -> None:
        """Order the words of this level: those to come, then those already passed."""
        if self._renderer is None:
            return
        position = self._session.position_ms if self._session else 0
        to_come = [cue for cue in self._cues if cue.at_ms >= position]
        passed = [cue for cue in self._cues if cue.at_ms < position]
        in_order = (*self._count_in(), *to_come, *passed)
        words = (words_of(cue, self._level) for cue in in_order)
        self._renderer.plan(list(dict.fromkeys(filter(None, words))))

    def _perform(self, again: Note | None = None) -> None:
        """Hand the player what is to come, if time runs."""
        if self._session and (course := self._session.course):
            self._follows = True
            self._player.follow(self._score(again), course)

    def _score(self, again: Note | None = None) -> CueScore:
        cues = self._cues
        if self._session and (count_in := self._count_in()):
            # What stands before the position on the course is not the past, but these.
            position = self._session.position_ms
            cues = (*count_in, *(cue for cue in cues if cue.at_ms >= position))
        return CueScore(cues, self._clip, self._level, self._gains, (again,) if again else ())

    def _count_in(self) -> tuple[SpokenCue, ...]:
        count_in = self._session.count_in if self._session else None
        return count_in.cues if count_in else ()

    def _clip(self, text: str) -> Clip | None:
        return self._renderer.clip(text) if self._renderer else None

    def _cut_off(self) -> Note | None:
        """The words that a pause cut off, to be said again where there is room for them."""
        session = self._session
        if session is None or (segment := session.segment) is None or self._count_in():
            return None
        position = session.position_ms
        for cue in self._cues:
            words = words_of(cue, self._level)
            clip = self._clip(words) if words and segment.start_ms <= cue.at_ms else None
            if clip and words_ms(cue) < position < words_ms(cue) + clip.length_ms:
                room = self._score().room_ms(position)
                room = segment.end_ms - position if room is None else room
                left = min(room - GAP_MS, segment.end_ms - position - QUIET_TAIL_MS)
                return Note(position, clip, self._gains.voice) if clip.length_ms <= left else None
        return None

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except Exception:  # noqa: BLE001 - the session must go on without a voice
            _log.exception("the voice has failed")
            self._fault = FAILED


def open_speaker(
    level: VoiceLevel,
    cache_folder: Path,
    player: Player,
    settings: VoiceSettings,
    paces: PaceBook,
) -> Speaker:
    """The voice of this computer, whatever it lacks, which `problem` tells.

    Without an engine the tones still sound.
    """
    cache = ClipCache(cache_folder)
    return Speaker(_find_safely(settings), cache, player, level, settings, paces)


def _find_safely(settings: VoiceSettings) -> Synthesiser | Unavailable:
    try:
        return find_synthesiser(settings)
    except Exception:  # noqa: BLE001 - the session must go on without a voice
        _log.exception("the search for a voice has failed")
        return Unavailable(FAILED)
