"""An SVG file, walked through before it is drawn: what could fill memory or time is refused.

A renderer follows `use` wherever it leads, so a few lines can ask for a billion shapes; an entity
can grow in the same way, and a picture inside may be any file of the computer.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from app.movements.pictures import MAX_DEPTH, MAX_ELEMENTS, MAX_SVG_BYTES

_MAX_PICTURES: Final = 8
_COSTLY: Final = frozenset({"filter", "pattern", "mask"})
_HREFS: Final = ("href", "xlink:href")


class _Element:
    """What counts of an element: what it holds, and what it uses."""

    __slots__ = ("children", "uses")

    def __init__(self, uses: str) -> None:
        self.children: list[_Element] = []
        self.uses = uses


class _Walker:
    """Takes in one document; raises `ValueError` with the reason as soon as there is one."""

    def __init__(self) -> None:
        self.by_id: dict[str, _Element] = {}
        self.root: _Element | None = None
        self.costly = False
        self._open: list[_Element] = []
        self._count = 0
        self._pictures = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if self.root is None and kind != "svg":
            raise ValueError("it is no SVG")
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise ValueError("the drawing is too large")
        href = next((attributes[key] for key in _HREFS if key in attributes), "").strip()
        self.costly = self.costly or kind in _COSTLY
        if kind in ("image", "feImage"):
            self._take_picture(href)
        element = _Element(href.removeprefix("#") if kind == "use" else "")
        if self._open:
            self._open[-1].children.append(element)
        self.root = self.root or element
        self.by_id.setdefault(attributes.get("id", ""), element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def _take_picture(self, href: str) -> None:
        self._pictures += 1
        if href and not href.startswith("data:"):
            raise ValueError("it shows another file")
        if self._pictures > _MAX_PICTURES:
            raise ValueError("the drawing is too large")

    def refuse_entity(self, *_: object) -> None:
        raise ValueError("it declares entities of its own")


def check_svg(data: bytes) -> bool:
    """Whether a drawing has parts that cost too much; `ValueError` where it must not be drawn.

    The reason is given in a few words.
    """
    if len(data) > MAX_SVG_BYTES:
        raise ValueError(f"it is too large; drawings of up to {MAX_SVG_BYTES >> 20} MiB are shown")
    walker = _Walker()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.EntityDeclHandler = walker.refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise ValueError(f"line {fault.lineno} is not sound XML") from fault
    except LookupError as fault:
        raise ValueError("its encoding is not known") from fault
    if walker.root is None:
        raise ValueError("it is no SVG")
    _weigh(walker.root, walker.by_id)
    return walker.costly


def _weigh(root: _Element, by_id: dict[str, _Element]) -> None:
    """Refuse what draws more than `MAX_ELEMENTS` once every `use` is followed."""
    weights: dict[int, int] = {}
    being: set[int] = set()

    def weight(element: _Element, depth: int) -> int:
        key = id(element)
        if key in weights:
            return weights[key]
        if key in being:
            raise ValueError("it uses itself")
        if depth > 2 * MAX_DEPTH:
            raise ValueError("the drawing is too large")
        being.add(key)
        total = 1 + sum(weight(child, depth + 1) for child in element.children)
        if element.uses in by_id and element.uses:
            total += weight(by_id[element.uses], depth + 1)
        being.discard(key)
        weights[key] = total
        if total > MAX_ELEMENTS:
            raise ValueError("the drawing is too large")
        return total

    weight(root, 0)
