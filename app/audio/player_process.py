"""A `Player` whose loudspeaker is held by a child process, replaced when it is lost.

What begins soon is sent ahead, so that a window that is busy moves nothing. A child that ends,
that tells of no sound, or that gives no sign of life is started again, and takes the session up
where it is by then.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from app import paths
from app.audio.player_child import LOST, Child, Patience
from app.audio.score import Note, Score
from app.session.clock import Course, exact_ms

_log = logging.getLogger(__name__)

NOT_STARTED: Final = "No sound: the player could not be started; the log says why."
FAILED: Final = "The rest is not heard: the player has failed; the log says why."

AHEAD_MS: Final = 1500
_BEHIND_MS: Final = 250
_ROUND_S: Final = 0.1
_CLOSE_TIMEOUT_S: Final = 2.0
_PATIENT: Final = Patience()


class ProcessPlayer:
    """See `Player`. A thread of its own starts the child and sends it what comes next."""

    def __init__(self, command: Sequence[str] | None = None, patience: Patience = _PATIENT) -> None:
        """`command` is the child without its last argument; the tests bring their own."""
        self._command = list(command or paths.child_command("player-worker"))
        self._patience = patience
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._unsent: deque[bytes] = deque()
        self._score: Score | None = None
        self._course: Course | None = None
        self._sent: set[tuple[int, bool]] = set()
        self._orders: list[dict[str, Any]] = []
        self._child: Child | None = None
        self._problem = self._fault = ""
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._thread.start()

    @property
    def problem(self) -> str:
        """See `Player`."""
        child = self._child
        if child is None:
            return self._problem
        return self._fault if child.flowing else child.problem or self._problem

    @property
    def settled(self) -> bool:
        """See `Player`."""
        child = self._child
        return (child is not None and child.flowing) or bool(self.problem)

    @property
    def lead_ms(self) -> int | None:
        """See `Player`."""
        child = self._child
        return child.lead_ms if child is not None and child.flowing else None

    def follow(self, score: Score, course: Course) -> None:
        """See `Player`."""
        with self._changed:
            self._score, self._course, self._fault = score, course, ""
            self._order_course()
        self._send_now()

    def stop(self) -> None:
        """See `Player`."""
        with self._changed:
            self._score = self._course = None
            self._orders = [{"do": "cut"}]
        self._send_now()

    def close(self) -> None:
        """See `Player`."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if child := self._child:
            child.end()
        self._thread.join(_CLOSE_TIMEOUT_S)

    # --- the thread

    def _run(self) -> None:
        tries, ever_flowed = 0, False
        while not self._closed:
            child = self._start()
            flowed = child is not None and self._serve(child)
            if child is not None:
                child.end()
                if child.final:
                    return
                self._problem = child.problem or LOST
            if not self._closed:
                _log.warning("%s", self._problem)
            tries, ever_flowed = (0, True) if flowed else (tries + 1, ever_flowed)
            self._rest(self._patience.rest(tries, flowed=ever_flowed))

    def _start(self) -> Child | None:
        try:
            child = Child([*self._command, str(self._patience.device_s)], self._patience)
        except OSError as error:
            _log.info("the player could not be started: %s", error)
            self._child, self._problem = None, NOT_STARTED
            return None
        with self._changed:
            self._child = child
            self._orders.clear()
            self._unsent.clear()
            self._order_course()
        if self._closed:
            child.end()
        return child

    def _order_course(self) -> None:
        """Let the child begin with the course, and forget which notes it has. Called locked."""
        self._sent.clear()
        if self._course is not None:
            self._orders.append({"do": "follow", **self._course._asdict()})

    def _serve(self, child: Child) -> bool:
        """Send what is due until the child is lost; whether it could be heard."""
        flowed = False
        while not (self._closed or child.lost):
            with self._sending:
                self._send_due(child, wait=True)
            flowed = flowed or child.flowing
            if flowed and child.flowing:
                self._problem = ""
            with self._changed:
                if not self._orders and not self._closed:
                    self._changed.wait(_ROUND_S)
        return flowed

    def _send_now(self) -> None:
        """Send from whichever thread has an order, if the pipe takes it without waiting.

        Our own may come late, while a window that paints lets no other thread work.
        """
        child = self._child
        if child and child.flowing and self._sending.acquire(blocking=False):
            try:
                self._send_due(child, wait=False)
            finally:
                self._sending.release()
        with self._changed:
            self._changed.notify()

    def _send_due(self, child: Child, *, wait: bool) -> None:
        """Send what is due, in order; called by whoever holds `_sending`."""
        with self._changed:
            if child is not self._child:
                return
            orders, self._orders = self._orders, []
            notes = [_message(_order(note), note.clip.pcm) for note in self._coming()]
        # The child writes far ahead as soon as it has a course: what is first on it must not come
        # later than the course itself.
        last = len(orders) - 1
        messages = [
            _message(order | {"notes": len(notes)} if at == last else order)
            for at, order in enumerate(orders)
        ]
        if messages or notes:
            self._unsent.append(b"".join(messages + notes))
        while self._unsent and (wait or child.has_room(self._unsent[0])):
            child.send(self._unsent.popleft())

    def _coming(self) -> list[Note]:
        """The notes of the next second and a half that the child does not have. Called locked."""
        if self._score is None or self._course is None:
            return []
        now = int(self._course.position_at(exact_ms()))
        first = max(int(self._course.position_ms), now - _BEHIND_MS)
        try:
            found = self._score.notes(first, now + AHEAD_MS)
        except Exception:  # noqa: BLE001 - nothing a score does may end this thread
            _log.exception("a score has failed")
            self._score, self._fault = None, FAILED
            return []
        fresh = [note for note in found if (note.at_ms, note.spoken) not in self._sent]
        self._sent.update((note.at_ms, note.spoken) for note in fresh)
        return fresh

    def _rest(self, rest_s: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed, rest_s)


def _order(note: Note) -> dict[str, Any]:
    return {
        "do": "note",
        "at_ms": note.at_ms,
        "gain": note.gain,
        "spoken": note.spoken,
        "rate_hz": note.clip.rate_hz,
    }


def open_player() -> ProcessPlayer:
    """A player for the computer's default output. Never raises, never waits."""
    return ProcessPlayer()


def _message(order: dict[str, Any], pcm: bytes = b"") -> bytes:
    return json.dumps(order | {"bytes": len(pcm)} if pcm else order).encode() + b"\n" + pcm
