"""Piper in a process that obeys, fails, hangs and dies, and the voice that steps in."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.voice.child import ChildSynthesiser, Patience
from app.voice.fallback import FallbackSynthesiser, Problem
from app.voice.synthesiser import BrokenSynthesiser, SynthesisError, VoiceChoice
from tests.voice.fakes_voice import Children, FakeSynthesiser, clip_of

WORKS = "ready speak"


def piper(children: Children, render_s: float = 60.0) -> ChildSynthesiser:
    patience = Patience(start_s=60.0, render_s=render_s, tries_per_text=1, losses=2)
    return ChildSynthesiser(children.command, "piper v.onnx 1 2", patience=patience)


def test_piper_speaks_while_it_can(tmp_path: Path) -> None:
    own = FakeSynthesiser()
    both = FallbackSynthesiser(piper(Children(tmp_path, WORKS)), own)
    said = both.render("Hold.", "en", 170)
    both.close()
    assert (said.clip.frames, said.stands_in) == (250, "")
    assert both.name == "piper v.onnx 1 2"
    assert own.asked == []
    assert own.closed


def test_a_text_that_piper_cannot_speak_is_spoken_and_the_next_is_piper_again(
    tmp_path: Path,
) -> None:
    both = FallbackSynthesiser(piper(Children(tmp_path, "ready error speak")), FakeSynthesiser())
    said = both.render("Hold.", "en", 170)
    again = both.render("Hold.", "en", 170)
    both.close()
    assert said.clip == clip_of("Hold.")
    assert said.stands_in == (
        "Piper cannot speak because no disk, so this computer's own voice does; "
        "choose another voice file in the settings."
    )
    assert (again.clip.frames, again.stands_in) == (250, "")


@pytest.mark.parametrize("fate", ["die", "broken"])
def test_a_piper_that_cannot_start_is_asked_once(tmp_path: Path, fate: str) -> None:
    children = Children(tmp_path, fate)
    both = FallbackSynthesiser(piper(children), FakeSynthesiser())
    said = [both.render(text, "en", 170) for text in ("One.", "Two.", "Three.")]
    both.close()
    assert [each.clip for each in said] == [clip_of(x) for x in ("One.", "Two.", "Three.")]
    assert len({each.stands_in for each in said}) == 1
    assert len(children.started) == 1


@pytest.mark.parametrize("fate", ["ready die", "ready hang"])
def test_a_piper_that_dies_or_hangs_is_given_up_after_two_texts(tmp_path: Path, fate: str) -> None:
    children = Children(tmp_path, fate)
    both = FallbackSynthesiser(piper(children, render_s=0.1), FakeSynthesiser())
    for text in ("One.", "Two.", "Three.", "Four."):
        said = both.render(text, "en", 170)
        assert said.clip == clip_of(text)
        assert said.stands_in
    both.close()
    assert len(children.started) == 2


def test_a_problem_known_beforehand_starts_nothing() -> None:
    both = FallbackSynthesiser(Problem("it is not installed", "install it"), FakeSynthesiser())
    said = both.render("Hold.", "en", 170)
    both.close()
    assert said.clip == clip_of("Hold.")
    assert said.stands_in == (
        "Piper cannot speak because it is not installed, so this computer's own voice does; "
        "install it."
    )


def test_when_neither_speaks_the_error_is_that_of_the_computers_own_voice(tmp_path: Path) -> None:
    own = FakeSynthesiser()
    own.failures["Hold."] = BrokenSynthesiser("No voice: espeak is gone.")
    both = FallbackSynthesiser(piper(Children(tmp_path, "broken")), own)
    with pytest.raises(SynthesisError, match="espeak is gone"):
        both.render("Hold.", "en", 170)
    both.close()


def test_the_voices_are_those_of_the_engine_that_speaks(tmp_path: Path) -> None:
    own = FakeSynthesiser()
    speaks = FallbackSynthesiser(piper(Children(tmp_path, "ready list")), own)
    assert speaks.voices() == (VoiceChoice("x/1", "Bruce", ("en-au", "en")),)
    speaks.close()
    (tmp_path / "b").mkdir()
    fails = FallbackSynthesiser(piper(Children(tmp_path / "b", "broken")), own)
    assert fails.voices() == own.listed
    fails.close()
    assert FallbackSynthesiser(Problem("it is not installed"), own).voices() == own.listed
