"""Audio files as other programs see them, and what a disk that refuses leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
import soundfile

from app.audio.audio_file import FORMATS, check_place, format_of, write_audio
from app.audio.audio_tags import AudioTags, Chapter
from app.errors import UserError
from tests.voice.fakes_voice import RATE_HZ

SUFFIXES = [each.suffix for each in FORMATS]
TAGS = AudioTags(
    "Füße & Hüften 🦶",
    "Made by Limber.",
    (
        Chapter(0, 5000, "Pigeon pose, right"),
        Chapter(5000, 7250, "Ankle circles, left, 2/3"),
        Chapter(7250, 12_345, "90/90 – Hüfte"),
    ),
)
SECONDS = 12


def second(number: int) -> bytes:
    """A chirp in the middle of a second of silence: what begins can be found to the sample."""
    ground = np.zeros(RATE_HZ)
    at = np.arange(4000) / RATE_HZ
    ground[9000:13_000] = 9000 * np.hanning(4000) * np.sin(2 * np.pi * (600 + 4000 * at) * at)
    return (ground * (1 + number % 3) / 3).astype("<i2").tobytes()


def blocks() -> Iterator[bytes]:
    return (second(number) for number in range(SECONDS))


@pytest.fixture(params=SUFFIXES)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"Rest day{request.param}"


def test_begins_at_its_first_sample_when_it_is_read_again(file: Path) -> None:
    size = write_audio(file, blocks(), lambda: TAGS)
    assert size == file.stat().st_size
    found, rate = soundfile.read(file, dtype="int16")
    wanted = np.frombuffer(b"".join(blocks()), "<i2")
    assert rate == RATE_HZ
    assert len(found) == len(wanted)
    # Where the two are most alike, in each second by itself.
    for start in range(0, len(wanted), RATE_HZ):
        ours, theirs = (each[start : start + RATE_HZ] for each in (wanted, found))
        alike = np.correlate(theirs.astype(float), ours[8900:13_100].astype(float))
        assert int(alike.argmax()) == 8900


def test_title_and_chapters_are_those_that_were_given(file: Path) -> None:
    write_audio(file, blocks(), lambda: TAGS)
    read = mutagen.File(file)
    if file.suffix in (".ogg", ".flac"):
        assert read["TITLE"] == [TAGS.title]
        assert read["ARTIST"] == ["Limber"]
        assert read["COMMENT"] == ["Made by Limber."]
        assert read["CHAPTER001"] == ["00:00:00.000"]
        assert read["CHAPTER003"] == ["00:00:07.250"]
        assert read["CHAPTER003NAME"] == ["90/90 – Hüfte"]
        assert "CHAPTER004" not in read
        return
    tags = read.tags
    assert str(tags["TIT2"]) == TAGS.title
    assert str(tags["TPE1"]) == "Limber"
    assert [str(each) for each in tags.getall("COMM")] == ["Made by Limber."]
    chapters = tags.getall("CHAP")
    assert [(c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in chapters] == [
        tuple(chapter) for chapter in TAGS.chapters
    ]
    assert tags.getall("CTOC")[0].child_element_ids == [c.element_id for c in chapters]


def test_chapters_of_an_mp3_lie_in_the_file_in_their_order(tmp_path: Path) -> None:
    """Some players do not read the table; mutagen would sort by the lengths of the names."""
    file = tmp_path / "a.mp3"
    names = ["a" * (1 + 7 * number % 30) for number in range(40)]
    chapters = tuple(Chapter(n * 1000, n * 1000 + 1000, name) for n, name in enumerate(names))
    write_audio(file, blocks(), lambda: AudioTags("T", "", chapters))
    tag = file.read_bytes()[:20_000]
    read: Any = mutagen.File(file)
    ids = sorted(chapter.element_id for chapter in read.tags.getall("CHAP"))
    # The last time that each is named is in its own frame; the table may lie before them all.
    places = [tag.rindex(f"{name}\0".encode()) for name in ids]
    assert len(ids) == 40
    assert places == sorted(places)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("count", [0, 1, 1200])
def test_any_number_of_chapters_can_be_written(tmp_path: Path, suffix: str, count: int) -> None:
    file = tmp_path / f"a{suffix}"
    chapters = tuple(Chapter(n * 10, n * 10 + 10, f"Number {n}") for n in range(count))
    write_audio(file, blocks(), lambda: AudioTags("Many", "", chapters))
    assert soundfile.info(file).frames == SECONDS * RATE_HZ


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_another_program_reads_the_same(file: Path) -> None:
    write_audio(file, blocks(), lambda: TAGS)
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams"]
    shown = subprocess.run(
        [*command, "-show_chapters", str(file)], capture_output=True, check=True
    ).stdout
    read: dict[str, Any] = json.loads(shown)
    tags = read["streams"][0].get("tags", {}) | read["format"].get("tags", {})
    assert {name.lower(): text for name, text in tags.items()}["title"] == TAGS.title
    found = [(float(c["start_time"]), c["tags"]["title"]) for c in read["chapters"]]
    assert sorted(found) == [(c.start_ms / 1000, c.name) for c in TAGS.chapters]
    # An MP3's last frame is padded; its own note of that is not read by every program.
    assert float(read["format"]["duration"]) == pytest.approx(SECONDS, abs=0.1)


# --- names and places ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.aac", "a", ".ogg", "a.ogg.txt", "ogg"])
def test_unknown_ending_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UserError, match=r"has to end in \.ogg, \.mp3, \.flac or \.wav\."):
        format_of(Path(name))


def test_ending_in_capitals_is_known(tmp_path: Path) -> None:
    write_audio(tmp_path / "A.OGG", blocks(), lambda: TAGS)
    assert soundfile.info(tmp_path / "A.OGG").format == "OGG"


def test_folder_in_the_way_and_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.ogg").mkdir()
    with pytest.raises(UserError, match="is a folder"):
        check_place(tmp_path / "a.ogg")
    with pytest.raises(UserError, match="There is no folder"):
        check_place(tmp_path / "none" / "a.ogg")


def test_longest_name_that_a_disk_takes(tmp_path: Path) -> None:
    file = tmp_path / ("a" * 251 + ".ogg")
    write_audio(file, blocks(), lambda: TAGS)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ogg", tmp_path / "link.ogg"
    real.write_bytes(b"older")
    link.symlink_to(real)
    write_audio(link, blocks(), lambda: TAGS)
    assert link.is_symlink()
    assert soundfile.info(real).frames == SECONDS * RATE_HZ


@pytest.mark.skipif(os.name == "nt", reason="rights of a file are others there")
def test_file_is_for_whomever_new_files_are_for(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write_audio(tmp_path / "a.ogg", blocks(), lambda: TAGS)
    assert (tmp_path / "a.ogg").stat().st_mode == plain.stat().st_mode


# --- disks that refuse ---------------------------------------------------------------------------

# A limit to the size of files refuses a write as a full disk does; it holds for a whole process.
_ON_A_SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
import tests.voice.test_export_files as here
from app.errors import UserError
from app.audio.audio_file import write_audio
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    write_audio(Path({file!r}), here.blocks(), lambda: here.TAGS)
except UserError as fault:
    print(fault)
"""


@pytest.mark.skipif(os.name == "nt", reason="has no such limit")
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95, 1.0])
def test_full_disk_leaves_the_older_file(file: Path, share: float) -> None:
    limit = max(0, int(share * write_audio(file, blocks(), lambda: TAGS)) - 1)
    file.write_bytes(b"older")
    root = Path(__file__).resolve().parents[2]
    code = _ON_A_SMALL_DISK.format(path=[str(root)], limit=limit, file=str(file))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert (done.stderr, done.stdout) == ("", f"{file} could not be saved: File too large.\n")
    assert file.read_bytes() == b"older"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_error_of_whoever_makes_the_sound_passes_through(file: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield second(0)
        raise ZeroDivisionError

    file.write_bytes(b"older")
    with pytest.raises(ZeroDivisionError):
        write_audio(file, broken(), lambda: TAGS)
    assert file.read_bytes() == b"older"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is refused to root")
def test_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(UserError, match="could not be saved: Permission denied"):
        write_audio(folder / "a.ogg", blocks(), lambda: TAGS)
