"""Which cues fit into a stretch of time, and which yield. Decided once, before the session."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from app.timeline.model import Cue, CueKind, Form, Line, Yielded
from app.timeline.words import SpeechLength, Wording
from app.units import SECOND

# Milliseconds; the sounds are made to these lengths, and a test compares the two.
SOUND_MS: Final[Mapping[str, int]] = MappingProxyType(
    {"start": 360, "switch": 480, "low-end": 640, "beep": 120, "end": 1100}
)
QUIET_TAIL_MS: Final = 4 * SECOND
GAP_MS: Final = 120

# Lower ranks place themselves first; what then collides takes a shorter form, a later moment
# within its slack, or is left out.
_RANK: Final[Mapping[CueKind, int]] = MappingProxyType(
    {
        kind: rank
        for rank, kind in enumerate(
            (
                CueKind.COUNTDOWN,
                CueKind.WORK,
                CueKind.WELCOME,
                CueKind.SWITCH,
                CueKind.REST,
                CueKind.ANNOUNCE,
                CueKind.LOW_END,
                CueKind.HALFWAY,
                CueKind.TECHNIQUE,
                CueKind.BREATH,
                CueKind.COUNT,
                CueKind.DONE,
            )
        )
    }
)
_SLACK: Final[Mapping[CueKind, int]] = MappingProxyType(
    {
        CueKind.ANNOUNCE: 6 * SECOND,
        CueKind.TECHNIQUE: 5 * SECOND,
        CueKind.LOW_END: 600,
        CueKind.HALFWAY: 1500,
    }
)
_SILENT: Final = Line("", "")


class Wish(NamedTuple):
    """A cue that would like to be heard at `at_ms`."""

    kind: CueKind
    at_ms: int
    wording: Wording = Wording((_SILENT,))
    sound: str | None = None
    slack_ms: int | None = None
    """How much later it may come; None for what its kind allows."""


class Placed(NamedTuple):
    """What is heard, and what found no room; both in order."""

    cues: tuple[Cue, ...]
    yielded: tuple[Yielded, ...] = ()


class _Taken(NamedTuple):
    start_ms: int
    end_ms: int
    kind: CueKind


def countdown(length_ms: int) -> list[Wish]:
    """Beeps three, two and one second before the end, where the stretch is longer than they."""
    return [
        Wish(CueKind.COUNTDOWN, length_ms - left * SECOND, sound="beep")
        for left in (3, 2, 1)
        if length_ms > QUIET_TAIL_MS
    ]


def place(wishes: Iterable[Wish], length_ms: int, speech_ms: SpeechLength) -> Placed:
    """The cues that fit into `[0, length_ms]`, none overlapping another.

    Nothing is spoken in the last `QUIET_TAIL_MS`.
    """
    taken: list[_Taken] = []
    cues: list[Cue] = []
    yielded: list[Yielded] = []
    for wish in sorted(wishes, key=lambda wish: (_rank(wish), wish.at_ms)):
        if cue := _placed(wish, taken, length_ms, speech_ms):
            insort(taken, _Taken(cue.at_ms, cue.at_ms + cue.length_ms, cue.kind))
            cues.append(cue)
        else:
            why = _reason(wish, taken, length_ms, speech_ms)
            yielded.append(Yielded(wish.at_ms, wish.kind, wish.wording.forms[0].text, why))
    cues.sort(key=lambda cue: cue.at_ms)
    yielded.sort(key=lambda each: each.at_ms)
    return Placed(tuple(cues), tuple(yielded))


def _rank(wish: Wish) -> tuple[bool, int]:
    """Bare sounds mark the second itself, so they yield to no words."""
    bare = wish.sound is not None and not wish.wording.forms[0].text
    return not bare, _RANK[wish.kind]


def _placed(wish: Wish, taken: list[_Taken], length_ms: int, speech_ms: SpeechLength) -> Cue | None:
    forms = wish.wording.forms
    for form in forms:
        length = cue_length(form.text, wish.sound, speech_ms)
        at = _free(wish.at_ms, length, taken)
        if at <= _latest(wish, form, length, length_ms):
            brief = wish.wording.brief if form.text else ""
            kind = Form.FULL if form is forms[0] else Form.SHORT if form.text else Form.SOUND
            return Cue(at, wish.kind, form.text, wish.sound, form.caption, brief, length, kind)
    return None


def _latest(wish: Wish, form: Line, form_ms: int, length_ms: int) -> int:
    """The last moment at which a form of a wish may begin."""
    slack = _SLACK.get(wish.kind, 0) if wish.slack_ms is None else wish.slack_ms
    return min(length_ms - form_ms - (QUIET_TAIL_MS if form.text else 0), wish.at_ms + slack)


def _reason(wish: Wish, taken: list[_Taken], length_ms: int, speech_ms: SpeechLength) -> str:
    """Why not even the last form of a wish found room."""
    form = wish.wording.forms[-1]
    length = cue_length(form.text, wish.sound, speech_ms)
    if wish.at_ms + length > length_ms - (QUIET_TAIL_MS if form.text else 0):
        return "quiet-end" if form.text else "too-short"
    ahead = bisect_left(taken, (wish.at_ms + length + GAP_MS,))
    return f"yields to {taken[ahead - 1].kind.value}"


def cue_length(text: str, sound: str | None, speech_ms: SpeechLength) -> int:
    """Milliseconds that a cue sounds: its sound, then its text."""
    length = SOUND_MS[sound] if sound else 0
    if text:
        length += speech_ms(text) + (GAP_MS if sound else 0)
    return length


def _free(at: int, length: int, taken: list[_Taken]) -> int:
    """The first moment from `at` on at which `length` fits between what is taken."""
    index = bisect_left(taken, (at, at))
    if index and taken[index - 1].end_ms + GAP_MS > at:
        at = taken[index - 1].end_ms + GAP_MS
    while index < len(taken) and taken[index].start_ms < at + length + GAP_MS:
        at = max(at, taken[index].end_ms + GAP_MS)
        index += 1
    return at
