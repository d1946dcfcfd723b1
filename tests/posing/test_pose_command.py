"""`limber pose solve` and `check`: what they print, write and leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import UserError
from app.posing import commands, solved, work
from app.posing.commands import run

TEXT = """\
pose: 1
views: [side]
highlight: [soleus]
keyframes:
  up:
    base: stand
    goals:
      - floor: [heel, ball]
      - symmetric: all
tracks:
  hold: {breathe: up}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A poses folder with one movement that stands and breathes."""
    (tmp_path / "stand.yaml").write_text(TEXT, encoding="utf-8")
    for module in (solved, commands, work):
        monkeypatch.setattr(module, "poses_folder", lambda: tmp_path)
    monkeypatch.setattr(work, "seen", lambda solved: [])  # nothing is baked here
    return tmp_path


def test_solve_writes_check_passes_and_a_second_run_does_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "--jobs", "1"]) != 0
    assert "not solved yet" in capsys.readouterr().out
    assert run(["solve", "--jobs", "1"]) == 0
    assert "stand (ash) solved" in capsys.readouterr().out
    path = folder / "solved" / "stand.json"
    first = path.read_bytes()
    assert run(["check", "--jobs", "1"]) == 0
    assert "all passed" in capsys.readouterr().out
    assert run(["solve", "--jobs", "1"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["solve", "--force", "--jobs", "1", "stand"]) == 0
    assert path.read_bytes() == first, "the same words give the same numbers"


def test_a_trial_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = TEXT.replace("symmetric: all", "at: {crown: [free, free, 2.5]}")
    (folder / "stand.yaml").write_text(wrong, encoding="utf-8")
    assert run(["solve", "stand", "--keyframes", "--body", "ash", "--jobs", "1"]) == 0
    assert "stand.yaml:9: MISS" in capsys.readouterr().out
    assert not (folder / "solved").exists()


def test_a_broken_file_is_told_and_the_others_are_solved(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "wrong.yaml").write_text(TEXT.replace("stand", "sit"), encoding="utf-8")
    assert run(["solve", "--keyframes", "--body", "ash", "--jobs", "1"]) != 0
    heard = capsys.readouterr()
    assert "wrong.yaml:6:11: error" in heard.err
    assert "stand (ash) solved" in heard.out


def test_an_unknown_movement_is_a_sentence(folder: Path) -> None:
    assert folder.is_dir()
    with pytest.raises(UserError, match='no pose file "hop"'):
        run(["solve", "hop"])
