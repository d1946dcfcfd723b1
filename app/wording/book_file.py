"""The YAML of a phrase book to plain tables; a broken one is a fault of the program."""

from __future__ import annotations

from pathlib import Path

from app.document.nodes import Mapping, Node, Scalar, Sequence, read_nodes
from app.document.problems import Problems
from app.wording.spelling import Unit

Table = dict[str, str]


def read_sections(path: Path) -> dict[str, Node]:
    """The values of the file by their keys; `ValueError` when it is broken."""
    problems = Problems()
    root = read_nodes(path.read_bytes(), problems)
    if root is None or problems:
        raise ValueError(f"{path} is broken: {problems.sorted()}")
    return {text_of(key): value for key, value in root.entries}


def text_of(node: Node) -> str:
    """A single value."""
    return node.text if isinstance(node, Scalar) else ""


def table(node: Node) -> Table:
    """Words by words."""
    return {text_of(k): text_of(v) for k, v in node.entries} if isinstance(node, Mapping) else {}


def lists(node: Node) -> dict[str, list[str]]:
    """Lists of words by words."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return {
        text_of(k): [text_of(x) for x in v.items] for k, v in entries if isinstance(v, Sequence)
    }


def units_of(node: Node) -> dict[str, Unit]:
    """Units by their keys."""
    found: dict[str, Unit] = {}
    for key, (one, many, eye_one, eye_many) in lists(node).items():
        found[key] = (one, many, eye_one, eye_many)
    return found
