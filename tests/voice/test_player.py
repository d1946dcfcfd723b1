from __future__ import annotations

import struct
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.voice.clips import Clip, to_pcm, to_samples
from app.voice.player import Feed, SampleKind, SilentPlayer, StreamFormat
from tests.voice.fakes_voice import quiet, square

MONO = StreamFormat(22_050)


def ramp(frames: int, rate_hz: int = 22_050, first: int = 1) -> Clip:
    """A clip in which every sample is another one."""
    return Clip(rate_hz, to_pcm(array("h", range(first, first + frames))))


def opened(stream: StreamFormat = MONO) -> Feed:
    feed = Feed()
    feed.open(stream)
    return feed


def test_a_silent_player_bears_everything() -> None:
    player = SilentPlayer("No sound: there is no loudspeaker.")
    player.play(square(10))
    player.stop()
    player.close()
    assert player.settled
    assert player.problem == "No sound: there is no loudspeaker."


def test_an_empty_feed_is_silence() -> None:
    assert opened().take(100) == bytes(200)


def test_a_clip_starts_at_once_and_ends_in_silence() -> None:
    feed = opened()
    feed.add(ramp(5))
    assert to_samples(feed.take(8)).tolist() == [1, 2, 3, 4, 5, 0, 0, 0]
    assert feed.take(4) == bytes(8)


def test_clips_follow_each_other_without_a_gap() -> None:
    feed = opened()
    feed.add(ramp(3))
    feed.add(ramp(4, first=11))
    assert to_samples(feed.take(2)).tolist() == [1, 2]
    assert to_samples(feed.take(7)).tolist() == [3, 11, 12, 13, 14, 0, 0]


@given(st.lists(st.integers(0, 90), max_size=6), st.lists(st.integers(0, 40), max_size=20))
@settings(deadline=None)
def test_nothing_is_lost_however_it_is_taken(lengths: list[int], takes: list[int]) -> None:
    feed = opened()
    for length in lengths:
        feed.add(ramp(length))
    whole = b"".join(ramp(length).pcm for length in lengths)
    taken = b"".join(feed.take(frames) for frames in takes)
    assert len(taken) == 2 * sum(takes)
    assert taken == (whole + bytes(len(taken)))[: len(taken)]


def test_a_cut_fades_and_forgets() -> None:
    feed = opened()
    feed.add(square(1000, level=8000))
    feed.add(square(1000))
    feed.take(2205)
    silent_from = feed.cut()
    after = to_samples(feed.take(4410))
    assert silent_from == 2205 + 220
    assert max(map(abs, after[:110])) > 4000
    assert max(map(abs, after[200:220])) < 800
    assert set(after[220:]) == {0}


def test_a_clip_after_a_cut_waits_a_moment() -> None:
    feed = opened()
    feed.add(square(1000))
    feed.take(100)
    feed.cut()
    feed.add(ramp(5))
    after = to_samples(feed.take(1000))
    assert set(after[220:661]) == {0}
    assert after[661:666].tolist() == [1, 2, 3, 4, 5]


def test_a_cut_of_silence_is_silence() -> None:
    feed = opened()
    feed.take(50)
    assert feed.cut() == 50
    assert feed.take(1000) == bytes(2000)


def test_what_is_dropped_is_never_heard() -> None:
    feed = opened()
    feed.add(square(100))
    feed.take(10)
    feed.add(square(100))
    feed.drop()
    assert feed.take(50) == bytes(100)


def test_a_new_stream_keeps_what_waits_and_loses_what_sounded() -> None:
    feed = opened()
    feed.add(square(100))
    feed.take(10)
    feed.add(ramp(3))
    feed.open(StreamFormat(22_050))
    assert to_samples(feed.take(4)).tolist() == [1, 2, 3, 0]
    assert feed.cut() == 4


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
    stream = StreamFormat(22_050, 2, kind)
    frames = stream.encode(array("h", [0, 32767, -32768]))
    assert len(frames) == 3 * stream.bytes_per_frame
    values = struct.unpack(f"={6}{code}", frames)
    assert values[::2] == values[1::2] == full


def test_silence_of_unsigned_samples_is_the_middle() -> None:
    assert opened(StreamFormat(22_050, 1, SampleKind.UINT8)).take(4) == b"\x80" * 4


@pytest.mark.parametrize("rate_hz", [8000, 16_000, 44_100, 48_000])
def test_another_rate_keeps_length_and_level(rate_hz: int) -> None:
    feed = opened(StreamFormat(rate_hz))
    feed.add(Clip(22_050, to_pcm(array("h", [5000] * 2205))))
    pieces = b"".join(feed.take(77) for _ in range(100))
    samples = to_samples(pieces)
    assert samples[: rate_hz // 10].tolist() == [5000] * (rate_hz // 10)
    assert set(samples[rate_hz // 10 :]) == {0}


def test_twice_the_rate_puts_means_between() -> None:
    feed = opened(StreamFormat(44_100))
    feed.add(Clip(22_050, to_pcm(array("h", [0, 100, -100]))))
    assert to_samples(feed.take(6)).tolist() == [0, 50, 100, 0, -100, -100]


def test_a_cut_at_another_rate_ends_where_it_says() -> None:
    feed = opened(StreamFormat(48_000, 2, SampleKind.FLOAT))
    feed.add(square(500))
    feed.take(1000)
    assert feed.cut() == 1480
    assert any(feed.take(480))
    assert feed.take(960) == bytes(960 * 8)


def test_an_empty_clip_is_passed_over() -> None:
    feed = opened()
    feed.add(Clip(22_050, b""))
    feed.add(Clip(22_050, quiet(0)))
    feed.add(ramp(2))
    assert to_samples(feed.take(3)).tolist() == [1, 2, 0]
