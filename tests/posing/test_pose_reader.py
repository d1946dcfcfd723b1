"""Pose files: what they mean, and one sentence with its place for every mistake."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.posing.model import (
    Angle,
    At,
    Balance,
    Direction,
    Face,
    Floor,
    Keep,
    Look,
    PoseFile,
    Symmetric,
    Touch,
    Wish,
)
from app.posing.pose_reader import BrokenPose

Read = Callable[[str], PoseFile]

FILE = """\
pose: 1
views: [side]
props:
  wall: {{at: [0.4, 0]}}
keyframes:
  one:
    base: stand
    goals:
      - {goal}
tracks:
  work: {{start: one, steps: [one]}}
"""


def wishes(read: Read, goal: str) -> list[Wish]:
    """What one goal of a file means."""
    return [goal.wish for goal in read(FILE.format(goal=goal)).keyframes["one"].goals]


@pytest.mark.parametrize(
    ("goal", "meaning"),
    [
        ("floor: heel", [Floor("heel.L", 0.0, None), Floor("heel.R", 0.0, None)]),
        ("floor: {nodes: palm.R, height: 0.1}", [Floor("palm.R", 0.1, None)]),
        ("direction: {shank.R: up}", [Direction("shank.R", (0.0, 0.0, 1.0))]),
        ("direction: {torso: [0, 0, 2]}", [Direction("torso", (0.0, 0.0, 1.0))]),
        ("face: {palm.L: back}", [Face("palm.L", (-1.0, 0.0, 0.0))]),
        ("at: {nose: [0.1, free, 1]}", [At("nose", (0.1, None, 1.0), None)]),
        ("at: {nose: {from: heel.L, by: [0, 0, 1]}}", [At("nose", (0.0, 0.0, 1.0), "heel.L")]),
        ("touch: [palm.R, wall]", [Touch("palm.R", "wall", 0.0)]),
        ("touch: {nodes: [palm.R, kneecap.L], gap: 0.02}", [Touch("palm.R", "kneecap.L", 0.02)]),
        ("balance: sole", [Balance(("sole.L", "sole.R"))]),
        ("hint: {knee.R.flexion: 90}", [Angle("knee.R.flexion", 90.0, False)]),
        ("hint: {knee.R.extension: -9}", [Angle("knee.R.flexion", 9.0, False)]),
        (
            "hint: {toes.extension: 70}",
            [Angle("toes.L.extension", 70.0, False), Angle("toes.R.extension", 70.0, False)],
        ),
        ("angle: {hip.L.internal: 20}", [Angle("hip.L.rotation", -20.0, True)]),
        ("angle: {hip.L.external: 20}", [Angle("hip.L.rotation", 20.0, True)]),
        ("symmetric: legs", [Symmetric("legs")]),
        ("look: fingertips.R", [Look("fingertips.R", None)]),
        ("look: down", [Look(None, (0.0, 0.0, -1.0))]),
    ],
)
def test_what_a_goal_means(
    pose_file: Callable[[str], PoseFile], goal: str, meaning: list[Wish]
) -> None:
    assert wishes(pose_file, goal) == meaning


def test_words_of_a_direction_add_up(pose_file: Read) -> None:
    (wish,) = wishes(pose_file, "direction: {thigh.R: forward 3 down 4}")
    assert isinstance(wish, Direction)
    assert wish.to == pytest.approx((0.6, 0.0, -0.8))


def test_a_pair_touches_side_by_side(pose_file: Read) -> None:
    found = wishes(pose_file, "touch: [palm, kneecap]")
    assert found == [Touch("palm.L", "kneecap.L", 0.0), Touch("palm.R", "kneecap.R", 0.0)]


def test_a_goal_has_a_weight_and_a_place(pose_file: Read) -> None:
    (goal,) = pose_file(FILE.format(goal="{floor: heel.R, weight: 0.3}")).keyframes["one"].goals
    assert goal.weight == 0.3
    assert goal.place.line == 9


WHOLE = """\
pose: 1
views: [side, {camera: front, turn: 10, focus: [heel.R]}]
highlight: [soleus.R]
planted: [sole.R]
props:
  ball: {at: [0.1, 0]}
