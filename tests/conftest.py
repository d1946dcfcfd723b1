"""What every test shares: no window is needed, nothing of the user's is touched."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything of Qt is imported; a real display is only used by the tests marked x11.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LIMBER_HOME"] = tempfile.mkdtemp(prefix="limber-tests-")
atexit.register(shutil.rmtree, os.environ["LIMBER_HOME"], ignore_errors=True)
# A shell lets what it runs in the background ignore Ctrl+C, and all that is started from there.
signal.signal(signal.SIGINT, signal.default_int_handler)

from app import paths  # noqa: E402
from app.movements.loader import Catalogue  # noqa: E402
from app.timeline.compiler import Compiler  # noqa: E402
from app.wording.pace import estimated_speech_ms  # noqa: E402
from app.wording.phrases import PhraseBook  # noqa: E402


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped movements."""
    return Catalogue(paths.resources() / "movements")


@pytest.fixture(scope="session")
def book() -> PhraseBook:
    """The English phrase book."""
    return PhraseBook(paths.resources() / "phrases" / "en.yaml")


@pytest.fixture(scope="session")
def compiler(book: PhraseBook) -> Compiler:
    """A compiler as the program has it."""
    return Compiler(book, estimated_speech_ms)


@pytest.fixture
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of the runner's own."""
    for cached in (paths.user_folder, paths.state_folder, paths.cache_folder):
        cached.cache_clear()
    monkeypatch.setenv("LIMBER_HOME", str(tmp_path))
    yield tmp_path
    for cached in (paths.user_folder, paths.state_folder, paths.cache_folder):
        cached.cache_clear()
