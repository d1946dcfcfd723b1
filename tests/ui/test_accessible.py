"""What a screen reader is told: of every page, and while a session runs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

from app.routine.model import VoiceLevel
from app.session.events import PauseReason
from app.ui.keys import Action
from app.ui.roles import ROLES, role_of, tell_roles
from app.ui.stage import GO_ON, SLEEP
from tests.ui.conftest import Rig
from tests.ui.figures import write_figure
from tests.ui.pages import PAGES, home_many, movements, question, settle, stage_running
from tests.ui.walking import Role, Told, nameless, told_of


@pytest.fixture(scope="module", autouse=True)
def _roles(qapp: QApplication) -> None:
    tell_roles()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is announced, in its order, as if a screen reader were there."""
    heard: list[str] = []

    def update(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(update))
    return heard


def of_kind(rig: Rig, kind: str) -> Told:
    return next(told for told in told_of(rig.window) if told.kind == kind)


@pytest.mark.parametrize("name", PAGES)
def test_every_control_has_a_name_and_every_list_tells_its_items(rig: Rig, name: str) -> None:
    page = PAGES[name](rig)
    settle(rig)
    assert nameless(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_painted_has_a_role_of_its_own(rig: Rig, name: str) -> None:
    page = PAGES[name](rig)
    settle(rig)
    painted = [told for told in told_of(page) if told.kind in ROLES]
    assert [told for told in painted if told.role is not role_of(told.kind)] == []
    assert [told for told in painted if not told.name] == []


def test_nothing_is_told_of_a_page_that_is_not_seen(rig: Rig) -> None:
    stage_running(rig)
    assert not [told for told in told_of(rig.window) if told.kind in ("Home", "Header", "Hero")]


def test_a_list_tells_what_is_on_its_cards(rig: Rig) -> None:
    home_many(rig)
    settle(rig)
    cards = of_kind(rig, "CardGrid").items
    assert len(cards) == 8
    assert cards[1] == "Routine number 0, 1 min, Any time, Upper back, yours. "
    assert "Line 4: There is no movement" in cards[0]


def test_the_movements_tell_dose_and_areas(rig: Rig) -> None:
    movements(rig)
    settle(rig)
    assert of_kind(rig, "_Grid").items[0] == "Ankle alphabet, 26 letters, Ankle"


def test_a_combo_box_tells_what_is_chosen_by_it(rig: Rig) -> None:
    movements(rig)
    settle(rig)
    boxes = [told for told in told_of(rig.window) if told.role is Role.ComboBox]
    assert [(box.name, box.description) for box in boxes] == [
        ("Any time", "When"),
        ("With anything", "Equipment"),
    ]


def test_the_question_is_told_by_its_words(rig: Rig) -> None:
    assert told_of(question(rig))[0].name == "End the session?"


# The stage.


def test_the_stage_tells_phase_side_movement_and_dose(rig: Rig) -> None:
    stage_running(rig)
    assert of_kind(rig, "Slab").description == "Hold, right side, Pigeon pose, Hold 20–30 s"
    assert of_kind(rig, "Strip").name == "Next: left, Pigeon pose"
    assert of_kind(rig, "SessionBar").description.startswith("Part 1 of 3, ")


def test_the_moving_picture_tells_movement_and_side(rig: Rig) -> None:
    for movement in ("pigeon-pose", "cat-cow"):
        write_figure(rig.figures, movement)
    stage_running(rig)
    picture = of_kind(rig, "FigureView")
    assert (picture.role, picture.name) == (Role.Graphic, "Picture: Pigeon pose, right side")
    rig.run_to(rig.start_of("hold", "left") + 1000)
    assert of_kind(rig, "FigureView").name == "Picture: Pigeon pose, left side"


@pytest.mark.parametrize("level", [VoiceLevel.SILENT, VoiceLevel.TONES])
def test_captions_are_announced_once_where_nothing_is_said(
    rig: Rig, said: list[str], level: VoiceLevel
) -> None:
    stage_running(rig)
    rig.voice.level = level
    said.clear()
    rig.run_to(rig.start_of("hold", "left") + 1000)
    assert any("Switch" in text for text in said)
    assert len(said) == len(set(said))


def test_a_screen_reader_does_not_talk_into_the_voice(rig: Rig, said: list[str]) -> None:
    stage_running(rig)
    rig.run_to(rig.start_of("hold", "left") + 1000)
    assert said == []


def test_captions_are_announced_where_the_voice_fails(rig: Rig, said: list[str]) -> None:
    stage_running(rig)
    rig.voice.problem = "No sound here."
    rig.run_to(rig.start_of("hold", "left") + 1000)
    assert said


def test_a_pause_and_its_reason_are_announced_once(rig: Rig, said: list[str]) -> None:
    stage_running(rig)
    rig.window.stage.act(Action.TOGGLE)
    rig.window.stage.tick()
    assert said == [GO_ON]
    rig.window.stage.act(Action.TOGGLE)
    rig.session.pause(PauseReason.SLEEP)
    assert said == [GO_ON, f"{SLEEP} {GO_ON}"]


def test_what_was_changed_is_announced_once(rig: Rig, said: list[str]) -> None:
    stage_running(rig)
    rig.window.stage.act(Action.LONGER)
    rig.window.stage.tick()
    assert said == ["Longer by 15 s"]


def test_nobody_listens_and_nothing_is_made_of_it(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: False))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(made.append))
    stage_running(rig)
    rig.window.stage.act(Action.LONGER)
    assert made == []
