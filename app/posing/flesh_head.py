"""Head, neck, hair and headband."""

from __future__ import annotations

from app.posing.sculptor import Sculptor


def head(hand: Sculptor) -> None:
    """Sculpts neck and head."""
    _neck(hand)
    _skull(hand)
    _features(hand)
    _hair(hand)


def _neck(hand: Sculptor) -> None:
    slim = 0.88 if hand.name == "ash" else 1.0
    hand.on("neck", "neck", "skin", 0.03, "head")
    hand.cone((-0.014, 0, 1.41), (-0.004, 0, 1.54), (0.058 * slim, 0.053 * slim), (1.06, 1.0))


def _skull(hand: Sculptor) -> None:
    jaw = 0.9 if hand.name == "ash" else 1.0
    hand.on("head", "head", "skin", 0.03, "head")
    hand.ellipsoid((-0.002, 0, 1.612), (0.092, 0.074, 0.086))
    hand.ellipsoid((0.034, 0, 1.588), (0.058, 0.064, 0.075))
    hand.ellipsoid((0.048, 0, 1.538), (0.046, 0.046 * jaw, 0.052))
    for y in (1, -1):
        hand.cone((0.0, 0.048 * jaw * y, 1.54), (0.07, 0.016 * y, 1.499), (0.02, 0.0165))
    hand.on("head", "head", "skin", 0.016, "head")
    hand.ellipsoid((0.081, 0, 1.502), (0.017, 0.022, 0.018))


def _features(hand: Sculptor) -> None:
    hand.on("head", "head", "skin", 0.016, "head")
    hand.ellipsoid((0.079, 0, 1.612), (0.014, 0.042, 0.014))  # brow ridge
    hand.ellipsoid((0.080, 0, 1.537), (0.018, 0.026, 0.022))  # muzzle
    hand.on("head", "head", "skin", 0.008, "head")
    hand.cone((0.088, 0, 1.602), (0.1085, 0, 1.569), (0.007, 0.0085))
    for y in (1, -1):
        hand.ellipsoid((0.098, 0.0095 * y, 1.5635), (0.0095, 0.0065, 0.0065))
    hand.on("head", "head", "skin", 0.005, "head")
    hand.ellipsoid((0.0955, 0, 1.5415), (0.0078, 0.019, 0.0048))
    hand.ellipsoid((0.0935, 0, 1.5315), (0.008, 0.017, 0.0055))
    hand.on("head", "ear", "skin", 0.006, "head")
    for y in (1, -1):
        hand.ellipsoid((-0.008, 0.0735 * y, 1.572), (0.0175, 0.009, 0.029), (0, -14, -16 * y))


def _hair(hand: Sculptor) -> None:
    hand.on("head", "hair", "hair", 0.02, "head")
    if hand.name == "ash":
        hand.ellipsoid((-0.006, 0, 1.618), (0.1, 0.081, 0.09))
        hand.on("head", "hair", "hair", 0.012, "head")
        hand.ellipsoid((-0.062, 0, 1.712), (0.038, 0.042, 0.036))
        return
    hand.ellipsoid((-0.006, 0, 1.617), (0.098, 0.079, 0.09))
    hand.on("head", "band", "band", 0.02, "head")
    hand.ellipsoid((-0.006, 0, 1.617), (0.1005, 0.0815, 0.0925))
