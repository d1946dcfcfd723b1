"""Shoulder to fingertips, and the sleeve."""

from __future__ import annotations

from app.posing.sculptor import Sculptor


def arm(hand: Sculptor) -> None:
    """Sculpts both arms."""
    _sleeve(hand)
    _upper_arm(hand)
    _forearm(hand)
    _hand(hand)


def _sleeve(hand: Sculptor) -> None:
    hand.on("shoulder", "sleeve", "top", 0.05, "arm")
    hand.ellipsoid((-0.008, 0.172, 1.352), (0.056, 0.056, 0.066))
    hand.on("upper_arm", "sleeve", "top", 0.05, "arm")
    hand.cone((-0.01, 0.186, 1.335), (-0.012, 0.191, 1.215), (0.056, 0.057))


def _upper_arm(hand: Sculptor) -> None:
    hand.on("upper_arm", "upper_arm", "skin", 0.04, "arm")
    hand.cone((-0.012, 0.19, 1.27), (-0.014, 0.19, 1.115), (0.043, 0.036))
    hand.ellipsoid((0.0, 0.189, 1.205), (0.033, 0.033, 0.075))  # biceps
    hand.ellipsoid((-0.028, 0.191, 1.23), (0.029, 0.032, 0.085))  # triceps
    hand.on("elbow", "upper_arm", "skin", 0.03, "arm")
    hand.ellipsoid((-0.032, 0.19, 1.105), (0.022, 0.026, 0.03))


def _forearm(hand: Sculptor) -> None:
    hand.on("forearm", "forearm", "skin", 0.04, "arm")
    hand.cone((-0.012, 0.19, 1.095), (0.004, 0.195, 0.875), (0.036, 0.0255), (1.05, 0.8))
    hand.ellipsoid((0.004, 0.196, 1.045), (0.031, 0.029, 0.08))  # brachioradialis
    hand.ellipsoid((-0.012, 0.186, 1.03), (0.028, 0.029, 0.085))  # flexors


def _hand(hand: Sculptor) -> None:
    hand.on("hand", "hand", "skin", 0.015, "hand")
    hand.cone((0.005, 0.195, 0.852), (0.009, 0.195, 0.795), (0.029, 0.0405), (1.0, 0.42))
    hand.ellipsoid((-0.012, 0.189, 0.815), (0.018, 0.014, 0.032))  # heel of the hand
    fingers = ((0.037, 0.690), (0.0165, 0.680), (-0.0035, 0.687), (-0.0225, 0.706))
    for number, (x, tip) in enumerate(fingers, 1):
        hand.on("fingers", f"finger{number}", "skin", 0.004, "hand")
        hand.cone((x, 0.195, 0.785), (x * 1.04, 0.196, 0.738), (0.0108, 0.0098))
        hand.on("fingertips", f"finger{number}", "skin", 0.004, "hand")
        hand.cone((x * 1.04, 0.196, 0.738), (x * 1.06, 0.196, tip), (0.0098, 0.0078))
    hand.on("thumb", "thumb", "skin", 0.008, "hand")
    hand.ellipsoid((0.026, 0.187, 0.826), (0.017, 0.015, 0.028), (0, -25, 0))  # thenar
    hand.cone((0.034, 0.188, 0.828), (0.054, 0.185, 0.80), (0.0145, 0.012))
    hand.cone((0.054, 0.185, 0.80), (0.064, 0.183, 0.772), (0.012, 0.0092))
