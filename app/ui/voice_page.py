"""The Voice page: how much is heard, who speaks, how fast and how loud, and a test of it all.

What is chosen holds at once and is kept by itself. A narrow window has the test as a bar below.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QWidget,
)

from app.ui.key_button import KeyButton
from app.ui.theme import GAPS, Theme
from app.ui.timers import interval
from app.ui.voice_form import VoiceForm, split
from app.ui.voice_panel import VoicePanel

if TYPE_CHECKING:
    from app.history.settings import Settings
    from app.ui.services import Services, VoiceTrial
    from app.voice.port import VoiceSettings
    from app.voice.synthesiser import VoiceChoice

_PANEL_FROM: Final = 720
_PANEL_SHARE: Final = 0.4
_FORM_MOST: Final = 860
_POLL_MS: Final = 100
_KEEP_MS: Final = 300
# Fields of the voice that change nothing of what there is to choose from.
_NUMBERS: Final = frozenset({"rate", "voice_volume", "tone_volume"})


class VoicePage(QWidget):
    """Shows the settings of the voice and changes them; Enter tests, Esc goes back."""

    left = Signal()

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        """Reads the settings; looks for voices when it is shown."""
        super().__init__(parent)
        self.setObjectName("room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Voice")
        self._services, self._theme = services, theme
        self._settings: Settings = services.settings.current
        self._trial: VoiceTrial | None = None
        self._listed: tuple[VoiceChoice, ...] = ()
        self.dialog: QFileDialog | None = None
        self._keep = interval(self, _KEEP_MS, self._store, once=True)
        self._poll = interval(self, _POLL_MS, self._look_at_trial)
        self._build()
        self.panel = VoicePanel(theme, self)
        self.panel.test.connect(self.test)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._area, 1)
        self._row.addWidget(self.panel)
        self.setFocusProxy(self.panel.button)

    def _build(self) -> None:
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget(self._area)
        ground.setObjectName("room")
        self.form = VoiceForm(self._theme, ground)
        self.form.setMaximumWidth(_FORM_MOST)
        self.form.left.connect(self.left)
        self.form.changed.connect(self._change)
        self.form.voice_changed.connect(self._change_voice)
        self.form.file_asked.connect(self._choose_file)
        self._centre = QHBoxLayout(ground)
        self._centre.addWidget(self.form)
        self._area.setWidget(ground)

    # Coming and going.

    def showEvent(self, event: QShowEvent) -> None:
        """Read what holds, and look for voices; not when the window comes back from an icon."""
        super().showEvent(event)
        if self._trial is None:
            self._settings = self._services.settings.current
            self._trial = self._services.open_trial()
            self._trial.look(self._settings.voice)
            self._show_settings()
            self._look_at_trial()
            self._poll.start()
            self._area.verticalScrollBar().setValue(0)

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
        narrow = self.width() < _PANEL_FROM
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self.panel.set_narrow(narrow)
        most = 16_777_215 if narrow else round(min(760.0, self.width() * _PANEL_SHARE))
        self.panel.setMinimumWidth(0 if narrow else most)
        self.panel.setMaximumWidth(most)
        side = GAPS[3] if narrow else GAPS[5]
        self._centre.setContentsMargins(side, GAPS[4], side if narrow else GAPS[4], GAPS[4])

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What has the focus is in sight, also when it comes from outside the scrolled part."""
        moved = super().focusNextPrevChild(forward)
        widget = QApplication.focusWidget()
        if widget is not None and self._area.isAncestorOf(widget):
            self._area.ensureWidgetVisible(widget, 0, GAPS[5])
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tests wherever the focus is, but on a button of its own; Esc goes back."""
        button = self.focusWidget()
        presses = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif presses or (event.key() == Qt.Key.Key_Space and isinstance(button, KeyButton)):
            if not event.isAutoRepeat():
                (button if isinstance(button, QPushButton) else self.panel.button).click()
        else:
            super().keyPressEvent(event)

    # What the person chooses.

    def test(self) -> None:
        """A tone and the sample, with what is chosen now."""
        if self._trial is not None:
            self._trial.play(self._settings.voice, self._sample())
            self._look_at_trial()

    def _sample(self) -> str:
        return self._services.sample(self._settings.voice.language)

    def _change(self, fields: dict[str, Any]) -> None:
        self._settings = self._settings._replace(**fields)
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
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._change_voice({"piper_voice": path}))
        self.dialog = dialog
        dialog.open()

    def _store(self) -> None:
        self._keep.stop()
        self._services.settings.change(self._settings)
        self.form.show_problem(self._services.settings.problem)

    # What is shown.

    def _show_settings(self) -> None:
        self.form.show_settings(self._settings)
        self.form.show_problem(self._services.settings.problem)
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
