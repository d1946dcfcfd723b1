"""Durations and ranges as people write them, to and from integer milliseconds.

The grammar is that of the routine format: `90`, `90s`, `1m30s`, `1:30`, `1.5 min`, and ranges of
two of them with a hyphen or an en dash. No float is involved, so nothing is off by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE

_UNITS: Final = dict.fromkeys(("s", "sec", "secs", "second", "seconds"), SECOND) | dict.fromkeys(
    ("m", "min", "mins", "minute", "minutes"), MINUTE
)
# `1:30`, or a number with an unit or none, or minutes and seconds in a row.
_DURATION: Final = re.compile(r"([0-9]+):([0-9]{2})|([0-9.]+) *([a-z]*)(?: *([0-9.]+) *([a-z]+))?")
_DASH: Final = re.compile(" *[-\u2013] *")
_MINUSES: Final = ("-", "\u2013", "\u2212")
# No honest duration needs more digits; int() of a very long text is slow and then refused.
_MAX_TEXT: Final = 40


class BadValue(ValueError):
    """A text is not a duration, count or range; the message says what it may have meant."""


class BadRange(BadValue):
    """Both ends can be read but they do not make a range."""


class Range(NamedTuple):
    """Two ends, low first; a single value is a range of two equal ends."""

    low: int
    high: int

    @property
    def is_single(self) -> bool:
        """Whether there is nothing to choose between the ends."""
        return self.low == self.high


def parse_duration(text: str) -> int:
    """Milliseconds of a duration; `BadValue` when it is none."""
    text = text.strip(" ")
    if not text:
        raise BadValue('it is empty; write a duration such as "60s".')
    if len(text) > _MAX_TEXT:
        raise BadValue('it is too long; write a duration such as "60s".')
    if (value := _read_duration(text)) is None:
        raise BadValue(_likely_duration(text))
    return value


def _read_duration(text: str) -> int | None:
    if (found := _DURATION.fullmatch(text)) is None:
        return None
    minutes, seconds, number, unit, more, more_unit = found.groups()
    if minutes is not None:
        return _both(minutes, _milliseconds(seconds, SECOND))
    scale = _UNITS.get(unit) if unit else SECOND
    if scale is None or not _is_decimal(number):
        return None
    if more is None:
        return _milliseconds(number, scale)
    if scale != MINUTE or not number.isdigit():
        return None
    if _UNITS.get(more_unit) != SECOND or not _is_decimal(more):
        return None
    return _both(number, _milliseconds(more, SECOND))


def _is_decimal(number: str) -> bool:
    """Whether it is digits with at most one point between them."""
    whole, point, part = number.partition(".")
    return whole.isdigit() and (part.isdigit() if point else True)


def _both(minutes: str, seconds_ms: int) -> int:
    if seconds_ms >= MINUTE:
        raise BadValue(_over_59(int(minutes), seconds_ms))
    return int(minutes) * MINUTE + seconds_ms


def _milliseconds(number: str, unit: int) -> int:
    """The exact product, halves rounded up; whole numbers only, so that nothing is off by one."""
    whole, _, part = number.partition(".")
    scale = int("1" + "0" * len(part))
    return (2 * int(whole + part) * unit + scale) // (2 * scale)


def _over_59(minutes: int, seconds_ms: int) -> str:
    total = minutes * MINUTE + seconds_ms
    return f'there are more than 59 seconds in it; did you mean "{written_duration(total)}"?'


def parse_count(text: str) -> int:
    """A whole number, whose bounds refuse negative ones; `BadValue` when it is none."""
    text = text.strip(" ")
    digits = text.removeprefix("-")
    if len(text) <= _MAX_TEXT and digits.isascii() and digits.isdigit():
        return int(text)
    raise BadValue(_likely_count(text))


def parse_duration_range(text: str) -> Range:
    """A duration or a range of two; a bare low end takes the unit of the high end (`1-2 min`)."""
    low, high = _split(text, parse_duration_range)
    if high is None:
        value = parse_duration(low)
        return Range(value, value)
    if _is_decimal(low) and (unit := high.lstrip("0123456789. ")) in _UNITS:
        low = f"{low} {unit}"
    return _ordered(parse_duration(low), parse_duration(high), written_range)


def parse_count_range(text: str) -> Range:
    """A whole number or a range of two."""
    low, high = _split(text, parse_count_range)
    if high is None:
        value = parse_count(low)
        return Range(value, value)
    return _ordered(parse_count(low), parse_count(high), lambda ends: f"{ends.low}-{ends.high}")


def _split(text: str, parse: Callable[[str], Range]) -> tuple[str, str | None]:
    text = text.strip(" ")
    if len(text) > 2 * _MAX_TEXT:
        raise BadValue('it is too long; write a value such as "60-90".')
    if text.startswith(_MINUSES):
        raise BadValue("it is negative; only times and counts from now on make sense.")
    _refuse_lookalikes(text, parse)
    parts = _DASH.split(text)
    if len(parts) == 1:
        return parts[0], None
    if len(parts) > 2 or not parts[1]:
        raise BadRange('a range has two ends, the lower one first, such as "60-90".')
    return parts[0], parts[1]


def _refuse_lookalikes(text: str, parse: Callable[[str], Range]) -> None:
    for dash, name in (("\u2014", "an em dash"), ("\u2212", "a minus sign"), ("~", "a tilde")):
        if dash in text:
            plain = re.sub(rf" *{re.escape(dash)} *", "-", text).removeprefix("-")
            meant = f'did you mean "{plain}"?' if _reads(plain, parse) else "a range has a hyphen."
            raise BadRange(f"it has {name} in it; {meant}")


def _ordered(low: int, high: int, write: Callable[[Range], str]) -> Range:
    if low > high:
        ends = write(Range(high, low))
        raise BadRange(f'the higher end comes first; did you mean "{ends}"?')
    return Range(low, high)


def _likely_duration(text: str) -> str:
    """Why a text is not a duration, with the likely meaning where there is one."""
    if text.startswith(_MINUSES):
        return "it is negative; only times from now on make sense."
    plain = _ascii_digits(" ".join(text.split()))
    for guess in (
        plain,
        plain.replace("_", ""),
        plain.lower(),
        plain.replace(",", "."),
        plain.replace(".", "0.", 1) if plain.startswith(".") else plain,
        f"{plain}s",
    ):
        if guess != text and _is_duration(guess):
            return f'did you mean "{guess}"?'
    if found := re.fullmatch(r"([0-9]+):([0-9])", text):
        return f'a minute has two digits of seconds; did you mean "{found[1]}:0{found[2]}"?'
    if found := re.fullmatch(r"([0-9]+) *(?:h|hr|hour|hours)", text):
        return f'hours are not used; did you mean "{min(int(found[1]), 99) * 60} min"?'
    if _DASH.search(text) and _reads(text, parse_duration_range):
        return "one duration is needed here, not a range."
    return 'write a duration such as "90s", "1m30s", "1:30" or "1.5 min".'


def _is_duration(text: str) -> bool:
    """Whether it is one, without a word about what else it may mean."""
    try:
        return len(text) <= _MAX_TEXT and _read_duration(text) is not None
    except BadValue:
        return False


def _reads(text: str, parse: Callable[[str], Range]) -> bool:
    try:
        parse(text)
    except BadValue:
        return False
    return True


def _likely_count(text: str) -> str:
    if not text:
        return 'it is empty; write a whole number such as "10".'
    if len(text) > _MAX_TEXT:
        return 'it is too long; write a whole number such as "10".'
    found = re.fullmatch(r"([0-9]+) *[a-z]*", _ascii_digits(text).replace("_", ""))
    if found:
        return f'did you mean "{found[1]}"?'
    if _DASH.search(text) and _reads(text, parse_count_range):
        return "one number is needed here, not a range."
    return 'write a whole number such as "10".'


def _ascii_digits(text: str) -> str:
    """Digits of other scripts as 0 to 9."""
    import unicodedata

    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in text
    )


def written_duration(ms: int) -> str:
    """The shortest way to write a duration that reads back as the same: `45s`, `1m30s`."""
    minutes, rest = divmod(ms, MINUTE)
    seconds = _trimmed(rest)
    if not minutes:
        return f"{seconds}s"
    return f"{minutes}m{seconds}s" if rest else f"{minutes} min"


def written_range(amount: Range) -> str:
    """A range of milliseconds as a routine has it: `60-90s`, `2-3 min`; a single one as `45s`."""
    if amount.is_single:
        return written_duration(amount.low)
    if amount.low % MINUTE == 0 and amount.high % MINUTE == 0 and amount.low >= 2 * MINUTE:
        return f"{amount.low // MINUTE}-{amount.high // MINUTE} min"
    return f"{_trimmed(amount.low)}-{_trimmed(amount.high)}s"


def _trimmed(ms: int) -> str:
    whole, part = divmod(ms, SECOND)
    return f"{whole}.{part:03d}".rstrip("0") if part else str(whole)


def clock_text(ms: int) -> str:
    """`m:ss`, rounded up to the second: what a display of time left shows."""
    seconds = -(-ms // SECOND)
    return f"{seconds // 60}:{seconds % 60:02d}"
