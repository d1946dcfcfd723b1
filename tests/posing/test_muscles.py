"""Muscle lines: what lengthens in which motion, from the anatomy book."""

from __future__ import annotations

import pytest

from app.posing.body import BODIES
from app.posing.muscles import MUSCLES, length
from app.posing.skeleton import forward, rest

ROBIN = BODIES["robin"]


def ratio(muscle: str, **angles: float) -> float:
    """A muscle's length with some angles, against standing."""
    pose = rest(ROBIN)
    named = {name.replace("_", "."): value for name, value in angles.items()}
    posed = forward(ROBIN, pose._replace(angles=named))
    return length(ROBIN, posed, muscle) / length(ROBIN, forward(ROBIN, pose), muscle)


@pytest.mark.parametrize(
    ("muscle", "angles"),
    [
        ("soleus.R", {"ankle_R_dorsiflexion": 25}),
        ("gastrocnemius.R", {"ankle_R_dorsiflexion": 25}),
        ("tibialis.R", {"ankle_R_dorsiflexion": -50}),
        ("peroneals.R", {"ankle_R_inversion": 25}),
        ("plantar.R", {"toes_R_extension": 50}),
        ("hamstrings.R", {"hip_R_flexion": 80}),
        ("quadriceps.R", {"knee_R_flexion": 120}),
        ("quadriceps.R", {"hip_R_flexion": -20}),
        ("hip_flexor.R", {"hip_R_flexion": -20}),
        ("adductors.R", {"hip_R_abduction": 40}),
        ("gluteus.R", {"hip_R_flexion": 90}),
        ("deep_rotators.R", {"hip_R_flexion": 90, "hip_R_rotation": 40}),
        ("side_hip.R", {"hip_R_abduction": -20}),
        ("upper_back", {"chest_flexion": 25, "waist_flexion": 20}),
        ("low_back", {"lumbar_flexion": 40}),
        ("belly", {"lumbar_flexion": -20, "waist_flexion": -15}),
        ("side_waist.R", {"waist_bend": -15, "lumbar_bend": -15}),
        ("thoracic_rotators.R", {"chest_twist": 25, "waist_twist": 20}),
        ("lats.R", {"shoulder_R_flexion": 150}),
        ("chest.R", {"shoulder_R_abduction": 90, "shoulder_R_flexion": -40}),
        ("rear_shoulder.R", {"shoulder_R_flexion": 90, "shoulder_R_abduction": -40}),
    ],
)
def test_the_stretch_of_the_book_lengthens(muscle: str, angles: dict[str, float]) -> None:
    assert ratio(muscle, **angles) > 1.015


def test_a_bent_knee_slackens_the_gastrocnemius_and_leaves_the_soleus() -> None:
    bent = {"ankle_R_dorsiflexion": 25.0, "knee_R_flexion": 60.0}
    assert ratio("gastrocnemius.R", **bent) < ratio("gastrocnemius.R", ankle_R_dorsiflexion=25)
    assert ratio("soleus.R", **bent) == pytest.approx(ratio("soleus.R", ankle_R_dorsiflexion=25))


def test_a_rounded_back_does_not_pass_for_a_stretched_hip() -> None:
    assert abs(ratio("hip_flexor.R", lumbar_flexion=20) - 1) < 0.04


def test_left_is_as_long_as_right() -> None:
    places = forward(ROBIN, rest(ROBIN))
    for muscle in MUSCLES:
        if muscle.endswith(".L"):
            other = muscle[:-2] + ".R"
            assert length(ROBIN, places, muscle) == pytest.approx(length(ROBIN, places, other))
