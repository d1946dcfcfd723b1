"""YAML to nodes: what stays text, where things stand, what is refused, and how much is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from app.document.nodes import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ITEMS,
    Mapping,
    Node,
    Scalar,
    Sequence,
    read_bounded,
    read_nodes,
)
from app.document.problems import Place, Problems
from app.errors import UserError

Found = list[tuple[int, int, str]]
BOM = b"\xef\xbb\xbf"


def read(text: str | bytes) -> tuple[Mapping | None, Found]:
    problems = Problems()
    root = read_nodes(text.encode() if isinstance(text, str) else text, problems)
    return root, [(p.place.line, p.place.column, p.code) for p in problems.sorted()]


def found(text: str | bytes) -> Found:
    return read(text)[1]


def message(text: str | bytes) -> str:
    problems = Problems()
    read_nodes(text.encode() if isinstance(text, str) else text, problems)
    return problems.sorted()[0].message


def values(text: str | bytes) -> dict[str, Node]:
    root, problems = read(text)
    assert root is not None
    assert problems == []
    return {key.text: value for key, value in root.entries if isinstance(key, Scalar)}


def scalar(text: str) -> Scalar:
    node = values(text)["a"]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "word",
    """No no Yes on off true null ~ 1:30 1:30:00 190:20:30 0x10 0o17 017 1_000 1e3 .5 +1 -0 .inf
    .nan 2026-01-01 2026-01-01T10:00:00Z =""".split(),
)
def test_words_and_numbers_of_yaml_stay_text(word: str) -> None:
    assert scalar(f"a: {word}\n").text == word


@pytest.mark.parametrize(
    ("written", "text", "quoted"),
    [
        ("plain", "plain", False),
        ("'it''s'", "it's", True),
        ('"a\\tb"', "a\tb", True),
        ('"\\u00e9"', "\u00e9", True),
        ("one\n  two", "one two", False),
        ("|\n  one\n  two", "one\ntwo\n", True),
        (">-\n  one\n  two", "one two", True),
        ("x # not this", "x", False),
        ("x#this", "x#this", False),
        ("", "", False),
        ('""', "", True),
    ],
)
def test_every_style_of_text(written: str, text: str, quoted: bool) -> None:
    node = scalar(f"a: {written}\n")
    assert (node.text, node.quoted) == (text, quoted)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
@pytest.mark.parametrize("bom", [b"", BOM])
def test_places_count_characters_and_any_line_ending(end: str, bom: bytes) -> None:
    lines = ["# \u00e9\U0001f463", "a: x", "'\u00e9\U0001f463': y", "list:", "  - z", ""]
    got = values(bom + end.join(lines).encode())
    assert got["a"].place == (2, 4)
    assert got["\u00e9\U0001f463"].place == (3, 7)
    items = got["list"]
    assert isinstance(items, Sequence)
    assert items.place == (5, 3)
    assert [item.place for item in items.items] == [(5, 5)]


def test_mapping_keeps_its_order_and_its_duplicates() -> None:
    root, _ = read("b: 1\na: 2\nb: 3\n")
    assert root is not None
    assert [(key.place, value.place) for key, value in root.entries] == [
        (Place(1, 1), Place(1, 4)),
        (Place(2, 1), Place(2, 4)),
        (Place(3, 1), Place(3, 4)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", [(1, 1, "not-a-mapping")]),
        (BOM, [(1, 1, "not-a-mapping")]),
        (b"\n\n", [(1, 1, "not-a-mapping")]),
        (b"just words", [(1, 1, "not-a-mapping")]),
        (b"\n  - a\n", [(2, 3, "not-a-mapping")]),
        (b"--- [a]\n", [(1, 5, "not-a-mapping")]),
        (b"a: \xff", [(1, 4, "not-utf8")]),
        (b"\xc3\xa9: \xed\xa0\x80", [(1, 4, "not-utf8")]),
        (b"a: 1\r\nb: \xc0\x80\r\n", [(2, 4, "not-utf8")]),
        (BOM + b"a: 1\rb: \xff", [(2, 4, "not-utf8")]),
        (b"a: \xe2\x82", [(1, 4, "not-utf8")]),
        (b"a: 1\nb: \x00", [(2, 4, "not-yaml")]),
        (b"a: \x1b[31m", [(1, 4, "not-yaml")]),
        (b"a: \xc2\x80", [(1, 4, "not-yaml")]),
        ("a: x\ufeff".encode(), [(1, 5, "not-yaml")]),
        ("a: \uffff".encode(), [(1, 4, "not-yaml")]),
        (b"a: [1\n", [(2, 1, "not-yaml")]),
        (b"a: b: c", [(1, 5, "not-yaml")]),
        (b"a: 1\n---\nb: 2\n", [(2, 1, "many-documents")]),
        (b"---\na: 1\n...\n---\nb: 2\n", [(4, 1, "many-documents")]),
        (b"a: 1\n---\n", [(2, 1, "many-documents")]),
        (b"a: 1\n---\nb: 2\n---\nc: 3\n", [(2, 1, "many-documents")]),
        (b"a: 1\n---\nb: [\n", [(2, 1, "many-documents")]),
        (b"a: *x\n---\nb: 2\n", [(1, 4, "alias"), (2, 1, "many-documents")]),
        (b"a: &x 1\nb: *x\n", [(1, 4, "alias"), (2, 4, "alias")]),
        (b"a: !!int 1\n", [(1, 4, "tag")]),
        (b"a: !x [1]\n", [(1, 4, "tag")]),
        (b"!!map\na: 1\n", [(1, 1, "tag")]),
        (b"a: &x !y b\n", [(1, 4, "alias"), (1, 4, "tag")]),
    ],
)
def test_what_is_refused_and_where(text: bytes, expected: Found) -> None:
    assert found(text) == expected


def test_one_document_may_have_its_marks() -> None:
    assert found("%YAML 1.1\n---\na: 1\n...\n") == []


def test_first_of_two_documents_is_read_on() -> None:
    root, _ = read("a: 1\n---\nb: 2\n")
    assert root is not None
    assert len(root.entries) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a: \xff", "0xFF"),
        (b"a: \x07", "U+0007"),
        (b"a: *many\n", '"*many"'),
        (b"a: &many 1\n", '"&many"'),
        (b"a: !!int 1\n", '"!!int"'),
        (b"a: !mine 1\n", '"!mine"'),
        (b"a: &" + b"x" * 300 + b" 1\n", "\u2026"),
        (b"a: !%1B%5B31m 1\n", "\ufffd"),
        (b"a:\n\t- 1\n", "Indent with spaces"),
        (b"a: b: c\n", "quotes around"),
        (b"a: @b\n", "quotes around"),
        (b"a: 'b\n", "quotes"),
        (b"a: [b\n", "bracket"),
    ],
)
def test_message_names_what_was_found_or_a_way_out(text: bytes, said: str) -> None:
    assert said in message(text)
    assert message(text).isprintable()
    assert len(message(text)) < 200


def test_tag_makes_nothing(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert found(f"a: !!python/object/apply:os.mkdir ['{made}']\n") == [(1, 4, "tag")]
    assert not made.exists()


# Limits.


def test_file_of_the_largest_size_is_read() -> None:
    data = b"a: 1\n#"
    assert found(data + b"x" * (MAX_BYTES - len(data))) == []


@pytest.mark.parametrize(
    ("start", "place"),
    [
        (b"a: 1\n", (1, 1)),
        (b"a: 1\nsteps: 2\n", (2, 1)),
        (b"a: 1\r\nsteps : 2\r\n", (2, 1)),
        (b"a: 1\rsteps: 2\r", (2, 1)),
        (BOM + b"steps: 2\n", (1, 1)),
        (b"a:\n  steps: 2\n", (1, 1)),
        (b"a: \xff\nsteps: 2\n", (2, 1)),
    ],
)
def test_larger_file_is_refused_at_its_steps(start: bytes, place: tuple[int, int]) -> None:
    data = start + b"#" * (MAX_BYTES + 1 - len(start))
    assert found(data) == [(*place, "too-large")]


@pytest.mark.parametrize("extra", [0, 1])
@pytest.mark.parametrize(
    "nest", [lambda n: "[" * n + "]" * n, lambda n: "{a: " * n + "1" + "}" * n]
)
def test_depth_is_counted_from_the_top(nest: Callable[[int], str], extra: int) -> None:
    text = f"a: {nest(MAX_DEPTH - 1 + extra)}\nsteps: 1\n"
    assert found(text) == ([(2, 1, "too-deep")] if extra else [])


@pytest.mark.parametrize("extra", [0, 1])
def test_list_has_a_greatest_length(extra: int) -> None:
    text = "steps: [" + "1," * (MAX_ITEMS + extra) + "]\n"
    assert found(text) == ([(1, 1, "too-many")] if extra else [])


@pytest.mark.parametrize("extra", [0, 1])
def test_group_has_a_greatest_length(extra: int) -> None:
    text = "a: {" + "b," * (MAX_ITEMS + extra) + "}\n"
    assert found(text) == ([(1, 1, "too-many")] if extra else [])


def calls_to(work: Callable[[], object]) -> int:
    """How many Python functions some work calls: its cost without a stopwatch."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("text", "code", "most"),
    [
        ("steps:\n" + "- " * 100_000, "too-deep", 500),
        ("steps: " + "[" * 100_000, "too-deep", 500),
        ("steps: " + "{a: " * 60_000, "too-deep", 500),
        ("steps:\n" + "- 1\n" * 60_000, "too-many", 20 * MAX_ITEMS),
        ("steps:\n" + "- " + "{}," * 80_000, "not-yaml", 20 * MAX_ITEMS),
        ("#" * (MAX_BYTES + 1), "too-large", 50),
        ("a: " + "\x00" * 200_000, "not-yaml", 50),
    ],
)
def test_reading_stops_as_soon_as_a_limit_is_passed(text: str, code: str, most: int) -> None:
    assert [problem[2] for problem in found(text)] == [code]
    assert calls_to(lambda: found(text)) < most


def test_aliases_are_never_followed() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    text = "\n".join(lines)
    assert {code for _, _, code in found(text)} == {"alias"}
    assert len(found(text)) == 40 + 39 * 9
    assert calls_to(lambda: found(text)) < 30_000


# The file itself.


def test_no_more_than_the_largest_size_is_taken_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"x" * (3 * MAX_BYTES))
    assert len(read_bounded(path)) == MAX_BYTES + 1
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_bounded(path)) == MAX_BYTES


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_what_is_no_file_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"cannot be read: .*\.$"):
        read_bounded(tmp_path / name)
