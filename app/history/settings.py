"""What the runner has chosen once and for all, in one small JSON file written in one step.

A file that a person or a crash has spoilt costs as little as can be: a value that makes no sense
falls back alone, and a file that is no settings at all is set aside, never deleted.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from app.history.appearance import APPEARANCES
from app.history.files import write_whole
from app.history.offers import Offers, offers_of
from app.routine.model import HoldTarget, Usual, VoiceLevel
from app.voice.port import VoiceSettings

RATE_BOUNDS: Final = (100, 260)
"""Words a minute."""
VOLUME_BOUNDS: Final = (0, 100)
"""Per cent."""
ENGINES: Final = ("system", "piper")
BODIES: Final = ("ash", "robin")
DISTANCES: Final = ("desk", "mat", "gym")
"""From where the stage is read; `app.ui.sight` knows the metres."""
READY_MS: Final = (0, 15_000, 20_000)
"""The least time before a movement that can be wanted; 0 leaves it to the movement."""
SWITCH_MS: Final = (0, 12_000, 16_000)
"""The same between the sides."""

_LONGEST_FILE: Final = 1 << 20
_LONGEST_TEXT: Final = 4096
_LONGEST_NAME: Final = 40
# It becomes the name of a file of phrases.
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_HELD: Final = "What you choose holds until Limber is closed:"

_log = logging.getLogger(__name__)

_Value = TypeVar("_Value")


class PictureSettings(NamedTuple):
    """Who shows the movements. `skin` and `clothes` name a palette, '' is the body's own.

    `still`: key positions side by side, and nothing that moves.
    """

    body: str = BODIES[0]
    skin: str = ""
    clothes: str = ""
    still: bool = False


class Settings(NamedTuple):
    """`level` None: as each routine says; `counting`: whether reps are counted aloud.

    `appearance` is one of `APPEARANCES`, `distance` one of `DISTANCES`.
    """

    voice: VoiceSettings = VoiceSettings()
    level: VoiceLevel | None = None
    counting: bool = True
    picture: PictureSettings = PictureSettings()
    appearance: str = APPEARANCES[0]
    distance: str = "mat"
    offers: Offers = Offers()
    usual: Usual = Usual()


class SettingsStore:
    """The settings and their file. Nothing here raises; what goes wrong is one line, `problem`.

    Two programs may share the file: each writes it whole, and the last one wins.
    """

    def __init__(self, path: Path) -> None:
        """Reads the file at the first question, so that a start costs nothing."""
        self._path = path
        self._problem = ""
        self._is_new = False
        self._current: Settings | None = None
        # A file is in the way that we could not read: nothing may be written over it.
        self._in_the_way = False

    @property
    def current(self) -> Settings:
        """What holds now."""
        if self._current is None:
            self._current = self._read()
        return self._current

    @property
    def path(self) -> Path:
        """The file, which may not exist yet."""
        return self._path

    @property
    def is_new(self) -> bool:
        """Whether there was no file when it was read, and nothing was chosen since."""
        return self._is_new

    @property
    def problem(self) -> str:
        """Why what was chosen before or now is not kept, and what holds instead; or ''."""
        return self._problem if self._current is not None else ""

    def change(self, settings: Settings) -> None:
        """Keep these from now on; where the disk does not let us, for this run."""
        _ = self.current  # what is in the file is set aside before it is written over
        self._current = settings
        self._is_new = False
        if self._in_the_way and os.path.lexists(self._path) and not self._set_aside():
            self._problem = f"{_HELD} {self._path} is damaged and cannot be moved away."
            return
        self._in_the_way = False
        try:
            write_whole(self._path, _as_json(settings))
            self._problem = ""
        except OSError as fault:
            _log.info("Cannot write %s", self._path, exc_info=True)
            reason = fault.strerror or type(fault).__name__
            self._problem = f"{_HELD} {self._path} cannot be written ({reason})."

    def _read(self) -> Settings:
        try:
            with self._path.open("rb") as file:
                data = file.read(_LONGEST_FILE + 1)
        except (FileNotFoundError, NotADirectoryError):
            self._is_new = True
            return Settings()
        except OSError as fault:
            # It may be readable the next time, so it stays where it is until something changes.
            _log.info("Cannot read %s", self._path, exc_info=True)
            self._in_the_way = True
            reason = fault.strerror or type(fault).__name__
            self._problem = (
                f"Your settings in {self._path} cannot be read ({reason}); the defaults hold."
            )
            return Settings()
        return self._understand(data)

    def _understand(self, data: bytes) -> Settings:
        try:
            fields = json.loads(data.decode("utf-8-sig")) if len(data) <= _LONGEST_FILE else None
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict):
            return _from_fields(fields)
        aside = self._set_aside()
        self._in_the_way = aside is None
        where = f"is kept as {aside.name}" if aside else "cannot be moved away"
        self._problem = f"The settings file was damaged and {where}; the defaults hold."
        _log.info("%s %s", self._path, self._problem)
        return Settings()

    def _set_aside(self) -> Path | None:
        """Give the file a name that nothing else has; None where that is not possible."""
        aside = self._path.with_name(f"{self._path.stem}-damaged{self._path.suffix}")
        number = 1
        try:
            while True:
                try:
                    # Reserved first: two programs must not take the same name.
                    aside.open("xb").close()
                    break
                except FileExistsError:
                    number += 1
                    name = f"{self._path.stem}-damaged-{number}{self._path.suffix}"
                    aside = self._path.with_name(name)
            return self._move_to(aside)
        except OSError:
            _log.info("Cannot set %s aside", self._path, exc_info=True)
            return None

    def _move_to(self, aside: Path) -> Path:
        try:
            if self._path.is_dir():
                aside.unlink()
            os.replace(self._path, aside)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        return aside


def _as_json(settings: Settings) -> bytes:
    fields = {
        "level": settings.level,
        "counting": settings.counting,
        "voice": settings.voice._asdict(),
        "picture": settings.picture._asdict(),
        "appearance": settings.appearance,
        "distance": settings.distance,
        "offers": settings.offers.as_fields(),
        "session": settings.usual._asdict(),
    }
    return (json.dumps(fields, indent=2) + "\n").encode()


def _from_fields(fields: dict[str, Any]) -> Settings:
    """Each value by itself; what is missing or makes no sense is as it is in a new program."""
    voice = fields.get("voice")
    voice = voice if isinstance(voice, dict) else {}
    usual = VoiceSettings()
    return Settings(
        VoiceSettings(
            language=_kept(voice.get("language"), _is_language, usual.language),
            engine=_kept(voice.get("engine"), _one_of(ENGINES), usual.engine),
            voice=_kept(voice.get("voice"), _is_text, usual.voice),
            piper_voice=_kept(voice.get("piper_voice"), _is_text, usual.piper_voice),
            rate=_kept(voice.get("rate"), _within(*RATE_BOUNDS), usual.rate),
            voice_volume=_kept(
                voice.get("voice_volume"), _within(*VOLUME_BOUNDS), usual.voice_volume
            ),
            tone_volume=_kept(voice.get("tone_volume"), _within(*VOLUME_BOUNDS), usual.tone_volume),
        ),
        _level(fields.get("level")),
        _kept(fields.get("counting"), _is_bool, Settings().counting),
        _picture(fields.get("picture")),
        appearance=_kept(fields.get("appearance"), _one_of(APPEARANCES), Settings().appearance),
        distance=_kept(fields.get("distance"), _one_of(DISTANCES), Settings().distance),
        offers=offers_of(fields.get("offers")),
        usual=_usual(fields.get("session")),
    )


def _usual(fields: Any) -> Usual:
    session = fields if isinstance(fields, dict) else {}
    usual = Usual()
    return Usual(
        HoldTarget(_kept(session.get("hold_target"), _one_of(list(HoldTarget)), usual.hold_target)),
        _kept(session.get("ready_ms"), _number_of(READY_MS), usual.ready_ms),
        _kept(session.get("switch_ms"), _number_of(SWITCH_MS), usual.switch_ms),
    )


def _picture(fields: Any) -> PictureSettings:
    picture = fields if isinstance(fields, dict) else {}
    usual = PictureSettings()
    return PictureSettings(
        body=_kept(picture.get("body"), _one_of(BODIES), usual.body),
        skin=_kept(picture.get("skin"), _is_name, usual.skin),
        clothes=_kept(picture.get("clothes"), _is_name, usual.clothes),
        still=_kept(picture.get("still"), _is_bool, usual.still),
    )


def _kept(value: Any, fits: Callable[[Any], bool], usual: _Value) -> _Value:
    return value if fits(value) else usual


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT and "\0" not in value


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def _one_of(names: Sequence[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in names


def _number_of(values: Sequence[int]) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and value in values


def _is_name(value: Any) -> bool:
    return _is_text(value) and len(value) <= _LONGEST_NAME


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _within(least: int, most: int) -> Callable[[Any], bool]:
    # True is an int to Python, but no rate.
    return lambda value: type(value) is int and least <= value <= most


def _level(value: Any) -> VoiceLevel | None:
    return VoiceLevel(value) if isinstance(value, str) and value in set(VoiceLevel) else None
