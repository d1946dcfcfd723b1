"""Where everything stands on the slab. What does not fit shrinks or goes, in a fixed order.

Sizes are multiples of S, the cap height of running text. First the number gives way down to three
S, then the dose is shortened, then it goes where the set is told, and only then all gets smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF

from app.ui.digits import Digits, fitted_digits
from app.ui.fingerpost import post_width
from app.ui.textfit import Fitted, Size, fit
from app.ui.typeface import BOLD, SEMI
from app.ui.view import Mood, StageView

POST: Final = 2.35
POST_WORD: Final = 1.45
LANE: Final = 0.4
_NUMBER: Final = 3.6
_NUMBER_LEAST: Final = 2.5
_UNITS: Final = (1.6, 1.0)
# Room below each part: what hangs below a baseline, and a breath.
_GAPS: Final = {
    "title": 0.8,
    "post": 0.85,
    "name": 0.85,
    "number": 0.78,
    "lane": 0.75,
    "dose": 0.8,
    "set": 0.0,
}
_WIDEST_GAP: Final = 1.35


@dataclass(frozen=True, slots=True)
class Attempt:
    """How much is given up: `scale` shrinks all but the number's share, from 1 down."""

    scale: float
    shorten: bool = False
    drop_dose: bool = False


_ATTEMPTS: Final = (
    Attempt(1.0),
    Attempt(1.0, shorten=True),
    Attempt(0.92, shorten=True),
    Attempt(0.92, shorten=True, drop_dose=True),
    *(Attempt(scale / 100, shorten=True, drop_dose=True) for scale in range(86, 30, -6)),
)


@dataclass(frozen=True)
class Words:
    """A text and the top of its first line's capitals."""

    fitted: Fitted
    top: float


@dataclass(frozen=True)
class Arrangement:
    """Every part in its place; None for what is not shown."""

    number: Digits
    baseline: float
    title: Words | None = None
    post: QRectF | None = None
    post_cap: float = 0.0
    name: Words | None = None
    lane: QRectF | None = None
    dose: Words | None = None
    set_text: Words | None = None

    @property
    def moving_top(self) -> float:
        """Above this nothing changes within a segment."""
        return self.baseline - self.number.cap * 1.1


@dataclass(frozen=True)
class _Parts:
    """The parts at one size, before they have a place."""

    heights: dict[str, float]
    texts: dict[str, Fitted]
    digits: Digits
    post_cap: float


def arrange(view: StageView, box: QRectF, cap: float) -> Arrangement:
    """Everything in `box`; `cap` is S in pixels."""
    for attempt in _ATTEMPTS:
        parts = _sized(view, box, cap, attempt)
        least = _NUMBER_LEAST * cap * attempt.scale
        free = box.height() - sum(parts.heights.values()) - _gaps(parts, cap * attempt.scale)
        number = min(parts.digits.cap, free)
        if number >= min(least, parts.digits.cap):
            break
    share = number / parts.digits.cap if number > 0 else 0.1
    digits = Digits(parts.digits.cap * share, parts.digits.unit_cap * max(share, 0.8))
    parts.heights["number"] = digits.cap
    return _placed(replace(parts, digits=digits), box, cap * attempt.scale, cap)


def _sized(view: StageView, box: QRectF, cap: float, attempt: Attempt) -> _Parts:
    size, width = cap * attempt.scale, box.width()
    texts: dict[str, Fitted] = {}
    if view.title:
        largest = 2.05 if view.mood is Mood.SWITCH else 1.25
        sizes = tuple(Size(size * s, 1) for s in (largest, largest * 0.85, 1.0, 0.8, 0.6))
        texts["title"] = fit(view.title, width, sizes, BOLD)
    if view.name:
        steps = ((1.2, 1), (1.0, 1), (1.0, 2), (0.88, 2), (0.78, 2), (0.9, 3), (0.7, 4))
        texts["name"] = fit(view.name, width, tuple(Size(size * s, n) for s, n in steps), BOLD)
    dose = view.short_dose if attempt.shorten else view.dose
    # The number is the time of a pause or a switch; what waits behind it is told by the name.
    if dose and view.mood is not Mood.SWITCH and not (attempt.drop_dose and view.set_text):
        texts["dose"] = _line(dose, width, size)
    if view.set_text:
        texts["set"] = _line(view.set_text, width, size)
    heights = {"number": 0.0} | {key: text.height for key, text in texts.items()}
    post_cap = size * POST_WORD
    if view.side:
        height = size * POST
        while post_width(view.side, post_cap, height) > width and post_cap > 6:
            post_cap, height = post_cap * 0.94, height * 0.94
        heights["post"] = height
    if view.works:
        heights["lane"] = size * LANE
    units = (cap * _UNITS[0], cap * _UNITS[1] * attempt.scale)
    return _Parts(heights, texts, fitted_digits(view.widest, width, cap * _NUMBER, units), post_cap)


def _line(text: str, width: float, size: float) -> Fitted:
    return fit(text, width, tuple(Size(size * s, 1) for s in (1.0, 0.92, 0.84, 0.72, 0.6)), SEMI)


def _order(parts: _Parts) -> list[str]:
    return [key for key in _GAPS if key in parts.heights]


def _gaps(parts: _Parts, size: float) -> float:
    return sum(_GAPS[key] for key in _order(parts)[:-1]) * size


def _placed(parts: _Parts, box: QRectF, size: float, cap: float) -> Arrangement:
    order = _order(parts)
    spare = box.height() - sum(parts.heights.values()) - _gaps(parts, size)
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
    words = {key: Words(text, tops[key]) for key, text in parts.texts.items()}
    return Arrangement(
        parts.digits,
        tops["number"] + parts.digits.cap,
        words.get("title"),
        _row(box, tops, parts, "post"),
        parts.post_cap,
        words.get("name"),
        _row(box, tops, parts, "lane"),
        words.get("dose"),
        words.get("set"),
    )


def _row(box: QRectF, tops: dict[str, float], parts: _Parts, key: str) -> QRectF | None:
    if key not in tops:
        return None
    return QRectF(box.left(), tops[key], box.width(), parts.heights[key])
