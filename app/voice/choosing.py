"""Which of a computer's voices speaks: the one asked for, else the clearest of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from app.voice.engine import Listed

# Both the American and the British voice of espeak are steady; the American one keeps its r, which
# tells "forward" and "four" from their neighbours in a noisy room. The names are those of macOS,
# which lists voices made for fun among the others.
_CLEAREST: Final = {
    "en": ("gmw/en-us", "gmw/en-gb", "gmw/en", "samantha", "daniel", "en-us", "en-gb", "en"),
    "de": ("gmw/de", "anna", "de-de"),
}
_LAST_RESORT: Final = "en"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}([-_][a-z0-9]+)*")
_NAMES: Final = {
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
}

OWN_VOICE: Final = "the computer's own voice"


class Choice(NamedTuple):
    """The identifier of the voice that speaks, and its name where it is not what was wanted."""

    id: str
    instead: str


def choose(wanted: Sequence[str], voices: Iterable[Listed], current: str) -> Choice:
    """The voice for the first of `wanted` that this computer has, else an English one.

    Each of `wanted` is an identifier, a name or a code of a language, as the runner wishes most;
    '' is passed over. Without any of them the engine's `current` voice: better heard than not.
    """
    known = list(voices)
    asked = [each.casefold() for each in wanted if each] or [_LAST_RESORT]
    for place, each in enumerate(dict.fromkeys((*asked, _LAST_RESORT))):
        if found := _find(each, known, current):
            return Choice(found.id, found.name if place else "")
    names = [voice.name for voice in known if voice.id == current]
    return Choice(current, names[0] if names else OWN_VOICE if known else "")


def is_language(wanted: str) -> bool:
    """Whether `wanted` looks like the code of a language and not like the name of a voice."""
    return _LANGUAGE.fullmatch(wanted.casefold()) is not None


def language_name(code: str) -> str:
    """The English name of a language, else its code."""
    return _NAMES.get(main_part(code), code)


def main_part(code: str) -> str:
    """The language of a code without its region: "en" of "en_US"."""
    return re.split("[-_]", code.casefold())[0]


def _find(wanted: str, known: Sequence[Listed], current: str) -> Listed | None:
    for match in (*_CLEAREST.get(wanted, ()), wanted):
        for voice in known:
            if match in (voice.id.casefold(), voice.name.casefold(), *voice.languages):
                return voice
    return _any_of_language(wanted, known, current) if is_language(wanted) else None


def _any_of_language(code: str, known: Sequence[Listed], current: str) -> Listed | None:
    """The plainest voice of a language: its home's, else the engine's own, else the first."""
    language = main_part(code)
    able = [v for v in known if any(main_part(each) == language for each in v.languages)]
    for voice in able:
        if f"{language}-{language}" in voice.languages or voice.id.endswith(f"/{language}"):
            return voice
    return next((voice for voice in able if voice.id == current), able[0] if able else None)
