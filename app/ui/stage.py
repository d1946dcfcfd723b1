"""The stage: one running session, read from three metres, run without a hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.routine.model import VoiceLevel
from app.session.engine import Session, State
from app.session.events import (
    Changed,
    CueDue,
    Event,
    Finished,
    Paused,
    PauseReason,
    Resumed,
    SegmentEntered,
    Skipped,
    Stopped,
)
from app.session.tally import Tally
from app.timeline.model import CueKind, Segment
from app.ui.board import Board
from app.ui.controls import Controls
from app.ui.help import Help
from app.ui.keys import Action, action_of
from app.ui.slab import BOW, Slab
from app.ui.stage_voice import StageVoice
from app.ui.strip import Strip
from app.ui.theme import Theme
from app.ui.view import stage_view
from app.voice.port import Voice

TICK_MS: Final = 50
_READY_POLL_MS: Final = 20
_READY_POLLS: Final = 100
_POINTER_MS: Final = 3000
_STRIP_SHARE: Final = 0.158
# Beeps are told by the digits and counts by the rep: neither may push a sentence away.
_UNSHOWN: Final = frozenset({CueKind.COUNT, CueKind.COUNTDOWN})
_LEVELS: Final = tuple(VoiceLevel)

_log = logging.getLogger(__name__)


class Stage(QWidget):
    """Performs a session with its voice; tells when it is over and what was skipped."""

    over = Signal(object, bool)
    """The `Tally` of a session, and whether it came to its end."""
    skipped = Signal(str)
    """A movement is to be left out until it is put back."""
    end_asked = Signal()
    full_screen_asked = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """An empty stage; `perform` puts a session on it."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Session")
        self.board = Board(theme, self)
        self.slab = Slab(theme, self)
        self.strip = Strip(theme, self)
        self.controls = Controls(self)
        self.help = Help(theme, self)
        self.controls.asked.connect(lambda name: self.act(Action(name)))
        self._session: Session | None = None
        self._tally: Tally | None = None
        self._polls = 0
        self._ticker = _timer(self, TICK_MS, self.tick)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._waiter = _timer(self, _READY_POLL_MS, self._wait_for_words)
        self.speaking = StageVoice(self)
        self._pointer = _timer(self, _POINTER_MS, self.rest_hands)
        self._pointer.setSingleShot(True)

    # One session.

    @property
    def session(self) -> Session | None:
        """The session on the stage, None between two."""
        return self._session

    @property
    def is_active(self) -> bool:
        """Whether there is a session that has not ended."""
        ended = (State.FINISHED, State.STOPPED)
        return self._session is not None and self._session.state not in ended

    def perform(self, session: Session, voice: Voice) -> None:
        """Show a session, wait for its first words at most two seconds, and begin."""
        self._session = session
        self.speaking.use(voice)
        self._tally = Tally(session)
        session.listen(self._heard)
        self.strip.set_timeline(session.timeline)
        self.board.set_caption(session.timeline.name)
        self.controls.set_running(True)
        self.controls.set_level(voice.level.value)
        self._show()
        self._lay_out()
        self.setFocus()
        voice.prepare(session.timeline.cues)
        self._polls = 0
        self._waiter.start()
        self._pointer.start()

    def _wait_for_words(self) -> None:
        self._polls += 1
        if self.speaking.voice is None or self._session is None:
            self._waiter.stop()
        elif self.speaking.voice.wait_ready(0) or self._polls >= _READY_POLLS:
            self._waiter.stop()
            self._session.start()
            self._ticker.start()
            self.tick()

    def tick(self) -> None:
        """Let the session perform what is due, and show where it stands."""
        if self._session is None:
            return
        self._session.tick()
        if self._tally:
            self._tally.sample()
        if self._session is not None:
            self._show()

    def end(self) -> None:
        """End the session before its end."""
        if self._session is not None:
            self._session.stop()
            self._leave()

    def stand_still(self) -> Callable[[], None]:
        """Pause while something else is asked; call the result to go on if it ran before."""
        session = self._session
        if session is None or session.state is not State.RUNNING:
            return lambda: None
        session.pause()
        return session.resume

    def _leave(self) -> None:
        for timer in (self._ticker, self._waiter, self._pointer):
            timer.stop()
        self.unsetCursor()
        self.help.hide()
        tally = self._tally
        finished = self._session is not None and self._session.state is State.FINISHED
        self._session = self._tally = None
        self.speaking.retire()
        if tally is not None:
            self.over.emit(tally, finished)

    # What the session tells.

    def _heard(self, event: Event) -> None:
        """The voice first, then what is seen."""
        self.speaking.hear(event)
        match event:
            case CueDue(cue):
                if cue.caption and cue.kind not in _UNSHOWN:
                    self.board.set_caption(cue.caption)
            case SegmentEntered(segment):
                self._enter(segment)
            case Paused(reason):
                self._stand(reason)
            case Resumed():
                self.controls.set_running(True)
                self._pointer.start()
            case Changed(timeline):
                self.strip.set_timeline(timeline)
            case Skipped(movement_id):
                self.skipped.emit(movement_id)
            case Finished() | Stopped():
                QTimer.singleShot(0, self, self._finish)

    def _enter(self, segment: Segment) -> None:
        """A caption belongs to its segment; the first cue of the new one may bring another."""
        if not any(cue.caption and cue.kind not in _UNSHOWN for cue in segment.cues[:1]):
            self.board.set_caption("")
        self._show()

    def _stand(self, reason: PauseReason) -> None:
        self.controls.set_running(False)
        self.reveal()
        if reason is PauseReason.GAP:
            self.board.set_caption(
                "Paused: the computer was asleep or busy for a while. Space goes on."
            )

    def _finish(self) -> None:
        if self._session is not None and not self.is_active:
            self._leave()

    # What the runner asks.

    def act(self, action: Action) -> None:
        """Do what a key or a button asks."""
        session = self._session
        if session is None:
            return
        if self._tally:
            self._tally.sample()
        do: dict[Action, Callable[[], object]] = {
            Action.TOGGLE: session.toggle,
            Action.NEXT: session.next,
            Action.PREVIOUS: session.previous,
            Action.RESTART: session.restart_step,
            Action.LONGER: session.longer,
            Action.SKIP: session.skip,
            Action.VOICE: self._next_level,
            Action.FULL_SCREEN: lambda: self.full_screen_asked.emit(
                not self.window().isFullScreen()
            ),
            Action.LEAVE_FULL_SCREEN: self._escape,
            Action.HELP: lambda: self.help.setVisible(not self.help.isVisible()),
            Action.END: self.end_asked.emit,
        }
        do[action]()
        self.tick()

    def _escape(self) -> None:
        """Closes the overlay or leaves full screen; it never ends a session."""
        if self.help.isVisible():
            self.help.hide()
        else:
            self.full_screen_asked.emit(False)

    def _next_level(self) -> None:
        if (voice := self.speaking.voice) is None:
            return
        level = _LEVELS[(_LEVELS.index(voice.level) + 1) % len(_LEVELS)]
        voice.level = level
        self.controls.set_level(level.value)
        self.board.set_caption(f"Voice: {level.value}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a session, whatever has the focus."""
        action = action_of(event.key(), event.modifiers())
        if action is None or (event.isAutoRepeat() and action is not Action.LONGER):
            super().keyPressEvent(event)
            return
        self.act(action)
        event.accept()

    # What is seen.

    def _show(self) -> None:
        session, voice = self._session, self.speaking.voice
        if session is None or not session.timeline.segments:
            return
        view = stage_view(session)
        was_left = self.slab.is_left
        self.slab.show_view(view)
        self.board.set_view(view)
        self.strip.show_view(view)
        self.strip.bar.set_position(session.position_ms)
        if voice is not None:
            self.board.set_notice(voice.problem)
        if self.slab.is_left is not was_left:
            self._lay_out()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Sizes come from the height and, in narrow windows, from the width."""
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        strip = round(height * _STRIP_SHARE)
        top = height - strip
        share = 0.418 if width >= height * 1.5 else 0.48
        slab = round(width * share)
        bow = width * BOW
        cap = min(height * 0.05, width * 0.033)
        left = self.slab.is_left
        under = round(1.8 * bow)
        start, end = (slab - under, width) if left else (0, width - slab + under)
        self.board.setGeometry(start, 0, end - start, top)
        self.board.set_scale(cap, under if left else 0, 0 if left else under)
        self.slab.setGeometry(0 if left else width - slab, 0, slab, top)
        self.strip.setGeometry(0, top, width, strip)
        self.controls.setGeometry(0, top, width, strip)
        self.controls.set_scale(width)
        self.slab.set_scale(cap, bow)
        self.strip.set_scale(cap)
        self.help.place(self.rect(), cap)
        self.slab.raise_()
        self.controls.setVisible(self._controls_wanted())
        self.controls.raise_()
        self.help.raise_()

    def _controls_wanted(self) -> bool:
        paused = self._session is not None and self._session.state is State.PAUSED
        focused = self.window().focusWidget()
        return paused or self._pointer.isActive() or self.controls.isAncestorOf(focused)

    def reveal(self) -> None:
        """Show pointer and controls, for a while."""
        self.unsetCursor()
        self.controls.setVisible(True)
        self._pointer.start()

    def rest_hands(self) -> None:
        """Nobody has touched anything for a while: pointer and controls go away."""
        self._pointer.stop()
        if self.is_active and self._session and self._session.state is not State.PAUSED:
            self.setCursor(Qt.CursorShape.BlankCursor)
        self.controls.setVisible(self._controls_wanted())

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        """A moving mouse shows the controls for three seconds."""
        self.reveal()

    def focusNextPrevChild(self, next_child: bool) -> bool:
        """Tab reaches the controls, so it shows them first."""
        self.reveal()
        return super().focusNextPrevChild(next_child)


def _timer(parent: QWidget, interval_ms: int, slot: object) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.timeout.connect(slot)
    return timer
