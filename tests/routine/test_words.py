"""The words of another language over the shipped routines: strict, and only over those."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app import paths
from app.movements.loader import Catalogue
from app.routine.library import Library
from app.routine.model import MovementStep, RepeatStep, RestStep
from app.routine.reader import BrokenRoutine

ROUTINE: Final = """\
limber: 1
name: Evening
description: Some rest.
steps:
  - movement: cat-cow
    note: Slowly.
  - repeat: 2
    steps:
      - rest: 5s
        say: Breathe.
      - movement: bridge
"""
WORDS: Final = """\
limber: 1
evening:
  name: Abend
  description: Etwas Ruhe.
  notes: [Langsam., Atme.]
"""


@pytest.fixture
def library(tmp_path: Path, catalogue: Catalogue) -> Library:
    """One shipped routine, a copy of it by the runner, and German words."""
    for folder in ("shipped", "own"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "evening.yaml").write_text(ROUTINE, encoding="utf-8")
    words = tmp_path / "words.yaml"
    words.write_text(WORDS, encoding="utf-8")
    return Library(catalogue, tmp_path / "shipped", tmp_path / "own", words)


def test_name_description_and_notes_are_translated(library: Library) -> None:
    routine = library.load(library.find("evening"))
    assert (routine.id, routine.name, routine.description) == ("evening", "Abend", "Etwas Ruhe.")
    first, repeat = routine.steps
    assert isinstance(first, MovementStep)
    assert isinstance(repeat, RepeatStep)
    rest, bridge = repeat.steps
    assert isinstance(rest, RestStep)
    assert isinstance(bridge, MovementStep)
    assert [first.note, rest.say, bridge.note] == ["Langsam.", "Atme.", ""]


def test_the_list_shows_them_and_leaves_the_runners_own(library: Library) -> None:
    assert [entry.name for entry in library.entries()] == ["Abend", "Evening"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (WORDS.replace("  name: Abend\n", ""), 'The key "name" is missing'),
        (WORDS.replace("  description: Etwas Ruhe.\n", ""), 'The key "description" is missing'),
        (
            WORDS.replace(", Atme.", ""),
            ':5:3: error[bad-value]: "notes" has 1 here; the routine itself has 2.',
        ),
        (WORDS + "  steps: []\n", 'There is no key "steps"'),
        ("limber: 1\n", 'The key "evening" is missing'),
        ("limber: 1\nevening: Abend\n", '"evening" takes a group of keys'),
        ("- a\n", "not-a-mapping"),
    ],
)
def test_a_broken_file_says_what_and_where(library: Library, wrong: str, says: str) -> None:
    (library.shipped.parent / "words.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(BrokenRoutine) as caught:
        library.load(library.find("evening"))
    assert says in str(caught.value)
    entry = library.entry(library.find("evening"))
    assert entry.routine is None
    assert entry.problems


LANGUAGES: Final = sorted(paths.resources().glob("phrases/*/routines.yaml"))


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.parent.name)
def test_shipped_words_are_whole(path: Path, catalogue: Catalogue) -> None:
    english = Library(catalogue, paths.shipped_routines(), Path("nowhere")).entries()
    entries = Library(catalogue, paths.shipped_routines(), Path("nowhere"), path).entries()
    assert [entry.problems for entry in entries] == [()] * 8
    assert not {entry.name for entry in entries} & {entry.name for entry in english}
    assert len({entry.name for entry in entries}) == 8
