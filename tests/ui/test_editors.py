from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.editors import Desk, open_at

FILE = Path("/home/runner/my legs.yaml")


class FakeDesk:
    """A desktop with some editors; writes down what it was asked to do."""

    def __init__(self, entry: str = "", there: str = "", **environ: str) -> None:
        self.started: list[list[str]] = []
        self.opened: list[Path] = []
        self.starts = True
        self.desk = Desk(
            environ,
            lambda name: f"/bin/{name}" if name in there.split() else None,
            lambda: entry,
            self._start,
            self._open,
        )

    def _start(self, command: list[str]) -> bool:
        self.started.append(command)
        return self.starts

    def _open(self, path: Path) -> bool:
        self.opened.append(path)
        return True


@pytest.mark.parametrize(
    ("entry", "there", "command"),
    [
        ("code.desktop", "code", ["/bin/code", "--goto", f"{FILE}:7"]),
        ("org.gnome.gedit.desktop", "gedit", ["/bin/gedit", "+7", str(FILE)]),
        (
            "org.gnome.TextEditor.desktop",
            "gnome-text-editor",
            ["/bin/gnome-text-editor", "+7", str(FILE)],
        ),
        ("org.kde.kate.desktop", "kate", ["/bin/kate", "--line", "7", str(FILE)]),
        ("org.xfce.mousepad.desktop", "mousepad", ["/bin/mousepad", "--line", "7", str(FILE)]),
        ("emacs.desktop", "emacs", ["/bin/emacs", "+7", str(FILE)]),
        ("org.geany.Geany.desktop", "geany", ["/bin/geany", f"{FILE}:7"]),
    ],
)
def test_the_editor_of_the_desktop_opens_the_file_at_its_line(
    entry: str, there: str, command: list[str]
) -> None:
    fake = FakeDesk(entry, there)
    assert open_at(FILE, 7, fake.desk)
    assert fake.started == [command]
    assert fake.opened == []


def test_what_the_runner_has_set_comes_first() -> None:
    fake = FakeDesk("org.kde.kate.desktop", "kate code", VISUAL="code --wait")
    open_at(FILE, 7, fake.desk)
    assert fake.started == [["/bin/code", "--goto", f"{FILE}:7"]]


@pytest.mark.parametrize("editor", ["vim", "emacs -nw", "nano", "'unbalanced", "/opt/unknown"])
def test_an_editor_of_the_terminal_is_not_started(editor: str) -> None:
    fake = FakeDesk("", "vim emacs nano", EDITOR=editor)
    assert open_at(FILE, 7, fake.desk)
    assert fake.started == []
    assert fake.opened == [FILE]


@pytest.mark.parametrize("entry", ["", "org.example.Unknown.desktop", "kate.desktop"])
def test_else_the_desktop_opens_it_plainly(entry: str) -> None:
    fake = FakeDesk(entry, "")
    assert open_at(FILE, 7, fake.desk)
    assert fake.opened == [FILE]


def test_an_editor_that_does_not_start_is_no_end() -> None:
    fake = FakeDesk("code.desktop", "code")
    fake.starts = False
    assert open_at(FILE, 7, fake.desk)
    assert fake.opened == [FILE]


def test_a_folder_is_opened_by_the_file_manager() -> None:
    fake = FakeDesk("code.desktop", "code")
    assert open_at(FILE.parent, 0, fake.desk)
    assert fake.started == []
    assert fake.opened == [FILE.parent]
