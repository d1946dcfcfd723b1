"""Word, badge and lit limb agree, for every movement that has a pose.

A pose shows the lead side *right*; the muscle that lights up is on the side that the catalogue says
is stretched, seen from there. Left is the same, mirrored, so that it holds for both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from app import paths
from app.figure.format import Track
from app.figure.motion import shown_at
from app.movements.loader import Catalogue
from app.movements.model import Movement, Side, TargetSide
from app.timeline.compiler import Compiler
from tests.fakes import timeline

CATALOGUE = Catalogue(paths.resources() / "movements")
POSES: Final = {path.stem: path for path in sorted((paths.resources() / "poses").glob("*.yaml"))}
# Both legs are stretched at once: the front hip turns, the rear hip opens.
BOTH_LEGS: Final = {"worlds-greatest-stretch"}


def highlight(path: Path) -> tuple[set[str], set[str]]:
    """The muscles that light up on one side, by that side; "R" is the lead side."""
    pose: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = [name.partition(".") for name in pose["highlight"]]
    return (
        {name for name, _, side in names if side == "R"},
        {name for name, _, side in names if side == "L"},
    )


@pytest.mark.parametrize("movement_id", POSES)
def test_lit_limb_is_the_target_side(movement_id: str) -> None:
    movement = CATALOGUE.get(movement_id)
    right, left = highlight(POSES[movement_id])
    if not movement.two_sided:
        assert not right | left, "what has no side lights up on both"
    elif movement_id not in BOTH_LEGS:
        lit, dark = (right, left) if movement.target_side is TargetSide.LEAD else (left, right)
        assert not dark
        assert lit, "a side must be lit"


def lit_side(movement: Movement, *, mirrored: bool) -> Side:
    """The side of the body that lights up in a picture of a movement."""
    lead = Side.LEFT if mirrored else Side.RIGHT
    return lead if movement.target_side is TargetSide.LEAD else lead.other


@pytest.mark.parametrize("movement_id", CATALOGUE.ids)
def test_picture_lights_up_the_side_of_the_work(movement_id: str, compiler: Compiler) -> None:
    """In every segment; that the sign and its word name that side too, the windows' tests hold."""
    movement = CATALOGUE.get(movement_id)
    tracks = {"work": Track((0, 1), (0.0, 0.5)), "hold": Track((0,), (0.0,))}
    plan = timeline(f"  - movement: {movement_id}\n", CATALOGUE, compiler)
    for segment in plan.segments:
        shown = shown_at(segment, segment.start_ms, tracks)
        assert segment.block.exercise is not None
        part = segment.block.exercise.movement
        if segment.side is None:
            assert not shown.mirrored
            continue
        assert shown.mirrored is (segment.side is Side.LEFT)
        target = part.target_side
        wanted = segment.side if target is TargetSide.LEAD else segment.side.other
        assert lit_side(part, mirrored=shown.mirrored) is wanted
    if movement.two_sided:
        assert {segment.side for segment in plan.segments} == set(Side)
