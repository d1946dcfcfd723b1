"""Figures for tests of the windows: a square above a mat, which is elsewhere in every frame.

Written without the baker, which needs libraries that a test run may lack.
"""

from __future__ import annotations

import json
import zlib
from array import array
from pathlib import Path

from app.figure.format import ARRAYS, LAYERS, MAGIC

FRAMES = 12
WIDTH, HEIGHT = 900, 600
SQUARE = 100

Box = tuple[str, int, int, int, int]
"""Layer, left, top, width, height."""


def turn(frames: tuple[int, ...], reps: int = 1) -> dict[str, object]:
    times = [at / len(frames) for at in range(len(frames))]
    marks = [["start", 0.0], ["end-range", 0.5]]
    return {"frames": frames, "times": times, "reps": reps, "seconds": 3.0, "marks": marks}


def geometry(frames: list[list[Box]]) -> bytes:
    """Arrays in the order of the format, those of two bytes as all low and all high bytes."""
    columns: dict[str, list[int]] = {name: [] for name in ARRAYS}
    for boxes in frames:
        columns["uses"].append(len(boxes))
        for layer, left, top, width, height in boxes:
            columns["used"].append(len(columns["layers"]))
            columns["layers"].append(LAYERS.index(layer))
            columns["contours"].append(1)
            columns["points"].append(4)
            columns["widths"].append(0)
            columns["corners"] += [1] * 4
            columns["left"].append(left)
            columns["top"].append(top)
            # The way to each further point, as its difference from the way before.
            columns["x"] += [width, -width, -width]
            columns["y"] += [0, height, -height]
    packed = b""
    for name, code in ARRAYS.items():
        raw = array(code, columns[name]).tobytes()
        packed += raw if code == "B" else raw[0::2] + raw[1::2]
    return packed


def square_left(frame: int) -> int:
    """Where the square stands, in units."""
    return 60 + frame * 60


def write_figure(
    folder: Path, movement: str, body: str = "ash", views: int = 1, *, close: bool = False
) -> Path:
    """A figure file; its square stands left in frame 0 and right in the last one.

    `close`: the second view is a close-up.
    """
    there = tuple(range(FRAMES))
    head = {
        "movement": movement,
        "body": body,
        "source": "test",
        "frames": FRAMES,
        "views": [[f"view {n}", WIDTH, HEIGHT, close and n > 0] for n in range(views)],
        "tracks": {"enter": turn(there), "work": turn(there + there[::-1]), "hold": turn((3, 2))},
    }
    frames: list[list[Box]] = []
    for frame in there * views:
        square = (square_left(frame), 280, SQUARE, 200)
        frames.append([("mat", 20, 480, 860, 100), ("outline", *square), ("skin", *square)])
    packed = zlib.compress(json.dumps(head).encode())
    path = folder / body / f"{movement}.fig"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = MAGIC + len(packed).to_bytes(4, "little") + packed + zlib.compress(geometry(frames))
    path.write_bytes(data)
    return path
