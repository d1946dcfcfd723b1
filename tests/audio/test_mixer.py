"""The mixer by its frames: what is heard, from which frame on, and what never is."""

from __future__ import annotations

import struct
from array import array
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.audio.clips import Clip, to_pcm, to_samples
from app.audio.mixer import LATE_MS, Mixer, SampleKind, StreamFormat
from app.audio.score import Note
from app.session.clock import Course
from tests.voice.fakes_voice import quiet, square

RATE: Final = 22_050
MONO: Final = StreamFormat(RATE)
MOMENTS: Final = st.integers(0, 45).map(lambda x: 20 * x)
"""Milliseconds that fall on a whole frame, so that no rounding is involved."""
START_MS: Final = 5000.0
"""When the first frame of a stream is heard."""


def ramp(frames: int, first: int = 1) -> Clip:
    """A clip in which every sample is another one."""
    return Clip(RATE, to_pcm(array("h", range(first, first + frames))))


def steady(frames: int, level: int = 1000) -> Clip:
    return Clip(RATE, to_pcm(array("h", [level] * frames)))


class Tape:
    """A mixer, and all that was taken from it, as one long row of samples."""

    def __init__(self, *notes: Note, stream: StreamFormat = MONO, late_ms: float = 0.0) -> None:
        self.stream = stream
        self.mixer = Mixer(stream)
        self.mixer.open(stream)
        self.samples: list[int] = []
        self.late_ms = late_ms
        self.mixer.follow(Course(START_MS, 0))
        self.add(*notes)

    @property
    def now_ms(self) -> float:
        """When the next frame is heard."""
        return START_MS + self.late_ms + len(self.samples) * 1000 / self.stream.rate_hz

    def add(self, *notes: Note) -> None:
        for note in notes:
            self.mixer.add(note)

    def run(self, frames: int, step: int = 220) -> list[int]:
        """Take so many frames in steps; what they held."""
        begun = len(self.samples)
        for done in range(0, frames, step):
            part = min(step, frames - done)
            self.samples += to_samples(self.mixer.take(part, self.now_ms))
        return self.samples[begun:]

    def run_ms(self, length_ms: float) -> list[int]:
        return self.run(self.stream.frames_in(length_ms))


def test_nothing_on_a_course_is_silence() -> None:
    assert Mixer(MONO).take(100, START_MS) == bytes(200)
    assert set(Tape().run(1000)) == {0}


def test_nothing_begins_without_a_course_or_before_the_device_is_known() -> None:
    mixer = Mixer(MONO)
    mixer.add(Note(0, ramp(10)))
    assert mixer.take(1000, START_MS) == bytes(2000)
    tape = Tape(Note(100, ramp(10)))
    assert tape.mixer.take(10_000, None) == bytes(20_000)
    assert not tape.mixer.is_idle
    assert [x for x in tape.run_ms(200) if x] == list(range(1, 11))


@given(
    takes=st.lists(st.integers(0, 700), max_size=40),
    at_ms=st.lists(MOMENTS, min_size=1, max_size=5, unique=True),
    frames=st.integers(1, 600),
)
@settings(deadline=None)
def test_nothing_is_lost_or_doubled_however_it_is_taken(
    takes: list[int], at_ms: list[int], frames: int
) -> None:
    """The same notes, taken at once and in pieces: tones, which may sound together."""
    notes = [Note(at, steady(frames, 1 << i), spoken=False) for i, at in enumerate(at_ms)]
    pieces, whole = Tape(*notes), Tape(*notes)
    for take in takes:
        pieces.run(take, step=max(1, take))
    length = len(pieces.samples)
    assert pieces.samples == whole.run(length, step=max(1, length))
    pieces.run(RATE + frames - min(length, RATE), step=4000)
    for i in range(len(at_ms)):
        assert sum(1 for x in pieces.samples if x & (1 << i)) == frames
    assert pieces.mixer.is_idle


