from __future__ import annotations

from pathlib import Path

from app.history.begun import Begun


def test_is_remembered_from_the_first_session_on(tmp_path: Path) -> None:
    path = tmp_path / "state" / "begun"
    assert not Begun(path).ever
    Begun(path).note()
    assert Begun(path).ever


def test_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    begun = Begun(tmp_path / "state" / "begun")
    begun.note()
    assert not begun.ever
