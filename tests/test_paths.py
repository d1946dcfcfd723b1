"""Where the program finds its data and keeps the runner's: the only finder of both."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import paths

ROOT = Path(__file__).resolve().parent.parent
CACHED = (paths._data_root, paths.user_folder, paths.state_folder, paths.cache_folder)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every answer anew, without the override that the tests run with."""
    monkeypatch.delenv("LIMBER_HOME")
    for cached in CACHED:
        cached.cache_clear()
    yield
    for cached in CACHED:
        cached.cache_clear()


class TestData:
    def test_of_a_checkout(self) -> None:
        assert paths.resources() == ROOT / "resources"
        assert paths.shipped_routines() == ROOT / "routines"
        assert (paths.resources() / "phrases" / "en.yaml").is_file()

    def test_of_an_installed_wheel(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """There the two folders lie inside the package."""
        monkeypatch.setattr(paths, "__file__", str(tmp_path / "site-packages" / "app" / "paths.py"))
        data = tmp_path / "site-packages" / "app" / "_data"
        assert paths.resources() == data / "resources"
        assert paths.shipped_routines() == data / "routines"

    def test_of_a_frozen_bundle(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
        assert paths.resources() == tmp_path / "resources"

    def test_of_the_typeface(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        package = tmp_path / "font_source_sans_pro"
        (package / "files").mkdir(parents=True)
        (package / "__init__.py").write_text("raise AssertionError('found, not imported')")
        monkeypatch.setattr(sys, "path", [str(tmp_path)])
        assert paths.typeface_folder() == package / "files"
        monkeypatch.setattr(sys, "path", [])
        assert paths.typeface_folder() is None


class TestHome:
    def test_one_folder_holds_everything_where_it_is_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LIMBER_HOME", str(tmp_path))
        assert paths.user_folder() == tmp_path
        assert paths.user_routines() == tmp_path / "routines"
        assert paths.user_movements() == tmp_path / "movements"
        assert paths.state_folder() == tmp_path / "state"
        assert paths.cache_folder() == tmp_path / "cache"
        assert paths.log_file() == tmp_path / "state" / "limber.log"
        assert list(tmp_path.iterdir()) == []

    def test_a_tilde_is_the_home_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LIMBER_HOME", "~/limber")
        assert paths.user_folder() == Path.home() / "limber"

    @pytest.mark.skipif(sys.platform != "linux", reason="the folders of this system")
    def test_without_it_each_thing_goes_where_the_system_keeps_its_kind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "papers"))
        assert paths.user_folder() == tmp_path / "papers" / "Limber"
        assert paths.state_folder() == tmp_path / "data" / "limber"
        assert paths.cache_folder() == tmp_path / "cache" / "limber"


class TestPortable:
    @pytest.fixture
    def stick(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "limber"))
        return tmp_path

    def test_a_marker_beside_the_executable_keeps_everything_there(self, stick: Path) -> None:
        (stick / "portable.txt").touch()
        assert paths.user_folder() == stick / "data"
        assert paths.state_folder() == stick / "data" / "state"
        assert paths.cache_folder() == stick / "data" / "cache"

    def test_without_the_marker_nothing_lies_there(self, stick: Path) -> None:
        assert not paths.user_folder().is_relative_to(stick)
        assert not (stick / "data").exists()

    def test_a_stick_that_cannot_be_written_is_not_used(self, stick: Path) -> None:
        (stick / "portable.txt").touch()
        (stick / "data").write_text("in the way", encoding="utf-8")
        assert not paths.user_folder().is_relative_to(stick)

    def test_a_checkout_is_never_portable(
        self, stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (stick / "portable.txt").touch()
        monkeypatch.setattr(sys, "frozen", False, raising=False)
        assert not paths.user_folder().is_relative_to(stick)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="only Unix has such a folder")
def test_runtime_folder_is_the_persons_own_or_the_state_folder(
    user_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert paths.runtime_folder() == tmp_path
    monkeypatch.setattr(os, "getuid", lambda: os.stat(tmp_path).st_uid + 1)
    assert paths.runtime_folder() == paths.state_folder(), "what a su left in the environment"
    monkeypatch.undo()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "gone"))
    assert paths.runtime_folder() == paths.state_folder()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert paths.runtime_folder() == paths.state_folder()


def test_a_clone_is_started_as_a_module() -> None:
    assert paths.launcher() == [sys.executable, "-m", "app"]
    assert (paths.clone() / "app" / "__main__.py").is_file()
