"""How a problem is printed, in which order, and what its sentence may hold."""

from __future__ import annotations

import pytest

from app.document.problems import (
    START,
    Place,
    Problem,
    Problems,
    Severity,
    did_you_mean,
    quoted,
)

KNOWN = ("movement", "rest", "repeat", "hold-target", "pigeon-pose", "MyRock")


def test_line_is_the_one_of_the_contract() -> None:
    problem = Problem(Place(3, 7), "bad-value", "It is bad.")
    assert problem.line("a b.yaml") == "a b.yaml:3:7: error[bad-value]: It is bad."
    warning = problem._replace(severity=Severity.WARNING)
    assert warning.line("x") == "x:3:7: warning[bad-value]: It is bad."


def test_problems_are_sorted_by_place_and_then_as_found() -> None:
    problems = Problems()
    assert not problems
    for line, column, code in ((2, 1, "c"), (1, 9, "b"), (1, 10, "d"), (1, 9, "a")):
        problems.add(Place(line, column), code, "x")
    assert problems
    assert "".join(problem.code for problem in problems.sorted()) == "badc"


def test_start_is_the_first_character() -> None:
    assert START == (1, 1)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("movment", "movement"),
        ("Movement", "movement"),
        ("MOVEMENT", "movement"),
        ("hold_target", "hold-target"),
        ("pigeon pose", "pigeon-pose"),
        ("Pigeon Pose", "pigeon-pose"),
        ("repaet", "repeat"),
        ("myrock", "MyRock"),
        ("MyRok", "MyRock"),
    ],
)
def test_near_miss_has_a_suggestion(word: str, meant: str) -> None:
    assert did_you_mean(word, KNOWN) == f' Did you mean "{meant}"?'


@pytest.mark.parametrize("word", ["", "x", "handstand", "\U0001f463", "z" * 100_000])
def test_anything_else_has_none(word: str) -> None:
    assert did_you_mean(word, KNOWN) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("loud", '"loud"'),
        ("", '""'),
        ("a  b", '"a  b"'),
        ("\u00e9 \U0001f463", '"\u00e9 \U0001f463"'),
        ("one\ntwo", '"one two"'),
        ("one\r\n  two\t three\n", '"one two three"'),
        ("\x1b[31mred\x07", '"\ufffd[31mred\ufffd"'),
        ("a\u2028b\x85c\u00a0d\u200be", '"a\ufffdb\ufffdc\ufffdd\ufffde"'),
        ("n" * 60, f'"{"n" * 60}"'),
        ("n" * 61, f'"{"n" * 59}\u2026"'),
    ],
)
def test_value_is_shown_on_one_line_without_what_a_terminal_obeys(text: str, shown: str) -> None:
    assert quoted(text) == shown
