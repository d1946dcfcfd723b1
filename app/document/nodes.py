"""YAML bytes to nodes that know their place.

Values stay text: `1:30` is not the YAML 1.1 sexagesimal 90 and `off` is not `False`. Aliases and
tags are refused and the limits hold while the parser still reads, so that no small file grows
large. PyYAML's events are used, not its constructor: nothing is ever built that a file asks for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import yaml

from app.document.problems import START, Place, Problems, quoted
from app.errors import UserError

MAX_BYTES: Final = 256 * 1024
_CHUNK: Final = 16 * 1024
MAX_DEPTH: Final = 20
# 4 hours of one-second rests and 500 movements is the longest list that could ever be right.
MAX_ITEMS: Final = 15_000

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Written as text and compiled where a fault is placed: a sound file never pays for them.
_UNPRINTABLE: Final = (
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_BREAK: Final = "\r\n|[\n\r\x85\u2028\u2029]"
_STEPS_KEY: Final = rf"(?:\A|{_LINE_BREAK})(steps)[ \t]*:"
# What a reason of the parser most often comes from, and the way out.
_WAYS_OUT: Final = (
    ("tab", "Indent with spaces, not with tabs."),
    ("mapping values", 'Put quotes around a text that has ": " in it, and check the indentation.'),
    ("cannot start", "Put quotes around a text that begins with such a character."),
    ("escape", "Write two backslashes for one, or use single quotes."),
    ("end of stream", "Close the quotes."),
    ("or '", "Close the bracket."),
    ("tag handle", "Tags are not used here. Remove it."),
    ("", "Check quotes, colons and indentation, here and just above."),
)


class Scalar:
    """A word, number or text, as written. `refused` marks one that is a problem already."""

    __slots__ = ("place", "quoted", "refused", "text")

    def __init__(
        self, place: Place, text: str = "", *, quoted: bool = False, refused: bool = False
    ) -> None:
        """`quoted` tells `"<<"` from a merge key."""
        self.place = place
        self.text = text
        self.quoted = quoted
        self.refused = refused


class Sequence:
    """A list."""

    __slots__ = ("items", "place")

    def __init__(self, place: Place) -> None:
        """Empty at first."""
        self.place = place
        self.items: list[Node] = []


class Mapping:
    """Keys and values in the order of the file, duplicates included."""

    __slots__ = ("entries", "place")

    def __init__(self, place: Place) -> None:
        """Empty at first."""
        self.place = place
        self.entries: list[tuple[Node, Node]] = []


Node = Scalar | Sequence | Mapping


class _Stop(Exception):
    """Reading on makes no sense; the problem is noted already."""


def read_bounded(path: Path) -> bytes:
    """A file's bytes, one more than `MAX_BYTES` at the most; `UserError` when it is unreadable.

    In chunks: to ask for the largest size at once costs more than the whole of a usual file.
    """
    data = b""
    try:
        with path.open("rb", buffering=0) as file:
            while len(data) <= MAX_BYTES and (chunk := file.read(_CHUNK)):
                data += chunk
    except OSError as fault:
        raise UserError(f"{path} cannot be read: {fault.strerror}.") from None
    return data[: MAX_BYTES + 1]


def read_nodes(data: bytes, problems: Problems) -> Mapping | None:
    """The one mapping of a document, or None when nothing can be made of it.

    Costs are bounded by the limits above whatever `data` holds; every fault goes to `problems`.
    """
    try:
        text = _decode(data, problems)
        root = _Composer(text, problems).compose()
    except _Stop:
        return None
    if not isinstance(root, Mapping):
        place = START if root is None else root.place
        problems.add(
            place,
            "not-a-mapping",
            'The file must be a list of keys with values, such as "name: Evening hips".',
        )
        return None
    return root


def _decode(data: bytes, problems: Problems) -> str:
    if len(data) > MAX_BYTES:
        text = data[:MAX_BYTES].decode("utf-8", errors="replace")
        problems.add(
            _steps_place(text),
            "too-large",
            f"The file is larger than {MAX_BYTES // 1024} KiB, the most that is read. Split it.",
        )
        raise _Stop
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        # With a BOM the codec counts from behind it.
        start = fault.start + (len(data) - len(fault.object))
        problems.add(
            _place_of(data[:start].decode("utf-8-sig"), None),
            "not-utf8",
            f"The byte 0x{data[start]:02X} is not UTF-8. Save the file as UTF-8.",
        )
        raise _Stop from None
    plain = text.replace("\n", "").isprintable()
    if not plain and (found := re.search(_UNPRINTABLE, text)):
        problems.add(
            _place_of(text, found.start()),
            "not-yaml",
            f"The control character U+{ord(found[0]):04X} is not allowed. Delete it.",
        )
        raise _Stop
    return text


def _place_of(text: str, index: int | None) -> Place:
    """The place of a character; None means the one just behind the text."""
    before = text if index is None else text[:index]
    breaks = list(re.finditer(_LINE_BREAK, before))
    start = breaks[-1].end() if breaks else 0
    return Place(len(breaks) + 1, len(before) - start + 1)


def _steps_place(text: str) -> Place:
    """Where `steps` stands in a text that is not parsed to the end, else the start."""
    found = re.search(_STEPS_KEY, text)
    return _place_of(text, found.start(1)) if found else START


class _Composer:
    """Builds the tree from events, without recursion, within the limits."""

    def __init__(self, text: str, problems: Problems) -> None:
        self._text = text
        self._problems = problems
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Node | None] = []
        self._root: Node | None = None
        self._documents = 0

    def compose(self) -> Node | None:
        loader = _LOADER(self._text)
        try:
            while self._documents < 2 and loader.check_event():
                self._take(loader.get_event())
        except yaml.YAMLError as fault:
            self._note_syntax(fault)
            raise _Stop from None
        finally:
            loader.dispose()
        return self._root

    def _note_syntax(self, fault: yaml.YAMLError) -> None:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        reason = getattr(fault, "problem", None) or "it cannot be read"
        found = "tab" if mark and self._text[mark.index : mark.index + 1] == "\t" else reason
        way_out = next(way for sign, way in _WAYS_OUT if sign in found)
        self._problems.add(
            _mark_place(mark) if mark else START,
            "not-yaml",
            f"This is not YAML: {reason}. {way_out}",
        )

    def _take(self, event: Any) -> None:
        # By type and most frequent first: a start reads thousands of events.
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._add(self._scalar(event))
        elif kind is yaml.MappingStartEvent:
            self._descend(Mapping(self._checked_place(event)))
        elif kind is yaml.SequenceStartEvent:
            self._descend(Sequence(self._checked_place(event)))
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
        elif kind is yaml.AliasEvent:
            place = _mark_place(event.start_mark)
            self._refuse_alias(place, f"*{event.anchor}")
            self._add(Scalar(place, refused=True))
        elif kind is yaml.DocumentStartEvent:
            self._start_document(event)

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._problems.add(
                _mark_place(event.start_mark),
                "many-documents",
                'A second document starts here. Keep one document and remove the "---".',
            )

    def _checked_place(self, event: Any) -> Place:
        """The node's place, after refusing an anchor or a tag on it."""
        place = _mark_place(event.start_mark)
        if event.anchor is not None:
            self._refuse_alias(place, f"&{event.anchor}")
        if event.tag is not None:
            self._problems.add(
                place,
                "tag",
                f"Tags such as {quoted(written_tag(event.tag))} are not used here. Remove it.",
            )
        return place

    def _refuse_alias(self, place: Place, name: str) -> None:
        self._problems.add(
            place, "alias", f"Anchors and aliases ({quoted(name)}) are not used here. Write it out."
        )

    def _scalar(self, event: Any) -> Scalar:
        before = bool(event.tag is not None or event.anchor is not None)
        place = self._checked_place(event)
        return Scalar(place, event.value, quoted=event.style in tuple("'\"|>"), refused=before)

    def _descend(self, node: Sequence | Mapping) -> None:
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > MAX_DEPTH:
            self._stop("too-deep", f"The file nests deeper than {MAX_DEPTH} levels. Flatten it.")

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            size = len(parent.items)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node
            return
        else:
            parent.entries.append((key, node))
            self._keys[-1] = None
            size = len(parent.entries)
        if size > MAX_ITEMS:
            self._stop("too-many", f"A list has more than {MAX_ITEMS} entries. Shorten it.")

    def _stop(self, code: str, message: str) -> None:
        self._problems.add(self._place_of_steps(), code, message)
        raise _Stop

    def _place_of_steps(self) -> Place:
        """Where the key was read, else where the text has it further on."""
        if isinstance(self._root, Mapping):
            for key in (*(key for key, _ in self._root.entries), self._keys[0]):
                if isinstance(key, Scalar) and key.text == "steps":
                    return key.place
        return _steps_place(self._text)


def _mark_place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def written_tag(tag: str) -> str:
    """A tag as a person would write it: `!!int` for the YAML core tags."""
    return tag.replace("tag:yaml.org,2002:", "!!")
