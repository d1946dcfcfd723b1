from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from app.voice import cache as cache_module
from app.voice.cache import ClipCache, ClipKey
from tests.voice.fakes_voice import square

KEY = ClipKey("Halfway.", "fake", "", 170)


def key(number: int) -> ClipKey:
    return ClipKey(str(number), "fake", "", 170)


def age(folder: Path, which: ClipKey, seconds: int) -> None:
    """Make a file look unused for so long, counted from 2001."""
    stamp = 1_000_000_000 - seconds
    os.utime(folder / f"{which.digest}.wav", (stamp, stamp))


def test_what_was_put_is_got_also_by_another_program(tmp_path: Path) -> None:
    ClipCache(tmp_path / "new" / "folder").put(KEY, square(50))
    assert ClipCache(tmp_path / "new" / "folder").get(KEY) == square(50)


def test_what_was_not_put_is_a_miss(tmp_path: Path) -> None:
    assert ClipCache(tmp_path).get(KEY) is None
    assert ClipCache(tmp_path / "none").get(KEY) is None


@pytest.mark.parametrize(
    "other",
    [
        ClipKey("Halfway", "fake", "", 170),
        ClipKey("Halfway.", "say", "", 170),
        ClipKey("Halfway.", "fake", "en-gb", 170),
        ClipKey("Halfway.", "fake", "", 150),
        ClipKey("Halfway.\0fake", "", "", 170),
    ],
)
def test_everything_that_decides_the_sound_is_in_the_key(tmp_path: Path, other: ClipKey) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, square(50))
    assert cache.get(other) is None


def test_a_new_format_makes_old_clips_a_miss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, square(50))
    monkeypatch.setattr(cache_module, "FORMAT_VERSION", 999)
    assert cache.get(KEY) is None


@pytest.mark.parametrize("content", [b"", b"rubbish", b"RIFF\x24\x00\x00\x00WAVEfmt "])
def test_a_damaged_file_is_a_miss_and_goes(tmp_path: Path, content: bytes) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, square(50))
    path = tmp_path / f"{KEY.digest}.wav"
    path.write_bytes(content)
    assert cache.get(KEY) is None
    assert not path.exists()
    cache.put(KEY, square(50))
    assert cache.get(KEY) == square(50)


def test_the_longest_unused_go_first_when_it_is_full(tmp_path: Path) -> None:
    one = square(100)
    cache = ClipCache(tmp_path, limit_bytes=10 * (len(one.pcm) + 44))
    for number in range(10):
        cache.put(key(number), one)
        age(tmp_path, key(number), 100 - number)
    assert cache.get(key(0)) == one  # used again, and so the youngest
    cache.put(key(10), one)
    left = [number for number in range(11) if (tmp_path / f"{key(number).digest}.wav").exists()]
    assert left == [0, 3, 4, 5, 6, 7, 8, 9, 10]


def test_what_a_killed_program_left_behind_counts_and_goes(tmp_path: Path) -> None:
    left = tmp_path / "abc.123.part"
    left.write_bytes(bytes(100_000))
    os.utime(left, (1, 1))
    (tmp_path / "notes.txt").write_bytes(bytes(100_000))
    ClipCache(tmp_path, limit_bytes=50_000).put(KEY, square(100))
    assert not left.exists()
    assert (tmp_path / "notes.txt").exists()
    assert (tmp_path / f"{KEY.digest}.wav").exists()


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ClipCache(tmp_path / "file" / "voice")
    cache.put(KEY, square(50))
    cache.put(KEY, square(50))
    assert cache.get(KEY) is None
    assert len(caplog.records) == 1


@pytest.mark.parametrize("call", ["replace", "scandir", "utime"])
def test_a_disk_that_refuses_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    cache = ClipCache(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "read-only file system")

    monkeypatch.setattr(os, call, refuse)
    cache.put(KEY, square(50))
    assert cache.get(KEY) in (None, square(50))


def test_a_folder_that_vanishes_is_made_again(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "voice")
    cache.put(KEY, square(50))
    (tmp_path / "voice" / f"{KEY.digest}.wav").unlink()
    (tmp_path / "voice").rmdir()
    assert cache.get(KEY) is None
    cache.put(KEY, square(50))
    assert cache.get(KEY) == square(50)


def test_two_programs_at_once_never_see_half_a_clip(tmp_path: Path) -> None:
    """Writers and readers of the same few keys; the bound makes them remove files as well."""
    limit = 3 * (len(square(100).pcm) + 44)
    wrong: list[object] = []

    def work(seed: int) -> None:
        cache = ClipCache(tmp_path, limit_bytes=limit)
        for turn in range(60):
            which = (turn * seed) % 5
            cache.put(key(which), square(100, level=1000 + which))
            found = cache.get(key(which))
            if found is not None and found != square(100, level=1000 + which):
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert not list(tmp_path.glob("*.part"))
