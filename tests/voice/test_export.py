"""The sound of a saved session: every note at its sample, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.audio.clips import Clip
from app.audio.score import FixedScore, Note
from app.audio.tones import tone
from app.errors import UserError
from app.movements.loader import Catalogue
from app.routine.model import VoiceLevel
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from app.voice.cue_score import CueScore, SpokenCue, words_ms
from app.voice.export import Cancelled, NoWords, Recording, blocks_of
from app.voice.paces import PaceBook
from app.voice.port import VoiceSettings
from app.voice.synthesiser import BrokenSynthesiser, Speech, SynthesisError, Unavailable
from tests.fakes import timeline
from tests.strategies import explore
from tests.voice.fakes_voice import RATE_HZ, FakeCue, FakeSynthesiser, clip_of

STEPS = """
  - movement: pigeon-pose
    hold: 20-30s
  - rest: 30s
  - movement: cat-cow
    reps: 3
"""


def samples(pcm: bytes) -> NDArray[np.int16]:
    return np.frombuffer(pcm, "<i2")


def noise(frames: int, seed: int) -> Clip:
    """Loud from its first to its last sample, and like nothing else."""
    values = np.random.default_rng(seed).integers(1, 9000, frames)
    return Clip(RATE_HZ, values.astype("<i2").tobytes())


def laid(notes: Sequence[Note], total_ms: int) -> NDArray[np.int16]:
    """What the issue asks for, in the plainest words: each note at its own sample."""
    ends = [round(note.at_ms * RATE_HZ / 1000) + note.clip.frames for note in notes]
    ground = np.zeros(max([round(total_ms * RATE_HZ / 1000), *ends]), np.int16)
    for note in notes:
        first = round(note.at_ms * RATE_HZ / 1000)
        ground[first : first + note.clip.frames] += samples(note.clip.pcm)
    return ground


@st.composite
def scores(draw: st.DrawFn) -> tuple[list[Note], int]:
    """Notes that do not touch, the last of which may begin just behind the end."""
    lengths = draw(st.lists(st.integers(1, 40_000), max_size=12))
    gaps = draw(st.lists(st.integers(60, 3000), min_size=len(lengths), max_size=len(lengths)))
    first = draw(st.sampled_from([0, 1, 9, 10, 11, 20, 30, 990, 999, 1000, 1001]))
    spans = [frames * 1000 // RATE_HZ + gap for frames, gap in zip(lengths, gaps, strict=True)]
    starts = list(accumulate(spans, initial=first))
    notes = [
        Note(at, noise(frames, seed), spoken=draw(st.booleans()))
        for seed, (at, frames) in enumerate(zip(starts, lengths, strict=False))
    ]
    last = notes[-1].at_ms if notes else 0
    total_ms = draw(st.integers(max(1, last - 1999), last + 3000))
    return notes, total_ms


@explore(60)
@given(scores())
def test_every_note_is_at_its_sample_and_there_is_nothing_else(
    drawn: tuple[list[Note], int],
) -> None:
    notes, total_ms = drawn
    blocks = list(blocks_of(FixedScore(*notes), total_ms))
    np.testing.assert_array_equal(samples(b"".join(blocks)), laid(notes, total_ms))


@pytest.mark.parametrize("at_ms", [10, 30, 1010, 1030, 61_010, 3_600_010])
def test_half_a_sample_is_rounded_the_same_way_wherever_it_is(at_ms: int) -> None:
    note = Note(at_ms, noise(100, 1))
    found = samples(b"".join(blocks_of(FixedScore(note), at_ms + 500)))
    assert int(np.flatnonzero(found)[0]) == round(at_ms * RATE_HZ / 1000)


def test_closing_words_are_heard_to_their_end_whatever_second_they_begin_in() -> None:
    for total_ms in (4000, 4500, 4999):
        cues: list[SpokenCue] = [FakeCue(total_ms, text="Done. " * 60, sound="end")]
        score = CueScore(cues, clip_of, VoiceLevel.FULL)
        found = samples(b"".join(blocks_of(score, total_ms)))
        np.testing.assert_array_equal(found, laid(score.notes(0, 10**6), total_ms))


def test_notes_at_another_rate_have_their_own_length() -> None:
    at_16k = Clip(16_000, noise(16_000, 3).pcm)
    found = b"".join(blocks_of(FixedScore(Note(2500, at_16k)), 1000))
    assert len(found) // 2 == round(3.5 * RATE_HZ)


# --- a whole recording ---------------------------------------------------------------------------


class Studio:
    """A recording with fake engines, of which each that was looked for is remembered."""

    def __init__(self, folder: Path, made: Timeline, level: VoiceLevel = VoiceLevel.FULL) -> None:
        self.engines: list[FakeSynthesiser] = []
        self.held = False
        self.failures: dict[str, Exception] = {}
        self.stands_in = ""
        self.missing = ""
        self.file = folder / "out.wav"
        self.recording = Recording(
            made, level, VoiceSettings(), folder / "cache", self._find, comment="Hello."
        )

    def _find(self, _settings: VoiceSettings) -> FakeSynthesiser | Unavailable:
        if self.missing:
            return Unavailable(self.missing)
        engine = FakeSynthesiser(held=self.held)
        engine.failures, engine.stands_in = self.failures, self.stands_in
        self.engines.append(engine)
        return engine

    @property
    def asked(self) -> list[str]:
        return [text for engine in self.engines for text in engine.asked]

    def left_behind(self) -> list[str]:
        return sorted(p.name for p in self.file.parent.iterdir() if p.name != "cache")


@pytest.fixture
def made(catalogue: Catalogue, compiler: Compiler) -> Timeline:
    return timeline(STEPS, catalogue, compiler)


@pytest.fixture
def studio(tmp_path: Path, made: Timeline) -> Studio:
    return Studio(tmp_path, made)


@pytest.mark.parametrize("level", [VoiceLevel.FULL, VoiceLevel.BRIEF, VoiceLevel.TONES])
def test_file_holds_the_notes_of_the_live_score(
    tmp_path: Path, made: Timeline, level: VoiceLevel
) -> None:
    studio = Studio(tmp_path, made, level)
    saved = studio.recording.save(studio.file)
    found, rate = soundfile.read(studio.file, dtype="int16")
    assert rate == RATE_HZ
    notes = CueScore(made.cues, clip_of, level).notes(0, 10**9)
    assert len(notes) > 10
    np.testing.assert_array_equal(found, laid(notes, made.total_ms))
    assert saved.length_ms == round(len(found) * 1000 / RATE_HZ)
    assert saved.size_bytes == studio.file.stat().st_size
    assert saved.remark == ""
    assert all(engine.closed for engine in studio.engines)


def test_volumes_are_those_of_the_settings(studio: Studio, made: Timeline) -> None:
    settings = VoiceSettings(voice_volume=0, tone_volume=50)
    studio.recording._replace(settings=settings).save(studio.file)
    found, _ = soundfile.read(studio.file, dtype="int16")
    beep = next(cue for cue in made.cues if cue.sound == "beep")
    first = round(beep.at_ms * RATE_HZ / 1000)
    full = samples(tone("beep").pcm).astype(float)
    assert np.abs(found[first : first + len(full)] - full / 2).max() <= 0.5
    spoken = next(cue for cue in made.cues if cue.text and not cue.sound)
    first = round(spoken.at_ms * RATE_HZ / 1000)
    assert not found[first : first + clip_of(spoken.text).frames].any()


def test_progress_grows_to_the_whole(studio: Studio) -> None:
    told: list[float] = []
    studio.recording.save(studio.file, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 50


def test_second_time_no_engine_is_asked(studio: Studio) -> None:
    studio.recording.save(studio.file)
    first = studio.file.read_bytes()
    asked = len(studio.asked)
    assert asked == len(set(studio.asked))
    studio.recording.save(studio.file)
    assert len(studio.asked) == asked
    assert studio.file.read_bytes() == first


def test_tones_alone_need_no_engine(studio: Studio) -> None:
    studio.missing = "No voice: there is none."
    studio.recording.with_tones_alone().save(studio.file)
    assert studio.engines == []


def test_voice_that_stands_in_is_told_and_its_clips_are_not_kept(studio: Studio) -> None:
    studio.stands_in = "Another speaks."
    assert studio.recording.save(studio.file).remark == "Another speaks."
    asked = len(studio.asked)
    studio.recording.save(studio.file)
    assert len(studio.asked) == 2 * asked


def test_slow_voice_is_remembered(studio: Studio, tmp_path: Path) -> None:
    class Remembering(PaceBook):
        noted = 0

        def note(self, voice: str, rate: int, text: str, length_ms: int) -> None:
            self.noted += 1

    paces = Remembering(tmp_path / "pace.json")
    studio.recording._replace(paces=paces).save(studio.file)
    assert paces.noted == len(studio.asked)


def test_brief_words_of_a_slow_voice_are_made_when_they_turn_out_to_be_needed(
    studio: Studio, made: Timeline
) -> None:
    cues = [cue for cue in made.cues if cue.text]
    shortened = next(cue for cue in cues[:-1] if cue.brief and cue.brief != cue.text)

    class Slow(FakeSynthesiser):
        def render(self, text: str, voice: str, rate: int) -> Speech:
            speech = super().render(text, voice, rate)
            return Speech(noise(60 * RATE_HZ, 1)) if text == shortened.text else speech

    waits = 0

    def waited_too_long() -> bool:
        nonlocal waits
        waits += 1
        return waits > 400

    slow = studio.recording._replace(find=lambda _: Slow())
    saved = slow.save(studio.file, stopped=waited_too_long)
    found, _ = soundfile.read(studio.file, dtype="int16")
    brief = samples(clip_of(shortened.brief).pcm)
    first = round(words_ms(shortened) * RATE_HZ / 1000)
    np.testing.assert_array_equal(found[first : first + len(brief)], brief)
    assert saved.remark


@pytest.mark.parametrize("fault", [SynthesisError("It failed."), BrokenSynthesiser("It failed.")])
def test_text_that_cannot_be_spoken_leaves_no_file(studio: Studio, fault: Exception) -> None:
    text = next(cue.text for cue in reversed(studio.recording.timeline.cues) if cue.text)
    studio.failures[text] = fault
    with pytest.raises(NoWords, match="was not saved"):
        studio.recording.save(studio.file)
    assert studio.left_behind() == []
    assert all(engine.closed for engine in studio.engines)


def test_fault_of_ours_in_an_engine_does_not_let_anyone_wait(studio: Studio) -> None:
    text = next(cue.text for cue in studio.recording.timeline.cues if cue.text)
    studio.failures[text] = ZeroDivisionError()
    with pytest.raises(NoWords, match="The voice has failed"):
        studio.recording.save(studio.file)


def test_without_an_engine_the_sentence_says_why(studio: Studio) -> None:
    studio.missing = "No voice: there is none."
    with pytest.raises(NoWords, match="No voice: there is none"):
        studio.recording.save(studio.file)
    assert studio.left_behind() == []


def test_silence_is_not_saved(studio: Studio) -> None:
    with pytest.raises(NoWords, match="nothing to hear"):
        studio.recording._replace(level=VoiceLevel.SILENT).save(studio.file)


def test_session_without_movements_is_not_saved(
    tmp_path: Path, catalogue: Catalogue, compiler: Compiler
) -> None:
    studio = Studio(tmp_path, timeline("  - rest: 30s", catalogue, compiler))
    with pytest.raises(UserError, match="nothing left to do in Test"):
        studio.recording.save(studio.file)


# --- cancelled -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".ogg", ".mp3", ".flac", ".wav"])
def test_stopped_half_way_leaves_what_was_there_before(studio: Studio, suffix: str) -> None:
    file = studio.file = studio.file.with_suffix(suffix)
    file.write_bytes(b"older")
    told: list[float] = []
    with pytest.raises(Cancelled, match="was not saved"):
        studio.recording.save(file, told.append, lambda: len(told) == 20)
    assert studio.left_behind() == [file.name]
    assert file.read_bytes() == b"older"


def test_stopped_while_a_text_is_rendered(studio: Studio) -> None:
    studio.held = True

    def rendering() -> bool:
        return any(engine.started.is_set() for engine in studio.engines)

    with pytest.raises(Cancelled):
        studio.recording.save(studio.file, stopped=rendering)
    assert studio.left_behind() == []
    assert all(engine.closed for engine in studio.engines)
