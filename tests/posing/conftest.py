"""One solver for each body, made once: cutting the flesh takes a moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.posing.body import BODIES
from app.posing.model import PoseFile
from app.posing.pose_reader import read_pose_file
from app.posing.solver import Solver
from app.posing.surface import Surface


@pytest.fixture(scope="session")
def solvers() -> dict[str, Solver]:
    """A solver for each body."""
    return {name: Solver(Surface(body)) for name, body in BODIES.items()}


@pytest.fixture(scope="session")
def robin(solvers: dict[str, Solver]) -> Solver:
    """The solver of one body."""
    return solvers["robin"]


@pytest.fixture
def pose_file(tmp_path: Path) -> Callable[[str], PoseFile]:
    """Reads a pose file from its text."""

    def read(text: str) -> PoseFile:
        path = tmp_path / "trial.yaml"
        path.write_text(text, encoding="utf-8")
        return read_pose_file(path)

    return read
