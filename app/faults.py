"""A fault of the program: written down with what is needed to find it, told in one sentence."""

from __future__ import annotations

import logging
import sys
import traceback

from app import __version__, paths


def start_log(level: int = logging.WARNING) -> None:
    """Send what modules log to the log file; one that cannot be written is no reason to stop."""
    try:
        path = paths.log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    logging.basicConfig(
        level=level,
        handlers=[handler],
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


def versions() -> str:
    """Program, Python and system in one line."""
    import platform

    return f"limber {__version__}, Python {sys.version.split()[0]}, {platform.platform()}"


def report() -> str:
    """Log the exception that is being handled; the sentence for the user."""
    start_log()
    logging.getLogger("limber").error("%s\n%s", versions(), traceback.format_exc())
    kind = sys.exc_info()[0]
    name = kind.__name__ if kind else "fault"
    return (
        f"Limber made a mistake of its own ({name}); nothing of yours is lost. "
        f"The details are in {paths.log_file()}."
    )
