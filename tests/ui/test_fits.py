from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.fits import Fit, best, fits, guessed, occasion_of
from app.ui.row_model import Rows
from app.ui.rows import Content, Row, Trouble, broken_row


def row(name: str, when: str = "any", minutes: float = 10, *, own: bool = False) -> Row:
    path = Path("/own" if own else "/shipped") / f"{name}.yaml"
    return Row(path, name, own, Content(round(minutes * 60_000)), when)


ROWS = [
    row("Pre", "pre-run", 7),
    row("Post", "post-run", 11),
    row("Rest", "rest-day", 18),
    row("Daily", "any", 5),
    row("Opener", "any", 2),
    broken_row(Path("/own/bad.yaml"), True, (Trouble(3, "No."),)),
]


@pytest.mark.parametrize(
    ("occasion", "name"),
    [
        (Fit.PRE_RUN, "Pre"),
        (Fit.POST_RUN, "Post"),
        (Fit.REST_DAY, "Rest"),
        (Fit.FIVE, "Daily"),
    ],
)
def test_each_occasion_has_its_routine(occasion: Fit, name: str) -> None:
    found = best(ROWS, occasion)
    assert found is not None
    assert found.name == name


def test_what_was_begun_last_comes_first_whatever_it_is() -> None:
    found = best(ROWS, Fit.POST_RUN, ROWS[4].path)
    assert found is ROWS[4]


def test_where_nothing_is_meant_for_it_what_fits_any_time_does() -> None:
    assert best(ROWS[2:], Fit.PRE_RUN) in ROWS[3:5]
    assert best(ROWS[5:], Fit.PRE_RUN) is None


def test_the_runners_own_comes_before_the_shipped_one() -> None:
    mine = row("Zzz", "post-run", own=True)
    assert best([*ROWS, mine], Fit.POST_RUN) is mine


def test_five_minutes_are_five_minutes() -> None:
    assert fits(row("a", minutes=5.4), Fit.FIVE)
    assert not fits(row("a", minutes=5.6), Fit.FIVE)
    assert not fits(ROWS[5], Fit.FIVE)


@pytest.mark.parametrize(
    ("chosen", "hour", "found"),
    [
        ({}, 8, Fit.POST_RUN),
        ({"last": "rest-day"}, 8, Fit.REST_DAY),
        ({"morning": "pre-run", "last": "rest-day"}, 8, Fit.PRE_RUN),
        ({"morning": "pre-run", "last": "rest-day"}, 21, Fit.REST_DAY),
        ({"evening": "five-minutes"}, 2, Fit.FIVE),
        ({"midday": "nonsense"}, 12, Fit.POST_RUN),
    ],
)
def test_the_guess(chosen: dict[str, str], hour: int, found: Fit) -> None:
    assert guessed(chosen, hour) is found


def test_a_begun_routine_tells_its_occasion() -> None:
    assert occasion_of(ROWS[0], Fit.REST_DAY) is Fit.PRE_RUN
    assert occasion_of(ROWS[3], Fit.REST_DAY) is Fit.REST_DAY
    assert occasion_of(ROWS[3], Fit.FIVE) is Fit.FIVE


def names(rows: Rows) -> list[str]:
    return [rows.row(at).name for at in range(rows.rowCount())]


def test_order_is_what_fits_what_is_broken_ones_own_the_shipped() -> None:
    rows = Rows()
    rows.put([*ROWS, row("Mine", own=True)])
    rows.arrange(Fit.PRE_RUN, "")
    assert names(rows) == ["Pre", "bad.yaml", "Mine", "Daily", "Opener", "Post", "Rest"]
    rows.arrange(Fit.FIVE, "")
    assert names(rows)[:3] == ["Daily", "Opener", "bad.yaml"]


def test_every_place_is_found_again_while_rows_come_change_and_go() -> None:
    rows = Rows()
    for number in range(60):
        rows.put([row(f"r{number * 37 % 60:02}", ("any", "post-run")[number % 2])])
        assert [rows.index_of(rows.row(at).path) for at in range(rows.rowCount())] == list(
            range(rows.rowCount())
        )
    moved = row("r10", "post-run", minutes=3)
    rows.put([moved])
    assert rows.row(rows.index_of(moved.path) or 0) == moved
    rows.remove([moved.path])
    assert rows.index_of(moved.path) is None
    assert rows.rowCount() == rows.count == 59


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("open", ["Opener"]),
        ("REST d", ["Rest"]),
        ("after", ["Post"]),
        ("zzz", []),
        ("  ", ["Post", "bad.yaml", "Daily", "Opener", "Pre", "Rest"]),
    ],
)
def test_search(asked: str, found: list[str]) -> None:
    rows = Rows()
    rows.put(ROWS)
    rows.arrange(Fit.POST_RUN, asked)
    assert names(rows) == found
    late = row("Opener two")
    rows.put([late])
    assert (late.name in names(rows)) == (asked.strip() in ("open", ""))
