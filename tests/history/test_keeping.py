"""A session goes on from what is in its journal, whatever has become of the files it came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.history.begun import Begun
from app.history.cut_session import CutSession
from app.history.journal import Journals
from app.history.keeping import Keeping
from app.history.left_out import LeftOut
from app.movements.loader import Catalogue
from app.routine.doses import decide
from app.routine.library import Library
from app.routine.model import HoldTarget, MovementStep, Routine, Usual, VoiceLevel
from app.session.clock import ManualClock
from app.session.engine import Session
from app.session.states import State
from app.timeline.compiler import Compiler
from app.timeline.model import Timeline
from app.wording.pace import Pace
from app.wording.phrases import PhraseBook
from tests.history.kept import TEXT


class House:
    """What a session is made of, with a clock moved by hand."""

    def __init__(self, folder: Path, catalogue: Catalogue, compiler: Compiler) -> None:
        self.clock = ManualClock()
        self.catalogue, self.compiler = catalogue, compiler
        self.own = folder / "routines"
        self.own.mkdir(exist_ok=True)
        self.library = Library(catalogue, folder / "shipped", self.own)
        self.usual = Usual()
        self.left_out = LeftOut(folder / "left-out.json")
        self.begun = Begun(folder / "begun")
        self.keeping = Keeping(Journals(folder / "sessions"), self)

    def new_session(self, timeline: Timeline) -> Session:
        self.begun.note()
        return Session(timeline, self.clock, self.compiler, gap_ms=10**9)

    def cut(self, path: Path | None, routine: Routine, ms: int) -> Session:
        """A session that is begun, runs for a while, and is left by its program."""
        beginning = self.keeping.beginning(routine, path)
        newcomer, left_out = not self.begun.ever, self.left_out.ids
        catalogue, usual = self.catalogue, self.usual
        programme = decide(routine, catalogue, left_out, newcomer=newcomer, usual=usual)
        session = self.new_session(self.compiler.compile(programme))
        keeper = self.keeping.keep(session, beginning, lambda: VoiceLevel.FULL)
        assert keeper
        session.start()
        session.tick()
        self.clock.advance(ms)
        session.tick()
        keeper.beat()
        keeper.close()
        return session

    def found(self) -> CutSession:
        found = self.keeping.journals.newest()
        assert found
        return found


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue, compiler: Compiler) -> House:
    return House(tmp_path, catalogue, compiler)


@pytest.fixture
def file(house: House) -> Path:
    path = house.own / "legs.yaml"
    path.write_bytes(TEXT)
    return path


def same_place(again: Session, before: Session) -> bool:
    return (again.timeline.blocks, again.position_ms) == (
        before.timeline.blocks,
        before.position_ms,
    )


def test_it_goes_on_where_it_stood(house: House, file: Path) -> None:
    before = house.cut(file, house.library.load(file), 70_000)
    again = house.keeping.take_up(house.found())
    assert again.state is State.PAUSED
    assert same_place(again, before)
    assert again.count_in


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_text("limber: 1\nname: Other\nsteps:\n  - x")]
)
def test_the_file_may_be_changed_or_gone(
    spoil: Callable[[Path], object], house: House, file: Path
) -> None:
    before = house.cut(file, house.library.load(file), 70_000)
    spoil(file)
    assert same_place(house.keeping.take_up(house.found()), before)


def test_what_was_usual_is_what_it_was_at_its_beginning(house: House, file: Path) -> None:
    house.usual = Usual(HoldTarget.LOW, 20_000)
    before = house.cut(file, house.library.load(file), 70_000)
    house.usual = Usual()
    assert same_place(house.keeping.take_up(house.found()), before)


def test_what_hurts_and_who_is_new_are_those_of_its_beginning(house: House, file: Path) -> None:
    house.left_out.add("low-squat")
    before = house.cut(file, house.library.load(file), 30_000)
    assert house.begun.ever, "by now it is no newcomer any more"
    house.left_out.put_back("low-squat")
    house.left_out.add("pigeon-pose")
    assert same_place(house.keeping.take_up(house.found()), before)


def test_with_another_voice_it_goes_on_at_the_same_place_of_the_same_movement(
    house: House, file: Path, book: PhraseBook, tmp_path: Path, catalogue: Catalogue
) -> None:
    """A voice found slow makes the words take longer, and what leads to a movement grow."""
    before = house.cut(file, house.library.load(file), 80_000)
    segment = before.segment
    assert segment
    slower = House(tmp_path, catalogue, Compiler(book, Pace(120, 1.4).speech_ms))
    again = slower.keeping.take_up(slower.found())
    now = again.segment
    assert now
    assert again.position_ms != before.position_ms
    assert again.timeline.index_at(again.position_ms) == before.timeline.index_at(80_000)
    assert again.position_ms - now.start_ms == before.position_ms - segment.start_ms
    again.start()
    for _ in range(300):
        slower.clock.advance(50)
        assert all(due.late_ms <= 50 for due in again.tick())


def test_a_movement_that_is_practised_is_kept_too(house: House, catalogue: Catalogue) -> None:
    movement = catalogue.get("pigeon-pose")
    routine = Routine(movement.id, movement.name, (MovementStep(movement.id),))
    before = house.cut(None, routine, 25_000)
    again = house.keeping.take_up(house.found())
    assert same_place(again, before)
    assert again.timeline.name == "Pigeon pose"


def test_a_movement_that_is_gone_is_a_sentence(house: House, tmp_path: Path, file: Path) -> None:
    house.cut(file, house.library.load(file), 70_000)
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    other = House(tmp_path, Catalogue(nothing), house.compiler)
    with pytest.raises(
        UserError, match=r"^Legs cannot go on where it stood, because its movements"
    ):
        other.keeping.take_up(other.found())


def test_a_session_taken_up_is_kept_in_the_same_file(house: House, file: Path) -> None:
    house.cut(file, house.library.load(file), 70_000)
    cut = house.found()
    again = house.keeping.take_up(cut)
    keeper = house.keeping.keep_on(cut, again, lambda: VoiceLevel.BRIEF)
    assert keeper
    assert house.keeping.journals.newest() is None
    assert house.keeping.keep_on(cut, again, lambda: VoiceLevel.BRIEF) is None
    again.start()
    house.clock.advance(15_000)
    again.tick()
    keeper.beat()
    keeper.close()
    later = house.found()
    assert later.kept_in == cut.kept_in
    assert later.place.snapshot.position_ms == 75_000
    assert later.place.level is VoiceLevel.BRIEF


def test_a_routine_that_cannot_be_read_any_more_is_not_kept(house: House, file: Path) -> None:
    routine = house.library.load(file)
    file.unlink()
    beginning = house.keeping.beginning(routine, file)
    session = house.new_session(house.compiler.compile(decide(routine, house.catalogue)))
    assert house.keeping.keep(session, beginning, lambda: VoiceLevel.FULL) is None