@given(
    at_ms=st.integers(0, 3000),
    late_ms=st.floats(-40, 40),
    step=st.integers(1, 2205),
    rate_hz=st.sampled_from([8000, 22_050, 44_100, 48_000]),
)
@settings(deadline=None)
def test_a_note_begins_at_the_frame_nearest_to_its_moment(
    at_ms: int, late_ms: float, step: int, rate_hz: int
) -> None:
    clip = Clip(rate_hz, to_pcm(array("h", [1000] * 50)))
    tape = Tape(Note(at_ms, clip), stream=StreamFormat(rate_hz), late_ms=late_ms)
    tape.run(rate_hz * (at_ms + 60) // 1000 + 100, step)
    exact = (at_ms - late_ms) * rate_hz / 1000
    assert abs(tape.samples.index(1000) - max(0, exact)) <= 0.5001
    assert tape.samples.count(1000) == 50


def test_a_note_follows_the_stream_clock_when_it_is_corrected() -> None:
    tape = Tape(Note(100, steady(10)), Note(500, steady(10)))
    tape.run_ms(200)
    tape.late_ms = 7.0
    tape.run_ms(400)
    onsets = [i for i, x in enumerate(tape.samples) if x and not tape.samples[i - 1]]
    assert onsets == [2205, round((500 - 7) * 22.05)]


def test_a_stream_that_stood_still_leaves_no_note_out_and_doubles_none() -> None:
    """The device ran dry for 100 ms between two takes: what is due within is late, and whole."""
    tape = Tape(Note(250, ramp(100)))
    tape.run_ms(200)
    tape.late_ms = 100.0
    assert [x for x in tape.run_ms(300) if x] == list(range(1, 101))


@pytest.mark.parametrize(
    ("spoken", "others", "together"), [(True, True, False), (False, True, True)]
)
def test_words_never_sound_over_words_but_tones_may(
    spoken: bool, others: bool, together: bool
) -> None:
    tape = Tape(Note(0, steady(2205, 100), spoken=others), Note(50, steady(2205, 1), spoken=spoken))
    tape.run_ms(400)
    assert (101 in tape.samples) is together
    assert sum(1 for x in tape.samples if x in (1, 101)) == 2205
    assert sum(1 for x in tape.samples if x >= 100) == 2205


def test_words_that_had_to_wait_keep_a_little_distance() -> None:
    tape = Tape(Note(0, steady(2205, 100)), Note(50, steady(100, 1)))
    tape.run_ms(300)
    assert tape.samples.index(1) == 2205 + 882


@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 9000)), min_size=1, max_size=8))
@settings(deadline=None)
def test_words_are_heard_whole_alone_and_hardly_late_or_not_at_all(
    said: list[tuple[int, int]],
) -> None:
    said.sort(key=lambda each: each[0])
    tape = Tape(*(Note(at, steady(n, 1 + i)) for i, (at, n) in enumerate(said)))
    tape.run(RATE * 5, step=300)
    for i, (at, frames) in enumerate(said):
        heard = [k for k, x in enumerate(tape.samples) if x == 1 + i]
        if heard:
            assert len(heard) == frames == heard[-1] - heard[0] + 1
            assert -1 <= heard[0] - at * RATE / 1000 <= LATE_MS * RATE / 1000 + 1
    assert set(tape.samples) <= set(range(len(said) + 1))


@pytest.mark.parametrize(("late_ms", "heard"), [(LATE_MS - 1, True), (LATE_MS + 1, False)])
def test_what_is_too_late_never_sounds(late_ms: int, heard: bool) -> None:
    tape = Tape(late_ms=float(late_ms))
    tape.add(Note(0, steady(100)))
    assert (1000 in tape.run_ms(1000)) is heard


@pytest.mark.parametrize(("after_ms", "heard"), [(LATE_MS - 30, True), (LATE_MS + 30, False)])
def test_a_clip_that_arrives_late_is_heard_only_where_it_is_hardly_late(
    after_ms: int, heard: bool
) -> None:
    tape = Tape()
    tape.run_ms(500 + after_ms)
    tape.add(Note(500, steady(100)))
    assert (1000 in tape.run_ms(1000)) is heard
    assert tape.mixer.is_idle


# --- courses -------------------------------------------------------------------------------------


def test_the_same_course_again_doubles_nothing_and_goes_on() -> None:
    notes = [Note(0, ramp(3000)), Note(300, ramp(100, first=5000))]
    tape = Tape(*notes)
    tape.run_ms(50)
    tape.mixer.follow(Course(START_MS, 0))
    tape.add(*notes)
    tape.run_ms(500)
    assert [x for x in tape.samples if x] == [*range(1, 3001), *range(5000, 5100)]


@pytest.mark.parametrize("position_ms", [10, 49, 500])
def test_the_same_course_by_another_of_its_moments_doubles_nothing(position_ms: int) -> None:
    """A session tells its course by its last tick; the stream is a tenth of a second ahead."""
    notes = [Note(100, ramp(500)), Note(700, ramp(100, first=5000))]
    tape = Tape(*notes)
    tape.run_ms(150)
    tape.mixer.follow(Course(START_MS + position_ms, position_ms))
    tape.add(*(note for note in notes if note.at_ms >= position_ms))
    tape.run_ms(900)
    assert [x for x in tape.samples if x] == [*range(1, 501), *range(5000, 5100)]


