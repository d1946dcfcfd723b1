"""The composition root: the only file that knows everyone."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import cli, paths
from app.errors import EXIT_DONE, EXIT_FAULT, EXIT_USER, UserError

# Everything else is imported where it is first needed: `limber --help` reads no YAML, `limber
# check` loads no session, and no window waits for what it does not show.
if TYPE_CHECKING:
    from app.document.problems import Problem
    from app.history.begun import Begun
    from app.history.left_out import LeftOut
    from app.movements.loader import Catalogue
    from app.routine.doses import Programme
    from app.routine.library import Library
    from app.routine.model import Routine, VoiceLevel
    from app.session.engine import Session
    from app.timeline.compiler import Compiler
    from app.timeline.model import Timeline
    from app.voice.port import Voice

_WORKER_COMMAND = "voice-worker"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status: 0 done, 2 the user's mistake, 3 a fault of ours."""
    # Short commands make no cyclic garbage worth looking for; collecting it cost a tenth of them.
    gc.set_threshold(20_000)
    # A console or a redirect that knows no "–" shows an escape in its place instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if asked[:1] == [_WORKER_COMMAND]:
        from app.voice.worker import main as speak

        return speak()
    try:
        return cli.run(asked, House())
    except UserError as mistake:
        print(mistake, file=sys.stderr)
        return EXIT_USER
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from complaining at its exit.
        sys.stdout = None
        return EXIT_DONE
    except KeyboardInterrupt:
        return EXIT_DONE
    except Exception:  # noqa: BLE001 - the last resort: nobody should ever see a traceback
        from app.faults import report

        print(report(), file=sys.stderr)
        return EXIT_FAULT


