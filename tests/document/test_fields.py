"""Values out of a mapping: what each reader gives, and what it notes where there is none."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from app.document.fields import Fields
from app.document.nodes import read_nodes
from app.document.problems import Problems
from app.units import Range

Found = list[tuple[int, int, str]]
Read = Callable[[Fields], Any]


class Mood(StrEnum):
    CALM = "calm"
    QUICK = "quick"


def fields(text: str) -> tuple[Fields, Problems]:
    problems = Problems()
    root = read_nodes(text.encode(), problems)
    assert root is not None
    return Fields(root, problems, ("a", "b", "c"), "in a test"), problems


def read(text: str, reader: Read) -> tuple[Any, Found]:
    found, problems = fields(text)
    value = reader(found)
    return value, [(p.place.line, p.place.column, p.code) for p in problems.sorted()]


READERS: dict[str, Read] = {
    "word": lambda f: f.word("a"),
    "text": lambda f: f.text("a", 5, empty=False),
    "choice": lambda f: f.choice("a", Mood),
    "choices": lambda f: f.choices("a", Mood),
    "texts": lambda f: f.texts("a", 5),
    "duration": lambda f: f.duration("a", 1000, 60_000),
    "durations": lambda f: f.duration_range("a", 1000, 60_000),
    "count": lambda f: f.count("a", 1, 20),
    "counts": lambda f: f.count_range("a", 1, 20),
}


@pytest.mark.parametrize(
    ("reader", "written", "value"),
    [
        ("word", " x ", "x"),
        ("word", "' x '", " x "),
        ("word", "", ""),
        ("text", "' x '", "x"),
        ("text", "\u00e9\u00e9\u00e9\u00e9\u00e9", "\u00e9" * 5),
        ("choice", "calm", Mood.CALM),
        ("choice", "'quick'", Mood.QUICK),
        ("choices", "[calm, quick]", (Mood.CALM, Mood.QUICK)),
        ("choices", "[]", ()),
        ("texts", "[x, ' y ']", ("x", "y")),
        ("duration", "1", 1000),
        ("duration", "1:00", 60_000),
        ("durations", "1-60s", Range(1000, 60_000)),
        ("count", "20", 20),
        ("counts", "1-20", Range(1, 20)),
    ],
)
def test_right_value(reader: str, written: str, value: object) -> None:
    assert read(f"a: {written}\n", READERS[reader]) == (value, [])


@pytest.mark.parametrize(
    ("reader", "written", "column", "code"),
    [
        ("word", "[x]", 4, "wrong-type"),
        ("word", "{x: y}", 4, "wrong-type"),
        ("text", "sixsix", 4, "out-of-bounds"),
        ("text", "", 3, "bad-value"),
        ("text", "' '", 4, "bad-value"),
        ("choice", "Calm", 4, "bad-value"),
        ("choice", "", 3, "bad-value"),
        ("duration", "soon", 4, "bad-duration"),
        ("duration", "", 3, "bad-duration"),
        ("duration", "0.999s", 4, "out-of-bounds"),
        ("duration", "60.001s", 4, "out-of-bounds"),
        ("durations", "0-60s", 4, "out-of-bounds"),
        ("durations", "1-61s", 4, "out-of-bounds"),
        ("durations", "2-1s", 4, "bad-range"),
        ("durations", "soon", 4, "bad-duration"),
        ("count", "0", 4, "out-of-bounds"),
        ("count", "21", 4, "out-of-bounds"),
        ("count", "-1", 4, "out-of-bounds"),
        ("count", "x", 4, "wrong-type"),
        ("counts", "0-1", 4, "out-of-bounds"),
        ("counts", "1-21", 4, "out-of-bounds"),
        ("counts", "x", 4, "bad-range"),
    ],
)
def test_wrong_value_is_none_and_one_problem(
    reader: str, written: str, column: int, code: str
) -> None:
    assert read(f"a: {written}\n", READERS[reader]) == (None, [(1, column, code)])


@pytest.mark.parametrize(
    ("reader", "written", "value", "column", "code"),
    [
        ("choices", "[calm, loud]", (Mood.CALM,), 11, "bad-value"),
        ("choices", "calm", (), 4, "wrong-type"),
        ("choices", "[calm, [quick]]", (Mood.CALM,), 11, "wrong-type"),
        ("choices", "[*x, calm]", (Mood.CALM,), 5, "alias"),
        ("texts", "[x, sixsix]", ("x",), 8, "out-of-bounds"),
        ("texts", "{x: y}", (), 4, "wrong-type"),
    ],
)
def test_wrong_item_is_left_out_of_a_list(
    reader: str, written: str, value: object, column: int, code: str
) -> None:
    assert read(f"a: {written}\n", READERS[reader]) == (value, [(1, column, code)])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("written", "code"), [("*x", "alias"), ("&x y", "alias"), ("!!str y", "tag"), ("! y", "tag")]
)
def test_refused_value_is_told_once_only(reader: str, written: str, code: str) -> None:
    value, problems = read(f"a: {written}\n", READERS[reader])
    assert not value
    assert problems == [(1, 4, code)]


@pytest.mark.parametrize("reader", READERS)
def test_missing_value_is_no_problem(reader: str) -> None:
    value, problems = read("b: 1\n", READERS[reader])
    assert not value
    assert problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n", []),
        ("a: 1\na: 2\na: 3\n", [(2, 1, "duplicate-key"), (3, 1, "duplicate-key")]),
        ("a: 1\n'a': 2\n", [(2, 1, "duplicate-key")]),
        ("A: 1\n", [(1, 1, "unknown-key")]),
        ("d: 1\n", [(1, 1, "unknown-key")]),
        ("? ''\n: 1\n", [(1, 3, "unknown-key")]),
        ("? [a]\n: 1\n", [(1, 3, "wrong-type")]),
        ("? {a: 1}\n: 1\n", [(1, 3, "wrong-type")]),
        ("<<: 1\n", [(1, 1, "alias")]),
        ("'<<': 1\n", [(1, 1, "unknown-key")]),
        ("*x : 1\n", [(1, 1, "alias")]),
        ("&x a: 1\n", [(1, 1, "alias")]),
        ("!!str a: 1\n", [(1, 1, "tag")]),
        ("&x d: 1\n", [(1, 1, "alias"), (1, 1, "unknown-key")]),
    ],
)
def test_keys(text: str, expected: Found) -> None:
    assert sorted(read(text, lambda _: None)[1]) == expected


def test_first_of_two_equal_keys_counts() -> None:
    assert read("a: 1\na: 2\n", READERS["word"])[0] == "1"


def test_key_with_an_anchor_is_still_that_key() -> None:
    assert read("&x a: 1\n", READERS["word"])[0] == "1"


def test_required_keys_are_missed_at_the_start_of_the_mapping() -> None:
    found, problems = fields("# x\n\n  a: 1\n")
    found.require("a", "b", "c")
    assert [p.place for p in problems.sorted()] == [(3, 3), (3, 3)]
    assert [p.message for p in problems.sorted()] == [
        'The key "b" is missing in a test.',
        'The key "c" is missing in a test.',
    ]


def test_present_keys_are_known_with_their_place_and_order() -> None:
    found, _ = fields("b: x\na: 1\nd: 1\n")
    assert ("a" in found, "c" in found, "d" in found) == (True, False, False)
    assert found.in_order(("a", "b", "c")) == ["b", "a"]
    assert (found.key_place("a"), found.key_place("c")) == ((2, 1), (1, 1))


@pytest.mark.parametrize(("text", "count"), [("a: []\n", 1), ("a: [x]\n", 0), ("b: 1\n", 0)])
def test_empty_list_may_be_refused(text: str, count: int) -> None:
    found, problems = fields(text)
    found.refuse_empty("a")
    assert len(problems.sorted()) == count


@pytest.mark.parametrize(
    ("text", "reader", "said"),
    [
        ("d: 1\n", "word", "Known: a, b, c."),
        ("a: [x]\n", "word", '"a" takes a single value, not a list.'),
        ("a: {x: y}\n", "word", '"a" takes a single value, not a group of keys.'),
        ("a: x\n", "choices", '"a" takes a list, not "x".'),
        ("a:\n", "choices", '"a" takes a list, not nothing.'),
        ("a: [{x: y}]\n", "choices", '"a" takes a list of single values, not a group of keys.'),
        ("? {a: 1}\n: 1\n", "word", "A key must be a word, not a group of keys."),
        (
            "a: clam\n",
            "choice",
            '"clam" is not a choice for "a": calm, quick. Did you mean "calm"?',
        ),
        ("a: 61s\n", "duration", '"a" must lie between 1s and 1 min; 1m1s does not.'),
        ("a: 0-21\n", "counts", '"a" must lie between 1 and 20; 0 does not.'),
        ("a: x\n", "count", '"a: x" cannot be used: write a whole number such as "10".'),
        ("a: sixsix\n", "text", '"a" has 6 characters; at most 5 are allowed.'),
    ],
)
def test_message(text: str, reader: str, said: str) -> None:
    found, problems = fields(text)
    READERS[reader](found)
    assert said in problems.sorted()[0].message
