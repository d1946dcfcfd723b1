"""`limber pose bake` and `sheet`: solved poses to the files that ship, and a look at them."""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from pathlib import Path

from app import paths
from app.errors import EXIT_DONE, EXIT_USER
from app.posing.bake import Job, Movement, baker_hash, jobs_of, written
from app.posing.body import BODIES
from app.posing.figure_file import Shape
from app.posing.solved import poses_folder, read_solved
from app.session.clock import exact_ms

_CHUNK = 3  # frames that a process traces in one go


def figures_folder() -> Path:
    """Where baked figures lie."""
    return paths.resources() / "figures"


def figure_path(name: str, body: str) -> Path:
    """Where the figure of a movement in a body lies."""
    return figures_folder() / body / f"{name}.fig"


def run_command(asked: argparse.Namespace) -> int:
    """Performs `bake` or `sheet`."""
    return _bake(asked) if asked.command == "bake" else _sheet(asked)


def solved_ids(wanted: list[str]) -> list[str]:
    """The movements that are asked for and solved, all that are solved if none is."""
    known = sorted(path.stem for path in (poses_folder() / "solved").glob("*.json"))
    return [Path(name).stem for name in wanted] or known


def is_fresh(name: str, body: str) -> bool:
    """Whether a figure was baked from the poses and the baker as they are."""
    from app.figure.loading import load_figure

    try:
        return load_figure(figure_path(name, body)).source == baker_hash(read_solved(name))
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=2)
def _movement(name: str, body: str) -> Movement:
    return Movement(name, body)


def _trace(jobs: list[Job]) -> list[tuple[Job, list[Shape]]]:
    movement = _movement(jobs[0].movement, jobs[0].body)
    return [(job, movement.shapes(job.view, job.frame)) for job in jobs]


def _bake(asked: argparse.Namespace) -> int:
    bodies = [asked.body] if asked.body else list(BODIES)
    pairs = [(name, body) for name in solved_ids(asked.ids) for body in bodies]
    wanted = [pair for pair in pairs if asked.force or not is_fresh(*pair)]
    print(f"{len(pairs) - len(wanted)} fresh, {len(wanted)} to bake", flush=True)
    if not wanted:
        return EXIT_DONE
    began_ms = exact_ms()
    todo = {pair: jobs_of(*pair) for pair in wanted}
    found: dict[tuple[str, str], dict[tuple[int, int], list[Shape]]] = {p: {} for p in wanted}
    with ProcessPoolExecutor(max(1, asked.jobs)) as pool:
        running = [
            pool.submit(_trace, jobs[at : at + _CHUNK])
            for jobs in todo.values()
            for at in range(0, len(jobs), _CHUNK)
        ]
        try:
            for task in as_completed(running):
                for job, shapes in task.result():
                    pair = (job.movement, job.body)
                    found[pair][job.view, job.frame] = shapes
                    if len(found[pair]) == len(todo[pair]):
                        _write(pair, found.pop(pair), (exact_ms() - began_ms) / 1000)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return EXIT_DONE if not found else EXIT_USER


def _write(
    pair: tuple[str, str], shapes: dict[tuple[int, int], list[Shape]], seconds: float
) -> None:
    try:
        data = written(Movement(*pair), shapes)
    except KeyError:
        print(f"{pair[0]} ({pair[1]}) was solved again while it was baked; bake it again")
        return
    path = figure_path(*pair)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    each = len(data) / len(shapes)
    print(
        f"{seconds:6.0f} s  {pair[0]} ({pair[1]}): {len(shapes)} frames, "
        f"{len(data) / 1024:.0f} KiB, {each:.0f} bytes each",
        flush=True,
    )


def _sheet(asked: argparse.Namespace) -> int:
    from app.figure.sheet import write_sheets

    folder = asked.output or figures_folder()
    for path in write_sheets(figures_folder(), folder, asked.ids):
        print(path)
    return EXIT_DONE
