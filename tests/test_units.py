"""Durations, counts and ranges as people write them, and the likely meaning of what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.units import (
    HOUR,
    MINUTE,
    SECOND,
    BadRange,
    BadValue,
    Range,
    clock_text,
    parse_count,
    parse_count_range,
    parse_duration,
    parse_duration_range,
    written_duration,
    written_range,
)
from tests.strategies import explore

SECONDS = "s sec secs second seconds".split()
MINUTES = "m min mins minute minutes".split()


@pytest.mark.parametrize("unit", SECONDS)
@pytest.mark.parametrize("space", ["", " ", "  "])
def test_every_word_for_seconds(unit: str, space: str) -> None:
    assert parse_duration(f"45{space}{unit}") == 45 * SECOND


@pytest.mark.parametrize("unit", MINUTES)
@pytest.mark.parametrize("space", ["", " ", "  "])
def test_every_word_for_minutes(unit: str, space: str) -> None:
    assert parse_duration(f"1.5{space}{unit}") == 90 * SECOND


@pytest.mark.parametrize("minute", MINUTES)
@pytest.mark.parametrize("second", SECONDS)
@pytest.mark.parametrize("form", ["1{m}30{s}", "1 {m} 30 {s}", "1{m} 30{s}", "1 {m}30 {s}"])
def test_minutes_and_seconds_in_a_row(form: str, minute: str, second: str) -> None:
    assert parse_duration(form.format(m=minute, s=second)) == 90 * SECOND


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("90", 90_000),
        (" 90 ", 90_000),
        ("090", 90_000),
        ("0", 0),
        ("1:30", 90_000),
        ("0:05", 5_000),
        ("01:05", 65_000),
        ("10:00", 600_000),
        ("0:59", 59_000),
        ("1.5", 1_500),
        ("0.5s", 500),
        ("0.001s", 1),
        ("1.0005s", 1_001),
        ("1.0004s", 1_000),
        ("0.1 min", 6_000),
        ("0.333 min", 19_980),
        ("2m0.25s", 120_250),
        ("0m59s", 59_000),
        ("1m59.999s", 119_999),
    ],
)
def test_duration(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("soon", 'such as "90s"'),
        ("nan", 'such as "90s"'),
        ("inf", 'such as "90s"'),
        ("1e2", 'such as "90s"'),
        ("0x10", 'such as "90s"'),
        ("+5s", 'such as "90s"'),
        ("1.2.3", 'such as "90s"'),
        (".", 'such as "90s"'),
        ("s", 'such as "90s"'),
        ("1:30:00", 'such as "90s"'),
        ("1.5m30s", 'such as "90s"'),
        ("30s1m", 'such as "90s"'),
        ("1m1m", 'such as "90s"'),
        ("1s1s", 'such as "90s"'),
        ("30 ss", 'such as "90s"'),
        ("-5s", "negative"),
        ("\u20135s", "negative"),
        ("\u22125s", "negative"),
        ("20-30s", "one duration is needed here"),
        ("20 \u2013 30s", "one duration is needed here"),
        ("9" * 41, "too long"),
        ("1:75", 'did you mean "2m15s"?'),
        ("1:60", 'did you mean "2 min"?'),
        ("1m75s", 'did you mean "2m15s"?'),
        ("0m60s", 'did you mean "1 min"?'),
        ("1:5", 'did you mean "1:05"?'),
        ("1_0s", 'did you mean "10s"?'),
        ("1,5 min", 'did you mean "1.5 min"?'),
        (".5 min", 'did you mean "0.5 min"?'),
        ("30S", 'did you mean "30s"?'),
        ("2 Min", 'did you mean "2 min"?'),
        ("1m30", 'did you mean "1m30s"?'),
        ("60\u00a0s", 'did you mean "60 s"?'),
        ("60\ts", 'did you mean "60 s"?'),
        ("2 h", 'did you mean "120 min"?'),
        ("2hours", 'did you mean "120 min"?'),
        ("\u0663\u0660s", 'did you mean "30s"?'),
        ("\uff11:\uff13\uff10", 'did you mean "1:30"?'),
        ("\u00b2", 'did you mean "2"?'),
    ],
)
def test_refused_duration_tells_the_likely_meaning(text: str, said: str) -> None:
    with pytest.raises(BadValue, match=re.escape(said)):
        parse_duration(text)


def seconds(low: float, high: float) -> Range:
    return Range(round(low * SECOND), round(high * SECOND))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("60-90s", seconds(60, 90)),
        ("60s-90s", seconds(60, 90)),
        ("60-90", seconds(60, 90)),
        ("60s-90", seconds(60, 90)),
        ("60 - 90 s", seconds(60, 90)),
        ("60 s -90s", seconds(60, 90)),
        ("60\u201390s", seconds(60, 90)),
        ("60s \u2013 90s", seconds(60, 90)),
        ("1:00-1:30", seconds(60, 90)),
        ("1:00 \u2013 1m30s", seconds(60, 90)),
        ("1-2 min", seconds(60, 120)),
        ("1-2min", seconds(60, 120)),
        ("1.5-2 minutes", seconds(90, 120)),
        ("30s-1 min", seconds(30, 60)),
        ("1 min-90", seconds(60, 90)),
        ("1 min-90s", seconds(60, 90)),
        ("60-1m30s", seconds(60, 90)),
        ("45-1:30", seconds(45, 90)),
        ("30-30s", seconds(30, 30)),
        ("45s", seconds(45, 45)),
        (" 45 ", seconds(45, 45)),
        ("1.5 min", seconds(90, 90)),
        ("0.5-1s", seconds(0.5, 1)),
    ],
)
def test_duration_range(text: str, ends: Range) -> None:
    assert parse_duration_range(text) == ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("10", Range(10, 10)),
        ("10-12", Range(10, 12)),
        ("10 - 12", Range(10, 12)),
        ("10\u201312", Range(10, 12)),
        ("10-10", Range(10, 10)),
        (" 010-012 ", Range(10, 12)),
        ("0", Range(0, 0)),
    ],
)
def test_count_range(text: str, ends: Range) -> None:
    assert parse_count_range(text) == ends


@pytest.mark.parametrize(
    ("parse", "text", "said"),
    [
        (parse_duration_range, "90-60s", 'did you mean "60-90s"?'),
        (parse_duration_range, "1:30-1:00", 'did you mean "60-90s"?'),
        (parse_duration_range, "3-2 min", 'did you mean "2-3 min"?'),
        (parse_duration_range, "2 min-90", 'did you mean "90-120s"?'),
        (parse_duration_range, "60\u201490s", 'did you mean "60-90s"?'),
        (parse_duration_range, "60 \u2014 90s", 'did you mean "60-90s"?'),
        (parse_duration_range, "60\u221290s", 'did you mean "60-90s"?'),
        (parse_duration_range, "~60s", 'did you mean "60s"?'),
        (parse_duration_range, "a\u2014b", "an em dash"),
        (parse_duration_range, "60-", "two ends"),
        (parse_duration_range, "60-90-120", "two ends"),
        (parse_duration_range, "60--90", "two ends"),
        (parse_count_range, "12-10", 'did you mean "10-12"?'),
        (parse_count_range, "10~12", 'did you mean "10-12"?'),
        (parse_count_range, "10-", "two ends"),
    ],
)
def test_ends_that_make_no_range(parse: Callable[[str], Range], text: str, said: str) -> None:
    with pytest.raises(BadRange, match=re.escape(said)):
        parse(text)


@pytest.mark.parametrize(
    ("parse", "text", "said"),
    [
        (parse_duration_range, "-60s", "negative"),
        (parse_duration_range, "\u221260s", "negative"),
        (parse_duration_range, "\u201360-90s", "negative"),
        (parse_duration_range, "", "empty"),
        (parse_duration_range, "nan-nan", 'such as "90s"'),
        (parse_duration_range, "60-soon", 'such as "90s"'),
        (parse_duration_range, "6" * 81, "too long"),
        (parse_count_range, "-10", "negative"),
        (parse_count_range, "", "empty"),
        (parse_count_range, "ten", 'such as "10"'),
        (parse_count_range, "10.5", 'such as "10"'),
        (parse_count_range, "1_0-12", 'did you mean "10"?'),
        (parse_count_range, "\uff11\uff10", 'did you mean "10"?'),
        (parse_count_range, "10 reps", 'did you mean "10"?'),
        (parse_count_range, "10x", 'did you mean "10"?'),
        (parse_count, "", "empty"),
        (parse_count, "2-3", "one number is needed here"),
        (parse_count, "+2", 'such as "10"'),
        (parse_count, "1.0", 'such as "10"'),
        (parse_count, "\u0663", 'did you mean "3"?'),
        (parse_count, "3x", 'did you mean "3"?'),
        (parse_count, "1_" * 100_000, "too long"),
        (parse_count, "1" * 100_000, "too long"),
    ],
)
def test_ends_that_are_no_values(parse: Callable[[str], object], text: str, said: str) -> None:
    with pytest.raises(BadValue, match=re.escape(said)) as caught:
        parse(text)
    assert not isinstance(caught.value, BadRange)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("text", "count"), [("1", 1), (" 20 ", 20), ("007", 7), ("0", 0), ("-3", -3)]
)
def test_count(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0s"),
        (500, "0.5s"),
        (45_000, "45s"),
        (59_999, "59.999s"),
        (60_000, "1 min"),
        (61_000, "1m1s"),
        (90_000, "1m30s"),
        (90_050, "1m30.05s"),
        (600_000, "10 min"),
        (4 * HOUR, "240 min"),
    ],
)
def test_written_duration(ms: int, text: str) -> None:
    assert written_duration(ms) == text


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        (seconds(45, 45), "45s"),
        (seconds(90, 90), "1m30s"),
        (seconds(60, 90), "60-90s"),
        (seconds(60, 120), "60-120s"),
        (seconds(120, 180), "2-3 min"),
        (seconds(120, 150), "120-150s"),
        (seconds(0.5, 1), "0.5-1s"),
    ],
)
def test_written_range(ends: Range, text: str) -> None:
    assert written_range(ends) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0:00"), (1, "0:01"), (999, "0:01"), (1000, "0:01"), (59_001, "1:00"), (600_000, "10:00")],
)
def test_clock_rounds_up_to_the_second(ms: int, text: str) -> None:
    assert clock_text(ms) == text


@explore(200)
@given(st.integers(0, 24 * HOUR))
def test_written_duration_reads_back(ms: int) -> None:
    assert parse_duration(written_duration(ms)) == ms
    assert parse_duration_range(written_duration(ms)) == Range(ms, ms)


@explore(200)
@given(st.tuples(st.integers(0, HOUR), st.integers(0, HOUR)).map(sorted))
@example([MINUTE, 2 * MINUTE])
@example([2 * MINUTE, 3 * MINUTE])
def test_written_range_reads_back(ends: list[int]) -> None:
    amount = Range(*ends)
    assert parse_duration_range(written_range(amount)) == amount


@explore(200)
@given(st.integers(0, 599), st.integers(0, 59))
def test_clock_form_reads_as_minutes_and_seconds(minutes: int, rest: int) -> None:
    assert parse_duration(f"{minutes}:{rest:02d}") == minutes * MINUTE + rest * SECOND
    assert clock_text(parse_duration(f"{minutes}:{rest:02d}")) == f"{minutes}:{rest:02d}"


SCRAPS = st.sampled_from(
    [
        *"109.:-_, smhSx+~\t\n",
        *("30", "min", "sec", "nan"),
        *("\u2013", "\u2014", "\u2212", "\u0663", "\uff11", "\u00b2", "\u00a0"),
    ]
)
TEXTS = st.lists(SCRAPS, max_size=9).map("".join) | st.text(max_size=50)


@explore(400)
@given(TEXTS)
@pytest.mark.parametrize(
    "parse", [parse_duration, parse_count, parse_duration_range, parse_count_range]
)
def test_any_text_is_a_value_or_a_sentence_whose_suggestion_is_a_value(
    parse: Callable[[str], object], text: str
) -> None:
    try:
        parse(text)
    except BadValue as fault:
        said = str(fault)
        assert said.endswith((".", "?"))
        assert said.isprintable()
        if found := re.search('did you mean "(.*)"', said):
            parse(found[1])
