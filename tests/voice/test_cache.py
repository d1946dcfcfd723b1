from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

import pytest

from app.audio.clips import Clip
from app.voice import cache as cache_module
from app.voice.cache import DEFAULT_LIMIT_BYTES, ClipCache, ClipKey
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


def test_a_file_without_a_frame_is_a_miss_and_goes(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    Clip(22_050, b"").to_wav(tmp_path / f"{KEY.digest}.wav")
    assert cache.get(KEY) is None
    assert os.listdir(tmp_path) == []


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


@pytest.mark.parametrize("call", ["replace", "scandir", "utime", "mkdir", "unlink", "open"])
def test_a_disk_that_refuses_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    cache = ClipCache(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "read-only file system")

    monkeypatch.setattr(os, call, refuse)
    cache.put(KEY, square(50))
    assert cache.get(KEY) in (None, square(50))


class FullDisk:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self._file = file
        self._room = room

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        if len(content) > self._room:
            self._file.write(content[: self._room])
            raise OSError(errno.ENOSPC, "no space left on device")
        self._room -= len(content)
        return self._file.write(content)


def test_a_disk_that_fills_in_the_middle_of_a_clip_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, square(50))
    with monkeypatch.context() as full:
        open_it = os.fdopen
        full.setattr(os, "fdopen", lambda handle, _: FullDisk(open_it(handle, "wb"), 2000))
        for number in range(3):
            cache.put(key(number), square(100))
        cache.put(KEY, square(100))
    assert os.listdir(tmp_path) == [f"{KEY.digest}.wav"]
    assert cache.get(KEY) == square(50)
    assert len(caplog.records) == 1
    cache.put(key(1), square(100))
    assert cache.get(key(1)) == square(100)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_became_read_only_is_still_read(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put(KEY, square(50))
    tmp_path.chmod(0o500)
    try:
        cache.put(key(1), square(50))
        assert cache.get(key(1)) is None
        assert cache.get(KEY) == square(50)
    finally:
        tmp_path.chmod(0o700)


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


def test_sixty_four_mebibytes_are_the_limit(tmp_path: Path) -> None:
    for number in range(80):
        path = tmp_path / f"{key(number).digest}.wav"
        with path.open("wb") as file:
            file.truncate(1024 * 1024)  # a hole: it has a size and takes no room
        age(tmp_path, key(number), 100 - number)
    ClipCache(tmp_path).put(KEY, square(50))
    assert DEFAULT_LIMIT_BYTES == 64 * 1024 * 1024
    assert total(tmp_path) <= DEFAULT_LIMIT_BYTES
    assert total(tmp_path) >= 0.85 * DEFAULT_LIMIT_BYTES
    assert (tmp_path / f"{key(79).digest}.wav").exists()


def total(folder: Path) -> int:
    sizes = 0
    for entry in os.scandir(folder):
        try:
            sizes += entry.stat().st_size
        except FileNotFoundError:
            continue  # gone since it was listed
    return sizes


_PROGRAM = """
import sys
from pathlib import Path
from app.voice.cache import ClipCache, ClipKey
from tests.voice.fakes_voice import square
folder, seed, limit = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
clips = [square(50, level=1000 + number) for number in range(40)]
cache = ClipCache(folder, limit)
hits = 0
print("ready", flush=True)
sys.stdin.readline()
for turn in range(400):
    number = turn * seed % 40
    key = ClipKey(str(number), "fake", "", 170)
    found = cache.get(key)
    if found is None:
        cache.put(key, clips[number])
    else:
        assert found == clips[number], number
        hits += 1
print(hits, flush=True)
"""


def test_two_real_programs_share_a_small_folder(tmp_path: Path) -> None:
    """40 clips wanted and room for 16, so that each removes what the other reads and writes."""
    limit = 16 * (len(square(50).pcm) + 44)
    folder = tmp_path / "voice"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(folder), seed, str(limit)],
            cwd=Path(cache_module.__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in ("3", "7")
    ]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()
    largest = 0
    while any(program.poll() is None for program in programs):
        if folder.exists():
            largest = max(largest, total(folder))
    for program in programs:
        printed, complaints = program.communicate()
        assert (program.returncode, complaints) == (0, "")
        assert int(printed) > 0
    assert largest <= 1.25 * limit
    assert not list(folder.glob("*.part"))
