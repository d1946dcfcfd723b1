"""The section Voice: how much is heard, who speaks, how fast and how loud, and a test of it all.

What is chosen holds at once and is kept by itself. A narrow window has the test as a bar below.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.section import Section
from app.ui.theme import Theme
from app.ui.timers import interval
from app.ui.voice_form import VoiceForm, split
from app.ui.voice_panel import VoicePanel

if TYPE_CHECKING:
    from app.history.settings import Settings
    from app.ui.choices import Choices
    from app.ui.services import Services, VoiceTrial
    from app.voice.port import VoiceSettings
    from app.voice.synthesiser import VoiceChoice

_POLL_MS: Final = 100
_KEEP_MS: Final = 300
# Fields of the voice that change nothing of what there is to choose from.
_NUMBERS: Final = frozenset({"rate", "voice_volume", "tone_volume"})


class VoiceSection(Section):
    """Shows the settings of the voice and changes them; Enter tests."""

    def __init__(self, services: Services, choices: Choices, theme: Theme, parent: QWidget) -> None:
        """Looks for voices when it is shown."""
        super().__init__("Voice", theme, parent)
        self._services, self._choices = services, choices
        # Chosen, and kept as soon as the hand rests.
        self._unkept: dict[str, Any] = {}
        self._trial: VoiceTrial | None = None
        self._listed: tuple[VoiceChoice, ...] = ()
        self.dialog: QFileDialog | None = None
        self._keep = interval(self, _KEEP_MS, self._store, once=True)
        self._poll = interval(self, _POLL_MS, self._look_at_trial)
        self.form = VoiceForm(theme, self.cards)
        self.form.changed.connect(self._change)
        self.form.voice_changed.connect(self._change_voice)
        self.form.file_asked.connect(self._choose_file)
        self.add(self.form)
        self.panel = VoicePanel(theme, self)
        self.panel.test.connect(self.test)
        self.set_panel(self.panel, bar=True)

    @property
    def _settings(self) -> Settings:
        return self._choices.current._replace(**self._unkept)

    # Coming and going.

    def refresh(self) -> None:
        """Read what holds, and look for voices."""
        if self._trial is None:
            self._trial = self._services.open_trial()
            self._trial.look(self._settings.voice)
            self._poll.start()
        self._show_settings()
        self._look_at_trial()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was chosen, and let go of engine and loudspeaker."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.release()

    def release(self) -> None:
        """Also when the program ends."""
        if self._keep.isActive():
            self._store()
        self._poll.stop()
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.close()

    def changeEvent(self, event: QEvent) -> None:
        """Who comes back from installing a voice finds it in the list."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            trial = self._trial
            if trial is not None and not trial.is_playing:
                trial.look(self._settings.voice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slab stands beside the settings or lies below them."""
        super().resizeEvent(event)
        self.panel.set_narrow(self.is_narrow)

    def enter(self) -> bool:
        """The test."""
        self.panel.button.click()
        return True

    # What the person chooses.

    def test(self) -> None:
        """A tone and the sample, with what is chosen now."""
        if self._trial is not None:
            self._trial.play(self._settings.voice, self._sample())
            self._look_at_trial()

    def _sample(self) -> str:
        return self._services.sample(self._settings.voice.language)

    def _change(self, fields: dict[str, Any]) -> None:
        self._unkept |= fields
        self._keep.start()

    def _change_voice(self, fields: dict[str, Any]) -> None:
        former = self._settings.voice
        voice = former._replace(**fields)
        if voice.language != former.language and not self._speaks(voice):
            voice = voice._replace(voice="")
        if voice == former:
            return
        self._change({"voice": voice})
        if self._trial is not None:
            if (voice.engine, voice.piper_voice) == (former.engine, former.piper_voice):
                self._trial.adopt(voice)
            else:
                self._trial.look(voice)
        if not fields.keys() <= _NUMBERS:
            self._show_speaker()
        self.panel.show_sample(self._sample(), voice)
        self._look_at_trial()

    def _speaks(self, voice: VoiceSettings) -> bool:
        """Whether the voice that was chosen speaks the language."""
        able, _ = split(self._listed, voice.language)
        return any(voice.voice in (each.id, each.name) for each in able)

    def _choose_file(self) -> None:
        """A dialog that does not block the loop."""
        folder = Path(self._settings.voice.piper_voice).parent
        start = str(folder) if self._settings.voice.piper_voice else str(Path.home())
        dialog = QFileDialog(self, "Choose a Piper voice", start, "Piper voices (*.onnx)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._change_voice({"piper_voice": path}))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _store(self) -> None:
        self._keep.stop()
        unkept, self._unkept = self._unkept, {}
        if unkept:
            self._choices.change(**unkept)

    # What is shown.

    def _show_settings(self) -> None:
        self.form.show_settings(self._settings)
        self.panel.show_sample(self._sample(), self._settings.voice)
        self._show_speaker()

    def _show_speaker(self) -> None:
        from app.voice.trial import has_piper

        voice = self._settings.voice
        self.form.show_engines(voice, self._services.languages, has_piper=has_piper())
        self.form.show_voices(voice, self._listed)

    def _look_at_trial(self) -> None:
        """What the threads have found out since."""
        if self._trial is None:
            return
        # Not under the hand that is choosing.
        if self._trial.voices != self._listed and not self.form.voice.view().isVisible():
            self._listed = self._trial.voices
            self.form.show_voices(self._settings.voice, self._listed)
        self.panel.show_status(self._trial.status)
