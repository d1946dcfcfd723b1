"""What should be heard of a routine, taken from the program's own plan and its own clips.

This is the only file here that knows how the program makes and keeps its sounds.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from app.audio.clips import Clip
from app.audio.tones import tone
from app.house import House
from app.timeline.model import Timeline
from app.timeline.placing import GAP_MS
from app.voice.cache import ClipCache, ClipKey
from app.voice.port import VoiceSettings
from app.voice.synthesiser import Unavailable, find_synthesiser


class Planned(NamedTuple):
    """A clip that should begin at a moment of the session."""

    at_ms: int
    name: str
    clip: Clip


def planned_timeline(routine: str) -> Timeline:
    """The plan of a whole routine, as `limber plan` shows it; an id or a path."""
    house = House()
    return house.plan(house.routine(routine))


def planned_sounds(timeline: Timeline, home: Path) -> list[Planned]:
    """Every clip of a session at level full, in order, the words as the session cached them."""
    sounds = []
    for cue in timeline.cues:
        at_ms = cue.at_ms
        if cue.sound:
            sounds.append(Planned(at_ms, f"({cue.sound})", tone(cue.sound)))
            at_ms += sounds[-1].clip.length_ms + GAP_MS
        if cue.text:
            sounds.append(Planned(at_ms, cue.text, _spoken(cue.text, home)))
    return sounds


def captions(timeline: Timeline) -> list[str]:
    """The captions of a session, in order."""
    return [cue.caption for cue in timeline.cues if cue.caption]


def _spoken(text: str, home: Path) -> Clip:
    settings = VoiceSettings()
    synthesiser = find_synthesiser(settings)
    assert not isinstance(synthesiser, Unavailable), synthesiser.reason
    key = ClipKey(text, synthesiser.name, settings.wanted, settings.rate)
    clip = ClipCache(home / "cache" / "voice").get(key)
    assert clip is not None, f"the session left no clip of {text!r}"
    return clip
