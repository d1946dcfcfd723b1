"""The parent's side, against small children whose fates are written down."""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from app.audio import player_process
from app.audio.clips import Clip
from app.audio.player import Player, SilentPlayer
from app.audio.player_child import LOST, Patience
from app.audio.player_process import AHEAD_MS, FAILED, NOT_STARTED, ProcessPlayer, open_player
from app.audio.score import FixedScore, Note, Score
from app.paths import child_environment
from app.session.clock import Course, exact_ms, wait
from tests.voice.fakes_voice import square

LONG_S: Final = 60.0
HASTE: Final = Patience(2 * LONG_S, 3 * LONG_S, rest_s=0.01, longest_rest_s=0.02)
FAR_MS: Final = 3_600_000

# Each line of the plan is the fate of one child, the last of all that follow. What a child is told
# goes into the log beside it, a line for each order.
_CHILD: Final = """
import json, os, sys, threading, time
plan, patience = sys.argv[1:]
log = open(plan + ".log", "a+")
log.seek(0)
number = sum('"born"' in line for line in log)
def note(**what):
    log.write(json.dumps({"child": number, **what}) + "\\n")
    log.flush()
note(born=os.getpid(), patience=float(patience))
with open(plan) as lines:
    fates = lines.read().split("\\n")
fate = fates[min(number, len(fates) - 1)]
def tell(**what):
    sys.stdout.write(json.dumps(what) + "\\n")
    sys.stdout.flush()
if fate == "die":
    sys.exit(3)
if fate == "mute":
    time.sleep(600)
if fate == "problem":
    tell(flowing=False, problem="No sound: it rains.")
    sys.exit(1)
if fate == "final":
    print("no library at all", file=sys.stderr, flush=True)
    tell(flowing=False, problem="No sound: for good.", final=True)
    sys.exit(1)
if fate == "garbage":
    sys.stdout.buffer.write(b"\\xff\\x00\\n[1]\\n{}\\n7\\n\\n")
    sys.stdout.flush()
if fate == "late":
    tell(flowing=False)
tell(flowing=fate != "late", **({"lead_ms": 60} if fate in ("quick", "late") else {}))
if fate == "deaf":
    time.sleep(600)
try:
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        pcm = sys.stdin.buffer.read(order.get("bytes", 0))
        note(**order, got=len(pcm))
        if order["do"] == "note" and fate == "die at a note":
            os._exit(4)
        tell(flowing=True)
finally:
    note(orphan=True)
"""


class Children:
    """The children of a player, and what they were told."""

    def __init__(self, folder: Path) -> None:
        self._plan = folder / "plan"
        self._log = folder / "plan.log"
        self._players: list[ProcessPlayer] = []

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-c", _CHILD, str(self._plan)]

    def player(self, *fates: str, patience: Patience = HASTE) -> ProcessPlayer:
        self._plan.write_text("\n".join(fates))
        self._players.append(ProcessPlayer(self.command, patience))
        return self._players[-1]

    @property
    def told(self) -> list[dict[str, Any]]:
        if not self._log.exists():
            return []
        lines = self._log.read_text().splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def orders(self, child: int | None = None) -> list[dict[str, Any]]:
        return [x for x in self.told if "do" in x and child in (None, x["child"])]

    def notes(self, child: int | None = None) -> list[int]:
        return [x["at_ms"] for x in self.orders(child) if x["do"] == "note"]

    @property
    def born(self) -> list[dict[str, Any]]:
        return [x for x in self.told if "born" in x]

    def close(self) -> None:
        for each in self._players:
            each.close()


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    made = Children(tmp_path)
    yield made
    made.close()


def until(happened: Callable[[], object]) -> None:
    """Poll what another process or thread brings about; an AssertionError when it never does."""
    for _ in range(int(LONG_S * 200)):
        if happened():
            return
        wait(0.005)
    raise AssertionError("it never happened")


def here(position_ms: float = 0) -> Course:
    """A course that stands at a position at this moment."""
    return Course(exact_ms(), position_ms)