@given(
    moments=st.lists(st.integers(0, 1200), max_size=6),
    at_ms=st.lists(MOMENTS, min_size=1, max_size=4, unique=True),
)
@settings(deadline=None)
@example(moments=[60], at_ms=[100])
def test_following_again_and_again_is_following_once(moments: list[int], at_ms: list[int]) -> None:
    notes = [Note(at, steady(300, 1 << i), spoken=False) for i, at in enumerate(at_ms)]
    again, once = Tape(*notes), Tape(*notes)
    for moment in sorted(moments):
        again.run_ms(max(0.0, START_MS + moment - again.now_ms))
        position = max(0, moment - 100)
        again.mixer.follow(Course(START_MS + position, position))
        again.add(*(note for note in notes if note.at_ms >= position))
    again.run(2 * RATE - len(again.samples))
    once.run(2 * RATE)
    assert again.samples == once.samples


def test_a_note_taken_back_never_sounds() -> None:
    tape = Tape(Note(200, steady(100)), Note(400, steady(100)))
    tape.run_ms(100)
    tape.mixer.follow(Course(START_MS, 0))
    tape.add(Note(400, steady(100, 7)))
    assert set(tape.run_ms(600)) == {0, 7}


def test_another_course_begins_at_its_own_position() -> None:
    tape = Tape(Note(0, ramp(100)))
    tape.run_ms(100)
    tape.mixer.follow(Course(START_MS + 200, 30_000))
    tape.add(Note(29_999, steady(100, 7)), Note(30_000, steady(100, 8)))
    heard = tape.run_ms(300)
    assert set(heard) == {0, 8}
    assert heard.index(8) == 2205


def test_back_to_the_beginning_says_it_again() -> None:
    tape = Tape(Note(0, steady(100)))
    tape.run_ms(100)
    tape.mixer.follow(Course(START_MS + 150, 0))
    tape.add(Note(0, steady(100)))
    assert tape.run_ms(200).count(1000) == 100


# --- cuts ----------------------------------------------------------------------------------------


def test_a_cut_fades_in_10_ms_and_forgets_everything() -> None:
    tape = Tape(Note(0, square(1000)), Note(0, square(1000), spoken=False), Note(80, square(1000)))
    tape.add(Note(500, square(100)))
    tape.run(2205)
    assert tape.mixer.cut() == 2205 + 220
    after = tape.run(22_050)
    assert max(map(abs, after[:110])) > 4000
    assert max(map(abs, after[200:220])) < 1700
    assert set(after[220:]) == {0}
    assert tape.mixer.is_idle


def test_after_a_cut_the_next_note_is_whole_and_exact() -> None:
    tape = Tape(Note(0, square(1000)))
    tape.run(2205)
    end = tape.mixer.cut()
    tape.mixer.follow(Course(START_MS, 0))
    tape.add(Note(140, ramp(500)))
    tape.run(22_050)
    onset = round(140 * 22.05)
    assert set(tape.samples[end:onset]) == {0}
    assert tape.samples[onset : onset + 501] == [*range(1, 501), 0]


def test_a_note_right_after_a_cut_waits_30_ms_and_is_whole() -> None:
    tape = Tape(Note(0, square(1000)))
    tape.run(2200)
    end = tape.mixer.cut()
    tape.mixer.follow(Course(START_MS, 0))
    tape.add(Note(100, ramp(5)))
    tape.run(5000)
    assert tape.samples.index(1, end) == end + 662
    assert set(tape.samples[end : end + 662]) == {0}
    assert tape.samples[end + 662 : end + 668] == [1, 2, 3, 4, 5, 0]


def test_a_cut_of_silence_is_silence() -> None:
    tape = Tape()
    tape.run(50)
    assert tape.mixer.cut() == 50 + 220
    assert set(tape.run(1000)) == {0}


def test_a_cut_in_a_fade_only_makes_it_quieter() -> None:
    tape = Tape(Note(0, steady(22_050)))
    tape.run(2205)
    tape.mixer.cut()
    tape.run(110)
    tape.mixer.cut()
    after = tape.samples[2205:] + tape.run(1000)
    assert after == sorted(after, reverse=True)
    assert after[330] == 0


