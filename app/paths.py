"""The only finder of resources, shipped routines and the runner's own folders.

The program runs from four places: a git checkout, an installed wheel, a frozen bundle, and a
portable folder on a stick. No other module may build a path to data.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
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


def typeface_folder() -> Path | None:
    """Where the package of the typeface keeps its files; None where it is not installed."""
    # Found, not imported: its `__init__` lists every file.
    spec = find_spec("font_source_sans_pro")
    return Path(spec.origin).parent / "files" if spec and spec.origin else None


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


def runtime_folder() -> Path:
    """Where programs of this person on this machine meet: locks and sockets, gone at log-out.

    The state folder where the system has none; a folder of another person, as a `su` leaves it in
    the environment, is not taken.
    """
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if folder and hasattr(os, "getuid"):
        try:
            if os.stat(folder).st_uid == os.getuid() and os.access(folder, os.W_OK):
                return Path(folder)
        except OSError:
            pass
    return state_folder()


def desktop_data_folder() -> Path:
    """Where a Linux desktop looks for menu entries, kinds of files and icons of one person."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def clone() -> Path:
    """The folder that holds the package: in a checkout its root."""
    return Path(__file__).resolve().parent.parent


def launcher() -> list[str]:
    """What starts this very program; with `-m app` only from the folder of the clone."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = Path(sys.executable).parent / "limber"
    installed = _data_root() == Path(__file__).resolve().parent / "_data"
    return [str(script)] if installed and script.is_file() else [sys.executable, "-m", "app"]


def settings_file() -> Path:
    """The file of what the runner has chosen once and for all."""
    return state_folder() / "settings.json"


def log_file() -> Path:
    """The file that faults of the program are written to."""
    return state_folder() / "limber.log"
