"""The only finder of resources, shipped routines and the runner's own folders.

The program runs from four places: a git checkout, an installed wheel, a frozen bundle, and a
portable folder on a stick. No other module may build a path to data.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

_PORTABLE_MARKER = "portable.txt"


@cache
def _data_root() -> Path:
    """The folder that holds `resources/` and `routines/`."""
    if bundle := getattr(sys, "_MEIPASS", None):
        return Path(bundle)
    package = Path(__file__).resolve().parent
    if (package.parent / "resources" / "movements").is_dir():
        return package.parent
    return package / "_data"


# What a child process runs; in a frozen bundle the program itself starts it by this name.
WORKERS = {"voice-worker": "app.voice.worker", "player-worker": "app.audio.player_worker"}


def child_command(worker: str) -> list[str]:
    """What starts one of `WORKERS`, in a bundle as well, up to its own arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, worker]
    return [sys.executable, "-m", WORKERS[worker]]


def child_environment() -> dict[str, str]:
    """This process's environment, in which a child finds this very package and no other."""
    root = str(Path(__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH")
    # Without the safe path a folder called `app` in the current folder would be imported. Numpy
    # starts a thread on every core, which takes longer than all that it is needed for here.
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([root, others] if others else [root]),
        "PYTHONSAFEPATH": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def resources() -> Path:
    """Read-only data that ships with the program: movements, phrases, themes."""
    return _data_root() / "resources"


def shipped_routines() -> Path:
    """The routines that ship, one YAML file each; never written to."""
    return _data_root() / "routines"


def _portable_root() -> Path | None:
    """The folder of the executable when a marker file beside it says so and it can be written."""
    folder = Path(sys.executable).resolve().parent
    if getattr(sys, "frozen", False) and (folder / _PORTABLE_MARKER).is_file():
        data = folder / "data"
        try:
            data.mkdir(exist_ok=True)
        except OSError:
            return None
        return data if os.access(data, os.W_OK) else None
    return None


@cache
def user_folder() -> Path:
    """The runner's own folder, which may not exist yet: `routines/` and `movements/` lie in it.

    `LIMBER_HOME` overrides it, for tests, kiosks and people who keep several.
    """
    if home := os.environ.get("LIMBER_HOME"):
        return Path(home).expanduser()
    if portable := _portable_root():
        return portable
    # Imported late: `limber check` of shipped files never comes here.
    import platformdirs

    return Path(platformdirs.user_documents_path()) / "Limber"


def user_routines() -> Path:
    """Where the runner's own routines lie."""
    return user_folder() / "routines"


def user_movements() -> Path:
    """Where the runner's own movements lie, with their pictures."""
    return user_folder() / "movements"


@cache
def state_folder() -> Path:
    """Where the program keeps what it must remember between two starts."""
    if os.environ.get("LIMBER_HOME") or _portable_root():
        return user_folder() / "state"
    import platformdirs

    return Path(platformdirs.user_data_path("limber", appauthor=False))


@cache
def cache_folder() -> Path:
    """Where things lie that can be made again, such as rendered speech."""
    if os.environ.get("LIMBER_HOME") or _portable_root():
        return user_folder() / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_path("limber", appauthor=False))


def log_file() -> Path:
    """The file that faults of the program are written to."""
    return state_folder() / "limber.log"
