"""The jobs behind `limber pose`, each of one movement, for worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, TypeVar

from app.errors import UserError
from app.posing.body import BODIES
from app.posing.checks import Finding, check_solved
from app.posing.keyframes import solve_keyframes
from app.posing.model import PoseFile
from app.posing.pose_reader import read_pose_file
from app.posing.report import miss_lines
from app.posing.skeleton import Pose
from app.posing.solved import Solved, body_data, poses_folder, read_solved, solved_path
from app.posing.solver import Solver
from app.posing.surface import Surface
from app.posing.tracks import Weaver

Job = TypeVar("Job", bound=tuple[Any, ...])
Result = TypeVar("Result")


def spread(
    count: int, work: Callable[..., Result], jobs: list[Job]
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result, as they are done, in at most `count` processes."""
    count = min(count, len(jobs))
    if count <= 1:
        yield from ((job, work(*job)) for job in jobs)
        return
    with ProcessPoolExecutor(count) as pool:
        running = {pool.submit(work, *job): job for job in jobs}
        yield from ((running[task], task.result()) for task in as_completed(running))


def solve_body(
    file: PoseFile, body: str, keyframes_only: bool
) -> tuple[dict[str, object], list[str]]:
    """One movement for one body: its part of the solved file, and the lines of its report."""
    name = file.name
    solver = Solver(Surface(BODIES[body]), file.allow)
    found = solve_keyframes(solver, file)
    lines = [
        line
        for keyframe, solution in found.items()
        for line in miss_lines(f"{name}.yaml", body, keyframe, solution)
    ]
    if keyframes_only:
        return {}, lines
    motion = Weaver(solver, file, found).motion()
    count = ", ".join(f"{n} {len(t.sequence)}" for n, t in motion.tracks.items())
    lines.append(f"{name} ({body}): {len(motion.frames)} frames; tracks: {count}")
    return body_data(motion, [[line] for line in lines[:-1]]), lines


def check_name(name: str, every: int = 1) -> list[Finding]:
    """All findings of one movement."""
    if not solved_path(name).is_file():
        return [Finding("solved", "-", False, 0.0, "", "not solved yet: limber pose solve")]
    solved = read_solved(name)
    return [*check_solved(solved, every), *seen(solved)]


def seen(solved: Solved) -> list[Finding]:
    """What only a picture can tell: the lit muscle shows, the baked files are fresh."""
    from app.posing.seen_checks import findings

    return findings(solved)


def posed(name: str, body: str, keyframe: str | None) -> dict[str, Pose]:
    """Some keyframes of a file, solved now, with their report on the terminal."""
    file = read_pose_file(poses_folder() / f"{name}.yaml")
    if keyframe is not None and keyframe not in file.keyframes:
        known = ", ".join(file.keyframes)
        raise UserError(f'There is no keyframe "{keyframe}" in {name}. Known: {known}.')
    solver = Solver(Surface(BODIES[body]), file.allow)
    found = solve_keyframes(solver, file, keyframe)
    for one, solution in found.items():
        for line in miss_lines(f"{name}.yaml", body, one, solution):
            print(line)
    return {one: solution.pose for one, solution in found.items()}
