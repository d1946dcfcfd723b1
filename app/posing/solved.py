"""Solved movements on disk: resources/poses/solved/ID.json, what baker and checks read.

{"pose": 1, "hash": ..., "views": [...], "highlight": [...],
 "bodies": {"ash": {"frames": [...], "tracks": {...}, "misses": [...]}, ...}}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from app import paths
from app.posing.frames import Frame, Motion, Track
from app.posing.model import Floor, PoseFile, Touch, View
from app.posing.motion import turn_vector
from app.posing.props import Prop
from app.posing.skeleton import FREEDOMS, Pose, turn
from app.posing.source_code import code_hash

_FORMAT: Final = 1
_DIGITS: Final = 2  # of a degree; a tenth of a millimetre at the end of a leg
_NAMES: Final = [freedom.name for freedom in FREEDOMS]
# What a solved file depends on besides its own text.
SOURCES: Final = (
    "body skeleton chain nodes surface drawn field seams flesh flesh_kit flesh_arms flesh_head "
    "flesh_legs flesh_torso sculptor bases props rows geometry posture mass crowd solver keyframes "
    "motion detour frames tracks letters"
).split()


def poses_folder() -> Path:
    """Where pose files lie."""
    return paths.resources() / "poses"


def solved_path(name: str) -> Path:
    """Where a movement's solved poses lie."""
    return poses_folder() / "solved" / f"{name}.json"


def pose_hash(name: str) -> str:
    """A hash of a pose file and of all that turns it into angles."""
    written = (poses_folder() / f"{name}.yaml").read_bytes()
    return hashlib.sha256(written + code_hash(SOURCES)).hexdigest()[:16]


def _numbers(values: Any, digits: int) -> list[float]:
    return [round(float(value), digits) + 0.0 for value in values]


def _prop_data(prop: Prop) -> dict[str, object]:
    return {
        "kind": prop.kind,
        "at": _numbers(prop.at, 4),
        "size": _numbers(prop.size, 4),
        "turn": round(prop.turn, 2),
    }


def _frame_data(frame: Frame) -> dict[str, object]:
    found: dict[str, object] = {
        "root": _numbers(frame.pose.root, 5),
        "turn": _numbers(np.degrees(turn_vector(frame.pose.rotation)), _DIGITS + 1),
        "angles": _numbers((frame.pose.angles.get(name, 0.0) for name in _NAMES), _DIGITS),
        "props": {name: _prop_data(prop) for name, prop in frame.props.items()},
        "planted": list(frame.planted),
        "contacts": [_contact_data(contact) for contact in frame.contacts],
    }
    if frame.breath:
        found["breath"] = round(frame.breath, 3)
    if frame.keyframe is not None:
        found["keyframe"] = frame.keyframe
    return found


def _contact_data(contact: Floor | Touch) -> list[object]:
    if isinstance(contact, Floor):
        return ["floor", contact.node, contact.height, contact.on]
    return ["touch", contact.node, contact.other, contact.gap]


def body_data(motion: Motion, misses: list[list[object]]) -> dict[str, object]:
    """One body's part of a solved file."""
    return {
        "frames": [_frame_data(frame) for frame in motion.frames],
        "tracks": {
            name: {
                "sequence": list(track.sequence),
                "times": _numbers(track.times, 4),
                "reps": track.reps,
                "seconds": track.seconds,
            }
            for name, track in motion.tracks.items()
        },
        "misses": misses,
    }


def write_solved(file: PoseFile, bodies: Mapping[str, dict[str, object]], made_of: str) -> Path:
    """Writes a movement's solved file and tells where; `made_of` is its `pose_hash`."""
    path = solved_path(file.name)
    data = {
        "pose": _FORMAT,
        "hash": made_of,
        "views": [view._asdict() for view in file.views],
        "highlight": list(file.highlight),
        "lengthens": list(file.lengthens),
        "stretched_at": file.stretched_at,
        "allow": [list(pair) for pair in file.allow],
        "angles": _NAMES,
        "bodies": bodies,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_compact(data), encoding="utf-8", newline="\n")
    return path


def _compact(data: dict[str, Any]) -> str:
    """JSON with one line for each frame, so that a diff can be read."""
    head = {key: value for key, value in data.items() if key != "bodies"}
    lines = [json.dumps(head, separators=(",", ":"))[:-1] + ',"bodies":{']
    parts = []
    for name, body in data["bodies"].items():
        frames = ",\n".join(json.dumps(f, separators=(",", ":")) for f in body["frames"])
        tracks = json.dumps(body["tracks"], separators=(",", ":"))
        misses = json.dumps(body["misses"], separators=(",", ":"))
        parts.append(
            f'"{name}":{{"frames":[\n{frames}\n],\n"tracks":{tracks},\n"misses":{misses}}}'
        )
    return "\n".join(lines) + "\n" + ",\n".join(parts) + "\n}}\n"


class Solved:
    """A solved movement, read back."""

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        """`data` is the file's JSON."""
        self.name: Final = name
        self.hash: Final[str] = data["hash"]
        drawn = {key: value for key, value in data.items() if key != "hash"}
        self.content: Final = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).digest()
        self.views: Final = tuple(
            View(v["camera"], v["turn"], v["tilt"], tuple(v["focus"])) for v in data["views"]
        )
        self.highlight: Final[tuple[str, ...]] = tuple(data["highlight"])
        self.lengthens: Final[tuple[str, ...]] = tuple(data["lengthens"])
        self.stretched_at: Final[str | None] = data["stretched_at"]
        self.allow: Final = tuple((a, b) for a, b in data["allow"])
        self.motions: Final[dict[str, Motion]] = {
            body: Motion(
                tuple(_frame(frame, data["angles"]) for frame in part["frames"]),
                {
                    track: Track(tuple(t["sequence"]), tuple(t["times"]), t["reps"], t["seconds"])
                    for track, t in part["tracks"].items()
                },
            )
            for body, part in data["bodies"].items()
        }


def read_solved(name: str) -> Solved:
    """A movement's solved file; FileNotFoundError where there is none yet."""
    return Solved(name, json.loads(solved_path(name).read_text(encoding="utf-8")))


def _frame(data: dict[str, Any], names: list[str]) -> Frame:
    pose = Pose(
        np.array(data["root"]),
        turn(np.radians(data["turn"])),
        dict(zip(names, data["angles"], strict=True)),
    )
    props = {
        name: Prop(name, p["kind"], tuple(p["at"]), tuple(p["size"]), p["turn"])
        for name, p in data["props"].items()
    }
    contacts = tuple(
        Floor(c[1], c[2], c[3]) if c[0] == "floor" else Touch(c[1], c[2], c[3])
        for c in data["contacts"]
    )
    breath = data.get("breath", 0.0)
    return Frame(pose, props, breath, tuple(data["planted"]), contacts, data.get("keyframe"))