class House:
    """The rooms of the program, each built when it is first entered."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The movements: shipped ones and the runner's own."""
        from app.movements.loader import Catalogue

        return Catalogue(paths.resources() / "movements", paths.user_movements)

    @cached_property
    def library(self) -> Library:
        """The routines: shipped ones and the runner's own."""
        from app.routine.library import Library

        return Library(self.catalogue, paths.shipped_routines(), paths.user_routines())

    @cached_property
    def compiler(self) -> Compiler:
        """English words at the pace of the voice."""
        from app.timeline.compiler import Compiler
        from app.voice.pace import estimated_speech_ms
        from app.voice.phrases import PhraseBook

        book = PhraseBook(paths.resources() / "phrases" / "en.yaml")
        return Compiler(book, estimated_speech_ms)

    @cached_property
    def left_out(self) -> LeftOut:
        """The movements that hurt."""
        from app.history.left_out import LeftOut

        return LeftOut(paths.state_folder() / "left-out.json")

    @cached_property
    def begun(self) -> Begun:
        """Whether there was a session before."""
        from app.history.begun import Begun

        return Begun(paths.state_folder() / "begun")

    # From a routine to a session.

    def programme(self, routine: Routine) -> Programme:
        """Every dose of the whole routine decided."""
        from app.routine.doses import decide

        return decide(routine, self.catalogue)

    def tonights(self, routine: Routine) -> Programme:
        """The same without what hurts, for the person who is about to begin."""
        from app.routine.doses import decide

        newcomer = not self.begun.ever
        return decide(routine, self.catalogue, self.left_out.ids, newcomer=newcomer)

    def plan(self, routine: Routine) -> Timeline:
        """The timeline of the whole routine."""
        return self.compiler.compile(self.programme(routine))

    def length_ms(self, routine: Routine) -> int:
        """How long the whole routine takes."""
        return self.compiler.length_ms(self.programme(routine))

    def tonight_ms(self, routine: Routine) -> int:
        """How long it takes without what hurts."""
        return self.compiler.length_ms(self.tonights(routine))

    def tonight(self, routine: Routine) -> Timeline:
        """The timeline without what hurts."""
        return self.compiler.compile(self.tonights(routine))

    def new_session(self, timeline: Timeline, speed: float = 1.0) -> Session:
        """A session on the machine's clock; whoever asks for one is no newcomer from then on."""
        from app.session.clock import MonotonicClock
        from app.session.engine import GAP_MS, Session

        self.begun.note()
        gap_ms = int(GAP_MS * max(1.0, speed))
        return Session(timeline, MonotonicClock(speed), self.compiler, gap_ms)

    # What the commands ask for.

    def routine(self, wanted: str) -> Routine:
        """A routine by id or path; `UserError` with every problem when it is broken."""
        from app.routine.reader import load_routine

        return load_routine(self.library.find(wanted), self.catalogue)

    def advice(self, routine: Routine) -> tuple[Problem, ...]:
        """What the programme rules say of it."""
        from app.advice.rules import advise

        programme = self.programme(routine)
        return advise(programme, lambda: self.compiler.length_ms(programme))

    def announced(self, wanted: str) -> Routine:
        """A routine that is about to be used, after its advice was said on standard error."""
        routine = self.routine(wanted)
        for finding in self.advice(routine):
            print(finding.line(wanted), file=sys.stderr)
        return routine

    def announced_plan(self, wanted: str) -> Timeline:
        """The plan of a routine, after its advice was said."""
        return self.plan(self.announced(wanted))

    def problems(self, file: Path) -> tuple[Problem, ...]:
        """Every problem and all advice of a routine or movement file."""
        from app.document.problems import START, Problem
        from app.movements.loader import BrokenMovement, Catalogue, read_movement
        from app.routine.reader import BrokenRoutine, load_routine

        try:
            if file.absolute().parent.name == "movements":
                Catalogue(paths.resources() / "movements", file.parent).check(read_movement(file))
                return ()
            return self.advice(load_routine(file, self.catalogue))
        except (BrokenRoutine, BrokenMovement) as fault:
            return fault.problems
        except UserError as fault:
            return (Problem(START, "unreadable", str(fault)),)

    def list_rows(self) -> list[dict[str, Any]]:
        """One row for each routine file, broken ones with their first problem."""
        rows = []
        for entry in self.library.entries():
            routine = entry.routine
            first = entry.problems[0].line(str(entry.path)) if entry.problems else None
            rows.append(
                {
                    "id": entry.id,
                    "name": entry.name,
                    "when": routine.when.value if routine else None,
                    "total_ms": self.length_ms(routine) if routine else None,
                    "path": str(entry.path),
                    "own": entry.own,
                    "problem": first,
                }
            )
        return rows

    def movement_rows(self) -> list[dict[str, Any]]:
        """One row for each movement of the catalogue."""
        from app.movements.describe import movement_row

        return [movement_row(self.catalogue.get(name)) for name in self.catalogue.ids]

    # What is seen and heard.

    def open_voice(self, level: VoiceLevel) -> Voice:
        """Engine, cache and player, with a plain line in place of whatever is missing."""
        from app.voice.pace import RATE_WPM
        from app.voice.speaker import open_speaker

        return open_speaker(level, paths.cache_folder() / "voice", rate=RATE_WPM)

    def open_window(self, wanted: str | None, fullscreen: bool, voice: str | None) -> int:
        """The home window, or the stage of a routine."""
        from app import boot

        boot.check_display()
        if wanted is not None:
            self.announced(wanted)
        from app.ui.application import Start, run

        start = None
        if wanted is not None:
            from app.routine.model import VoiceLevel

            level = VoiceLevel(voice) if voice else None
            start = Start(self.library.find(wanted), fullscreen, level)
        return run(self, start)

    def rehearse(self, wanted: str, speed: float, log: Path | None, voice: str | None) -> int:
        """The session in the terminal."""
        from app.faults import start_log
        from app.routine.model import VoiceLevel
        from app.terminal.rehearsal import Rehearsal

        start_log()
        routine = self.announced(wanted)
        level = VoiceLevel(voice) if voice else routine.voice
        timeline = self.tonight(routine)
        asked = {exercise.movement.id for exercise in self.programme(routine).exercises}
        if hurt := sorted(self.left_out.ids & asked):
            print(f"Left out because it hurt: {', '.join(hurt)}.", file=sys.stderr)
        rehearsal = Rehearsal(
            self.new_session(timeline, speed),
            self.open_voice(level if speed == 1 else VoiceLevel.SILENT),
            speed,
            log,
        )
        return rehearsal.run()
