"""Thigh to toes."""

from __future__ import annotations

from app.posing.sculptor import Sculptor


def leg(hand: Sculptor) -> None:
    """Sculpts both legs."""
    _thigh(hand)
    _shank(hand)
    _foot(hand)
    _toes(hand)


def _thigh(hand: Sculptor) -> None:
    hand.on("thigh", "thigh", "skin", 0.05, "leg")
    hand.cone((0.003, 0.09, 0.70), (0.006, 0.09, 0.485), (0.067, 0.048))
    hand.ellipsoid((0.018, 0.095, 0.62), (0.048, 0.05, 0.13))  # quadriceps
    hand.ellipsoid((0.024, 0.068, 0.535), (0.03, 0.024, 0.045))  # its inner drop
    hand.ellipsoid((-0.018, 0.088, 0.62), (0.044, 0.048, 0.12))  # hamstrings


def _shank(hand: Sculptor) -> None:
    hand.on("knee", "shank", "skin", 0.03, "leg")
    hand.ellipsoid((0.033, 0.09, 0.478), (0.023, 0.029, 0.036))  # kneecap
    hand.on("shank", "shank", "skin", 0.03, "leg")
    hand.cone((0.002, 0.09, 0.468), (-0.01, 0.09, 0.10), (0.045, 0.027))
    hand.ellipsoid((-0.031, 0.075, 0.357), (0.04, 0.034, 0.1), (0, 6, 0))  # gastrocnemius
    hand.ellipsoid((-0.028, 0.107, 0.372), (0.038, 0.03, 0.09), (0, 6, 0))  # its outer head
    hand.cone((0.021, 0.088, 0.43), (0.006, 0.089, 0.13), (0.021, 0.016))  # shin
    hand.cone((-0.032, 0.09, 0.21), (-0.038, 0.09, 0.085), (0.0165, 0.0115))  # Achilles tendon


def _foot(hand: Sculptor) -> None:
    hand.on("ankle", "foot", "skin", 0.025, "foot")
    hand.ellipsoid((-0.006, 0.063, 0.087), (0.017, 0.013, 0.018))  # inner ankle
    hand.ellipsoid((-0.014, 0.118, 0.079), (0.016, 0.013, 0.018))  # outer ankle
    hand.on("foot", "foot", "skin", 0.03, "foot")
    hand.ellipsoid((-0.032, 0.09, 0.034), (0.034, 0.031, 0.034))  # heel
    hand.cone((-0.006, 0.09, 0.066), (0.085, 0.092, 0.030), (0.035, 0.021), (1.2, 1.0), (0, 1, 0))
    hand.cone((-0.02, 0.104, 0.019), (0.085, 0.119, 0.0165), (0.018, 0.0165))  # outer edge
    hand.ellipsoid((0.104, 0.068, 0.021), (0.03, 0.022, 0.021))  # ball of the big toe
    hand.ellipsoid((0.092, 0.108, 0.018), (0.03, 0.034, 0.018))  # ball of the foot


def _toes(hand: Sculptor) -> None:
    hand.on("toes", "toe1", "skin", 0.008, "foot")
    hand.cone((0.118, 0.066, 0.0165), (0.166, 0.069, 0.0138), (0.0168, 0.0138))
    rows = (
        (0.118, 0.0895, 0.163, 0.0125),
        (0.113, 0.106, 0.153, 0.0118),
        (0.106, 0.1205, 0.140, 0.0112),
        (0.097, 0.133, 0.124, 0.0108),
    )
    for number, (x, y, tip, size) in enumerate(rows, 2):
        hand.on("toes", f"toe{number}", "skin", 0.005, "foot")
        hand.cone((x, y, size), (tip, y + 0.002, size * 0.86), (size, size * 0.86))
