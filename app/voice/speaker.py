"""The voice of a session, as the window and the terminal use it.

Texts are rendered ahead in a thread, in the order in which they are needed. A cue whose clip is
not there when its moment comes is not heard at all: late words mislead, and the caption has them.
Nothing here ever raises into the session; what goes wrong is logged and becomes `problem`, a line.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from app.routine.model import VoiceLevel
from app.timeline.placing import GAP_MS
from app.voice.cache import ClipCache, ClipKey
from app.voice.clips import Clip, silence
from app.voice.pace import RATE_WPM
from app.voice.player import Player
from app.voice.synthesiser import (
    BrokenSynthesiser,
    Synthesiser,
    SynthesisError,
    Unavailable,
    find_synthesiser,
)
from app.voice.tones import TONE_LENGTH_MS, tone

_log = logging.getLogger(__name__)

FAILED: Final = "The voice has failed; the log says why."
_CLOSE_TIMEOUT_S: Final = 2.0
_POLL_S: Final = 0.02


class SpokenCue(Protocol):
    """What a cue must have to be heard: words, the name of a sound, or a sound and then words."""

    @property
    def at_ms(self) -> int:
        """Its moment on the timeline."""

    @property
    def text(self) -> str:
        """What is said at level full; '' for nothing."""

    @property
    def brief(self) -> str:
        """What is said at level brief; '' for nothing."""

    @property
    def sound(self) -> str | None:
        """The name of a tone, or None."""


def words_of(cue: SpokenCue, level: VoiceLevel) -> str:
    """What is said of a cue at a level; '' for nothing."""
    return {VoiceLevel.FULL: cue.text, VoiceLevel.BRIEF: cue.brief}.get(level, "")


class _Renderer:
    """Clips by their texts, made in a thread through the cache, the most urgent first."""

    def __init__(self, synthesiser: Synthesiser, cache: ClipCache, voice: str, rate: int) -> None:
        self.problem = ""
        self._synthesiser = synthesiser
        self._cache = cache
        self._voice, self._rate = voice, rate
        self._changed = threading.Condition(threading.RLock())
        self._clips: dict[str, Clip] = {}
        self._failed: set[str] = set()
        self._plan: deque[str] = deque()
        self._first = ""
        self._closed = False
        self._thread: threading.Thread | None = None

    def keep(self, texts: Iterable[str]) -> None:
        """Begin anew: forget all clips but these, and what failed."""
        with self._changed:
            self._clips = {text: self._clips[text] for text in texts if text in self._clips}
            self._failed.clear()
            self.problem = ""

    def plan(self, texts: Sequence[str]) -> None:
        """Make these, in this order, and nothing else."""
        with self._changed:
            self._plan = deque(x for x in texts if x not in self._clips and x not in self._failed)
            self._first = texts[0] if texts else ""
            self._changed.notify_all()
            if self._plan and self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="renderer", daemon=True)
                self._thread.start()

    def clip(self, text: str) -> Clip | None:
        """The clip of a text if it is there."""
        with self._changed:
            return self._clips.get(text)

    @property
    def has_first(self) -> bool:
        """Whether the first text of the plan is there, if it has any."""
        with self._changed:
            return not self._first or self._first in self._clips

    @property
    def settled(self) -> bool:
        """Whether it is known if the first text can be heard."""
        with self._changed:
            return self.has_first or self._closed or self._first in self._failed

    def close(self) -> None:
        """End the thread, also in the middle of a text."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._synthesiser.close()
        if self._thread:
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _run(self) -> None:
        while (text := self._next()) is not None:
            clip: Clip | None = None
            problem = ""
            try:
                clip = self._make(text)
            except SynthesisError as error:
                problem = str(error)
                self._note(problem, gave_up=isinstance(error, BrokenSynthesiser))
            except Exception:  # noqa: BLE001 - one text less, and the rest goes on
                _log.exception("a text could not be rendered")
                self._note(FAILED, gave_up=False)
            with self._changed:
                if clip:
                    self._clips[text] = clip
                else:
                    self._failed.add(text)
                self._changed.notify_all()

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._plan)
            return None if self._closed else self._plan.popleft()

    def _make(self, text: str) -> Clip:
        key = ClipKey(text, self._synthesiser.name, self._voice, self._rate)
        clip = self._cache.get(key)
        if clip is None:
            clip = self._synthesiser.render(text, self._voice, self._rate)
            self._cache.put(key, clip)
        return clip

    def _note(self, problem: str, *, gave_up: bool) -> None:
        with self._changed:
            if self._closed:
                return
            _log.warning("%s", problem)
            self.problem = problem
            if gave_up:
                self._failed.update(self._plan)
                self._plan.clear()


