"""The section Voice: every choice holds at once and is kept; the line about the voice is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFileDialog,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.history.settings import Settings, SettingsStore
from app.movements.loader import Catalogue
from app.routine.library import Library
from app.routine.model import VoiceLevel
from app.timeline.compiler import Compiler
from app.ui.theme import DARK, LIGHT
from app.ui.voice_section import VoiceSection
from app.voice.port import VoiceSettings
from app.voice.synthesiser import VoiceChoice
from app.voice.trial_words import Status
from tests.ui.conftest import SHORT, Rig

AMERICAN = VoiceChoice("gmw/en-us", "English (America)", ("en-us",))
SCOTTISH = VoiceChoice("gmw/en-gb-scotland", "English (Scotland)", ("en-gb-scotland",))
GERMAN = VoiceChoice("gmw/de", "German", ("de",))
SAMPLES = {"en": "Right knee forward.", "de": "Rechtes Knie vor."}


class FakeTrial:
    """Remembers what it was asked; has found what a test gives it."""

    def __init__(self) -> None:
        self.voices: tuple[VoiceChoice, ...] = ()
        self.status = Status("English (America) will speak.")
        self.is_playing = False
        self.looks: list[VoiceSettings] = []
        self.adopted: list[VoiceSettings] = []
        self.played: list[tuple[VoiceSettings, str]] = []
        self.closed = False

    def look(self, settings: VoiceSettings) -> None:
        self.looks.append(settings)

    def adopt(self, settings: VoiceSettings) -> None:
        self.adopted.append(settings)

    def play(self, settings: VoiceSettings, text: str) -> None:
        self.played.append((settings, text))

    def close(self) -> None:
        self.closed = True


class VoiceRig(Rig):
    """A window with settings on disk and voices that are not there."""

    languages = (("en", "English"), ("de", "Deutsch"))

    def __init__(
        self, qtbot: QtBot, folder: Path, catalogue: Catalogue, compiler: Compiler
    ) -> None:
        super().__init__(qtbot, folder, catalogue, compiler)
        self.path = folder / "settings.json"
        self.settings = SettingsStore(self.path)
        self.trials: list[FakeTrial] = []
        self.installed: tuple[VoiceChoice, ...] = (AMERICAN, SCOTTISH, GERMAN)

    def sample(self, language: str) -> str:
        return SAMPLES[language]

    def open_trial(self) -> FakeTrial:
        trial = FakeTrial()
        trial.voices = self.installed
        self.trials.append(trial)
        return trial

    @property
    def trial(self) -> FakeTrial:
        return self.trials[-1]

    def page(self, settings: Settings | None = None) -> VoiceSection:
        """The page, reached as a person reaches it."""
        if settings is not None:
            self.settings.change(settings)
        self.show().header.voice.click()
        page = self.window.settings_room.current
        assert self.window.currentWidget() is self.window.settings_room
        assert isinstance(page, VoiceSection)
        return page

    def kept(self) -> Settings:
        """What is in the file."""
        return SettingsStore(self.path).current


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> VoiceRig:
    return VoiceRig(qtbot, tmp_path, catalogue, compiler)


def pick(box: QComboBox, value: str) -> None:
    """Choose as a click in the open list does."""
    index = box.findData(value)
    assert index >= 0, value
    box.setCurrentIndex(index)
    box.activated.emit(index)


def names(box: QComboBox) -> list[str]:
    return [box.itemText(index) for index in range(box.count())]


# Coming and going.


def test_home_leads_there_and_escape_back(room: VoiceRig) -> None:
    page = room.page()
    assert len(room.trials) == 1
    assert room.trial.looks == [VoiceSettings()]
    QTest.keyClick(page.panel.button, Qt.Key.Key_Escape)
    assert room.window.currentWidget() is room.window.home
    assert room.trial.closed


def test_every_visit_looks_for_voices_anew(room: VoiceRig) -> None:
    page = room.page()
    assert names(page.form.voice) == [
        "The clearest one",
        "English (America)",
        "English (Scotland)",
        "",
        "German",
    ]
    room.window.go_back()
    room.installed = (AMERICAN,)
    room.page()
    assert len(room.trials) == 2
    assert names(page.form.voice) == ["The clearest one", "English (America)"]


def test_who_comes_back_to_the_window_finds_what_was_installed(room: VoiceRig) -> None:
    page = room.page()
    page.activateWindow()
    room.qtbot.waitUntil(page.isActiveWindow)
    looks = len(room.trial.looks)
    QApplication.sendEvent(page, QEvent(QEvent.Type.ActivationChange))
    assert len(room.trial.looks) == looks + 1
    room.trial.is_playing = True
    QApplication.sendEvent(page, QEvent(QEvent.Type.ActivationChange))
    assert len(room.trial.looks) == looks + 1


def test_closing_the_window_keeps_the_choice_and_closes_the_trial(room: VoiceRig) -> None:
    page = room.page()
    page.form.levels[VoiceLevel.TONES].click()
    room.window.close()
    assert room.kept().level is VoiceLevel.TONES
    assert room.trial.closed
    room.window.release()


# What is shown.


def test_the_page_shows_what_holds(room: VoiceRig) -> None:
    voice = VoiceSettings("de", voice=GERMAN.id, rate=140, voice_volume=80, tone_volume=0)
    page = room.page(Settings(voice, VoiceLevel.BRIEF))
    form = page.form
    assert form.levels[VoiceLevel.BRIEF].isChecked()
    assert form.language.currentText() == "Deutsch"
    assert form.voice.currentText() == "German"
    assert form.rate.text == "140 words a minute"
    assert (form.voice_volume.text, form.tone_volume.text) == ("80 %", "off")
    room.window.hide()
    assert room.kept().voice == voice, "to look changes nothing"


def test_a_voice_that_is_gone_stays_to_be_seen(room: VoiceRig) -> None:
    page = room.page(Settings(VoiceSettings(voice="Anna")))
    assert page.form.voice.currentText() == "Anna (not found)"
    assert names(page.form.voice)[:2] == ["The clearest one", "Anna (not found)"]


def test_a_voice_kept_by_its_name_is_found(room: VoiceRig) -> None:
    page = room.page(Settings(VoiceSettings(voice="English (Scotland)")))
    assert page.form.voice.currentText() == "English (Scotland)"


def test_one_language_is_no_choice(room: VoiceRig) -> None:
    room.languages = (("en", "English"),)  # type: ignore[assignment]
    assert not room.page().form.language.isVisible()


def test_a_language_without_words_stays_to_be_seen(
    room: VoiceRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SAMPLES, "fr", "Genou droit devant.")
    page = room.page(Settings(VoiceSettings("fr")))
    assert names(page.form.language) == ["English", "Deutsch", "fr"]
    assert page.form.language.currentText() == "fr"


def test_the_status_is_shown_as_it_changes(room: VoiceRig) -> None:
    page = room.page()
    assert page.panel.status == "English (America) will speak."
    assert not page.panel.is_fault
    room.trial.status = Status("No voice: none is installed.", fault=True)
    room.qtbot.waitUntil(lambda: page.panel.is_fault)
    assert page.panel.status == "No voice: none is installed."


def test_voices_found_late_are_listed_with_the_chosen_one(room: VoiceRig) -> None:
    room.installed = ()
    page = room.page(Settings(VoiceSettings(voice=SCOTTISH.id)))
    assert page.form.voice.currentText() == SCOTTISH.id
    room.trial.voices = (AMERICAN, SCOTTISH)
    room.qtbot.waitUntil(lambda: page.form.voice.currentText() == "English (Scotland)")


def test_an_open_list_does_not_change_under_the_hand(room: VoiceRig) -> None:
    page = room.page()
    page.form.voice.showPopup()
    room.qtbot.waitUntil(page.form.voice.view().isVisible)
    room.trial.voices = (AMERICAN,)
    room.trial.status = Status("Looked.")
    room.qtbot.waitUntil(lambda: page.panel.status == "Looked.")
    assert "German" in names(page.form.voice)
    page.form.voice.hidePopup()
    room.qtbot.waitUntil(lambda: "German" not in names(page.form.voice))


# Choosing.


def test_what_is_chosen_is_kept_within_a_moment(room: VoiceRig) -> None:
    form = room.page().form
    form.levels[VoiceLevel.SILENT].click()
    pick(form.voice, SCOTTISH.id)
    form.rate.slider.setValue(200)
    form.voice_volume.slider.setValue(60)
    form.tone_volume.slider.setValue(0)
    wanted = Settings(
        VoiceSettings(voice=SCOTTISH.id, rate=200, voice_volume=60, tone_volume=0),
        VoiceLevel.SILENT,
    )
    room.qtbot.waitUntil(room.path.exists)
    assert room.settings.current == room.kept() == wanted
    assert room.trial.adopted[-1] == wanted.voice
    form.levels[None].click()
    room.window.go_home()
    assert json.loads(room.path.read_text())["level"] is None


def test_a_drag_writes_the_file_once_it_rests(room: VoiceRig) -> None:
    form = room.page().form
    for rate in range(171, 221):
        form.rate.slider.setValue(rate)
    assert not room.path.exists()
    room.window.go_home()
    assert room.kept().voice.rate == 220


def test_another_language_brings_its_sample_and_gives_up_the_voice(room: VoiceRig) -> None:
    page = room.page(Settings(VoiceSettings(voice=SCOTTISH.id)))
    pick(page.form.language, "de")
    assert page.form.voice.currentText() == "The clearest one"
    assert names(page.form.voice)[1] == "German"
    page.test()
    assert room.trial.played == [(VoiceSettings("de"), "Rechtes Knie vor.")]


def test_a_voice_of_the_new_language_is_kept(room: VoiceRig) -> None:
    page = room.page(Settings(VoiceSettings(voice=GERMAN.id)))
    pick(page.form.language, "de")
    assert page.form.voice.currentText() == "German"


def test_another_choice_made_meanwhile_is_not_lost(room: VoiceRig) -> None:
    form = room.page().form
    form.rate.slider.setValue(200)
    room.settings.change(room.settings.current._replace(distance="gym"))
    room.window.go_home()
    kept = room.kept()
    assert (kept.voice.rate, kept.distance) == (200, "gym")


# Piper.


def test_piper_is_offered_where_it_is_installed(
    room: VoiceRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.voice.trial.has_piper", lambda: True)
    form = room.page().form
    assert form.engine.isVisible()
    assert not form.file.isVisible()
    pick(form.engine, "piper")
    assert form.file.isVisible()
    assert form.file.text() == "Choose a file…"
    assert not form.voice.isVisible()
    assert room.trial.looks[-1].engine == "piper"


def test_without_piper_a_line_says_how_to_get_it(
    room: VoiceRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.voice.trial.has_piper", lambda: False)
    form = room.page().form
    assert not form.engine.isVisible()
    assert "limber[piper]" in form.voice.accessibleDescription()


def test_who_has_lost_piper_can_go_back(room: VoiceRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.voice.trial.has_piper", lambda: False)
    form = room.page(Settings(VoiceSettings(engine="piper", piper_voice="/a/eva.onnx"))).form
    assert form.engine.isVisible()
    assert form.file.text() == "eva.onnx"
    pick(form.engine, "system")
    assert form.voice.isVisible()
    assert room.trial.looks[-1].piper_voice == "/a/eva.onnx"


def test_a_voice_file_is_chosen_in_a_dialog(
    room: VoiceRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.voice.trial.has_piper", lambda: True)
    page = room.page(Settings(VoiceSettings(engine="piper")))
    page.form.file.click()
    dialog = page.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.nameFilters() == ["Piper voices (*.onnx)"]
    file = tmp_path / "eva.onnx"
    dialog.fileSelected.emit(str(file))
    dialog.close()
    assert page.form.file.text() == "eva.onnx"
    assert room.trial.looks[-1].piper_voice == str(file)
    room.window.go_home()
    assert room.kept().voice.piper_voice == str(file)


# Hands.


def test_enter_tests_wherever_the_focus_is(room: VoiceRig) -> None:
    page = room.page()
    for widget in (page.panel.button, page.form.rate.slider, page.form.levels[None]):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert room.trial.played == 3 * [(VoiceSettings(), "Right knee forward.")]
    page.panel.button.setFocus()
    QTest.keyClick(page.panel.button, Qt.Key.Key_Space)
    assert len(room.trial.played) == 4


def test_a_test_is_of_what_is_chosen_and_not_yet_kept(room: VoiceRig) -> None:
    page = room.page()
    page.form.rate.slider.setValue(120)
    page.panel.button.click()
    assert room.trial.played[0][0].rate == 120


def test_arrows_choose_a_level(room: VoiceRig) -> None:
    page = room.page()
    option = page.form.levels[None]
    option.setFocus()
    QTest.keyClick(option, Qt.Key.Key_Down)
    room.window.go_home()
    assert room.kept().level is VoiceLevel.FULL


def test_tab_goes_from_top_to_bottom_and_to_the_test(room: VoiceRig) -> None:
    page = room.page()
    form = page.form
    room.window.settings_room.list.focus_current()
    first = room.window.focusWidget()
    order: list[QWidget | None] = []
    for _ in range(8):
        order.append(room.window.focusWidget())
        QTest.keyClick(room.window.focusWidget(), Qt.Key.Key_Tab)
    sliders = [form.rate.slider, form.voice_volume.slider, form.tone_volume.slider]
    level = form.levels[None]
    expected = [first, level, form.language, form.voice, *sliders]
    assert order == [*expected, page.panel.button]


@pytest.mark.parametrize("backwards", [False, True])
def test_what_has_the_focus_is_in_sight(room: VoiceRig, backwards: bool) -> None:
    page = room.page()
    room.window.resize(480, 360)
    room.qtbot.waitUntil(lambda: page.width() == 480)
    QApplication.processEvents()
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    page.panel.button.setFocus()
    for _ in range(8):
        key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
        QTest.keyClick(room.window.focusWidget(), key)
        widget = room.window.focusWidget()
        assert widget is not None
        if not page.isAncestorOf(widget):
            continue  # the head of all rooms
        top = widget.mapTo(area, QPoint(0, 0)).y()
        assert top >= 0
        assert top + widget.height() <= area.height()


def test_every_control_has_a_name_of_its_own(room: VoiceRig) -> None:
    page = room.page()
    kinds = (QAbstractButton, QAbstractSlider, QComboBox)
    found = [
        widget
        for widget in page.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible()
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    named = [widget.accessibleName() for widget in found]
    assert all(named)
    assert len(set(named)) == len(named) >= 10


def test_the_wheel_scrolls_the_page_and_changes_nothing(room: VoiceRig) -> None:
    page = room.page()
    for widget in (page.form.rate.slider, page.form.voice, page.form.language):
        widget.setFocus()
        wheel = QWheelEvent(
            QPointF(20, 10),
            QPointF(widget.mapToGlobal(QPoint(20, 10))),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, wheel)
        assert not wheel.isAccepted()
    assert not room.trial.adopted


def test_a_click_on_the_scale_goes_there(room: VoiceRig) -> None:
    slider = room.page().form.rate.slider
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 12, 17))
    assert slider.value() >= 255
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(11, 17))
    assert slider.value() <= 105


# Size and colour.


@pytest.mark.parametrize("size", [(480, 360), (719, 500), (720, 500), (1024, 768), (1920, 1080)])
def test_nothing_is_cut_off_at_any_size(room: VoiceRig, size: tuple[int, int]) -> None:
    page = room.page()
    room.window.resize(*size)
    whole = room.window.settings_room
    head = room.window.header.height
    room.qtbot.waitUntil(lambda: (whole.width(), whole.height() + head()) == size)
    QApplication.processEvents()
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    ground = area.widget()
    assert ground is not None
    # A layout that has found out how wide it is asks for its height once more.
    rows = page.form.levels.values()
    room.qtbot.waitUntil(lambda: ground.width() == area.viewport().width())
    room.qtbot.waitUntil(
        lambda: all(row.height() >= row.heightForWidth(row.width()) for row in rows)
    )
    button = page.panel.button
    corner = button.mapTo(page, QPoint(button.width(), button.height()))
    assert corner.x() <= page.width()
    assert corner.y() <= page.height()
    fits = ground.height() <= area.viewport().height()
    assert fits == (size[1] > 1000), "only where all fits there is nothing to scroll"
    page.grab()


def test_the_colours_change_while_it_is_open(room: VoiceRig) -> None:
    page = room.page()
    page.form.levels[None].setFocus()
    theme = page.form._theme
    for colours in (DARK, LIGHT):
        theme.colours = colours
        theme.changed.emit()
        image = page.grab().toImage()
        slab = image.pixelColor(image.width() - 5, image.height() // 2)
        assert slab.name().upper() == colours.none.slab


# What it means for a session.


def test_home_reads_its_routines_again_when_they_are_told_otherwise(
    room: VoiceRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.file("short.yaml")
    page = room.page()
    lengths = [60_000]
    monkeypatch.setattr(room, "tonight_ms", lambda _: lengths.pop())
    room.window.go_home()
    room.qtbot.waitUntil(lambda: not room.window.home.is_reading)
    assert lengths, "nothing has changed"
    page = room.page()
    pick(page.form.language, "de")
    # The house gives another library for another language or pace.
    library = room.library
    room.library = Library(room.catalogue, library.shipped, library.own)
    room.window.go_home()
    room.qtbot.waitUntil(lambda: room.window.home.rows.row(0).meta.startswith("1 min"))


@pytest.mark.parametrize(
    ("asked", "chosen", "heard"),
    [
        (None, None, VoiceLevel.BRIEF),
        (None, VoiceLevel.TONES, VoiceLevel.TONES),
        (VoiceLevel.FULL, VoiceLevel.TONES, VoiceLevel.FULL),
        (VoiceLevel.FULL, None, VoiceLevel.FULL),
    ],
)
def test_the_command_line_comes_before_the_settings_and_these_before_the_routine(
    room: VoiceRig, asked: VoiceLevel | None, chosen: VoiceLevel | None, heard: VoiceLevel
) -> None:
    room.settings.change(Settings(level=chosen))
    path = room.file("short.yaml", SHORT.replace("steps:", "voice: brief\nsteps:"))
    room.show().begin(path, asked)
    assert room.voice.level is heard
