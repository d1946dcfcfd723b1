from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.errors import UserError
from app.routine.model import Routine, VoiceLevel
from app.ui.export_dialog import ExportSheet
from app.voice.export import Recording
from app.voice.synthesiser import Unavailable
from tests.ui.conftest import BROKEN, SHORT, Rig
from tests.voice.fakes_voice import FakeSynthesiser


class Desk:
    """The home page with one routine, and a folder for what is saved."""

    def __init__(self, rig: Rig, folder: Path) -> None:
        self.rig, self.folder = rig, folder
        folder.mkdir()
        rig.file("short.yaml")
        self.home = rig.show().home
        self.opened: list[Path] = []
        self.home.open_file = lambda path, _line: self.opened.append(path)

    @property
    def sheet(self) -> ExportSheet:
        return self.home.saving.sheet

    def press(self, button: QPushButton) -> None:
        assert button.isVisible()
        self.rig.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def ask(self) -> QFileDialog:
        self.press(self.home.hero.save_button)
        dialog = self.sheet.dialog
        assert dialog is not None
        return dialog

    def choose(self, name: str) -> Path:
        """Go through the dialog; the file is on its way then."""
        dialog = self.ask()
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(str(self.folder / name))
        dialog.accept()
        return self.folder / name

    def save(self, name: str = "short.ogg") -> Path:
        file = self.choose(name)
        self.wait()
        return file

    def wait(self) -> None:
        self.rig.qtbot.waitUntil(lambda: not self.sheet.is_saving, timeout=30_000)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def desk(rig: Rig, tmp_path: Path) -> Desk:
    return Desk(rig, tmp_path / "music")


def held_engines(rig: Rig) -> list[FakeSynthesiser]:
    """Let every text wait until its engine is let go."""
    engines: list[FakeSynthesiser] = []

    def find(_: object) -> FakeSynthesiser:
        engines.append(FakeSynthesiser(held=True))
        return engines[-1]

    rig.find_engine = find
    return engines


def test_saves_and_shows_where(desk: Desk) -> None:
    file = desk.save()
    sheet = desk.sheet
    assert sheet.isVisible()
    assert sheet.title.text() == "Saved short.ogg"
    assert str(desk.folder) in sheet.detail.text()
    assert sheet.bar.isHidden()
    assert soundfile.info(file).duration > 60
    assert desk.names() == ["short.ogg"]
    desk.press(sheet.wish)
    assert desk.opened == [desk.folder]
    desk.press(sheet.leave)
    assert sheet.isHidden()


def test_dialog_offers_what_plays_everywhere_first(desk: Desk) -> None:
    dialog = desk.ask()
    assert Path(dialog.selectedFiles()[0]).name == "short.mp3"
    assert dialog.nameFilters()[0] == "MP3, plays everywhere (*.mp3)"
    assert len(dialog.nameFilters()) == 4
    dialog.reject()
    assert desk.sheet.dialog is None
    assert desk.sheet.isHidden()


@pytest.mark.parametrize(("number", "suffix"), [(0, ".mp3"), (1, ".ogg"), (3, ".wav")])
def test_name_without_an_ending_gets_that_of_the_chosen_kind(
    desk: Desk, number: int, suffix: str
) -> None:
    dialog = desk.ask()
    dialog.selectNameFilter(dialog.nameFilters()[number])
    dialog.filterSelected.emit(dialog.nameFilters()[number])
    dialog.selectFile(str(desk.folder / "evening"))
    dialog.accept()
    desk.wait()
    assert desk.names() == [f"evening{suffix}"]


def test_dialog_opens_where_the_last_file_went(desk: Desk) -> None:
    desk.save()
    assert Path(desk.ask().directory().absolutePath()) == desk.folder


def test_progress_is_shown_and_the_page_answers_meanwhile(desk: Desk) -> None:
    engines = held_engines(desk.rig)
    desk.choose("short.ogg")
    sheet = desk.sheet
    assert sheet.title.text() == "Saving Short one"
    assert sheet.bar.isVisible()
    assert not desk.home.saving.isEnabled()
    assert not desk.home.hero.save_button.isEnabled()
    desk.home.refresh()
    desk.rig.qtbot.waitUntil(lambda: not desk.home.is_reading)
    seen: list[int] = []
    sheet.bar.valueChanged.connect(seen.append)
    desk.rig.qtbot.waitUntil(lambda: bool(engines))
    for engine in engines:
        engine.let_go()
    desk.wait()
    assert seen
    assert desk.home.saving.isEnabled()
    assert desk.home.hero.save_button.isEnabled()


