"""A whole session as one audio file: the score and the mixer of a live session, without waiting.

The first sample is the session's first moment; every sound begins at the sample at which a
loudspeaker that never lags would have begun it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from app.audio.audio_file import check_place, format_of, write_audio
from app.audio.audio_tags import AudioTags
from app.audio.clips import BYTES_PER_SAMPLE, Clip
from app.audio.mixer import Mixer, StreamFormat
from app.audio.score import Score
from app.audio.tones import RATE_HZ
from app.errors import UserError
from app.movements.model import Side
from app.routine.model import VoiceLevel
from app.session.clock import Course
from app.timeline.model import Timeline
from app.units import SECOND
from app.voice.cache import ClipCache
from app.voice.chapters import chapters_of
from app.voice.clip_maker import ClipMaker, FindSynthesiser
from app.voice.cue_score import CueScore, Gains, words_of
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.synthesiser import SynthesisError, find_synthesiser

Told = Callable[[float], object]
"""Hears how much is done, from 0 to 1, now and then; from the thread that saves."""


class NoWords(UserError):
    """There is no voice for the words; the tones alone could still be saved."""


class Cancelled(UserError):
    """It was to be stopped."""


class Saved(NamedTuple):
    """What was written. `remark` is '' or one sentence which voice speaks instead of another."""

    file: Path
    length_ms: int
    size_bytes: int
    remark: str = ""


class Recording(NamedTuple):
    """A session that can be saved, from any thread; once at a time."""

    timeline: Timeline
    level: VoiceLevel
    settings: VoiceSettings
    cache_folder: Path
    find: FindSynthesiser = find_synthesiser
    side_name: Callable[[Side], str] = str
    comment: str = ""
    paces: PaceBook | None = None

    def with_tones_alone(self) -> Recording:
        """The same without words."""
        return self._replace(level=VoiceLevel.TONES)

    def save(
        self,
        file: Path,
        told: Told = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Saved:
        """Write the file, in place of one that is there; it appears whole or not at all.

        Raises `UserError`: `NoWords`, `Cancelled` after `stopped` said so, or any other.
        """
        self._check(file)
        words = filter(None, (words_of(cue, self.level) for cue in self.timeline.cues))
        cache = ClipCache(self.cache_folder)
        try:
            with closing(
                ClipMaker(words, self.find, cache, self.settings, paces=self.paces)
            ) as maker:
                return self._write(file, maker, told, stopped)
        except SynthesisError as fault:
            raise NoWords(f"{file} was not saved. {fault}") from fault

    def _check(self, file: Path) -> None:
        check_place(file)
        format_of(file)
        name = self.timeline.name
        if not self.timeline.has_work:
            raise UserError(
                f"There is nothing left to do in {name}: all its movements are left out."
            )
        if self.level is VoiceLevel.SILENT:
            raise NoWords(f"There would be nothing to hear: {name} is silent.")

    def _write(
        self, file: Path, maker: ClipMaker, told: Told, stopped: Callable[[], bool]
    ) -> Saved:
        total_ms = self.timeline.total_ms
        length_ms = 0.0

        def clip_of(text: str) -> Clip | None:
            return maker.clip(text, stopped)

        score = CueScore(self.timeline.cues, clip_of, self.level, Gains.of(self.settings))

        def watched() -> Iterator[bytes]:
            nonlocal length_ms
            for block in blocks_of(score, total_ms):
                if stopped():
                    raise Cancelled(f"Stopped: {file} was not saved.")
                yield block
                length_ms += len(block) * SECOND / (BYTES_PER_SAMPLE * RATE_HZ)
                told(min(1.0, length_ms / total_ms))

        def tags() -> AudioTags:
            chapters = chapters_of(self.timeline, round(length_ms), self.side_name)
            return AudioTags(self.timeline.name, self.comment, chapters)

        size = write_audio(file, watched(), tags)
        return Saved(file, round(length_ms), size, maker.stands_in or _shortened(score.too_long))


_BLOCK_MS: Final = 1000
"""A whole second, in which there is a whole, even number of frames: nothing is rounded twice."""
_LAST_WORDS_MS: Final = 2000
"""The words of the closing cue begin behind its sound, no later than this behind the end."""


def blocks_of(score: Score, total_ms: int) -> Iterator[bytes]:
    """The samples of a score from moment 0 to `total_ms`, and on until all that began has ended.

    Block after block, signed 16 bit, little endian, one channel of `RATE_HZ`.
    """
    stream = StreamFormat(RATE_HZ)
    mixer = Mixer(stream)
    mixer.follow(Course(0, 0))
    end, ending = stream.frames_in(total_ms), bytearray()
    at_ms = 0
    while at_ms < total_ms + _LAST_WORDS_MS or not mixer.is_idle:
        for note in score.notes(at_ms, at_ms + _BLOCK_MS):
            mixer.add(note)
            length = note.clip.frames * RATE_HZ // note.clip.rate_hz
            end = max(end, stream.frames_in(note.at_ms) + length)
        block = mixer.take(stream.frames_in(_BLOCK_MS), at_ms)
        at_ms += _BLOCK_MS
        if at_ms < total_ms:
            yield block
        else:
            ending += block
    given = stream.frames_in(at_ms) - len(ending) // BYTES_PER_SAMPLE
    # Words that had to wait for others may sound on a little longer.
    heard = -(-len(ending.rstrip(b"\0")) // BYTES_PER_SAMPLE)
    yield bytes(ending[: BYTES_PER_SAMPLE * max(end - given, heard)])


def _shortened(count: int) -> str:
    if not count:
        return ""
    return (
        f"This voice is slower than was planned: {count} of the texts are shortened or missing. "
        "Save it again, and there is time for them."
    )
