"""Clips by their texts, made in a thread through the cache, the most urgent first."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from app.audio.clips import Clip
from app.voice.cache import ClipCache
from app.voice.keeping import Keeping
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.synthesiser import BrokenSynthesiser, Synthesiser, SynthesisError

_log = logging.getLogger(__name__)

FAILED: Final = "The voice has failed; the log says why."
_CLOSE_TIMEOUT_S: Final = 2.0


class Renderer:
    """Owns the synthesiser. May be used from any thread; nothing of it waits or raises."""

    def __init__(
        self,
        synthesiser: Synthesiser,
        cache: ClipCache,
        settings: VoiceSettings,
        paces: PaceBook | None = None,
    ) -> None:
        """Starts its thread with the first text; `paces` learns how slow the voice is."""
        self.problem = self._stands_in = ""
        self._synthesiser = synthesiser
        self._settings = settings
        self._keeping = Keeping(cache, synthesiser.name, settings, paces)
        self._changed = threading.Condition(threading.RLock())
        self._clips: dict[str, Clip] = {}
        self._failed: set[str] = set()
        self._plan: deque[str] = deque()
        self._making = ""
        self._first = ""
        self._closed = False
        self._thread: threading.Thread | None = None

    def keep(self, texts: Iterable[str]) -> None:
        """Begin anew: forget all clips but these, and what failed."""
        with self._changed:
            self._clips = {text: self._clips[text] for text in texts if text in self._clips}
            self._failed.clear()
            # Another voice that stands in goes on doing so.
            self.problem = self._stands_in

    def plan(self, texts: Sequence[str]) -> None:
        """Make these, in this order, and nothing else."""
        with self._changed:
            if self._thread is None and texts:
                # A session that was heard before begins at once, without waiting for a thread.
                self._look_up(texts[0])
            self._plan = deque(x for x in texts if x not in self._clips and x not in self._failed)
            self._first = texts[0] if texts else ""
            self._changed.notify_all()
            if self._plan and self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="renderer", daemon=True)
                self._thread.start()

    def clip(self, text: str) -> Clip | None:
        """The clip of a text if it is there; one that nobody planned is made next."""
        with self._changed:
            found = self._clips.get(text)
            if not (found or text in self._failed or text in self._plan or text == self._making):
                self._plan.appendleft(text)
                self._changed.notify_all()
            return found

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
            try:
                clip = self._make(text)
            except SynthesisError as error:
                self._note(str(error), gave_up=isinstance(error, BrokenSynthesiser))
            except Exception:  # noqa: BLE001 - one text less, and the rest goes on
                _log.exception("a text could not be rendered")
                self._note(FAILED, gave_up=False)
            with self._changed:
                if clip:
                    self._clips[text] = clip
                else:
                    self._failed.add(text)
                self._making = ""
                self._changed.notify_all()

    def _next(self) -> str | None:
        with self._changed:
            done = not (self._closed or self._plan)
        if done:
            self._synthesiser.rest()
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._plan)
            self._making = "" if self._closed else self._plan.popleft()
            return self._making or None

    def _look_up(self, text: str) -> None:
        if text not in self._clips and (kept := self._keeping.get(text)) is not None:
            self._clips[text] = kept

    def _make(self, text: str) -> Clip:
        if (kept := self._keeping.get(text)) is not None:
            return kept
        speech = self._synthesiser.render(text, self._settings.wanted, self._settings.rate)
        if speech.stands_in:
            self._stands_in = speech.stands_in
            self._note(speech.stands_in, gave_up=False)
        self._keeping.keep(text, speech)
        return speech.clip

    def _note(self, problem: str, *, gave_up: bool) -> None:
        with self._changed:
            if self._closed:
                return
            if problem != self.problem:
                _log.warning("%s", problem)
            self.problem = problem
            if gave_up:
                self._failed.update(self._plan)
                self._plan.clear()
