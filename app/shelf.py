"""All that is written, in one language and at the pace of one voice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from app import paths

if TYPE_CHECKING:
    from app.movements.loader import Catalogue
    from app.routine.doses import Programme
    from app.routine.library import Library
    from app.routine.model import Routine, Usual
    from app.timeline.compiler import Compiler
    from app.wording.languages import LanguageFiles
    from app.wording.phrases import PhraseBook


class Tongue(NamedTuple):
    """What decides how a session is worded and how long its words take.

    `rate` in words a minute; `factor` as in `app.wording.pace.Pace`; `counting`: numbers aloud.
    """

    language: str = "en"
    rate: int = 170
    factor: float = 1.0
    counting: bool = True


class Shelf:
    """Movements, routines and phrase book, each read when it is first asked for."""

    def __init__(
        self,
        tongue: Tongue = Tongue(),  # noqa: B008 - a value
        usual: Usual | None = None,
    ) -> None:
        """Reads nothing. Without a tongue all is as the files of the program have it.

        `usual` is what the runner wants wherever a routine does not say.
        """
        self._tongue = tongue
        self._usual = usual

    @cached_property
    def _files(self) -> LanguageFiles:
        from app.wording.languages import language_files

        return language_files(paths.resources() / "phrases", self._tongue.language)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The movements: shipped ones and the runner's own."""
        from app.movements.loader import Catalogue

        shipped = paths.resources() / "movements"
        return Catalogue(shipped, paths.user_movements, self._files.movements)

    @cached_property
    def library(self) -> Library:
        """The routines: shipped ones and the runner's own."""
        from app.routine.library import Library

        own = paths.user_routines()
        return Library(self.catalogue, paths.shipped_routines(), own, self._files.routines)

    @cached_property
    def book(self) -> PhraseBook:
        """Every sentence of a session."""
        from app.wording.phrases import PhraseBook

        return PhraseBook(self._files.book, counting=self._tongue.counting)

    @cached_property
    def compiler(self) -> Compiler:
        """Words of the language at the pace of the voice."""
        from app.timeline.compiler import Compiler
        from app.wording.pace import Pace

        return Compiler(self.book, Pace(self._tongue.rate, self._tongue.factor).speech_ms)

    def programme(
        self,
        routine: Routine,
        left_out: frozenset[str] = frozenset(),
        *,
        newcomer: bool = False,
    ) -> Programme:
        """Every dose decided; the whole routine, unless movements are left out."""
        from app.routine.doses import decide
        from app.routine.model import Usual

        usual = self._usual or Usual()
        return decide(routine, self.catalogue, left_out, newcomer=newcomer, usual=usual)

    def length_ms(self, routine: Routine) -> int:
        """How long the whole routine takes."""
        return self.compiler.length_ms(self.programme(routine))
