"""Where everything stands on the slab. What does not fit gives way, in a fixed order.

Sizes are multiples of S, the cap height of running text. First the gaps give way, then the name is
shortened, then the dose goes where the set is told, then the set; the time stays at three S and the
words at one. Only where even that finds no room all gets smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF

from app.ui.digits import Digits, fitted_digits
from app.ui.fingerpost import post_width
from app.ui.textfit import Fitted, Size, fit, fit_whole
from app.ui.typeface import BOLD, SEMI
from app.ui.view import Mood, StageView

POST: Final = 2.35
POST_WORD: Final = 1.45
LANE: Final = 0.4
_PILL: Final = 1.6
_NUMBER: Final = 3.6
# Of the height of the slab: where S is small for it, the time is still the largest thing by far.
_NUMBER_SHARE: Final = 0.24
NUMBER_LEAST: Final = 3.0
_UNITS: Final = (1.6, 1.0)
_NAMES: Final = ((1.2, 1), (1.1, 1), (1.0, 1), (1.0, 2))
_SMALL_NAMES: Final = (*_NAMES, (0.88, 2), (0.78, 2), (0.9, 3), (0.7, 4))
# Room below each part: what hangs below a baseline, and a breath.
_GAPS: Final = {
    "title": 0.8,
    "post": 0.85,
    "name": 0.85,
    "number": 0.78,
    "lane": 0.75,
    "dose": 0.8,
    "pill": 0.6,
    "set": 0.0,
}
# While sides change the time comes before the name: who moves knows it already.
_SWITCH_ORDER: Final = ("title", "post", "number", "name")
_WIDEST_GAP: Final = 1.35


@dataclass(frozen=True, slots=True)
class Attempt:
    """How much is given up: `scale` shrinks all, `gaps` the room between, both from 1 down."""

    scale: float = 1.0
    gaps: float = 1.0
    short: bool = False
    drop: frozenset[str] = frozenset()


_DOSE: Final = frozenset({"dose"})
_BOTH: Final = frozenset({"dose", "set"})
_ATTEMPTS: Final = (
    Attempt(),
    Attempt(gaps=0.72),
    Attempt(gaps=0.72, short=True),
    Attempt(gaps=0.72, short=True, drop=_DOSE),
    Attempt(gaps=0.72, short=True, drop=_BOTH),
    *(Attempt(scale / 100, 0.72, short=True, drop=_BOTH) for scale in range(94, 30, -6)),
)


@dataclass(frozen=True)
class Words:
    """A text and the top of its first line's capitals."""

    fitted: Fitted
    top: float


@dataclass(frozen=True)
class Arrangement:
    """Every part in its place; None for what is not shown.

    `in_seconds`: the number is told in seconds alone. `bare`: and of reps without how many there
    are, which the pips tell. `short_dose`: the dose is told in short.
    """

    number: Digits
    baseline: float
    in_seconds: bool = False
    bare: bool = False
    short_dose: bool = False
    title: Words | None = None
    post: QRectF | None = None
    post_cap: float = 0.0
    name: Words | None = None
    lane: QRectF | None = None
    dose: Words | None = None
    set_text: Words | None = None
    pill: QRectF | None = None

    @property
    def moving_top(self) -> float:
        """Between this and `moving_bottom` lies all that changes within a segment."""
        return self.baseline - self.number.cap * 1.1

    @property
    def moving_bottom(self) -> float:
        """Below it is what stays."""
        ends = [self.baseline + self.number.cap * 0.15]
        if self.lane:
            ends.append(self.lane.bottom() + self.lane.height() * 0.4)
        if self.dose:
            ends.append(self.dose.top + self.dose.fitted.height * 1.5)
        return max(ends)


@dataclass(frozen=True)
class _Parts:
    """The parts at one size, before they have a place."""

    heights: dict[str, float]
    texts: dict[str, Fitted]
    digits: Digits
    post_cap: float
    in_seconds: bool
    bare: bool
    short_dose: bool