keyframes:
  one:
    base: stand
    goals: []
  two:
    from: one
    props:
      ball: {at: [0.2, 0]}
    goals:
      - keep: sole.R
tracks:
  work:
    start: one
    seconds: 6
    reps: 2
    steps: [{to: two, share: 2, ease: linear, planted: [palm]}, one]
  hold: {breathe: two, depth: 0.5}
"""


def test_a_whole_file(pose_file: Read) -> None:
    file = pose_file(WHOLE)
    assert file.keyframes["two"].comes_from == "one"
    assert file.keyframes["two"].goals[0].wish == Keep("sole.R")
    assert file.keyframes["one"].props["ball"].at == (0.1, 0.0, 0.0)
    assert file.keyframes["two"].props["ball"].at == (0.2, 0.0, 0.0)
    work, hold = file.tracks
    assert (work.seconds, work.reps, work.steps[0].share) == (6.0, 2, 2.0)
    assert work.steps[0].planted == ("palm.L", "palm.R")
    assert (hold.start, hold.breathe) == ("two", 0.5)
    assert file.views[1].focus == ("heel.R",)


@pytest.mark.parametrize(
    ("right", "wrong", "place", "sentence"),
    [
        ("base: stand", "base: stnad", "9:11", 'Did you mean "stand"?'),
        ("from: one", "from: three", "12:11", "No keyframe"),
        ("keep: sole.R", "keep: soul.R", "16:15", 'Did you mean "sole.R"?'),
        ("keep: sole.R", "kept: sole.R", "16:9", 'Did you mean "keep"?'),
        ("keep: sole.R", "floor: {nodes: sole.R, on: box}", "16:36", "Known: ball."),
        ("keep: sole.R", "hint: {knee.R.flexoin: 9}", "16:16", "knee.R.flexion"),
        ("keep: sole.R", "hint: {knee.R.flexion: much}", "16:32", "is no number"),
        ("keep: sole.R", "direction: {shank.R: upp}", "16:30", 'Did you mean "up"?'),
        ("keep: sole.R", "at: {nose: [1, 2]}", "16:20", "list of three"),
        ("keep: sole.R", "touch: [nose]", "16:16", "touch: [palm.R, kneecap.R]"),
        ("soleus.R", "solaeus.R", "3:13", 'Did you mean "soleus.R"?'),
        ("[side,", "[sdie,", "2:9", 'Did you mean "side"?'),
        ("ball: {at: [0.1, 0]}", "bell: {at: [0.1, 0]}", "6:3", 'Did you mean "ball"?'),
        ("to: two", "to: tow", "22:18", "There is no keyframe"),
        ("ease: linear", "ease: slow", "22:39", "Known: smooth, linear, through"),
        ("breathe: two", "breathe: tow", "23:19", "There is no keyframe"),
        ("reps: 2", "reps: no", "21:11", '"reps'),
        ("pose: 1", "poses: 1", "1:1", 'Did you mean "pose"?'),
    ],
)
def test_a_mistake_is_a_sentence_with_its_place(
    pose_file: Callable[[str], PoseFile], right: str, wrong: str, place: str, sentence: str
) -> None:
    assert right in WHOLE
    with pytest.raises(BrokenPose) as caught:
        pose_file(WHOLE.replace(right, wrong, 1))
    assert f"trial.yaml:{place}: " in str(caught.value)
    assert sentence in str(caught.value)


def test_all_mistakes_are_told_at_once(pose_file: Read) -> None:
    text = WHOLE.replace("base: stand", "base: float").replace("[soleus.R]", "[soul]")
    with pytest.raises(BrokenPose) as caught:
        pose_file(text)
    assert len(str(caught.value).splitlines()) == 2
