"""The files of running sessions: written behind everyone's back, locked, and found again."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.history.file_lock import FileLock
from app.history.journal import KEPT_S, OFFERED_S, Journal, Journals
from tests.history.kept import BEGINNING, NOON_S, place, written


class Wall:
    """A clock on the wall that anybody may set."""

    def __init__(self) -> None:
        self.now_s = NOON_S

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def journals(tmp_path: Path, wall: Wall) -> Journals:
    return Journals(tmp_path / "sessions", wall)


def cut_off(journals: Journals, data: bytes = written()) -> Path:
    """A session of a program that is gone; the file that it left."""
    journal = journals.begin()
    assert journal
    journal.note(data)
    journal.close()
    return journal._path


def ended(journal: Journal) -> None:
    journal.clear()
    journal._thread.join(10)


def test_without_a_folder_nothing_was_cut_off(journals: Journals, tmp_path: Path) -> None:
    assert journals.newest() is None
    assert list(tmp_path.iterdir()) == []


def test_what_was_noted_last_is_found_by_the_next_start(
    journals: Journals, tmp_path: Path, wall: Wall
) -> None:
    file = cut_off(journals)
    found = Journals(tmp_path / "sessions", wall).newest()
    assert found
    assert (found.kept_in, found.beginning, found.place) == (file, BEGINNING, place())
    assert sorted(each.name for each in file.parent.iterdir()) == [
        "session-1.json",
        "session-1.lock",
    ]


def test_a_session_that_ended_leaves_nothing(journals: Journals) -> None:
    journal = journals.begin()
    assert journal
    journal.note(written())
    ended(journal)
    assert journals.newest() is None
    assert not journal._path.exists()


def test_a_session_that_runs_is_nobody_elses(journals: Journals, tmp_path: Path) -> None:
    """Two programs at once: each has its own file, and neither offers the other's session."""
    first = journals.begin()
    assert first
    first.note(written())
    other = Journals(tmp_path / "sessions", Wall())
    second = other.begin()
    assert second
    assert second._path != first._path
    second.note(written())
    assert other.newest() is None
    assert journals.newest() is None
    first.close()
    second.close()
    found = other.newest()
    assert found
    assert found.kept_in in (first._path, second._path)


def test_only_one_program_can_go_on_with_it(journals: Journals, tmp_path: Path) -> None:
    cut_off(journals)
    found = journals.newest()
    assert found
    first = journals.go_on(found)
    assert first
    assert Journals(tmp_path / "sessions").go_on(found) is None
    first.close()
    again = journals.go_on(found)
    assert again
    ended(again)
    assert journals.go_on(found) is None, "it is over"


LOCK_AND_WAIT = """
import sys
from pathlib import Path
from app.history.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_a_lock_ends_with_the_program_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with subprocess.Popen(
        [sys.executable, "-c", LOCK_AND_WAIT, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        lock = FileLock(path)
        assert not lock.take()
        other.kill()
        other.wait()
        assert lock.take()
        lock.release()


def test_where_there_are_no_locks_everyone_gets_one(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "no" / "folder" / "a.lock")
    assert lock.take()
    lock.release()


def test_the_newest_is_offered_and_not_for_long(journals: Journals, wall: Wall) -> None:
    cut_off(journals)
    later = cut_off(journals, written(at=place(NOON_S + 60)))
    wall.now_s = NOON_S + OFFERED_S + 60
    found = journals.newest()
    assert found
    assert found.kept_in == later
    wall.now_s += 1
    assert journals.newest() is None
    assert journals.newest(KEPT_S), "whoever asks for it by name gets it"
    wall.now_s = NOON_S + KEPT_S + 61
    assert journals.newest(KEPT_S) is None
    assert not later.exists()


def test_a_clock_that_was_set_back_loses_nothing(journals: Journals, wall: Wall) -> None:
    cut_off(journals)
    wall.now_s = 0.0
    assert journals.newest()


def test_nobody_wants_it(journals: Journals) -> None:
    cut_off(journals)
    found = journals.newest()
    assert found
    journals.drop(found)
    assert journals.newest() is None


def test_older_sessions_of_a_routine_go_with_it(journals: Journals) -> None:
    cut_off(journals)
    other = cut_off(journals, written(BEGINNING._replace(path="/other.yaml")))
    journals.drop_routine(BEGINNING.path, BEGINNING.routine_id)
    found = journals.newest()
    assert found
    assert found.kept_in == other


@pytest.mark.parametrize("data", [b"", b"{", b"\0" * 2000, written()[:-1]])
def test_a_damaged_one_is_set_aside_and_told(data: bytes, journals: Journals) -> None:
    file = cut_off(journals)
    file.write_bytes(data)
    good = cut_off(journals, written(at=place(NOON_S - 60)))
    found = journals.newest()
    assert found
    assert found.kept_in == good
    aside = file.with_name("damaged-session-1.json")
    assert aside.read_bytes() == data
    assert not file.exists()
    assert journals.problem == (
        f"A session was cut off, and what was kept of it is damaged. It is set aside as {aside}."
    )


def test_a_write_makes_nobody_wait_and_only_the_last_one_counts(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()
    wrote: list[bytes] = []

    def slow(_: Path, data: bytes) -> None:
        begun.set()
        assert go_on.wait(30)
        wrote.append(data)

    journal = Journal(tmp_path / "a.json", FileLock(tmp_path / "a.lock"), slow)
    journal.note(b"1")
    assert begun.wait(30)
    for number in range(2, 100):
        journal.note(b"%d" % number)
    go_on.set()
    journal.close()
    assert wrote == [b"1", b"99"]


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    failed = threading.Event()

    def full(_: Path, __: bytes) -> None:
        failed.set()
        raise OSError(28, "No space left on device")

    journal = Journal(tmp_path / "a.json", FileLock(tmp_path / "a.lock"), full)
    journal.note(b"1")
    assert failed.wait(30)
    journal.close()
    assert "No space left on device" in journal.problem


def test_where_nothing_can_be_written_there_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert Journals(tmp_path / "file" / "sessions").begin() is None


def test_a_program_that_was_killed_while_writing_leaves_one_file_more_at_the_most(
    journals: Journals,
) -> None:
    file = cut_off(journals)
    (file.parent / ".session-1.json.new").write_bytes(b"half")
    found = journals.newest()
    assert found
    journal = journals.go_on(found)
    assert journal
    journal.note(written(at=place(NOON_S + 1)))
    journal.close()
    assert sorted(each.name for each in file.parent.iterdir()) == [
        "session-1.json",
        "session-1.lock",
    ]
