"""What is said about a voice that is tried out: one honest line at every moment."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from app.voice.choosing import choose, language_name
from app.voice.engine import Listed
from app.voice.fallback import why_not_piper
from app.voice.synthesiser import PIPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.voice.port import VoiceSettings
    from app.voice.synthesiser import VoiceChoice


class Status(NamedTuple):
    """One honest line; a `fault` is why less is heard than was asked for."""

    text: str = ""
    fault: bool = False
    busy: bool = False


LOOKING: Final = Status("Looking for voices…", busy=True)
LISTENING: Final = Status("Listening for the voice…", busy=True)
WAKING: Final = Status("Waking the loudspeaker…", busy=True)
NO_ANSWER: Final = Status("No sound: the loudspeaker does not answer. Try again.", fault=True)
FAILED: Final = Status("No sound: the test has failed; the log says why.", fault=True)
NO_SPEECH: Final = Status("No voice: the engine has failed; the log says why.", fault=True)
NOT_LISTED: Final = Status("No voice: the engine cannot list its voices.", fault=True)


class Chosen(NamedTuple):
    """The name of the voice that speaks; where it is not the one that was wanted, a sentence."""

    name: str
    why: str = ""


def chosen(settings: VoiceSettings, voices: Sequence[VoiceChoice]) -> Chosen:
    """Which of the voices an engine will speak with, by its own rules."""
    if settings.engine == PIPER:
        return _by_piper(settings, voices)
    if not voices:
        return Chosen(settings.voice or f"a voice for {language_name(settings.language)}")
    listed = [Listed(v.id, v.name, tuple(x.casefold() for x in v.languages)) for v in voices]
    choice = choose((settings.voice, settings.language), listed, "")
    names = {voice.id: voice.name for voice in voices}
    name = names.get(choice.id, "the computer's own voice")
    if not choice.instead:
        return Chosen(name)
    wanted = settings.voice or f"for {language_name(settings.language)}"
    return Chosen(name, f"This computer has no voice {wanted}; {name} will speak.")


def _by_piper(settings: VoiceSettings, voices: Sequence[VoiceChoice]) -> Chosen:
    """Where Piper cannot load the file, the voices of the engine that stands in are listed."""
    if problem := why_not_piper(settings.piper_voice):
        return Chosen("the computer's own voice", problem.beside)
    model = PurePath(settings.piper_voice)
    if any(voice.name != model.stem for voice in voices):
        why = f"Piper cannot load {model.name}, so this computer's own voice will speak."
        return Chosen("the computer's own voice", why)
    return Chosen(model.stem)


def promised(settings: VoiceSettings, voices: Sequence[VoiceChoice]) -> Status:
    """Who will speak."""
    name, why = chosen(settings, voices)
    return Status(why or f"{name[:1].upper()}{name[1:]} will speak.", fault=bool(why))


def afterwards(settings: VoiceSettings, name: str) -> Status:
    """That something sounded is known; that it was heard is not."""
    if not settings.voice_volume:
        return Status("The voice is turned down to nothing.", fault=True)
    return Status(f"That was {name}. If you heard nothing, turn up this computer's volume.")
