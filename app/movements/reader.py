"""A movement's document to a `Movement`, with every problem at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from app.document.fields import Fields
from app.document.nodes import Mapping
from app.document.problems import Problems
from app.movements.bounds import (
    BREATH_BOUNDS,
    DEFAULT_TEMPO_MS,
    FORMAT,
    HOLD_BOUNDS,
    MAX_NAME,
    PAUSE_BOUNDS,
    REP_BOUNDS,
    SET_BOUNDS,
    TEMPO_BOUNDS,
)
from app.movements.model import (
    Area,
    BreathWords,
    Direction,
    Dose,
    DoseKind,
    Movement,
    Need,
    Part,
    Role,
    TargetSide,
    When,
)
from app.units import Range

_MAX_CUE: Final = 200
_KEYS: Final = (
    "limber name short-name code areas target role when sides lead target-side directions "
    "even-reps static-always counted doses variants parts pre-run-tempo inhale exhale transition "
    "switch action setup technique warnings needs description source picture mirror"
).split()
_DOSES: Final = tuple(kind.value for kind in DoseKind)
_DOSE_KEYS: Final = (*_DOSES, "sets", "tempo", "when", "name")
_PICTURES: Final = (".svg", ".png", ".gif", ".webp")
_PLACEHOLDER: Final = r"\{(?!(?:side|other)(?::\w+)?\})[^{}]*\}?"


class MovementReader:
    """Reads one movement. `movement()` is None as soon as anything is wrong."""

    def __init__(self, root: Mapping, problems: Problems, path: Path) -> None:
        """`path` gives the id and the folder that a picture must lie in."""
        self._path = path
        self._problems = problems
        self._fields = Fields(root, problems, _KEYS, "in a movement")

    def movement(self) -> Movement | None:
        """Every field is read before anything is given up, so that all faults show at once."""
        fields = self._fields
        fields.require("limber", "name", "areas", "role", "when", "sides")
        self._check_version()
        if "doses" not in fields and "parts" not in fields:
            self._problems.add(fields.place, "missing-key", 'A movement needs "doses" or "parts".')
        values = self._words() | self._rules()
        if self._problems:
            return None
        return Movement(id=self._path.stem, **values)

    def _words(self) -> dict[str, Any]:
        fields = self._fields
        name = fields.text("name", MAX_NAME, empty=False)
        texts = {
            key: self._sided_text(key) or ""
            for key in ("target", "lead", "action", "setup", "description", "source")
        }
        return texts | {
            "name": name,
            "short_name": fields.text("short-name", MAX_NAME) or name,
            "code": fields.text("code", MAX_NAME) or "",
            "counted": fields.text("counted", MAX_NAME) or "reps",
            "technique": fields.texts("technique", _MAX_CUE),
            "warnings": fields.texts("warnings", _MAX_CUE),
            "breath_words": self._breath_words(),
            "picture": self._picture(),
        }

    def _rules(self) -> dict[str, Any]:
        fields = self._fields
        return {
            "areas": self._some("areas", Area),
            "role": fields.choice("role", Role),
            "when": frozenset(self._some("when", When)),
            "two_sided": self._flag("sides", yes="two", no="one"),
            "doses": self._doses("doses"),
            "variants": self._doses("variants"),
            "parts": tuple(map(self._part, self._mappings("parts"))),
            "target_side": fields.choice("target-side", TargetSide) or TargetSide.LEAD,
            "directions": fields.choices("directions", Direction),
            "even_reps": self._flag("even-reps"),
            "picture_mirrors": not self._flag("mirror", yes="no", no="yes"),
            "static_always": self._flag("static-always"),
            "pre_run_tempo_ms": fields.duration("pre-run-tempo", *TEMPO_BOUNDS),
            "transition_ms": fields.duration("transition", *PAUSE_BOUNDS),
            "switch_ms": fields.duration("switch", *PAUSE_BOUNDS),
            "needs": fields.choices("needs", Need),
        }

    def _check_version(self) -> None:
        version = self._fields.word("limber")
        if version is not None and version != FORMAT:
            message = f'This program reads "limber: {FORMAT}" only.'
            self._fields.fault("limber", "unknown-version", message)

    def _sided_text(self, key: str) -> str | None:
        """A text whose only placeholders are the two sides."""
        text = self._fields.text(key)
        if text and (found := re.search(_PLACEHOLDER, text)):
            message = f'"{found[0]}" is not a placeholder: {{side}} and {{other}} are.'
            self._fields.fault(key, "bad-value", message)
        return text

    def _some(self, key: str, kind: type[Any]) -> tuple[Any, ...]:
        """A list of choices with at least one member."""
        self._fields.refuse_empty(key)
        return self._fields.choices(key, kind)

    def _flag(self, key: str, yes: str = "yes", no: str = "no") -> bool:
        word = self._fields.word(key)
        if word not in (None, yes, no):
            self._fields.fault(key, "bad-value", f'"{key}" is {yes} or {no}.')
        return word == yes

    def _breath_words(self) -> BreathWords | None:
        inhale = self._fields.text("inhale", _MAX_CUE, empty=False)
        exhale = self._fields.text("exhale", _MAX_CUE, empty=False)
        for key, other in (("inhale", "exhale"), ("exhale", "inhale")):
            if key in self._fields and other not in self._fields:
                place = self._fields.key_place(key)
                self._problems.add(place, "missing-key", f'"{key}" needs an "{other}" beside it.')
        return BreathWords(inhale, exhale) if inhale and exhale else None

    def _mappings(self, key: str) -> list[Mapping]:
        nodes = self._fields.items(key)
        for node in nodes:
            if not isinstance(node, Mapping):
                self._problems.add(node.place, "wrong-type", f'"{key}" takes groups of keys.')
        return [node for node in nodes if isinstance(node, Mapping)]

    def _doses(self, key: str) -> tuple[Dose, ...]:
        self._fields.refuse_empty(key)
        doses = (self._dose(node) for node in self._mappings(key))
        return tuple(dose for dose in doses if dose is not None)

    def _dose(self, node: Mapping) -> Dose | None:
        fields = Fields(node, self._problems, _DOSE_KEYS, "in a dose")
        amounts = {
            "hold": fields.duration_range("hold", *HOLD_BOUNDS),
            "reps": fields.count_range("reps", *REP_BOUNDS),
            "breaths": fields.count_range("breaths", *BREATH_BOUNDS),
        }
        tempo = fields.duration("tempo", *TEMPO_BOUNDS)
        sets = fields.count_range("sets", *SET_BOUNDS) or Range(1, 1)
        when = frozenset(fields.choices("when", When))
        name = fields.text("name", MAX_NAME) or ""
        given = fields.in_order(_DOSES)
        if not given:
            message = "A dose has one of hold, reps, breaths; this one has none."
            self._problems.add(node.place, "missing-key", message)
            return None
        for key in given[1:]:
            message = f'A dose is one of hold, reps, breaths; "{key}" is a second one.'
            self._problems.add(fields.key_place(key), "two-doses", message)
        if given[0] != "reps" and "tempo" in fields:
            message = 'A "tempo" goes with reps.'
            self._problems.add(fields.key_place("tempo"), "unsuitable-dose", message)
        kind, amount = DoseKind(given[0]), amounts[given[0]]
        if amount is None:
            return None
        tempo = (tempo or DEFAULT_TEMPO_MS) if kind is DoseKind.REPS else None
        return Dose(kind, amount, sets, tempo, when, name)

    def _part(self, node: Mapping) -> Part:
        fields = Fields(node, self._problems, ("movement", "hold", "action"), "in a part")
        part = Part(
            fields.text("movement", MAX_NAME),
            fields.duration("hold", *HOLD_BOUNDS),
            fields.text("action", _MAX_CUE) or "",
        )
        if "movement" not in fields and "hold" not in fields:
            message = "A part needs a movement or a hold."
            self._problems.add(node.place, "missing-key", message)
        return part

    def _picture(self) -> Path | None:
        """The picture's path, which must stay inside the movement's own folder."""
        name = self._fields.text("picture", MAX_NAME)
        if name is None:
            return None
        folder = self._path.parent.resolve()
        path = folder / "nothing" if "\0" in name else (folder / name).resolve()
        if path.is_relative_to(folder) and path.suffix.lower() in _PICTURES:
            return path
        message = f"A picture is one of {', '.join(_PICTURES)} beside the movement's file."
        self._fields.fault("picture", "bad-value", message)
        return None
