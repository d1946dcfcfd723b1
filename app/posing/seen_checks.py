"""Checks that need a picture: the lit muscle is seen, and what ships is baked afresh."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.posing.bake import Movement
from app.posing.bake_commands import is_fresh
from app.posing.checks import Finding
from app.posing.glow import glow_field
from app.posing.solved import Solved

_PIXELS: Final = 420  # of the longer side: enough to measure an area
_LEAST: Final = 6.0  # square centimetres of glow that are seen, from the best camera


def findings(solved: Solved) -> list[Finding]:
    """One of each check for each body."""
    found = []
    for body in solved.motions:
        if solved.highlight:
            found.append(_seen(solved, body))
        fresh = is_fresh(solved.name, body)
        where = "" if fresh else "run: limber pose bake"
        found.append(Finding("baked", body, fresh, 0.0, "", where))
    return found


def _seen(solved: Solved, body: str) -> Finding:
    """The least of what the best camera sees of the glow at the key moments of work and hold.

    Those are the ends of the tracks and the keyframe in which the muscle is stretched; on the way a
    limb may pass before it.
    """
    movement = Movement(solved.name, body, _PIXELS)
    tracks = [track for name, track in movement.motion.tracks.items() if name != "enter"]
    frames = {track.sequence[0] for track in tracks}
    if solved.stretched_at:
        every = enumerate(movement.motion.frames)
        frames = {k for k, frame in every if frame.keyframe == solved.stretched_at} or frames
    least, where = np.inf, ""
    for frame in sorted(frames):
        views = range(len(movement.shots))
        area = max(_area(movement, view, frame, solved.highlight) for view in views)
        if area < least:
            least, where = area, f"frame {frame}"
    return Finding("highlight-seen", body, least >= _LEAST, float(least), "cm2", where, _LEAST)


def _area(movement: Movement, view: int, frame: int, muscles: tuple[str, ...]) -> float:
    """Square centimetres of the picture's glow, at the body's distance."""
    layers, shot = movement.layers(view, frame)
    deep = glow_field(layers.figure, muscles, layers.points, layers.part)
    lit = deep > 0
    size = layers.depth[lit] * shot.step * 100
    return float((size**2).sum())
