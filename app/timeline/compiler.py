"""Lays a programme out in time.

Every block of a session is made here, both before the start and when the runner changes one.
Lengths that a routine gives are kept; a prepare phase is lengthened where its words need more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from app.movements.model import DoseKind, Need
from app.routine.doses import Bout, Exercise, Item, Pause, PauseKind, Programme, Rest
from app.timeline.model import Block, Cue, CueKind, Line, Phase, Segment, Timeline
from app.timeline.placing import (
    QUIET_TAIL_MS,
    SOUND_MS,
    Placed,
    Wish,
    countdown,
    cue_length,
    place,
)
from app.timeline.ready import Preparation, preparation
from app.timeline.words import SpeechLength, Wording, Words
from app.timeline.work import work_wishes
from app.units import SECOND

# From the key back to the mat and into the position, as before a first movement.
COUNT_IN_MS: Final = 10 * SECOND
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

    def length_ms(self, programme: Programme) -> int:
        """The `total_ms` of the compiled programme, without making a cue."""
        total, first = 0, None
        for item in programme.items:
            total += item.length_ms
            if isinstance(item, Rest):
                continue
            if first is None:
                first = item
            elif item.transition_ms:
                total += self._preparation(item).length_ms
        return total + self._leading(programme, first, total).length_ms if first else total

    def _welcomed(self, programme: Programme, blocks: list[tuple[int, Block]]) -> Timeline:
        """The whole with its first and last words, which tell its length."""
        at = next((i for i, (_, block) in enumerate(blocks) if block.phase is Phase.PREPARE), None)
        if at is not None:
            number, block = blocks[at]
            item = _exercise(block)
            rest_ms = sum(b.length_ms for _, b in blocks) - block.length_ms
            blocks[at] = (number, self._ready(item, self._leading(programme, item, rest_ms)))
        total_ms = sum(block.length_ms for _, block in blocks)
        closing = (self.closing(total_ms),)
        routine = programme.routine
        return Timeline(routine.id, routine.name, tuple(blocks), closing)

    def _leading(self, programme: Programme, item: Exercise, rest_ms: int) -> Preparation:
        """The lead-in with the welcome; `rest_ms` is the length of all that is not lead-in."""
        needed = {need for each in programme.exercises for need in each.movement.needs}
        needs = tuple(need for need in Need if need in needed)
        made = self._preparation(item, programme.lead_in_ms)
        # The welcome names the total and lengthens it; two rounds settle on a minute.
        for _ in range(2):
            total = rest_ms + made.length_ms
            welcome = self._words.welcome(
                programme.routine.name, total, needs, newcomer=programme.newcomer
            )
            made = self._preparation(item, programme.lead_in_ms, welcome)
        return made

    def _preparation(
        self, item: Exercise, lead_in_ms: int | None = None, welcome: Wording | None = None
    ) -> Preparation:
        return preparation(item, self._words, self._speech_ms, lead_in_ms, welcome)

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
            blocks.append(self._ready(item, self._preparation(item, lead_in_ms)))
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
        placed = place((wish, *countdown(rest.length_ms)), rest.length_ms, self._speech_ms)
        label = self._words.rest_label()
        return Block(rest.length_ms, Phase.REST, label, placed.cues, rest, yielded=placed.yielded)

    def _ready(self, item: Exercise, made: Preparation) -> Block:
        length = made.length_ms
        placed = place((*made.wishes, *countdown(length)), length, self._speech_ms)
        return self._block(length, Phase.PREPARE, placed, None, item, item.work[0])

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
        placed = place((wish, *countdown(pause.length_ms)), pause.length_ms, self._speech_ms)
        return self._block(pause.length_ms, phase, placed, pause, item, bout)

    def _work(self, item: Exercise, bout: Bout, turn: int, lead: Wording | None) -> Block:
        wishes, skipped = work_wishes(item, bout, turn, self._words, self._speech_ms, lead)
        cues, yielded = place(wishes, bout.length_ms, self._speech_ms)
        placed = Placed(cues, tuple(sorted((*yielded, *skipped), key=lambda each: each.at_ms)))
        block = self._block(bout.length_ms, _PHASES[bout.kind], placed, bout, item, bout)
        return block._replace(turn=turn)

    def _block(
        self,
        length_ms: int,
        phase: Phase,
        placed: Placed,
        source: Bout | Pause | None,
        item: Exercise,
        bout: Bout,
    ) -> Block:
        dose = self._words.dose(item, bout)
        name = item.movement.name
        block = Block(length_ms, phase, name, placed.cues, source, item, bout, dose)
        return block._replace(yielded=placed.yielded)

    def count_in(self, segment: Segment, position_ms: int) -> Block:
        """Getting ready to go on in the middle of a segment; where work goes on, a tone ends it."""
        block = segment.block
        left_ms = segment.end_ms - position_ms if block.phase is Phase.HOLD else None
        wording = self._words.going_on(block.exercise, block.bout, left_ms)
        wish = Wish(CueKind.ANNOUNCE, 0, wording)
        spoken_ms = self._speech_ms(wording.forms[0].text)
        length = max(COUNT_IN_MS, -(-(spoken_ms + QUIET_TAIL_MS) // SECOND) * SECOND)
        cues = place((wish, *countdown(length)), length, self._speech_ms).cues
        if block.phase.is_work:
            cues += (Cue(length, CueKind.WORK, "", "start", "", length_ms=SOUND_MS["start"]),)
        return block._replace(length_ms=length, phase=Phase.PREPARE, cues=cues, yielded=())

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
        return block._replace(length_ms=length_ms, cues=cues + beeps.cues)


def _exercise(block: Block) -> Exercise:
    assert block.exercise is not None
    return block.exercise


def _next_bout(item: Exercise, index: int) -> Bout:
    return next(part for part in item.bouts[index:] if isinstance(part, Bout))
