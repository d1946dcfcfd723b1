"""All that is needed to go on with a session that was cut off, and its form in a file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final, NamedTuple

from app.routine.model import HoldTarget, Usual, VoiceLevel
from app.session.snapshot import Snapshot, Stale

_VERSION: Final = 1
# What reading plain values raises that are other ones than expected.
_NOT_OURS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class Damaged(ValueError):
    """A file holds no session that was cut off, or only a part of one."""


class Beginning(NamedTuple):
    """What a session was begun with; nothing of it changes while it runs.

    `path` is the routine's file, '' for a movement that is practised; `text` what stood in it. The
    plan depends on `left_out`, on whether it was the first session ever, and on what was `usual`.
    """

    name: str
    routine_id: str
    path: str
    text: bytes
    left_out: frozenset[str] = frozenset()
    newcomer: bool = False
    usual: Usual = Usual()

    @property
    def file(self) -> Path:
        """Where the text stood; for what is practised a name that tells its id."""
        return Path(self.path or f"{self.routine_id}.yaml")

    def to_json(self) -> bytes:
        """The first half of a JSON object, made once for all the places that come behind it."""
        fields = {
            "limber": _VERSION,
            "name": self.name,
            "path": self.path,
            "sha256": hashlib.sha256(self.text).hexdigest(),
            # Whatever bytes there are come back as they were.
            "text": self.text.decode("utf-8", "surrogateescape"),
            "left_out": sorted(self.left_out),
            "newcomer": self.newcomer,
            "usual": self.usual,
        }
        return json.dumps(fields)[:-1].encode()


class Place(NamedTuple):
    """Where it stood: at `step` of `steps` movements, `left_ms` before its end.

    `wall_s` is the time by the clock on the wall, `tally` what had been done, in plain values.
    """

    snapshot: Snapshot
    step: int
    steps: int
    left_ms: int
    level: VoiceLevel
    wall_s: float
    tally: Any = None

    def to_json(self) -> bytes:
        """The second half."""
        fields = self._asdict() | {"snapshot": self.snapshot.to_json()}
        return b", " + json.dumps(fields)[1:].encode()


class CutSession(NamedTuple):
    """A session that was cut off, and the file that it is kept in."""

    kept_in: Path
    beginning: Beginning
    place: Place

    @classmethod
    def from_json(cls, kept_in: Path, data: bytes) -> CutSession:
        """Raises `Damaged` for anything but what `Beginning` and `Place` have written."""
        try:
            fields = json.loads(data)
            text = fields["text"].encode("utf-8", "surrogateescape")
            if fields["limber"] != _VERSION or fields["sha256"] != hashlib.sha256(text).hexdigest():
                raise Damaged("Not a session of this version, or not all of it.")
            snapshot = Snapshot.from_json(fields["snapshot"])
            target, ready_ms, switch_ms = fields["usual"]
            beginning = Beginning(
                str(fields["name"]),
                snapshot.routine_id,
                str(fields["path"]),
                text,
                frozenset(map(str, fields["left_out"])),
                bool(fields["newcomer"]),
                Usual(HoldTarget(target), max(0, int(ready_ms)), max(0, int(switch_ms))),
            )
            place = Place(
                snapshot,
                max(1, int(fields["step"])),
                max(1, int(fields["steps"])),
                max(0, int(fields["left_ms"])),
                VoiceLevel(fields["level"]),
                float(fields["wall_s"]),
                fields["tally"],
            )
        except Damaged:
            raise
        except (*_NOT_OURS, Stale) as fault:
            raise Damaged(str(fault)) from None
        return cls(kept_in, beginning, place)
