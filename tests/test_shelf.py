"""What is written depends on language, pace and counting, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.history.settings import Settings
from app.house import House
from app.movements.model import Side
from app.routine.model import HoldTarget, Usual
from app.timeline.model import CueKind, Timeline
from app.voice.port import VoiceSettings

ROUTINE = "post-run-cooldown"


def planned(house: House) -> Timeline:
    return house.plan(house.routine(ROUTINE))


def chosen(house: House, language: str = "en", rate: int = 170) -> Timeline:
    """The plan after the runner has chosen something about the voice."""
    voice = VoiceSettings(language=language, rate=rate)
    house.settings.change(house.settings.current._replace(voice=voice))
    return planned(house)


@pytest.mark.usefixtures("user_folder")
def test_the_language_is_that_of_the_settings_at_once() -> None:
    house = House()
    assert planned(house).name == "Post-run cooldown"
    german = chosen(house, language="de")
    assert german.name == "Nach dem Lauf"
    assert any("Rechtes Knie" in cue.text for cue in german.cues)
    assert chosen(house, language="en").name == "Post-run cooldown"


@pytest.mark.usefixtures("user_folder")
def test_a_language_without_a_book_is_english() -> None:
    assert chosen(House(), language="xx").name == "Post-run cooldown"


@pytest.mark.usefixtures("user_folder")
def test_a_slow_voice_gets_more_time_to_get_ready() -> None:
    house = House()
    usual = planned(house).total_ms
    assert chosen(house, rate=100).total_ms > usual
    assert chosen(house, rate=170).total_ms == usual
    for _ in range(3):
        house.paces.note(house.voice_settings.key, 170, "Left.", 2_000)
    assert planned(house).total_ms > usual


@pytest.mark.usefixtures("user_folder")
def test_counting_can_be_off() -> None:
    house = House()
    kinds = {cue.kind for cue in planned(house).cues}
    assert CueKind.COUNT in kinds
    house.settings.change(house.settings.current._replace(counting=False))
    assert {cue.kind for cue in planned(house).cues} == kinds - {CueKind.COUNT}


@pytest.mark.usefixtures("user_folder")
def test_what_the_runner_wants_usually_holds_in_sessions_plans_and_files() -> None:
    house = House()
    routine = house.routine("rest-day")
    before = house.tonight_ms(routine), house.plan(routine).total_ms
    house.settings.change(house.settings.current._replace(usual=Usual(HoldTarget.LOW)))
    shorter = house.tonight_ms(routine), house.plan(routine).total_ms
    assert shorter[0] < before[0]
    assert shorter[1] < before[1]
    assert house.recording(routine).timeline.total_ms < before[1]


def test_a_check_says_the_same_whatever_is_chosen(user_folder: Path) -> None:
    file = user_folder / "short.yaml"
    file.write_text(
        "limber: 1\nname: A\nwhen: post-run\nsteps:\n  - movement: pigeon-pose\n    hold: 20s\n",
        encoding="utf-8",
    )
    house = House()
    found = house.problems(file)
    assert found
    house.settings.change(Settings(VoiceSettings(language="de", rate=100), counting=False))
    assert house.problems(file) == found


@pytest.mark.usefixtures("user_folder")
def test_the_chapters_of_a_file_name_the_sides_in_its_language() -> None:
    house = House()
    chosen(house, language="de")
    assert house.recording(house.routine(ROUTINE)).side_name(Side.RIGHT) == "rechts"
