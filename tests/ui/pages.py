"""Every page of the window, brought up as a person would meet it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.history.cut_session import CutSession
from app.ui.keys import Action
from app.ui.settings_room import SECTIONS
from tests.history.kept import BEGINNING, NOON_S, place
from tests.ui.conftest import BROKEN, Rig

Bring = Callable[[Rig], QWidget]


def home_empty(rig: Rig) -> QWidget:
    return rig.show()


def home_one(rig: Rig) -> QWidget:
    rig.file("short.yaml")
    return rig.show()


def home_many(rig: Rig) -> QWidget:
    for number in range(7):
        rig.file(f"r{number}.yaml", _named(f"Routine number {number}"))
    rig.file("broken.yaml", BROKEN)
    rig.left_out.add("pigeon-pose")
    return rig.show()


def home_broken(rig: Rig) -> QWidget:
    rig.file("broken.yaml", BROKEN)
    return rig.show()


def resume_offer(rig: Rig) -> QWidget:
    home_one(rig)
    offer = rig.window.resuming.offer
    offer.offer(CutSession(Path("session-1.json"), BEGINNING, place()), NOON_S + 60)
    offer.go_on_button.setFocus()
    return rig.window


def notice(rig: Rig) -> QWidget:
    home_one(rig)
    answers = (("Keep a copy", lambda: None), ("Not now", lambda: None))
    rig.window.home.notices.tell("legs.yaml is not among your routines yet.", answers, key="test")
    return rig.window


def movements(rig: Rig) -> QWidget:
    rig.show().show_movements()
    return rig.window


def settings(section: str) -> Bring:
    def bring(rig: Rig) -> QWidget:
        rig.show().show_settings(section)
        return rig.window

    return bring


def first_run(rig: Rig) -> QWidget:
    rig.show().show_first_run()
    return rig.window


def stage_running(rig: Rig) -> QWidget:
    rig.begin(_named("Short one"))
    rig.run_to(rig.start_of("hold") + 2000)
    return rig.window


def stage_left(rig: Rig) -> QWidget:
    rig.begin(_named("Short one"))
    rig.run_to(rig.start_of("hold", "left") + 2000)
    return rig.window


def stage_paused(rig: Rig) -> QWidget:
    stage_running(rig)
    rig.window.stage.act(Action.TOGGLE)
    return rig.window


def stage_small(rig: Rig) -> QWidget:
    stage_running(rig)
    rig.window.stage.act(Action.CORNER)
    return rig.window


def stage_keys(rig: Rig) -> QWidget:
    stage_running(rig)
    rig.window.stage.act(Action.HELP)
    return rig.window


def summary(rig: Rig) -> QWidget:
    rig.begin(_named("Short one"))
    rig.run_to(rig.session.timeline.total_ms)
    rig.qtbot.waitUntil(lambda: rig.window.currentWidget() is rig.window.summary)
    return rig.window


def question(rig: Rig) -> QWidget:
    stage_running(rig)
    rig.window.leave_session()
    assert rig.window.question is not None
    return rig.window.question


def problems(rig: Rig) -> QWidget:
    home_broken(rig)
    rig.window.home.hero.all_button.click()
    assert rig.window.home.problems_sheet is not None
    return rig.window.home.problems_sheet


def key_sheet(rig: Rig) -> QWidget:
    home_one(rig).show_keys()  # type: ignore[attr-defined]
    assert rig.window.key_sheet is not None
    return rig.window.key_sheet


def _named(name: str) -> str:
    steps = "  - movement: pigeon-pose\n    hold: 20-30s\n  - movement: cat-cow\n    reps: 2\n"
    return f"limber: 1\nname: {name}\nsteps:\n{steps}"


ROOMS: dict[str, Bring] = {
    "home_empty": home_empty,
    "home_one": home_one,
    "home_many": home_many,
    "home_broken": home_broken,
    "resume_offer": resume_offer,
    "notice": notice,
    "movements": movements,
    **{f"settings_{name.lower()}": settings(name) for name in SECTIONS},
    "first_run": first_run,
}
STAGES: dict[str, Bring] = {
    "stage_running": stage_running,
    "stage_left": stage_left,
    "stage_paused": stage_paused,
    "stage_keys": stage_keys,
    "stage_small": stage_small,
    "summary": summary,
}
BOXES: dict[str, Bring] = {"question": question, "key_sheet": key_sheet, "problems": problems}
PAGES = {**ROOMS, **STAGES, **BOXES}


def settle(rig: Rig) -> None:
    """Let all that was asked for arrive."""
    for _ in range(3):
        QApplication.processEvents()
    rig.qtbot.wait(120)
