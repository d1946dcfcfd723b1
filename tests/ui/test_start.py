"""From a command line to what is asked of the window."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from app import cli
from app.__main__ import shows_window
from app.errors import UserError
from app.ui.one_instance import Wish
from app.ui.second_start import wish_of
from app.ui.start import Start, start_of


def asked(*words: str) -> Namespace:
    return cli.parser(words).parse_args(words)


def found(wanted: str) -> Path:
    return Path("/routines") / f"{wanted}.yaml"


def test_a_named_routine_begins() -> None:
    start = start_of(asked("start", "rest-day", "--fullscreen", "--voice", "brief"), found)
    assert start is not None
    assert (start.path, start.fullscreen, start.level) == (found("rest-day"), True, "brief")
    assert wish_of(start) == Wish("begin", "/routines/rest-day.yaml", True, "brief")


def test_without_a_name_it_is_what_fits_or_the_last_one() -> None:
    assert wish_of(start_of(asked("start"), found)) == Wish("begin")
    assert wish_of(start_of(asked("start", "--last"), found)) == Wish("last")


def test_a_file_is_shown_even_when_it_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "legs.yaml"
    path.write_text("limber: nonsense")
    assert start_of(asked("open", str(path)), found) == Start(path, show=True)
    with pytest.raises(UserError, match="There is no file"):
        start_of(asked("open", str(tmp_path)), found)


def test_nothing_asked_is_home() -> None:
    assert start_of(asked(), found) is None
    assert start_of(asked("open"), found) is None, "what a menu entry says without a file"
    assert wish_of(None) == Wish("show")


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        ([], True),
        (["start"], True),
        (["start", "x"], True),
        (["open", "a.yaml"], True),
        (["a.yaml"], True),
        (["A.YML"], True),
        (["list"], False),
        (["check", "a.yaml"], False),
        (["--version"], False),
    ],
)
def test_set_up_knows_what_opens_a_window(words: list[str], shows: bool) -> None:
    assert shows_window(words) is shows
