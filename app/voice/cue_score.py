"""The score of a session: its cues as notes, with those clips that are there by now."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from app.audio.clips import Clip
from app.audio.score import Note
from app.audio.tones import tone
from app.routine.model import VoiceLevel
from app.timeline.placing import GAP_MS, SOUND_MS
from app.voice.port import VoiceSettings

_log = logging.getLogger(__name__)

# No sound of a cue is longer than this, so that its words begin this much later at most.
_LONGEST_SOUND_MS: Final = max(SOUND_MS.values()) + GAP_MS


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


class Gains(NamedTuple):
    """How strong words and tones are, as factors."""

    voice: float = 1.0
    tones: float = 1.0

    @classmethod
    def of(cls, settings: VoiceSettings) -> Gains:
        """Those of the two volumes."""
        return cls(settings.voice_volume / 100, settings.tone_volume / 100)


def words_of(cue: SpokenCue, level: VoiceLevel) -> str:
    """What is said of a cue at a level; '' for nothing."""
    return {VoiceLevel.FULL: cue.text, VoiceLevel.BRIEF: cue.brief}.get(level, "")


def words_ms(cue: SpokenCue) -> int:
    """The moment at which the words of a cue begin: behind its sound."""
    return cue.at_ms + (SOUND_MS[cue.sound] + GAP_MS if cue.sound else 0)


class CueScore:
    """See `Score`. Never changes, but for the clips that arrive."""

    def __init__(
        self,
        cues: Sequence[SpokenCue],
        clip_of: Callable[[str], Clip | None],
        level: VoiceLevel,
        gains: Gains = Gains(),  # noqa: B008 - a value
        also: Sequence[Note] = (),
    ) -> None:
        """`cues` in order of time; `also` are notes that no cue of the timeline makes."""
        heard = level is not VoiceLevel.SILENT
        self._cues = [cue for cue in cues if words_of(cue, level) or (cue.sound and heard)]
        self._times = [cue.at_ms for cue in self._cues]
        self._clip_of = clip_of
        self._level = level
        self._gains = gains
        self._also = also
        self._told: set[tuple[int, str]] = set()

    def notes(self, from_ms: int, to_ms: int) -> Sequence[Note]:
        """See `Score`. Words that are not rendered yet are not among them."""
        first = bisect_left(self._times, from_ms - _LONGEST_SOUND_MS)
        last = bisect_left(self._times, to_ms)
        found = [note for index in range(first, last) for note in self._of(index)]
        found += self._also
        return sorted(
            (note for note in found if from_ms <= note.at_ms < to_ms), key=lambda note: note.at_ms
        )

    def room_ms(self, position_ms: int) -> int | None:
        """Milliseconds from a position to the next cue that is heard; None when none follows."""
        index = bisect_left(self._times, position_ms)
        return self._times[index] - position_ms if index < len(self._times) else None

    def _of(self, index: int) -> Iterator[Note]:
        cue = self._cues[index]
        if cue.sound:
            yield Note(cue.at_ms, tone(cue.sound), self._gains.tones, spoken=False)
        at = words_ms(cue)
        room = self.room_ms(cue.at_ms + 1)
        end = None if room is None else cue.at_ms + 1 + room
        words = words_of(cue, self._level)
        for text in filter(None, (words, cue.brief if words else "")):
            if (clip := self._clip_of(text)) is None:
                return
            if end is None or at + clip.length_ms <= end:
                yield Note(at, clip, self._gains.voice)
                return
            # The plan was made for a faster voice: what is brief may fit.
            self._tell(cue, text, at + clip.length_ms - end)

    def _tell(self, cue: SpokenCue, text: str, over_ms: int) -> None:
        """Once: the score is asked for the same again and again."""
        if (cue.at_ms, text) not in self._told:
            self._told.add((cue.at_ms, text))
            _log.info("too long for its place by %d ms: %s", over_ms, text)

    @property
    def too_long(self) -> int:
        """How many cues were found to have no time for all their words."""
        return len({at_ms for at_ms, _ in self._told})
