"""The composition root: the only file that knows everyone."""

from __future__ import annotations

import sys
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import paths
from app.errors import UserError
from app.memory import Memory
from app.shelf import Shelf, Tongue

# Everything else is imported where it is first needed: `limber --help` reads no YAML, `limber
# check` loads no session, and no window waits for what it does not show.
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from app.audio.warm import WarmPlayer
    from app.document.problems import Problem
    from app.history.keeping import Keeping
    from app.movements.loader import Catalogue
    from app.routine.doses import Programme
    from app.routine.library import Library
    from app.routine.model import Routine, Usual, VoiceLevel
    from app.session.engine import Session
    from app.timeline.compiler import Compiler
    from app.timeline.model import Timeline
    from app.voice.export import Recording
    from app.voice.port import Voice
    from app.voice.trial import Trial


class House(Memory):
    """The rooms of the program, each built when it is first entered."""

    def __init__(self) -> None:
        """Empty."""
        # As the files have it: what a check says is the same for everyone, everywhere.
        self._plain = Shelf()
        self._shelf: tuple[Tongue, Usual | None, Shelf] = (Tongue(), None, self._plain)

    @property
    def shelf(self) -> Shelf:
        """All that is written, in the runner's language and at the pace of the voice."""
        chosen = self.settings.current
        pace = self.paces.pace(chosen.voice.key, chosen.voice.rate)
        tongue = Tongue(chosen.voice.language, pace.rate, pace.factor, chosen.counting)
        if (tongue, chosen.usual) != self._shelf[:2]:
            self._shelf = (tongue, chosen.usual, Shelf(tongue, chosen.usual))
        return self._shelf[2]

    @property
    def catalogue(self) -> Catalogue:
        """The movements: shipped ones and the runner's own."""
        return self.shelf.catalogue

    @property
    def library(self) -> Library:
        """The routines: shipped ones and the runner's own."""
        return self.shelf.library

    @property
    def compiler(self) -> Compiler:
        """Lays a programme out in time."""
        return self.shelf.compiler

    @property
    def figures(self) -> Path:
        """The folder of the drawn figures."""
        return paths.resources() / "figures"

    @property
    def languages(self) -> Sequence[tuple[str, str]]:
        """The code and the own name of each language that there are words in."""
        from app.wording.languages import languages

        return languages(paths.resources() / "phrases")

    def sample(self, language: str) -> str:
        """A sentence of a session in a language, to try a voice with."""
        from app.wording.languages import language_files
        from app.wording.phrases import PhraseBook

        return PhraseBook(language_files(paths.resources() / "phrases", language).book).sample

    @cached_property
    def sound(self) -> WarmPlayer:
        """The loudspeaker, which may be woken in advance."""
        from app.audio.player_process import open_player
        from app.audio.warm import WarmPlayer

        return WarmPlayer(open_player)

    @cached_property
    def keeping(self) -> Keeping:
        """The journals of what runs and of what was cut off."""
        from app.history.journal import Journals
        from app.history.keeping import Keeping

        return Keeping(Journals(paths.state_folder() / "sessions"), self)

    # From a routine to a session.

    def tonights(self, routine: Routine) -> Programme:
        """The same without what hurts, for the person who is about to begin."""
        newcomer = not self.begun.ever
        return self.shelf.programme(routine, self.left_out.ids, newcomer=newcomer)

    def plan(self, routine: Routine) -> Timeline:
        """The timeline of the whole routine."""
        return self.compiler.compile(self.shelf.programme(routine))

    def tonight_ms(self, routine: Routine) -> int:
        """How long it takes without what hurts."""
        return self.compiler.length_ms(self.tonights(routine))

    def tonight(self, routine: Routine) -> Timeline:
        """The timeline without what hurts."""
        return self.compiler.compile(self.tonights(routine))

    def new_session(self, timeline: Timeline, speed: float = 1.0) -> Session:
        """A session on the machine's clock; whoever asks for one is no newcomer from then on."""
        from app.session.clock import MonotonicClock
        from app.session.engine import GAP_MS, LEAD_MS, Session

        self.begun.note()
        gap_ms = int(GAP_MS * max(1.0, speed))
        lead_ms = LEAD_MS if speed == 1 else 0
        return Session(timeline, MonotonicClock(speed), self.compiler, gap_ms, lead_ms)

    # What the commands ask for.

    def routine(self, wanted: str) -> Routine:
        """A routine by id or path; `UserError` with every problem when it is broken."""
        return self.library.load(self.library.find(wanted))

    def advice(self, routine: Routine) -> tuple[Problem, ...]:
        """What the programme rules say of a routine of the plain shelf."""
        from app.advice.rules import advise

        programme = self._plain.programme(routine)
        return advise(programme, lambda: self._plain.compiler.length_ms(programme))

    def announced(self, wanted: str) -> Routine:
        """A routine that is about to be used, after its advice was said on standard error."""
        routine = self.routine(wanted)
        library = self._plain.library
        for finding in self.advice(library.load(library.find(wanted))):
            print(finding.line(wanted), file=sys.stderr)
        return routine

    def announced_plan(self, wanted: str) -> Timeline:
        """The plan of a routine, after its advice was said."""
        return self.plan(self.announced(wanted))

    def problems(self, file: Path) -> tuple[Problem, ...]:
        """Every problem and all advice of a routine or movement file."""
        from app.document.problems import START, Problem
        from app.movements import loader
        from app.routine.reader import BrokenRoutine, load_routine

        try:
            if file.absolute().parent.name == "movements":
                movement = loader.read_movement(file)
                loader.Catalogue(paths.resources() / "movements", file.parent).check(movement)
                return loader.picture_problems(file, movement)
            return self.advice(load_routine(file, self._plain.catalogue))
        except (BrokenRoutine, loader.BrokenMovement) as fault:
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
                    "total_ms": self.shelf.length_ms(routine) if routine else None,
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

    def tell_left_out(self, routine: Routine) -> None:
        """Say on standard error which of its movements hurt."""
        asked = {exercise.movement.id for exercise in self.shelf.programme(routine).exercises}
        if hurt := sorted(self.left_out.ids & asked):
            print(f"Left out because it hurt: {', '.join(hurt)}.", file=sys.stderr)

    # What is seen and heard.

    def open_voice(self, level: VoiceLevel) -> Voice:
        """Engine, cache and player, with a plain line in place of whatever is missing."""
        from app.voice.speaker import open_speaker

        folder = paths.cache_folder() / "voice"
        return open_speaker(level, folder, self.sound.take(), self.voice_settings, self.paces)

    def open_trial(self) -> Trial:
        """Voices to look through and to listen to; whoever opens it closes it."""
        from app.audio.player_process import open_player
        from app.voice.synthesiser import find_synthesiser
        from app.voice.trial import Trial

        return Trial(find_synthesiser, open_player)

    def warm_sound(self) -> None:
        """Wake the loudspeaker: a session may begin soon, and finds all that it imports there."""
        from app.audio.tones import prepare_tones

        self.sound.warm()
        import_module("app.voice.speaker")
        prepare_tones()

    def cool_sound(self) -> None:
        """Let the loudspeaker sleep: none has begun."""
        self.sound.cool()

    def open_window(self, asked: Namespace) -> int:
        """Home, or what a command line asks for: a stage, or home with the routine of a file."""
        from app import boot

        boot.check_display()
        if asked.command == "start" and asked.routine is not None:
            self.announced(asked.routine)
        if asked.command == "start" and asked.resume:
            self.keeping.must_have_one()
        from app.ui.application import run
        from app.ui.start import start_of

        return run(self, start_of(asked, self._file))

    def _file(self, wanted: str) -> Path:
        """Of a routine. The library is made when it is asked for, not before the first paint."""
        return self.library.find(wanted)

    def write_figure(self, file: Path, asked: Namespace) -> None:
        """One figure as a file."""
        from app import boot

        if lacking := boot.missing_libraries(window=False):
            raise UserError(f"Qt needs system libraries that are not here: {' '.join(lacking)}.")
        from app.ui.figure_file import wish_of, write_figure

        write_figure(self.catalogue, self.figures, file, wish_of(asked, self.settings.current))

    def pose(self, words: Sequence[str]) -> int:
        """The figures' workshop: development only, so nothing else imports it."""
        from app.posing.commands import run

        return run(words)

    def rehearse(self, wanted: str, speed: float, log: Path | None, voice: str | None) -> int:
        """The session in the terminal."""
        from app.faults import start_log
        from app.routine.model import VoiceLevel
        from app.terminal.rehearsal import Rehearsal
        from app.voice.speaker import Speaker

        start_log()
        routine = self.announced(wanted)
        level = VoiceLevel(voice) if voice else self.settings.current.level or routine.voice
        timeline = self.tonight(routine)
        self.tell_left_out(routine)
        speaker = self.open_voice(level) if speed == 1 else Speaker.silent()
        return Rehearsal(self.new_session(timeline, speed), speaker, speed, log).run()

    def recording(self, routine: Routine, level: VoiceLevel | None = None) -> Recording:
        """A session without what hurts, to be saved as an audio file."""
        from app import __version__
        from app.voice.export import Recording

        # Not told what only a newcomer hears: a file is listened to many times.
        timeline = self.compiler.compile(self.shelf.programme(routine, self.left_out.ids))
        folder = paths.cache_folder() / "voice"
        chosen = level or self.settings.current.level or routine.voice
        made_by = f"Made by Limber {__version__}."
        plain = Recording(timeline, chosen, self.voice_settings, folder)
        sides = self.shelf.book.side_name
        return plain._replace(comment=made_by, paces=self.paces, side_name=sides)

    def export(self, wanted: str, file: Path, voice: str | None, *, force: bool) -> int:
        """The session as an audio file."""
        from app.faults import start_log
        from app.routine.model import VoiceLevel
        from app.terminal.saving import check_target, save_in_terminal

        start_log()
        check_target(file, force=force)
        routine = self.announced(wanted)
        self.tell_left_out(routine)
        return save_in_terminal(self.recording(routine, VoiceLevel(voice) if voice else None), file)
