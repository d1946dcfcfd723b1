"""The checks find what is planted for them, and pass what is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.posing import solved as files
from app.posing.checks import Finding, check_solved, turn_out
from app.posing.frames import Frame, Motion
from app.posing.keyframes import solve_keyframes
from app.posing.pose_reader import read_pose_file
from app.posing.skeleton import Pose, rest, turn
from app.posing.solved import Solved, body_data, pose_hash, read_solved, write_solved
from app.posing.solver import Solver
from app.posing.tracks import Weaver

TEXT = """\
pose: 1
views: [side]
planted: [sole]
lengthens: [soleus]
stretched-at: down
keyframes:
  up:
    base: stand
    goals:
      - floor: [heel, ball]
      - symmetric: all
  down:
    from: up
    goals:
      - keep: [sole]
      - hint: {knee.flexion: 50, hip.flexion: 45, ankle.dorsiflexion: 20}
      - symmetric: all
tracks:
  work: {start: up, seconds: 0.6, steps: [down, up]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, solvers: dict[str, Solver]) -> Path:
    """A poses folder with one movement, solved for one body."""
    folder = tmp_path_factory.mktemp("poses")
    (folder / "bend.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "poses_folder", lambda: folder)
        file = read_pose_file(folder / "bend.yaml")
        solver = solvers["robin"]
        motion = Weaver(solver, file, solve_keyframes(solver, file)).motion()
        write_solved(file, {"robin": body_data(motion, [])}, pose_hash("bend"))
    return folder


@pytest.fixture
def bend(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Solved:
    """That movement, read back."""
    monkeypatch.setattr(files, "poses_folder", lambda: folder)
    return read_solved("bend")


def spoilt(solved: Solved, change: Callable[[Frame], Frame], which: int = 2) -> dict[str, Finding]:
    """The failed findings after one frame was changed."""
    motion = solved.motions["robin"]
    frames = list(motion.frames)
    frames[which] = change(frames[which])
    solved.motions["robin"] = Motion(tuple(frames), motion.tracks)
    return {finding.check: finding for finding in check_solved(solved) if not finding.passed}


def with_angles(**angles: float) -> Callable[[Frame], Frame]:
    named = {name.replace("_", "."): value for name, value in angles.items()}
    return lambda frame: frame._replace(
        pose=frame.pose._replace(angles={**frame.pose.angles, **named})
    )


def moved(*shift: float) -> Callable[[Frame], Frame]:
    return lambda frame: frame._replace(
        pose=frame.pose._replace(root=frame.pose.root + np.array(shift))
    )


def test_what_is_right_passes_and_every_check_has_its_figure(bend: Solved) -> None:
    found = check_solved(bend)
    assert [finding.line() for finding in found if not finding.passed] == []
    assert {finding.check for finding in found} == set(
        "fresh joint-limits floor-and-props contacts self-intersection balance mirrored slip "
        "joint-step jerk lengthens".split()
    )


def test_a_solved_file_comes_back_as_it_was(bend: Solved, folder: Path) -> None:
    motion = bend.motions["robin"]
    assert motion.frames[0].keyframe == "up"
    assert motion.tracks["work"].times[-1] == 1.0
    assert bend.views[0].camera == "side"
    assert (folder / "solved" / "bend.json").stat().st_size < 20_000


def test_a_changed_pose_file_is_stale(bend: Solved, folder: Path) -> None:
    path = folder / "bend.yaml"
    path.write_text(TEXT + "# changed\n", encoding="utf-8")
    try:
        assert "fresh" in {f.check for f in check_solved(bend) if not f.passed}
    finally:
        path.write_text(TEXT, encoding="utf-8")


def test_a_knee_that_bends_the_wrong_way(bend: Solved) -> None:
    finding = spoilt(bend, with_angles(knee_R_flexion=-20))["joint-limits"]
    assert finding.worst == pytest.approx(20)
    assert "knee.R.flexion" in finding.where


def test_a_body_in_the_floor(bend: Solved) -> None:
    finding = spoilt(bend, moved(0, 0, -0.03))["floor-and-props"]
    assert 2.5 < finding.worst < 3.5
    assert "frame 2" in finding.where


def test_a_body_that_floats(bend: Solved) -> None:
    finding = spoilt(bend, moved(0, 0, 0.03), which=0)["contacts"]
    assert 2.5 < finding.worst < 3.5


def test_a_hand_in_the_belly(bend: Solved) -> None:
    inside = with_angles(
        shoulder_R_rotation=-80, elbow_R_flexion=95, shoulder_R_abduction=-10, shoulder_R_flexion=0
    )
    assert "self-intersection" in spoilt(bend, inside)


def test_a_fall(bend: Solved) -> None:
    def leaning(frame: Frame) -> Frame:
        tilt = turn(np.array((0.0, 0.5, 0.0)))
        return frame._replace(
            pose=frame.pose._replace(
                root=tilt @ frame.pose.root, rotation=tilt @ frame.pose.rotation
            )
        )

    assert "balance" in spoilt(bend, leaning)


def test_feet_that_slide(bend: Solved) -> None:
    finding = spoilt(bend, moved(0.006, 0, 0))["slip"]
    assert finding.worst == pytest.approx(6, abs=1.5)


def test_a_jump(bend: Solved) -> None:
    finding = spoilt(bend, with_angles(elbow_L_flexion=60))["joint-step"]
    assert finding.worst > 40
    assert "elbow.L.flexion" in finding.where


def test_a_twitch(bend: Solved) -> None:
    assert "jerk" in spoilt(bend, with_angles(shoulder_L_flexion=25))


def test_a_muscle_that_does_not_lengthen(bend: Solved) -> None:
    found = spoilt(bend, with_angles(ankle_L_dorsiflexion=-20, ankle_R_dorsiflexion=-20), which=0)
    names = [frame.keyframe for frame in bend.motions["robin"].frames]
    again = spoilt(
        bend,
        with_angles(ankle_L_dorsiflexion=-20, ankle_R_dorsiflexion=-20),
        which=names.index("down"),
    )
    assert "lengthens" not in found
    assert again["lengthens"].worst < 100


def test_a_thigh_led_outwards_is_not_taken_for_a_twisted_one() -> None:
    from app.posing.body import BODIES

    pose: Pose = rest(BODIES["ash"])
    straight = pose._replace(angles={"hip.R.flexion": 90.0, "hip.R.rotation": 30.0})
    assert turn_out(straight, "R") == pytest.approx(30)
    outwards = pose._replace(
        angles={"hip.R.flexion": 64.0, "hip.R.abduction": 64.0, "hip.R.rotation": 30.0}
    )
    assert turn_out(outwards, "R") == pytest.approx(7.5, abs=3)


def test_freshness_looks_at_all_that_makes_angles() -> None:
    """Every module that the solver stands on is in the hash."""
    root = Path(files.__file__).parent
    seen: set[str] = set()
    queue = ["tracks", "keyframes"]
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            text = (root / f"{name}.py").read_text(encoding="utf-8")
            queue += re.findall(r"^from app\.posing\.(\w+) import", text, re.MULTILINE)
    assert seen - {"model"} == set(files.SOURCES)