class Speaker:
    """Says and sounds cues. Made for one session; may be used from any one thread."""

    def __init__(
        self,
        synthesiser: Synthesiser | Unavailable,
        cache: ClipCache,
        player: Player,
        level: VoiceLevel,
        voice: str = "",
        rate: int = RATE_WPM,
    ) -> None:
        """`voice` '' is an English one; `rate` in words a minute. Closes what it is given."""
        self._player = player
        self._level = level
        self._renderer: _Renderer | None = None
        self._no_voice = ""
        if isinstance(synthesiser, Unavailable):
            self._no_voice = synthesiser.reason
        else:
            self._renderer = _Renderer(synthesiser, cache, voice, rate)
        self._cues: list[SpokenCue] = []
        self._position_ms = 0
        self._fault = ""
        self._tones_asked = False

    @property
    def level(self) -> VoiceLevel:
        """How much is heard; may be set at any time, and what is no longer wanted is hushed."""
        return self._level

    @level.setter
    def level(self, level: VoiceLevel) -> None:
        self._level = level
        with self._guard():
            if level in (VoiceLevel.TONES, VoiceLevel.SILENT):
                self._player.stop()
            self._plan()

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

    def prepare(self, cues: Iterable[SpokenCue], from_ms: int = 0) -> None:
        """Start to render what these cues say, that at `from_ms` on the timeline first.

        Returns at once. A new call replaces the one before.
        """
        with self._guard():
            self._cues = sorted(cues, key=lambda cue: cue.at_ms)
            self._position_ms = from_ms
            self._make_tones()
            if self._renderer:
                self._renderer.keep({x for cue in self._cues for x in (cue.text, cue.brief)})
            self._plan()

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait, about `timeout_s` seconds at most, for the first words and for the device to wake.

        False when the words are not there, be it not yet or for good: `problem` tells which. A
        session may start either way.
        """
        with self._guard():
            pause = threading.Event()
            for _ in range(math.ceil(timeout_s / _POLL_S)):
                if self._settled():
                    break
                pause.wait(_POLL_S)
            return self._renderer is None or self._renderer.has_first
        return False

    def _settled(self) -> bool:
        if self._level is VoiceLevel.SILENT:
            return True
        return self._player.settled and (self._renderer is None or self._renderer.settled)

    def speak(self, cue: SpokenCue) -> None:
        """Let a cue be heard now: what the level wants of it, and of that what is there."""
        with self._guard():
            self._position_ms = cue.at_ms
            sound = tone(cue.sound) if cue.sound and self._level is not VoiceLevel.SILENT else None
            words = self._words_clip(cue)
            if sound:
                self._player.play(sound)
            if sound and words:
                self._player.play(silence(GAP_MS, words.rate_hz))
            if words:
                self._player.play(words)

    def hush(self) -> None:
        """Fade out what sounds."""
        with self._guard():
            self._player.stop()

    def close(self) -> None:
        """End the threads, the engine and the stream."""
        with self._guard():
            if self._renderer:
                self._renderer.close()
        with self._guard():
            self._player.close()

    def _words_clip(self, cue: SpokenCue) -> Clip | None:
        words = words_of(cue, self._level)
        if not words or self._renderer is None:
            return None
        clip = self._renderer.clip(words)
        if clip is None:
            _log.debug("not rendered in time: %s", words)
        return clip

    def _plan(self) -> None:
        """Order the words of this level: those to come, then those already passed."""
        if self._renderer is None:
            return
        to_come = [cue for cue in self._cues if cue.at_ms >= self._position_ms]
        passed = [cue for cue in self._cues if cue.at_ms < self._position_ms]
        words = (words_of(cue, self._level) for cue in (*to_come, *passed))
        self._renderer.plan(list(dict.fromkeys(filter(None, words))))

    def _make_tones(self) -> None:
        """Make the five sounds in the background: each takes up to 0.1 s of arithmetic."""
        if not self._tones_asked:
            self._tones_asked = True
            threading.Thread(target=lambda: [tone(x) for x in TONE_LENGTH_MS], daemon=True).start()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except Exception:  # noqa: BLE001 - the session must go on without a voice
            _log.exception("the voice has failed")
            self._fault = FAILED


def open_speaker(
    level: VoiceLevel, cache_folder: Path, voice: str = "", rate: int = RATE_WPM
) -> Speaker:
    """The voice of this computer, whatever it lacks, which `problem` tells.

    Without an engine the tones still sound; without a device all is silent.
    """
    from app.voice.qt_player import open_player  # Qt only where it is heard

    return Speaker(_find_safely(), ClipCache(cache_folder), open_player(), level, voice, rate)


def _find_safely() -> Synthesiser | Unavailable:
    try:
        return find_synthesiser()
    except Exception:  # noqa: BLE001 - the session must go on without a voice
        _log.exception("the search for a voice has failed")
        return Unavailable(FAILED)
