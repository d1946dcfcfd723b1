from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from app import paths
from app.desktop import menu_entry
from app.errors import UserError
from app.main import main

SHIPPED = paths.resources() / "desktop" / "limber.desktop"
pytestmark = pytest.mark.skipif(
    __import__("sys").platform in ("win32", "darwin"), reason="a menu of Linux desktops"
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


def validate(entry: Path) -> None:
    if not (tool := shutil.which("desktop-file-validate")):
        pytest.skip("needs desktop-file-validate")
    done = subprocess.run([tool, str(entry)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_shipped_entry_is_valid() -> None:
    validate(SHIPPED)


def test_the_kind_of_file_is_a_routine_by_name() -> None:
    root = ET.parse(paths.resources() / "desktop" / "limber.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = root.find(f"{space}mime-type")
    assert kind is not None
    assert f"MimeType={kind.get('type')};" in SHIPPED.read_text(encoding="utf-8")
    glob = kind.find(f"{space}glob")
    assert glob is not None
    assert glob.get("pattern") == "*.limber.yaml", "not everybody's YAML"


def test_installed_entry_starts_this_program(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "launcher", lambda: ["/opt/my place/100%/limber"])
    assert main(["desktop", "install"]) == 0
    entry = data / "applications" / "limber.desktop"
    text = entry.read_text(encoding="utf-8")
    assert 'Exec="/opt/my place/100%%/limber" open %f\n' in text
    assert text.count('Exec="/opt/my place/100%%/limber" start') == 2
    assert "Path=" not in text
    assert str(entry) in capsys.readouterr().out
    icon = data / "icons" / "hicolor" / "scalable" / "apps" / "limber.svg"
    assert icon.read_bytes() == (paths.resources() / "icons" / "limber.svg").read_bytes()
    validate(entry)


def test_a_clone_is_started_from_its_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "launcher", lambda: ["/usr/bin/python3", "-m", "app"])
    menu_entry.install()
    text = (data / "applications" / "limber.desktop").read_text(encoding="utf-8")
    assert f"\nPath={paths.clone()}\n" in text
    assert 'Exec="/usr/bin/python3" "-m" "app" open %f\n' in text


def test_removing_takes_away_what_was_written_and_nothing_else(data: Path) -> None:
    other = data / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("")
    menu_entry.install()
    assert len(menu_entry.remove()) == 3
    assert other.exists()
    assert not (other.parent / "limber.desktop").exists()
    assert menu_entry.remove() == ["Limber was not in the menu."]


def test_a_folder_that_cannot_be_written_is_a_sentence(data: Path) -> None:
    (data / "applications").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        menu_entry.install()


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("/usr/bin/limber", '"/usr/bin/limber"'),
        ('/a "b"/$c', '"/a \\\\"b\\\\"/\\\\$c"'),
        ("50%", '"50%%"'),
    ],
)
def test_words_are_quoted_as_the_specification_says(word: str, told: str) -> None:
    assert menu_entry.quoted(word) == told
