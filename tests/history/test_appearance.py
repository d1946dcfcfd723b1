"""The look ahead says what the settings say, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.history.appearance import APPEARANCES, early_appearance
from app.history.settings import Settings, SettingsStore


@pytest.mark.parametrize("name", APPEARANCES)
def test_as_the_settings_have_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "settings.json"
    SettingsStore(path).change(Settings(appearance=name))
    assert early_appearance(path) == SettingsStore(path).current.appearance == name


@pytest.mark.parametrize(
    "text", ["", "{}", '{"appearance": "blue"}', '{"appearance": 3}', "\0\xff", "[" * 100_000]
)
def test_what_makes_no_sense_is_the_desktop(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="latin-1")
    assert early_appearance(path) == "system"


def test_without_a_file(tmp_path: Path) -> None:
    assert early_appearance(tmp_path / "settings.json") == "system"
    assert early_appearance(tmp_path) == "system"
