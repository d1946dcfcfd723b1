"""A routine saved as an audio file from the window: where to, how far it is, and where it went.

A thread does the work, the sheet looks at it ten times a second; a session may run meanwhile.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.audio.audio_file import FORMATS
from app.errors import UserError
from app.ui.theme import GAPS
from app.ui.timers import interval
from app.ui.typeface import MEDIUM, SEMI, SMALL, TEXT, room_font
from app.units import clock_text
from app.voice.export import Cancelled, NoWords

if TYPE_CHECKING:
    from app.voice.export import Recording, Saved

_LOOK_MS: Final = 100
_PARTS: Final = 1000
_MEGABYTE: Final = 1_000_000
_FAILED: Final = "Limber failed to save it; the log says why."
# What plays on every phone stands first.
_ORDER: Final = (".mp3", ".ogg", ".flac", ".wav")
_USES: Final = {
    ".mp3": "plays everywhere",
    ".ogg": "the smallest",
    ".flac": "without loss",
    ".wav": "without loss, large",
}

_log = logging.getLogger(__name__)


class _Job:
    """One file on its way, in a thread of its own."""

    def __init__(self, recording: Recording, file: Path) -> None:
        self.recording, self.file = recording, file
        self.done = 0.0
        self.saved: Saved | None = None
        self.fault = ""
        self.lacks_words = self.cancelled = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="saving")
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def end(self) -> None:
        """Leave nothing behind, and wait for that."""
        self.cancel()
        self._thread.join()

    def cancel(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        try:
            self.saved = self.recording.save(self.file, self._told, self._stop.is_set)
        except Cancelled:
            self.cancelled = True
        except UserError as fault:
            self.fault, self.lacks_words = str(fault), isinstance(fault, NoWords)
        except Exception:  # noqa: BLE001 - the window must go on
            _log.exception("Cannot save %s", self.file)
            self.fault = _FAILED

    def _told(self, done: float) -> None:
        self.done = done


class ExportSheet(QFrame):
    """One file at a time. Hidden until there is something to tell."""

    busy = Signal(bool)
    """A file is being saved, or no longer."""

    def __init__(self, open_folder: Callable[[Path], object], parent: QWidget) -> None:
        """`open_folder` shows a folder in the file manager."""
        super().__init__(parent)
        self.setObjectName("sheet")
        self._open_folder = open_folder
        self._job: _Job | None = None
        self._folder = _music_folder()
        self._wish: Callable[[], object] = self.hide
        self.dialog: QFileDialog | None = None
        self.title = _label(TEXT, SEMI, self)
        self.detail = _label(SMALL, MEDIUM, self)
        self.detail.setObjectName("muted")
        self.bar = QProgressBar(self)
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How much is saved")
        self.wish = QPushButton(self)
        self.wish.clicked.connect(self._do_wish)
        self.leave = QPushButton(self)
        self.leave.clicked.connect(self._leave)
        self._lay_out()
        self._look = interval(self, _LOOK_MS, self._show_progress)
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAPS[0])
        for each in (self.title, self.detail, self.bar):
            words.addWidget(each)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAPS[3], GAPS[2], GAPS[2], GAPS[2])
        row.setSpacing(GAPS[2])
        row.addLayout(words, 1)
        for button in (self.wish, self.leave):
            button.setFont(room_font(SMALL, MEDIUM))
            button.setObjectName("chip")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_saving(self) -> bool:
        """Whether a file is on its way."""
        return self._job is not None

    # What is asked.

    def ask(self, recording: Recording, name: str) -> None:
        """Ask where to, without blocking the window, and begin. `name` is one for the file."""
        if self.is_saving or self.dialog is not None:
            return
        dialog = QFileDialog(self.window(), "Save as audio", str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_filter(suffix) for suffix in _ORDER])
        dialog.setDefaultSuffix(_ORDER[0][1:])
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(_suffix_in(chosen)[1:])
        )
        dialog.selectFile(name + _ORDER[0])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)

        def decided(accepted: int) -> None:
            self.dialog = None
            if accepted and (files := dialog.selectedFiles()):
                self.save(recording, Path(files[0]))

        dialog.finished.connect(decided)
        self.dialog = dialog
        dialog.open()

    def save(self, recording: Recording, file: Path) -> None:
        """Begin, in place of a file that is there: whoever chose it was asked."""
        if self.is_saving:
            return
        self._folder = file.parent
        self._job = _Job(recording, file)
        self.bar.setValue(0)
        self._show(f"Saving {recording.timeline.name}", str(file), "Cancel")
        self.bar.show()
        self._look.start()
        self.busy.emit(True)

    def tell(self, sentence: str) -> None:
        """Say why nothing can be saved."""
        self._show(sentence, "", "Close")

    def release(self) -> None:
        """Cancel what runs, and wait until nothing of it is left."""
        if self._job is not None:
            self._job.end()
            self._job = None
            self._look.stop()

    # What is shown.

    def _leave(self) -> None:
        if self._job is None:
            self.hide()
            return
        self._job.cancel()
        self.leave.setEnabled(False)

    def _show_progress(self) -> None:
        job = self._job
        if job is None:
            return
        self.bar.setValue(round(_PARTS * job.done))
        if job.is_over:
            self._job = None
            self._look.stop()
            self._show_end(job)
            self.busy.emit(False)

    def _show_end(self, job: _Job) -> None:
        if job.cancelled:
            self.hide()
        elif job.saved is None:
            self._show(job.fault, "", "Close")
            if job.lacks_words:
                recording = job.recording.with_tones_alone()
                self._offer("Save the sounds alone", lambda: self.save(recording, job.file))
        else:
            folder, saved = job.file.parent, job.saved
            size = f"{saved.size_bytes / _MEGABYTE:.1f} MB"
            detail = f"{clock_text(saved.length_ms)}, {size}, in {folder}"
            self._show(f"Saved {job.file.name}", f"{detail}\n{saved.remark}".strip(), "Close")
            self._offer("Show in folder", lambda: self._open_folder(folder))

    def _show(self, title: str, detail: str, leave: str) -> None:
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.leave.setText(leave)
        self.leave.setEnabled(True)
        self.bar.hide()
        self.wish.hide()
        self.setAccessibleName(title)
        self.show()

    def _do_wish(self) -> None:
        self._wish()

    def _offer(self, words: str, wish: Callable[[], object]) -> None:
        self._wish = wish
        self.wish.setText(words)
        self.wish.show()


def _label(pixels: int, weight: int, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setFont(room_font(pixels, weight))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _filter(suffix: str) -> str:
    name = next(each.name for each in FORMATS if each.suffix == suffix)
    return f"{name}, {_USES[suffix]} (*{suffix})"


def _suffix_in(chosen: str) -> str:
    """The ending that a filter stands for."""
    return next(suffix for suffix in _ORDER if f"*{suffix})" in chosen)


def _music_folder() -> Path:
    place = QStandardPaths.StandardLocation
    for wanted in (place.MusicLocation, place.HomeLocation):
        folder = QStandardPaths.writableLocation(wanted)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()
