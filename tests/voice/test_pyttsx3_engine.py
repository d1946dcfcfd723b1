"""The parent's side over children that obey, fail, hang and die, and over the real engine."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from app.voice import pyttsx3_engine
from app.voice.pyttsx3_engine import Pyttsx3Synthesiser
from app.voice.synthesiser import (
    BrokenSynthesiser,
    SynthesisError,
    Unavailable,
    find_synthesiser,
)
from tests.voice.fakes_voice import Children

FOREVER_S = 60.0
SOON_S = 0.3


class Over(Protocol):
    """Makes a synthesiser over children, and closes it after the test."""

    def __call__(
        self,
        children: Children,
        *,
        start_timeout_s: float = FOREVER_S,
        render_timeout_s: float = FOREVER_S,
        max_losses: int = 4,
    ) -> Pyttsx3Synthesiser: ...


@pytest.fixture
def over() -> Iterator[Over]:
    made: list[Pyttsx3Synthesiser] = []

    def make(
        children: Children,
        *,
        start_timeout_s: float = FOREVER_S,
        render_timeout_s: float = FOREVER_S,
        max_losses: int = 4,
    ) -> Pyttsx3Synthesiser:
        synthesiser = Pyttsx3Synthesiser(
            children.command,
            start_timeout_s=start_timeout_s,
            render_timeout_s=render_timeout_s,
            max_losses=max_losses,
        )
        made.append(synthesiser)
        return synthesiser

    yield make
    for synthesiser in made:
        synthesiser.close()


def is_gone(pid: int) -> bool:
    """Whether a child of ours has ended and was collected: a zombie can still be signalled."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


posix = pytest.mark.skipif(os.name != "posix", reason="signals and zombies are POSIX")


