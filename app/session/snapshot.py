"""A session's place, small enough to be written every second."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from app.errors import UserError
from app.timeline.model import Timeline
from app.timeline.plan import plan_text


class Stale(UserError):
    """The routine has changed since the snapshot was taken, or the snapshot is damaged."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a session stands: its plan by fingerprint, its position, its blocks' lengths.

    `lengths` holds, for each block that is left, its index in the plan and its milliseconds.
    """

    routine_id: str
    fingerprint: str
    position_ms: int
    lengths: tuple[tuple[int, int], ...]

    def check(self, timeline: Timeline) -> None:
        """Raise `Stale` unless `timeline` is the plan that this snapshot was taken from."""
        blocks = len(timeline.blocks)
        if fingerprint(timeline) != self.fingerprint or any(
            not 0 <= origin < blocks or length < 0 for origin, length in self.lengths
        ):
            raise Stale("This routine has changed since that session. Start it anew.")

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "routine": self.routine_id,
            "fingerprint": self.fingerprint,
            "position_ms": self.position_ms,
            "lengths": [list(pair) for pair in self.lengths],
        }

    @classmethod
    def from_json(cls, data: Any) -> Snapshot:
        """The inverse; `Stale` for anything that is not a snapshot."""
        try:
            lengths = tuple((int(origin), int(length)) for origin, length in data["lengths"])
            position = max(0, int(data["position_ms"]))
            return cls(str(data["routine"]), str(data["fingerprint"]), position, lengths)
        except (KeyError, TypeError, ValueError):
            raise Stale("The saved session cannot be read. Start it anew.") from None


def fingerprint(timeline: Timeline) -> str:
    """Tells one plan from another."""
    return hashlib.sha256(plan_text(timeline).encode()).hexdigest()[:24]
