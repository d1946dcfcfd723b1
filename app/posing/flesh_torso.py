"""Trunk: shirt over ribcage and waist, shorts over pelvis, the skin of the collar."""

from __future__ import annotations

from app.posing.sculptor import Sculptor


def torso(hand: Sculptor) -> None:
    """Sculpts the trunk."""
    if hand.name == "ash":
        _shirt_of_ash(hand)
    else:
        _shirt_of_robin(hand)
    _shorts(hand)
    _collar(hand)


def _chest(hand: Sculptor, under: float) -> None:
    """The chest's own shapes, `under` metres beneath the shirt."""
    if hand.name == "ash":
        hand.ellipsoid((-0.014, 0, 1.315), (0.094 - under, 0.135 - under, 0.118 - under))
        for y in (1, -1):
            hand.ellipsoid((-0.055, 0.07 * y, 1.325), (0.05 - under, 0.074, 0.09))
            ends = (-0.028, 0.026 * y, 1.425), (-0.016, 0.15 * y, 1.38)
            hand.cone(*ends, (0.037 - under, 0.034 - under))
        return
    hand.ellipsoid((-0.012, 0, 1.31), (0.102 - under, 0.142 - under, 0.125 - under))
    for y in (1, -1):
        hand.ellipsoid((-0.058, 0.076 * y, 1.325), (0.054 - under, 0.08, 0.095))
        ends = (-0.028, 0.03 * y, 1.428), (-0.016, 0.155 * y, 1.383)
        hand.cone(*ends, (0.043 - under, 0.04 - under))


def _shirt_of_robin(hand: Sculptor) -> None:
    hand.on("chest", "shirt", "top", 0.07, "torso")
    _chest(hand, 0.0)
    for y in (1, -1):
        hand.ellipsoid((0.052, 0.066 * y, 1.315), (0.05, 0.076, 0.062), (0, 0, 12 * y))
    hand.on("waist", "shirt", "top", 0.09, "torso")
    hand.ellipsoid((-0.01, 0, 1.20), (0.1, 0.138, 0.12))
    hand.on("lumbar", "shirt", "top", 0.09, "torso")
    hand.ellipsoid((-0.004, 0, 1.065), (0.094, 0.133, 0.115))
    hand.on("pelvis", "shirt", "top", 0.08, "torso")
    hand.ellipsoid((-0.013, 0, 0.956), (0.119, 0.16, 0.087))


def _shirt_of_ash(hand: Sculptor) -> None:
    hand.on("chest", "shirt", "top", 0.06, "torso")
    _chest(hand, 0.0)
    for y in (1, -1):
        hand.ellipsoid((0.052, 0.06 * y, 1.287), (0.049, 0.062, 0.056), (0, 14, 10 * y))
    hand.on("waist", "shirt", "top", 0.09, "torso")
    hand.ellipsoid((-0.012, 0, 1.20), (0.094, 0.126, 0.115))
    hand.on("lumbar", "shirt", "top", 0.09, "torso")
    hand.ellipsoid((-0.006, 0, 1.07), (0.09, 0.122, 0.11))
    hand.on("pelvis", "shirt", "top", 0.09, "torso")
    hand.ellipsoid((-0.014, 0, 0.956), (0.12, 0.167, 0.087))


def _shorts(hand: Sculptor) -> None:
    wide = 1.05 if hand.name == "ash" else 1.0
    hand.on("pelvis", "shorts", "shorts", 0.07, "torso")
    hand.ellipsoid((-0.01, 0, 0.905), (0.094, 0.144 * wide, 0.095))
    hand.on("hip", "shorts", "shorts", 0.05, "torso")
    hand.ellipsoid((-0.056, 0.076 * wide, 0.862), (0.08, 0.083 * wide, 0.088))
    hand.on("thigh", "shorts_leg", "shorts", 0.05, "leg")
    hand.cone((0.0, 0.088, 0.87), (0.003, 0.091, 0.62), (0.088, 0.079))


def _collar(hand: Sculptor) -> None:
    hand.on("chest", "collar", "skin", 0.06, "torso")
    _chest(hand, 0.004)
