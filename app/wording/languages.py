"""Which languages there are: one for each phrase book in `resources/phrases`.

`CODE.yaml` is the book; the folder `CODE` beside it may hold the words of the shipped movements
and routines, which are written in English where they lie.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from app.document.nodes import Mapping, Scalar, read_nodes
from app.document.problems import Problems

ENGLISH: Final = "en"


class LanguageFiles(NamedTuple):
    """Where the words of a language lie; None where what is written in English serves."""

    book: Path
    movements: Path | None = None
    routines: Path | None = None


def language_files(folder: Path, code: str) -> LanguageFiles:
    """The files of a language, those of English for one that has no phrase book. Reads none."""
    known = code.isalpha() and (folder / f"{code}.yaml").is_file()
    book = folder / f"{code if known else ENGLISH}.yaml"
    words = (folder / book.stem / f"{name}.yaml" for name in ("movements", "routines"))
    return LanguageFiles(book, *(path if path.is_file() else None for path in words))


def languages(folder: Path) -> tuple[tuple[str, str], ...]:
    """Code and own name of each language, such as `("de", "Deutsch")`; reads every book."""
    return tuple((path.stem, _own_name(path)) for path in sorted(folder.glob("*.yaml")))


def _own_name(path: Path) -> str:
    root = read_nodes(path.read_bytes(), Problems())
    for key, value in root.entries if isinstance(root, Mapping) else ():
        if isinstance(key, Scalar) and key.text == "name" and isinstance(value, Scalar):
            return value.text
    return path.stem