class Endless:
    """A score with a note every `every_ms`, that remembers what it was asked."""

    def __init__(self, every_ms: int = 100, clip: Clip | None = None) -> None:
        self.every_ms = every_ms
        self.clip = clip or square(10)
        self.asked: list[tuple[int, int]] = []

    def notes(self, from_ms: int, to_ms: int) -> Sequence[Note]:
        self.asked.append((from_ms, to_ms))
        first = -(-from_ms // self.every_ms) * self.every_ms
        return [Note(at, self.clip) for at in range(first, to_ms, self.every_ms)]


def test_a_silent_player_bears_everything() -> None:
    player: Player = SilentPlayer("No sound: there is no loudspeaker.")
    player.follow(FixedScore(), here())
    player.stop()
    player.close()
    assert player.settled
    assert player.problem == "No sound: there is no loudspeaker."


# --- what is sent --------------------------------------------------------------------------------


def test_a_child_that_flows_settles_without_a_problem(children: Children) -> None:
    player = children.player("flow")
    until(lambda: player.settled)
    assert player.problem == ""
    assert children.born[0]["patience"] == Patience().device_s


@pytest.mark.parametrize(("fate", "lead_ms"), [("quick", 60), ("flow", None), ("late", None)])
def test_the_lead_is_what_a_child_that_flows_has_told(
    children: Children, fate: str, lead_ms: int | None
) -> None:
    player = children.player(fate)
    assert player.lead_ms is None
    until(lambda: (player._child and player._child.lead_ms == 60) or player.settled)
    assert player.lead_ms == lead_ms


def test_what_begins_soon_is_sent_ahead_once_and_whole(children: Children) -> None:
    player = children.player("flow")
    clip = square(50)
    tones = [Note(300, clip, 0.5, spoken=False), Note(300, clip), Note(FAR_MS, clip)]
    course = here()
    player.follow(FixedScore(*tones), course)
    until(lambda: len(children.notes()) == 2)
    follow, tone, words = children.orders()
    assert (follow["clock_ms"], follow["position_ms"]) == tuple(course)
    assert (tone["at_ms"], tone["gain"], tone["spoken"]) == (300, 0.5, False)
    assert (words["at_ms"], words["gain"], words["spoken"]) == (300, 1.0, True)
    assert {note["rate_hz"] for note in (tone, words)} == {clip.rate_hz}
    assert {note["got"] for note in (tone, words)} == {len(clip.pcm)}


def test_a_course_tells_how_many_notes_come_with_it(children: Children) -> None:
    player = children.player("flow")
    until(lambda: player.settled)
    player.stop()
    player.follow(FixedScore(Note(0, square(50)), Note(900, square(50))), here())
    until(lambda: len(children.notes()) == 2)
    cut, follow, *_ = children.orders()
    assert (cut["do"], follow["do"], follow["notes"]) == ("cut", "follow", 2)


@pytest.mark.skipif(sys.platform != "linux", reason="only here a pipe tells its room")
def test_an_order_does_not_wait_for_a_thread_of_ours(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that paints may hold up every other thread for a fifth of a second."""
    player = children.player("flow")
    until(lambda: player.settled)
    monkeypatch.setattr(player._changed, "notify", lambda: None)
    score = Endless()
    player.follow(score, here())
    assert len(score.asked) == 1, "asked and sent by the thread that ordered it"
    until(children.notes)


def test_a_clip_that_arrives_later_is_sent_then(children: Children) -> None:
    class Late(Endless):
        there = False

        def notes(self, from_ms: int, to_ms: int) -> Sequence[Note]:
            return super().notes(from_ms, to_ms) if self.there else []

    score = Late()
    player = children.player("flow")
    player.follow(score, here())
    until(children.orders)
    assert children.notes() == []
    score.there = True
    until(children.notes)


def test_the_score_is_asked_for_the_course_from_its_beginning_and_a_little_ahead(
    children: Children,
) -> None:
    score = Endless()
    player = children.player("flow")
    player.follow(score, here(10_000))
    until(lambda: len(score.asked) > 4)
    assert score.asked[0][0] == 10_000
    for (from_ms, to_ms), (again, _) in zip(score.asked, score.asked[1:], strict=False):
        assert AHEAD_MS <= to_ms - from_ms <= AHEAD_MS + 250
        assert again >= from_ms
    sent = children.notes()
    assert sent == sorted(set(sent))


def test_following_again_sends_all_anew_behind_the_course(children: Children) -> None:
    """The child begins nothing twice on the same course; see the mixer."""
    player = children.player("flow")
    course = here()
    player.follow(FixedScore(Note(1000, square(10))), course)
    until(lambda: children.notes() == [1000])
    player.follow(FixedScore(Note(1000, square(20)), Note(1200, square(10))), course)
    until(lambda: len(children.notes()) == 3)
    assert [x["do"] for x in children.orders()] == ["follow", "note", "follow", "note", "note"]


def test_a_stop_cuts_and_nothing_follows_before_the_next_course(children: Children) -> None:
    player = children.player("flow")
    player.follow(Endless(), here())
    until(children.notes)
    player.stop()
    until(lambda: children.orders()[-1]["do"] == "cut")
    score = Endless()
    player.follow(score, here(60_000))
    until(lambda: len(score.asked) > 3)
    after = [x for x in children.orders() if x.get("at_ms", 60_000) >= 60_000]
    dos = [x["do"] for x in children.orders()]
    assert dos[dos.index("cut") + 1] == "follow"
    assert all(x["at_ms"] >= 60_000 for x in after if x["do"] == "note")


def test_stop_and_follow_at_once_arrive_in_order(children: Children) -> None:
    player = children.player("flow")
    until(lambda: player.settled)
    for at in range(5):
        player.stop()
        player.follow(FixedScore(), here(at))
    until(lambda: children.orders() and children.orders()[-1].get("position_ms") == 4)
    assert [x["do"] for x in children.orders()[-2:]] == ["cut", "follow"]


def test_ten_minutes_of_sound_hold_up_nobody(children: Children) -> None:
    player = children.player("flow")
    until(lambda: player.settled)
    clip = Clip(22_050, bytes(2 * 600 * 22_050))
    player.follow(FixedScore(Note(0, clip)), here())
    player.stop()
    player.follow(FixedScore(Note(500, clip)), here())
    until(lambda: any(x["got"] == len(clip.pcm) for x in children.orders()))
    assert player.problem == ""


# --- lost children -------------------------------------------------------------------------------


def test_a_lost_child_is_replaced_and_goes_on_where_the_session_is_by_then(
    children: Children,
) -> None:
    player = children.player("die at a note", "flow")
    score = Endless()
    course = here(-1000)
    player.follow(score, course)
    until(lambda: children.notes(child=1))
    until(lambda: player.problem == "")  # its orders may come before its first sign is read
    first = children.orders(child=1)[0]
    assert (first["do"], first["clock_ms"], first["position_ms"]) == ("follow", *course)
    assert children.notes(child=0) == [-1000]
    assert children.notes(child=1)[0] == -1000, "the mixer leaves out what is late"


def test_what_was_said_before_is_not_said_again_by_the_next_child(children: Children) -> None:
    player = children.player("flow", "flow")
    course = Course(exact_ms() - 60_000, 0)
    player.follow(Endless(), course)
    until(lambda: len(children.notes(child=0)) > 3)
    os.kill(children.born[0]["born"], signal.SIGTERM)
    before = course.position_at(exact_ms())
    until(lambda: children.notes(child=1))
    assert children.notes(child=1)[0] > before - 300


def test_a_stopped_session_stays_silent_with_a_new_child(children: Children) -> None:
    player = children.player("flow", "flow")
    player.follow(Endless(), here())
    until(lambda: children.notes(child=0))
    player.stop()
    os.kill(children.born[0]["born"], signal.SIGTERM)
    until(lambda: len(children.born) == 2 and player.settled and not player.problem)
    player.follow(FixedScore(), here())
    until(lambda: children.orders(child=1))
    assert [x["do"] for x in children.orders(child=1)] == ["follow"]


def test_why_nothing_is_heard_is_told_until_it_is_heard_again(
    children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    player = children.player("problem", "die", "late")
    until(lambda: len(children.born) == 3)
    assert player.settled
    assert player.problem == LOST
    player.follow(FixedScore(), here())
    until(lambda: not player.problem)
    assert player.settled
    warned = [x.message for x in caplog.records if x.levelno == logging.WARNING]
    assert warned == ["No sound: it rains.", LOST]


def test_a_server_that_was_there_is_looked_for_often_and_one_that_never_was_seldom() -> None:
    patience = Patience()
    back = [patience.rest(tries, flowed=True) for tries in range(41)]
    assert back[:3] == [0.3, pytest.approx(0.9), 1.0]
    assert set(back[2:40]) == {1.0}
    never = [patience.rest(tries, flowed=False) for tries in range(6)]
    assert never == sorted(never)
    assert never[-1] == back[40] == patience.longest_rest_s


def test_a_child_that_never_flows_is_tried_again_for_ever(children: Children) -> None:
    player = children.player("problem")
    until(lambda: len(children.born) > 4)
    assert player.settled
    assert player.problem == "No sound: it rains."


def test_a_problem_for_good_is_told_and_no_other_child_is_born(
    children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    player = children.player("final")
    until(lambda: player.problem == "No sound: for good.")
    player._thread.join(LONG_S)
    assert player.settled
    player.follow(FixedScore(), here())
    player.stop()
    assert player.problem == "No sound: for good."
    assert len(children.born) == 1
    until(lambda: "no library at all" in caplog.text)


def test_before_the_first_sign_nothing_is_known(children: Children) -> None:
    player = children.player("mute")
    until(lambda: children.born)
    assert not player.settled
    assert player.problem == ""


def test_a_child_that_shows_no_life_is_replaced_though_nobody_asks(children: Children) -> None:
    children.player("mute", "flow", patience=HASTE._replace(first_sign_s=1.0))
    until(lambda: len(children.born) == 2)


def test_a_child_that_hangs_behind_a_full_pipe_is_replaced(children: Children) -> None:
    """Then our own thread hangs in the middle of a note."""
    player = children.player("deaf", "flow", patience=HASTE._replace(sign_s=1.0))
    until(lambda: player.settled)
    player.follow(Endless(clip=square(5000)), here())
    until(lambda: children.notes(child=1))
    assert player.problem == ""


def test_a_full_pipe_holds_up_neither_orders_nor_the_end(children: Children) -> None:
    player = children.player("deaf")
    until(lambda: player.settled)
    score = Endless(clip=Clip(22_050, bytes(3_000_000)))
    player.follow(score, here())
    for _ in range(20):
        player.stop()
        player.follow(score, here())
        assert player.problem == ""
    until(lambda: score.asked)
    player.close()
    assert not player._thread.is_alive()


def test_nonsense_from_a_child_is_logged_and_passed_over(
    children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    player = children.player("garbage")
    until(lambda: player.settled)
    assert player.problem == ""
    assert caplog.text.count("player: ") == 5


def test_a_child_that_cannot_be_started_is_told_and_tried_again(tmp_path: Path) -> None:
    command = tmp_path / "player"
    player = ProcessPlayer([str(command)], HASTE)
    until(lambda: player.problem == NOT_STARTED)
    assert player.settled
    command.write_text(f"#!{sys.executable}\nprint('{{\"flowing\": true}}', flush=True)\ninput()\n")
    if os.name == "posix":
        command.chmod(0o755)
        until(lambda: not player.problem)
    player.close()


def test_a_score_that_fails_is_told_and_the_next_one_is_heard(
    children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing:
        def notes(self, from_ms: int, to_ms: int) -> Sequence[Note]:
            raise KeyError("gong")

    failing: Score = Failing()
    player = children.player("flow")
    player.follow(failing, here())
    until(lambda: player.problem == FAILED)
    assert player.settled
    assert len(caplog.records) == 1
    assert "gong" in caplog.text
    player.follow(Endless(), here())
    until(children.notes)
    assert player.problem == ""


# --- the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fate", ["flow", "mute", "deaf", "die", "problem"])
def test_closing_ends_the_child_and_the_threads(children: Children, fate: str) -> None:
    before = set(threading.enumerate())
    player = children.player(fate)
    until(lambda: children.born)
    player.follow(Endless(), here())
    player.close()
    player.close()
    assert not player._thread.is_alive()
    until(lambda: set(threading.enumerate()) <= before)
    born = len(children.born)
    player.follow(Endless(), here())
    player.stop()
    assert len(children.born) == born
    for child in children.born:
        with pytest.raises(ProcessLookupError):
            os.kill(child["born"], 0)


def test_closing_at_once_leaves_nothing_behind(children: Children) -> None:
    before = set(threading.enumerate())
    for _ in range(5):
        children.player("flow").close()
    until(lambda: set(threading.enumerate()) <= before)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts files as Linux does")
def test_many_lost_children_leave_no_file_open(children: Children) -> None:
    def files() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = files()
    player = children.player("die", patience=HASTE._replace(rest_s=0.0, longest_rest_s=0.0))
    until(lambda: len(children.born) > 12)
    player.close()
    until(lambda: files() <= before)
    gc.collect()


_LEFT_OPEN: Final = """
import sys
from app.session.clock import Course, exact_ms, wait
from app.audio.player_process import ProcessPlayer
from app.audio.score import FixedScore
player = ProcessPlayer(sys.argv[2:])
while not player.settled:
    wait(0.01)
player.follow(FixedScore(), Course(exact_ms(), 0))
print(player.problem, flush=True)
if sys.argv[1] == "killed":
    wait(600)
"""


@pytest.mark.parametrize("end", ["left", "killed"])
def test_a_child_ends_with_its_parent(children: Children, end: str) -> None:
    """Also where nobody closed the player, or nobody could."""
    children._plan.write_text("flow")
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _LEFT_OPEN, end, *children.command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
    )
    assert process.stdout
    assert process.stdout.readline() == b"\n"
    if end == "killed":
        process.kill()
    _, errors = process.communicate(timeout=LONG_S)
    assert errors == b""
    assert process.returncode == (0 if end == "left" else -signal.SIGKILL)
    until(lambda: children.told[-1].get("orphan"))


def test_the_real_child_needs_neither_a_device_nor_a_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, "unix:/nowhere")
    player = open_player()
    until(lambda: player.settled)
    assert player.problem.startswith("No sound: ")
    player.follow(FixedScore(Note(0, square(10))), here())
    player.stop()
    player.close()
    assert not player._thread.is_alive()


def test_no_heavy_import_comes_with_the_player() -> None:
    code = "import app.audio.player_process, sys; print(*sys.modules)"
    root = Path(player_process.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert not {"PySide6", "numpy", "soxr"} & set(done.stdout.split())