def test_cancel_leaves_the_older_file(desk: Desk) -> None:
    held_engines(desk.rig)
    (desk.folder / "short.ogg").write_bytes(b"older")
    file = desk.choose("short.ogg")
    desk.press(desk.sheet.leave)
    desk.wait()
    assert desk.sheet.isHidden()
    assert desk.names() == ["short.ogg"]
    assert file.read_bytes() == b"older"


def test_closing_the_window_cancels(desk: Desk) -> None:
    engines = held_engines(desk.rig)
    desk.choose("short.ogg")
    desk.rig.window.close()
    desk.rig.window.release()
    assert not desk.sheet.is_saving
    assert all(engine.closed for engine in engines)
    assert desk.names() == []


def test_session_goes_on_beside_it(desk: Desk) -> None:
    engines = held_engines(desk.rig)
    desk.choose("short.ogg")
    desk.rig.begin()
    desk.rig.qtbot.waitUntil(lambda: bool(engines))
    for engine in engines:
        engine.let_go()
    desk.wait()
    assert desk.rig.state() == "running"
    assert desk.names() == ["short.ogg"]
    desk.rig.session.stop()


def test_without_a_voice_the_sounds_alone_are_offered(desk: Desk) -> None:
    desk.rig.find_engine = lambda _: Unavailable("No voice: there is none.")
    desk.choose("short.wav")
    desk.wait()
    sheet = desk.sheet
    assert "No voice: there is none." in sheet.title.text()
    assert sheet.wish.text() == "Save the sounds alone"
    assert desk.names() == []
    desk.press(sheet.wish)
    desk.wait()
    assert sheet.title.text() == "Saved short.wav"
    assert desk.names() == ["short.wav"]


def test_voice_that_stands_in_is_told(desk: Desk) -> None:
    def find(_: object) -> FakeSynthesiser:
        engine = FakeSynthesiser()
        engine.stands_in = "Another voice speaks."
        return engine

    desk.rig.find_engine = find
    desk.save()
    assert desk.sheet.detail.text().endswith("\nAnother voice speaks.")


def test_unknown_ending_is_a_sentence(desk: Desk) -> None:
    desk.save("short.aac")
    assert "has to end in .ogg, .mp3, .flac or .wav." in desk.sheet.title.text()
    assert desk.sheet.wish.isHidden()
    assert desk.names() == []


def test_chosen_level_is_that_of_the_settings(desk: Desk) -> None:
    settings = desk.rig.settings
    settings.change(settings.current._replace(level=VoiceLevel.TONES))
    desk.rig.find_engine = lambda _: Unavailable("not asked for")
    desk.save()
    assert desk.names() == ["short.ogg"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (UserError("That is broken."), "That is broken."),
        (ZeroDivisionError(), "Limber failed to save it; the log says why."),
    ],
)
def test_fault_while_saving_is_a_sentence(
    desk: Desk, fault: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Recording, "save", broken)
    desk.choose("short.ogg")
    desk.wait()
    assert desk.sheet.title.text() == told
    desk.press(desk.sheet.leave)
    assert desk.sheet.isHidden()


def test_routine_that_cannot_be_planned_is_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(routine: Routine, level: VoiceLevel | None = None) -> Recording:
        raise UserError("The movement is broken.")

    monkeypatch.setattr(desk.rig, "recording", broken)
    desk.press(desk.home.hero.save_button)
    assert desk.sheet.title.text() == "The movement is broken."
    assert desk.sheet.dialog is None


def by_keys(desk: Desk) -> None:
    desk.rig.qtbot.keyClick(desk.home.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def by_menu(desk: Desk) -> None:
    assert desk.home.list.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    desk.home.list.actions()[0].trigger()


@pytest.mark.parametrize("way", [by_keys, by_menu])
def test_keys_and_a_menu_save_too(desk: Desk, way: Callable[[Desk], None]) -> None:
    desk.rig.window.resize(640, 480)
    way(desk)
    assert desk.sheet.dialog is not None
    desk.sheet.dialog.reject()


def test_asking_twice_opens_one_dialog(desk: Desk) -> None:
    dialog = desk.ask()
    desk.home.saving.trigger()
    assert desk.sheet.dialog is dialog
    dialog.reject()


def test_broken_file_cannot_be_saved(rig: Rig) -> None:
    rig.file("legs.yaml", BROKEN)
    home = rig.show().home
    assert home.hero.save_button.isHidden()
    home.saving.trigger()
    assert not home.findChildren(ExportSheet)


@pytest.mark.parametrize("size", [(1100, 760), (720, 500), (900, 400)])
def test_buttons_of_the_slab_do_not_touch(rig: Rig, size: tuple[int, int]) -> None:
    rig.file("short.yaml", SHORT)
    window = rig.show()
    window.resize(*size)
    panel = window.home.hero
    start, save = panel.button.geometry(), panel.save_button.geometry()
    assert not start.intersects(save)
    assert panel.rect().contains(save)
