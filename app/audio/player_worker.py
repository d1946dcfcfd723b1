"""The child process that holds the loudspeaker, and that may be lost without harm.

It reads one JSON object a line, a note's samples right behind its line: `{"do": "follow",
"clock_ms", "position_ms"}`, `{"do": "note", "at_ms", "gain", "spoken", "rate_hz", "bytes"}`,
`{"do": "cut"}`. An order with `"notes": n` is obeyed together with the n that follow it. It writes
`{"flowing", "lead_ms"}` twice a second and at each change, a sign of life, and ends with
`{"problem": sentence}` when there is no sound any more, or when its input ends.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import IO, Any, Final

from app.audio.clips import BYTES_PER_SAMPLE, Clip
from app.audio.mixer import Mixer, StreamFormat
from app.audio.qt_player import NO_DEVICE, LostStream, Stream
from app.audio.score import Note
from app.audio.tones import RATE_HZ
from app.session.clock import Course, wait

NO_LIBRARY: Final = "No sound: Qt's sound library cannot be loaded; on Linux it needs libpulse0."

_SIGN_TICKS: Final = 50
_POLL_S: Final = 0.25
_GOLDEN: Final = 0.618034

Orders = list[tuple[dict[str, Any], bytes]]


class Desk:
    """What the orders do."""

    def __init__(self, qt: Any) -> None:
        """`qt` is the module QtMultimedia."""
        self._mixer = Mixer(StreamFormat(RATE_HZ))
        self.stream = Stream(self._mixer, qt)

    def obey(self, order: dict[str, Any], pcm: bytes) -> None:
        """One order, and the samples that belong to it; one that makes no sense is left out."""
        try:
            match order["do"]:
                case "follow":
                    self._mixer.follow(Course(+order["clock_ms"], +order["position_ms"]))
                case "note":
                    self._mixer.add(_note(order, pcm))
                case "cut":
                    self.stream.cut()
        except (KeyError, TypeError, ValueError) as error:
            print(f"an order that makes no sense: {error!r}", file=sys.stderr, flush=True)


def _note(order: dict[str, Any], pcm: bytes) -> Note:
    rate_hz = int(order["rate_hz"])
    if rate_hz <= 0 or len(pcm) % BYTES_PER_SAMPLE:
        raise ValueError("this is no clip")
    return Note(+order["at_ms"], Clip(rate_hz, pcm), +order["gain"], bool(order["spoken"]))


def read(orders: IO[bytes], found: queue.SimpleQueue[Orders]) -> None:
    """Pass on what is obeyed together, until the input ends, or is none."""
    while together := _next(orders):
        for _ in range(together[0][0].get("notes", 0)):
            together += _next(orders)
        found.put(together)


def _next(orders: IO[bytes]) -> Orders:
    """One order, or none at the end."""
    if not (line := orders.readline()):
        return []
    order = json.loads(line)
    return [(order, orders.read(order.get("bytes", 0)))]


def perform(desk: Desk, found: queue.SimpleQueue[Orders], patience_s: float) -> str:
    """Play what is ordered; the sentence why that is no longer possible."""
    waited_s = 0.0
    try:
        while not desk.stream.has_device:
            # A server that knows no device yet may get one; that there is a server it learns never.
            if waited_s >= patience_s:
                return NO_DEVICE
            _tell(flowing=False, problem=NO_DEVICE)
            wait(_POLL_S)
            waited_s += _POLL_S
        ticks = 0
        told: dict[str, int] = {}
        while True:
            while not found.empty():
                for order in found.get():
                    desk.obey(*order)
            desk.stream.tick()
            sign = {"flowing": desk.stream.flowing, "lead_ms": desk.stream.lead_ms}
            if ticks % _SIGN_TICKS == 0 or sign != told:
                told = sign
                _tell(**sign)
            ticks += 1
            wait(pause_ms(ticks, desk.stream.tick_ms) / 1000)
    except LostStream as loss:
        return str(loss)


def pause_ms(tick: int, length_ms: float) -> float:
    """The time before a tick: its length, half of it more or less, evenly spread.

    A device whose period is a multiple of 10 ms would otherwise be met at one point of its period
    for seconds, and the stream clock be wrong by up to that.
    """
    return length_ms * (0.5 + tick * _GOLDEN % 1)


def _tell(**facts: object) -> None:
    try:
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
    except OSError:
        os._exit(0)  # the parent is gone


def main() -> None:
    """Run as the child; the last argument is how many seconds to wait for a device."""
    # Ctrl+C in a terminal goes to the whole group; the parent decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    found: queue.SimpleQueue[Orders] = queue.SimpleQueue()

    def listen() -> None:
        try:
            read(sys.stdin.buffer, found)
        finally:
            os._exit(0)  # without a parent nobody listens

    threading.Thread(target=listen, daemon=True).start()
    try:
        from PySide6.QtCore import QCoreApplication, QLoggingCategory

        QLoggingCategory.setFilterRules("qt.multimedia.*.warning=false\nqt.multimedia.*.info=false")
        from PySide6 import QtMultimedia
    except ImportError as error:
        print(error, file=sys.stderr)
        _tell(flowing=False, problem=NO_LIBRARY, final=True)
        os._exit(1)
    application = QCoreApplication([])  # Qt's devices need one; its loop need not run
    try:
        _tell(flowing=False, problem=perform(Desk(QtMultimedia), found, float(sys.argv[-1])))
    except Exception:  # noqa: BLE001 - to the parent's log; it starts another one
        sys.excepthook(*sys.exc_info())
    del application
    # Qt's own way out may hang on a server that is gone.
    os._exit(1)


if __name__ == "__main__":
    main()
