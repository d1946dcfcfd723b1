"""What is kept of rendered speech: the clip in the cache, and how slow the voice was."""

from __future__ import annotations

from app.audio.clips import Clip
from app.voice.cache import ClipCache, ClipKey
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Speech


class Keeping:
    """The cache as one engine with one choice of voice sees it. One thread at a time."""

    def __init__(
        self, cache: ClipCache, engine: str, settings: VoiceSettings, paces: PaceBook | None
    ) -> None:
        """`engine` is the name of a synthesiser; `paces` learns how slow the voice is."""
        self._cache = cache
        self._engine = engine
        self._settings = settings
        self._paces = paces

    def get(self, text: str) -> Clip | None:
        """The clip of a text that was kept before."""
        return self._cache.get(self._key(text))

    def keep(self, text: str, speech: Speech) -> None:
        """Keep what the voice said that was asked for; that one may be there the next time."""
        if speech.stands_in:
            return
        self._cache.put(self._key(text), speech.clip)
        if self._paces:
            settings = self._settings
            self._paces.note(settings.key, settings.rate, text, speech.clip.length_ms)

    def _key(self, text: str) -> ClipKey:
        return ClipKey(text, self._engine, self._settings.wanted, self._settings.rate)
