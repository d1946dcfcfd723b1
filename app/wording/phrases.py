"""The phrase book: every sentence of a session, for the ear and for the eye.

The words are data in `resources/phrases/LANGUAGE.yaml`; this module only fills them in. The eye
reads digits and units, the ear hears words: "60–90 s" is "sixty to ninety seconds".
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from app.movements.model import DoseKind, Need, Side
from app.routine.doses import Bout, Exercise
from app.timeline.model import Line
from app.timeline.words import Wording
from app.units import MINUTE, SECOND, Range
from app.wording.book_file import read_sections, table, text_of, units_of
from app.wording.spelling import Oddities, Speller, capital

# With an ending the side is bent to its word: "{side:es} Knie" is "linkes Knie" in German.
_SIDE: Final = r"\{(side|other):(\w+)\}"


class PhraseBook:
    """One language. Implements `app.timeline.words.Words`."""

    def __init__(self, path: Path, *, counting: bool = True) -> None:
        """Reads the book; a shipped file that is broken is a fault of the program.

        Without `counting` no numbers of reps are said.
        """
        sections = read_sections(path)
        self.language = text_of(sections["language"])
        self.name = text_of(sections["name"])
        self._units = units_of(sections["units"])
        numbers = table(sections["numbers"])
        self._decimal = numbers["decimal"]
        self._writing = path.parent / self.language / "writing.yaml"
        self._odd: Oddities | None = None
        self._speller = Speller(numbers, self._units, table(sections["sounds"]), self._oddities)
        self.spoken = self._speller.spoken
        self.number = self._speller.number
        self._sides = table(sections["sides"])
        self._stems = table(sections["side-stems"])
        self._directions = table(sections["directions"])
        self._first_direction = table(sections["first-direction"])
        self._needs = table(sections["needs"])
        self._phrases = table(sections["phrases"])
        self._is_counting = counting

    def _oddities(self, speller: Speller) -> Oddities:
        """Read when a runner's own words first need it."""
        if self._odd is None:
            from app.wording.oddities import Writing

            self._odd = Writing(self._writing, speller)
        return self._odd

    def side_name(self, side: Side) -> str:
        """The word for a side, as in "Pigeon pose, right"."""
        return self._sides[side]

    @property
    def sample(self) -> str:
        """A sentence or two to try a voice with."""
        return self._phrases["sample"]

    # Numbers and times.

    def _line(self, caption: str) -> Line:
        return Line(self.spoken(caption), caption)

    def _counted(self, value: int, unit: str, *, eye: bool = False) -> str:
        unit = unit if unit in self._units else "reps"
        if eye:
            return f"{value} {self._units[unit][2 if value == 1 else 3]}"
        return self._speller.counted(value, unit)

    def _time(self, amount: Range, *, eye: bool = False) -> str:
        """A time or a range of times, in minutes where that is exact from two minutes on.

        The eye reads fractions of a second, the ear hears the nearest whole one.
        """
        if any(ms % SECOND for ms in amount):
            if eye:
                exact = "–".join(f"{ms / SECOND:g}" for ms in dict.fromkeys(amount))
                return f"{exact.replace('.', self._decimal)} {self._units['second'][3]}"
            amount = Range(*((ms + SECOND // 2) // SECOND * SECOND for ms in amount))
        minutes = amount.high >= 2 * MINUTE and not (amount.low % MINUTE or amount.high % MINUTE)
        unit, scale = ("minute", MINUTE) if minutes else ("second", SECOND)
        low, high = amount.low // scale, amount.high // scale
        if amount.is_single:
            return self._counted(high, unit, eye=eye)
        if eye:
            return f"{low}–{self._counted(high, unit, eye=True)}"
        return self._speller.range(self.number(low, before_noun=True), self._counted(high, unit))

    def total(self, total_ms: int, *, eye: bool = False) -> str:
        """A session's length: in minutes from two on, else in seconds."""
        if total_ms < 2 * MINUTE:
            return self._counted(-(-total_ms // SECOND), "second", eye=eye)
        return self._counted((total_ms + MINUTE // 2) // MINUTE, "minute", eye=eye)

    def dose(self, exercise: Exercise, bout: Bout) -> str:
        """The dose for the eye: `Hold 60–90 s`, `12 reps`, `10 each way`."""
        return capital(self._dose(exercise, bout, eye=True))

    def _dose(self, exercise: Exercise, bout: Bout, *, eye: bool) -> str:
        kind = "-eye" if eye else ""
        if bout.kind is DoseKind.HOLD:
            dose = self._phrases["hold" + kind].format(time=self._time(bout.amount, eye=eye))
        else:
            unit = "breaths" if bout.kind is DoseKind.BREATHS else exercise.movement.counted
            count = bout.rep_count or 0
            dose = self._counted(count, unit, eye=eye)
            if bout.direction:
                first = self._first_direction[exercise.movement.directions[0]]
                number = str(count) if eye else self.number(count, before_noun=True)
                dose = self._phrases["each-way" + kind].format(count=number, first=first)
        if bout.sets > 1:
            number = str(bout.sets) if eye else self.number(bout.sets)
            dose = self._phrases["sets" + kind].format(dose=dose, sets=number)
        return dose

    # What a session says, in the order of `Words`.

    def welcome(
        self, name: str, total_ms: int, needs: tuple[Need, ...], *, newcomer: bool = False
    ) -> Wording:
        """The session's name, length, needs and line of safety; for a newcomer a little more."""
        name = name.rstrip(". ")
        said = self._phrases["welcome"].format(name=name, total=self.total(total_ms))
        shown = self._phrases["welcome"].format(name=name, total=self.total(total_ms, eye=True))
        tail = [self._phrases["safety"]]
        if newcomer:
            tail.append(self._phrases["safety-newcomer"])
        if needs:
            tail.insert(0, self._phrases["welcome-needs"].format(needs=self._listed(needs)))
        line = Line(self.spoken(_joined(said, *tail)), _joined(shown, *tail))
        return Wording((line,), self._phrases["safety-brief"])

    def _listed(self, needs: tuple[Need, ...]) -> str:
        listed, *more = (self._needs[need] for need in needs)
        for index, word in enumerate(more, start=2):
            phrase = self._phrases["list-last" if index == len(needs) else "list"]
            listed = phrase.format(most=listed, next=word)
        return listed

    def announce(self, exercise: Exercise, bout: Bout) -> Wording:
        """Full with set-up cue; without it; the name and the action alone. A note is never lost."""
        movement = exercise.movement
        name, note = movement.name, exercise.note
        action = self._acted(exercise.action, bout.side)
        setup = self._sided(movement.setup, bout.side)
        said, shown = (self._dose(exercise, bout, eye=eye) for eye in (False, True))
        forms = tuple(
            Line(
                self.spoken(_joined(name, action, said if dosed else "", *tail)),
                _joined(name, action, shown if dosed else "", *tail),
            )
            for dosed, tail in ((True, (setup, note)), (True, (note,)), (False, (note,)))
        )
        return Wording(forms, self.spoken(_joined(name, action)))

    def lead(self, exercise: Exercise, bout: Bout, turn: int) -> Wording:
        """What starts now: another direction, the next dose of the same side, or the side."""
        if bout.direction and bout.direction is not exercise.movement.directions[0]:
            return self.direction(bout)
        if _same_side_before(exercise, turn):
            said, shown = (
                self._phrases["now"].format(dose=self._dose(exercise, bout, eye=eye))
                for eye in (False, True)
            )
            return Wording((Line(said, shown),), said)
        action = self._acted(exercise.action, bout.side)
        short = capital(self._sides[bout.side]) if bout.side else exercise.movement.name
        forms = [_joined(action or exercise.movement.name), _joined(short)]
        if turn == 0:
            forms.insert(0, _joined(exercise.movement.name, action, exercise.note))
        return Wording(tuple(map(self._line, forms)), self.spoken(forms[-2]))

    def switch(self, exercise: Exercise, bout: Bout) -> Wording:
        """The change of sides, by what the runner can see of it."""
        word = self._phrases["switch"]
        action = self._acted(exercise.action, bout.side)
        side = capital(self._sides[bout.side]) if bout.side else ""
        forms = [_joined(word, action or side), _joined(side)]
        if bout.direction:
            forms.insert(0, _joined(word, action or side, self._directions[bout.direction]))
        lines = tuple(map(self._line, forms))
        if bout.set > 1 and bout.side is exercise.work[0].side and not bout.direction:
            said, shown = (
                _joined(word, action or side, each) for each in self._numbered("set", bout)
            )
            lines = (Line(self.spoken(said), shown), *lines)
        return Wording(lines, self.spoken(_joined(action or side)))

    def _numbered(self, phrase: str, bout: Bout) -> tuple[str, str]:
        """Which set of how many, for the ear and for the eye."""
        said = {"set": self.number(bout.set), "sets": self.number(bout.sets)}
        form = self._phrases[phrase]
        return form.format(**said), form.format(set=bout.set, sets=bout.sets)

    def direction(self, bout: Bout) -> Wording:
        """The other way round."""
        name = self._directions[bout.direction] if bout.direction else ""
        text = self._phrases["direction"].format(direction=capital(name))
        shown = self._phrases["direction-eye"].format(direction=name)
        return Wording((Line(text, shown),), text)

    def set_rest(self, bout: Bout) -> Wording:
        """A short rest on one's own side."""
        said, shown = self._numbered("set-rest", bout)
        short, _ = self._numbered("set", bout)
        rest = self._phrases["rest"]
        forms = (Line(self.spoken(said), shown), Line(self.spoken(capital(short)), shown))
        return Wording((*forms, Line(rest, shown)), self.spoken(rest))

    def rest(self, say: str) -> Wording:
        """A rest; the runner's words are shown whole even where they cannot be said."""
        rest = self._phrases["rest"]
        whole = _joined(rest, say)
        forms = (self._line(whole), Line(rest, whole), Line("", whole))
        return Wording(forms, rest)

    def rest_label(self) -> str:
        """`Rest`, as a name."""
        return self._phrases["rest"].rstrip(".")

    def halfway(self) -> Wording:
        """The middle of a hold."""
        return Wording((self._line(self._phrases["halfway"]),))

    def low_end(self, bout: Bout) -> Wording:
        """A hold says the time; for reps the chime is enough, since they are counted."""
        if bout.kind is DoseKind.HOLD:
            low = Range(bout.low_ms, bout.low_ms)
            said, shown = (
                self._phrases["low-hold"].format(low=capital(self._time(low, eye=eye)))
                for eye in (False, True)
            )
            return Wording((Line(said, shown), self._line(self._phrases["low-hold-short"])))
        caption = self._phrases["low-count"].format(low=bout.amount.low, high=bout.rep_count)
        return Wording((Line("", caption),))

    def technique(self, exercise: Exercise, bout: Bout, turn: int) -> Wording | None:
        """The movement's cues in turn, the most important first."""
        cues = exercise.movement.technique
        if not cues:
            return None
        return Wording((self._line(self._sided(cues[turn % len(cues)], bout.side)),))

    def count(self, number: int) -> Wording | None:
        """The number of the rep that begins."""
        return Wording((self._counting(number),)) if self._is_counting else None

    def _counting(self, number: int) -> Line:
        text = self._phrases["count"].format(count=capital(self.number(number)))
        return Line(text, str(number))

    def inhale(self, exercise: Exercise, number: int) -> Wording | None:
        """The movement's own word, or the plain one where breaths are the dose."""
        word = self._breath_word(exercise, "inhale")
        if word is None:
            return None
        line = self._line(_joined(word))
        counted = self._counting(number).text
        numbered = Line(f"{counted} {line.text}", line.caption)
        counts = number > 1 and self._is_counting
        return Wording((numbered, line) if counts else (line,))

    def exhale(self, exercise: Exercise) -> Wording | None:
        """The way out of a breath."""
        word = self._breath_word(exercise, "exhale")
        return None if word is None else Wording((self._line(_joined(word)),))

    def _breath_word(self, exercise: Exercise, which: str) -> str | None:
        own = exercise.movement.breath_words
        if own is not None:
            return own.inhale if which == "inhale" else own.exhale
        in_breaths = any(bout.kind is DoseKind.BREATHS for bout in exercise.work)
        return self._phrases[which] if in_breaths else None

    def going_on(
        self, exercise: Exercise | None, bout: Bout | None, left_ms: int | None
    ) -> Wording:
        """The time that is left first: what stays on the screen is the position to take."""
        name = exercise.movement.name if exercise else self.rest_label()
        action = self._acted(exercise.action, bout.side) if exercise and bout else ""
        lines = []
        for eye in (False, True):
            word = self._phrases["going-on"]
            if left_ms is not None:
                left = Range(*[-(-left_ms // SECOND) * SECOND] * 2)
                word = self._phrases["going-on-with"].format(time=self._time(left, eye=eye))
            lines.append(_joined(word, name, action))
        return Wording((Line(self.spoken(lines[0]), lines[1]),), self.spoken(_joined(name, action)))

    def done(self, total_ms: int) -> Wording:
        """The end and the total, no speech-making."""
        said, shown = (
            self._phrases["done"].format(total=capital(self.total(total_ms, eye=eye)))
            for eye in (False, True)
        )
        return Wording((Line(said, shown),), self._phrases["done-brief"])

    # Small parts of speech.

    def _sided(self, text: str, side: Side | None) -> str:
        """A movement's words with their side; `{other}` is the opposite one."""
        if side is None or "{" not in text:
            return text
        text = text.replace("{side}", self._sides[side])
        text = text.replace("{other}", self._sides[side.other])
        if "{" not in text:
            return text

        def named(found: re.Match[str]) -> str:
            return self._stems[side if found[1] == "side" else side.other] + found[2]

        return re.sub(_SIDE, named, text)

    def _acted(self, action: str, side: Side | None) -> str:
        """The action with its side, which stands behind the words where they do not have it."""
        words = capital(self._sided(action, side))
        has_side = "{side}" in action or "{side:" in action
        return words if side is None or has_side else _joined(words, self._sides[side])


def _same_side_before(exercise: Exercise, turn: int) -> bool:
    """Whether a bout follows another on its own side without a pause; `turn` counts the bouts."""
    at = [index for index, part in enumerate(exercise.bouts) if isinstance(part, Bout)]
    return turn > 0 and at[turn] == at[turn - 1] + 1


def _joined(*parts: str) -> str:
    """Sentences in a row, each with its full stop; empty ones vanish."""
    kept = (part.strip() for part in parts if part.strip())
    return " ".join(capital(part if part[-1] in ".?!" else f"{part}.") for part in kept)
