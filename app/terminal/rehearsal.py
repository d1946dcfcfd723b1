"""`limber rehearse`: a real session without a window, with keys, captions and voice."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TextIO

from app.errors import EXIT_DONE, UserError
from app.session.clock import wait
from app.session.engine import Session
from app.session.events import (
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
from app.session.moment import moment_at
from app.session.states import State
from app.terminal.keys import Key, Keyboard, keys_in, raw_keyboard
from app.terminal.screen import Screen, heading, status_line
from app.units import SECOND, clock_text
from app.voice.port import Voice

_TICK_S: Final = 0.02
_READY_POLLS: Final = 100
_HELP: Final = (
    "space: pause, go on · right: next · left: again, twice: the one before · +: 15 s longer · "
    "s: skip, this hurts · q: end"
)


class Rehearsal:
    """Performs one session in a terminal."""

    def __init__(
        self,
        session: Session,
        voice: Voice,
        speed: float = 1.0,
        log: Path | None = None,
        screen: Screen | None = None,
    ) -> None:
        """`log` takes one JSON object a cue. What is skipped here is skipped for this session."""
        self._session = session
        self._voice = voice
        self._speed = speed
        self._log_path = log
        self._log: TextIO | None = None
        self._screen = screen or Screen()
        self._told = ""
        session.listen(self._heard)

    def run(self, keyboard: Keyboard | None = None) -> int:
        """Until the end, or until the runner ends it; the exit status."""
        if not self._session.timeline.has_work:
            raise UserError("Every movement of this routine is left out. Put one back first.")
        with ExitStack() as stack:
            stack.callback(self._screen.close)
            stack.callback(self._voice.close)
            if self._log_path:
                self._log = stack.enter_context(_opened(self._log_path))
            keys = keyboard or stack.enter_context(raw_keyboard())
            self._begin()
            try:
                self._loop(keys)
            except KeyboardInterrupt:
                self._session.stop()
        return EXIT_DONE

    def _begin(self) -> None:
        self._voice.attend(self._session)
        for _ in range(_READY_POLLS):
            if self._voice.settled:
                break
            wait(_TICK_S)
        total = clock_text(self._session.timeline.total_ms)
        self._screen.say(0, f"{self._session.timeline.name}, {total}")
        self._tell_problem()
        self._screen.say(0, _HELP)
        self._session.start(self._voice.lead_ms)

    def _loop(self, keyboard: Keyboard) -> None:
        session = self._session
        session.tick()
        while session.state in (State.RUNNING, State.PAUSED):
            for key in keys_in(keyboard.read(self._pause_s())):
                self._press(key)
            session.tick()
            self._tell_problem()
            note = "Paused" if session.state is State.PAUSED else ""
            self._screen.status(status_line(session.timeline, session.position_ms, note))
        if session.state is State.FINISHED and self._speed == 1.0:
            closing = session.timeline.closing
            wait(sum(cue.length_ms for cue in closing) / SECOND)

    def _tell_problem(self) -> None:
        """Why it is quiet, whenever that changes; once it is over nothing need be said."""
        if (problem := self._voice.problem) != self._told:
            self._told = problem
            if problem:
                self._screen.say(self._session.position_ms, problem)

    def _pause_s(self) -> float:
        """Real seconds until the next cue is due, one tick at the most."""
        due = self._session.until_next_ms()
        return _TICK_S if due is None else min(_TICK_S, max(0.0, due / SECOND / self._speed))

    def _press(self, key: Key) -> None:
        session = self._session
        actions: dict[Key, Callable[[], Any]] = {
            Key.TOGGLE: session.toggle,
            Key.NEXT: session.next,
            Key.PREVIOUS: session.previous,
            Key.RESTART: session.restart_step,
            Key.LONGER: session.longer,
            Key.SKIP: session.skip,
            Key.QUIT: session.stop,
        }
        actions[key]()

    def _heard(self, event: Event) -> None:
        say, at = self._screen.say, self._session.position_ms
        match event:
            case CueDue():
                self._cue(event)
            case SegmentEntered(segment):
                moment = moment_at(self._session.timeline, segment.start_ms)
                say(segment.start_ms, heading(moment, self._session.timeline))
            case Paused(reason):
                gap = "Paused: the computer was asleep or busy for a while. Space goes on."
                say(at, gap if reason is PauseReason.GAP else "Paused. Space goes on.")
            case Resumed():
                say(at, "Going on.")
            case Skipped(movement_id):
                say(at, f"Left out of the rest of this session: {movement_id}.")
            case Stopped():
                say(at, "Ended early.")
            case Finished():
                say(at, f"The end, after {clock_text(at)}.")

    def _cue(self, event: CueDue) -> None:
        cue = event.cue
        if cue.caption:
            self._screen.say(cue.at_ms, cue.caption)
        if self._log:
            line = {
                "at_ms": event.at_ms,
                "planned_ms": cue.at_ms,
                "late_ms": event.late_ms,
                "kind": cue.kind.value,
                "text": cue.text,
            }
            self._log.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._log.flush()


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as fault:
        raise UserError(f"The log {path} cannot be written: {fault.strerror}.") from None
