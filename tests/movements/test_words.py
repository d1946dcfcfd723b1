"""The words of another language over the shipped movements: strict, and only over those."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app import paths
from app.errors import UserError
from app.movements.loader import BrokenMovement, Catalogue
from app.movements.model import BreathWords, Movement

MOVEMENT: Final = """\
limber: 1
name: Calf rock
short-name: Rock
areas: [ankle]
role: dynamic
when: [pre-run]
sides: two
doses:
  - reps: 10
action: "{side} heel on the floor"
inhale: In
exhale: Out
technique: [One., Two.]
"""
WORDS: Final = """\
limber: 1
calf-rock:
  name: Wadenwippe
  action: "{side:e} Ferse am Boden"
  inhale: Ein
  exhale: Aus
  technique: [Eins., Zwei.]
"""


def catalogue(folder: Path, words: str = WORDS, movement: str = MOVEMENT) -> Catalogue:
    shipped, own = folder / "shipped", folder / "own"
    for place in (shipped, own):
        place.mkdir(exist_ok=True)
    (shipped / "calf-rock.yaml").write_text(movement, encoding="utf-8")
    (own / "my-rock.yaml").write_text(MOVEMENT, encoding="utf-8")
    path = folder / "words.yaml"
    path.write_text(words, encoding="utf-8")
    return Catalogue(shipped, own, words=path)


def broken(folder: Path, words: str, movement: str = MOVEMENT) -> str:
    with pytest.raises(BrokenMovement) as caught:
        catalogue(folder, words, movement).get("calf-rock")
    assert caught.value.path == folder / "words.yaml"
    return str(caught.value)


def test_the_words_lie_over_the_movement(tmp_path: Path) -> None:
    german = catalogue(tmp_path).get("calf-rock")
    english = Catalogue(tmp_path / "shipped").get("calf-rock")
    assert german == english._replace(
        name="Wadenwippe",
        short_name="Wadenwippe",
        action="{side:e} Ferse am Boden",
        breath_words=BreathWords("Ein", "Aus"),
        technique=("Eins.", "Zwei."),
    )


def test_a_short_name_is_free(tmp_path: Path) -> None:
    words = WORDS + "  short-name: Wippe\n"
    assert catalogue(tmp_path, words).get("calf-rock").short_name == "Wippe"


def test_the_runners_own_movements_stay_as_they_are_written(tmp_path: Path) -> None:
    assert catalogue(tmp_path).get("my-rock").name == "Calf rock"


def test_actions_of_parts_come_in_their_order(tmp_path: Path) -> None:
    parts = "parts:\n  - hold: 9s\n    action: a\n  - hold: 8s\n  - hold: 7s\n    action: b\n"
    words = WORDS + "  part-actions: [c, d]\n"
    german = catalogue(tmp_path, words, MOVEMENT + parts).get("calf-rock")
    assert [part.action for part in german.parts] == ["c", "", "d"]


def test_the_file_is_read_when_a_shipped_movement_is_asked_for(tmp_path: Path) -> None:
    found = catalogue(tmp_path, "not a file of words")
    assert "calf-rock" in found
    assert found.get("my-rock").name == "Calf rock"
    with pytest.raises(BrokenMovement):
        found.get("calf-rock")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (WORDS.replace("  name: Wadenwippe\n", ""), ':2:1: error[missing-key]: "name" is missing'),
        (WORDS.replace("  inhale: Ein\n", ""), 'error[missing-key]: "inhale" is missing'),
        (WORDS.replace(", Zwei.", ""), ':7:14: error[bad-value]: "technique" has 1 here'),
        (WORDS + "  setup: Steh.\n", ':8:3: error[unknown-key]: "setup" has no counterpart'),
        (WORDS + "  nmae: x\n", 'Did you mean "name"'),
        (WORDS.replace("{side:e}", "{seite}"), '"{seite}" is not a placeholder'),
        (WORDS.replace("[Eins., Zwei.]", '["{sid}", b]'), '"{sid}" is not a placeholder'),
        (WORDS.replace("limber: 1", "limber: 2"), 'reads "limber: 1" only'),
        (WORDS.replace("limber: 1\n", ""), 'The key "limber" is missing'),
        ("limber: 1\ncalf-rock: Wippe\n", '"calf-rock" takes a group of keys'),
        ("limber: 1\n", '"calf-rock" has no words in this file'),
        (WORDS + "calf-roll:\n  name: x\n", 'There is no key "calf-roll"'),
        ("limber: [", "This is not YAML"),
    ],
)
def test_a_broken_file_says_what_and_where(tmp_path: Path, wrong: str, says: str) -> None:
    assert says in broken(tmp_path, wrong)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    found = catalogue(tmp_path)
    (tmp_path / "words.yaml").unlink()
    with pytest.raises(UserError, match=r"cannot be read"):
        found.get("calf-rock")


LANGUAGES: Final = sorted(paths.resources().glob("phrases/*/movements.yaml"))


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.parent.name)
def test_shipped_words_are_whole(path: Path) -> None:
    """Every movement, every key: anything else would have raised."""
    shipped = paths.resources() / "movements"
    found: list[Movement] = list(Catalogue(shipped, words=path))
    assert len(found) == 22
    assert len({movement.name for movement in found}) == 22
    assert len({movement.short_name for movement in found}) == 22
    assert all(len(movement.short_name) <= 20 for movement in found)
