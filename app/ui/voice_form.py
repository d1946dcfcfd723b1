"""The form of the section Voice: how much is heard, who speaks, how fast and how loud."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.history.settings import RATE_BOUNDS, VOLUME_BOUNDS
from app.routine.model import VoiceLevel
from app.ui.setting_controls import Picker, Scale
from app.ui.setting_rows import Card, Field
from app.ui.theme import GAPS, Theme
from app.ui.typeface import MEDIUM, TEXT, room_font
from app.wording.pace import RATE_WPM

if TYPE_CHECKING:
    from app.history.settings import Settings
    from app.voice.port import VoiceSettings
    from app.voice.synthesiser import VoiceChoice

LEVELS: Final[tuple[tuple[VoiceLevel | None, str, str], ...]] = (
    (None, "As written", "The level that each routine brings along."),
    (VoiceLevel.FULL, "Full", "Set-up, side, time, counting, technique."),
    (VoiceLevel.BRIEF, "Brief", "Only what comes next, and on which side."),
    (VoiceLevel.TONES, "Tones", "Start, switch and countdown, no words."),
    (VoiceLevel.SILENT, "Silent", "Nothing; the captions say it all."),
)
SYSTEM, PIPER = "system", "piper"
_CLEAREST: Final = ("", "The clearest one")
_GET_PIPER: Final = (
    "For a more natural voice, install limber[piper]; a Piper voice file can then be chosen here."
)
_PIPER_FILES: Final = "A Piper voice is two files side by side: NAME.onnx and NAME.onnx.json."


class VoiceForm(QWidget):
    """Shows settings and tells what the person changes; decides nothing."""

    changed = Signal(object)
    """Fields of the settings with their new values, as a dict."""
    voice_changed = Signal(object)
    """The same of the voice's settings."""
    file_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Its parts lie in the order of the tab key."""
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAPS[4])
        for card in (self._levels(), self._speaker(), self._volumes()):
            column.addWidget(card)

    def _levels(self) -> Card:
        card = Card("What you hear", self)
        self.levels = card.add_options(
            self._theme, LEVELS, lambda level: self.changed.emit({"level": level})
        )
        return card

    def _speaker(self) -> Card:
        card = Card("Who speaks", self)
        self.language = Picker(self._theme, card.body)
        self.language.picked.connect(lambda code: self._tell("language", code))
        self._language_row = Field("Language", self.language, card.body)
        self.engine = Picker(self._theme, card.body)
        self.engine.picked.connect(lambda engine: self._tell("engine", engine))
        self._engine_row = Field("Engine", self.engine, card.body)
        self.voice = Picker(self._theme, card.body)
        self.voice.picked.connect(lambda voice: self._tell("voice", voice))
        self._voice_row = Field("Voice", self.voice, card.body)
        self.file = QPushButton(card.body)
        self.file.setFont(room_font(TEXT, MEDIUM))
        self.file.clicked.connect(self.file_asked)
        self._file_row = Field("Voice file", self.file, card.body)
        self.rate = Scale(self._theme, RATE_BOUNDS, _per_minute, card.body, RATE_WPM)
        self.rate.moved.connect(lambda rate: self._tell("rate", rate))
        speed = Field("Speed", self.rate, card.body)
        self.rate.setAccessibleName("Speed, in words a minute")
        for row in (self._language_row, self._engine_row, self._voice_row, self._file_row, speed):
            card.add(row)
        return card

    def _volumes(self) -> Card:
        card = Card("How loud", self)
        self.voice_volume = Scale(self._theme, VOLUME_BOUNDS, _per_cent, card.body)
        self.voice_volume.setAccessibleName("Volume of the voice")
        self.voice_volume.moved.connect(lambda volume: self._tell("voice_volume", volume))
        self.tone_volume = Scale(self._theme, VOLUME_BOUNDS, _per_cent, card.body)
        self.tone_volume.setAccessibleName("Volume of the tones")
        self.tone_volume.moved.connect(lambda volume: self._tell("tone_volume", volume))
        card.add(Field("Voice", self.voice_volume, card.body))
        card.add(Field("Tones", self.tone_volume, card.body))
        return card

    def _tell(self, name: str, value: object) -> None:
        self.voice_changed.emit({name: value})

    # What is shown.

    def show_settings(self, settings: Settings) -> None:
        """All but who speaks; nothing is told of it."""
        voice = settings.voice
        self.levels[settings.level].setChecked(True)
        self.rate.set_value(voice.rate)
        self.voice_volume.set_value(voice.voice_volume)
        self.tone_volume.set_value(voice.tone_volume)

    def show_engines(
        self, voice: VoiceSettings, languages: Sequence[tuple[str, str]], *, has_piper: bool
    ) -> None:
        """Language, engine and voice file, where there is a choice of them."""
        offered = list(languages)
        if voice.language not in dict(offered):
            offered.append((voice.language, voice.language))
        self.language.offer([offered], voice.language)
        self._language_row.setVisible(len(offered) > 1)
        by_piper = voice.engine == PIPER
        engines = [(SYSTEM, "This computer's own voices"), (PIPER, "Piper, with a voice file")]
        self.engine.offer([engines], voice.engine)
        self._engine_row.setVisible(has_piper or by_piper)
        self._voice_row.setVisible(not by_piper)
        self._voice_row.set_hint("" if has_piper else _GET_PIPER)
        self._file_row.setVisible(by_piper)
        self._file_row.set_hint(_PIPER_FILES)
        self.file.setText(PurePath(voice.piper_voice).name or "Choose a file…")

    def show_voices(self, voice: VoiceSettings, listed: Sequence[VoiceChoice]) -> None:
        """Those of the language first; one that was chosen and is gone stays to be seen."""
        of_language, others = split(listed, voice.language)
        value = next((v.id for v in listed if voice.voice in (v.id, v.name)), voice.voice)
        first = [_CLEAREST]
        if value and value not in {each.id for each in listed}:
            first.append((value, f"{value} (not found)" if listed else value))
        groups = [first + [(v.id, v.name) for v in of_language], [(v.id, v.name) for v in others]]
        self.voice.offer(groups, value)


def split(
    voices: Sequence[VoiceChoice], language: str
) -> tuple[list[VoiceChoice], list[VoiceChoice]]:
    """The voices of a language, and the others, in the order of the engine."""
    from app.voice.choosing import main_part

    wanted = main_part(language)
    own = [v for v in voices if any(main_part(each) == wanted for each in v.languages)]
    return own, [voice for voice in voices if voice not in own]


def _per_minute(rate: int) -> str:
    return f"{rate} words a minute"


def _per_cent(volume: int) -> str:
    return f"{volume} %" if volume else "off"
