"""The voice of the stage, which outlives the session for its last words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.routine.model import VoiceLevel
from app.ui.timers import interval

if TYPE_CHECKING:
    from app.voice.port import Voice

# A jump to the end is heard 370 ms after it, and a timer may be early by a twentieth.
_AFTER_LAST_WORDS_MS: Final = 2000
_SPOKEN: Final = (VoiceLevel.FULL, VoiceLevel.BRIEF)


class StageVoice(QObject):
    """Owns the voice in use and those of sessions that are over."""

    def __init__(self, parent: QObject) -> None:
        """Without a voice."""
        super().__init__(parent)
        self._voice: Voice | None = None
        self._retiring: list[Voice] = []
        self._retire = interval(self, _AFTER_LAST_WORDS_MS, self.release_retired, once=True)

    @property
    def voice(self) -> Voice | None:
        """The voice of the session on the stage."""
        return self._voice

    @property
    def speaks(self) -> bool:
        """Whether words are heard: a screen reader would talk into them."""
        voice = self._voice
        return voice is not None and voice.level in _SPOKEN and not voice.problem

    def use(self, voice: Voice) -> None:
        """Take a voice for a session."""
        self._voice = voice

    def retire(self, last_words_ms: int = 0) -> None:
        """Close the voice when its last words have been said."""
        if self._voice is not None:
            self._retiring.append(self._voice)
            self._voice = None
        self._retire.start(last_words_ms + _AFTER_LAST_WORDS_MS)

    def release_retired(self) -> None:
        """Close the voices of sessions that are over."""
        while self._retiring:
            self._retiring.pop().close()

    def release(self) -> None:
        """Close every voice, when the program ends."""
        self.retire()
        self._retire.stop()
        self.release_retired()
