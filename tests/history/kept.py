"""Sessions to be cut off, and a place to keep them that only remembers."""

from __future__ import annotations

from pathlib import Path

from app.history.cut_session import Beginning, CutSession, Place
from app.routine.model import HoldTarget, Usual, VoiceLevel
from app.session.snapshot import Snapshot

TEXT = b"limber: 1\nname: Legs\nsteps:\n  - movement: low-squat\n  - movement: pigeon-pose\n"
USUAL = Usual(HoldTarget.LOW, 15_000, 9_000)
HURTS = frozenset({"cat-cow"})
BEGINNING = Beginning("Legs", "legs", "/home/me/legs.yaml", TEXT, HURTS, True, USUAL)
SNAPSHOT = Snapshot("legs", "f" * 24, 70_000, 70_000, 60_000, (3,), ((1, 9000, 10),), "a", (4, 12))
NOON_S = 1_750_000_000.0


def place(wall_s: float = NOON_S) -> Place:
    tally = {"total_ms": 9, "skipped": [], "done": []}
    return Place(SNAPSHOT, 2, 4, 432_000, VoiceLevel.BRIEF, wall_s, tally)


def written(beginning: Beginning = BEGINNING, at: Place | None = None) -> bytes:
    return beginning.to_json() + (at or place()).to_json()


class FakeNotes:
    """Remembers what was noted, at once."""

    def __init__(self) -> None:
        self.all: list[bytes] = []
        self.cleared = self.closed = False

    def note(self, data: bytes) -> None:
        self.all.append(data)

    def clear(self) -> None:
        self.cleared = True

    def close(self) -> None:
        self.closed = True

    @property
    def last(self) -> CutSession:
        return CutSession.from_json(Path("session-1.json"), self.all[-1])