def test_one_child_renders_every_text(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    synthesiser = over(children)
    lengths = [synthesiser.render("ab" * n, "", 170).frames for n in (1, 2, 3)]
    assert lengths == [100, 200, 300]
    assert len(children.started) == 1


def test_nothing_is_started_before_the_first_text(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    over(children).close()
    assert children.started == []


@posix
def test_closing_leaves_no_child_no_zombie_and_no_file(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    synthesiser = over(children)
    synthesiser.render("Hold.", "", 170)
    folder = Path(children.started[0][2])
    assert list(folder.iterdir()) == []
    synthesiser.close()
    assert is_gone(children.pids[0])
    assert not folder.exists()
    with pytest.raises(BrokenSynthesiser, match="closed"):
        synthesiser.render("Hold.", "", 170)


def test_a_text_without_words_is_refused_here(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    with pytest.raises(SynthesisError, match="no words"):
        over(children).render(" \n ", "", 170)
    assert children.started == []


def test_a_line_break_in_a_text_is_a_space(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "ready speak"))
    assert synthesiser.render("a\nb", "", 170).frames == 150


@pytest.mark.parametrize("answer", ["silent", "empty", "nothing", "error"])
def test_a_text_that_gives_no_sound_costs_that_text_alone(
    tmp_path: Path, over: Over, answer: str
) -> None:
    children = Children(tmp_path, f"ready {answer} speak")
    synthesiser = over(children)
    with pytest.raises(SynthesisError) as caught:
        synthesiser.render("Hold.", "", 170)
    assert not isinstance(caught.value, BrokenSynthesiser)
    assert synthesiser.render("Hold.", "", 170).frames == 250
    assert len(children.started) == 1


@posix
def test_a_child_that_hangs_is_killed_and_the_text_tried_again(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready hang", "ready speak")
    synthesiser = over(children, render_timeout_s=3 * SOON_S)
    assert synthesiser.render("Hold.", "", 170).frames == 250
    assert is_gone(children.pids[0])
    assert synthesiser.child_pid == children.pids[1]
    synthesiser.close()
    assert is_gone(children.pids[1])


@pytest.mark.parametrize("answer", ["die", "garbage"])
def test_a_child_that_dies_or_babbles_is_replaced(tmp_path: Path, over: Over, answer: str) -> None:
    children = Children(tmp_path, f"ready {answer}", "ready speak")
    synthesiser = over(children)
    assert synthesiser.render("Hold.", "", 170).frames == 250
    assert len(children.started) == 2
    assert list(Path(children.started[0][2]).iterdir()) == []


@posix
def test_a_child_that_was_killed_between_two_texts_is_replaced(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    synthesiser = over(children)
    synthesiser.render("Hold.", "", 170)
    os.kill(children.pids[0], signal.SIGKILL)
    assert synthesiser.render("Rest.", "", 170).frames == 250


def test_a_text_that_always_kills_is_given_up_and_the_next_one_speaks(
    tmp_path: Path, over: Over
) -> None:
    children = Children(tmp_path, "ready die", "ready die", "ready speak")
    synthesiser = over(children)
    with pytest.raises(SynthesisError, match="failed at one of the texts"):
        synthesiser.render("Hold.", "", 170)
    assert synthesiser.render("Rest.", "", 170).frames == 250


def test_restarts_are_bounded_and_then_it_says_so_at_once(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready die")
    synthesiser = over(children, max_losses=3)
    with pytest.raises(SynthesisError):
        synthesiser.render("Hold.", "", 170)
    for _ in range(5):
        with pytest.raises(BrokenSynthesiser, match=r"^No voice: .+\.$"):
            synthesiser.render("Hold.", "", 170)
    assert len(children.started) == 3


@pytest.mark.parametrize("start", ["die", "broken"])
def test_a_child_that_cannot_start_is_tried_once_with_the_bundled_espeak(
    tmp_path: Path, over: Over, start: str
) -> None:
    children = Children(tmp_path, start)
    synthesiser = over(children)
    for _ in range(3):
        with pytest.raises(BrokenSynthesiser, match=r"^No voice: "):
            synthesiser.render("Hold.", "", 170)
    assert [words[1] for words in children.started] == ["-", "1"]


def test_the_bundled_espeak_may_save_it(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "die", "ready speak"))
    assert synthesiser.render("Hold.", "", 170).frames == 250


@posix
def test_a_child_that_hangs_at_its_start_is_killed(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "hang")
    synthesiser = over(children, start_timeout_s=SOON_S)
    with pytest.raises(BrokenSynthesiser, match="does not answer"):
        synthesiser.render("Hold.", "", 170)
    assert all(is_gone(pid) for pid in children.pids)


def test_a_program_that_does_not_exist_is_a_sentence() -> None:
    synthesiser = Pyttsx3Synthesiser(["/nowhere/python"])
    with pytest.raises(BrokenSynthesiser, match="could not be started"):
        synthesiser.render("Hold.", "", 170)
    synthesiser.close()


def test_closing_ends_a_render_in_another_thread(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak hang")
    synthesiser = over(children)
    synthesiser.render("Hold.", "", 170)
    caught: list[Exception] = []

    def render() -> None:
        try:
            synthesiser.render("Rest.", "", 170)
        except SynthesisError as error:
            caught.append(error)

    thread = threading.Thread(target=render)
    thread.start()
    synthesiser.close()
    thread.join()
    assert len(caught) == 1
    assert len(children.started) == 1


def test_folder_that_vanishes_while_it_is_cleared_is_no_fault(
    tmp_path: Path, over: Over, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanished(folder: Path, pattern: str) -> list[Path]:
        raise FileNotFoundError(f"{folder}/{pattern}")

    synthesiser = over(Children(tmp_path, "ready die"))
    monkeypatch.setattr(Path, "glob", vanished)
    with pytest.raises(SynthesisError):
        synthesiser.render("Hold.", "", 170)


def test_texts_from_several_threads_come_out_right(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "ready speak"))
    found: dict[int, int] = {}

    def render(length: int) -> None:
        found[length] = synthesiser.render("x" * length, "", 170).frames

    threads = [threading.Thread(target=render, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: 50 * n for n in range(1, 9)}


@posix
def test_a_deep_temporary_folder_is_not_used(
    tmp_path: Path, over: Over, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Espeak fails over a long path, and its data may be linked to from there."""
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    children = Children(tmp_path, "ready speak")
    over(children).render("Hold.", "", 170)
    assert Path(children.started[0][2]).parent == Path("/tmp")


def test_a_frozen_program_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert pyttsx3_engine._worker_command() == [sys.executable, "voice-worker"]


# --- the real engine -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine() -> Iterator[Pyttsx3Synthesiser]:
    found = find_synthesiser()
    if isinstance(found, Unavailable):
        pytest.skip(found.reason)
    assert isinstance(found, Pyttsx3Synthesiser)
    yield found
    found.close()


def test_the_real_engine_speaks(engine: Pyttsx3Synthesiser) -> None:
    texts = ("Switch. Left knee forward.", "Halfway.", "three", "Größe: ninety-ninety", "- dash")
    clips = {text: engine.render(text, "", 170) for text in texts}
    assert len({clip.pcm for clip in clips.values()}) == len(texts)
    assert 1000 < clips["Switch. Left knee forward."].length_ms < 3000
    assert clips["three"].length_ms < clips["Halfway."].length_ms + 200 < 1500
    assert all(clip.trimmed() == clip for clip in clips.values())


def test_the_real_engine_keeps_to_the_rate(engine: Pyttsx3Synthesiser) -> None:
    text = "Sixty seconds: stay, or come out."
    slow, fast, again = (engine.render(text, "", rate).length_ms for rate in (140, 220, 140))
    assert slow > 1.2 * fast
    assert abs(slow - again) <= 10


def test_the_real_engine_has_the_right_rate_from_its_first_text(
    engine: Pyttsx3Synthesiser,
) -> None:
    """Espeak takes a rate in a thread of its own; one set too soon was lost for the session."""
    known = engine.render("Halfway.", "", 140).length_ms
    for _ in range(3):
        fresh = find_synthesiser()
        assert not isinstance(fresh, Unavailable)
        assert abs(fresh.render("Halfway.", "", 140).length_ms - known) <= 10
        fresh.close()


def test_an_unknown_voice_still_speaks(engine: Pyttsx3Synthesiser) -> None:
    assert engine.render("Halfway.", "no such voice", 170).length_ms > 300


@posix
def test_the_real_engine_survives_a_kill_in_mid_render(
    engine: Pyttsx3Synthesiser, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.render("Halfway.", "", 170)
    child = engine._child
    assert child
    ask = child.ask

    def ask_and_kill(request: dict[str, object]) -> None:
        ask(request)
        os.kill(child.pid, signal.SIGKILL)

    monkeypatch.setattr(child, "ask", ask_and_kill)
    assert engine.render("One, two, three. " * 100, "", 170).length_ms > 60_000
    assert engine.child_pid != child.pid
    assert is_gone(child.pid)


_PARENT = """
import sys, time
from app.voice.pyttsx3_engine import Pyttsx3Synthesiser
synthesiser = Pyttsx3Synthesiser()
synthesiser.render("Halfway.", "", 170)
print(synthesiser.child_pid, synthesiser._folder(), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can wait for a stranger")
@pytest.mark.usefixtures("engine")
def test_the_real_child_ends_with_its_parent() -> None:
    root = Path(pyttsx3_engine.__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        pid, folder = parent.stdout.readline().decode().split()
        child = os.pidfd_open(int(pid))
        parent.kill()
        ended, _, _ = select.select([child], [], [], FOREVER_S)
        os.close(child)
    assert ended
    assert not Path(folder).exists(), "it clears up behind a parent that was killed"


def test_a_folder_called_app_where_the_program_is_started_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Pyttsx3Synthesiser
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('the wrong app')")
    monkeypatch.chdir(tmp_path)
    fresh = Pyttsx3Synthesiser()
    assert fresh.render("Halfway.", "", 170).length_ms > 300
    fresh.close()
