"""The estimate of how long a text takes: pure, and longer for longer texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wording.pace import RATE_WPM, Pace, estimated_speech_ms
from tests.strategies import explore

TEXTS = st.text(alphabet="abc ,.;:?ABC'-", max_size=120)


def test_nothing_takes_no_time() -> None:
    assert estimated_speech_ms("") == 0


@given(text=TEXTS)
@explore(100)
def test_it_is_pure(text: str) -> None:
    assert estimated_speech_ms(text) == estimated_speech_ms("".join(text))
    assert isinstance(estimated_speech_ms(text), int)


@given(text=TEXTS, more=TEXTS.filter(bool))
@explore(200)
def test_a_longer_text_takes_longer(text: str, more: str) -> None:
    assert estimated_speech_ms(text + more) > estimated_speech_ms(text)
    assert estimated_speech_ms(more + text) > estimated_speech_ms(text)


def test_a_stop_and_a_comma_take_a_breath() -> None:
    plain = estimated_speech_ms("Left knee forward now hold it")
    assert estimated_speech_ms("Left knee forward, now hold it") > plain + 100
    assert estimated_speech_ms("Left knee forward. Now hold it") > plain + 200


def test_it_is_an_upper_bound_of_the_rate_it_is_fitted_to() -> None:
    """At `RATE_WPM` and with short words; a plan that is too long is quiet, not cut."""
    words = 60
    text = " ".join(["hips"] * words)
    assert estimated_speech_ms(text) >= words * 60_000 / RATE_WPM * 0.8


@pytest.mark.parametrize(("rate", "part"), [(85, 2.0), (170, 1.0), (255, 2 / 3)])
def test_a_rate_stretches_all_in_proportion(rate: int, part: float) -> None:
    text = "Pigeon pose. Right knee forward. Sixty to ninety seconds."
    assert Pace(rate).speech_ms(text) == pytest.approx(part * estimated_speech_ms(text), abs=1)
    assert Pace(rate, 1.5).speech_ms(text) == pytest.approx(
        1.5 * part * estimated_speech_ms(text), abs=1
    )


def test_the_usual_pace_is_the_estimate() -> None:
    assert Pace().speech_ms("Halfway.") == estimated_speech_ms("Halfway.")
    assert Pace(100, 3.0).speech_ms("") == 0
