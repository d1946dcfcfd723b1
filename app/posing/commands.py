"""`limber pose`: solve, check, preview, and what the baker adds to them.

Reached from the command line alone and imported late: nothing here is needed to run a session.
"""

from __future__ import annotations

import os

# Many small matrices: threads of the linear algebra would only stand in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.errors import EXIT_DONE, EXIT_USER, UserError
from app.posing.body import BODIES
from app.posing.model import PoseFile
from app.posing.pose_reader import read_pose_file
from app.posing.solved import (
    pose_hash,
    poses_folder,
    read_solved,
    solved_path,
    write_solved,
)
from app.posing.work import check_name, solve_body, spread

_EXTRAS = ("numba", "scipy", "skimage")


def parser() -> argparse.ArgumentParser:
    """The grammar of `limber pose`."""
    main = argparse.ArgumentParser(prog="limber pose", description="The figures' workshop.")
    commands = main.add_subparsers(dest="command", metavar="COMMAND", required=True)
    solve = commands.add_parser("solve", help="pose files to joint angles")
    _ids(solve)
    solve.add_argument("--force", action="store_true", help="solve again what is fresh")
    solve.add_argument("--keyframes", action="store_true", help="only keyframes, write nothing")
    solve.add_argument("--body", choices=tuple(BODIES), help="one body only, write nothing")
    check = commands.add_parser("check", help="every check of every frame")
    _ids(check)
    check.add_argument("--fast", action="store_true", help="every fourth frame")
    look = commands.add_parser("preview", help="a quick picture of a keyframe")
    look.add_argument("id", metavar="ID")
    look.add_argument(
        "--keyframe", metavar="NAME", help="solved now; the last one if none is named"
    )
    look.add_argument("--frame", type=int, metavar="N", help="a frame of the solved file instead")
    look.add_argument("--all", action="store_true", help="every keyframe, one below the other")
    look.add_argument("--view", default="", metavar="NAME[,NAME]", help="cameras, side by side")
    look.add_argument("--body", default="robin", choices=tuple(BODIES))
    look.add_argument("--pixels", type=int, default=560)
    look.add_argument("-o", "--output", type=Path, default=Path("pose.png"), metavar="FILE")
    bake = commands.add_parser("bake", help="solved poses to figure files")
    _ids(bake)
    bake.add_argument("--force", action="store_true", help="bake again what is fresh")
    bake.add_argument("--body", choices=tuple(BODIES), help="one body only")
    sheet = commands.add_parser("sheet", help="contact sheets of the baked figures")
    sheet.add_argument("ids", nargs="*", metavar="ID", help="movements; all if none is named")
    sheet.add_argument("-o", "--output", type=Path, default=None, metavar="FOLDER")
    return main


def _ids(command: argparse.ArgumentParser) -> None:
    command.add_argument("ids", nargs="*", metavar="ID", help="movements; all if none is named")
    command.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")


def run(arguments: Sequence[str]) -> int:
    """Perform `limber pose ARGUMENTS`; the exit status.

    Raises `UserError` where what only authors need is not installed.
    """
    asked = parser().parse_args(arguments)
    try:
        return _perform(asked)
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRAS:
            raise
        raise UserError(
            f'"limber pose {asked.command}" needs {missing.name}, which is not installed: '
            'pip install "limber[posing]", or in a clone '
            "pip install -r packaging/requirements-posing.lock."
        ) from missing


def _perform(asked: argparse.Namespace) -> int:
    match asked.command:
        case "solve":
            return _solve(asked)
        case "check":
            return _check(asked)
        case "preview":
            from app.posing.looking import look

            return look(asked)
    from app.posing.bake_commands import run_command

    return run_command(asked)


def pose_ids(wanted: Iterable[str]) -> list[str]:
    """The movements that are asked for, all that have a pose file if none is."""
    known = sorted(path.stem for path in poses_folder().glob("*.yaml"))
    named = [Path(name).stem for name in wanted]
    for name in named:
        if name not in known:
            raise UserError(f'There is no pose file "{name}" in {poses_folder()}.')
    return named or known


def _solve(asked: argparse.Namespace) -> int:
    names = pose_ids(asked.ids)
    trial = asked.keyframes or asked.body is not None
    if not (asked.force or trial):
        names = [name for name in names if not _fresh(name)]
    bodies = [asked.body] if asked.body else list(BODIES)
    files = _readable(names)
    # Taken before: what is edited meanwhile must not pass for solved.
    hashes = {name: pose_hash(name) for name in files}
    jobs = [(file, body, asked.keyframes) for file in files.values() for body in bodies]
    parts: dict[str, dict[str, dict[str, object]]] = {}
    for done, (job, (data, lines)) in enumerate(spread(asked.jobs, solve_body, jobs), 1):
        file, body, _ = job
        last = f"[{done}/{len(jobs)}] {file.name} ({body}) solved"
        print("\n".join([*lines, last]), flush=True)
        mine = parts.setdefault(file.name, {})
        mine[body] = data
        if not trial and len(mine) == len(bodies):
            write_solved(file, {body: mine[body] for body in bodies}, hashes[file.name])
    return EXIT_DONE if len(files) == len(names) else EXIT_USER


def _fresh(name: str) -> bool:
    return solved_path(name).is_file() and read_solved(name).hash == pose_hash(name)


def _readable(names: list[str]) -> dict[str, PoseFile]:
    found = {}
    for name in names:
        try:
            found[name] = read_pose_file(poses_folder() / f"{name}.yaml")
        except UserError as fault:
            print(fault, file=sys.stderr)
    return found


def _check(asked: argparse.Namespace) -> int:
    every = 4 if asked.fast else 1
    jobs = [(name, every) for name in pose_ids(asked.ids)]
    found = {job[0]: findings for job, findings in spread(asked.jobs, check_name, jobs)}
    for name, _ in jobs:
        for finding in found[name]:
            print(f"{name:26} {finding.line()}")
    failed = sum(not finding.passed for findings in found.values() for finding in findings)
    print(f"{failed} failed" if failed else "all passed")
    return EXIT_USER if failed else EXIT_DONE
