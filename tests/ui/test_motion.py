"""Nothing moves where the runner or the system wants it so."""

from __future__ import annotations

import sys
from enum import Enum
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from app.ui import motion
from app.ui.motion import system_is_still
from app.ui.view import Mood
from tests.ui.conftest import Rig
from tests.ui.figures import write_figure
from tests.ui.pages import stage_running


class Preference(Enum):
    NoPreference = 0
    ReducedMotion = 1


def system_that_prefers(monkeypatch: pytest.MonkeyPatch, preference: Preference) -> None:
    """As Qt 6.12 tells it."""
    accessibility = SimpleNamespace(motionPreference=lambda: preference)
    hints = SimpleNamespace(accessibility=lambda: accessibility)
    monkeypatch.setattr(QApplication, "styleHints", staticmethod(lambda: hints))


@pytest.fixture
def drawn(rig: Rig) -> Rig:
    for movement in ("pigeon-pose", "cat-cow"):
        write_figure(rig.figures, movement)
    return rig


def test_a_system_may_prefer_that_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    system_that_prefers(monkeypatch, Preference.ReducedMotion)
    assert system_is_still()


def test_a_system_may_have_no_preference(monkeypatch: pytest.MonkeyPatch) -> None:
    system_that_prefers(monkeypatch, Preference.NoPreference)
    assert not system_is_still()


def test_a_qt_that_does_not_tell_lets_things_move(monkeypatch: pytest.MonkeyPatch) -> None:
    for hints in SimpleNamespace(), SimpleNamespace(accessibility=SimpleNamespace):
        monkeypatch.setattr(QApplication, "styleHints", staticmethod(lambda hints=hints: hints))
        assert not system_is_still()


@pytest.mark.parametrize("animates", [True, False])
def test_windows_tells_for_itself(monkeypatch: pytest.MonkeyPatch, animates: bool) -> None:
    asked: list[int] = []

    def answer(what: int, _size: int, place: object, _flags: int) -> int:
        asked.append(what)
        place._obj.value = int(animates)  # type: ignore[attr-defined]
        return 1

    windll = SimpleNamespace(user32=SimpleNamespace(SystemParametersInfoW=answer))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("ctypes.windll", windll, raising=False)
    assert motion._windows_animates() is animates
    assert asked == [0x1042]


def test_the_stage_stands_still_where_the_system_wants_it(
    drawn: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_running(drawn)
    stage = drawn.window.stage
    assert stage.picture.view.plays
    system_that_prefers(monkeypatch, Preference.ReducedMotion)
    stage.tick()
    assert stage.is_still
    assert not stage.picture.view.plays


def test_the_slab_cuts_to_the_other_side(drawn: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    system_that_prefers(monkeypatch, Preference.ReducedMotion)
    stage_running(drawn)
    stage = drawn.window.stage
    drawn.run_to(drawn.start_of("switch") + 100)
    assert stage.slab.view is not None
    assert stage.slab.view.mood is Mood.SWITCH
    assert not stage.sweep.is_under_way
    assert stage.slab.isVisible()


def test_the_slab_sweeps_where_nobody_minds(drawn: Rig) -> None:
    stage_running(drawn)
    stage = drawn.window.stage
    drawn.clock.advance(drawn.start_of("switch") + 50 - drawn.session.position_ms)
    stage.tick()
    assert stage.sweep.is_under_way


def test_the_runner_may_want_it_too(drawn: Rig) -> None:
    chosen = drawn.settings.current
    drawn.settings.change(chosen._replace(picture=chosen.picture._replace(still=True)))
    stage_running(drawn)
    assert drawn.window.stage.is_still
    assert not drawn.window.stage.picture.view.plays
