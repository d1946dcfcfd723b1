from __future__ import annotations

import contextlib
import os
import wave
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audio.clips import BrokenClip, Clip, silence
from tests.voice.fakes_voice import quiet, square


def write_wav(path: Path, pcm: bytes, channels: int = 1, width: int = 2) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(22_050)
        file.writeframes(pcm)


def test_length_is_told_in_milliseconds() -> None:
    assert square(250).length_ms == 250
    assert silence(120, 22_050).length_ms == 120
    assert set(silence(120, 22_050).pcm) == {0}


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    clip = square(30)
    clip.to_wav(tmp_path / "a.wav")
    assert Clip.from_wav(tmp_path / "a.wav") == clip
    assert os.listdir(tmp_path) == ["a.wav"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.wav"
    square(30).to_wav(path)

    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        square(60).to_wav(path)
    assert os.listdir(tmp_path) == ["a.wav"]
    assert Clip.from_wav(path).length_ms == 30


def test_channels_are_mixed_into_one(tmp_path: Path) -> None:
    write_wav(tmp_path / "s.wav", b"\x00\x01\x00\x03" * 5, channels=2)
    assert Clip.from_wav(tmp_path / "s.wav").pcm == b"\x00\x02" * 5


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not a sound at all", b"RIFF\x24\x00\x00\x00WAVEfmt "]
)
def test_a_damaged_file_is_a_broken_clip(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(BrokenClip, match=r"x\.wav"):
        Clip.from_wav(path)


def test_a_missing_file_is_a_broken_clip(tmp_path: Path) -> None:
    with pytest.raises(BrokenClip):
        Clip.from_wav(tmp_path / "none.wav")


def test_a_file_without_frames_is_a_broken_clip(tmp_path: Path) -> None:
    write_wav(tmp_path / "x.wav", b"")
    with pytest.raises(BrokenClip, match="no sound"):
        Clip.from_wav(tmp_path / "x.wav")


def test_eight_bit_sound_is_refused(tmp_path: Path) -> None:
    write_wav(tmp_path / "x.wav", b"\x80" * 100, width=1)
    with pytest.raises(BrokenClip, match="8 bit"):
        Clip.from_wav(tmp_path / "x.wav")


def test_a_file_cut_short_is_a_broken_clip(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    square(100).to_wav(path)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(BrokenClip, match="only part"):
        Clip.from_wav(path)


@settings(deadline=None)
@given(st.data())
def test_no_damage_escapes_as_another_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "x.wav"
    square(5).to_wav(path, durable=False)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, 60))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with contextlib.suppress(BrokenClip):
        assert Clip.from_wav(path).frames > 0


def test_trimming_takes_the_silence_at_the_end() -> None:
    speech = square(200)
    trimmed = Clip(22_050, speech.pcm + quiet(350)).trimmed()
    assert trimmed.length_ms == 215
    assert trimmed.pcm.startswith(speech.pcm)


def test_trimming_takes_a_long_lead_and_leaves_a_short_one() -> None:
    speech = square(200)
    assert Clip(22_050, quiet(100) + speech.pcm).trimmed().length_ms == 205
    assert Clip(22_050, quiet(15) + speech.pcm).trimmed().length_ms == 215


def test_trimming_tells_noise_from_a_quiet_voice() -> None:
    noisy = Clip(22_050, square(300, level=20).pcm + square(200).pcm + square(300, level=20).pcm)
    assert noisy.trimmed().length_ms == 220
    assert square(200, level=300).trimmed().length_ms == 200


def test_silence_cannot_be_trimmed() -> None:
    for pcm in (quiet(100), b"", square(100, level=10).pcm):
        with pytest.raises(BrokenClip, match="nothing but silence"):
            Clip(22_050, pcm).trimmed()


@settings(deadline=None)
@given(st.lists(st.integers(-32768, 32767), max_size=400))
def test_trimming_is_stable(samples: list[int]) -> None:
    pcm = b"".join(value.to_bytes(2, "little", signed=True) for value in samples)
    try:
        once = Clip(8000, pcm).trimmed()
    except BrokenClip:
        return
    assert once.trimmed() == once
    assert once.pcm in pcm
