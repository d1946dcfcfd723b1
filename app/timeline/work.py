"""The cues of one bout of work: tone, technique, halfway, low end, counts and breaths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.movements.model import DoseKind
from app.routine.doses import Bout, Exercise
from app.timeline.model import CueKind, Line
from app.timeline.placing import Wish, countdown
from app.timeline.words import Wording, Words
from app.units import SECOND

TECHNIQUE_AT_MS: Final = 10 * SECOND
HALFWAY_FROM_MS: Final = 30 * SECOND


def work_wishes(
    exercise: Exercise, bout: Bout, turn: int, words: Words, lead: Wording | None
) -> list[Wish]:
    """Everything that a bout would like to say; `lead` says what begins where nothing else did."""
    wishes = [Wish(CueKind.WORK, 0, sound="start"), *countdown(bout.length_ms)]
    if lead is not None:
        wishes.append(Wish(CueKind.ANNOUNCE, 0, lead))
    if bout.low_ms < bout.length_ms:
        wishes.append(_low_end(bout, words))
    if bout.kind is DoseKind.HOLD and bout.length_ms >= HALFWAY_FROM_MS:
        wishes.append(Wish(CueKind.HALFWAY, bout.length_ms // 2, words.halfway()))
    if technique := words.technique(exercise, bout, turn):
        wishes.append(Wish(CueKind.TECHNIQUE, TECHNIQUE_AT_MS, technique))
    if bout.rep_count and bout.tempo_ms:
        wishes += _grid(exercise, bout, words)
    return wishes


def _low_end(bout: Bout, words: Words) -> Wish:
    wording = words.low_end(bout)
    # The chime comes even where its words do not fit.
    forms = (*wording.forms, Line("", wording.forms[-1].caption))
    return Wish(CueKind.LOW_END, bout.low_ms, Wording(forms, wording.brief), sound="low-end")


def _grid(exercise: Exercise, bout: Bout, words: Words) -> Iterator[Wish]:
    """One or two words for each rep or breath, on the grid of its tempo."""
    count, tempo = bout.rep_count or 0, bout.tempo_ms or SECOND
    exhale = words.exhale(exercise)
    for number in range(1, count + 1):
        start = (number - 1) * tempo
        if exhale and (inhale := words.inhale(exercise, number)):
            yield Wish(CueKind.BREATH, start, inhale)
        elif number > 1:
            # The tone has marked the first rep.
            yield Wish(CueKind.COUNT, start, words.count(number))
        if exhale:
            yield Wish(CueKind.BREATH, start + tempo // 2, exhale)
