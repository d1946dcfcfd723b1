"""The cues of one bout of work: tone, technique, halfway, low end, counts and breaths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from app.movements.model import DoseKind
from app.routine.doses import Bout, Exercise
from app.timeline.model import CueKind, Line, Yielded
from app.timeline.placing import GAP_MS, SOUND_MS, Wish, countdown
from app.timeline.words import SpeechLength, Wording, Words
from app.units import SECOND

TECHNIQUE_AT_MS: Final = 10 * SECOND
HALFWAY_FROM_MS: Final = 30 * SECOND

# Where the tempo leaves no time for every number, those that people count aloud by.
_STRIDES: Final = (1, 2, 5, 10, 20, 50)
# What comes later than this part of its rep is no longer about it: numbers, words of breath.
_LATE_NUMBER: Final = 4
_LATE_BREATH: Final = 6
_LONGEST_SLACK_MS: Final = 900
_BEHIND_THE_TONE_MS: Final = SOUND_MS["start"] + GAP_MS


class WorkWishes(NamedTuple):
    """What a bout would like to say, and what its tempo leaves no time for."""

    wishes: list[Wish]
    skipped: list[Yielded]


class _Breath(NamedTuple):
    inhale: Wording
    exhale: Wording


def work_wishes(
    exercise: Exercise,
    bout: Bout,
    turn: int,
    words: Words,
    speech_ms: SpeechLength,
    lead: Wording | None,
) -> WorkWishes:
    """Everything that a bout would like to say; `lead` says what begins where nothing else did."""
    wishes = [Wish(CueKind.WORK, 0, sound="start"), *countdown(bout.length_ms)]
    skipped: list[Yielded] = []
    if lead is not None:
        wishes.append(Wish(CueKind.ANNOUNCE, 0, lead))
    if bout.low_ms < bout.length_ms:
        wishes.append(_low_end(bout, words))
    if bout.kind is DoseKind.HOLD and bout.length_ms >= HALFWAY_FROM_MS:
        wishes.append(Wish(CueKind.HALFWAY, bout.length_ms // 2, words.halfway()))
    if technique := words.technique(exercise, bout, turn):
        wishes.append(Wish(CueKind.TECHNIQUE, TECHNIQUE_AT_MS, technique))
    if bout.rep_count and bout.tempo_ms:
        grid = _Grid(exercise, bout.rep_count, bout.tempo_ms, words, speech_ms)
        wishes += grid.wishes()
        skipped += grid.skipped
    return WorkWishes(wishes, skipped)


def _low_end(bout: Bout, words: Words) -> Wish:
    wording = words.low_end(bout)
    # The chime comes even where its words do not fit.
    forms = (*wording.forms, Line("", wording.forms[-1].caption))
    return Wish(CueKind.LOW_END, bout.low_ms, Wording(forms, wording.brief), sound="low-end")


class _Grid:
    """One or two words for each rep or breath, on the grid of its tempo.

    Breath words come in pairs or not at all: half a breath would lead astray. Numbers come on
    their rep or not at all: where each has no time, every second, fifth or tenth is said.
    """

    def __init__(
        self,
        exercise: Exercise,
        count: int,
        tempo_ms: int,
        words: Words,
        speech_ms: SpeechLength,
    ) -> None:
        self._exercise = exercise
        self._count, self._tempo_ms = count, tempo_ms
        self._words, self._speech_ms = words, speech_ms
        self.skipped: list[Yielded] = []

    def wishes(self) -> Iterator[Wish]:
        """In order; fills `skipped`."""
        asked = ((number, self._words.count(number)) for number in range(2, self._count + 1))
        numbers = {number: wording for number, wording in asked if wording}
        stride = self._stride(numbers.values())
        for number in range(1, self._count + 1):
            start = (number - 1) * self._tempo_ms
            if breath := self._breath(number):
                late_ms = self._late(_LATE_BREATH)
                first_ms = late_ms if start else max(late_ms, _BEHIND_THE_TONE_MS)
                half = self._tempo_ms // 2
                yield Wish(CueKind.BREATH, start, breath.inhale, slack_ms=first_ms)
                yield Wish(CueKind.BREATH, start + half, breath.exhale, slack_ms=late_ms)
            elif number in numbers:
                # The tone has marked the first rep.
                if number % stride == 0:
                    late_ms = self._late(_LATE_NUMBER)
                    yield Wish(CueKind.COUNT, start, numbers[number], slack_ms=late_ms)
                else:
                    text = numbers[number].forms[0].text
                    self.skipped.append(Yielded(start, CueKind.COUNT, text, "tempo"))

    def _late(self, part: int) -> int:
        return min(self._tempo_ms // part, _LONGEST_SLACK_MS)

    def _stride(self, numbers: Iterable[Wording]) -> int:
        """Of how many numbers one is said."""
        longest = max((self._length(each) for each in numbers), default=0)
        fits = (each for each in _STRIDES if each * self._tempo_ms >= longest + GAP_MS)
        return next(fits, self._count + 1)

    def _breath(self, number: int) -> _Breath | None:
        """The two words of a breath in the longest forms that half of it has time for."""
        exhale = self._words.exhale(self._exercise)
        inhale = self._words.inhale(self._exercise, number) if exhale else None
        if exhale is None or inhale is None:
            return None
        room = self._tempo_ms // 2 - GAP_MS
        forms = tuple(form for form in inhale.forms if self._speech_ms(form.text) <= room)
        if not forms or self._length(exhale) > room:
            return None
        return _Breath(inhale._replace(forms=forms), exhale)

    def _length(self, wording: Wording) -> int:
        return self._speech_ms(wording.forms[0].text)
