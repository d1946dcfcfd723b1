"""Every shipped movement is posed, for both bodies, and passes the checks: the fast form.

`limber pose check` looks at every frame; here each eighth is, and every keyframe.
"""

from __future__ import annotations

import pytest

from app.movements.loader import Catalogue
from app.movements.model import DoseKind
from app.posing.body import BODIES
from app.posing.checks import check_solved
from app.posing.pose_reader import read_pose_file
from app.posing.solved import poses_folder, read_solved

NAMES = sorted(path.stem for path in poses_folder().glob("*.yaml"))


def test_every_movement_has_its_poses(catalogue: Catalogue) -> None:
    assert set(NAMES) == set(catalogue.ids)


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_every_check(name: str) -> None:
    failed = [
        found.line() for found in check_solved(read_solved(name), every=8) if not found.passed
    ]
    assert failed == []


@pytest.mark.parametrize("name", NAMES)
def test_tracks_follow_the_doses(name: str, catalogue: Catalogue) -> None:
    """What is counted has a cycle to count; what is held has a breath to hold."""
    kinds = {dose.kind for dose in catalogue.get(name).doses}
    for body in BODIES:
        tracks = set(read_solved(name).motions[body].tracks)
        assert ("work" in tracks) >= (DoseKind.REPS in kinds)
        assert ("hold" in tracks) or DoseKind.BREATHS not in kinds
        assert tracks & {"work", "hold"}


@pytest.mark.parametrize("name", NAMES)
def test_what_lights_up_is_named_and_both_bodies_move_alike(name: str) -> None:
    file, solved = read_pose_file(poses_folder() / f"{name}.yaml"), read_solved(name)
    assert file.highlight
    assert solved.highlight == file.highlight
    ash, robin = (solved.motions[body].tracks for body in ("ash", "robin"))
    assert set(ash) == set(robin)
    for track in ash:
        assert (ash[track].reps, ash[track].seconds) == (robin[track].reps, robin[track].seconds)
