"""What authors are told is what there is: names, limits and examples of the README."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.posing.bases import BASES
from app.posing.camera import VIEWS
from app.posing.goal_reader import GOAL_WORDS
from app.posing.model import PoseFile
from app.posing.muscles import MUSCLES
from app.posing.nodes import NODE_NAMES
from app.posing.props import SIZES
from app.posing.skeleton import FREEDOMS
from app.posing.solved import poses_folder

README = (poses_folder() / "README.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[a-z_]+(?:-[a-z]+)*", README))


@pytest.mark.parametrize(
    "names",
    [
        BASES,
        VIEWS,
        SIZES,
        {name.partition(".")[0] for name in MUSCLES},
        {name.partition(".")[0] for name in NODE_NAMES},
        {freedom.name.rpartition(".")[2] for freedom in FREEDOMS},
        {freedom.name.partition(".")[0] for freedom in FREEDOMS},
    ],
    ids="bases views props muscles nodes angles joints".split(),
)
def test_every_name_is_in_the_readme(names: object) -> None:
    assert isinstance(names, dict | set)
    assert set(names) - WORDS == set()


def test_every_limit_is_in_the_readme() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    for freedom in FREEDOMS:
        joint = freedom.name.partition(".")[0]
        row = next(
            line for line in rows if (f"`{joint}`" in line and "·" in line) or f"`{joint}`" in line
        )
        high = f"{freedom.high:g}"
        assert re.search(rf"(?<!\d){high}(?!\d)", row), f"{freedom.name} up to {high}"


EXAMPLES = [
    line.split("|")[2]
    for line in README.splitlines()
    if line.startswith("|") and line.count("|") == 4 and ": " in line.split("|")[2]
]
GOALS = [goal for cell in EXAMPLES for goal in re.findall(r"`([a-z]+: [^`]+)`", cell)]

FILE = """\
pose: 1
views: [side]
props:
  box: {{at: [0, 0]}}
  wall: {{at: [0.4, 0]}}
keyframes:
  one:
    base: stand
    goals:
      - {goal}
tracks: {{work: {{start: one, steps: [one]}}}}
"""


def test_there_are_examples_of_every_word() -> None:
    assert {goal.partition(":")[0] for goal in GOALS} == set(GOAL_WORDS)


@pytest.mark.parametrize("goal", GOALS)
def test_the_examples_can_be_read(pose_file: Callable[[str], PoseFile], goal: str) -> None:
    assert pose_file(FILE.format(goal=goal)).keyframes["one"].goals
