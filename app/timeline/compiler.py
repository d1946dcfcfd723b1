"""Lays a programme out in time.

Every block of a session is made here, both before the start and when the runner changes one.
Lengths that a routine gives are kept; a prepare phase is lengthened where its words need more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from app.movements.model import DoseKind, Need
from app.routine.doses import Bout, Exercise, Item, Pause, PauseKind, Programme, Rest
from app.timeline.model import Block, Cue, CueKind, Line, Phase, Timeline
from app.timeline.placing import GAP_MS, QUIET_TAIL_MS, Wish, countdown, cue_length, place
from app.timeline.words import SpeechLength, Wording, Words
from app.timeline.work import work_wishes
from app.units import SECOND

_PHASES: Final = {
    DoseKind.HOLD: Phase.HOLD,
    DoseKind.REPS: Phase.REPS,
    DoseKind.BREATHS: Phase.BREATHS,
}
# What is said once in a bout must not be said again when the bout is made longer.
_ONCE: Final = frozenset({CueKind.ANNOUNCE, CueKind.TECHNIQUE, CueKind.HALFWAY, CueKind.LOW_END})


class Compiler:
    """Compiles programmes with one phrase book and one measure of speech; holds no other state."""

    def __init__(self, words: Words, speech_ms: SpeechLength) -> None:
        """`speech_ms` must be a pure function, else two plans of one routine would differ."""
        self._words = words
        # Counts and cues come again and again.
        self._speech_ms = lru_cache(maxsize=4096)(speech_ms)

    def compile(self, programme: Programme) -> Timeline:
        """The timeline of a programme, closing cue included."""
        made: dict[tuple[int, bool], tuple[Block, ...]] = {}
        blocks: list[tuple[int, Block]] = []
        first = True
        for number, item in enumerate(programme.items):
            leading = first and isinstance(item, Exercise)
            key = (id(item), leading)
            if key not in made:
                made[key] = self._item_blocks(item, programme.lead_in_ms if leading else None)
            blocks += [(number, block) for block in made[key]]
            first = first and not leading
        return self._welcomed(programme, blocks)

    def _welcomed(self, programme: Programme, blocks: list[tuple[int, Block]]) -> Timeline:
        """The whole with its first and last words, which tell its length."""
        name = programme.routine.name
        needed = {need for item in programme.exercises for need in item.movement.needs}
        needs = tuple(need for need in Need if need in needed)
        at = next((i for i, (_, block) in enumerate(blocks) if block.phase is Phase.PREPARE), None)
        if at is not None:
            number, block = blocks[at]
            rest_ms = sum(b.length_ms for _, b in blocks) - block.length_ms
            # The welcome names the total and lengthens it; two rounds settle on a minute.
            total = rest_ms + block.length_ms
            for _ in range(2):
                welcome = self._words.welcome(name, total, needs)
                made = self._prepare(_exercise(block), programme.lead_in_ms, welcome)
                total = rest_ms + made.length_ms
            blocks[at] = (number, made)
        total_ms = sum(block.length_ms for _, block in blocks)
        closing = (self.closing(total_ms),)
        return Timeline(programme.routine.id, name, tuple(blocks), closing)

    def closing(self, total_ms: int) -> Cue:
        """The last words of a session that took `total_ms`."""
        wording = self._words.done(total_ms)
        line = wording.forms[0]
        length = cue_length(line.text, "end", self._speech_ms)
        return Cue(0, CueKind.DONE, line.text, "end", line.caption, wording.brief, length)

    def _item_blocks(self, item: Item, lead_in_ms: int | None) -> tuple[Block, ...]:
        if isinstance(item, Rest):
            return (self._rest(item),)
        blocks: list[Block] = []
        ready = item.transition_ms > 0 or lead_in_ms is not None
        if ready:
            blocks.append(self._prepare(item, lead_in_ms, None))
        said = ready
        for index, part in enumerate(item.bouts):
            if isinstance(part, Pause):
                block = self._pause(item, part, _next_bout(item, index))
                said = any(cue.text for cue in block.cues)
            else:
                turn = sum(isinstance(before, Bout) for before in item.bouts[:index])
                lead = None if said else self._words.lead(item, part, turn)
                block = self._work(item, part, turn, lead)
                said = False
            if block.length_ms:
                blocks.append(block)
        return tuple(blocks)

    def _rest(self, rest: Rest) -> Block:
        wish = Wish(CueKind.REST, 0, self._words.rest(rest.say), sound="switch")
        cues = place((wish, *countdown(rest.length_ms)), rest.length_ms, self._speech_ms)
        return Block(rest.length_ms, Phase.REST, self._words.rest_label(), cues, rest)

    def _prepare(self, item: Exercise, lead_in_ms: int | None, welcome: Wording | None) -> Block:
        bout = item.work[0]
        announce = self._words.announce(item, bout)
        sound = "switch" if lead_in_ms is None else None
        wishes, start = [], 0
        if welcome:
            wishes.append(Wish(CueKind.WELCOME, 0, welcome))
            start = cue_length(welcome.forms[0].text, None, self._speech_ms) + 3 * GAP_MS
        wishes.append(Wish(CueKind.ANNOUNCE, start, announce, sound=sound))
        needs = [
            _whole_seconds(start + cue_length(form.text, sound, self._speech_ms) + QUIET_TAIL_MS)
            for form in announce.forms
        ]
        asked = item.transition_ms if lead_in_ms is None else lead_in_ms
        if lead_in_ms is None and item.transition_given:
            length = asked if any(need <= asked for need in needs) else max(asked, needs[-1])
        else:
            length = max(asked, needs[0])
        cues = place((*wishes, *countdown(length)), length, self._speech_ms)
        return self._block(length, Phase.PREPARE, cues, None, item, bout)

    def _pause(self, item: Exercise, pause: Pause, bout: Bout) -> Block:
        words = self._words
        kind, phase, wording = {
            PauseKind.SIDE: (CueKind.SWITCH, Phase.SWITCH, words.switch),
            PauseKind.DIRECTION: (CueKind.SWITCH, Phase.SWITCH, lambda _, b: words.direction(b)),
            PauseKind.SET: (CueKind.REST, Phase.REST, lambda _, b: words.set_rest(b)),
        }[pause.kind]
        said = wording(item, bout)
        # The sound and the caption stay where there is no room for the words.
        forms = (*said.forms, Line("", said.forms[0].caption))
        wish = Wish(kind, 0, Wording(forms, said.brief), sound="switch")
        cues = place((wish, *countdown(pause.length_ms)), pause.length_ms, self._speech_ms)
        return self._block(pause.length_ms, phase, cues, pause, item, bout)

    def _work(self, item: Exercise, bout: Bout, turn: int, lead: Wording | None) -> Block:
        wishes = work_wishes(item, bout, turn, self._words, lead)
        cues = place(wishes, bout.length_ms, self._speech_ms)
        block = self._block(bout.length_ms, _PHASES[bout.kind], cues, bout, item, bout)
        return block._replace(turn=turn)

    def _block(
        self,
        length_ms: int,
        phase: Phase,
        cues: tuple[Cue, ...],
        source: Bout | Pause | None,
        item: Exercise,
        bout: Bout,
    ) -> Block:
        dose = self._words.dose(item, bout)
        return Block(length_ms, phase, item.movement.name, cues, source, item, bout, dose)

    def resized(self, block: Block, length_ms: int, done_ms: int = 0) -> Block:
        """The block at another length, with the cues before `done_ms` as they were performed."""
        kept = tuple(cue for cue in block.cues if cue.at_ms <= done_ms)
        once = {cue.kind for cue in kept} & _ONCE
        fresh = self._resized_cues(block, length_ms)
        later = tuple(
            cue
            for cue in fresh.cues
            if cue.at_ms > max([done_ms, *(c.at_ms + c.length_ms for c in kept)])
            and cue.kind not in once
        )
        resizes = (*block.resizes, (length_ms, done_ms))
        return fresh._replace(cues=kept + later, resizes=resizes)

    def _resized_cues(self, block: Block, length_ms: int) -> Block:
        item, source = block.exercise, block.source
        if isinstance(source, Bout) and item:
            count = source.rep_count and length_ms // (source.tempo_ms or SECOND)
            planned = item.work[block.turn]
            has_range = planned.low_ms < planned.length_ms
            low = min(planned.low_ms, length_ms) if has_range else length_ms
            bout = source._replace(length_ms=length_ms, low_ms=low, rep_count=count)
            said = any(cue.kind is CueKind.ANNOUNCE for cue in block.cues)
            lead = self._words.lead(item, source, block.turn) if said else None
            return self._work(item, bout, block.turn, lead)
        if isinstance(source, Pause) and item and block.bout:
            return self._pause(item, source._replace(length_ms=length_ms), block.bout)
        if isinstance(source, Rest):
            return self._rest(source._replace(length_ms=length_ms))
        cues = tuple(cue for cue in block.cues if cue.kind is not CueKind.COUNTDOWN)
        beeps = place(countdown(length_ms), length_ms, self._speech_ms)
        return block._replace(length_ms=length_ms, cues=cues + beeps)


def _exercise(block: Block) -> Exercise:
    assert block.exercise is not None
    return block.exercise


def _next_bout(item: Exercise, index: int) -> Bout:
    return next(part for part in item.bouts[index:] if isinstance(part, Bout))


def _whole_seconds(ms: int) -> int:
    return -(-ms // SECOND) * SECOND