def arrange(view: StageView, box: QRectF, cap: float) -> Arrangement:
    """Everything in `box`; `cap` is S in pixels."""
    key = replace(
        view.still_parts,
        dose=_undigited(view.dose),
        short_dose=_undigited(view.short_dose),
        coming="",
        coming_spoken="",
        coming_movement=None,
        spoken="",
    )
    at = _arranged(key, _frozen(box), cap)
    if at.dose is None:
        return at
    # Its size is that of the first one of a segment; only the words change.
    text = view.short_dose if at.short_dose else view.dose
    lines = _broken_as(text, at.dose.fitted.lines)
    return replace(at, dose=replace(at.dose, fitted=at.dose.fitted._replace(lines=lines)))


def _broken_as(text: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """A text in lines of as many words as others have."""
    words, found = text.split(" "), []
    for line in lines[:-1]:
        count = len(line.split(" "))
        found.append(" ".join(words[:count]))
        words = words[count:]
    return (*found, " ".join(words))


def _undigited(dose: str) -> str:
    """With every digit alike, so that what counts down keeps its size."""
    return "".join("0" if char.isdigit() else char for char in dose)


def _frozen(box: QRectF) -> tuple[float, float, float, float]:
    return box.left(), box.top(), box.width(), box.height()


@lru_cache(maxsize=32)
def _arranged(view: StageView, sides: tuple[float, float, float, float], cap: float) -> Arrangement:
    box = QRectF(*sides)
    for attempt in _ATTEMPTS:
        parts = _sized(view, box, cap, attempt)
        if parts is None:
            continue
        least = NUMBER_LEAST * cap * attempt.scale
        taken = sum(parts.heights.values())
        free = box.height() - taken - _gaps(parts, view, cap * attempt.scale * attempt.gaps)
        number = min(parts.digits.cap, free)
        if number >= min(least, parts.digits.cap):
            break
    assert parts is not None
    share = number / parts.digits.cap if number > 0 else 0.1
    digits = Digits(parts.digits.cap * share, parts.digits.unit_cap * max(share, 0.8))
    parts.heights["number"] = digits.cap
    size = cap * attempt.scale * attempt.gaps
    return _placed(replace(parts, digits=digits), view, box, (size, cap))


def _sized(view: StageView, box: QRectF, cap: float, attempt: Attempt) -> _Parts | None:
    """The parts; None where a name would have to be smaller although a shorter one is left."""
    size, width = cap * attempt.scale, box.width()
    texts: dict[str, Fitted] = {}
    if view.title:
        largest = 2.05 if view.mood is Mood.SWITCH else 1.25
        sizes = tuple(Size(size * s, 1) for s in (largest, largest * 0.85, 1.0, 0.8, 0.6))
        texts["title"] = fit(view.title, _title_width(view, width, size), sizes, BOLD)
    if view.name:
        name = _name(view, width, size, short=attempt.short)
        if name is None:
            return None
        texts["name"] = name
    short_dose = False
    # The number is the time of a pause or a switch; what waits behind it is told by the name.
    if view.dose and view.mood is not Mood.SWITCH and not (view.breath and view.side):
        line = fit_whole(view.dose, width, (Size(size, 1),), SEMI)
        short_dose = line is None
        texts["dose"] = line or _line(view.short_dose, width, size)
    if view.set_text:
        texts["set"] = _line(view.set_text, width, size)
    if "dose" in attempt.drop and (view.set_text or "set" in attempt.drop):
        texts.pop("dose", None)
    if "set" in attempt.drop:
        texts.pop("set", None)
    heights = {"number": 0.0} | {key: text.height for key, text in texts.items()}
    post_cap = _add_signs(view, heights, width, size)
    if view.has_lane:
        heights["lane"] = size * LANE
    digits, in_seconds, bare = _digits(view, box, cap, attempt.scale)
    return _Parts(heights, texts, digits, post_cap, in_seconds, bare, short_dose)


def _add_signs(view: StageView, heights: dict[str, float], width: float, size: float) -> float:
    """The fingerpost, and the pill of the breath, which takes its place where there is no side."""
    post_cap = size * POST_WORD
    if view.side:
        height = size * POST
        while post_width(view.side, post_cap, height) > width and post_cap > 6:
            post_cap, height = post_cap * 0.94, height * 0.94
        heights["post"] = height
        if view.breath:
            heights["pill"] = size * _PILL
    elif view.breath and view.mood is Mood.WORK:
        heights["post"] = size * POST
        heights.pop("title", None)
    return post_cap


def _title_width(view: StageView, width: float, size: float) -> float:
    """Beside the title of a pause stands its sign."""
    return width - size * 1.8 if view.paused else width


def _name(view: StageView, width: float, size: float, *, short: bool) -> Fitted | None:
    """The whole name while it can be read, then the short one, then smaller."""
    sizes = tuple(Size(size * s, n) for s, n in _NAMES)
    # A change of sides tells the name last, and small: it is the same one.
    sizes = sizes[2:] if view.mood is Mood.SWITCH else sizes
    if not short or not view.short_name:
        found = fit_whole(view.name, width, sizes, BOLD)
        if found is not None or view.short_name:
            return found
        return fit(view.name, width, tuple(Size(size * s, n) for s, n in _SMALL_NAMES), BOLD)
    return fit(view.short_name, width, tuple(Size(size * s, n) for s, n in _SMALL_NAMES), BOLD)


def _digits(view: StageView, box: QRectF, cap: float, scale: float) -> tuple[Digits, bool, bool]:
    """The time in minutes and seconds, the rep with their number, while that is large enough."""
    most = max(cap * _NUMBER, box.height() * _NUMBER_SHARE)
    units = (max(cap, most / _NUMBER) * _UNITS[0], cap * _UNITS[1] * scale)
    digits = fitted_digits(view.widest, box.width(), most, units)
    if digits.cap >= cap * NUMBER_LEAST:
        return digits, False, False
    other: tuple[tuple[str, str], ...] = ()
    if view.widest_seconds:
        other = ((view.widest_seconds, "s"),)
    if view.pips:
        other = tuple((number, "") for number, _ in view.widest)
    if other:
        larger = fitted_digits(other, box.width(), most, units)
        if larger.cap > digits.cap:
            return larger, not view.pips, bool(view.pips)
    return digits, False, False


def _line(text: str, width: float, size: float) -> Fitted:
    """Two lines before it is too small to be read."""
    sizes = ((1.0, 1), (1.0, 2), (0.92, 2), (0.84, 2), (0.72, 2), (0.6, 2))
    return fit(text, width, tuple(Size(size * s, n) for s, n in sizes), SEMI)


def _order(parts: _Parts, view: StageView) -> list[str]:
    keys = [key for key in _GAPS if key in parts.heights]
    if view.mood is not Mood.SWITCH:
        return keys
    return sorted(keys, key=lambda k: _SWITCH_ORDER.index(k) if k in _SWITCH_ORDER else len(k))


def _gaps(parts: _Parts, view: StageView, size: float) -> float:
    return sum(_GAPS[key] for key in _order(parts, view)[:-1]) * size


def _placed(parts: _Parts, view: StageView, box: QRectF, sizes: tuple[float, float]) -> Arrangement:
    (size, cap), order = sizes, _order(parts, view)
    spare = box.height() - sum(parts.heights.values()) - _gaps(parts, view, size)
    each = max(0.0, min(spare / max(1, len(order) - 1), _WIDEST_GAP * cap))
    # What no gap wants stands around the number, which is looked for in the middle.
    around = max(0.0, spare - each * (len(order) - 1)) / 2
    tops: dict[str, float] = {}
    y = box.top()
    for key in order:
        y += around if key == "number" else 0.0
        tops[key] = y
        y += parts.heights[key] + _GAPS[key] * size + each
        y += around if key == "number" else 0.0
    words = {key: Words(text, tops[key]) for key, text in parts.texts.items() if key in tops}
    return Arrangement(
        number=parts.digits,
        baseline=tops["number"] + parts.digits.cap,
        in_seconds=parts.in_seconds,
        bare=parts.bare,
        short_dose=parts.short_dose,
        title=words.get("title"),
        post=_row(box, tops, parts, "post"),
        post_cap=parts.post_cap,
        name=words.get("name"),
        lane=_row(box, tops, parts, "lane"),
        dose=words.get("dose"),
        set_text=words.get("set"),
        pill=_row(box, tops, parts, "pill"),
    )


def _row(box: QRectF, tops: dict[str, float], parts: _Parts, key: str) -> QRectF | None:
    if key not in tops:
        return None
    return QRectF(box.left(), tops[key], box.width(), parts.heights[key])
