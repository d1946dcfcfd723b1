"""`limber check` of all shipped routines, as a whole process, against importing yaml.

python -m pytest tests/benchmarks -m benchmark -s
"""

from __future__ import annotations

import pytest

from app import paths
from tests.benchmarks.side_by_side import in_turns, process, show

pytestmark = pytest.mark.benchmark

RUNS = 25
FILES = [str(path) for path in sorted(paths.shipped_routines().glob("*.yaml"))]


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("limber", ["-c", "from app.main import main; raise SystemExit(main())"]),
        ("python -m app", ["-m", "app"]),
    ],
)
def test_check_of_the_shipped_routines(form: str, start: list[str]) -> None:
    # `python -c` leaves "-c" as the first word; the rest are the program's own.
    check = process(*start, "check", *FILES)
    ours, yaml = in_turns(check, process("-c", "import yaml"), RUNS)
    show(f"{form} check, {len(FILES)} files", ours, "import yaml", yaml, "ratio below 2.5")


def test_check_of_one_file() -> None:
    ours, yaml = in_turns(
        process("-m", "app", "check", FILES[0]), process("-c", "import yaml"), RUNS
    )
    show("python -m app check, one file", ours, "import yaml", yaml, "ratio below 2.5")
