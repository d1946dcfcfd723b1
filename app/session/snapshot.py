"""A session's place, small enough to be written every second."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from app.errors import UserError
from app.session.changes import LONGEST_MS, Edited, Resize
from app.timeline.model import Timeline
from app.timeline.plan import plan

_DAMAGED: Final = "The saved session cannot be read. Start it anew."


class Stale(UserError):
    """The routine has changed since the snapshot was taken, or the snapshot is damaged."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a session stands: its plan by fingerprint, its position, and what was changed.

    `heard_ms` is the moment up to which the cues were performed, `performed_ms` the time that was
    spent; `left_out` and `resized` name blocks by their index in the plan. Where the same steps
    are worded or timed otherwise by now, as with another voice, `shape` still tells the plan, and
    `place` where in it: the block, and how many milliseconds of it had passed.
    """

    routine_id: str
    fingerprint: str
    position_ms: int
    heard_ms: int
    performed_ms: int
    left_out: tuple[int, ...] = ()
    resized: tuple[Resize, ...] = ()
    shape: str = ""
    place: tuple[int, int] = (0, 0)

    def check(self, timeline: Timeline) -> None:
        """Raise `Stale` unless `timeline` has the steps that this snapshot was taken in."""
        if fingerprint(timeline) != self.fingerprint and shape(timeline) != self.shape:
            raise Stale("This routine has changed since that session. Start it anew.")
        if not all(_possible(resize, timeline) for resize in self.resized):
            raise Stale(_DAMAGED)

    def position_in(self, edited: Edited, fingerprint: str) -> int:
        """Milliseconds from the start of a plan with the same changes made; `Stale` for nowhere."""
        timeline = edited.timeline
        if fingerprint == self.fingerprint:
            return min(self.position_ms, timeline.total_ms)
        block, passed = self.place
        if block not in edited.origins:
            raise Stale(_DAMAGED)
        segment = timeline.segments[edited.origins.index(block)]
        return min(segment.start_ms + passed, segment.end_ms)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "routine": self.routine_id,
            "fingerprint": self.fingerprint,
            "position_ms": self.position_ms,
            "heard_ms": self.heard_ms,
            "performed_ms": self.performed_ms,
            "left_out": list(self.left_out),
            "resized": [list(resize) for resize in self.resized],
            "shape": self.shape,
            "place": list(self.place),
        }

    @classmethod
    def from_json(cls, data: Any) -> Snapshot:
        """The inverse; `Stale` for anything that is not a snapshot."""
        try:
            block, passed = data["place"]
            return cls(
                str(data["routine"]),
                str(data["fingerprint"]),
                max(0, int(data["position_ms"])),
                int(data["heard_ms"]),
                max(0, int(data["performed_ms"])),
                tuple(map(int, data["left_out"])),
                tuple((int(place), int(ms), int(done)) for place, ms, done in data["resized"]),
                str(data["shape"]),
                (int(block), max(0, int(passed))),
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Stale(_DAMAGED) from None


def _possible(resize: Resize, timeline: Timeline) -> bool:
    """Whether a change could have been made: a damaged file must not ask for a billion reps."""
    origin, length, done = resize
    if origin not in range(len(timeline.blocks)):
        return False
    longest = max(LONGEST_MS, timeline.blocks[origin][1].length_ms)
    return 0 < length <= longest and done >= 0


def fingerprint(timeline: Timeline) -> str:
    """Tells one plan from another; on one line, which is written three times as fast."""
    return _hash(plan(timeline))


def shape(timeline: Timeline) -> str:
    """Tells one sequence of steps from another, whatever they are called and how long they take."""
    return _hash(
        [
            (item, block.phase, block.exercise and block.exercise.movement.id, block.turn)
            + ((block.bout.side, block.bout.direction, block.bout.set) if block.bout else ())
            for item, block in timeline.blocks
        ]
    )[:12]


def _hash(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:24]
