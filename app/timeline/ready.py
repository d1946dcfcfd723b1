"""Getting ready for a movement: what is said before it, and how long that takes at least."""

from __future__ import annotations

from typing import NamedTuple

from app.routine.doses import Exercise
from app.timeline.model import CueKind
from app.timeline.placing import GAP_MS, QUIET_TAIL_MS, Wish, cue_length
from app.timeline.words import SpeechLength, Wording, Words
from app.units import SECOND


class Preparation(NamedTuple):
    """The length of a prepare phase, and its words."""

    length_ms: int
    wishes: tuple[Wish, ...]


def preparation(
    item: Exercise,
    words: Words,
    speech_ms: SpeechLength,
    lead_in_ms: int | None = None,
    welcome: Wording | None = None,
) -> Preparation:
    """The phase before a movement, long enough for its words.

    With `lead_in_ms` it is the session's first one, which may carry the `welcome`. Where the
    routine itself names the transition, the announcement takes a shorter form before the phase
    grows.
    """
    announce = words.announce(item, item.work[0])
    sound = "switch" if lead_in_ms is None else None
    wishes, start = [], 0
    if welcome:
        wishes.append(Wish(CueKind.WELCOME, 0, welcome))
        start = cue_length(welcome.forms[0].text, None, speech_ms) + 3 * GAP_MS
    wishes.append(Wish(CueKind.ANNOUNCE, start, announce, sound=sound))
    needs = [
        _whole_seconds(start + cue_length(form.text, sound, speech_ms) + QUIET_TAIL_MS)
        for form in announce.forms
    ]
    asked = item.transition_ms if lead_in_ms is None else lead_in_ms
    if lead_in_ms is None and item.transition_given:
        length = asked if any(need <= asked for need in needs) else max(asked, needs[-1])
    else:
        length = max(asked, needs[0])
    return Preparation(length, tuple(wishes))


def _whole_seconds(ms: int) -> int:
    return -(-ms // SECOND) * SECOND
