"""The parent's side over children that obey, fail, hang and die."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from app.voice import child
from app.voice.child import ChildSynthesiser, Patience
from app.voice.synthesiser import BrokenSynthesiser, SynthesisError, VoiceChoice
from tests.voice.fakes_voice import BUNDLED, Children

FOREVER_S = 60.0
SOON_S = 0.3


class Over(Protocol):
    """Makes a synthesiser over children, and closes it after the test."""

    def __call__(
        self,
        children: Children,
        *,
        start_s: float = FOREVER_S,
        render_s: float = FOREVER_S,
        losses: int = 4,
        language: str = "en",
    ) -> ChildSynthesiser: ...


@pytest.fixture
def over() -> Iterator[Over]:
    made: list[ChildSynthesiser] = []

    def make(
        children: Children,
        *,
        start_s: float = FOREVER_S,
        render_s: float = FOREVER_S,
        losses: int = 4,
        language: str = "en",
    ) -> ChildSynthesiser:
        synthesiser = ChildSynthesiser(
            children.command,
            "fake",
            language,
            environments=({}, {BUNDLED: "1"}),
            patience=Patience(start_s, render_s, losses=losses),
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
    lengths = [synthesiser.render("ab" * n, "", 170).clip.frames for n in (1, 2, 3)]
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


@posix
def test_a_child_at_rest_is_gone_until_the_next_text(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    synthesiser = over(children)
    synthesiser.rest()
    assert children.started == []
    synthesiser.render("Hold.", "", 170)
    synthesiser.rest()
    assert is_gone(children.pids[0])
    assert synthesiser.child_pid is None
    assert synthesiser.render("Hold.", "", 170).clip.frames
    assert len(children.started) == 2


def test_a_text_without_words_is_refused_here(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    with pytest.raises(SynthesisError, match="no words"):
        over(children).render(" \n ", "", 170)
    assert children.started == []


def test_a_line_break_in_a_text_is_a_space(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "ready speak"))
    assert synthesiser.render("a\nb", "", 170).clip.frames == 150


@pytest.mark.parametrize("answer", ["silent", "empty", "nothing", "error"])
def test_a_text_that_gives_no_sound_costs_that_text_alone(
    tmp_path: Path, over: Over, answer: str
) -> None:
    children = Children(tmp_path, f"ready {answer} speak")
    synthesiser = over(children)
    with pytest.raises(SynthesisError) as caught:
        synthesiser.render("Hold.", "", 170)
    assert not isinstance(caught.value, BrokenSynthesiser)
    assert synthesiser.render("Hold.", "", 170).clip.frames == 250
    assert len(children.started) == 1


@posix
def test_a_child_that_hangs_is_killed_and_the_text_tried_again(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready hang", "ready speak")
    synthesiser = over(children, render_s=3 * SOON_S)
    assert synthesiser.render("Hold.", "", 170).clip.frames == 250
    assert is_gone(children.pids[0])
    assert synthesiser.child_pid == children.pids[1]
    synthesiser.close()
    assert is_gone(children.pids[1])


@pytest.mark.parametrize("answer", ["die", "garbage"])
def test_a_child_that_dies_or_babbles_is_replaced(tmp_path: Path, over: Over, answer: str) -> None:
    children = Children(tmp_path, f"ready {answer}", "ready speak")
    synthesiser = over(children)
    assert synthesiser.render("Hold.", "", 170).clip.frames == 250
    assert len(children.started) == 2
    assert list(Path(children.started[0][2]).iterdir()) == []


@posix
def test_a_child_that_was_killed_between_two_texts_is_replaced(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    synthesiser = over(children)
    synthesiser.render("Hold.", "", 170)
    os.kill(children.pids[0], signal.SIGKILL)
    assert synthesiser.render("Rest.", "", 170).clip.frames == 250


def test_a_text_that_always_kills_is_given_up_and_the_next_one_speaks(
    tmp_path: Path, over: Over
) -> None:
    children = Children(tmp_path, "ready die", "ready die", "ready speak")
    synthesiser = over(children)
    with pytest.raises(SynthesisError, match="failed at one of the texts"):
        synthesiser.render("Hold.", "", 170)
    assert synthesiser.render("Rest.", "", 170).clip.frames == 250


def test_restarts_are_bounded_and_then_it_says_so_at_once(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready die")
    synthesiser = over(children, losses=3)
    with pytest.raises(SynthesisError):
        synthesiser.render("Hold.", "", 170)
    for _ in range(5):
        with pytest.raises(BrokenSynthesiser, match=r"^No voice: .+\.$"):
            synthesiser.render("Hold.", "", 170)
    assert len(children.started) == 3


@pytest.mark.parametrize("start", ["die", "broken"])
def test_a_child_that_cannot_start_is_tried_once_in_each_environment(
    tmp_path: Path, over: Over, start: str
) -> None:
    children = Children(tmp_path, start)
    synthesiser = over(children)
    for _ in range(3):
        with pytest.raises(BrokenSynthesiser, match=r"^No voice: "):
            synthesiser.render("Hold.", "", 170)
    assert [words[1] for words in children.started] == ["-", "1"]


def test_another_environment_may_save_it(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "die", "ready speak"))
    assert synthesiser.render("Hold.", "", 170).clip.frames == 250


@posix
def test_a_child_that_hangs_at_its_start_is_killed(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "hang")
    synthesiser = over(children, start_s=SOON_S)
    with pytest.raises(BrokenSynthesiser, match="does not answer"):
        synthesiser.render("Hold.", "", 170)
    assert all(is_gone(pid) for pid in children.pids)


def test_a_program_that_does_not_exist_is_a_sentence() -> None:
    synthesiser = ChildSynthesiser(["/nowhere/python"], "fake")
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
    def vanished(folder: Path) -> list[Path]:
        raise FileNotFoundError(folder)

    synthesiser = over(Children(tmp_path, "ready die"))
    monkeypatch.setattr(Path, "iterdir", vanished)
    with pytest.raises(SynthesisError):
        synthesiser.render("Hold.", "", 170)


def test_texts_from_several_threads_come_out_right(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "ready speak"))
    found: dict[int, int] = {}

    def render(length: int) -> None:
        found[length] = synthesiser.render("x" * length, "", 170).clip.frames

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
    assert child.worker_command() == [sys.executable, "voice-worker"]


# --- which voice ---------------------------------------------------------------------------------


def test_a_voice_is_asked_for_and_the_language_behind_it(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready speak")
    synthesiser = over(children, language="de")
    assert synthesiser.render("Halt.", "Anna", 150).stands_in == ""
    synthesiser.render("Halt.", "", 150)
    assert [(x["wanted"], x["rate"]) for x in children.requests] == [
        (["Anna", "de"], 150),
        (["de", "de"], 150),
    ]


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [("de", "German voice"), ("xh", "xh voice"), ("Anna", "voice called Anna")],
)
def test_a_voice_that_stands_in_is_named_in_one_sentence(
    tmp_path: Path, over: Over, wanted: str, missing: str
) -> None:
    synthesiser = over(Children(tmp_path, "ready standin"))
    said = synthesiser.render("Hold.", wanted, 170)
    assert said.clip.frames == 250
    assert said.stands_in == (
        f"This computer has no {missing}: Bruce speaks until you install or choose one."
    )


def test_the_voices_are_listed_anew_each_time(tmp_path: Path, over: Over) -> None:
    children = Children(tmp_path, "ready list list")
    synthesiser = over(children)
    assert synthesiser.voices() == (VoiceChoice("x/1", "Bruce", ("en-au", "en")),)
    assert synthesiser.voices() == (VoiceChoice("x/1", "Bruce", ("en-au", "en")),)
    assert [request["list"] for request in children.requests] == [True, True]


@pytest.mark.parametrize("answer", ["nothing", "error", "badlist"])
def test_an_engine_that_lists_nothing_is_a_sentence(
    tmp_path: Path, over: Over, answer: str
) -> None:
    with pytest.raises(SynthesisError, match=r"\.$"):
        over(Children(tmp_path, f"ready {answer}")).voices()


def test_a_child_that_dies_over_its_list_is_replaced(tmp_path: Path, over: Over) -> None:
    synthesiser = over(Children(tmp_path, "ready die", "ready list"))
    assert synthesiser.voices()[0].name == "Bruce"


def test_the_reason_can_stand_inside_another_sentence(tmp_path: Path, over: Over) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(SynthesisError) as caught:
        over(Children(tmp_path, "ready error")).render("Hold.", "", 170)
    assert caught.value.reason == "no disk"
    with pytest.raises(BrokenSynthesiser) as broken:
        over(Children(elsewhere, "broken")).render("Hold.", "", 170)
    assert broken.value.reason == "there is no engine"
