"""Text made to fit its box: wrapped into even lines first, then smaller, never clipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from app.ui.typeface import BOLD, cap_font

# Between baselines, as a share of the cap height: 1.1 and 1.3 of a font whose caps are 0.7 of it.
TIGHT: Final = 1.6
LOOSE: Final = 1.9
_NARROWING: Final = 12


class Fitted(NamedTuple):
    """Lines of text in one font; `cap` and `pitch` in pixels, `pitch` between baselines."""

    lines: tuple[str, ...]
    font: QFont
    cap: float
    pitch: float
    width: float

    @property
    def height(self) -> float:
        """From the top of the first line's capitals to the last baseline."""
        return self.cap + self.pitch * (len(self.lines) - 1)


class Size(NamedTuple):
    """A cap height to try, and how many lines it may take."""

    cap: float
    lines: int


def fit(
    text: str,
    width: float,
    sizes: Sequence[Size],
    weight: int = BOLD,
    leading: float = TIGHT,
    *,
    even: bool = True,
) -> Fitted:
    """`text` at the first of `sizes` that holds it in `width`, else at the last one, cut.

    `even` makes the lines equally long, as a display wants it and running text does not.
    """
    found = fit_whole(text, width, sizes, weight, leading, even=even)
    if found is not None:
        return found
    font = cap_font(sizes[-1].cap, weight)
    lines = _cut(_broken(text, QFontMetricsF(font), width), sizes[-1].lines)
    return _fitted(text, lines, width, (sizes[-1].cap, weight, leading, even))


def fit_whole(
    text: str,
    width: float,
    sizes: Sequence[Size],
    weight: int = BOLD,
    leading: float = TIGHT,
    *,
    even: bool = True,
) -> Fitted | None:
    """The same, but None where none of the sizes holds all of it."""
    for size in sizes:
        metrics = QFontMetricsF(cap_font(size.cap, weight))
        lines = _wrapped(text, metrics, width)
        if len(lines) <= size.lines and all(_advance(metrics, x) <= width for x in lines):
            return _fitted(text, lines, width, (size.cap, weight, leading, even))
    return None


def _fitted(
    text: str, lines: list[str], width: float, how: tuple[float, int, float, bool]
) -> Fitted:
    cap, weight, leading, even = how
    font = cap_font(cap, weight)
    metrics = QFontMetricsF(font)
    if even:
        lines = _evened(text, lines, metrics, width)
    widest = max((_advance(metrics, line) for line in lines), default=0.0)
    return Fitted(tuple(lines), font, cap, cap * leading, widest)


def _advance(metrics: QFontMetricsF, text: str) -> float:
    return metrics.horizontalAdvance(text)


def _wrapped(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Greedy lines; a word that is wider than the box stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _advance(metrics, longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _evened(text: str, lines: list[str], metrics: QFontMetricsF, width: float) -> list[str]:
    """The same number of lines, but as equally long as they can be."""
    if len(lines) < 2 or " ".join(lines) != " ".join(text.split()):
        return lines
    low, high = 0.0, width
    for _ in range(_NARROWING):
        middle = (low + high) / 2
        tried = _wrapped(text, metrics, middle)
        fits = len(tried) <= len(lines) and all(_advance(metrics, x) <= middle for x in tried)
        low, high = (low, middle) if fits else (middle, high)
    return _wrapped(text, metrics, high)


def _broken(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Greedy lines in which even a word may be parted."""
    lines = [""]
    for char in " ".join(text.split()):
        if _advance(metrics, lines[-1] + char) > width and lines[-1]:
            head, space, tail = lines[-1].rpartition(" ")
            lines[-1:] = [head, tail] if space and head else [lines[-1], ""]
        lines[-1] += char
    return [line.strip() for line in lines]


def _cut(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1].rstrip(" .,;:") + "…"]
