"""Every clip of a whole session, made as fast as this computer can.

They come through the cache, and from several engines at once where many are missing; the first in
order first, so that whoever uses them in that order need not wait for the rest.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from app.audio.clips import Clip
from app.voice.cache import ClipCache
from app.voice.keeping import Keeping
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.synthesiser import PIPER, Synthesiser, SynthesisError, Unavailable

FindSynthesiser = Callable[[VoiceSettings], Synthesiser | Unavailable]

_MOST_ENGINES: Final = 4
# An engine takes as long to start as to speak about so many texts.
_TEXTS_AN_ENGINE: Final = 12
_POLL_S: Final = 0.1
_CLOSE_TIMEOUT_S: Final = 2.0


class ClipMaker:
    """Owns its engines, each in a thread. To be closed; `clip` is for one thread."""

    def __init__(
        self,
        texts: Iterable[str],
        find: FindSynthesiser,
        cache: ClipCache,
        settings: VoiceSettings,
        *,
        most_engines: int = _MOST_ENGINES,
        paces: PaceBook | None = None,
    ) -> None:
        """Looks into the cache, and begins with what is missing; `paces` learns from that.

        Raises `SynthesisError` where there are words but no engine at all.
        """
        self.stands_in = ""
        self._find, self._cache, self._settings = find, cache, settings
        self._paces = paces
        self._keeping: Keeping | None = None
        self._changed = threading.Condition()
        self._clips: dict[str, Clip] = {}
        self._fault: SynthesisError | None = None
        self._closed = False
        self._engines: list[Synthesiser] = []
        self._threads: list[threading.Thread] = []
        self._wanted: set[str] = set()
        self._missing: deque[str] = deque()
        if wanted := list(dict.fromkeys(texts)):
            self._begin(wanted, most_engines)

    def _begin(self, wanted: list[str], most_engines: int) -> None:
        first = self._open()
        self._keeping = Keeping(self._cache, first.name, self._settings, self._paces)
        for text in wanted:
            if not self._has(text):
                self._missing.append(text)
        count = min(most_engines, os.cpu_count() or 1, -(-len(self._missing) // _TEXTS_AN_ENGINE))
        if self._settings.engine == PIPER:
            count = min(count, 1)  # it takes all the processors that there are by itself
        engines = [first, *(self._open() for _ in range(count - 1))] if count else []
        for engine in engines:
            self._start(engine)

    def _start(self, engine: Synthesiser) -> None:
        thread = threading.Thread(target=self._work, args=(engine,), name="clips", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _has(self, text: str) -> bool:
        """Whether a text is there; from now on it is one that was asked for."""
        self._wanted.add(text)
        if self._keeping and (clip := self._keeping.get(text)):
            self._clips[text] = clip
        return text in self._clips

    def _open(self) -> Synthesiser:
        engine = self._find(self._settings)
        if isinstance(engine, Unavailable):
            raise SynthesisError(engine.reason)
        self._engines.append(engine)
        return engine

    def clip(self, text: str, stopped: Callable[[], bool]) -> Clip | None:
        """The clip of a text, waited for; None as soon as `stopped` says so.

        One that was not among the first texts is made as well: which words a slow voice has no
        time for shows only on the way. Raises `SynthesisError` when any text could not be made.
        """
        with self._changed:
            if text not in self._wanted and not self._has(text):
                self._missing.appendleft(text)
                self._start(self._engines[0])
            while text not in self._clips:
                if self._fault:
                    raise self._fault
                if stopped():
                    return None
                self._changed.wait(_POLL_S)
            return self._clips[text]

    def close(self) -> None:
        """End engines and threads, also in the middle of a text."""
        with self._changed:
            self._closed = True
        for engine in self._engines:
            engine.close()
        for thread in self._threads:
            thread.join(_CLOSE_TIMEOUT_S)

    def _work(self, engine: Synthesiser) -> None:
        while (text := self._next()) is not None:
            try:
                clip = self._make(engine, text)
            except SynthesisError as error:
                self._fail(error)
            except Exception as error:  # noqa: BLE001 - whoever waits for the clip is told
                self._fail(SynthesisError(f"The voice has failed ({type(error).__name__})."))
            else:
                with self._changed:
                    self._clips[text] = clip
                    self._changed.notify_all()

    def _next(self) -> str | None:
        with self._changed:
            over = self._closed or self._fault or not self._missing
            return None if over else self._missing.popleft()

    def _make(self, engine: Synthesiser, text: str) -> Clip:
        speech = engine.render(text, self._settings.wanted, self._settings.rate)
        with self._changed:
            self.stands_in = speech.stands_in or self.stands_in
            if self._keeping:
                self._keeping.keep(text, speech)
        return speech.clip

    def _fail(self, error: SynthesisError) -> None:
        with self._changed:
            self._fault = self._fault or error
            self._changed.notify_all()
