"""The stage: one running session, read from three metres, run without a hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.routine.model import VoiceLevel
from app.session.engine import Session
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
from app.session.states import State
from app.session.tally import Tally
from app.timeline.model import Cue, Segment
from app.ui.captions import Captions, is_shown
from app.ui.counted_in import counted_in, shown_ms
from app.ui.keys import MODIFIERS, Action, action_of
from app.ui.sight import METRES
from app.ui.stage_parts import StageParts
from app.ui.stage_voice import StageVoice
from app.ui.theme import Theme
from app.ui.timers import interval
from app.ui.view import stage_view
from app.units import SECOND
from app.voice.port import Voice

if TYPE_CHECKING:
    from app.history.keeper import Keeper
    from app.ui.pictures import Pictures

TICK_MS: Final = 50
_READY_POLL_MS: Final = 5
_READY_POLLS: Final = 400
_LEVELS: Final = tuple(VoiceLevel)
GO_ON: Final = "Press Space to go on."
GAP: Final = "Paused: the computer was asleep or busy for a while."
SLEEP: Final = "Paused: the computer was asleep."
_WHY: Final = {PauseReason.GAP: GAP, PauseReason.SLEEP: SLEEP}

_log = logging.getLogger(__name__)


class Stage(StageParts):
    """Performs a session with its voice; tells when it is over and what was skipped."""

    over = Signal(object, bool)
    """The `Tally` of a session, and whether it came to its end."""
    begun = Signal(object)
    """The `Session` that is performed from now on."""
    skipped = Signal(str)
    """A movement is to be left out until it is put back."""
    end_asked = Signal()
    full_screen_asked = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget | None = None,
        metres: Callable[[], float] = lambda: METRES["mat"],
    ) -> None:
        """An empty stage; `perform` puts a session on it. `metres` tells from where it is read."""
        self._session: Session | None = None
        super().__init__(theme, pictures, parent, metres)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Session")
        for bar in (self.controls, self.corner_bar):
            bar.asked.connect(lambda name: self.act(Action(name)))
        self._tally: Tally | None = None
        self._keeper: Keeper | None = None
        self._polls = 0
        self._marked: tuple[object, ...] = ()
        self._captions = Captions(self.board.holds)
        self._stands = ""
        self._ticker = interval(self, TICK_MS, self.tick)
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._waiter = interval(self, _READY_POLL_MS, self._wait_for_words)
        self.speaking = StageVoice(self)

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

    def perform(self, session: Session, voice: Voice, keeper: Keeper | None = None) -> None:
        """Show a session, wait for its first words, two seconds at most; `keeper` keeps it."""
        self._session = session
        self._keeper = keeper
        self.speaking.use(voice)
        self._tally = keeper.tally if keeper else Tally(session)
        self._captions.clear()
        self._stands = ""
        self.picture.follow(session)
        session.listen(self._heard)
        try:
            voice.attend(session)
        except Exception:  # noqa: BLE001 - a session without sound is still a session
            _log.exception("The voice cannot attend")
        # Before all that is to be seen, so that the first words are there when it is.
        self._polls = 0
        self._waiter.start()
        self._wait_for_words()
        self.begun.emit(session)
        self.strip.set_timeline(session.timeline)
        self.controls.set_level(voice.level.value)
        self.set_running(True)
        self.tick()
        self.lay_out()
        self.setFocus()

    def _wait_for_words(self) -> None:
        self._polls += 1
        if (voice := self.speaking.voice) is None or self._session is None:
            self._waiter.stop()
        elif self._polls >= _READY_POLLS or voice.settled:
            self._waiter.stop()
            self._session.start(voice.lead_ms)
            self._ticker.start()

    def tick(self) -> None:
        """Let the session perform what is due, and show where it stands."""
        if self._session is None:
            return
        self._session.tick()
        if self._tally:
            self._tally.sample()
        if self._keeper:
            self._keeper.beat()
        self._show()

    def _mark(self) -> tuple[object, ...]:
        """Equal marks look equal, but for what the picture and the pill do by themselves."""
        session, voice = self._session, self.speaking.voice
        if session is None or (segment := session.segment) is None:
            return ()
        position, told = session.position_ms, voice.problem if voice else ""
        bout, elapsed = segment.bout, position - segment.start_ms
        # A rep or a breath begins or turns.
        turn = elapsed * 2 // bout.tempo_ms if bout and bout.tempo_ms else 0
        beats = (elapsed // SECOND, (position - segment.end_ms) // SECOND, position // SECOND)
        caption = self._captions.at(position)
        return (session.timeline, segment, session.state, turn, beats, caption, self._stands, told)

    def end(self) -> None:
        """End the session before its end."""
        if self._session is not None:
            self._session.stop()
            self._leave()

    def stand_still(self) -> Callable[[], None]:
        """Stop the time while something else is asked; the result lets it go on if it ran."""
        session = self._session
        if session is not None and self._waiter.isActive():
            self._waiter.stop()
            return self._waiter.start
        if session is None or session.state is not State.RUNNING:
            return lambda: None
        session.pause()
        return session.resume

    def sleep(self) -> None:
        """The computer is about to sleep: stand, and tell so when it wakes."""
        if self._session is not None:
            self._session.pause(PauseReason.SLEEP)

    def _leave(self) -> None:
        self._ticker.stop()
        self._waiter.stop()
        self.clear()
        tally = self._tally
        finished = self._session is not None and self._session.state is State.FINISHED
        closing = self._session.timeline.closing if self._session and finished else ()
        self._session = self._tally = self._keeper = None
        self.speaking.retire(sum(cue.length_ms for cue in closing))
        if tally is not None:
            self.over.emit(tally, finished)

    # What the session tells.

    def _heard(self, event: Event) -> None:
        match event:
            case CueDue(cue) if is_shown(cue):
                self._caption(cue)
            case SegmentEntered(segment):
                self._enter(segment)
            case Paused(reason):
                self._stand(reason)
            case Resumed():
                self._stands = ""
                self.set_running(True)
                self._ticker.start()
                self._show()
            case Changed(timeline):
                self.strip.set_timeline(timeline)
            case Skipped(movement_id):
                self._left_out(movement_id)
            case Finished() | Stopped():
                QTimer.singleShot(0, self, self._finish)

    def _caption(self, cue: Cue) -> None:
        self._captions.take(cue)
        if not self.speaking.speaks:
            self.board.announce(cue.caption)

    def _enter(self, segment: Segment) -> None:
        """A caption belongs to its segment; the first cue of the new one may bring another."""
        if not any(is_shown(cue) for cue in segment.cues[:1]):
            self._captions.clear()
        self._show()

    def _stand(self, reason: PauseReason) -> None:
        self._stands = " ".join(filter(None, (_WHY.get(reason), GO_ON)))
        self.board.announce(self._stands)
        self._ticker.stop()
        self.set_running(False)
        self._show()

    def _left_out(self, movement_id: str) -> None:
        segment = self._session.segment if self._session else None
        name = segment.block.label if segment else movement_id
        self.remark(f"Left out: {name}, until you put it back")
        self.skipped.emit(movement_id)

    def _finish(self) -> None:
        if self._session is not None and not self.is_active:
            self._leave()

    # What the runner asks.

    def act(self, action: Action) -> None:
        """Do what a key or a button asks."""
        # Time that has passed is counted before the session is moved.
        self.tick()
        session = self._session
        if session is None:
            return
        do: dict[Action, Callable[[], object]] = {
            Action.TOGGLE: session.toggle,
            Action.PAUSE: session.pause,
            Action.NEXT: session.next,
            Action.PREVIOUS: session.previous,
            Action.RESTART: session.restart_step,
            Action.LONGER: self._longer,
            Action.SKIP: session.skip,
            Action.VOICE: self._next_level,
            Action.FULL_SCREEN: self._full_screen,
            Action.LEAVE_FULL_SCREEN: self._escape,
            Action.CORNER: lambda: self.set_corner(not self.corner.is_small),
            Action.HELP: self._show_help,
            Action.END: self.end_asked.emit,
        }
        do[action]()
        self.tick()

    def _full_screen(self) -> None:
        """From the small window back to the large one."""
        if self.corner.is_small:
            self.set_corner(False)
        else:
            self.full_screen_asked.emit(not self.window().isFullScreen())

    def _show_help(self) -> None:
        self.set_corner(False)
        self.help.setVisible(not self.help.isVisible())
        self.setFocus()

    def _escape(self) -> None:
        """Leaves the small window or full screen; it never ends a session."""
        if self.corner.is_small:
            self.set_corner(False)
        else:
            self.full_screen_asked.emit(False)

    def _longer(self) -> None:
        if self._session is None:
            return
        before = self._session.timeline.total_ms
        self._session.longer()
        if self._session.timeline.total_ms > before:
            self.remark("Longer by 15 s")

    def _next_level(self) -> None:
        if (voice := self.speaking.voice) is None:
            return
        level = _LEVELS[(_LEVELS.index(voice.level) + 1) % len(_LEVELS)]
        voice.level = level
        self.controls.set_level(level.value)
        self.remark(f"Voice: {level.value}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a session, whatever has the focus; the overlay takes one, and goes."""
        if self.help.isVisible() and event.key() not in MODIFIERS:
            self.help.hide()
            event.accept()
            return
        action = action_of(event.key(), event.modifiers(), event.text())
        if action is None or (event.isAutoRepeat() and action is not Action.LONGER):
            super().keyPressEvent(event)
            return
        self.act(action)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two taps anywhere stop the time and let it go on: a touch screen needs no aim."""
        if event.button() is Qt.MouseButton.LeftButton and self.is_active:
            self.act(Action.TOGGLE)

    # What is seen.

    def lay_out(self) -> None:
        """A caption has other pages where there is other room."""
        super().lay_out()
        if (session := self._session) is not None:
            self._captions.refit()
            self.board.set_caption(self._stands or self._captions.at(shown_ms(session)))

    def _show(self) -> None:
        session, voice = self._session, self.speaking.voice
        if session is None or not session.timeline.segments:
            return
        self.show_view(counted_in(stage_view(session), session))
        self.strip.bar.set_position(session.position_ms)
        self.board.set_caption(self._stands or self._captions.at(shown_ms(session)))
        if voice is not None:
            self.board.set_notice(voice.problem)
