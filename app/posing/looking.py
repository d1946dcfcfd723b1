"""`limber pose preview`: what an author sees of a pose a second after writing it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

import numpy as np

from app.posing.body import BODIES
from app.posing.camera import VIEWS
from app.posing.keyframes import placed_props
from app.posing.pose_reader import read_pose_file
from app.posing.preview import Picture, preview, write_png
from app.posing.props import Prop
from app.posing.scene import angles_of, solids_of
from app.posing.skeleton import Pose, forward
from app.posing.solved import poses_folder, read_solved
from app.posing.work import posed


def look(asked: argparse.Namespace) -> int:
    """Draws what was asked for and says where it lies."""
    file = read_pose_file(poses_folder() / f"{asked.id}.yaml")
    if asked.view:
        views = [VIEWS[name] for name in asked.view.split(",")]
    else:
        views = [angles_of(view) for view in file.views]
    body = BODIES[asked.body]
    rows: list[tuple[Pose, Mapping[str, Prop]]] = []
    if asked.frame is not None:
        frame = read_solved(asked.id).motions[body.name].frames[asked.frame]
        rows.append((frame.pose, frame.props))
    else:
        last = asked.keyframe or list(file.keyframes)[-1]
        found = posed(asked.id, body.name, None if asked.all else last)
        for name in found if asked.all else [last]:
            rows.append((found[name], placed_props(body, file.keyframes[name].props)))
    pictures = [
        [
            preview(body, forward(body, pose), solids_of(props.values()), view, asked.pixels)
            for view in views
        ]
        for pose, props in rows
    ]
    write_png(asked.output, _sheet(pictures))
    print(f"{asked.output}")
    return 0


def _sheet(rows: list[list[Picture]]) -> Picture:
    height = max(picture.shape[0] for row in rows for picture in row)
    width = max(picture.shape[1] for row in rows for picture in row)
    full = np.full((height * len(rows), width * max(map(len, rows)), 3), 255, np.uint8)
    for i, row in enumerate(rows):
        for j, picture in enumerate(row):
            tall, wide = picture.shape[:2]
            full[i * height : i * height + tall, j * width : j * width + wide] = picture
    return full
