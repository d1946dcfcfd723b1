"""The house rules of ARCHITECTURE.md, held by reading the sources.

Imports are found with `ast` wherever they stand: at the top, inside a function, under
TYPE_CHECKING. Run as a program, `python tests/test_architecture.py`, this file runs the whole part
of the suite that needs no window with PySide6 blocked; the quick form is one of the tests here.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]

# A folder imports from those to its left and from itself.
ORDER: Final = (
    "document movements routine advice timeline session figure posing "
    "wording audio voice history desktop terminal ui"
).split()
# Modules that everyone may import, and that import nothing but each other.
FREE: Final = {"app", "units", "errors", "paths", "faults"}
WITHOUT_QT: Final = (
    "document movements routine advice compose timeline session wording history desktop terminal"
).split()
# Of the picture, all that decides what is seen; painting it is Qt's.
PURE_MODULES: Final = ("app.figure.format", "app.figure.loading", "app.figure.motion")

# What stands outside the order, and what it may reach. Only the house knows everyone.
OUTSIDE: Final = {
    "boot": set[str](),  # runs before anything is installed
    "__main__": {"boot", "main"},
    # The command line names the type of the house it is given, prints a plan as text, and writes
    # the program into a menu.
    "cli": {"house", "timeline", "desktop"},
    "shelf": {"movements", "routine", "timeline", "wording"},
    "memory": {"history", "routine", "voice"},
    "house": {*ORDER, "boot", "memory", "shelf"},
    "main": {"cli", "house"},
}
# Each a rule broken on purpose: (file, what it imports).
EXCEPTIONS: Final[dict[tuple[str, str], str]] = {}

MAY_IMPORT_QT: Final = (
    "app/ui/*",
    "app/audio/*player*.py",
    "app/figure/painting.py",
    "app/figure/cache.py",
    "app/figure/sheet.py",
)
MAY_READ_A_CLOCK: Final = {
    "app/session/clock.py": "the clock",
    "app/ui/*tick*.py": "the ticker that wakes the session",
    "app/boot.py": "waits for another start that installs the same things",
}
MAY_FIND_DATA: Final = {
    "app/paths.py": "the only finder of data",
    "app/boot.py": "runs before there is a package to ask",
    "app/posing/bake.py": "a figure is baked anew when its baker has changed",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def sources(pattern: str = "app/**/*.py") -> list[Path]:
    return sorted(ROOT.glob(pattern))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in it; `from app import x` is `app.x`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            module = node.module or ""
            inside = [f"{module}.{alias.name}" for alias in node.names]
            yield from inside if module == "app" else [module]


def room(module: str) -> str:
    """The folder or top module of `app.…`; `app.__version__` is the package itself."""
    name = module.split(".")[1] if "." in module else "app"
    known = (ROOT / "app" / name).is_dir() or (ROOT / "app" / f"{name}.py").is_file()
    return name if known else "app"


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "app").parts
    return parts[0] if len(parts) > 1 else parts[0].removesuffix(".py").replace("__init__", "app")


def allowed(room: str) -> set[str]:
    if room in FREE:
        return FREE
    if room in OUTSIDE:
        return FREE | OUTSIDE[room]
    return FREE | set(ORDER[: ORDER.index(room) + 1])


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_arrows_point_one_way(path: Path) -> None:
    wrong = {
        module
        for module in imported(path)
        if module.split(".")[0] == "app"
        and room(module) not in allowed(room_of(path))
        and (name_of(path), module) not in EXCEPTIONS
    }
    assert not wrong, f"{name_of(path)} may not import {sorted(wrong)}"


def test_every_folder_has_its_place() -> None:
    folders = {path.parent.name for path in sources("app/*/__init__.py")}
    assert folders <= set(ORDER)


def test_every_exception_is_needed() -> None:
    for file, module in EXCEPTIONS:
        assert module in set(imported(ROOT / file)), f"{file} does not import {module} any more"


def test_history_is_known_to_the_windows_alone() -> None:
    users = {
        room_of(path)
        for path in sources()
        if any(module.startswith("app.history") for module in imported(path))
    }
    assert users <= {"history", "ui", "memory", "house"}


def test_only_windows_painters_and_players_know_qt() -> None:
    users = {
        name_of(path)
        for path in sources()
        if any(module.split(".")[0] in ("PySide6", "shiboken6") for module in imported(path))
    }
    assert {user for user in users if not any(fnmatch(user, p) for p in MAY_IMPORT_QT)} == set()


def test_only_the_clock_reads_a_clock() -> None:
    readers = {
        name_of(path)
        for path in sources()
        if {module.split(".")[0] for module in imported(path)} & {"time", "datetime"}
    }
    assert {r for r in readers if not any(fnmatch(r, p) for p in MAY_READ_A_CLOCK)} == set()


def test_only_one_module_finds_data() -> None:
    finders = {
        name_of(path)
        for path in sources()
        if any(
            (isinstance(node, ast.Name) and node.id == "__file__")
            or (isinstance(node, ast.Attribute) and node.attr == "__file__")
            or (
                isinstance(node, ast.Constant)
                and node.value in ("resources", "importlib.resources")
            )
            for node in ast.walk(tree(path))
        )
        or any(module.startswith("importlib.resources") for module in imported(path))
    }
    assert finders <= set(MAY_FIND_DATA)


def test_no_package_where_one_would_shadow_another() -> None:
    """`packaging/__init__.py` would hide a library, `tests/app/` would hide the program."""
    packages = [*ROOT.glob("tests/**/__init__.py"), *ROOT.glob("packaging/**/__init__.py")]
    assert packages == []
    assert not (ROOT / "tests" / "app").exists()


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the repository, new ones included; none in an unpacked archive."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    found = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in found if path.is_file())


def test_no_lock_with_addresses_is_tracked() -> None:
    assert [path for path in tracked() if path.name in ("uv.lock", "poetry.lock")] == []


def test_no_file_names_the_host_of_a_package_index() -> None:
    """People behind a mirror, and machines without a network, follow their own settings."""
    hosts = ("py" + "pi.org", "py" + "pi.python.org", "python" + "hosted", "ana" + "conda.org")
    pattern = re.compile("|".join(map(re.escape, hosts)).encode())
    assert [name_of(p) for p in tracked() if pattern.search(p.read_bytes())] == []


def test_files_stay_short_enough_to_read() -> None:
    lengths = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in sources()}
    assert {name: lines for name, lines in lengths.items() if lines >= 350} == {}


BLOCK_QT: Final = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("blocked: " + name)

sys.meta_path.insert(0, NoQt())
"""


