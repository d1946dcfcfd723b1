"""What a session looks like in a terminal: captions scroll, one line beneath them stays."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from app.session.moment import Moment, moment_at
from app.timeline.model import Block, Phase, Timeline
from app.units import clock_text

_CLEAR = "\r\x1b[2K"


class Screen:
    """Writes to a terminal or, line by line, to anything else."""

    def __init__(self, out: TextIO | None = None) -> None:
        """`out` is standard output unless given."""
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._status = ""

    def say(self, position_ms: int, text: str) -> None:
        """One line that stays, with its time."""
        clear = _CLEAR if self._live else ""
        self._write(f"{clear}{clock_text(position_ms - position_ms % 1000):>6}  {text}\n")
        self._show(self._status)

    def status(self, text: str) -> None:
        """The line that changes; nothing where the output is no terminal."""
        if text != self._status:
            self._status = text
            self._show(text)

    def close(self) -> None:
        """Leave the cursor on a line of its own."""
        if self._live:
            self._write(_CLEAR)

    def _show(self, text: str) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            self._write(_CLEAR + text[:width])

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def heading(moment: Moment, timeline: Timeline) -> str:
    """A line for a segment that begins: phase, side, movement, dose, length and what comes."""
    block = moment.segment.block
    set_text = ""
    bout = moment.segment.bout
    if bout and bout.sets > 1:
        set_text = f"set {bout.set} of {bout.sets}"
    coming = f"then {_named(moment.coming)}" if moment.coming else ""
    parts = (
        f"-- {_phase(block)}",
        _side(moment),
        block.label if block.phase is not Phase.REST else "",
        block.dose,
        set_text,
        clock_text(block.length_ms),
        coming,
    )
    return " · ".join(part for part in parts if part)


def status_line(timeline: Timeline, position_ms: int, note: str = "") -> str:
    """Phase, side, movement, time left, rep, what comes next, and how much of all is left."""
    moment = moment_at(timeline, position_ms)
    block = moment.segment.block
    bout = moment.segment.bout
    rep = f"{moment.rep} of {bout.rep_count}" if moment.rep and bout else ""
    coming = f"next: {_named(moment.coming)}" if moment.coming else "next: the end"
    parts = (
        note or _phase(block),
        _side(moment).upper(),
        block.label,
        clock_text(moment.left_ms),
        rep,
        coming,
        f"{clock_text(moment.total_left_ms)} in all",
    )
    return " · ".join(part for part in parts if part)


def _phase(block: Block) -> str:
    return "Get ready" if block.phase is Phase.PREPARE else block.phase.value.capitalize()


def _side(moment: Moment) -> str:
    return moment.segment.side.value if moment.segment.side else ""


def _named(block: Block) -> str:
    side = f"{block.bout.side.value}, " if block.bout and block.bout.side else ""
    return side + block.label