@given(before=st.integers(0, 3000), step=st.integers(1, 500))
@settings(deadline=None)
def test_a_cut_never_clicks(before: int, step: int) -> None:
    tape = Tape(Note(0, steady(4000, 22_000)))
    tape.run(before)
    tape.mixer.cut()
    after = tape.run(2000, step)
    assert all(a - b <= 101 for a, b in pairwise(after))
    assert set(after[220:]) == {0}


def test_a_new_stream_keeps_what_waits_and_loses_what_sounded() -> None:
    tape = Tape(Note(0, square(1000)), Note(300, ramp(3)))
    tape.run(2205)
    tape.mixer.open(MONO)
    assert [x for x in tape.run_ms(400) if x] == [1, 2, 3]


# --- strength and format -------------------------------------------------------------------------


def test_each_note_has_its_own_strength() -> None:
    tape = Tape(
        Note(0, steady(100), 0.5), Note(100, steady(100), 0.25, spoken=False), Note(200, ramp(9), 0)
    )
    tape.run_ms(300)
    assert [tape.samples.count(level) for level in (500, 250)] == [100, 100]
    assert set(tape.samples) == {0, 250, 500}


def test_sounds_together_are_never_more_than_full() -> None:
    tape = Tape(Note(0, steady(9, 30_000)), Note(0, steady(9, 30_000), spoken=False))
    assert max(tape.run(20)) == 32_767
    tape = Tape(Note(0, steady(9, -30_000), 3.0))
    assert min(tape.run(20)) == -32_768


@pytest.mark.parametrize(
    ("kind", "code", "full"),
    [
        (SampleKind.UINT8, "B", (128, 255, 0)),
        (SampleKind.INT16, "h", (0, 32767, -32768)),
        (SampleKind.INT32, "i", (0, 32767 << 16, -32768 << 16)),
        (SampleKind.FLOAT, "f", (0.0, 32767 / 32768, -1.0)),
    ],
)
def test_every_kind_of_sample_on_every_channel(
    kind: SampleKind, code: str, full: tuple[float, float, float]
) -> None:
    stream = StreamFormat(RATE, 2, kind)
    frames = stream.encode(array("h", [0, 32767, -32768]))
    assert len(frames) == 3 * stream.bytes_per_frame
    values = struct.unpack(f"={6}{code}", frames)
    assert values[::2] == values[1::2] == full


def test_silence_of_unsigned_samples_is_the_middle() -> None:
    assert Mixer(StreamFormat(RATE, 1, SampleKind.UINT8)).take(4, None) == b"\x80" * 4


@pytest.mark.parametrize("rate_hz", [8000, 16_000, 44_100, 48_000])
def test_another_rate_keeps_onset_length_and_pitch(rate_hz: int) -> None:
    """A tone of 500 Hz crosses zero a thousand times a second, whatever the rate."""
    half = RATE // 1000
    clip = Clip(RATE, to_pcm(array("h", ([8000] * half + [-8000] * half) * 250)))
    tape = Tape(Note(100, clip), stream=StreamFormat(rate_hz))
    tape.run(rate_hz, step=480)
    loud = [i for i, x in enumerate(tape.samples) if abs(x) > 2000]
    assert abs(loud[0] - rate_hz // 10) <= 2
    length = rate_hz * clip.frames / RATE
    assert abs(loud[-1] + 1 - rate_hz // 10 - length) <= 2
    part = tape.samples[loud[0] : loud[-1]]
    crossings = sum(1 for a, b in pairwise(part) if (a < 0) != (b < 0))
    assert abs(crossings - 499) <= 2


def test_a_cut_at_another_rate_ends_where_it_says() -> None:
    mixer = Mixer(StreamFormat(48_000, 2, SampleKind.FLOAT))
    mixer.follow(Course(0, 0))
    mixer.add(Note(0, square(500)))
    mixer.take(1000, 0.0)
    assert mixer.cut() == 1480
    assert any(mixer.take(480, 21.0))
    assert mixer.take(960, 31.0) == bytes(960 * 8)


def test_an_empty_clip_is_passed_over() -> None:
    tape = Tape(Note(0, Clip(RATE, b"")), Note(0, Clip(RATE, quiet(0))), Note(50, ramp(2)))
    assert [x for x in tape.run_ms(100) if x] == [1, 2]


def test_ten_minutes_are_whole() -> None:
    tape = Tape(Note(0, steady(600 * RATE)))
    tape.samples = []
    heard = 0
    for _ in range(601):
        heard += to_samples(tape.mixer.take(RATE, START_MS + heard * 1000 / RATE)).count(1000)
    assert heard == 600 * RATE
    assert tape.mixer.is_idle