def run_without_qt(code: str, home: Path) -> str:
    """What a fresh interpreter prints in which Qt cannot be imported."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCK_QT + code],
        cwd=ROOT,
        env=os.environ | {"LIMBER_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PERFORM: Final = """
import importlib, pathlib
for name in {modules!r}:
    importlib.import_module(name)
from app.house import House
from app.session.clock import ManualClock
from app.session.engine import Session
house = House()
timeline = house.plan(house.routine("rest-day"))
clock = ManualClock()
session = Session(timeline, clock, house.compiler)
session.start()
count = len(session.tick())
while session.state == "running":
    clock.advance(1000)
    count += len(session.tick())
assert count == len(timeline.cues)
print(session.state)
"""


def test_all_but_windows_and_players_live_without_qt(tmp_path: Path) -> None:
    """Every module is imported, and a routine is read, planned and performed."""
    modules = [
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for folder in WITHOUT_QT
        for path in sources(f"app/{folder}/**/*.py")
    ]
    modules += [*PURE_MODULES, "app.cli", "app.main", "app.boot", "app.faults"]
    modules += ["app.audio.tones", "app.audio.clips"]
    assert run_without_qt(PERFORM.format(modules=modules), tmp_path).strip() == "finished"


COMMANDS: Final = """
import contextlib, io, json
from app.main import main
rows = dict()
for words in {commands!r}:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        status = main(words)
    rows[" ".join(words)] = [status, len(printed.getvalue())]
rows["qt"] = [name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6")]
print(json.dumps(rows))
"""


def test_commands_that_show_no_window_need_no_qt(tmp_path: Path) -> None:
    commands = [
        ["list"],
        ["list", "--json"],
        ["movements"],
        ["check", "routines/rest-day.yaml"],
        ["plan", "two-minute-opener"],
        ["plan", "two-minute-opener", "--json"],
    ]
    rows = json.loads(run_without_qt(COMMANDS.format(commands=commands), tmp_path))
    assert rows.pop("qt") == []
    assert {name: status for name, (status, _) in rows.items()} == dict.fromkeys(rows, 0)
    assert rows["plan two-minute-opener"][1] > 500


def main() -> int:
    """The full form: all tests of what needs no window, in a process without Qt."""
    # Emptied `addopts` let pytest overlook the settings of the plugin that is blocked.
    options = ["-q", "-o", "addopts=", "--import-mode=importlib", "-W", "ignore"]
    options += ["-p", "no:pytest-qt", "-p", "no:cacheprovider"]
    folders = [f"tests/{name}" for name in WITHOUT_QT if (ROOT / "tests" / name).is_dir()]
    files = ["tests/test_paths.py", "tests/test_shipped_routines.py"]
    code = f"import pytest; raise SystemExit(pytest.main({[*options, *folders, *files]!r}))"
    return subprocess.run([sys.executable, "-c", BLOCK_QT + code], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
